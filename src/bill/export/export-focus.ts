/** Writes stored charges as a FOCUS 1.2 or 1.3 file that is held to the specification's own rules before it appears. */

import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CHARGE_COLUMNS, type ChargeColumn, type DecimalGroup } from '../columns.ts';
import type { DuckDb } from '../duckdb.ts';
import { chargesRelation } from '../query/charges.ts';
import { type QueryOptions, withCharges } from '../query/query.ts';
import { type CurrencyTotal, sumByCurrency } from '../query/totals.ts';
import { decimalType } from '../read/decimals.ts';
import { sqlText } from '../sql.ts';
import type { StoredParquet } from '../store.ts';
import { assertFree, containerOf, usage, writeError } from './export-target.ts';
import { FOCUS_MACROS } from './focus-arithmetic.ts';
import { checkFocusFile, type FocusContainer, type Violation } from './focus-check.ts';
import { CUSTOM_COLUMNS, type FocusVersion, focusColumns } from './focus-columns.ts';
import { type Changed, countChanges } from './focus-counts.ts';
import { exportSelect, repairCharges, type TypeOf } from './focus-statement.ts';

/** What to write, and where. */
export type ExportOptions = QueryOptions & {
  readonly path: string;
  readonly version: FocusVersion;
  /** Month of BillingPeriodStart, `yyyy-mm`; default: all. */
  readonly month?: string | undefined;
  /** BillingCurrency; default: all, side by side. */
  readonly currency?: string | undefined;
  /** Adds our own `x_` columns after those of the specification. */
  readonly withCustomColumns: boolean;
  /** Replaces a file that is there. */
  readonly overwrite: boolean;
  readonly onProgress?: ((step: 'write' | 'check', fraction: number | null) => void) | undefined;
  /** Stops the export; no file appears. */
  readonly signal?: AbortSignal | undefined;
};

/** The `bill-export` answer. */
export type ExportResult = {
  readonly file: string;
  readonly version: FocusVersion;
  readonly container: FocusContainer;
  readonly rows: number;
  readonly bytes: number;
  readonly columns: number;
  /** Of the file, by currency. */
  readonly totals: readonly CurrencyTotal[];
  /** Nulls that the specification forbids and a rule filled. */
  readonly filled: readonly Changed[];
  /** Values that are written as the specification spells them. */
  readonly corrected: readonly Changed[];
  /** Values that the specification forbids and that became null. */
  readonly cleared: readonly Changed[];
  /** Rules that the written file breaks. */
  readonly violations: readonly Violation[];
};

/** SQL type of a column over all files: as `chargesRelation` casts it. */
function typesOf(files: readonly StoredParquet[]): TypeOf {
  const widest = (group: DecimalGroup) =>
    decimalType(
      files.reduce<0 | 1 | 2>((width, { widths }) => (widths[group] > width ? widths[group] : width), 0),
    );
  return (column: ChargeColumn) => {
    const kind = CHARGE_COLUMNS.get(column) ?? 'text';
    if (kind === 'text') return 'VARCHAR';
    return kind === 'time' ? 'TIMESTAMP' : widest(kind);
  };
}

/** An empty text says nothing, and no repair should take it for a value. */
const NO_EMPTY_TEXTS = [...CHARGE_COLUMNS]
  .filter(([, kind]) => kind === 'text')
  .map(([column]) => `nullif(${column}, '') AS ${column}`)
  .join(', ');

function chargesOf(files: readonly StoredParquet[], { month, currency }: ExportOptions): string {
  const conditions = [
    ...(month === undefined ? [] : [`strftime(BillingPeriodStart, '%Y-%m') = ${sqlText(month)}`]),
    ...(currency === undefined ? [] : [`BillingCurrency = ${sqlText(currency)}`]),
  ];
  const charges = chargesRelation(files, [...CHARGE_COLUMNS.keys()]);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return `(SELECT * REPLACE (${NO_EMPTY_TEXTS}) FROM ${charges} ${where})`;
}

