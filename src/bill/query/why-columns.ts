/** The view `located` over the stored charges that questions about a number are asked of, and its conditions. */

import type { ChargeColumn } from '../columns.ts';
import type { DuckDb } from '../duckdb.ts';
import { sqlText } from '../sql.ts';
import type { StoredParquet } from '../store.ts';
import type { ChargeFilter } from './charge-filter.ts';
import { filterSql } from './charge-filter.ts';
import { locatedCharges } from './located-charges.ts';

const COLUMNS: readonly ChargeColumn[] = [
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'BillingCurrency',
  'BillingPeriodStart',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'CommitmentDiscountId',
  'CommitmentDiscountStatus',
  'ConsumedQuantity',
  'ConsumedUnit',
  'PricingQuantity',
  'PricingUnit',
  'ResourceId',
  'ResourceName',
  'ServiceName',
  'SubAccountId',
  'SubAccountName',
  'x_LineItemType',
  'x_ServiceCode',
  'x_UsageType',
];

/** Makes the view `located` of the charges that pass the filter. */
export async function createLocatedView(
  duckdb: DuckDb,
  files: readonly StoredParquet[],
  filter: ChargeFilter,
): Promise<void> {
  await duckdb.run(
    `CREATE TEMP VIEW located AS SELECT * FROM ${locatedCharges(files, COLUMNS)} WHERE ${filterSql(filter)}`,
  );
}

/** Condition: the column holds this text, or nothing. */
export function holds(expression: string, value: string | null): string {
  return value === null ? `${expression} IS NULL` : `${expression} = ${sqlText(value)}`;
}

/** A cell of a result as text. */
export function cellText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
