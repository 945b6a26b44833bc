/** What a plan's target asks for in its month: measured against what, and how much the month may cost. */

import { targetFraction } from './forecast/inject.ts';
import { type Decimal, decimal } from './money.ts';
import type { Run, RunMonth } from './simulate/run.ts';

/** A target in money. Amounts are a month, in the run's currency. */
export type TargetCost = {
  /** Month of the run that is judged, from 1: the last one where the run ends earlier. */
  readonly index: number;
  readonly basis: 'run-rate' | 'cash';
  readonly against: 'reference-month' | 'forecast';
  readonly baselineCost: Decimal;
  /** What the month may cost at most. */
  readonly allowedCost: Decimal;
  readonly reachedCost: Decimal;
  /** Share of the baseline to be saved, 0..1; null for a target that is an amount. */
  readonly fraction: Decimal | null;
};

function baselineOf(run: Run, month: RunMonth | undefined): Decimal {
  const { basis, against } = run.plan.target;
  if (against === 'forecast' && month)
    return basis === 'run-rate' ? month.forecastCost : month.forecastBilledCost;
  return basis === 'run-rate' ? run.baseline.effectiveCost : run.baseline.recurringBilledCost;
}

/** The target of a run's plan. An event that changes the target replaces the plan's own goal from its month on. */
export function targetCostOf(run: Run): TargetCost {
  const { goal, byMonth, basis, against = 'reference-month' } = run.plan.target;
  const index = Math.max(1, Math.min(byMonth, run.months.length));
  const month = run.months[index - 1];
  const baselineCost = baselineOf(run, month);
  const changed = targetFraction(run.assumptions.injects, run.referenceMonth, index);
  const planned = goal.kind === 'reduce-by' ? goal.fraction : null;
  const asked = changed ?? planned;
  const fraction = asked === null ? null : decimal(asked);
  const amount = goal.kind === 'reduce-to' ? decimal(goal.amount) : baselineCost;
  const reachedCost = basis === 'run-rate' ? month?.runRateCost : month?.billedCost;
  return {
    index,
    basis,
    against,
    baselineCost,
    allowedCost: fraction === null ? amount : baselineCost.times(decimal(1).minus(fraction)),
    reachedCost: reachedCost ?? baselineCost,
    fraction,
  };
}
