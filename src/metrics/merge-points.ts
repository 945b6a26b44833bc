/** Lays the parts of one series over each other: sorted by time, each time once. */

import type { Points } from './series.ts';

/** One series as a whole. */
export type MergedPoints = {
  readonly points: Points;
  /** Seconds between points; null when neither the file nor two points tell. */
  readonly periodSeconds: number | null;
  /** Times that were given twice with different values: the first one counts. */
  readonly conflicts: number;
  /** Periods of parts, shortest first, where they differ: only those of the period that covers most time are kept. */
  readonly mixedPeriods: readonly number[];
};

/** A part as it was read. */
export type PartPoints = { readonly points: Points; readonly periodSeconds: number | null };

/** Indices of times in rising order; equal times in the order of the file. */
function order(seconds: Float64Array): Uint32Array {
  const indices = Uint32Array.from(seconds, (_, index) => index);
  return indices.sort((a, b) => (seconds[a] ?? 0) - (seconds[b] ?? 0) || a - b);
}

/** Each time once, rising. */
function distinct(points: Points): { points: Points; conflicts: number } {
  const { seconds, values } = points;
  const [times, kept] = [new Float64Array(seconds.length), new Float64Array(seconds.length)];
  let length = 0;
  let conflicts = 0;
  for (const index of order(seconds)) {
    const [time, value] = [seconds[index] ?? 0, values[index] ?? 0];
    if (length > 0 && times[length - 1] === time) {
      if (!Object.is(kept[length - 1], value)) conflicts += 1;
      continue;
    }
    times[length] = time;
    kept[length] = value;
    length += 1;
  }
  return { points: { seconds: times.slice(0, length), values: kept.slice(0, length) }, conflicts };
}

/**
 * The distance between neighbours that is most frequent, the shorter of two: gaps are longer and rarer.
 * @param seconds rising, each once
 */
export function periodOf(seconds: Float64Array): number | null {
  const counts = new Map<number, number>();
  for (let index = 1; index < seconds.length; index++) {
    // Scrapers are late by milliseconds.
    const distance = Math.round(((seconds[index] ?? 0) - (seconds[index - 1] ?? 0)) * 10) / 10;
    if (distance > 0) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  }
  let best: number | null = null;
  for (const [distance, count] of counts) {
    const bestCount = best === null ? 0 : (counts.get(best) ?? 0);
    if (count > bestCount || (count === bestCount && distance < (best ?? 0))) best = distance;
  }
  return best;
}

function joined(parts: readonly Points[]): Points {
  const length = parts.reduce((total, { seconds }) => total + seconds.length, 0);
  const [seconds, values] = [new Float64Array(length), new Float64Array(length)];
  let at = 0;
  for (const part of parts) {
    seconds.set(part.seconds, at);
    values.set(part.values, at);
    at += part.seconds.length;
  }
  return { seconds, values };
}

/** Fewer points do not show the period of a part that does not tell it: two with a gap between them look like a long one. */
const POINTS_FOR_PERIOD = 12;
/** Periods that differ by less are one period: clocks drift. */
const SAME_PERIOD = 0.1;

function ownPeriod({ points, periodSeconds }: PartPoints): number | null {
  if (periodSeconds !== null || points.seconds.length < POINTS_FOR_PERIOD) return periodSeconds;
  return periodOf(distinct(points).points.seconds);
}

/** Merges parts of one series, whatever their order. */
export function mergePoints(parts: readonly PartPoints[]): MergedPoints {
  const known = parts.map(part => ({ points: part.points, period: ownPeriod(part) }));
  const periods = [...new Set(known.flatMap(({ period }) => (period === null ? [] : [period])))].sort(
    (a, b) => a - b,
  );
  const timeOf = (period: number) =>
    known.reduce((total, each) => total + (each.period === period ? each.points.seconds.length : 0), 0) *
    period;
  const best = periods.reduce<number | null>(
    (chosen, period) => (chosen === null || timeOf(period) > timeOf(chosen) ? period : chosen),
    null,
  );
  const isSame = (period: number) => best !== null && Math.abs(period - best) <= SAME_PERIOD * best;
  const kept = known.filter(({ period }) => period === null || isSame(period));
  const { points, conflicts } = distinct(joined(kept.map(each => each.points)));
  return {
    points,
    periodSeconds: best ?? periodOf(points.seconds),
    conflicts,
    mixedPeriods: periods.every(isSame) ? [] : periods,
  };
}
