/**
 * Durations and impacts from random numbers by inversion: the number is the quantile, so that the same luck gives a longer
 * outage wherever outages are longer.
 */

import { assertNever } from '../assert.ts';
import type { Distribution, Pert, SimpleDistribution, Staged, Triangular } from './distribution.ts';
import { certainMinutes, pertShape } from './distribution.ts';
import type { QuantileTable } from './quantile-tables.ts';
import {
  betaTable,
  exponentialTable,
  fillQuantiles,
  lognormalTable,
  standardQuantile,
  triangularTable,
} from './quantile-tables.ts';

/** Random numbers are below this. */
const NUMBERS = 2 ** 32;

/** offset + scale x a standard quantile, then cut in stages. */
export type SpreadSampler = {
  readonly kind: 'spread';
  readonly table: QuantileTable;
  readonly offset: number;
  readonly scale: number;
  readonly stages: Pick<Staged, 'switchMinutes' | 'before' | 'after'> | null;
};

/** What turns random numbers into minutes, or into shares. */
export type Sampler =
  | { readonly kind: 'certain'; readonly value: number }
  | SpreadSampler
  | {
      readonly kind: 'mixture';
      /** Upper end of each part's numbers, the last one 2^32. */
      readonly ends: Float64Array;
      readonly parts: readonly Sampler[];
    };

const spread = (table: QuantileTable, offset: number, scale: number): SpreadSampler => ({
  kind: 'spread',
  table,
  offset,
  scale,
  stages: null,
});

function pertSampler(pert: Pert): SpreadSampler {
  const { alpha, beta } = pertShape(pert);
  return spread(betaTable(alpha, beta), pert.low, pert.high - pert.low);
}

function triangularSampler({ low, mode, high }: Triangular): SpreadSampler {
  const modeShare = (mode - low) / (high - low);
  return spread(triangularTable(modeShare), low, high - low);
}

function simpleSampler(distribution: SimpleDistribution): SpreadSampler | { kind: 'certain'; value: number } {
  const certain = certainMinutes(distribution);
  if (certain !== null) return { kind: 'certain', value: certain };
  switch (distribution.kind) {
    case 'exponential':
      return spread(exponentialTable(), 0, distribution.meanMinutes);
    case 'lognormal': {
      const { mu, sigma } = distribution;
      return spread(lognormalTable(sigma), 0, Math.exp(mu));
    }
    case 'pert':
      return pertSampler(distribution);
    case 'triangular':
      return triangularSampler(distribution);
    case 'fixed':
      return { kind: 'certain', value: distribution.minutes };
    default:
      return assertNever(distribution);
  }
}

type Stages = Pick<Staged, 'switchMinutes' | 'before' | 'after'>;

const inStages = ({ switchMinutes, before, after }: Stages, minutes: number): number =>
  before * Math.min(minutes, switchMinutes) + after * Math.max(0, minutes - switchMinutes);

/** The sampler of a duration, or of an impact that is a distribution. */
export function samplerOf(distribution: Distribution): Sampler {
  if (distribution.kind === 'mixture') {
    const { parts } = distribution;
    const ends = new Float64Array(parts.length);
    let sum = 0;
    for (const [i, { weight }] of parts.entries()) {
      sum += weight;
      ends[i] = i === parts.length - 1 ? NUMBERS : Math.min(NUMBERS, sum * NUMBERS);
    }
    return { kind: 'mixture', ends, parts: parts.map(part => samplerOf(part.distribution)) };
  }
  if (distribution.kind !== 'staged') return simpleSampler(distribution);
  const base = simpleSampler(distribution.base);
  if (base.kind === 'certain') return { kind: 'certain', value: inStages(distribution, base.value) };
  return { ...base, stages: distribution };
}

/** One value for a number of 32 bits; it rises with the number (within each part of a mixture). */
export function sampleAt(sampler: Sampler, luck: number): number {
  if (sampler.kind === 'certain') return sampler.value;
  if (sampler.kind === 'mixture') {
    const { ends, parts } = sampler;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] as number) <= luck) low = middle + 1;
      else high = middle;
    }
    const start = low === 0 ? 0 : (ends[low - 1] as number);
    const width = (ends[low] as number) - start;
    const own = Math.min(NUMBERS - 1, Math.floor(((luck - start) / width) * NUMBERS));
    return sampleAt(parts[low] as Sampler, own);
  }
  const { table, offset, scale, stages } = sampler;
  const minutes = offset + scale * standardQuantile(table, luck);
  return stages ? inStages(stages, minutes) : minutes;
}

/** Values for the first `count` numbers. */
export function sampleInto(sampler: Sampler, luck: Uint32Array, count: number, values: Float64Array): void {
  if (sampler.kind !== 'spread') {
    for (let i = 0; i < count; i++) values[i] = sampleAt(sampler, luck[i] as number);
    return;
  }
  const { table, stages } = sampler;
  fillQuantiles(table, sampler, luck, count, values);
  if (stages) for (let i = 0; i < count; i++) values[i] = inStages(stages, values[i] as number);
}
