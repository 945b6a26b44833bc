/** Statistics of simulated values without sorting them all. */

import { assert } from '../assert.ts';

/** Buckets: one for each 1/64 of a power of two, which is what the upper bits of a double say. */
const EXPONENT_SHIFT = 20 - 6;
/** Values within 2^-20 of 0 share the first bucket of their sign, values beyond 2^42 the last. */
const FIRST_BUCKET = (1023 - 20) << 6;
const BUCKETS = 62 << 6;

/** Rises with the value: the buckets of negative values are below those of the others. */
function bucketOf(upperBits: number): number {
  const raw = ((upperBits & 0x7fffffff) >> EXPONENT_SHIFT) - FIRST_BUCKET;
  const bucket = raw < 0 ? 0 : raw >= BUCKETS ? BUCKETS - 1 : raw;
  return upperBits < 0 ? BUCKETS - 1 - bucket : BUCKETS + bucket;
}

/** True where the upper half of a double is the second of its two words. */
const UPPER_WORD = new Uint32Array(Float64Array.of(1).buffer)[0] === 0 ? 1 : 0;

function isLevel(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

/** Bucket of a rank, and the rank within it. */
type Place = { readonly bucket: number; readonly rank: number };

function placesOf(counts: Uint32Array, ranks: readonly number[]): readonly Place[] {
  const places: Place[] = [];
  let bucket = 0;
  let before = 0;
  for (const rank of ranks) {
    while (before + (counts[bucket] as number) <= rank) {
      before += counts[bucket] as number;
      bucket += 1;
    }
    places.push({ bucket, rank: rank - before });
  }
  return places;
}

/**
 * The smallest values that are not exceeded with these probabilities, 0 < q <= 1, in rising order.
 * @param sample is not changed
 */
export function sampleQuantiles(sample: Float64Array, probabilities: readonly number[]): readonly number[] {
  const { length } = sample;
  assert(length > 0, 'a quantile belongs to values');
  // 0.1 x 20,000 is 2,000 but for float noise.
  const ranks = probabilities.map(
    q => Math.min(length, Math.max(1, Math.ceil(q * length * (1 - 1e-12)))) - 1,
  );
  const words = new Int32Array(sample.buffer, sample.byteOffset, 2 * length);
  const buckets = new Uint16Array(length);
  const counts = new Uint32Array(2 * BUCKETS);
  for (let i = 0; i < length; i++) {
    const bucket = bucketOf(words[2 * i + UPPER_WORD] as number);
    buckets[i] = bucket;
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  const places = placesOf(counts, ranks);
  const asked = new Map(places.map(({ bucket }) => [bucket, new Float64Array(counts[bucket] as number)]));
  const filled = new Int32Array(2 * BUCKETS).fill(-1);
  for (const bucket of asked.keys()) filled[bucket] = 0;
  for (let i = 0; i < length; i++) {
    const bucket = buckets[i] as number;
    const next = filled[bucket] as number;
    if (next < 0) continue;
    const values = asked.get(bucket);
    if (values) values[next] = sample[i] as number;
    filled[bucket] = next + 1;
  }
  // Quiet windows are many and all alike.
  for (const values of asked.values()) if (!isLevel(values)) values.sort();
  return places.map(({ bucket, rank }) => asked.get(bucket)?.[rank] ?? 0);
}

/** Mean and standard deviation (of the values as a sample). */
export function sampleMoments(sample: Float64Array): { readonly mean: number; readonly sd: number } {
  const { length } = sample;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += sample[i] as number;
  const mean = sum / length;
  let squares = 0;
  for (let i = 0; i < length; i++) {
    const distance = (sample[i] as number) - mean;
    squares += distance * distance;
  }
  return { mean, sd: Math.sqrt(squares / Math.max(1, length - 1)) };
}

/** Mean of the worst share 1 - q of the values (Rockafellar and Uryasev), given their quantile at q. */
export function sampleTailMean(sample: Float64Array, q: number, quantile: number): number {
  let excess = 0;
  for (let i = 0; i < sample.length; i++) {
    const value = sample[i] as number;
    if (value > quantile) excess += value - quantile;
  }
  return quantile + excess / ((1 - q) * sample.length);
}
