/** Writes the charges of a loaded Azure file again, where only the whole import shows what they mean. */

import { renameSync } from 'node:fs';
import { CHARGE_COLUMNS } from '../columns.ts';
import type { DuckDb } from '../duckdb.ts';
import { ZERO } from '../formats/aws-line.ts';
import { blockSizeSql } from '../formats/azure-units.ts';
import { decimalType } from '../read/decimals.ts';
import type { Loaded } from '../read/load.ts';
import { PARQUET_OPTIONS, sqlPath, sqlText } from '../sql.ts';
import { ACCOUNT_MONTH, IS_BENEFIT_PURCHASE, IS_COVERED, SCOPE } from './azure-days.ts';

/** Replaces columns and leaves rows out; every row keeps its number in the file. */
async function rewrite(
  duckdb: DuckDb,
  { parquet }: Loaded,
  columns: Readonly<Record<string, string>>,
  kept = 'TRUE',
): Promise<void> {
  const number = 'coalesce(x_SourceRow, file_row_number + x_RowOffset)';
  const replaced = Object.entries({ x_SourceRow: number, ...columns }).map(
    ([name, sql]) => `${sql} AS ${name}`,
  );
  const written = `${parquet}.view`;
  await duckdb.run(
    `COPY (SELECT * EXCLUDE (file_row_number) REPLACE (${replaced.join(', ')})
       FROM read_parquet(${sqlPath(parquet)}, file_row_number = true) WHERE x_Bad OR (${kept}))
     TO ${sqlText(written)} (${PARQUET_OPTIONS})`,
  );
  renameSync(written, parquet);
}

function isAnyOf(expression: string, values: readonly string[]): string {
  return values.length === 0 ? 'FALSE' : `${expression} IN (${values.map(sqlText).join(', ')})`;
}

/** Amortized cost: what a benefit covers was billed with the benefit. */
export function writeAmortized(duckdb: DuckDb, file: Loaded): Promise<void> {
  return rewrite(duckdb, file, { BilledCost: `CASE WHEN ${IS_COVERED} THEN ${ZERO} ELSE BilledCost END` });
}

/**
 * Actual cost beside the amortized cost of the same charges: only the purchases of benefits stay, and they are spread there.
 * @param scopes told by both views; their other charges are left out here
 * @param accountMonths in which the amortized cost is known
 */
export function writePurchases(
  duckdb: DuckDb,
  file: Loaded,
  scopes: readonly string[],
  accountMonths: readonly string[],
): Promise<void> {
  const isSpread = `${IS_BENEFIT_PURCHASE} AND ${isAnyOf(ACCOUNT_MONTH, accountMonths)}`;
  const unlessSpread = (column: string) =>
    `CASE WHEN (${isSpread}) AND ${column} IS NOT NULL THEN ${ZERO} ELSE ${column} END`;
  return rewrite(
    duckdb,
    file,
    {
      EffectiveCost: unlessSpread('EffectiveCost'),
      PricingCurrencyEffectiveCost: unlessSpread('PricingCurrencyEffectiveCost'),
    },
    `coalesce(${IS_BENEFIT_PURCHASE}, FALSE) OR NOT ${isAnyOf(SCOPE, scopes)}`,
  );
}

/**
 * Blocks of millions make large numbers out of small ones: where single units do not fit the narrow decimals of the file's
 * quantities, all of them are widened.
 */
export async function widenQuantities(duckdb: DuckDb, file: Loaded): Promise<Loaded> {
  const { parquet, plan } = file;
  if (plan.widths.quantity !== 0) return file;
  const missing = `ConsumedQuantity IS NULL AND ConsumedUnit IS NOT NULL AND PricingQuantity IS NOT NULL`;
  const [row] = await duckdb.rows(
    `SELECT CAST(count(*) AS DOUBLE) FROM read_parquet(${sqlPath(parquet)}) WHERE ${missing}`,
  );
  if (Number(row?.[0] ?? 0) === 0) return file;
  const type = decimalType(1);
  const quantities = [...CHARGE_COLUMNS].flatMap(([name, kind]) => (kind === 'quantity' ? [name] : []));
  const columns = Object.fromEntries(quantities.map(name => [name, `CAST(${name} AS ${type})`]));
  const product = `TRY(CAST(CAST(PricingQuantity AS ${type}) * ${blockSizeSql('PricingUnit')} AS ${type}))`;
  await rewrite(duckdb, file, {
    ...columns,
    ConsumedQuantity: `CASE WHEN ${missing} THEN ${product} ELSE CAST(ConsumedQuantity AS ${type}) END`,
  });
  return { ...file, plan: { ...plan, widths: { ...plan.widths, quantity: 1 } } };
}
