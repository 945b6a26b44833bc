/** The exact best size of a commitment to spend, on usage that nothing covers yet. */

import { assert } from '../../assert.ts';
import { createDemandStack, isConvex } from './demand-stack.ts';
import { createLevelCurve, type LevelCurve } from './level.ts';
import { type DemandScenario, scenarioMargin } from './scenario.ts';

/** Plans are bought in steps of a tenth of a cent an hour (AWS, "What are Savings Plans": $0.001 to $5,000 a plan). */
export const COMMITMENT_STEP_PER_HOUR = 0.001;

/** Gains this close to 1 are 1: sums over thousands of hours are not exact. */
const ROUNDING = 1e-12;
/** Part of a step by which a level may miss it and still count as reaching it. */
const STEP_ROUNDING = 1e-9;

/** Rounds a level down to whole steps of a purchase: one step too much may cost more than it saves. */
export function roundDownToStep(level: number, step: number): number {
  assert(step > 0, 'a step is more than 0');
  return Number((Math.floor((level / step) * (1 + ROUNDING) + STEP_ROUNDING) * step).toFixed(9));
}

/** Rounds a level up to whole steps of a purchase. */
export function roundUpToStep(level: number, step: number): number {
  assert(step > 0, 'a step is more than 0');
  return Number((Math.ceil((level / step) * (1 - ROUNDING) - STEP_ROUNDING) * step).toFixed(9));
}

/**
 * The value below or at which a share of the weight lies: the smallest value with `weight(<= value) >= share x total`.
 * Without weights that is the sorted value at index ceil(share x n) - 1.
 * @param weights one for each value, >= 0; null: equal
 */
export function weightedQuantile(
  values: ArrayLike<number>,
  share: number,
  weights: ArrayLike<number> | null = null,
): number {
  if (values.length === 0) return 0;
  if (weights === null) {
    const sorted = Float64Array.from(values).sort();
    const index = Math.ceil(share * sorted.length * (1 - ROUNDING)) - 1;
    return sorted[Math.min(Math.max(index, 0), sorted.length - 1)] ?? 0;
  }
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i] ?? 0;
  let below = 0;
  for (const i of order) {
    below += weights[i] ?? 0;
    if (below >= share * total * (1 - ROUNDING) && below > 0) return values[i] ?? 0;
  }
  return values[order[order.length - 1] ?? 0] ?? 0;
}

/**
 * The optimum for one discount on everything: the discount-quantile of hourly usage at commitment rates (the newsvendor
 * solution, doi 10.1177/10591478241251614). Read: the level that more than 1 - discount of the hours use.
 * @param demandPerHour usage of each hour at commitment rates
 */
export function uniformOptimum(
  demandPerHour: ArrayLike<number>,
  discount: number,
  weights: ArrayLike<number> | null = null,
): number {
  return discount <= 0 ? 0 : weightedQuantile(demandPerHour, discount, weights);
}

/** What the next committed unit of money replaces on average over the scenarios, and where that changes. */
function pooledMargin(scenarios: readonly DemandScenario[], totalWeight: number, level: number) {
  let gain = 0;
  let bendBelow = 0;
  let bendAbove = Infinity;
  for (const scenario of scenarios) {
    const margin = scenarioMargin(scenario, level);
    gain += (scenario.weight / totalWeight) * margin.gain;
    bendBelow = Math.max(bendBelow, margin.bendBelow);
    bendAbove = Math.min(bendAbove, margin.bendAbove);
  }
  return { pays: gain > 1 + ROUNDING, bendBelow, bendAbove };
}

/**
 * The level that costs least over weighted scenarios (mean cost of an hour, weighted). Cost is convex in the level, so this
 * is the smallest level whose next committed unit of money replaces no more than itself:
 * `mean of 1{level < stack} / (1 - discount reached) <= 1`. The search halves, and ends on a height of some hour's stack.
 */
export function optimalScenarioLevel(scenarios: readonly DemandScenario[]): number {
  const weighed = scenarios.filter(({ weight }) => weight > 0);
  const totalWeight = weighed.reduce((sum, { weight }) => sum + weight, 0);
  if (totalWeight <= 0) return 0;
  assert(
    weighed.every(({ curve }) => isConvex(curve.stack)),
    'a level is searched on stacks ordered by saving',
  );
  if (!pooledMargin(weighed, totalWeight, 0).pays) return 0;
  let low = 0;
  let high = Math.max(...weighed.map(({ curve, usageFactor }) => curve.highestLevel * usageFactor));
  for (;;) {
    const middle = low + (high - low) / 2;
    // Floats of this size lie no closer together.
    if (middle <= low || middle >= high) return high;
    const margin = pooledMargin(weighed, totalWeight, middle);
    if (margin.pays) {
      if (margin.bendAbove >= high) return high;
      if (!pooledMargin(weighed, totalWeight, margin.bendAbove).pays) return margin.bendAbove;
      low = margin.bendAbove;
    } else {
      high = margin.bendBelow > low ? margin.bendBelow : middle;
    }
  }
}

/** The level of one curve that costs least: see `optimalScenarioLevel`. The smallest where several cost the same. */
export function optimalLevel(curve: LevelCurve): number {
  return optimalScenarioLevel([{ id: 'demand', curve, usageFactor: 1, weight: 1 }]);
}

/** Usage that a plan may cover, with the plan's rate for it. */
export type PlanCandidate = {
  readonly usage: {
    readonly id: string;
    readonly onDemandRate: number;
    /** Units in each hour. */
    readonly quantities: Float64Array;
  };
  /** Price per unit under the plan; null where the plan does not apply. */
  readonly rate: number | null;
};

/**
 * The commitment that saves most over these hours.
 * @returns money an hour, rounded down to the step of a purchase; 0 when no commitment saves anything
 */
export function optimalCommitment(hours: number, candidates: readonly PlanCandidate[]): number {
  const rows = candidates.map(({ usage, rate }) => ({
    id: usage.id,
    onDemandRate: usage.onDemandRate,
    planRate: rate,
    quantities: usage.quantities,
  }));
  const curve = createLevelCurve(createDemandStack(hours, rows));
  return roundDownToStep(optimalLevel(curve), COMMITMENT_STEP_PER_HOUR);
}
