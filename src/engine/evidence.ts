/** How well an opportunity is known: measured by metrics, inferred from the bill, or assumed. */

import type { Percentiles, Utilization } from './estate/estate.ts';
import type { Evidence } from './lever.ts';

/** Metrics that a lever may need, in the order in which they are named. */
export const METRIC_NAMES = [
  'cpu',
  'memory',
  'networkMbps',
  'iops',
  'throughputMibps',
  'requestsPerSecond',
  'connections',
  'bytesProcessed',
  'durationMs',
  'readCapacityUnits',
  'writeCapacityUnits',
  'cpuCreditBalanceMin',
  'burstBalanceMin',
  'freeableMemoryGibMin',
  'lastAccess',
  'objectAges',
] as const;

/** A field of `Utilization` that holds a metric. */
export type MetricName = (typeof METRIC_NAMES)[number];

/** What people call it in a sentence. */
export const METRIC_TITLES: Readonly<Record<MetricName, string>> = {
  cpu: 'CPU',
  memory: 'memory',
  networkMbps: 'network',
  iops: 'IOPS',
  throughputMibps: 'throughput',
  requestsPerSecond: 'requests',
  connections: 'connections',
  bytesProcessed: 'processed bytes',
  durationMs: 'duration',
  readCapacityUnits: 'read capacity',
  writeCapacityUnits: 'write capacity',
  cpuCreditBalanceMin: 'CPU credits',
  burstBalanceMin: 'burst balance',
  freeableMemoryGibMin: 'free memory',
  lastAccess: 'last access',
  objectAges: 'object ages',
};

/** Metrics that make the opportunities of a lever measured, by lever id; a lever that is not listed needs none. */
export const LEVER_METRICS: Readonly<Record<string, readonly MetricName[]>> = {
  'terminate-idle-compute': ['cpu', 'networkMbps'],
  'rightsize-compute': ['cpu', 'memory'],
  'ebs-gp2-to-gp3': ['iops', 'throughputMibps'],
  's3-storage-tiering': ['objectAges'],
};

/** What stands behind an opportunity. */
export type EvidenceFound = {
  readonly evidence: Evidence;
  /** Needed metrics that were not observed. */
  readonly missing: readonly MetricName[];
  /** `memory unobserved`, `CPU and memory unobserved`; null when nothing is missing. */
  readonly note: string | null;
};

function hasQuantile(percentiles: Percentiles | undefined): boolean {
  if (percentiles === undefined) return false;
  const { p50, p95, p99, p995 = null, max } = percentiles;
  return [p50, p95, p99, p995, max].some(value => value !== null);
}

/** True when the metric was observed at least once. */
export function isObserved(utilization: Utilization | null, metric: MetricName): boolean {
  if (utilization === null) return false;
  if (metric === 'objectAges') return utilization.objectAges.length > 0;
  if (metric === 'lastAccess') return utilization.lastAccess !== null;
  if (metric === 'cpuCreditBalanceMin' || metric === 'burstBalanceMin' || metric === 'freeableMemoryGibMin') {
    return (utilization[metric] ?? null) !== null;
  }
  return hasQuantile(utilization[metric]);
}

function noteOf(missing: readonly MetricName[]): string | null {
  const titles = missing.map(metric => METRIC_TITLES[metric]);
  const last = titles.at(-1);
  if (last === undefined) return null;
  return `${[titles.slice(0, -1).join(', '), last].filter(part => part !== '').join(' and ')} unobserved`;
}

/**
 * Measured when every needed metric was observed; else what the lever says it stands on without them.
 * @param needed metrics that the decision rests on; with none of them nothing was measured
 * @param otherwise `inferred` when the bill alone tells (a volume that is never attached), `assumed` when nothing does
 */
export function evidenceOf(
  utilization: Utilization | null,
  needed: readonly MetricName[],
  otherwise: Exclude<Evidence, 'measured'> = 'assumed',
): EvidenceFound {
  const missing = needed.filter(metric => !isObserved(utilization, metric));
  const isMeasured = needed.length > 0 && missing.length === 0;
  return { evidence: isMeasured ? 'measured' : otherwise, missing, note: noteOf(missing) };
}
