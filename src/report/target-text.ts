/** A target in words. */

import type { Target } from '../engine/index.ts';

/** `reduce the run-rate by 30 % by month 6`. */
export function targetText({ goal, byMonth, basis }: Target): string {
  const what = basis === 'run-rate' ? 'the run-rate' : 'the invoice';
  const amount =
    goal.kind === 'reduce-by' ? `by ${Math.round(goal.fraction * 1000) / 10} %` : `to ${goal.amount}`;
  return `reduce ${what} ${amount} by month ${byMonth}`;
}
