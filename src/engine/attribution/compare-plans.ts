/** Two plans on the same estate: what the second costs, risks and asks for beyond the first, change by change. */

import { assert } from '../assert.ts';
import { type Decimal, sum } from '../money.ts';
import type { Plan } from '../plan.ts';
import { type Score, score } from '../score.ts';
import type { Run } from '../simulate/run.ts';
import type { Simulator } from '../simulate/simulate.ts';
import { type PlanChange, planChanges } from './plan-changes.ts';

/** What a run costs, in the bill's currency. */
export type RunMoney = {
  /** Run-rate effective cost of the month that is compared. */
  readonly runRateCost: Decimal;
  /** As invoiced, and amortised, over all months; one-off charges included. */
  readonly cumulativeCash: Decimal;
  readonly cumulativeEffectiveCost: Decimal;
  readonly oneOffCost: Decimal;
};

/** A plan, played and judged. */
export type ComparedPlan = { readonly run: Run; readonly score: Score; readonly money: RunMoney };

/** A change and its effect on top of the changes before it. */
export type ChangeEffect = { readonly change: PlanChange; readonly money: RunMoney };

/** Two plans compared. The effects of the changes add up to the difference. */
export type PlanComparison = {
  /** Month of the run, from 1: the target's of the second plan. */
  readonly index: number;
  readonly horizonMonths: number;
  readonly a: ComparedPlan;
  readonly b: ComparedPlan;
  /** b - a. */
  readonly difference: RunMoney;
  readonly changes: readonly ChangeEffect[];
};

/** Plays change by change, so that a caller can show progress and stop. */
export type ComparisonSearch = {
  readonly total: number;
  next(): { readonly done: number } | null;
  /** The answer, when `next` has given null. */
  found(): PlanComparison;
};

/** How to compare. */
export type ComparisonOptions = {
  readonly horizonMonths: number;
  /** Of the range of the savings. */
  readonly seed: number | string;
  readonly runs: number;
};

function moneyOf({ months, baseline }: Run, index: number): RunMoney {
  return {
    runRateCost: months[index - 1]?.runRateCost ?? baseline.effectiveCost,
    cumulativeCash: sum(months.map(({ billedCost }) => billedCost)),
    cumulativeEffectiveCost: sum(months.map(({ effectiveCost }) => effectiveCost)),
    oneOffCost: sum(months.flatMap(({ oneOff }) => oneOff.map(({ amount }) => amount))),
  };
}

function minus(b: RunMoney, a: RunMoney): RunMoney {
  return {
    runRateCost: b.runRateCost.minus(a.runRateCost),
    cumulativeCash: b.cumulativeCash.minus(a.cumulativeCash),
    cumulativeEffectiveCost: b.cumulativeEffectiveCost.minus(a.cumulativeEffectiveCost),
    oneOffCost: b.oneOffCost.minus(a.oneOffCost),
  };
}

/** Starts to compare two plans. */
export function comparePlans(
  simulator: Simulator,
  a: Plan,
  b: Plan,
  options: ComparisonOptions,
): ComparisonSearch {
  const { horizonMonths } = options;
  const index = Math.min(b.target.byMonth, horizonMonths);
  const changes = planChanges(a, b);
  const last = changes.at(-1)?.plan;
  assert(last === undefined || last.moves.length === b.moves.length, 'the changes lead to the second plan');
  const runs: Run[] = [];
  const plans = [a, ...changes.map(({ plan }) => plan)];
  return {
    total: plans.length,
    next: () => {
      const plan = plans[runs.length];
      if (!plan) return null;
      runs.push(simulator.run(plan, { horizonMonths }));
      return { done: runs.length };
    },
    found: () => {
      const played = runs.map(run => ({ run, money: moneyOf(run, index) }));
      const [first, final] = [played[0], played.at(-1)];
      assert(first && final && played.length === plans.length, 'the answer is read when all steps are done');
      const judged = (each: { readonly run: Run; readonly money: RunMoney }): ComparedPlan => ({
        ...each,
        score: score(each.run, options),
      });
      return {
        index,
        horizonMonths,
        a: judged(first),
        b: judged(final),
        difference: minus(final.money, first.money),
        changes: changes.flatMap((change, at) => {
          const [before, after] = [played[at], played[at + 1]];
          return before && after ? [{ change, money: minus(after.money, before.money) }] : [];
        }),
      };
    },
  };
}
