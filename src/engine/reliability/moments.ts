/** Moments of duration distributions: mean, second moment, and the mean of a duration cut off at a limit. */

import { assertNever } from '../assert.ts';
import type {
  Distribution,
  Lognormal,
  Pert,
  SimpleDistribution,
  Staged,
  Triangular,
} from './distribution.ts';
import { certainMinutes, pertShape } from './distribution.ts';
import { normalCdf, regularizedBeta } from './special-functions.ts';

/** E[min(X, limit)] and E[min(X, limit)^2] for each family. */
type LimitedMoment = (distribution: SimpleDistribution, limit: number) => number;

/** Phi(-8.5) is 1e-17. */
const Z_NEVER = -8.5;

function lognormalFirst({ mu, sigma }: Lognormal, limit: number): number {
  const whole = Math.exp(mu + (sigma * sigma) / 2);
  if (limit === Infinity) return whole;
  const z = (Math.log(limit) - mu) / sigma;
  // P(X <= limit) is below the last digit: the half of a lattice that a long outage never ends in costs nothing.
  if (z < Z_NEVER) return limit;
  return whole * normalCdf(z - sigma) + limit * normalCdf(-z);
}

function lognormalSecond({ mu, sigma }: Lognormal, limit: number): number {
  const whole = Math.exp(2 * mu + 2 * sigma * sigma);
  if (limit === Infinity) return whole;
  const z = (Math.log(limit) - mu) / sigma;
  return whole * normalCdf(z - 2 * sigma) + limit * limit * normalCdf(-z);
}

function pertFirst(pert: Pert, limit: number): number {
  const { low, high } = pert;
  if (limit <= low) return limit;
  const { alpha, beta } = pertShape(pert);
  const cut = Math.min(high, limit);
  const y = (cut - low) / (high - low);
  const below = regularizedBeta(y, alpha, beta);
  const first = (alpha / (alpha + beta)) * regularizedBeta(y, alpha + 1, beta);
  return low * below + (high - low) * first + cut * (1 - below);
}

function pertSecond(pert: Pert, limit: number): number {
  const { low, high } = pert;
  if (limit <= low) return limit * limit;
  const width = high - low;
  const { alpha, beta } = pertShape(pert);
  const total = alpha + beta;
  const cut = Math.min(high, limit);
  const y = (cut - low) / width;
  const below = regularizedBeta(y, alpha, beta);
  const first = (alpha / total) * regularizedBeta(y, alpha + 1, beta);
  const second = ((alpha * (alpha + 1)) / (total * (total + 1))) * regularizedBeta(y, alpha + 2, beta);
  return low * low * below + 2 * low * width * first + width * width * second + cut * cut * (1 - below);
}

/** E[min(D, limit)] = cut - the integral of the distribution function up to the cut. */
function triangularFirst({ low, mode, high }: Triangular, limit: number): number {
  if (limit <= low) return limit;
  const width = high - low;
  const cut = Math.min(high, limit);
  const rise = Math.min(cut, mode) - low;
  let area = rise > 0 ? rise ** 3 / (3 * width * (mode - low)) : 0;
  if (cut > mode) area += cut - mode - ((high - mode) ** 3 - (high - cut) ** 3) / (3 * width * (high - mode));
  return cut - area;
}

/** E[min(D, limit)^2] = cut^2 - twice the integral of x times the distribution function. */
function triangularSecond({ low, mode, high }: Triangular, limit: number): number {
  if (limit <= low) return limit * limit;
  const width = high - low;
  const cut = Math.min(high, limit);
  const rise = Math.min(cut, mode) - low;
  let area = rise > 0 ? (rise ** 4 / 4 + (low * rise ** 3) / 3) / (width * (mode - low)) : 0;
  if (cut > mode) {
    const primitive = (rest: number) => (high * rest ** 3) / 3 - rest ** 4 / 4;
    const above = primitive(high - mode) - primitive(high - cut);
    area += (cut * cut - mode * mode) / 2 - above / (width * (high - mode));
  }
  return cut * cut - 2 * area;
}

