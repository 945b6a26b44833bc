/** Independent ways to the same numbers: closed forms by their textbook series, and brute-force simulation. */

import type { Random } from '../../../src/engine/random.ts';
import type { Distribution } from '../../../src/engine/reliability/distribution.ts';
import type { Impact, RateAndSeverity } from '../../../src/engine/reliability/failure-class.ts';
import { MINUTES_PER_YEAR } from '../../../src/engine/reliability/failure-class.ts';

/** P(N > most) of a Poisson count, summed from 0. */
function poissonTail(mean: number, most: number): number {
  let term = Math.exp(-mean);
  let below = 0;
  for (let n = 0; n <= most; n++) {
    below += term;
    term *= mean / (n + 1);
  }
  return 1 - below;
}

/** P(S > budget) when every outage costs the same. */
export function fixedBreach(
  ratePerYear: number,
  severity: number,
  windowMinutes: number,
  budget: number,
): number {
  return poissonTail((ratePerYear * windowMinutes) / MINUTES_PER_YEAR, Math.floor(budget / severity + 1e-9));
}

/** P(S > budget) when outages are exponential: sum over n of Poisson(n) x P(n or fewer events of a unit-rate process by budget / mean). */
export function exponentialBreach(
  ratePerYear: number,
  mean: number,
  windowMinutes: number,
  budget: number,
): number {
  const events = (ratePerYear * windowMinutes) / MINUTES_PER_YEAR;
  const x = budget / mean;
  let count = Math.exp(-events);
  let term = Math.exp(-x);
  let erlangTail = 0;
  let total = 0;
  for (let n = 1; n < 2000; n++) {
    count *= events / n;
    erlangTail += term;
    term *= x / n;
    total += count * erlangTail;
  }
  return total;
}

/** Integral of f by Simpson's rule. */
export function integrate(f: (x: number) => number, from: number, to: number, intervals = 4000): number {
  const step = (to - from) / intervals;
  let total = f(from) + f(to);
  for (let i = 1; i < intervals; i++) total += (i % 2 === 1 ? 4 : 2) * f(from + i * step);
  return (total * step) / 3;
}

/** One length of time. */
function sample(distribution: Distribution, random: Random): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.minutes;
    case 'exponential':
      return -distribution.meanMinutes * Math.log(1 - random.next());
    case 'lognormal':
      return Math.exp(distribution.mu + distribution.sigma * random.normal());
    case 'pert':
      return random.pert(distribution.low, distribution.mode, distribution.high);
    case 'triangular': {
      const { low, mode, high } = distribution;
      const u = random.next();
      const peak = (mode - low) / (high - low);
      return u < peak
        ? low + Math.sqrt(u * (high - low) * (mode - low))
        : high - Math.sqrt((1 - u) * (high - low) * (high - mode));
    }
    case 'staged': {
      const minutes = sample(distribution.base, random);
      const { switchMinutes, before, after } = distribution;
      return before * Math.min(minutes, switchMinutes) + after * Math.max(0, minutes - switchMinutes);
    }
    case 'mixture': {
      let left = random.next();
      for (const part of distribution.parts) {
        left -= part.weight;
        if (left < 0) return sample(part.distribution, random);
      }
      return sample(distribution.parts.at(-1)!.distribution, random);
    }
  }
}

function samplePoisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let product = random.next();
  let count = 0;
  while (product > limit) {
    product *= random.next();
    count += 1;
  }
  return count;
}

const sampleImpact = (impact: Impact, random: Random) =>
  typeof impact === 'number' ? impact : sample(impact, random);

/** Window after window, outage after outage. */
export function simulate(
  classes: readonly RateAndSeverity[],
  windowMinutes: number,
  budget: number,
  runs: number,
  random: Random,
) {
  let breaches = 0;
  let sum = 0;
  let squares = 0;
  for (let run = 0; run < runs; run++) {
    let bad = 0;
    for (const { ratePerYear, impact, duration } of classes) {
      const count = samplePoisson((ratePerYear * windowMinutes) / MINUTES_PER_YEAR, random);
      for (let i = 0; i < count; i++) bad += sampleImpact(impact, random) * sample(duration, random);
    }
    if (bad > budget) breaches += 1;
    sum += bad;
    squares += bad * bad;
  }
  const mean = sum / runs;
  const probability = breaches / runs;
  return {
    probability,
    /** Standard error of the probability; with no breach at all, that of one. */
    probabilityError: Math.sqrt(Math.max(probability * (1 - probability), 1 / runs) / runs),
    mean,
    meanError: Math.sqrt((squares / runs - mean * mean) / runs),
  };
}
