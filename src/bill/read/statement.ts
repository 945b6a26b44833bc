/** The one SELECT that turns a source file into the rows of the store. */

import { CHARGE_COLUMNS, type ColumnKind } from '../columns.ts';
import type { BillFacts, Mapping } from '../formats/format.ts';
import { FORMATS } from '../formats/index.ts';
import type { BillSource } from '../source.ts';
import { sqlName, sqlPath, sqlText } from '../sql.ts';
import { readCells } from './cells.ts';
import { decimalType, type Widths } from './decimals.ts';
import { NULL_TEXTS, nestLayers } from './layers.ts';

/** Names of the tables in which DuckDB keeps the records it could not split into columns. */
export type RejectTables = { readonly errors: string; readonly scans: string };

/** How a file is read this time. */
export type ReadPlan = {
  readonly facts: BillFacts;
  readonly widths: Widths;
};

/** Where the text or Parquet is read from, and whether by all processors. */
export type Reading = {
  /** The file, or a cleaned copy of its text. */
  readonly path: string;
  readonly isParallel: boolean;
};

/** Only the first records, to guess a plan; or all of them, with the rejected ones kept in tables. */
export type ReadScope =
  | { readonly kind: 'sample'; readonly records: number }
  | { readonly kind: 'all'; readonly rejects: RejectTables };

function csvReader(
  source: BillSource,
  reading: Reading,
  isGzip: boolean,
  delimiter: string,
  scope: ReadScope,
): string {
  const columns = source.columns.map(({ sql }) => `${sql}: 'VARCHAR'`).join(', ');
  const rejects =
    scope.kind === 'all'
      ? `store_rejects = true, rejects_table = ${sqlText(scope.rejects.errors)}, rejects_scan = ${sqlText(scope.rejects.scans)}`
      : 'ignore_errors = true';
  return `read_csv(${sqlPath(reading.path)}, auto_detect = false, header = true, delim = ${sqlText(delimiter)},
    quote = '"', escape = '"', columns = {${columns}}, nullstr = [${NULL_TEXTS.map(sqlText).join(', ')}],
    hive_partitioning = false, compression = ${sqlText(isGzip ? 'gzip' : 'none')}, parallel = ${reading.isParallel}, ${rejects})`;
}

/** The reader of a source as a relation. */
function sourceRelation(source: BillSource, reading: Reading, scope: ReadScope): string {
  const { container, file } = source;
  const reader =
    container.kind === 'parquet'
      ? `read_parquet(${sqlPath(reading.path)}, hive_partitioning = false)`
      : csvReader(
          source,
          reading,
          container.isGzip && reading.path === file.path,
          container.delimiter,
          scope,
        );
  return scope.kind === 'sample' ? `(FROM ${reader} LIMIT ${scope.records})` : reader;
}

function sqlType(kind: ColumnKind, widths: Widths): string {
  if (kind === 'text') return 'VARCHAR';
  return kind === 'time' ? 'TIMESTAMP' : decimalType(widths[kind]);
}

/** Output column of the store. */
function outputColumn(expression: string, type: string, name: string): string {
  return `CAST(${expression} AS ${type}) AS ${sqlName(name)}`;
}

/** Of two columns with one name the first is read. */
function duplicateColumns({ columns }: BillSource): Mapping['findings'] {
  const names = columns.map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => name !== '' && names.indexOf(name) !== index));
  return [...twice].map(name => ({
    code: 'duplicate-column',
    severity: 'warning',
    message: `The header names the column ${JSON.stringify(name)} more than once; the first one is read.`,
    hint: 'Remove or rename the other one.',
  }));
}

/** The SELECT for a file and what its header alone shows. */
export function chargeStatement(
  source: BillSource,
  reading: Reading,
  plan: ReadPlan,
  scope: ReadScope,
): { sql: string; findings: Mapping['findings'] } {
  const { container } = source;
  const fromCsv = container.kind === 'csv';
  const reader = readCells(source.columns, fromCsv, plan.widths);
  const mapping = FORMATS[source.format].read(reader.cells, plan.facts);
  const outputs = [...CHARGE_COLUMNS].map(([name, kind]) => {
    const expression = mapping.columns[name];
    return outputColumn(expression ?? 'NULL', sqlType(kind, plan.widths), name);
  });
  const sql = `SELECT ${outputs.join(',\n')},
    ${outputColumn(sqlText(source.file.name), 'VARCHAR', 'x_SourceFile')},
    ${outputColumn('NULL', 'BIGINT', 'x_SourceRow')},
    ${outputColumn(String(container.kind === 'csv' ? container.firstRow : 1), 'TINYINT', 'x_RowOffset')},
    ${outputColumn('is_broken', 'BOOLEAN', 'x_Bad')},
    ${outputColumn(`coalesce(contains(issues, '"inexact cost"'), FALSE)`, 'BOOLEAN', 'x_Lossy')},
    ${outputColumn('issues', 'VARCHAR', 'x_Issues')}
    FROM (${nestLayers(reader.layers(), sourceRelation(source, reading, scope))})`;
  return { sql, findings: [...mapping.findings, ...duplicateColumns(source)] };
}
