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

/** Metrics that only series give, as quantiles and as lowest values. */
const SERIES_QUANTILES = [
  'requestsPerSecond',
  'connections',
  'bytesProcessed',
  'durationMs',
  'readCapacityUnits',
  'writeCapacityUnits',
] as const;
const SERIES_LOWS = ['cpuCreditBalanceMin', 'burstBalanceMin', 'freeableMemoryGibMin'] as const;

function isGiven({ p50, p95, p99, p995 = null, max }: Percentiles): boolean {
  return [p50, p95, p99, p995, max].some(value => value !== null);
}

/** Quantiles of all metrics that are given. */
function givenPercentiles(utilization: Utilization): readonly Percentiles[] {
  const all = [
    ...QUANTILE_METRICS.map(({ metric }) => utilization[metric]),
    ...SERIES_QUANTILES.map(metric => utilization[metric]),
  ];
  return all
    .filter(percentiles => percentiles !== undefined && isGiven(percentiles))
    .map(each => each ?? NOT_GIVEN);
}

function numbersOf(
  percentiles: readonly Percentiles[],
  field: 'observedDays' | 'samples' | 'gapsShare',
): readonly number[] {
  return percentiles.flatMap(each => each[field] ?? []);
}

/**
 * The record with what follows from its metrics: the fewest days and samples, the most gaps. Days stay as they are while
 * a metric does not tell its own.
 */
export function withSummary(utilization: Utilization): Utilization {
  const percentiles = givenPercentiles(utilization);
  const days = numbersOf(percentiles, 'observedDays');
  const samples = numbersOf(percentiles, 'samples');
  const gaps = numbersOf(percentiles, 'gapsShare');
  const isTold = percentiles.length > 0 && days.length === percentiles.length;
  return {
    ...utilization,
    ...(isTold ? { observedDays: Math.min(...days) } : {}),
    ...(samples.length > 0 ? { samples: Math.min(...samples) } : {}),
    ...(gaps.length > 0 ? { gapsShare: Math.max(...gaps) } : {}),
  };
}

function seriesFields(older: Utilization, newer: Utilization): Partial<Utilization> {
  const quantiles = SERIES_QUANTILES.flatMap(metric => {
    const given = newer[metric] !== undefined && isGiven(newer[metric]) ? newer[metric] : older[metric];
    return given === undefined ? [] : [[metric, given]];
  });
  const lows = SERIES_LOWS.flatMap(metric => {
    const given = newer[metric] ?? older[metric];
    return given === undefined ? [] : [[metric, given]];
  });
  return Object.fromEntries([...quantiles, ...lows]);
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
  return withSummary({
    ...older,
    ...Object.fromEntries(quantiles),
    ...seriesFields(older, newer),
    observedDays: newer.observedDays ?? older.observedDays,
    lastAccess: newer.lastAccess ?? older.lastAccess,
    objectAges: newer.objectAges.length > 0 ? newer.objectAges : older.objectAges,
  });
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

/** Metrics that both records give. */
export function givenTwice(one: Utilization, other: Utilization): readonly string[] {
  return QUANTILE_METRICS.map(({ metric }) => metric).filter(
    metric => isGiven(one[metric]) && isGiven(other[metric]),
  );
}