/** 2(1 - e^-r (1 + r)), the second moment of min(D, r) for a mean of 1: the closed form cancels for small r, its series does not. */
function exponentialSecond(ratio: number): number {
  if (ratio === Infinity) return 2;
  if (ratio > 0.5) return 2 * (1 - Math.exp(-ratio) * (1 + ratio));
  let power = 2 * ratio * ratio;
  let sum = 0;
  for (let k = 0; k < 16; k++) {
    sum += power / (k + 2);
    power *= -ratio / (k + 1);
  }
  return sum;
}

const firstMoment: LimitedMoment = (distribution, limit) => {
  const certain = certainMinutes(distribution);
  if (certain !== null) return Math.min(certain, limit);
  switch (distribution.kind) {
    case 'exponential':
      return -distribution.meanMinutes * Math.expm1(-limit / distribution.meanMinutes);
    case 'lognormal':
      return lognormalFirst(distribution, limit);
    case 'pert':
      return pertFirst(distribution, limit);
    case 'triangular':
      return triangularFirst(distribution, limit);
    case 'fixed':
      return Math.min(distribution.minutes, limit);
    default:
      return assertNever(distribution);
  }
};

const squareMoment: LimitedMoment = (distribution, limit) => {
  const certain = certainMinutes(distribution);
  if (certain !== null) return Math.min(certain, limit) ** 2;
  switch (distribution.kind) {
    case 'exponential':
      return distribution.meanMinutes ** 2 * exponentialSecond(limit / distribution.meanMinutes);
    case 'lognormal':
      return lognormalSecond(distribution, limit);
    case 'pert':
      return pertSecond(distribution, limit);
    case 'triangular':
      return triangularSecond(distribution, limit);
    case 'fixed':
      return Math.min(distribution.minutes, limit) ** 2;
    default:
      return assertNever(distribution);
  }
};

function stagedLimitedMean({ base, switchMinutes, before, after }: Staged, limit: number): number {
  const knee = before * switchMinutes;
  if (limit < knee) return before * firstMoment(base, limit / before);
  const start = firstMoment(base, switchMinutes);
  if (after === 0) return before * start;
  return (before - after) * start + after * firstMoment(base, switchMinutes + (limit - knee) / after);
}

function stagedSecondMoment({ base, switchMinutes, before, after }: Staged): number {
  const startSquare = squareMoment(base, switchMinutes);
  const rest = firstMoment(base, Infinity) - firstMoment(base, switchMinutes);
  // With U = min(D, t) and V = D - U: U V = t V, since V > 0 only where U = t, so that D^2 = U^2 + 2 t V + V^2.
  const restSquare = Math.max(0, squareMoment(base, Infinity) - startSquare - 2 * switchMinutes * rest);
  return (
    before * before * startSquare + 2 * before * after * switchMinutes * rest + after * after * restSquare
  );
}

/** E[min(D, limit)], minutes. `limit` may be Infinity; at or below 0 the answer is 0. */
export function limitedMean(distribution: Distribution, limit: number): number {
  if (!(limit > 0)) return 0;
  if (distribution.kind === 'staged') return stagedLimitedMean(distribution, limit);
  if (distribution.kind !== 'mixture') return firstMoment(distribution, limit);
  let total = 0;
  for (const part of distribution.parts) total += part.weight * limitedMean(part.distribution, limit);
  return total;
}

/** E[D], minutes. */
export function mean(distribution: Distribution): number {
  return limitedMean(distribution, Infinity);
}

/** E[D^2], minutes squared. */
export function secondMoment(distribution: Distribution): number {
  if (distribution.kind === 'staged') return stagedSecondMoment(distribution);
  if (distribution.kind !== 'mixture') return squareMoment(distribution, Infinity);
  let total = 0;
  for (const part of distribution.parts) total += part.weight * secondMoment(part.distribution);
  return total;
}
