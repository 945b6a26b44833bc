/** The distribution of the bad minutes of a window: quantiles, the mean of the worst, and how long one outage takes. */

import { assert } from '../assert.ts';
import { breachProbability, expectedBadMinutes } from './compound-poisson.ts';
import type { RateAndSeverity } from './failure-class.ts';
import { cdf } from './quantiles.ts';

/** Relative width at which a search for a quantile ends: far below what the rates are known to. */
const QUANTILE_WIDTH = 1e-5;
/** Points of the integral behind a tail mean; they stand closer together where outages are short. */
const TAIL_POINTS = 256;

/** Bad minutes of one window: minutes of full outage with the same effect on users. */
export type BadMinutes = {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  /** Mean of the worst 5 % of the windows. */
  readonly cvar95: number;
};

/** P(S > minutes) of the classes in a window. */
type Exceedance = (minutes: number) => number;

/** The smallest number of minutes that is exceeded with probability 1 - q at most. */
function quantileOf(exceedance: Exceedance, q: number, start: number): number {
  if (exceedance(0) <= 1 - q) return 0;
  let low = 0;
  let high = Math.max(start, 1e-6);
  while (exceedance(high) > 1 - q && high < 1e12) {
    low = high;
    high *= 2;
  }
  while (high - low > high * QUANTILE_WIDTH) {
    const middle = (low + high) / 2;
    if (exceedance(middle) > 1 - q) low = middle;
    else high = middle;
  }
  return high;
}

/** E[S; worst 1 - q] / (1 - q), from E[(S - x)+] = E[S] - the integral of P(S > t) up to the quantile x. */
function tailMean(exceedance: Exceedance, q: number, x: number, expected: number): number {
  let below = 0;
  for (let i = 0; i < TAIL_POINTS && x > 0; i++) {
    const u = (i + 0.5) / TAIL_POINTS;
    below += (exceedance(x * u * u) * 2 * u * x) / TAIL_POINTS;
  }
  return x + Math.max(0, expected - below) / (1 - q);
}

/** Quantiles and tail of the bad minutes of a window. @param windowMinutes 0 or more */
export function badMinutesOf(classes: readonly RateAndSeverity[], windowMinutes: number): BadMinutes {
  assert(windowMinutes >= 0, 'minutes of a window are not negative');
  const expected = expectedBadMinutes(classes, windowMinutes);
  const exceedance = (budgetMinutes: number) => breachProbability({ classes, windowMinutes, budgetMinutes });
  const at = (q: number) => quantileOf(exceedance, q, expected);
  const p95 = at(0.95);
  return {
    p10: at(0.1),
    p50: at(0.5),
    p90: at(0.9),
    p95,
    p99: at(0.99),
    cvar95: tailMean(exceedance, 0.95, p95, expected),
  };
}

/** Time to recover of one outage, minutes. */
export type Recovery = { readonly mean: number; readonly p50: number; readonly p90: number };

/** How long an outage takes, whichever class it is of: classes weigh by their rates. Null when nothing ever fails. */
export function recoveryOf(classes: readonly RateAndSeverity[]): Recovery | null {
  const rate = classes.reduce((sum, { ratePerYear }) => sum + ratePerYear, 0);
  if (rate === 0) return null;
  const within = (minutes: number) =>
    classes.reduce((sum, item) => sum + (item.ratePerYear / rate) * cdf(item.duration, minutes), 0);
  const mean = expectedBadMinutes(
    classes.map(item => ({ ...item, ratePerYear: item.ratePerYear / rate, impact: 1 })),
    525_600,
  );
  const at = (q: number) => quantileOf(minutes => 1 - within(minutes), q, mean);
  return { mean, p50: at(0.5), p90: at(0.9) };
}
