/** A plan under every stress case, one after the other: what is left of its saving, its commitments and its budgets. */

import { assert } from '../assert.ts';
import { targetFraction } from '../forecast/inject.ts';
import { type Decimal, decimal } from '../money.ts';
import type { Plan } from '../plan.ts';
import { applyRisk } from '../reliability/index.ts';
import { minutesOfZoneOutage } from '../reliability/zone-outage.ts';
import { lastingOf } from '../simulate/risks-of-step.ts';
import type { Run, RunMonth } from '../simulate/run.ts';
import { allowedMoves, type Simulator } from '../simulate/simulate.ts';
import { STRESS_CASES, type StressCase } from './stress-case.ts';

/** A workload when a zone fails, minutes. */
export type ZoneOutage = {
  readonly workload: string;
  readonly before: number;
  readonly after: number;
  /** Null without an objective. */
  readonly budgetMinutes: number | null;
};

/** One month under a case. Money is a month, in the bill's currency. */
export type StressMonth = {
  readonly index: number;
  /** What the month would cost without the plan, and with it. */
  readonly forecastCost: Decimal;
  readonly runRateCost: Decimal;
  /** Of the bill of the reference month, and of what the month would cost without the plan; shares. */
  readonly savedOfBill: number;
  readonly savedOfForecast: number;
  readonly unusedCommitmentCost: number;
  readonly commitmentUtilization: number | null;
  readonly effectiveSavingsRate: number | null;
};

/** What a case leaves of a plan. */
export type StressOutcome = {
  /** Null: nothing happens, the plan as it is. */
  readonly stress: Pick<StressCase, 'id' | 'title' | 'detail'> | null;
  readonly target: StressMonth;
  /** The last month: what was bought before shows there what it is worth. */
  readonly end: StressMonth;
  /** Share that is asked for; null: the target is an amount. */
  readonly askedFor: number | null;
  readonly amountReached: boolean;
  /** Month from 1 in which the last move takes effect; null: one never does. */
  readonly lastEffectMonth: number | null;
  readonly worstBreachProbability: number | null;
  /** Workloads that a zone outage hurts; empty in every other case. */
  readonly zoneOutage: readonly ZoneOutage[];
};

/** Looks at the cases one by one, so that a command can show progress and stop. */
export type StressSearch = {
  readonly total: number;
  /** Plays the next case, first the plan as it is; null when done. */
  next(): { readonly done: number } | null;
  /** What was played so far. */
  found(): readonly StressOutcome[];
};

function zoneOutages(simulator: Simulator, plan: Plan): ZoneOutage[] {
  const { player, worlds, reliability } = simulator;
  const state = player.play(allowedMoves(plan), plan.guardrails, worlds.bill, new Map());
  const used = new Set(worlds.bill.estate.resources.map(({ workload }) => workload));
  return worlds.bill.estate.workloads
    .filter(({ name }) => used.has(name))
    .map(workload => {
      const before = reliability.availability(workload);
      const lasting = state.steps.flatMap(step => lastingOf(step, workload.name));
      return {
        workload: workload.name,
        before: minutesOfZoneOutage(before),
        after: minutesOfZoneOutage(applyRisk(before, lasting)),
        budgetMinutes: reliability.evaluate(workload, [], []).budgetMinutes,
      };
    })
    .filter(({ before, after }) => before > 0 || after > 0);
}

function askedFor({ plan, assumptions, referenceMonth }: Run): number | null {
  const stated = plan.target.goal.kind === 'reduce-by' ? plan.target.goal.fraction : null;
  return targetFraction(assumptions.injects, referenceMonth, plan.target.byMonth) ?? stated;
}

function monthOf({ baseline }: Run, month: RunMonth): StressMonth {
  const { index, forecastCost, runRateCost, commitments } = month;
  const share = (amount: Decimal, of: Decimal) => (of.isZero() ? 0 : Number(amount.div(of)));
  return {
    index,
    forecastCost,
    runRateCost,
    savedOfBill: share(baseline.effectiveCost.minus(runRateCost), baseline.effectiveCost),
    savedOfForecast: share(forecastCost.minus(runRateCost), forecastCost),
    unusedCommitmentCost: commitments.unusedCost,
    commitmentUtilization: commitments.commitmentUtilization,
    effectiveSavingsRate: commitments.effectiveSavingsRate,
  };
}

/** What the target month may cost; in cash or run-rate as the plan is judged. */
function isReached(run: Run, month: RunMonth, asked: number | null): boolean {
  const { goal, basis, against } = run.plan.target;
  const isCash = basis === 'cash';
  const reached = isCash ? month.billedCost : month.runRateCost;
  if (asked === null) return goal.kind === 'reduce-to' && reached.lessThanOrEqualTo(decimal(goal.amount));
  const bill = isCash ? run.baseline.recurringBilledCost : run.baseline.effectiveCost;
  const forecast = isCash ? month.forecastBilledCost : month.forecastCost;
  return reached.lessThanOrEqualTo((against === 'forecast' ? forecast : bill).times(decimal(1).minus(asked)));
}

function outcomeOf(run: Run, stress: StressCase | null, zoneOutage: readonly ZoneOutage[]): StressOutcome {
  const target = run.months[Math.min(run.plan.target.byMonth, run.months.length) - 1];
  const end = run.months.at(-1);
  assert(target && end, 'a run has months');
  const asked = askedFor(run);
  const effects = run.moves.map(({ effectMonth }) => effectMonth);
  const breaches = run.reliability.flatMap(({ worst }) => worst.breachProbability ?? []);
  return {
    stress: stress && { id: stress.id, title: stress.title, detail: stress.detail },
    target: monthOf(run, target),
    end: monthOf(run, end),
    askedFor: asked,
    amountReached: isReached(run, target, asked),
    lastEffectMonth: effects.includes(null) ? null : Math.max(0, ...effects.map(effect => effect ?? 0)),
    worstBreachProbability: breaches.length === 0 ? null : Math.max(...breaches),
    zoneOutage,
  };
}

/**
 * Plays a plan as it is and under stress cases.
 * @param ids cases to play; left out: all
 */
export function stressPlan(
  simulator: Simulator,
  plan: Plan,
  horizonMonths: number,
  ids?: readonly string[],
): StressSearch {
  const normal = { plan, assumptions: simulator.assumptionsOf(plan) };
  const cases = STRESS_CASES.filter(({ id }) => ids === undefined || ids.includes(id));
  const all: (StressCase | null)[] = [null, ...cases];
  const outcomes: StressOutcome[] = [];
  return {
    total: all.length,
    next: () => {
      const stress = all[outcomes.length];
      if (stress === undefined) return null;
      const stressed = stress === null ? normal : stress.change(normal);
      const run = simulator.run(stressed.plan, { horizonMonths, assumptions: stressed.assumptions });
      const outages = stress?.id === 'zone-outage' ? zoneOutages(simulator, plan) : [];
      outcomes.push(outcomeOf(run, stress, outages));
      return { done: outcomes.length };
    },
    found: () => outcomes,
  };
}
