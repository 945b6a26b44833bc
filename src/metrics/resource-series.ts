/** The series of one metric of one resource: its statistics told apart, its parts merged. */

import { quote } from '../input/quote.ts';
import { mergePoints } from './merge-points.ts';
import { finitePoints, type MetricPoints, metricPoints, periodsText } from './metric-points.ts';
import type { ResolvedPart } from './resolve-series.ts';
import type { Statistic } from './series.ts';
import { pointsAre, type SeriesPlace, type SeriesReport } from './series-report.ts';

/** Points of a metric by the statistic they are of. */
export type MetricSeries = {
  readonly name: string;
  /** What percentiles are computed from: Average or Sum; else Maximum, which only overstates. */
  readonly base: MetricPoints;
  /** Peaks inside the periods, where they were given. */
  readonly peaks: MetricPoints | null;
  /** Lows inside the periods, where they were given. */
  readonly lows: MetricPoints | null;
};

/** Labels that tell series of one resource apart: those that do not name the resource. */
function identityOf({ part, resourceId }: ResolvedPart): string {
  const own = Object.entries(part.labels).filter(([, value]) => {
    return value !== resourceId && !resourceId.endsWith(`:${value}`) && !resourceId.endsWith(`/${value}`);
  });
  return JSON.stringify([...own].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names of labels in which identities differ. */
function differences(identities: readonly string[]): string {
  const all = identities.map(text => new Map<string, string>(JSON.parse(text)));
  const names = [...new Set(all.flatMap(labels => [...labels.keys()]))];
  const differing = names.filter(name => new Set(all.map(labels => labels.get(name))).size > 1);
  return differing.slice(0, 5).map(quote).join(', ') || 'nothing that has a name';
}

function placeOf({ part, resourceId, name }: ResolvedPart): SeriesPlace {
  return { file: part.file, row: part.row, name: `${name} of ${resourceId}` };
}

/** One statistic of one metric of one resource. */
function pointsOf(parts: readonly ResolvedPart[], report: SeriesReport): MetricPoints | null {
  const [first] = parts;
  if (first === undefined) return null;
  const place = placeOf(first);
  const identities = [...new Set(parts.map(identityOf))];
  if (identities.length > 1) {
    report('metric-several-series', place, differences(identities));
    return null;
  }
  let notFinite = 0;
  const finite = parts.map(({ part: { points, periodSeconds } }) => {
    const kept = finitePoints(points);
    notFinite += kept.dropped;
    return { points: kept.points, periodSeconds };
  });
  if (notFinite > 0) report('metric-not-finite', place, pointsAre(notFinite));
  const merged = mergePoints(finite);
  if (merged.points.seconds.length === 0) {
    report('metric-no-points', place);
    return null;
  }
  if (merged.conflicts > 0) report('metric-conflict', place, pointsAre(merged.conflicts));
  if (merged.mixedPeriods.length > 0)
    report('metric-mixed-periods', place, `points every ${periodsText(merged.mixedPeriods)}`);
  return metricPoints(merged, first.definition, place, report);
}

/** What a statistic is good for; null when it is of no use. */
function slotOf(part: ResolvedPart): 'base' | 'peaks' | 'lows' | 'unknown' | null {
  const statistic: Statistic | null = part.part.statistic;
  if (part.definition.measure === 'count') {
    if (statistic === 'sum') return 'base';
    return statistic === null ? 'unknown' : null;
  }
  if (statistic === null || statistic === 'average') return 'base';
  if (statistic === 'maximum') return 'peaks';
  return statistic === 'minimum' ? 'lows' : null;
}

/** The series of one metric of one resource; null when findings say why there is none. */
export function metricSeries(parts: readonly ResolvedPart[], report: SeriesReport): MetricSeries | null {
  const slots = Map.groupBy(parts, slotOf);
  for (const part of slots.get('unknown') ?? []) report('metric-statistic-unknown', placeOf(part));
  for (const part of slots.get(null) ?? [])
    report('metric-statistic', placeOf(part), part.part.statistic ?? 'other');
  const [base, peaks, lows] = (['base', 'peaks', 'lows'] as const).map(slot =>
    pointsOf(slots.get(slot) ?? [], report),
  );
  const [first] = parts;
  const isLow = first?.definition.target.endsWith('Min') ?? false;
  const main = base ?? (isLow ? (lows ?? peaks) : peaks) ?? null;
  if (first === undefined || main === null) return null;
  return { name: first.name, base: main, peaks: peaks ?? null, lows: lows ?? null };
}
