/** Totals of a bill by currency: amounts of two currencies are never added. */

import { UserError } from '../../engine/errors.ts';
import type { DuckDb } from '../duckdb.ts';
import { type ChargeFile, chargesRelation, moneyText } from './charges.ts';

/** Totals of one currency, exact decimal text; null where no row had such an amount. */
export type CurrencyTotal = {
  /** FOCUS BillingCurrency; null when the bill names none. */
  readonly currency: string | null;
  readonly billedCost: string | null;
  readonly effectiveCost: string | null;
  readonly listCost: string | null;
  readonly contractedCost: string | null;
};

const COSTS = ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost'] as const;

function tooLarge(error: unknown): unknown {
  if (!(error instanceof Error) || !/overflow|out of range/i.test(error.message)) return error;
  return new UserError({
    code: 'amounts-too-large',
    message: 'The amounts of the bill add up to more than can be kept exactly',
    hint: 'Look for impossible amounts in the file; a cost has at most 17 digits before the point.',
    exitCode: 3,
  });
}

/** Totals of a relation with the cost columns, by currency, sorted. */
export async function sumByCurrency(duckdb: DuckDb, relation: string): Promise<readonly CurrencyTotal[]> {
  const sums = COSTS.map(column => `CAST(sum(${column}) AS VARCHAR)`).join(', ');
  const rows = await duckdb.rows(
    `SELECT BillingCurrency, ${sums} FROM ${relation} GROUP BY 1 ORDER BY 1 NULLS LAST`,
  );
  return rows.map(([currency, billed, effective, list, contracted]) => ({
    currency: currency === null ? null : String(currency),
    billedCost: moneyText(billed),
    effectiveCost: moneyText(effective),
    listCost: moneyText(list),
    contractedCost: moneyText(contracted),
  }));
}

/**
 * Totals by currency, sorted.
 * @throws UserError (data) when the amounts overflow 38 digits
 */
export async function totalsOf(
  duckdb: DuckDb,
  files: readonly ChargeFile[],
): Promise<readonly CurrencyTotal[]> {
  if (files.length === 0) return [];
  try {
    return await sumByCurrency(duckdb, chargesRelation(files, ['BillingCurrency', ...COSTS]));
  } catch (error) {
    throw tooLarge(error);
  }
}
