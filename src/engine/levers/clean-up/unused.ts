/** What clean-up levers agree on: when metrics call something unused, and what it risks to take away the wrong thing. */

import { HOURS_PER_DAY, MS_PER_HOUR } from '../../calendar.ts';
import type { Percentiles, Resource, Utilization } from '../../estate/estate.ts';
import { METRIC_TITLES } from '../../evidence.ts';
import type { Estimate, LeverContext, QuotedSaving } from '../../lever.ts';
import { type NumberParam, numberParam } from '../../lever-params.ts';
import { RELIABILITY_CONSTANTS, type RiskChange } from '../../reliability/index.ts';

export const COMPUTE_OPTIMIZER =
  'https://docs.aws.amazon.com/compute-optimizer/latest/ug/view-idle-recommendations.html';
export const TRUSTED_ADVISOR =
  'https://docs.aws.amazon.com/awssupport/latest/user/cost-optimization-checks.html';
export const SNAPSHOTS = 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-deleting-snapshot.html';
export const DASHBOARD_KPI =
  'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)';

/** Engineer-days of one call that a person has thought about: an assumed scale. */
export const ONE_CALL: Estimate = { low: 0.1, mode: 0.25, high: 1 };

/** The planning value where nobody has published one. */
export const SURVEYED_WASTE: QuotedSaving = {
  text: '27 % of cloud spend is called waste in a survey: an upper bound for everything unused, not for this lever',
  source: 'https://alisafari.space/blog/public-cloud-723-billion-waste/ (quotes Flexera 2025)',
};

/** A parameter: days without use that make something unused. */
export function unusedDaysParam(days: number, source: string): NumberParam {
  return numberParam({
    label: 'Unused for at least',
    unit: 'days',
    description: source,
    default: days,
    min: 1,
    max: 3650,
    step: 1,
  });
}

/** Metrics that tell use when they are above a limit. */
type UseMetric = 'iops' | 'throughputMibps' | 'connections' | 'requestsPerSecond' | 'bytesProcessed';

/** Use above this is use, in the unit of the metric. */
export type UseLimit = { readonly metric: UseMetric; readonly max: number };

/** What metrics say about use. */
export type Use =
  | { readonly kind: 'unused'; readonly why: string }
  | { readonly kind: 'used'; readonly reason: string }
  /** Too little is known: the bill may still tell. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** The highest quantile that is known: a moment of use is use. */
function highest(percentiles: Percentiles | undefined): number | null {
  if (!percentiles) return null;
  const { max, p995 = null, p99, p95, p50 } = percentiles;
  return max ?? p995 ?? p99 ?? p95 ?? p50;
}

const number = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 4 });

/** Whole days between the last read or write and an instant; null where it is not known. */
export function daysSinceUse(utilization: Utilization | null, atMs: number): number | null {
  const lastMs = Date.parse(utilization?.lastAccess ?? '');
  if (Number.isNaN(lastMs)) return null;
  return Math.max(0, Math.floor((atMs - lastMs) / (HOURS_PER_DAY * MS_PER_HOUR)));
}

function metricUse(utilization: Utilization, limits: readonly UseLimit[], daysMin: number): Use | null {
  const silent: string[] = [];
  let observedDays = Number.POSITIVE_INFINITY;
  for (const { metric, max } of limits) {
    const percentiles = utilization[metric];
    const value = highest(percentiles);
    if (value === null) continue;
    const title = METRIC_TITLES[metric];
    if (value > max) return { kind: 'used', reason: `${title} up to ${number(value)}` };
    observedDays = Math.min(observedDays, percentiles?.observedDays ?? utilization.observedDays ?? 0);
    silent.push(title);
  }
  if (silent.length === 0) return null;
  if (observedDays < daysMin)
    return { kind: 'unknown', reason: `observed for ${number(observedDays)} days, ${daysMin} asked for` };
  return { kind: 'unused', why: `no ${silent.join(', no ')} in ${number(observedDays)} days` };
}

/** What metrics and the last access say about the use of a resource. @param limits metrics that tell use; those not observed are left out */
export function lookForUse(
  { utilization }: Resource,
  limits: readonly UseLimit[],
  daysMin: number,
  { estate }: LeverContext,
): Use {
  const missing = limits.map(({ metric }) => METRIC_TITLES[metric]);
  const unknown: Use = {
    kind: 'unknown',
    reason: `${[...missing, METRIC_TITLES.lastAccess].join(', ')} not observed: import metrics`,
  };
  if (!utilization) return unknown;
  const days = daysSinceUse(utilization, estate.period.endMs);
  if (days !== null && days < daysMin) return { kind: 'used', reason: `used ${days} days ago` };
  const byMetrics = metricUse(utilization, limits, daysMin);
  if (byMetrics !== null && byMetrics.kind !== 'unknown') return byMetrics;
  if (days !== null) return { kind: 'unused', why: `not used for ${days} days` };
  return byMetrics ?? unknown;
}

/** One call, and the chance that it was needed after all. @param restoreMinutes until it is there again; left out: the default */
export function removalRisks(reason: string, restoreMinutes?: number): readonly RiskChange[] {
  const { wrongRemovalProbability, wrongRemovalRestoreMinutes } = RELIABILITY_CONSTANTS;
  return [
    {
      kind: 'wrong-removal',
      probability: wrongRemovalProbability.value,
      restoreMinutes: restoreMinutes ?? wrongRemovalRestoreMinutes.value,
      reason,
    },
    { kind: 'change-event', multiplier: 0.5, reason: 'one call that touches nothing else' },
  ];
}
