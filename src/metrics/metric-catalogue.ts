/**
 * What the metrics of CloudWatch, Prometheus and Datadog mean: which field they fill, in which unit. Units are those of the
 * providers' metric references (docs/metrics.md names them); a name that leaves its unit open is `ambiguous`.
 */

import type { MetricName } from '../engine/evidence.ts';
import type { SeriesSource } from './series.ts';

/** How a value becomes a number of our unit. */
export type MetricDefinition = {
  readonly target: Exclude<MetricName, 'objectAges' | 'lastAccess'>;
  /** `level` is a state or a rate already; `count` is an amount in a period: Sum / period. */
  readonly measure: 'level' | 'count';
  /** Ours = theirs x factor + plus. */
  readonly factor: number;
  readonly plus: number;
  /** Their value when all is used; null for amounts without a limit. */
  readonly full: number | null;
  /** CloudWatch's unit of a point, for a count of the amount in a period. */
  readonly unit: string | null;
  /** Metrics of one family are added point by point; all parts must be there. Null for a metric that stands alone. */
  readonly family: string | null;
  readonly part: string | null;
};

const LEVEL: Omit<MetricDefinition, 'target'> = {
  measure: 'level',
  factor: 1,
  plus: 0,
  full: null,
  unit: null,
  family: null,
  part: null,
};

type Target = MetricDefinition['target'];

const MIBPS = 1 / 2 ** 20;
/** Bytes a second in megabits a second. */
const MBPS = 8 / 1e6;

const percent = (target: Target): MetricDefinition => ({
  ...LEVEL,
  target,
  factor: 0.01,
  full: 100,
  unit: 'Percent',
});
const share = (target: Target): MetricDefinition => ({ ...LEVEL, target, full: 1 });
const level = (target: Target, unit: string | null = null, factor = 1): MetricDefinition => ({
  ...LEVEL,
  target,
  unit,
  factor,
});
const count = (target: Target, unit = 'Count', factor = 1): MetricDefinition => ({
  ...LEVEL,
  target,
  measure: 'count',
  unit,
  factor,
});
const part = (definition: MetricDefinition, family: string, name: string): MetricDefinition => ({
  ...definition,
  family,
  part: name,
});

/** Letters and digits of a name, in lower case: `mem_used_percent` and `MemUsedPercent` are one. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function lookup(entries: Readonly<Record<string, MetricDefinition>>): ReadonlyMap<string, MetricDefinition> {
  return new Map(Object.entries(entries).map(([name, definition]) => [plain(name), definition]));
}

/** Our own names: what `--metric` says. */
const OURS = lookup({
  cpuPercent: percent('cpu'),
  cpuShare: share('cpu'),
  memoryPercent: percent('memory'),
  memoryShare: share('memory'),
  iops: level('iops'),
  throughputMibps: level('throughputMibps'),
  networkMbps: level('networkMbps'),
  requestsPerSecond: level('requestsPerSecond'),
  connections: level('connections'),
  bytesProcessedPerSecond: level('bytesProcessed'),
  durationMs: level('durationMs'),
  readCapacityUnits: level('readCapacityUnits'),
  writeCapacityUnits: level('writeCapacityUnits'),
  cpuCreditBalance: level('cpuCreditBalanceMin'),
  burstBalancePercent: percent('burstBalanceMin'),
  freeableMemoryBytes: level('freeableMemoryGibMin', null, 1 / 2 ** 30),
});

