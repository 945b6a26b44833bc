/** Payback in words. */

import type { FinanceReport } from './finance-report.ts';
import { money, plural } from './format.ts';

/** `Paid back in 2027-03 (month 5); at most $12,000 out of pocket in 2026-12.` */
export function paybackText({ payback, months }: FinanceReport, currency: string): string {
  const monthOf = (index: number) => months[index - 1]?.month ?? '';
  if (payback.deepest === null) return 'Cumulative cash is never below zero: there is nothing to pay back.';
  const need = `${money(payback.deepest.amount, currency)} out of pocket in ${monthOf(payback.deepest.index)}`;
  return payback.month === null
    ? `Not paid back within ${plural(months.length, 'month')}; at most ${need}.`
    : `Paid back in ${monthOf(payback.month)} (month ${payback.month}); at most ${need}.`;
}
