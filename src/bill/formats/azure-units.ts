/** Azure's UnitOfMeasure: a block of so many units, which prices and billed quantities are for. Names as in Microsoft's open data (MIT). */

import { sqlText } from '../sql.ts';

/**
 * What stands behind the number of a UnitOfMeasure, by the unit it means: `1 Hour` and `100 Core Hrs` are hours. A text
 * outside the table is the unit itself (`GB`, `Transactions`). Commonest first, as they are compared in this order.
 */
const UNITS: readonly (readonly [unit: string, texts: readonly string[]])[] = [
  [
    'Hours',
    [
      '1 hour',
      'content hours',
      'hour',
      'hora',
      '小时',
      'instance hours',
      'core hours',
      'core hrs',
      'relay hours',
      'relay hrs',
    ],
  ],
  [
    'Units',
    ['', 'database unit', 'database units (du)', 'messaging unit', 'unit', 'operation units', 'unassigned'],
  ],
  ['GB/Month', ['gb/月', 'gb/mes', 'gb / month']],
  ['Units/Month', ['/month']],
  ['Units/Day', ['/day', 'daily reserved unit', 'daily reserved units', 'daily unit', 'daily units']],
  ['Units/Hour', ['/hour', 'hourly unit', 'hourly units', '/小时']],
  ['Minutes', ['minute', 'virtual user minutes', 'minutes', 'callingminutes', 'minute(s)']],
  ['Days', ['day']],
  ['Apps/Day', ['daily app']],
  ['Calls', ['per call']],
  ['Certificates', ['certificate']],
  ['Configurations', ['concurrent dvc']],
  ['Connections', ['connection']],
  ['Connections/Day', ['daily connection', 'daily connections']],
  ['Connections/Hour', ['hourly connection']],
  ['Cubic Meters/Month', ['cubic meter/month']],
  ['Devices', ['device']],
  ['Domains/Year', ['annual domain', 'annual domains']],
  ['Endpoints', ['service endpoints']],
  ['GB', ['gb']],
  ['GB Hours', ['gb hour']],
  ['GB Seconds', ['gb second']],
  ['GB/Hour', ['gb/hora']],
  ['GiB Hours', ['gib hour']],
  ['GiB Minutes', ['gib minute']],
  ['GiB Seconds', ['gib second']],
  ['Keys', ['key', 'key use']],
  ['MB/Month', ['mb/month']],
  ['Messages', ['text']],
  ['Months', ['month', 'por mes']],
  ['Nodes', ['node']],
  ['PB Seconds', ['pb second']],
  ['Packs/Day', ['daily pack']],
  ['Pipelines', ['pipeline']],
  ['Plans', ['plan']],
  ['Requests', ['api calls', 'per request', 'per privacy subject rights request', 'print job']],
  ['Resources', ['resource']],
  ['Routers', ['border routers']],
  ['Runs', ['activity runs']],
  ['Seconds', ['second']],
  ['Subscriptions', ['subscription']],
  ['Subscriptions/Year', ['annual subscriptions']],
  ['TB Hours', ['tb hour']],
  ['TB Seconds', ['tb second']],
  ['TiB Hours', ['tib hour']],
  ['Transactions in Thousands', ['1,000s']],
  ['Units/10 Days', ['/10 days']],
  ['Units/3 Months', ['/3 months']],
  ['Units/6 Months', ['/6 months']],
  ['Units/Minute', ['/minute']],
  ['Units/Second', ['/second']],
  ['Units/Year', ['/year']],
  ['Users', ['named users', 'user']],
  ['Users/Day', ['daily user']],
  ['Users/Month', ['maus']],
  ['Virtual Machines', ['vm', 'virtual machine']],
  ['Websites', ['website']],
  ['Zones', ['hosted zones']],
];

/** Units of most charges, compared before anything is taken apart. */
const USUAL: readonly (readonly [text: string, size: number, unit: string])[] = [
  ['1 Hour', 1, 'Hours'],
  ['1 GB', 1, 'GB'],
  ['1 GB/Month', 1, 'GB/Month'],
  ['10K', 10_000, 'Units'],
  ['1/Month', 1, 'Units/Month'],
  ['100 Hours', 100, 'Hours'],
  ['10 Hours', 10, 'Hours'],
  ['1 Hours', 1, 'Hours'],
  ['1/Day', 1, 'Units/Day'],
  ['1M', 1_000_000, 'Units'],
  ['1K', 1000, 'Units'],
  ['100 GB', 100, 'GB'],
  ['10 GB', 10, 'GB'],
  ['1 GB Second', 1, 'GB Seconds'],
  ['1', 1, 'Units'],
  ['100', 100, 'Units'],
];

/** A number and perhaps a multiplier that is a word of its own: `10K`, `1M/Month`, but not `10 KB`. */
const NUMBER = '^([0-9]+)([KMB]($|[ /]))?';

/** Digits of a block size that are believed. */
const DIGITS_MAX = 12;

/** Without a number in front it is one unit. */
function numberSql(unit: string): string {
  const factor = `CASE regexp_extract(${unit}, '^[0-9]+([KMB])($|[ /])', 1) WHEN 'K' THEN 1000 WHEN 'M' THEN 1000000 WHEN 'B' THEN 1000000000 ELSE 1 END`;
  return `coalesce(TRY_CAST(regexp_extract(${unit}, ${sqlText(NUMBER)}, 1) AS BIGINT), 1) * ${factor}`;
}

/** Expression: units in one block, a BIGINT; null where there is no UnitOfMeasure. `10000s` (transactions) is a name. */
export function blockSizeSql(unit: string): string {
  const usual = USUAL.map(([text, size]) => `WHEN ${sqlText(text)} THEN ${size}`);
  const digits = `length(regexp_extract(${unit}, '^[0-9]+'))`;
  const other = `CASE WHEN ${unit} IS NULL OR ${digits} > ${DIGITS_MAX} THEN NULL ELSE ${numberSql(unit)} END`;
  return `CAST(CASE ${unit} ${usual.join(' ')} WHEN '10000s' THEN 1 ELSE ${other} END AS BIGINT)`;
}

/** Expression: name of a single unit, as `Hours` or `GB/Month`. */
export function singleUnitSql(unit: string): string {
  const usual = USUAL.map(([text, , name]) => `WHEN ${sqlText(text)} THEN ${sqlText(name)}`);
  const text = `trim(regexp_replace(${unit}, '^[0-9]+([KMB]($|[ /]))?', '\\2'))`;
  const branches = UNITS.flatMap(([name, texts]) =>
    texts.map(other => `WHEN ${sqlText(other)} THEN ${sqlText(name)}`),
  );
  return `CASE ${unit} ${usual.join(' ')} WHEN '10000s' THEN 'Transactions' ELSE CASE lower(${text}) ${branches.join(' ')} ELSE ${text} END END`;
}
