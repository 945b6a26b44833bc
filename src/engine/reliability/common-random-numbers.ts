/**
 * Random numbers of simulated windows: the same luck for the same class before and after a change.
 *
 * The outages of a class are the points of a Poisson process over (window, rate): a class with `m` expected outages per window
 * has the points below the height `m`. A change that raises the rate adds points and one that lowers it takes some away; the
 * others stay in their windows with their own luck, so the difference of two simulations holds little of the noise of either.
 * Points are drawn in blocks of windows and in strips of height, from streams that are pure functions of
 * (seed, workload, class, block, purpose): no result depends on the order of classes, on the number of windows simulated
 * beside it, or on who simulates which.
 */

import { randomStream } from '../random.ts';
import { poissonProbabilities } from './special-functions.ts';

/** Windows drawn together: ten bits of a random number are the window, the other 22 the height. */
export const BLOCK_WINDOWS = 1024;
const WINDOW_SHIFT = 22;
const HEIGHT_STEPS = 2 ** WINDOW_SHIFT;

/** Height of the lowest strip in outages per window; each further strip reaches twice as high as the one below it. */
const LOWEST_STRIP = 2 ** -6;

/** What a stream is for. Each purpose has its own, so that what one class does not need does not shift the rest. */
export const PURPOSE = { count: 0, place: 1, duration: 2, impact: 3, size: 4, more: 5 } as const;
const PURPOSES = 8;

/** Four words that a class's streams start from. */
export type StreamKey = Uint32Array;

/** State of xoshiro128** (Blackman and Vigna, public domain), and how many numbers it gave. */
export type Stream = { readonly state: Uint32Array; drawn: number };

/** The key of a class of a workload under a seed. */
export function streamKey(seed: number | string, workload: string, className: string): StreamKey {
  const random = randomStream(seed, `windows ${JSON.stringify([workload, className])}`);
  return Uint32Array.from({ length: 4 }, () => random.integer(0, 0xffffffff));
}

/** A stream that is not started yet. */
export function createStream(): Stream {
  return { state: new Uint32Array(4), drawn: 0 };
}

/** The finalizer of MurmurHash3 (public domain, Austin Appleby). */
function mix(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Odd multipliers, one for each word of the state. */
const MULTIPLIERS = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const;

/** Puts a stream at the beginning of a purpose in a block of windows. */
export function startStream(stream: Stream, key: StreamKey, block: number, purpose: number): void {
  const place = block * PURPOSES + purpose + 1;
  const { state } = stream;
  for (let i = 0; i < 4; i++) state[i] = mix((key[i] as number) + Math.imul(place, MULTIPLIERS[i] as number));
  // All zeros is the one state that the generator never leaves.
  if (((state[0] as number) | (state[1] as number) | (state[2] as number) | (state[3] as number)) === 0)
    state[3] = 1;
}

/** Fills the first `count` places with numbers of 32 bits. */
export function fillFrom(stream: Stream, numbers: Uint32Array, count: number): void {
  const { state } = stream;
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  for (let i = 0; i < count; i++) {
    const scrambled = Math.imul(b, 5);
    numbers[i] = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
  stream.drawn += count;
}

const pair = new Uint32Array(2);

/** Uniform in (0, 1), never exactly either. */
export function uniformFrom(stream: Stream): number {
  fillFrom(stream, pair, 2);
  return ((pair[0] as number) * 2097152 + ((pair[1] as number) >>> 11) + 0.5) / 9007199254740992;
}

/** Points of one strip in one block: how low it lies, how high it is. */
export type Strip = { readonly low: number; readonly height: number };

/** The strips from the bottom up. */
export function stripAt(index: number): Strip {
  if (index === 0) return { low: 0, height: LOWEST_STRIP };
  const low = LOWEST_STRIP * 2 ** (index - 1);
  return { low, height: low };
}

/** A point is below `rate` when the height bits of its number are below this. */
export function heightThreshold({ low, height }: Strip, rate: number): number {
  return ((rate - low) / height) * HEIGHT_STEPS;
}

/** Window of a point within its block. */
export const windowOfPoint = (place: number): number => place >>> WINDOW_SHIFT;

/** Height bits of a point. */
export const heightOfPoint = (place: number): number => place & (HEIGHT_STEPS - 1);

/** Cumulative Poisson probabilities of the points of a strip in a block. */
type CountTable = { readonly first: number; readonly cumulative: Float64Array };

const countTables: CountTable[] = [];

function countTable(index: number): CountTable {
  const known = countTables[index];
  if (known) return known;
  const { first, probabilities } = poissonProbabilities(
    stripAt(index).height * BLOCK_WINDOWS,
    Number.MAX_SAFE_INTEGER,
  );
  const cumulative = new Float64Array(probabilities.length);
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    sum += probabilities[i] ?? 0;
    cumulative[i] = sum;
  }
  const table = { first, cumulative };
  countTables[index] = table;
  return table;
}

/** How many points a strip has in a block: a Poisson number by inversion. */
export function drawPointCount(stream: Stream, stripIndex: number): number {
  const { first, cumulative } = countTable(stripIndex);
  const luck = uniformFrom(stream);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cumulative[middle] as number) < luck) low = middle + 1;
    else high = middle;
  }
  return first + low;
}
