/** The bad end of a distribution: value at risk, the mean beyond it, and how sure a simulation of it is. */

import { assert } from '../assert.ts';
import type { Pert, SimpleDistribution } from './distribution.ts';
import { pertShape } from './distribution.ts';
import { mean, secondMoment } from './moments.ts';
import { quantile, tailMean } from './quantiles.ts';
import { normalCdf, normalQuantile } from './special-functions.ts';

/** Value at risk (the quantile) and CVaR (the mean of what is worse), in the unit of the distribution. */
export type TailRisk = { readonly var: number; readonly cvar: number };

/** Tail of a distribution beyond the quantile `q`, 0 <= q < 1: in closed form where there is one. */
export function tailRisk(distribution: SimpleDistribution, q: number): TailRisk {
  assert(q >= 0 && q < 1, 'a quantile belongs to a probability in [0, 1)');
  if (distribution.kind === 'exponential') {
    const valueAtRisk = -distribution.meanMinutes * Math.log1p(-q);
    return { var: valueAtRisk, cvar: valueAtRisk + distribution.meanMinutes };
  }
  if (distribution.kind === 'lognormal') {
    const { mu, sigma } = distribution;
    const z = normalQuantile(q);
    const whole = Math.exp(mu + (sigma * sigma) / 2);
    return {
      var: q === 0 ? 0 : Math.exp(mu + sigma * z),
      cvar: q === 0 ? whole : (whole * normalCdf(sigma - z)) / (1 - q),
    };
  }
  return { var: quantile(distribution, q), cvar: tailMean(distribution, q) };
}

/** Mean, variance and spread of a distribution. */
export type Statistics = { readonly mean: number; readonly variance: number; readonly sd: number };

/** Statistics of a distribution, in its unit. */
export function statisticsOf(distribution: SimpleDistribution): Statistics {
  const center = mean(distribution);
  const variance = varianceOf(distribution, center);
  return { mean: center, variance, sd: Math.sqrt(variance) };
}

function varianceOf(distribution: SimpleDistribution, center: number): number {
  if (distribution.kind === 'pert') return pertVariance(distribution, center);
  if (distribution.kind === 'lognormal')
    return center * center * Math.expm1(distribution.sigma * distribution.sigma);
  if (distribution.kind === 'triangular') {
    const { low, mode, high } = distribution;
    return ((mode - low) ** 2 + (high - mode) ** 2 + (high - low) ** 2) / 36;
  }
  return Math.max(0, secondMoment(distribution) - center * center);
}

/** (mean - low)(high - mean) / (gamma + 3), which is what the beta distribution has; some programs set the spread to (high - low) / 6 instead. */
function pertVariance(pert: Pert, center: number): number {
  if (pert.high === pert.low) return 0;
  const { alpha, beta } = pertShape(pert);
  return ((center - pert.low) * (pert.high - center)) / (alpha + beta + 1);
}

/** Standard error of a probability that was counted in so many runs. */
export function standardErrorOfProbability(probability: number, runs: number): number {
  assert(probability >= 0 && probability <= 1 && runs > 0, 'a probability is counted in runs');
  return Math.sqrt((probability * (1 - probability)) / runs);
}

/** Runs until the standard error of a probability is a share of it: (1 - p) / (p e^2), rounded up. */
export function runsForRelativeError(probability: number, relativeError: number): number {
  assert(probability > 0 && probability <= 1 && relativeError > 0, 'a probability that can be counted');
  const exact = (1 - probability) / (probability * relativeError * relativeError);
  // 0.99 / (0.01 x 0.01) is 9,900 but for float noise.
  return Math.ceil(exact * (1 - 1e-12));
}
