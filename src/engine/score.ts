/** Judges a run: is the target met, what is put at risk, what was done in the wrong order. */

import { type Uncertainty, uncertaintyFrom, uncertaintyOf } from './chance/range-of-run.ts';
import type { Chance } from './chance/summarise.ts';
import { findMistakes, findRemarks } from './mistakes/find-mistakes.ts';
import type { Mistake } from './mistakes/mistake.ts';
import { createReplay } from './mistakes/replay.ts';
import type { Decimal } from './money.ts';
import type { Run, WorkloadReliability } from './simulate/run.ts';
import type { Simulator } from './simulate/simulate.ts';
import { targetCostOf } from './target-cost.ts';

/** A guardrail that the plan breaks. */
export type BrokenGuardrail = {
  readonly workload: string;
  readonly rule: string;
  readonly message: string;
  readonly source: string;
};

/** The judgement. Amounts are a month, in the run's currency. */
export type Score = {
  /** Met means: the amount is reached and no guardrail is broken. */
  readonly targetMet: boolean;
  /** The amount alone. */
  readonly amountReached: boolean;
  readonly target: {
    readonly byMonth: number;
    readonly basis: 'run-rate' | 'cash';
    /** Of the reference month, or of the target month without the plan, as the target says. */
    readonly baselineCost: Decimal;
    /** What the month may cost at most. */
    readonly allowedCost: Decimal;
    readonly reachedCost: Decimal;
    /** allowedCost - reachedCost: positive when there is room, negative when it is missed by so much. */
    readonly margin: Decimal;
  };
  readonly savedPerMonth: Decimal;
  /** Of the baseline, 0..1. */
  readonly savedFraction: number;
  readonly uncertainty: Uncertainty;
  /** Null: only the range of the saving was asked for. */
  readonly chance: Chance | null;
  readonly effortDays: { readonly low: number; readonly mean: number; readonly high: number };
  readonly reliability: readonly WorkloadReliability[];
  readonly brokenGuardrails: readonly BrokenGuardrail[];
  readonly mistakes: readonly Mistake[];
  /** Worth knowing, and no mistake by itself. */
  readonly remarks: readonly Mistake[];
};

function brokenGuardrails(run: Run): BrokenGuardrail[] {
  return run.reliability.flatMap(({ workload, guardrails }) =>
    guardrails.flatMap(({ allowed, rule, message, source }) =>
      allowed === false ? [{ workload, rule, message, source }] : [],
    ),
  );
}

/**
 * Scores a run against its own plan's target and guardrails.
 * @param options `seed` and `runs` of the range of the saving, or its `chance` in full; `simulator` the one that played the run, for the mistakes that
 * show only when a plan is played again
 */
export function score(
  run: Run,
  options: {
    readonly seed: number | string;
    readonly runs: number;
    readonly simulator?: Simulator;
    readonly chance?: Chance;
  },
): Score {
  const { byMonth } = run.plan.target;
  const { basis, baselineCost, allowedCost: allowed, reachedCost } = targetCostOf(run);
  const savedPerMonth = baselineCost.minus(reachedCost);
  const broken = brokenGuardrails(run);
  const { simulator, chance = null, seed, runs } = options;
  const workloads = simulator?.baseline.estate.workloads ?? [];
  const context = { replay: simulator ? createReplay(simulator, run) : null, allowedCost: allowed };
  const amountReached = reachedCost.lessThanOrEqualTo(allowed);
  const effort = (pick: 'low' | 'mean' | 'high') =>
    run.moves.reduce((total, move) => total + move.effortDays[pick], 0);
  return {
    targetMet: amountReached && broken.length === 0,
    amountReached,
    target: {
      byMonth,
      basis,
      baselineCost,
      allowedCost: allowed,
      reachedCost,
      margin: allowed.minus(reachedCost),
    },
    savedPerMonth,
    savedFraction: baselineCost.isZero() ? 0 : Number(savedPerMonth.div(baselineCost)),
    uncertainty: chance ? uncertaintyFrom(chance) : uncertaintyOf(run, { seed, runs, workloads }),
    chance,
    effortDays: { low: effort('low'), mean: effort('mean'), high: effort('high') },
    reliability: run.reliability,
    brokenGuardrails: broken,
    mistakes: findMistakes(run, context),
    remarks: findRemarks(run, context),
  };
}
