/** Times in SQL: RFC 3339 and its relatives, zone-less as UTC, and the `M/D/YY` of spreadsheets. */

/**
 * `slow_time(text)` reads every way of writing a time that is accepted. A cast alone is not enough: it ignores offsets,
 * reads `4/1/25` as the year 4 and refuses times without seconds (2023-11-13T10:00Z), which ISO 8601 allows.
 */
export const TIME_MACROS: readonly string[] = [
  `CREATE OR REPLACE MACRO slow_time(t) AS CASE
     WHEN substr(t, 5, 1) = '-' THEN make_timestamp(epoch_us(TRY_CAST(
       regexp_replace(t, '^([0-9-]{10}[T ][0-9]{2}:[0-9]{2})(Z|[+-][0-9:]+)?$', '\\1:00\\2') AS TIMESTAMPTZ)))
     WHEN regexp_matches(t, '/[0-9]{4}$') THEN try_strptime(t, '%-m/%-d/%Y')
     WHEN contains(t, '/') THEN try_strptime(t, '%-m/%-d/%y') END`,
];

/** A source column of this DuckDB type as a UTC timestamp, perhaps out of range. */
export function timeSql(sql: string, type: string): string {
  if (type === 'TIMESTAMP') return sql;
  if (type === 'DATE') return `CAST(${sql} AS TIMESTAMP)`;
  if (type !== 'VARCHAR') return `make_timestamp(epoch_us(${sql}))`;
  const quick = `CASE WHEN prefix(${sql}, '20') AND suffix(${sql}, 'Z') THEN TRY_CAST(${sql} AS TIMESTAMP) END`;
  return `coalesce(${quick}, slow_time(${sql}))`;
}

/** Years outside 2000 to 2099, and infinity, are not billing times. */
export function timeInRangeSql(time: string): string {
  return `CASE WHEN ${time} >= TIMESTAMP '2000-01-01' AND ${time} < TIMESTAMP '2100-01-01' THEN ${time} END`;
}

/** True for types that hold an instant or a day. */
export function isTimeType(type: string): boolean {
  return type === 'DATE' || type.startsWith('TIMESTAMP');
}
