/** Amounts a day, for months of which only a part is known. */

import { type Decimal, decimal, ZERO } from '../money.ts';
import { compareText } from '../text-order.ts';
import { type ChargeSum, chargeRole } from './charge-sum.ts';
import type { MonthPair } from './choose-months.ts';
import { payerDays } from './month-coverage.ts';

/** Amounts of a month that are not compared. */
export type NotCompared = {
  readonly month: string;
  /** FOCUS ChargeCategory. */
  readonly chargeCategory: string;
  readonly effectiveCost: Decimal;
};

/** Decimals of amounts and quantities that were divided by days. */
const PER_DAY_DECIMALS = 18;

/**
 * Usage divided by the days its payer's bill covers, and what cannot be: fees, tax, credits and commitments are billed by
 * the month or the term, so that a part of a month says nothing about them. Each sum is rounded half-even to 18 decimals;
 * what is compared are the rounded amounts, so that nothing else is lost.
 */
export function amountsPerDay(
  charges: readonly ChargeSum[],
  pair: MonthPair,
): { readonly charges: readonly ChargeSum[]; readonly notCompared: readonly NotCompared[] } {
  const divided: ChargeSum[] = [];
  const left = new Map<string, NotCompared>();
  for (const charge of charges) {
    const { month, chargeCategory } = charge;
    if (chargeRole(charge) === 'usage') {
      const days = payerDays(month === pair.from.month ? pair.from : pair.to, charge);
      const aDay = (text: string) =>
        decimal(text).dividedBy(days).toDecimalPlaces(PER_DAY_DECIMALS).toFixed();
      const quantity = charge.quantity === null ? null : aDay(charge.quantity);
      divided.push({ ...charge, effectiveCost: aDay(charge.effectiveCost), quantity });
    } else {
      const key = JSON.stringify([month, chargeCategory]);
      const known = left.get(key)?.effectiveCost ?? ZERO;
      left.set(key, { month, chargeCategory, effectiveCost: known.plus(charge.effectiveCost) });
    }
  }
  const notCompared = [...left].sort(([a], [b]) => compareText(a, b)).map(([, entry]) => entry);
  return { charges: divided, notCompared };
}
