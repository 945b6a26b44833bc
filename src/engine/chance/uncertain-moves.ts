/** What is uncertain about each move of a run, read off the run. */

import { MONTHS_PER_YEAR } from '../calendar.ts';
import { upfrontFee } from '../commitments/fees.ts';
import { ADOPTION_STAGES, DEFAULT_DELIVERY, rampShare } from '../delivery.ts';
import type { Workload } from '../estate/workload.ts';
import { type Estimate, type Lever, meanOf } from '../lever.ts';
import { leverById } from '../levers/index.ts';
import type { MoveOutcome, Run } from '../simulate/run.ts';
import { ASSUMED_FAILURE, ASSUMED_SLIP_MONTHS, certain, evidenceOf, RATE_STAGES } from './quantities.ts';
import type { FailingPart, UncertainMove } from './surrogate.ts';

/** What a run does not tell. */
export type RunContext = {
  readonly workloads: readonly Workload[];
  /** Engineer-days that the run's schedule counts with, by move. */
  readonly effortDays: ReadonlyMap<string, number>;
};

/** Nothing but the run is known. */
export const RUN_ALONE: RunContext = { workloads: [], effortDays: new Map() };

/** How often a change of a workload has to be rolled back: as declared, where it deploys at all. */
export function failureOf(workload: Workload | undefined): Estimate {
  const { deploysPerMonth = 0, changeFailureRate = 0 } = workload?.operations ?? {};
  const isDeclared = deploysPerMonth > 0 && changeFailureRate >= 0 && changeFailureRate <= 1;
  return isDeclared ? certain(changeFailureRate) : ASSUMED_FAILURE;
}

/** Saving of a move by workload in the month it is judged in; nothing where it costs. */
function savedByWorkload(run: Run, moveId: string, at: number): Map<string, number> {
  const saved = new Map<string, number>();
  for (const { moveId: id, workload, amount } of run.months[at]?.changes ?? []) {
    if (id === moveId) saved.set(workload, (saved.get(workload) ?? 0) - Number(amount));
  }
  return saved;
}

/**
 * Parts of a move that can fail: workloads in which a system is changed, which the lever says by a change event. A purchase
 * touches no system. The riskiest event of a workload counts: a rollout is one change.
 */
function failingParts(
  run: Run,
  move: MoveOutcome,
  at: number,
  workloads: readonly Workload[],
): FailingPart[] {
  const multipliers = new Map<string, number>();
  for (const { workload, risks } of move.applied) {
    for (const risk of risks) {
      if (risk.kind !== 'change-event') continue;
      multipliers.set(workload, Math.max(risk.multiplier, multipliers.get(workload) ?? 0));
    }
  }
  const saved = savedByWorkload(run, move.moveId, at);
  const touched = new Set(move.applied.map(({ workload }) => workload));
  const gainOf = (workload: string) => Math.max(0, saved.get(workload) ?? 0);
  const total = [...touched].reduce((sum, workload) => sum + gainOf(workload), 0);
  return [...multipliers].map(([workload, multiplier]) => ({
    workload,
    multiplier,
    share: total > 0 ? gainOf(workload) / total : 1 / touched.size,
    probability: failureOf(workloads.find(({ name }) => name === workload)),
  }));
}

/** What comes once, by month since the effect. */
function onceOf(
  run: Run,
  { moveId, effectMonth }: MoveOutcome,
): Pick<UncertainMove, 'once' | 'onceFrom' | 'fees'> {
  const months = run.months.length;
  const nothing = { once: new Float64Array(0), onceFrom: 0, fees: new Float64Array(0) };
  if (effectMonth === null) return nothing;
  const onceFrom = 1 - effectMonth;
  const once = new Float64Array(months);
  const fees = new Float64Array(months);
  run.months.forEach(({ oneOff }, at) => {
    for (const { moveId: id, amount } of oneOff)
      if (id === moveId) once[at] = (once[at] ?? 0) + Number(amount);
  });
  for (const bought of purchasesOf(run, moveId)) {
    const term = (bought.termYears ?? 1) * MONTHS_PER_YEAR;
    for (let at = effectMonth - 1; at < months; at += term) fees[at] = (fees[at] ?? 0) + upfrontFee(bought);
  }
  fees.forEach((fee, at) => {
    once[at] = (once[at] ?? 0) + fee;
  });
  return once.some(amount => amount !== 0) ? { once, onceFrom, fees } : nothing;
}

/** Commitments that a move buys; several are numbered. */
export function purchasesOf(run: Run, moveId: string): Run['purchases'] {
  return run.purchases.filter(
    ({ id }) => id === moveId || (/^-\d+$/.test(id.slice(moveId.length)) && id.startsWith(moveId)),
  );
}

function effortOf(
  { moveId, applied }: MoveOutcome,
  stated: number | null,
  lever: Lever | null,
  effortDays: RunContext['effortDays'],
): Pick<UncertainMove, 'effortDays' | 'touched'> {
  if (stated !== null || lever === null)
    return { effortDays: { ...certain(stated ?? 0), planned: stated ?? 0 }, touched: 1 };
  const estimate = lever.meta.effortDays;
  const mean = meanOf(estimate);
  const scheduled = effortDays.get(moveId);
  const touched = new Set(applied.map(({ workload }) => workload)).size;
  return {
    effortDays: { ...estimate, planned: mean },
    touched: scheduled !== undefined && mean > 0 ? Math.round(scheduled / mean) : touched,
  };
}

/** The moves of a run, in the order of application. @param at place of the target's month */
export function uncertainMoves(run: Run, at: number, { workloads, effortDays }: RunContext): UncertainMove[] {
  return run.moves.map((outcome): UncertainMove => {
    const move = run.plan.moves.find(({ id }) => id === outcome.moveId);
    const delivery = move?.delivery ?? DEFAULT_DELIVERY;
    const lever = leverById(outcome.leverId);
    const reached = ADOPTION_STAGES.indexOf(outcome.status);
    return {
      id: outcome.moveId,
      ratesAhead: RATE_STAGES.flatMap((stage, place) =>
        ADOPTION_STAGES.indexOf(stage) > reached ? [place] : [],
      ),
      slipMonths: ASSUMED_SLIP_MONTHS,
      shareRealised: lever?.meta.realization[evidenceOf(outcome)] ?? certain(1),
      ...effortOf(outcome, delivery.effortDays, lever, effortDays),
      failing: failingParts(run, outcome, at, workloads),
      effectMonth: outcome.effectMonth,
      doneMonth: outcome.doneMonth,
      ramp: Float64Array.from({ length: lever?.target === 'estate' ? 1 : delivery.rampMonths }, (_, since) =>
        rampShare(lever?.target === 'estate' ? DEFAULT_DELIVERY : delivery, since),
      ),
      ...onceOf(run, outcome),
    };
  });
}
