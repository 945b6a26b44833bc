/** Where a run of steps starts from: what each pool and each benefit has left before its first step. */

import { sumRow } from './kernel-draw.ts';

/** Hours that are run together: their working rows stay in the cache of a core. */
export const BLOCK_HOURS = 256;

/** State before a step, of all hours. */
export type KernelSource = {
  /** Units that each pool has left, by hour; never changed. */
  readonly rows: readonly Float64Array[];
  /** Units that a benefit has left, by hour; null where nothing has been drawn yet. */
  readonly left: readonly (Float64Array | null)[];
  /** Units of benefit taken so far, by slot. */
  readonly slotUnits: Float64Array;
  /** Used units by hour of benefits that are there once for all hours; null where nothing has been drawn yet. */
  readonly usedOnce: readonly (Float64Array | null)[];
  /** Amortised cost of what is covered so far, by pool and hour; null where nothing is. */
  readonly coveredCosts: readonly (Float64Array | null)[];
  /** Sums of the rows by pool and block; NaN until somebody asks. */
  readonly blockSums: Float64Array;
};

const blocksIn = (hours: number) => Math.ceil(hours / BLOCK_HOURS);

/** A table of sums that nobody has asked for yet. */
export function emptyBlockSums(pools: number, hours: number): Float64Array {
  return new Float64Array(pools * blocksIn(hours)).fill(Number.NaN);
}

/** Sum of a pool's row over some hours; remembered for whole blocks. */
export function sourceSum(source: KernelSource, pool: number, start: number, hours: number): number {
  const row = source.rows[pool];
  if (!row) return 0;
  const isWhole = start % BLOCK_HOURS === 0 && (hours === BLOCK_HOURS || start + hours === row.length);
  if (!isWhole) return sumRow(row, start, hours);
  const at = pool * blocksIn(row.length) + start / BLOCK_HOURS;
  const known = source.blockSums[at] ?? Number.NaN;
  if (!Number.isNaN(known)) return known;
  const sum = sumRow(row, start, hours);
  source.blockSums[at] = sum;
  return sum;
}
