/** Probabilities and quantiles of duration distributions, and the mean of the tail above a quantile. */

import { assert, assertNever } from '../assert.ts';
import type { Distribution, SimpleDistribution, Staged, Triangular } from './distribution.ts';
import { certainMinutes, pertShape } from './distribution.ts';
import { limitedMean, mean } from './moments.ts';
import { normalCdf, regularizedBeta } from './special-functions.ts';

function triangularCdf({ low, mode, high }: Triangular, minutes: number): number {
  if (minutes <= low) return 0;
  if (minutes >= high) return 1;
  if (minutes < mode) return (minutes - low) ** 2 / ((high - low) * (mode - low));
  return 1 - (high - minutes) ** 2 / ((high - low) * (high - mode));
}

function simpleCdf(distribution: SimpleDistribution, minutes: number): number {
  const certain = certainMinutes(distribution);
  if (certain !== null) return minutes >= certain ? 1 : 0;
  switch (distribution.kind) {
    case 'exponential':
      return -Math.expm1(-minutes / distribution.meanMinutes);
    case 'lognormal':
      return normalCdf((Math.log(minutes) - distribution.mu) / distribution.sigma);
    case 'pert': {
      const { alpha, beta } = pertShape(distribution);
      return regularizedBeta(
        (minutes - distribution.low) / (distribution.high - distribution.low),
        alpha,
        beta,
      );
    }
    case 'triangular':
      return triangularCdf(distribution, minutes);
    case 'fixed':
      return minutes >= distribution.minutes ? 1 : 0;
    default:
      return assertNever(distribution);
  }
}

function stagedCdf({ base, switchMinutes, before, after }: Staged, minutes: number): number {
  const knee = before * switchMinutes;
  if (minutes < knee) return simpleCdf(base, minutes / before);
  return after === 0 ? 1 : simpleCdf(base, switchMinutes + (minutes - knee) / after);
}

/** P(D <= minutes). */
export function cdf(distribution: Distribution, minutes: number): number {
  if (!(minutes >= 0)) return 0;
  if (distribution.kind === 'staged') return stagedCdf(distribution, minutes);
  if (distribution.kind !== 'mixture') return simpleCdf(distribution, minutes);
  let total = 0;
  for (const part of distribution.parts) total += part.weight * cdf(part.distribution, minutes);
  return total;
}

/** The smallest length of time that is not exceeded with probability `q`, 0 <= q < 1, by bisection to the last digits. */
export function quantile(distribution: Distribution, q: number): number {
  assert(q >= 0 && q < 1, 'a quantile belongs to a probability in [0, 1)');
  if (cdf(distribution, 0) >= q) return 0;
  let high = 1;
  while (cdf(distribution, high) < q && high < 1e100) high *= 2;
  let low = 0;
  while (high - low > high * 4e-16) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (cdf(distribution, middle) >= q) high = middle;
    else low = middle;
  }
  return high;
}

/** Mean of the worst share 1 - q of the outcomes (CVaR), minutes; 0 <= q < 1. */
export function tailMean(distribution: Distribution, q: number): number {
  const threshold = quantile(distribution, q);
  return threshold + (mean(distribution) - limitedMean(distribution, threshold)) / (1 - q);
}