/** Names of CloudWatch, the same in all namespaces that have them. */
const CLOUDWATCH = lookup({
  CPUUtilization: percent('cpu'),
  EngineCPUUtilization: percent('cpu'),
  node_cpu_utilization: percent('cpu'),
  pod_cpu_utilization_over_pod_limit: percent('cpu'),
  mem_used_percent: percent('memory'),
  'Memory % Committed Bytes In Use': percent('memory'),
  MemoryUtilization: percent('memory'),
  DatabaseMemoryUsagePercentage: percent('memory'),
  node_memory_utilization: percent('memory'),
  pod_memory_utilization_over_pod_limit: percent('memory'),
  NetworkIn: part(count('networkMbps', 'Bytes', MBPS), 'Network', 'NetworkIn'),
  NetworkOut: part(count('networkMbps', 'Bytes', MBPS), 'Network', 'NetworkOut'),
  NetworkBytesIn: part(count('networkMbps', 'Bytes', MBPS), 'NetworkBytes', 'NetworkBytesIn'),
  NetworkBytesOut: part(count('networkMbps', 'Bytes', MBPS), 'NetworkBytes', 'NetworkBytesOut'),
  NetworkReceiveThroughput: part(
    level('networkMbps', 'Bytes/Second', MBPS),
    'NetworkThroughput',
    'NetworkReceiveThroughput',
  ),
  NetworkTransmitThroughput: part(
    level('networkMbps', 'Bytes/Second', MBPS),
    'NetworkThroughput',
    'NetworkTransmitThroughput',
  ),
  VolumeReadOps: part(count('iops'), 'VolumeOps', 'VolumeReadOps'),
  VolumeWriteOps: part(count('iops'), 'VolumeOps', 'VolumeWriteOps'),
  // Of an Aurora cluster: requests that Standard storage would be charged for.
  VolumeReadIOPs: part(count('iops'), 'VolumeIOPs', 'VolumeReadIOPs'),
  VolumeWriteIOPs: part(count('iops'), 'VolumeIOPs', 'VolumeWriteIOPs'),
  VolumeReadBytes: part(count('throughputMibps', 'Bytes', MIBPS), 'VolumeBytes', 'VolumeReadBytes'),
  VolumeWriteBytes: part(count('throughputMibps', 'Bytes', MIBPS), 'VolumeBytes', 'VolumeWriteBytes'),
  ReadIOPS: part(level('iops', 'Count/Second'), 'IOPS', 'ReadIOPS'),
  WriteIOPS: part(level('iops', 'Count/Second'), 'IOPS', 'WriteIOPS'),
  ReadThroughput: part(level('throughputMibps', 'Bytes/Second', MIBPS), 'Throughput', 'ReadThroughput'),
  WriteThroughput: part(level('throughputMibps', 'Bytes/Second', MIBPS), 'Throughput', 'WriteThroughput'),
  DatabaseConnections: level('connections', 'Count'),
  CurrConnections: level('connections', 'Count'),
  ActiveConnectionCount: level('connections', 'Count'),
  ActiveFlowCount: level('connections', 'Count'),
  RequestCount: count('requestsPerSecond'),
  Invocations: count('requestsPerSecond'),
  Duration: level('durationMs', 'Milliseconds'),
  ProcessedBytes: count('bytesProcessed', 'Bytes'),
  BytesProcessed: count('bytesProcessed', 'Bytes'),
  EstimatedProcessedBytes: count('bytesProcessed', 'Bytes'),
  BytesInFromSource: part(count('bytesProcessed', 'Bytes'), 'NatBytes', 'BytesInFromSource'),
  BytesInFromDestination: part(count('bytesProcessed', 'Bytes'), 'NatBytes', 'BytesInFromDestination'),
  ConsumedReadCapacityUnits: count('readCapacityUnits'),
  ConsumedWriteCapacityUnits: count('writeCapacityUnits'),
  CPUCreditBalance: level('cpuCreditBalanceMin', 'Count'),
  BurstBalance: percent('burstBalanceMin'),
  FreeableMemory: level('freeableMemoryGibMin', 'Bytes', 1 / 2 ** 30),
});

const inverse = (definition: MetricDefinition): MetricDefinition => ({
  ...definition,
  factor: -definition.factor,
  plus: 1,
});

/** Names of Prometheus: recording rules of the node mixin and what cloud exporters write. */
const PROMETHEUS = lookup({
  'instance:node_cpu_utilisation:rate5m': share('cpu'),
  'instance:node_cpu_utilisation:rate1m': share('cpu'),
  'instance:node_cpu:ratio': share('cpu'),
  'instance:node_memory_utilisation:ratio': share('memory'),
  'compute.googleapis.com/instance/cpu/utilization': share('cpu'),
  stackdriver_gce_instance_compute_googleapis_com_instance_cpu_utilization: share('cpu'),
  azure_microsoft_compute_virtualmachines_percentage_cpu_average_percent: percent('cpu'),
});

