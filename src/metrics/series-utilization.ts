/** Computes the utilisation of resources from their series. */

import type { Percentiles, Utilization } from '../engine/estate/estate.ts';
import type { MetricName } from '../engine/evidence.ts';
import { type MetricDefinition, partsOf } from './metric-catalogue.ts';
import { addedPoints, type MetricPoints, namesText } from './metric-points.ts';
import { nearestRank, QUANTILES_PER_MILLE } from './nearest-rank.ts';
import type { ResolvedPart } from './resolve-series.ts';
import { type MetricSeries, metricSeries } from './resource-series.ts';
import type { SeriesReport } from './series-report.ts';
import { NO_UTILIZATION, withSummary } from './utilization.ts';

/** What was seen of one metric of one resource. */
export type Observation = {
  readonly resourceId: string;
  readonly metric: MetricName;
  /** The metrics it was computed from, as written. */
  readonly from: string;
  readonly samples: number;
  readonly periodSeconds: number | null;
  readonly observedDays: number;
  /** Share of the points between the first and the last that are missing, 0..1. */
  readonly gapsShare: number;
  /** First and last point, seconds since 1970. */
  readonly firstSecond: number;
  readonly lastSecond: number;
  /** The lowest value of a balance, else the quantiles. */
  readonly low: number | null;
  readonly quantiles: Percentiles | null;
};

const DAY_SECONDS = 86_400;
/** Assumption: with more missing than this the percentiles may be of another pattern of use. */
const GAPS_MAX = 0.1;

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

/** Days that the points stand for, and the share of points that are missing between the first and the last. */
export function coverageOf({ points, periodSeconds }: MetricPoints): { days: number; gapsShare: number } {
  const samples = points.seconds.length;
  if (periodSeconds === null || samples === 0) return { days: 0, gapsShare: 0 };
  const span = (points.seconds[samples - 1] ?? 0) - (points.seconds[0] ?? 0) + periodSeconds;
  const expected = Math.max(samples, Math.round(span / periodSeconds));
  // A point stands for no more than a day: two points a month apart are no month of observation.
  const days = Math.min(span, samples * Math.min(periodSeconds, DAY_SECONDS)) / DAY_SECONDS;
  return { days: rounded(days, 4), gapsShare: rounded(1 - samples / expected, 4) };
}

function lowestOf(series: MetricSeries): number {
  const values = series.lows?.points.values ?? series.base.points.values;
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function quantilesOf({ base, peaks }: MetricSeries, samples: number): Percentiles {
  const sorted = base.points.values.toSorted();
  const { p50, p95, p99, p995, max } = QUANTILES_PER_MILLE;
  const peak = peaks?.points.values.reduce((most, value) => Math.max(most, value), 0) ?? 0;
  const { days, gapsShare } = coverageOf(base);
  return {
    p50: nearestRank(sorted, p50),
    p95: nearestRank(sorted, p95),
    p99: nearestRank(sorted, p99),
    p995: nearestRank(sorted, p995),
    max: Math.max(peak, nearestRank(sorted, max)),
    observedDays: days,
    samples,
    gapsShare,
  };
}

function observationOf(resourceId: string, metric: MetricName, series: MetricSeries): Observation {
  const { seconds } = series.base.points;
  const { days, gapsShare } = coverageOf(series.base);
  const isLow = metric.endsWith('Min');
  return {
    resourceId,
    metric,
    from: series.name,
    samples: seconds.length,
    periodSeconds: series.base.periodSeconds,
    observedDays: days,
    gapsShare,
    firstSecond: seconds[0] ?? 0,
    lastSecond: seconds.at(-1) ?? 0,
    low: isLow ? lowestOf(series) : null,
    quantiles: isLow ? null : quantilesOf(series, seconds.length),
  };
}

/** A metric that is the sum of several: all of them must be there. */
function familySeries(
  family: string,
  parts: readonly ResolvedPart[],
  report: SeriesReport,
): MetricSeries | null {
  const byPart = Map.groupBy(parts, ({ definition }) => definition.part ?? '');
  const [first] = parts;
  const wanted = partsOf(family);
  if (first === undefined) return null;
  const place = { file: first.part.file, row: first.part.row, name: `${first.name} of ${first.resourceId}` };
  if (wanted.some(part => !byPart.has(part))) {
    report('metric-part-missing', place, namesText([...byPart.keys()]));
    return null;
  }
  const series = wanted.map(part => metricSeries(byPart.get(part) ?? [], report));
  const bases = series.flatMap(each => (each === null ? [] : [each.base]));
  if (bases.length < wanted.length) return null;
  const base = addedPoints(bases);
  if (base.points.values.length === 0) {
    report('metric-no-points', place);
    return null;
  }
  return { name: wanted.join(' + '), base, peaks: null, lows: null };
}

const p99Of = ({ base }: MetricSeries) => nearestRank(base.points.values.toSorted(), QUANTILES_PER_MILLE.p99);

/** The metric of one resource that counts, where several measure the same: the higher one. */
function chosenSeries(parts: readonly ResolvedPart[], report: SeriesReport): MetricSeries | null {
  const keyOf = ({ definition, name }: ResolvedPart) => definition.family ?? `\u0000${name}`;
  const found = [...Map.groupBy(parts, keyOf)].flatMap(([key, group]) => {
    const { family } = group[0]?.definition ?? { family: null };
    const series = family === null ? metricSeries(group, report) : familySeries(key, group, report);
    return series === null ? [] : [series];
  });
  const sorted = found.map(series => ({ series, p99: p99Of(series) })).sort((a, b) => b.p99 - a.p99);
  const [best, ...others] = sorted;
  const [first] = parts;
  if (best === undefined || first === undefined) return null;
  for (const { series } of others) {
    const place = { file: first.part.file, row: null, name: `${series.name} of ${first.resourceId}` };
    report('metric-competing', place, namesText([best.series.name]));
  }
  return best.series;
}

function utilizationOf(observations: readonly Observation[]): Utilization {
  const fields = observations.map(({ metric, quantiles, low }) => [metric, quantiles ?? low]);
  return withSummary({ ...NO_UTILIZATION, ...Object.fromEntries(fields) });
}

/** Utilisation of every resource, and what it rests on; in the order of the resources' ids. */
export function seriesUtilization(
  parts: readonly ResolvedPart[],
  report: SeriesReport,
): { readonly utilization: ReadonlyMap<string, Utilization>; readonly observations: readonly Observation[] } {
  const utilization = new Map<string, Utilization>();
  const observations: Observation[] = [];
  const byResource = [...Map.groupBy(parts, ({ resourceId }) => resourceId)];
  for (const [resourceId, own] of byResource.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const targets = Map.groupBy(own, ({ definition }): MetricDefinition['target'] => definition.target);
    const seen = [...targets].flatMap(([metric, group]) => {
      const series = chosenSeries(group, report);
      return series === null ? [] : [observationOf(resourceId, metric, series)];
    });
    for (const { from, gapsShare } of seen) {
      const place = { file: own[0]?.part.file ?? '', row: null, name: `${from} of ${resourceId}` };
      if (gapsShare > GAPS_MAX) report('metric-gaps', place, `${(gapsShare * 100).toFixed(0)} %`);
    }
    if (seen.length > 0) utilization.set(resourceId, utilizationOf(seen));
    observations.push(...seen);
  }
  return { utilization, observations };
}
