/** Utilisation records: empty ones, and two of one resource laid over each other. */

import type { Percentiles, Utilization } from '../engine/estate/estate.ts';
import { QUANTILE_METRICS } from './metric-layouts.ts';

const NOT_GIVEN: Percentiles = { p50: null, p95: null, p99: null, max: null };

/** Nothing is known. */
export const NO_UTILIZATION: Utilization = {
  observedDays: null,
  cpu: NOT_GIVEN,
  memory: NOT_GIVEN,
  iops: NOT_GIVEN,
  throughputMibps: NOT_GIVEN,
  networkMbps: NOT_GIVEN,
  lastAccess: null,
  objectAges: [],
};

function isGiven(percentiles: Percentiles): boolean {
  return Object.values(percentiles).some(value => value !== null);
}

/**
 * The newer record laid over the older one, one metric at a time: quantiles of two observations are never mixed in one
 * metric. What the newer one does not give stays as it was.
 */
export function mergeUtilization(older: Utilization, newer: Utilization): Utilization {
  const quantiles = QUANTILE_METRICS.map(({ metric }) => [
    metric,
    isGiven(newer[metric]) ? newer[metric] : older[metric],
  ]);
  return {
    ...older,
    ...Object.fromEntries(quantiles),
    observedDays: newer.observedDays ?? older.observedDays,
    lastAccess: newer.lastAccess ?? older.lastAccess,
    objectAges: newer.objectAges.length > 0 ? newer.objectAges : older.objectAges,
  };
}

/** Everything that is known of resources by id. */
export type UtilizationByResource = ReadonlyMap<string, Utilization>;

/** `newer` laid over `older`, resource by resource; sorted by id. */
export function mergeMetrics(
  older: UtilizationByResource,
  newer: UtilizationByResource,
): UtilizationByResource {
  const merged = new Map(older);
  for (const [id, utilization] of newer) {
    merged.set(id, mergeUtilization(older.get(id) ?? NO_UTILIZATION, utilization));
  }
  return new Map([...merged].sort(([a], [b]) => (a < b ? -1 : 1)));
}