/** Names of Datadog's own checks (system, network, io). */
const DATADOG = lookup({
  'system.cpu.idle': inverse(percent('cpu')),
  'system.mem.pct_usable': inverse(share('memory')),
  'system.net.bytes_rcvd': part(level('networkMbps', null, MBPS), 'system.net', 'system.net.bytes_rcvd'),
  'system.net.bytes_sent': part(level('networkMbps', null, MBPS), 'system.net', 'system.net.bytes_sent'),
  'system.io.r_s': part(level('iops'), 'system.io', 'system.io.r_s'),
  'system.io.w_s': part(level('iops'), 'system.io', 'system.io.w_s'),
  'azure.vm.percentage_cpu': percent('cpu'),
  'gcp.gce.instance.cpu.utilization': share('cpu'),
});

const OF_SOURCE: Readonly<Record<SeriesSource, ReadonlyMap<string, MetricDefinition>>> = {
  cloudwatch: CLOUDWATCH,
  prometheus: PROMETHEUS,
  datadog: DATADOG,
};

/** Names that `--metric` takes, as they are written in the documentation. */
export const OUR_METRIC_NAMES = [
  'cpuPercent',
  'cpuShare',
  'memoryPercent',
  'memoryShare',
  'iops',
  'throughputMibps',
  'networkMbps',
  'requestsPerSecond',
  'connections',
  'bytesProcessedPerSecond',
  'durationMs',
  'readCapacityUnits',
  'writeCapacityUnits',
  'cpuCreditBalance',
  'burstBalancePercent',
  'freeableMemoryBytes',
] as const;

/** What a name is. */
export type MetricMeaning =
  | { readonly kind: 'known'; readonly definition: MetricDefinition }
  | { readonly kind: 'ambiguous' | 'counter' | 'unknown' };

/** `aws_ec2_cpuutilization_average`, `aws.rds.database_connections`: a service, then CloudWatch's name. */
const AWS_PREFIX = /^aws[._](?:[a-z0-9]+)[._]/i;
/** What exporters write after the name. */
const STATISTIC_SUFFIX = /[._](average|sum|maximum|minimum|sample_?count|p\d{1,2}(?:[._]\d+)?)$/i;

/** The statistic that a name ends with, as written; null when it does not tell. */
export function suffixOf(name: string): string | null {
  return AWS_PREFIX.test(name) ? (STATISTIC_SUFFIX.exec(name)?.[1] ?? null) : null;
}

/** True for a name that CloudWatch gives to a metric we read. */
export function isCloudWatchMetric(word: string): boolean {
  return CLOUDWATCH.has(plain(word));
}

/** What a metric of some source means. */
export function meaningOf(name: string, source: SeriesSource): MetricMeaning {
  const isAws = AWS_PREFIX.test(name);
  const bare = isAws ? name.replace(AWS_PREFIX, '').replace(STATISTIC_SUFFIX, '') : name;
  const definition = isAws ? CLOUDWATCH.get(plain(bare)) : OF_SOURCE[source].get(plain(name));
  if (definition !== undefined) return { kind: 'known', definition };
  if (source === 'cloudwatch') return { kind: 'unknown' };
  if (source === 'prometheus' && /_total$/.test(name)) return { kind: 'counter' };
  const isUse = /cpu|mem/i.test(name) && /util|usage|used|load|pct|percent|ratio/i.test(name);
  return { kind: isUse ? 'ambiguous' : 'unknown' };
}

/** What a name of `--metric` means: ours first, then CloudWatch's; null for any other. */
export function ourMetric(name: string): MetricDefinition | null {
  return OURS.get(plain(name)) ?? CLOUDWATCH.get(plain(name)) ?? null;
}

/** All parts of a family, in the order of the catalogue. */
export function partsOf(family: string): readonly string[] {
  const all = [...CLOUDWATCH.values(), ...DATADOG.values()];
  return all.flatMap(each => (each.family === family && each.part !== null ? [each.part] : []));
}
