/** Holds a written file to the rules of the FOCUS specification: one pass over its rows counts what breaks each rule. */

import type { DuckDb } from '../duckdb.ts';
import { sqlName, sqlPath, sqlText } from '../sql.ts';
import { FOCUS_MACROS } from './focus-arithmetic.ts';
import { type FocusColumn, type FocusVersion, focusColumns } from './focus-columns.ts';
import type { FocusRule, Severity } from './focus-rule.ts';
import { focusRules } from './focus-rules.ts';

/** How the file is written. */
export type FocusContainer = 'csv' | 'csv.gz' | 'parquet';

/** A FOCUS file: comma separated text with a header line, or Parquet. */
export type FocusFile = {
  readonly path: string;
  readonly container: FocusContainer;
  readonly version: FocusVersion;
};

/** A rule that does not hold. */
export type Violation = {
  /** For example `ListUnitPrice.identity`. */
  readonly rule: string;
  readonly column: string;
  readonly severity: Severity;
  /** What must hold of the column. */
  readonly requirement: string;
  /** Rows that break it; 0 of a rule about the columns of the file. */
  readonly rows: number;
};

/** What a check found. */
export type FocusCheck = { readonly rows: number; readonly violations: readonly Violation[] };

/** A column of the file. */
type FileColumn = { readonly name: string; readonly sql: string; readonly type: string };

/** An open file: its columns and the relation that has them. */
type Opened = { readonly columns: readonly FileColumn[]; readonly relation: string };

/** Longest record that is read, far longer than those of bills; the reader would take sixteen times as much for a buffer. */
const RECORD_BYTES_MAX = 8 * 1024 * 1024;
const RECORD_LIMITS = `max_line_size = ${RECORD_BYTES_MAX}, buffer_size = ${2 * RECORD_BYTES_MAX}`;

function compressionOf({ container }: FocusFile): string {
  return sqlText(container === 'csv.gz' ? 'gzip' : 'none');
}

/** Ids of columns hold neither commas nor quotes, so the first line is the header. */
async function csvColumns(duckdb: DuckDb, file: FocusFile): Promise<readonly FileColumn[]> {
  const [row] = await duckdb.rows(
    `SELECT line FROM read_csv(${sqlPath(file.path)}, auto_detect = false, header = false, delim = chr(1), quote = '',
       escape = '', columns = {'line': 'VARCHAR'}, compression = ${compressionOf(file)}, parallel = false,
       ${RECORD_LIMITS}) LIMIT 1`,
  );
  const names = String(row?.[0] ?? '')
    .replace(/^\uFEFF/, '')
    .split(',');
  return names.map((name, index) => ({
    name: name.replace(/^"(.*)"$/, '$1'),
    sql: `c${index}`,
    type: 'VARCHAR',
  }));
}

/** @param isParallel faster; a line inside quotes may then be taken for a record */
async function openFile(duckdb: DuckDb, file: FocusFile, isParallel: boolean): Promise<Opened> {
  if (file.container === 'parquet') {
    const relation = `read_parquet(${sqlPath(file.path)}, hive_partitioning = false)`;
    const described = await duckdb.rows(`DESCRIBE SELECT * FROM ${relation}`);
    const columns = described.map(([name, type]) => ({
      name: String(name),
      sql: sqlName(String(name)),
      type: String(type),
    }));
    return { columns, relation };
  }
  const columns = await csvColumns(duckdb, file);
  const relation = `read_csv(${sqlPath(file.path)}, auto_detect = false, header = true, delim = ',', quote = '"',
    escape = '"', nullstr = '', columns = {${columns.map(({ sql }) => `${sql}: 'VARCHAR'`).join(', ')}},
    hive_partitioning = false, compression = ${compressionOf(file)}, parallel = ${isParallel},
    ${RECORD_LIMITS})`;
  return { columns, relation };
}

function columnViolation(column: string, requirement: string): Violation {
  return { rule: `${column}.column`, column, severity: 'error', requirement, rows: 0 };
}

