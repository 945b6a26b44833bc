/** Turns the points of a metric into our units, and counts what cannot be one of its values. */

import { quote } from '../input/quote.ts';
import type { MergedPoints } from './merge-points.ts';
import type { MetricDefinition } from './metric-catalogue.ts';
import type { Points } from './series.ts';
import { pointsAre, type SeriesPlace, type SeriesReport } from './series-report.ts';

/** No disk, network or table of this decade does more; bytes a second are counted one by one. */
const VALUE_MAX = 1e9;
const BYTES_MAX = 1e14;
/** Rounding of the monitoring itself. */
const FULL_SLACK = 1.005;
/** A share above this is no share; a container may use some times its share of a processor, not a hundred times. */
const SHARE_MAX = 1.05;
const PERCENT_MAX = 1_000;

/** Points in our units; `periodSeconds` as before. */
export type MetricPoints = { readonly points: Points; readonly periodSeconds: number | null };

/** The values that are finite. @returns how many are not */
export function finitePoints({ seconds, values }: Points): { points: Points; dropped: number } {
  const keep = (_: number, index: number) => Number.isFinite(values[index]);
  const points = { seconds: seconds.filter(keep), values: values.filter(keep) };
  return { points, dropped: values.length - points.values.length };
}

function contradiction(largest: number, { full }: MetricDefinition): string | null {
  if (full === 1 && largest > SHARE_MAX)
    return `values up to ${Number(largest.toPrecision(4))} in a metric that is a share of 1`;
  if (full === 100 && largest > PERCENT_MAX)
    return `values up to ${Number(largest.toPrecision(4))} in a metric that is a percentage`;
  return null;
}

function inOurUnit(values: Float64Array, definition: MetricDefinition, periodSeconds: number): Float64Array {
  const { measure, factor, plus, full } = definition;
  const scale = measure === 'count' ? factor / periodSeconds : factor;
  return values.map(value => {
    const number = (full === null ? value : Math.min(value, full)) * scale + plus;
    // 1 - 100 x 0.01 may miss zero by its last digit.
    return full === null ? number : Math.min(1, Math.max(0, number));
  });
}

/** Points of a metric in our units; null when a finding says why there are none. */
export function metricPoints(
  { points, periodSeconds }: MergedPoints,
  definition: MetricDefinition,
  place: SeriesPlace,
  report: SeriesReport,
): MetricPoints | null {
  if (definition.measure === 'count' && periodSeconds === null) {
    report('metric-period-unknown', place);
    return null;
  }
  const largest = points.values.reduce((most, value) => Math.max(most, value), 0);
  const problem = contradiction(largest, definition);
  if (problem !== null) {
    report('metric-unit-contradicted', place, problem);
    return null;
  }
  const { full } = definition;
  const above = full === null ? 0 : points.values.filter(value => value > full * FULL_SLACK).length;
  if (above > 0) report('metric-above-full', place, pointsAre(above));
  const values = inOurUnit(points.values, definition, periodSeconds ?? 1);
  const limit = definition.target === 'bytesProcessed' ? BYTES_MAX : VALUE_MAX;
  const isIn = (_: number, index: number) =>
    (points.values[index] ?? 0) >= 0 && (values[index] ?? 0) >= 0 && (values[index] ?? 0) <= limit;
  const kept = { seconds: points.seconds.filter(isIn), values: values.filter(isIn) };
  const dropped = values.length - kept.values.length;
  if (dropped > 0) report('metric-out-of-range', place, pointsAre(dropped));
  if (kept.values.length > 0) return { points: kept, periodSeconds };
  report('metric-no-points', place);
  return null;
}

/** Parts of one metric added where all of them have a point; times are compared to the second. */
export function addedPoints(parts: readonly MetricPoints[]): MetricPoints {
  const [first, ...others] = parts;
  if (first === undefined)
    return { points: { seconds: new Float64Array(), values: new Float64Array() }, periodSeconds: null };
  const maps = others.map(({ points }) => {
    const byTime = new Map<number, number>();
    points.seconds.forEach((time, index) => {
      byTime.set(Math.round(time), points.values[index] ?? 0);
    });
    return byTime;
  });
  const seconds: number[] = [];
  const values: number[] = [];
  first.points.seconds.forEach((time, index) => {
    const more = maps.map(map => map.get(Math.round(time)));
    if (more.some(value => value === undefined)) return;
    seconds.push(time);
    values.push(more.reduce<number>((sum, value) => sum + (value ?? 0), first.points.values[index] ?? 0));
  });
  return {
    points: { seconds: Float64Array.from(seconds), values: Float64Array.from(values) },
    periodSeconds: first.periodSeconds,
  };
}

/** `300 s and 3600 s`. */
export function periodsText(periods: readonly number[]): string {
  return periods.map(period => `${period} s`).join(' and ');
}

/** Names of metrics in a sentence. */
export function namesText(names: readonly string[]): string {
  return names.map(quote).join(' and ');
}
