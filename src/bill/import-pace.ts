/** How fast an import reads, and how long it still takes. */

/** Speed of an import and what is left of it. */
export type Pace = {
  /** Bytes of the bill files, as they are on disk, read in a second. */
  readonly bytesPerSecond: number;
  /** Seconds until the last file is read, if the rest goes on like this. */
  readonly secondsLeft: number;
};

/** Earlier than this the first buffers decide, and an estimate would jump. */
const SECONDS_MIN = 1;
const SHARE_MIN = 0.01;

/**
 * The pace after some time.
 * @param sizes bytes of the files, in the order in which they are read
 * @param index file that is being read, from 0
 * @param fraction share of it that is done, 0..1
 * @returns null while there is too little to tell from
 */
export function paceOf(
  sizes: readonly number[],
  index: number,
  fraction: number,
  elapsedSeconds: number,
): Pace | null {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const before = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
  const done = before + (sizes[index] ?? 0) * Math.min(1, Math.max(0, fraction));
  if (elapsedSeconds < SECONDS_MIN || total === 0 || done / total < SHARE_MIN) return null;
  const bytesPerSecond = done / elapsedSeconds;
  return { bytesPerSecond, secondsLeft: (total - done) / bytesPerSecond };
}
