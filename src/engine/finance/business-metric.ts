/** A business metric: what a company does with its workloads, counted by the month; and its months that nobody has stated. */

import { addMonths, MONTHS_PER_YEAR } from '../calendar.ts';
import { growthIn, growthRuleOf } from '../forecast/growth-rate.ts';
import { trafficFactor } from '../forecast/inject.ts';
import { monthIndexOf } from '../forecast/month-ref.ts';
import type { Assumptions } from '../simulate/assumptions.ts';

/** One metric of some workloads: orders, customers, requests. */
export type BusinessMetric = {
  readonly metric: string;
  /** Pattern of workloads whose cost it is held against; `*` is any run of characters, alone: everything. */
  readonly workload: string;
  /** Ascending by month, `yyyy-mm`, each once; 0 or more. */
  readonly values: readonly { readonly month: string; readonly value: number }[];
};

/**
 * Where a value comes from: `actual` is stated for a month up to that of the bill, `forecast` for a later one,
 * `extrapolated` is the last stated one, moved with the traffic of the workloads.
 */
export type MetricBasis = 'actual' | 'forecast' | 'extrapolated';

/** A value of a month; null: nothing recent enough is stated before it. */
export type MetricValue = { readonly value: number; readonly basis: MetricBasis } | null;

/** A stated value that lies further before the month of the bill than this is not carried on: an assumption. */
export const OLDEST_CARRIED_MONTHS = MONTHS_PER_YEAR;

/** A workload and how much its traffic counts, 0 or more. */
export type WeightedWorkload = { readonly workload: string; readonly weight: number };

/** What the months of a metric depend on. */
export type MetricContext = {
  readonly referenceMonth: string;
  readonly assumptions: Pick<Assumptions, 'growth' | 'injects'>;
  /** Workloads that the metric's pattern matches, with their cost in the bill. */
  readonly workloads: readonly WeightedWorkload[];
};

/** Traffic of a month over that of the reference month, weighted over the workloads. @param index 0 is the reference month */
export function weightedTraffic(
  { referenceMonth, assumptions, workloads }: MetricContext,
  index: number,
): number {
  const total = workloads.reduce((all, { weight }) => all + weight, 0);
  const traffic = workloads.map(({ workload, weight }) => {
    const events = trafficFactor(assumptions.injects, workload, referenceMonth, index);
    const growth = growthIn(growthRuleOf(assumptions.growth, workload), referenceMonth, index, events);
    // Where nothing costs anything, each counts the same.
    return growth.traffic * (total > 0 ? weight / total : 1 / workloads.length);
  });
  return traffic.reduce((all, each) => all + each, 0);
}

/** Value of a metric in a month of the run. @param index 0 is the reference month */
export function metricValueIn(metric: BusinessMetric, index: number, context: MetricContext): MetricValue {
  const month = addMonths(context.referenceMonth, index);
  const known = metric.values.findLast(each => each.month <= month);
  if (known === undefined) return null;
  if (known.month === month) return { value: known.value, basis: index <= 0 ? 'actual' : 'forecast' };
  const knownIndex = monthIndexOf(known.month, context.referenceMonth);
  if (knownIndex < -OLDEST_CARRIED_MONTHS) return null;
  const value = (known.value * weightedTraffic(context, index)) / weightedTraffic(context, knownIndex);
  return Number.isFinite(value) ? { value, basis: 'extrapolated' } : null;
}
