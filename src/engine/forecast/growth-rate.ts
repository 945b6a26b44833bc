/** Traffic of the months to come: growth that compounds, seasons, and events that change it. */

import { addMonths, MONTHS_PER_YEAR } from '../calendar.ts';
import { matchesPattern } from '../estate/match-workload.ts';

/** How the traffic of some workloads grows, and how much of their usage goes with it. */
export type GrowthRule = {
  /** Names of workloads; `*` matches any run of characters. The first rule that matches a workload is its own. */
  readonly workloads: readonly string[];
  /** Growth in a year: 0.25 is 25 % more after twelve months. More than -1. */
  readonly annualRate: number;
  /** What the rate may really be; null: not stated, then half of it more or less is assumed. */
  readonly annualRange: { readonly low: number; readonly high: number } | null;
  /** Traffic of a calendar month relative to an average one, January first; null: no seasons. */
  readonly seasonality: readonly number[] | null;
  /** Share of the usage that follows traffic, 0..1; the rest runs whatever the traffic, and gets busier. */
  readonly elasticity: number;
  /** Growth of stored data in a year; null: as the traffic grows, without its seasons. */
  readonly storageAnnualRate: number | null;
};

/** What has changed since the reference month, as factors. */
export type UsageGrowth = {
  readonly traffic: number;
  /** Hours, requests, transfer. */
  readonly usage: number;
  /** Stored data. */
  readonly storage: number;
};

/** Nothing has changed. */
export const NO_GROWTH: UsageGrowth = { traffic: 1, usage: 1, storage: 1 };

/** Share of a stated rate that it may be off by when no range is stated: an assumption. */
export const ASSUMED_RATE_SPREAD = 0.5;

/** The rule of a workload; null when none matches. */
export function growthRuleOf(rules: readonly GrowthRule[], workload: string): GrowthRule | null {
  return rules.find(({ workloads }) => workloads.some(pattern => matchesPattern(pattern, workload))) ?? null;
}

function compound(annualRate: number, months: number): number {
  return (1 + annualRate) ** (months / MONTHS_PER_YEAR);
}

/** Traffic of this calendar month over that of the reference month, growth left out. */
function seasonFactor(seasonality: readonly number[] | null, referenceMonth: string, index: number): number {
  if (seasonality === null) return 1;
  const weightOf = (month: string) => seasonality[Number(month.slice(5)) - 1] ?? 1;
  return weightOf(addMonths(referenceMonth, index)) / weightOf(referenceMonth);
}

/**
 * Growth of a workload between the reference month and a month of the run.
 * @param rule null: no growth of its own
 * @param eventFactor what events of the month make of the traffic
 */
export function growthIn(
  rule: GrowthRule | null,
  referenceMonth: string,
  index: number,
  eventFactor = 1,
): UsageGrowth {
  if (rule === null)
    return eventFactor === 1 ? NO_GROWTH : { traffic: eventFactor, usage: eventFactor, storage: 1 };
  const growth = compound(rule.annualRate, index);
  const traffic = growth * seasonFactor(rule.seasonality, referenceMonth, index) * eventFactor;
  const storage = rule.storageAnnualRate === null ? growth : compound(rule.storageAnnualRate, index);
  return { traffic, usage: 1 + rule.elasticity * (traffic - 1), storage };
}