/** Parquet compressed as the providers' own FOCUS exports are, which every reader knows. */
const COPY_OPTIONS: Readonly<Record<FocusContainer, string>> = {
  csv: 'FORMAT csv, HEADER true',
  'csv.gz': 'FORMAT csv, HEADER true, COMPRESSION gzip',
  parquet: 'FORMAT parquet, COMPRESSION snappy',
};

/** Charges that were asked for are there. */
async function assertCharges(duckdb: DuckDb, charges: string, all: string): Promise<void> {
  const [found] = await duckdb.rows(`SELECT 1 FROM ${charges} LIMIT 1`);
  if (found !== undefined) return;
  const parts = await duckdb.rows(
    `SELECT DISTINCT coalesce(strftime(BillingPeriodStart, '%Y-%m'), '(no period)') || ' ' || coalesce(BillingCurrency, '(no currency)')
     FROM ${all} ORDER BY 1 LIMIT 24`,
  );
  throw usage(
    'no-such-period',
    'The workspace has no charges of this month and currency',
    `It has ${parts.map(([part]) => String(part)).join(', ')}.`,
  );
}

/** Reports how far DuckDB is, and stops it when the signal says so. */
async function watched<T>(
  duckdb: DuckDb,
  { signal, onProgress }: ExportOptions,
  step: 'write' | 'check',
  work: () => Promise<T>,
): Promise<T> {
  const stop = () => duckdb.connection.interrupt();
  const report = () => {
    const { percentage } = duckdb.connection.progress;
    onProgress?.(step, percentage < 0 ? null : percentage / 100);
  };
  report();
  signal?.throwIfAborted();
  signal?.addEventListener('abort', stop);
  const timer = onProgress === undefined ? undefined : setInterval(report, 250);
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', stop);
  }
}

async function exportWith(
  duckdb: DuckDb,
  files: readonly StoredParquet[],
  options: ExportOptions,
  container: FocusContainer,
  temp: string,
): Promise<ExportResult> {
  const { path, version } = options;
  for (const macro of FOCUS_MACROS) await duckdb.run(macro);
  const charges = chargesOf(files, options);
  await assertCharges(duckdb, charges, chargesRelation(files, ['BillingPeriodStart', 'BillingCurrency']));
  const repaired = repairCharges(charges, typesOf(files));
  const columns = [...focusColumns(version), ...(options.withCustomColumns ? CUSTOM_COLUMNS : [])];
  const select = exportSelect(repaired, columns, container === 'parquet' ? 'typed' : 'text');
  const [[copied] = []] = await watched(duckdb, options, 'write', () =>
    duckdb.rows(`COPY (${select}) TO ${sqlText(temp)} (${COPY_OPTIONS[container]})`),
  );
  const rows = Number(copied);
  const changes = await watched(duckdb, options, 'check', () => countChanges(duckdb, repaired, version));
  const { violations } = await watched(duckdb, options, 'check', () =>
    checkFocusFile(duckdb, { path: temp, container, version }, rows),
  );
  const totals = await sumByCurrency(duckdb, repaired.relation);
  const bytes = statSync(temp).size;
  assertFree(path, options.overwrite);
  renameSync(temp, path);
  return {
    file: path,
    version,
    container,
    rows,
    bytes,
    columns: columns.length,
    totals,
    ...changes,
    violations,
  };
}

/**
 * Writes a FOCUS file. It appears under its name by one rename when it is complete and checked, also when rules are broken:
 * then `violations` says so.
 * @throws UserError usage: another extension, a file that is there, no such month; data: no bill; environment: the disk
 */
export async function exportFocus(options: ExportOptions): Promise<ExportResult> {
  const container = containerOf(options.path);
  assertFree(options.path, options.overwrite);
  const temp = join(
    dirname(options.path),
    `.${basename(options.path)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`,
  );
  try {
    return await withCharges(options, async (duckdb, files) => {
      try {
        return await exportWith(duckdb, files, options, container, temp);
      } catch (error) {
        throw writeError(error, options.path);
      }
    });
  } finally {
    rmSync(temp, { force: true });
  }
}
