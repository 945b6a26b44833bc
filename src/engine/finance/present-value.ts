/** What a series of monthly cash flows is worth today, and when it has paid back what it took. */

import { MONTHS_PER_YEAR } from '../calendar.ts';
import { type Decimal, decimal, toLedger, ZERO } from '../money.ts';

/**
 * Net present value at the start of month 1, each flow at the end of its month: flow / (1 + rate)^(month / 12). It is what
 * a spreadsheet gives for `NPV((1 + rate)^(1/12) - 1, flows)`. Invoices come at the end of a month; an upfront fee is paid
 * earlier in it, which makes less than a month's interest.
 * @param annualRate effective rate of a year, above -1
 */
export function netPresentValue(flows: readonly Decimal[], annualRate: number): Decimal {
  const monthly = decimal(1).plus(decimal(annualRate)).pow(decimal(1).div(MONTHS_PER_YEAR));
  let factor = decimal(1);
  let total = ZERO;
  for (const flow of flows) {
    factor = factor.times(monthly);
    total = total.plus(flow.div(factor));
  }
  return toLedger(total);
}

/** The deepest that cumulative cash goes below zero: what somebody has to pay before the plan does. */
export type CashNeed = { readonly index: number; readonly amount: Decimal };

/** When a series of flows pays back. */
export type Payback = {
  /**
   * First month, from 1, from which the cumulative cash stays at or above zero; 0 when it never is below, so that there is
   * nothing to pay back; null when it is still below at the end.
   */
  readonly month: number | null;
  /** Null when cumulative cash is never below zero. `amount` is above 0. */
  readonly deepest: CashNeed | null;
};

/** Payback of the flows of months 1, 2, ... */
export function paybackOf(flows: readonly Decimal[]): Payback {
  let total = ZERO;
  let lastBelow = 0;
  let deepest: CashNeed | null = null;
  flows.forEach((flow, at) => {
    total = total.plus(flow);
    if (!total.isNegative() || total.isZero()) return;
    lastBelow = at + 1;
    const amount = total.negated();
    if (deepest === null || amount.greaterThan(deepest.amount)) deepest = { index: at + 1, amount };
  });
  if (lastBelow === 0) return { month: 0, deepest };
  return { month: lastBelow === flows.length ? null : lastBelow + 1, deepest };
}
