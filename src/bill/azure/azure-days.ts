/** What a loaded file of Azure cost details says day by day: enough to tell actual from amortized cost, and to see a day twice. */

import { type Decimal, decimal, ZERO } from '../../engine/money.ts';
import type { DuckDb } from '../duckdb.ts';
import type { Loaded } from '../read/load.ts';
import { sqlPath } from '../sql.ts';

/** Condition: a benefit is bought or given back, which only actual cost shows. */
export const IS_BENEFIT_PURCHASE = "(ChargeCategory = 'Purchase' AND CommitmentDiscountType IS NOT NULL)";

/** Condition: a benefit pays for it, or nobody used what the benefit pays for. */
export const IS_COVERED = 'CommitmentDiscountStatus IS NOT NULL';

/** Expression: subscription (or billing account), month and currency of a charge: within it the two views are compared. */
export const SCOPE = `concat_ws('|', coalesce(SubAccountId, BillingAccountId, ''), coalesce(strftime(BillingPeriodStart, '%Y-%m'), ''), coalesce(BillingCurrency, ''))`;

/** Expression: billing account and month of a charge. */
export const ACCOUNT_MONTH = `concat_ws('|', coalesce(BillingAccountId, ''), coalesce(strftime(BillingPeriodStart, '%Y-%m'), ''))`;

/** Charges of one scope on one day. */
export type Day = {
  readonly scope: string;
  readonly accountMonth: string;
  /** `2025-09-01`; empty when the file has no date. */
  readonly day: string;
  readonly rows: number;
  readonly cost: Decimal;
  /** Cost of what neither buys nor uses a benefit: the same in both views. */
  readonly plainCost: Decimal;
  /** Purchases and refunds of benefits that cost something. */
  readonly purchases: number;
  /** What a benefit covers, at no cost. */
  readonly free: number;
  /** What a benefit covers at its share of the benefit, and what it leaves unused. */
  readonly spread: number;
};

/** Reads the days of a file; costs as the file has them. */
export async function azureDays(duckdb: DuckDb, { parquet }: Loaded): Promise<readonly Day[]> {
  const counts = [
    `${IS_BENEFIT_PURCHASE} AND BilledCost <> 0`,
    `CommitmentDiscountStatus = 'Used' AND BilledCost = 0`,
    `CommitmentDiscountStatus = 'Unused' OR (CommitmentDiscountStatus = 'Used' AND BilledCost <> 0)`,
  ];
  const rows = await duckdb.rows(
    `SELECT ${SCOPE}, ${ACCOUNT_MONTH}, coalesce(strftime(ChargePeriodStart, '%Y-%m-%d'), ''), CAST(count(*) AS DOUBLE),
       CAST(sum(BilledCost) AS VARCHAR), CAST(sum(BilledCost) FILTER (NOT ${IS_BENEFIT_PURCHASE} AND NOT ${IS_COVERED}) AS VARCHAR),
       ${counts.map(condition => `CAST(count(*) FILTER (${condition}) AS DOUBLE)`).join(', ')}
     FROM read_parquet(${sqlPath(parquet)}) WHERE NOT x_Bad GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  const money = (value: unknown) => (typeof value === 'string' ? decimal(value) : ZERO);
  return rows.map(([scope, accountMonth, day, count, cost, plain, purchases, free, spread]) => ({
    scope: String(scope),
    accountMonth: String(accountMonth),
    day: String(day),
    rows: Number(count),
    cost: money(cost),
    plainCost: money(plain),
    purchases: Number(purchases),
    free: Number(free),
    spread: Number(spread),
  }));
}

/** Sums over the days of each scope. */
export function byScope(days: readonly Day[], amount: (day: Day) => Decimal): ReadonlyMap<string, Decimal> {
  const sums = new Map<string, Decimal>();
  for (const day of days) sums.set(day.scope, (sums.get(day.scope) ?? ZERO).plus(amount(day)));
  return sums;
}

/** `subscription|2025-09|USD` as a person reads it. */
export function scopeName(scope: string): string {
  const [account = '', month = ''] = scope.split('|');
  return `account ${account || '(none)'} in ${month || '(no month)'}`;
}
