/** The chance that an objective is missed in a quarter: in at least one of its windows. */

import { assert } from '../assert.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';

/** Whole windows that a quarter of a year is counted as: 3 of 28 or 30 days, 13 weeks; a longer window is one. */
export function windowsPerQuarter(windowMinutes: number): number {
  assert(windowMinutes > 0, 'a window has minutes');
  return Math.max(1, Math.round(MINUTES_PER_YEAR / 4 / windowMinutes));
}

/** P(at least one of independent windows is missed), exact also where the chances are tiny. */
export function anyBreachProbability(windows: readonly number[]): number {
  let logKept = 0;
  for (const probability of windows) {
    assert(probability >= 0 && probability <= 1, 'a probability is within [0, 1]');
    logKept += Math.log1p(-probability);
  }
  return logKept === 0 ? 0 : -Math.expm1(logKept);
}

/** P(breach) of a quarter whose windows are all alike and independent. */
export function quarterBreachProbability(windowProbability: number, windowMinutes: number): number {
  return anyBreachProbability(new Array(windowsPerQuarter(windowMinutes)).fill(windowProbability));
}

/** The same by counting: windows in a row are a quarter, and windows that do not fill one are left out. Null without a whole quarter. */
export function simulatedQuarterBreach(
  badMinutes: Float64Array,
  limitMinutes: number,
  windowMinutes: number,
): { readonly probability: number; readonly quarters: number } | null {
  const length = windowsPerQuarter(windowMinutes);
  const quarters = Math.floor(badMinutes.length / length);
  if (quarters === 0) return null;
  let missed = 0;
  for (let quarter = 0; quarter < quarters; quarter++) {
    let isMissed = false;
    for (let i = quarter * length; i < (quarter + 1) * length; i++)
      isMissed ||= (badMinutes[i] as number) > limitMinutes;
    if (isMissed) missed += 1;
  }
  return { probability: missed / quarters, quarters };
}
