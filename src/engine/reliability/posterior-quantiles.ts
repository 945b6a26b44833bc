/** Quantiles of the two distributions that a calibration ends in: gamma for a rate, Student's t for the middle of a spread. */

import { assert } from '../assert.ts';
import { logGamma, regularizedBeta } from './special-functions.ts';

const STEPS_MAX = 100_000;

/** Lower incomplete gamma function by its series, for x below a + 1. */
function gammaSeries(x: number, shape: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < STEPS_MAX && term > sum * 1e-16; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum * Math.exp(shape * Math.log(x) - x - logGamma(shape));
}

/** Upper incomplete gamma function by its continued fraction (modified Lentz), for x above a + 1. */
function gammaFraction(x: number, shape: number): number {
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let result = d;
  for (let n = 1; n < STEPS_MAX; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return result * Math.exp(shape * Math.log(x) - x - logGamma(shape));
}

/** P(X <= x) of X ~ Gamma(shape, 1), shape > 0. */
export function gammaCdf(x: number, shape: number): number {
  assert(shape > 0, 'the shape of a gamma distribution is positive');
  if (!(x > 0)) return 0;
  return x < shape + 1 ? gammaSeries(x, shape) : 1 - gammaFraction(x, shape);
}

/** The x in (0, high) where a rising function reaches p, by bisection. */
function rootOf(rising: (x: number) => number, p: number, start: number): number {
  let low = 0;
  let high = start;
  while (rising(high) < p && high < 1e300) {
    low = high;
    high *= 2;
  }
  for (let step = 0; step < 200 && high - low > high * 1e-13; step++) {
    const middle = (low + high) / 2;
    if (rising(middle) >= p) high = middle;
    else low = middle;
  }
  return high;
}

/** The value that Gamma(shape, rate) stays below with probability p, 0 < p < 1. */
export function gammaQuantile(p: number, shape: number, rate: number): number {
  assert(p > 0 && p < 1 && rate > 0, 'a quantile belongs to a probability in (0, 1)');
  return rootOf(x => gammaCdf(x, shape), p, shape + 1) / rate;
}

/** P(T <= t) of Student's t. */
function studentCdf(t: number, degrees: number): number {
  const tail = 0.5 * regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
  return t >= 0 ? 1 - tail : tail;
}

/** The value that Student's t with so many degrees of freedom stays below with probability p, 0 < p < 1. */
export function studentQuantile(p: number, degrees: number): number {
  assert(p > 0 && p < 1 && degrees > 0, 'a quantile belongs to a probability in (0, 1)');
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  if (p === 0.5) return 0;
  return rootOf(t => studentCdf(t, degrees), p, 1);
}