/** Columns of the specification first, each once, and only our own after them. */
function checkColumns(found: readonly string[], version: FocusVersion): readonly Violation[] {
  const wanted: readonly string[] = focusColumns(version);
  const isOwn = (name: string) => name.startsWith('x_');
  const missing = wanted.filter(name => !found.includes(name));
  const twice = found.filter((name, index) => found.indexOf(name) !== index);
  const unknown = found.filter(name => !wanted.includes(name) && !isOwn(name));
  const firstOwn = found.findIndex(isOwn);
  const late = firstOwn < 0 ? [] : found.slice(firstOwn).filter(name => wanted.includes(name));
  return [
    ...missing.map(name => columnViolation(name, 'is in the file')),
    ...twice.map(name => columnViolation(name, 'is in the file once')),
    ...unknown.map(name => columnViolation(name, `is a column of FOCUS ${version} or carries the mark x_`)),
    ...late.map(name => columnViolation(name, 'stands before the columns with the mark x_')),
  ];
}

/** A cell as text, whatever type the file has. */
function cellText(name: FocusColumn, columns: readonly FileColumn[]): string {
  const column = columns.find(candidate => candidate.name === name);
  if (column === undefined) return `CAST(NULL AS VARCHAR) AS ${name}`;
  const { sql, type } = column;
  if (type === 'VARCHAR') return `${sql} AS ${name}`;
  if (type.startsWith('TIMESTAMP'))
    return `strftime(CAST(${sql} AS TIMESTAMPTZ), '%Y-%m-%dT%H:%M:%SZ') AS ${name}`;
  return `CAST(${sql} AS VARCHAR) AS ${name}`;
}

async function check(duckdb: DuckDb, file: FocusFile, isParallel: boolean): Promise<FocusCheck> {
  const opened = await openFile(duckdb, file, isParallel);
  const columns = focusColumns(file.version);
  const rules = focusRules(file.version);
  const counts = [
    'CAST(count(*) AS DOUBLE)',
    ...columns.map(column => `CAST(count(${column}) AS DOUBLE)`),
    ...rules.map(({ broken }) => `CAST(count(*) FILTER (WHERE ${broken}) AS DOUBLE)`),
  ];
  const cells = columns.map(column => cellText(column, opened.columns));
  const [row = []] = await duckdb.rows(
    `SELECT ${counts.join(',\n')} FROM (SELECT ${cells.join(', ')} FROM ${opened.relation})`,
  );
  const used = new Set(columns.filter((_, index) => Number(row[1 + index]) > 0));
  const isHeld = ({ column, isConditional }: FocusRule) => !isConditional || used.has(column);
  const broken = rules.flatMap((held, index): Violation[] => {
    const rows = Number(row[1 + columns.length + index]);
    const { rule, column, severity, requirement } = held;
    return rows > 0 && isHeld(held) ? [{ rule, column, severity, requirement, rows }] : [];
  });
  const names = opened.columns.map(({ name }) => name);
  return { rows: Number(row[0]), violations: [...checkColumns(names, file.version), ...broken] };
}

/**
 * Checks a file. A conditional column without any value is not held to its rules: the specification lets it be absent.
 * @param expectedRows rows that were written; when another number is read in parallel, the file is read again in one thread
 */
export async function checkFocusFile(
  duckdb: DuckDb,
  file: FocusFile,
  expectedRows: number | null,
): Promise<FocusCheck> {
  for (const macro of FOCUS_MACROS) await duckdb.run(macro);
  if (file.container === 'csv' && expectedRows !== null) {
    try {
      const checked = await check(duckdb, file, true);
      if (checked.rows === expectedRows) return checked;
    } catch (error) {
      // Cells may look torn to a reader in parallel; whoever stopped it stops the second one too.
      if (error instanceof Error && /interrupt/i.test(error.message)) throw error;
    }
  }
  return check(duckdb, file, false);
}
