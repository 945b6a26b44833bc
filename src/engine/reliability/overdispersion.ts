/**
 * Outages that come in bunches: negative binomial counts with variance m + m^2 / r instead of Poisson counts with variance m.
 * Off by default: no published fit of r to the outages of a service was found.
 *
 * The count is simulated as bunches that arrive by a Poisson process, r ln(1 + m / r) of them per window, each with a logarithmic
 * number of outages in the same window; the sum of these is negative binomial exactly.
 */

import { assert } from '../assert.ts';
import { logGamma } from './special-functions.ts';

/** A count with mean `mean` and variance mean + mean^2 / r. */
export type Bunching = {
  /** Bunches expected per window. */
  readonly bunches: number;
  /** Parameter of the logarithmic size of a bunch, 0..1. */
  readonly p: number;
};

/** The bunches of a negative binomial count. @param r finite, > 0: the smaller, the more outages come together */
export function bunchingOf(mean: number, r: number): Bunching {
  assert(mean >= 0 && Number.isFinite(mean), 'an expected count is finite and not negative');
  assert(r > 0 && Number.isFinite(r), 'an overdispersion is finite and positive');
  return { bunches: r * Math.log1p(mean / r), p: mean / (mean + r) };
}

/** Size of a bunch, >= 1, with P(size = k) proportional to p^k / k, by Kemp's algorithm LK (1981). */
export function drawBunchSize(p: number, uniform: () => number): number {
  const v = uniform();
  if (v >= p) return 1;
  const q = -Math.expm1(Math.log1p(-p) * uniform());
  if (v <= q * q) return Math.max(1, Math.floor(1 + Math.log(v) / Math.log(q)));
  return v >= q ? 1 : 2;
}

/** P(N = count) of a negative binomial count. */
export function negativeBinomialProbability(count: number, mean: number, r: number): number {
  assert(count >= 0 && Number.isInteger(count), 'a count is a whole number');
  const { p } = bunchingOf(mean, r);
  if (p === 0) return count === 0 ? 1 : 0;
  return Math.exp(
    logGamma(count + r) - logGamma(r) - logGamma(count + 1) + r * Math.log1p(-p) + count * Math.log(p),
  );
}
