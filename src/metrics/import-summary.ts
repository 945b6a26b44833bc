/** What an import of metrics gives: resources and days by metric, and the levers that stand on measurements with it. */

import type { Utilization } from '../engine/estate/estate.ts';
import { isObserved, LEVER_METRICS, METRIC_NAMES, type MetricName } from '../engine/evidence.ts';
import type { UtilizationByResource } from './utilization.ts';

/** One metric over all resources. */
export type MetricSummary = {
  readonly metric: MetricName;
  readonly resources: number;
  /** Points of series; 0 where only percentiles were given. */
  readonly samples: number;
  /** Fewest and most days; null where no file tells. */
  readonly observedDays: { readonly low: number; readonly high: number } | null;
};

/** A lever and the resources with all that it needs. */
export type LeverSummary = {
  readonly lever: string;
  readonly needs: readonly MetricName[];
  readonly resources: number;
  /** Resources that have some of it, not all. */
  readonly lacking: number;
};

function detailsOf(utilization: Utilization, metric: MetricName): { samples: number; days: number | null } {
  const value = utilization[metric];
  const isQuantiles = typeof value === 'object' && value !== null && 'p50' in value;
  const days = isQuantiles ? (value.observedDays ?? utilization.observedDays) : utilization.observedDays;
  return { samples: isQuantiles ? (value.samples ?? 0) : 0, days };
}

/** Metrics that at least one resource has, in the order of `METRIC_NAMES`. */
export function metricSummaries(utilization: UtilizationByResource): readonly MetricSummary[] {
  return METRIC_NAMES.flatMap(metric => {
    let [resources, samples, low, high] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const each of utilization.values()) {
      if (!isObserved(each, metric)) continue;
      const details = detailsOf(each, metric);
      resources += 1;
      samples += details.samples;
      low = Math.min(low, details.days ?? Number.POSITIVE_INFINITY);
      high = Math.max(high, details.days ?? Number.NEGATIVE_INFINITY);
    }
    const observedDays = Number.isFinite(low) ? { low, high } : null;
    return resources === 0 ? [] : [{ metric, resources, samples, observedDays }];
  });
}

/** Levers that one of the resources has something for. @param isKnown true for the id of a lever of this program */
export function leverSummaries(
  utilization: UtilizationByResource,
  isKnown: (lever: string) => boolean,
): readonly LeverSummary[] {
  const all = [...utilization.values()];
  return Object.entries(LEVER_METRICS)
    .filter(([lever]) => isKnown(lever))
    .flatMap(([lever, needs]) => {
      const counts = all.map(each => needs.filter(metric => isObserved(each, metric)).length);
      const resources = counts.filter(count => count === needs.length).length;
      const lacking = counts.filter(count => count > 0 && count < needs.length).length;
      return resources + lacking === 0 ? [] : [{ lever, needs, resources, lacking }];
    });
}
