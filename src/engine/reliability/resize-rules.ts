/** When the providers' own recommenders call a smaller machine safe. Thresholds as their documentation prints them. */

import { assert } from '../assert.ts';
import { published } from './constants.ts';

const AZURE_ADVISOR = 'https://learn.microsoft.com/azure/advisor/advisor-cost-recommendations';
const COMPUTE_OPTIMIZER =
  'https://docs.aws.amazon.com/compute-optimizer/latest/APIReference/API_CustomizableMetricParameters.html';
const AUTOPILOT = 'https://research.google/pubs/autopilot-workload-autoscaling-at-google-scale/';

/** Thresholds of Azure Advisor, percent; on the recommended size for a resize, on the present one for a shutdown. */
export const AZURE_THRESHOLDS = {
  userFacingCpuAndNetworkPct: published(
    40,
    '%',
    AZURE_ADVISOR,
    'P95 of CPU and of outbound network, user-facing load.',
  ),
  userFacingMemoryPct: published(60, '%', AZURE_ADVISOR, 'P99 of memory, user-facing load.'),
  otherPct: published(
    80,
    '%',
    AZURE_ADVISOR,
    'P95 of CPU and network and P99 of memory, load that is not user-facing.',
  ),
  shutdownCpuP95Pct: published(3, '%', AZURE_ADVISOR, 'P95 of the maximum CPU is below this.'),
  shutdownCpuP100Pct: published(
    2,
    '%',
    AZURE_ADVISOR,
    'P100 of the average CPU of the last three days is at most this.',
  ),
  shutdownNetworkPct: published(2, '%', AZURE_ADVISOR, 'Outbound network over a week is below this.'),
} as const;

/** Utilisation on the smaller size, percent; null where nothing was measured. */
export type ResizeMetrics = {
  readonly p95CpuPct: number | null;
  readonly p95NetworkPct: number | null;
  readonly p99MemoryPct: number | null;
};

/** Answer of a recommender's rule, with what speaks against it. */
export type ResizeVerdict = {
  readonly acceptable: boolean;
  /** Metrics above their limit, or not measured: what is not seen is not safe. */
  readonly against: readonly string[];
};

function aboveLimit(name: string, value: number | null, limit: number): readonly string[] {
  assert(value === null || value >= 0, 'a utilisation is not negative');
  if (value === null) return [`${name} not measured`];
  return value <= limit ? [] : [`${name} ${value} % above ${limit} %`];
}

/** Azure Advisor's rule for a smaller size. */
export function azureResize(metrics: ResizeMetrics, userFacing: boolean): ResizeVerdict {
  const { userFacingCpuAndNetworkPct, userFacingMemoryPct, otherPct } = AZURE_THRESHOLDS;
  const busy = (userFacing ? userFacingCpuAndNetworkPct : otherPct).value;
  const memory = (userFacing ? userFacingMemoryPct : otherPct).value;
  const against = [
    ...aboveLimit('P95 CPU', metrics.p95CpuPct, busy),
    ...aboveLimit('P95 network', metrics.p95NetworkPct, busy),
    ...aboveLimit('P99 memory', metrics.p99MemoryPct, memory),
  ];
  return { acceptable: against.length === 0, against };
}

/** Azure Advisor's rule for a machine that nobody uses. Metrics in percent. */
export function azureShutdown(metrics: {
  readonly p95MaxCpuPct: number;
  readonly p100AverageCpuPct: number;
  readonly outboundNetworkPct: number;
}): boolean {
  return (
    metrics.p95MaxCpuPct < AZURE_THRESHOLDS.shutdownCpuP95Pct.value &&
    metrics.p100AverageCpuPct <= AZURE_THRESHOLDS.shutdownCpuP100Pct.value &&
    metrics.outboundNetworkPct < AZURE_THRESHOLDS.shutdownNetworkPct.value
  );
}

/** Azure Advisor's rule for a burstable size: average CPU below the baseline, and P95 below twice the baseline. */
export function azureBurstable(averageCpuPct: number, p95CpuPct: number, baselinePct: number): boolean {
  return averageCpuPct < baselinePct && p95CpuPct < 2 * baselinePct;
}

/** Defaults of AWS Compute Optimizer, and what can be chosen instead. */
export const COMPUTE_OPTIMIZER_DEFAULTS = {
  cpuThreshold: 'P99_5',
  cpuThresholds: ['P90', 'P95', 'P99_5'],
  cpuHeadroomPct: published(
    20,
    '%',
    COMPUTE_OPTIMIZER,
    'Room above the CPU threshold; 0, 20 or 30 can be chosen.',
  ),
  memoryHeadroomPct: published(
    20,
    '%',
    COMPUTE_OPTIMIZER,
    'Room above the memory in use; 10, 20 or 30 can be chosen.',
  ),
  lookbackDays: published(
    14,
    'days',
    COMPUTE_OPTIMIZER,
    'Days of metrics that are looked at; 14, 32 or 93 can be chosen.',
  ),
} as const;

/** Google's measured effect of automatic sizing with feedback (Autopilot, EuroSys 2020). */
export const AUTOPILOT_EFFECT = {
  autopilotSlack: published(
    0.23,
    'share of the limit',
    AUTOPILOT,
    'Unused part of what automatic sizing asks for.',
    2020,
  ),
  manualSlack: published(0.46, 'share of the limit', AUTOPILOT, 'Unused part of what people ask for.', 2020),
  oomReductionFactor: published(
    10,
    'factor',
    AUTOPILOT,
    'Fewer jobs that are severely hit by running out of memory.',
    2020,
  ),
} as const;
