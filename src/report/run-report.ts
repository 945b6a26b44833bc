/** A run and a score as data: what `--json` prints and every screen shows. */

import type {
  BusinessMetric,
  Chance,
  CommitmentKpis,
  FinanceOptions,
  Finding,
  WorkloadReliability,
} from '../engine/index.ts';
import {
  financeOf,
  ledgerOf,
  leverById,
  type MoveOutcome,
  pipelineOf,
  type ReliabilityRange,
  type Run,
  type Score,
  sum,
  toLedger,
  toText,
  unitCostsOf,
} from '../engine/index.ts';
import { assumptionsOf } from './assumptions.ts';
import { chanceReport } from './chance-report.ts';
import type { ScoreReport, SimulateReport, WorkloadReliabilityReport } from './contract.ts';
import { financeAssumptions, financeReport, unitCostsReport } from './finance-report.ts';
import { pointsOf } from './points.ts';

type Evaluation = WorkloadReliability['before'];
type Outcome = WorkloadReliability['outcomes']['before'];
type OutcomeReport = WorkloadReliabilityReport['outcomes']['before'];

function kpis({ unusedCost, ...shares }: CommitmentKpis) {
  return { ...shares, unusedCost: toText(toLedger(unusedCost)) };
}

function evaluation({
  windowDays,
  expectedBadMinutes,
  availability,
  budgetMinutes,
  budgetConsumed,
  breachProbability,
  quarterBreachProbability,
  expectedCost,
  topDriver,
  byClass,
  evidence,
}: Evaluation) {
  return {
    windowDays,
    expectedBadMinutes,
    availability,
    budgetMinutes,
    budgetConsumed,
    breachProbability,
    quarterBreachProbability,
    expectedCost: expectedCost === null ? null : toText(toLedger(expectedCost)),
    topDriver,
    byClass: byClass.map(each => ({ ...each })),
    evidence: { ...evidence },
  };
}

function outcome({ revenueAtRisk, blastRadius, ...rest }: Outcome): OutcomeReport {
  const money = (value: number) => toText(toLedger(value));
  return {
    badMinutes: { ...rest.badMinutes },
    recovery: { ...rest.recovery },
    dataLoss: rest.dataLoss && { ...rest.dataLoss },
    onCall: { ...rest.onCall },
    blastRadius: {
      byClass: blastRadius.byClass.map(each => ({ ...each })),
      widest: blastRadius.widest,
      dependents: [...blastRadius.dependents],
    },
    latency: rest.latency && { ...rest.latency },
    revenueAtRisk: revenueAtRisk && {
      mean: money(revenueAtRisk.mean),
      p90: money(revenueAtRisk.p90),
      cvar95: money(revenueAtRisk.cvar95),
    },
  };
}

/** Reliability of a run's workloads. */
export function reliabilityReport(run: Run): WorkloadReliabilityReport[] {
  return run.reliability.map(each => ({
    workload: each.workload,
    slo: each.slo,
    before: evaluation(each.before),
    after: evaluation(each.after),
    worst: { ...evaluation(each.worst), month: each.worst.month },
    moveIds: [...each.moveIds],
    outcomes: {
      before: outcome(each.outcomes.before),
      after: outcome(each.outcomes.after),
      delta: { ...each.outcomes.delta },
      evidence: each.outcomes.evidence && {
        ...each.outcomes.evidence,
        byConstant: each.outcomes.evidence.byConstant.map(constant => ({ ...constant })),
      },
    },
    effects: {
      byMove: each.effects.byMove.map(effect => ({ ...effect })),
      interactionBadMinutes: each.effects.interactionBadMinutes,
    },
    policy: each.policy.map(({ workload: _workload, ...result }) => ({
      ...result,
      moveIds: [...result.moveIds],
    })),
  }));
}

function moveReport(run: Run, move: MoveOutcome): SimulateReport['moves'][number] {
  const planned = run.plan.moves.find(({ id }) => id === move.moveId);
  return {
    moveId: move.moveId,
    leverId: move.leverId,
    title: leverById(move.leverId)?.meta.title ?? move.leverId,
    start: planned?.start ?? 1,
    owner: planned?.owner ?? null,
    begunMonth: move.begunMonth,
    doneMonth: move.doneMonth,
    effectMonth: move.effectMonth,
    fullMonth: move.fullMonth,
    status: move.status,
    savedPerMonth: toText(move.savedPerMonth),
    oneOffCost: toText(move.oneOffCost),
    effortDays: { ...move.effortDays },
    evidence: { ...move.evidence },
    applied: move.applied.map(({ resourceId, workload, why, evidence }) => ({
      resourceId,
      workload,
      why,
      evidence,
    })),
    skipped: move.skipped.map(each => ({ ...each })),
  };
}

/** What a run's report is asked for and needs besides the run. */
export type SimulateReportOptions = FinanceOptions & {
  /** A screen has no use for the ledger: tens of thousands of entries. */
  readonly withLedger?: boolean;
  readonly businessMetrics?: readonly BusinessMetric[];
  /** Of the business metrics: said with those of the run. */
  readonly findings?: readonly Finding[];
  /** What the plan leaves to chance, where runs were drawn. */
  readonly chance?: Chance;
};

