/**
 * Google Cloud sustained use discounts on what no commitment covers (Compute Engine, "Sustained use discounts", 2024
 * and 2025): vCPU and memory are pooled per project and Region, stacked into the fewest whole units, and priced by the
 * quarter of the calendar month that each unit reaches. Every month starts anew. Newer pages give it to self-serve
 * billing accounts only: who is invoiced otherwise has no pool to hand in.
 */

import {
  addMonths,
  HOURS_PER_MONTH,
  MS_PER_HOUR,
  monthOf,
  monthPeriod,
  type Period,
} from '../../calendar.ts';
import type { CommitmentSettings } from '../settings.ts';
import type { UsagePool } from '../usage.ts';
import { SUSTAINED_USE_MULTIPLIERS, stackedPrice, sustainedUseGroup } from './sustained-use-rates.ts';

/** What sustained use is computed from. */
export type SustainedUseInput = {
  readonly pools: readonly UsagePool[];
  /** Units in each hour that no commitment covers, by index of the pool. */
  readonly uncovered: readonly Float64Array[];
  readonly settings: Pick<CommitmentSettings, 'gcpSustainedUsePool' | 'gcpMonthHours'>;
  readonly period: Period;
  readonly hours: number;
};

/** The hours of the period that lie in one calendar month (UTC). */
type MonthSlice = { readonly from: number; readonly to: number; readonly hoursInMonth: number };

/** Pools whose use is stacked together. */
type UsageGroup = { readonly multipliers: readonly number[]; readonly pools: number[] };

function monthSlices({ period, hours, settings }: SustainedUseInput): readonly MonthSlice[] {
  const slices: MonthSlice[] = [];
  let from = 0;
  let month = monthOf(period.startMs);
  while (from < hours) {
    const { startMs, endMs } = monthPeriod(month);
    const to = Math.min(hours, Math.ceil((endMs - period.startMs) / MS_PER_HOUR));
    const hoursInMonth =
      settings.gcpMonthHours === 'calculator' ? HOURS_PER_MONTH : (endMs - startMs) / MS_PER_HOUR;
    slices.push({ from, to, hoursInMonth });
    from = to;
    month = addMonths(month, 1);
  }
  return slices;
}

function usageGroups({ pools, settings }: SustainedUseInput): readonly UsageGroup[] {
  const groups = new Map<string, UsageGroup>();
  pools.forEach(({ account, shape }, index) => {
    if (shape.kind !== 'gcp-resource') return;
    const group = sustainedUseGroup(shape.series, shape.resource);
    if (group === 'none') return;
    const place =
      settings.gcpSustainedUsePool === 'project-region'
        ? [shape.region, shape.series]
        : [shape.region, shape.zone, shape.series, shape.machineType];
    const key = JSON.stringify([account, shape.resource, ...place]);
    const found = groups.get(key);
    if (found) found.pools.push(index);
    else groups.set(key, { multipliers: SUSTAINED_USE_MULTIPLIERS[group], pools: [index] });
  });
  return [...groups.values()];
}

/** Sum of the uncovered use of some pools over some hours. */
function totalUsage(input: SustainedUseInput, indices: readonly number[], slice: MonthSlice): Float64Array {
  const total = new Float64Array(slice.to - slice.from);
  for (const index of indices) {
    const usage = input.uncovered[index];
    if (!usage) continue;
    for (let hour = slice.from; hour < slice.to; hour++) {
      const at = hour - slice.from;
      total[at] = (total[at] ?? 0) + (usage[hour] ?? 0);
    }
  }
  return total;
}

function sumOf(usage: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let hour = from; hour < to; hour++) sum += usage[hour] ?? 0;
  return sum;
}

/**
 * What an uncovered unit costs on average, as a share of its on-demand price, by index of the pool; 1 where no sustained
 * use discount applies or nothing is uncovered. Over several months it is the average over the pool's own units. Hours
 * of a month that lie outside the period count as unused: a period should hold whole months.
 */
export function sustainedUseMultipliers(input: SustainedUseInput): readonly number[] {
  const result = input.pools.map(() => 1);
  const slices = monthSlices(input);
  for (const { multipliers, pools } of usageGroups(input)) {
    const price = new Map(pools.map(index => [index, { full: 0, paid: 0 }]));
    for (const slice of slices) {
      const usage = totalUsage(input, pools, slice);
      const full = sumOf(usage, 0, usage.length);
      if (full <= 0) continue;
      // The two sums are taken in different orders: their rounding must not make anything dearer.
      const multiplier = Math.min(1, stackedPrice(usage, slice.hoursInMonth, multipliers) / full);
      for (const [index, sums] of price) {
        const units = sumOf(input.uncovered[index] ?? new Float64Array(), slice.from, slice.to);
        sums.full += units;
        sums.paid += units * multiplier;
      }
    }
    for (const [index, { full, paid }] of price) if (full > 0) result[index] = paid / full;
  }
  return result;
}
