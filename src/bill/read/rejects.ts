/** Records that could not be split into columns: why, at which row, and how they shift the row numbers of the others. */

import { renameSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import type { Finding } from '../../engine/finding.ts';
import type { DuckDb } from '../duckdb.ts';
import type { BillSource } from '../source.ts';
import { PARQUET_OPTIONS, sqlName, sqlPath, sqlText } from '../sql.ts';
import { canonicalName, englishName } from './cells.ts';
import type { RejectTables } from './statement.ts';

/** The rejected records of one file. */
export type Rejected = {
  readonly count: number;
  /** One for each of the first records. */
  readonly findings: readonly Finding[];
};

/** Rejected records that get a finding of their own. */
const FINDINGS_MAX = 100;

async function tableExists(duckdb: DuckDb, table: string): Promise<boolean> {
  return (await duckdb.rows(`SELECT 1 FROM duckdb_tables() WHERE table_name = ${sqlText(table)}`)).length > 0;
}

function delimiterOf({ container }: BillSource): string {
  return container.kind === 'csv' ? container.delimiter : ',';
}

/** Records are quoted and parsed up to here; of longer ones only the start is kept. */
const RECORD_CHARACTERS_MAX = 100_000;
/** Somewhere inside a cell that makes a record longer than DuckDB reads (2 MB): the cell that holds this character. */
const LONG_CELL_PROBE = 1_000_000;

/** What DuckDB tells of a rejected record. */
type RejectedRecord = {
  readonly type: string;
  /** Its text, or the start of it. */
  readonly text: string;
  /** Delimiters outside quotes before the probe of a record that is too long. */
  readonly cellsBefore: number;
};

/** Columns that hold what a record costs, as the formats name them. */
const COST_COLUMNS: readonly string[] = [
  'billedcost',
  'lineitemunblendedcost',
  'costinbillingcurrency',
  'pretaxcost',
  'costmycost',
  'cost',
];

/** What the cost cell of a record says that is in no total; cells behind an extra delimiter may be shifted. */
function unreadCost({ columns }: BillSource, cells: readonly string[]): string {
  const names = columns.map(({ name }) => canonicalName(englishName(name) ?? name));
  const index = COST_COLUMNS.map(name => names.indexOf(name)).find(found => found !== -1) ?? -1;
  const text = cells[index] ?? '';
  return /^-?[0-9.]+(E-?[0-9]+)?$/i.test(text) ? ` Its ${columns[index]?.name} seems to be ${text}.` : '';
}

/** Names what is wrong with a record: csv-parse says it in more detail than DuckDB's error type. */
function reasonOf(
  source: BillSource,
  { type, text, cellsBefore }: RejectedRecord,
): { column: string | null; message: string; hint: string } {
  const delimiter = delimiterOf(source);
  const expected = source.columns.length;
  if (type === 'INVALID ENCODING')
    return { column: null, message: 'The record is not text in UTF-8.', hint: 'Save the file as UTF-8.' };
  if (type === 'LINE SIZE OVER MAXIMUM')
    return {
      column: source.columns[cellsBefore]?.name ?? null,
      message: 'The record is longer than 2 MB.',
      hint: 'Shorten the cell or remove the record.',
    };
  try {
    const [cells = []]: string[][] = parse(text.trim(), { delimiter, relax_column_count: true });
    const found = cells.length;
    if (found !== expected) {
      return {
        column: found < expected ? (source.columns[found]?.name ?? null) : null,
        message: `The record has ${found} cells, the header has ${expected}.`,
        hint: `Look for a missing or extra delimiter, or a quote that is not closed.${unreadCost(source, cells)}`,
      };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const index = typeof error.column === 'number' ? error.column : -1;
    return {
      column: source.columns[index]?.name ?? null,
      message: `A quote is not closed or stands in the wrong place (${error.code}); text up to the next readable record is left out.`,
      hint: 'Write a quote inside a quoted cell twice.',
    };
  }
  return {
    column: null,
    message: 'The record could not be split into cells.',
    hint: 'Check its quotes and delimiters.',
  };
}

/** Reads the reject tables of a scan. A file without rejects may have none. */
export async function readRejects(
  duckdb: DuckDb,
  source: BillSource,
  tables: RejectTables,
): Promise<Rejected> {
  if (!(await tableExists(duckdb, tables.errors))) return { count: 0, findings: [] };
  const name = sqlName(tables.errors);
  // One record may be rejected for several reasons, and is one record.
  const [total] = await duckdb.rows(`SELECT CAST(count(DISTINCT line) AS DOUBLE) FROM ${name}`);
  // Cells are delimiters outside quotes; a quote that the cut left open ends there.
  const unquoted = `regexp_replace(left(min(csv_line), ${LONG_CELL_PROBE}), '"[^"]*"?', '', 'g')`;
  const delimiter = sqlText(delimiterOf(source));
  const first = await duckdb.rows(
    `SELECT CAST(line AS DOUBLE), min(CAST(error_type AS VARCHAR)) AS type, left(min(csv_line), ${RECORD_CHARACTERS_MAX}),
       CASE WHEN type = 'LINE SIZE OVER MAXIMUM' THEN length(${unquoted}) - length(replace(${unquoted}, ${delimiter}, '')) END
     FROM ${name} GROUP BY line ORDER BY line LIMIT ${FINDINGS_MAX}`,
  );
  const findings = first.map(([row, type, text, cells]): Finding => {
    const record = { type: String(type), text: String(text ?? ''), cellsBefore: Number(cells ?? 0) };
    const { column, message, hint } = reasonOf(source, record);
    // The reader counts the header of a table that JSON was made into.
    const { container } = source;
    const before = container.kind === 'csv' && container.firstRow === 1 ? 1 : 0;
    const at = { file: source.file.name, row: Number(row) - before, column };
    return { code: 'unreadable-record', severity: 'error', message, hint, source: at };
  });
  return { count: Number(total?.[0] ?? 0), findings };
}

/** Forgets the tables of a scan. */
export async function dropRejects(duckdb: DuckDb, tables: RejectTables): Promise<void> {
  await duckdb.run(`DROP TABLE IF EXISTS ${sqlName(tables.errors)}`);
  await duckdb.run(`DROP TABLE IF EXISTS ${sqlName(tables.scans)}`);
}

/**
 * Writes x_SourceRow into a loaded file in which rows were skipped (rejected records, blank lines). Without any it stays
 * null and readers add the position in the file to x_RowOffset: numbering while reading would cost half the speed.
 * @param blankRows rows (header is 1) of blank lines
 */
export async function numberRows(
  duckdb: DuckDb,
  parquet: string,
  tables: RejectTables,
  rejectedCount: number,
  blankRows: readonly number[],
): Promise<void> {
  if (rejectedCount + blankRows.length === 0) return;
  const rejected =
    rejectedCount > 0 ? `SELECT DISTINCT line AS row FROM ${sqlName(tables.errors)} UNION ` : '';
  // The k-th skipped row (from 0) comes after `row - 2 - k` charges: from there on, charges are k + 1 rows further down.
  await duckdb.run(
    `CREATE OR REPLACE TEMP TABLE shifts AS SELECT row - 2 - k AS position, max(k + 1) AS shift
     FROM (SELECT row, row_number() OVER (ORDER BY row) - 1 AS k
           FROM (${rejected}SELECT unnest(CAST([${blankRows.join(', ')}] AS BIGINT[])) AS row)) GROUP BY 1`,
  );
  const numbered = `${parquet}.numbered`;
  await duckdb.run(
    `COPY (SELECT charges.* EXCLUDE (file_row_number)
       REPLACE (file_row_number + x_RowOffset + coalesce(shift, 0) AS x_SourceRow)
       FROM read_parquet(${sqlPath(parquet)}, file_row_number = true) charges
       ASOF LEFT JOIN shifts ON charges.file_row_number >= shifts.position
       ORDER BY file_row_number)
     TO ${sqlText(numbered)} (${PARQUET_OPTIONS})`,
  );
  renameSync(numbered, parquet);
}