/**
 * A run as data.
 * @param seed what the ranges are drawn with; kept so that the answer can be reproduced
 */
export function simulateReport(run: Run, seed: string, options: SimulateReportOptions = {}): SimulateReport {
  const { withLedger = true, businessMetrics = [], findings = [], chance = null } = options;
  const finance = financeOf(run, options);
  const unitCosts = unitCostsOf(run, businessMetrics);
  return {
    schema: 'trimtab/simulate/1',
    plan: run.plan.title,
    scenario: run.plan.scenario,
    seed,
    currency: run.currency,
    horizonMonths: run.horizonMonths,
    baseline: {
      month: run.referenceMonth,
      billedCost: toText(run.baseline.billedCost),
      recurringBilledCost: toText(run.baseline.recurringBilledCost),
      effectiveCost: toText(run.baseline.effectiveCost),
      modelFit: run.baseline.modelFit,
      commitments: kpis(run.baseline.commitments),
    },
    months: run.months.map(month => ({
      index: month.index,
      month: month.month,
      billedCost: toText(month.billedCost),
      effectiveCost: toText(month.effectiveCost),
      runRateCost: toText(month.runRateCost),
      savedCost: toText(run.baseline.effectiveCost.minus(month.effectiveCost)),
      forecastCost: toText(month.forecastCost),
      forecastBilledCost: toText(month.forecastBilledCost),
      savedAgainstForecast: toText(month.forecastCost.minus(month.effectiveCost)),
      workDays: month.workDays,
      capacityDays: month.capacityDays,
      events: [...month.events],
      activeMoveIds: [...month.activeMoveIds],
      commitments: kpis(month.commitments),
    })),
    ledger: (withLedger ? [...ledgerOf(run)] : []).map(entry => ({
      ...entry,
      amount: toText(entry.amount),
    })),
    moves: run.moves.map(move => moveReport(run, move)),
    pipeline: pipelineOf(run).map(({ stage, moves, reached, expected }) => ({
      stage,
      moves,
      reached: toText(reached),
      expected: toText(expected),
    })),
    chance: chance && chanceReport(chance),
    reliability: reliabilityReport(run),
    finance: financeReport(finance),
    unitCosts: unitCostsReport(unitCosts),
    assumptions: [
      ...assumptionsOf(run),
      ...financeAssumptions(finance, unitCosts, run.assumptions.costPerEngineerDay, run.currency),
    ],
    findings: [...run.findings, ...findings].map(each => ({ ...each })),
  };
}

/** A score as data. */
export function scoreReport(
  run: Run,
  judged: Score,
  seed: string,
  ranges: readonly ReliabilityRange[] = [],
): ScoreReport {
  const { target, uncertainty } = judged;
  const month = run.months[Math.min(target.byMonth, run.months.length) - 1];
  const draw = (value: number) => toText(toLedger(value));
  return {
    schema: 'trimtab/score/1',
    plan: run.plan.title,
    scenario: run.plan.scenario,
    seed,
    currency: run.currency,
    targetMet: judged.targetMet,
    amountReached: judged.amountReached,
    target: {
      byMonth: target.byMonth,
      month: month?.month ?? run.referenceMonth,
      basis: target.basis,
      against: run.plan.target.against ?? 'reference-month',
      baselineCost: toText(target.baselineCost),
      allowedCost: toText(target.allowedCost),
      reachedCost: toText(target.reachedCost),
      margin: toText(target.margin),
    },
    savedPerMonth: toText(judged.savedPerMonth),
    savedFraction: judged.savedFraction,
    range: { p10: draw(uncertainty.p10), p50: draw(uncertainty.p50), p90: draw(uncertainty.p90) },
    probabilityOfTarget: uncertainty.probabilityOfTarget,
    chance: judged.chance && chanceReport(judged.chance),
    effortDays: { ...judged.effortDays },
    moves: run.moves.map(move => {
      const { applied, skipped, ...rest } = moveReport(run, move);
      return { ...rest, appliedCount: applied.length, skippedCount: skipped.length };
    }),
    reliability: reliabilityReport(run),
    reliabilityRanges: ranges.map(each => ({ ...each })),
    guardrails: run.reliability.flatMap(({ workload, guardrails }) =>
      guardrails.map(result => ({ workload, ...result })),
    ),
    mistakes: judged.mistakes.map(mistake => ({ ...mistake, moveIds: [...mistake.moveIds] })),
    remarks: judged.remarks.map(remark => ({ ...remark, moveIds: [...remark.moveIds] })),
    points: pointsOf(run, judged),
    assumptions: [...assumptionsOf(run), uncertainty.assumption],
    findings: run.findings.map(each => ({ ...each })),
  };
}

/** Savings of a month by lever and workload: the waterfall's numbers. */
export function waterfallOf(
  run: Run,
  monthIndex: number,
): { readonly moveId: string; readonly leverId: string; readonly amount: string }[] {
  const month = run.months[monthIndex - 1];
  return run.moves.flatMap(({ moveId, leverId }) => {
    const amounts =
      month?.changes.filter(change => change.moveId === moveId).map(({ amount }) => amount) ?? [];
    return amounts.length === 0 ? [] : [{ moveId, leverId, amount: toText(sum(amounts)) }];
  });
}
