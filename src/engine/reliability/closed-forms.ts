/** Breach probabilities with a formula of their own: one class of outages of fixed or exponential length. */

import { assert } from '../assert.ts';
import { logGamma, poissonProbabilities } from './special-functions.ts';

/** A budget that is a multiple of the outage but for float noise is that multiple. */
const COUNT_SLACK = 1e-9;
/** Terms below this share of the sum no longer move it. */
const NEGLIGIBLE = 1e-17;

/** P(N > most) of a Poisson count: exact in both tails. `most` is a whole number >= 0. */
export function poissonTail(mean: number, most: number): number {
  assert(mean >= 0 && Number.isFinite(mean), 'a Poisson mean is finite and not negative');
  if (mean === 0) return 0;
  if (most < mean) {
    const { probabilities } = poissonProbabilities(mean, most);
    return Math.max(0, 1 - probabilities.reduce((sum, probability) => sum + probability, 0));
  }
  let count = most + 1;
  let term = Math.exp(count * Math.log(mean) - mean - logGamma(count + 1));
  let total = 0;
  while (term > NEGLIGIBLE * total) {
    total += term;
    count += 1;
    term *= mean / count;
  }
  return total;
}

/**
 * P(S > budget) when every outage costs the same.
 * @param events expected in the window
 * @param severity bad minutes of one outage
 */
export function fixedBreachProbability(events: number, severity: number, budget: number): number {
  assert(severity >= 0 && budget >= 0, 'minutes are not negative');
  if (severity === 0) return 0;
  return poissonTail(events, Math.floor(budget / severity + COUNT_SLACK));
}

/**
 * P(S > budget) when outages are exponential: the sum over n of Poisson(n) x P(Erlang(n) > budget), where Erlang(n) exceeds x
 * when a unit-rate process has fewer than n events by x.
 * @param events expected in the window
 * @param meanSeverity mean bad minutes of one outage
 */
export function exponentialBreachProbability(events: number, meanSeverity: number, budget: number): number {
  assert(meanSeverity >= 0 && budget >= 0, 'minutes are not negative');
  if (meanSeverity === 0) return 0;
  const counts = poissonProbabilities(events, Number.MAX_SAFE_INTEGER);
  const last = counts.first + counts.probabilities.length - 1;
  const unit = poissonProbabilities(budget / meanSeverity, last);
  let below = 0;
  let total = 0;
  let next = unit.first;
  for (let i = 0; i < counts.probabilities.length; i++) {
    const n = counts.first + i;
    while (next < n && next - unit.first < unit.probabilities.length) {
      below += unit.probabilities[next - unit.first] ?? 0;
      next += 1;
    }
    total += (counts.probabilities[i] ?? 0) * below;
  }
  return Math.min(1, total);
}
