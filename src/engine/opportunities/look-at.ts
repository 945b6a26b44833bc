/** Looks at one lever on one workload: what it would save on what the plan leaves, what it takes, what it risks. */

import type { Estate } from '../estate/estate.ts';
import { type Evidence, type Lever, meanOf } from '../lever.ts';
import type { Plan } from '../plan.ts';
import { type AppliedFinding, applyMove } from '../simulate/apply-move.ts';
import { type Baseline, costOf, type EstateCost } from '../simulate/model-cost.ts';
import type { Step } from '../simulate/play-moves.ts';
import type { ReliabilityModel } from '../simulate/reliability-of-run.ts';
import { type Candidate, moveFor } from './candidates.ts';
import type { Opportunity } from './opportunity.ts';
import { reliabilityChange } from './reliability-change.ts';

/** Evidence of a list of findings, counted. */
function evidenceCounts(applied: readonly AppliedFinding[]): Record<Evidence, number> {
  const counts = { measured: 0, inferred: 0, assumed: 0 };
  for (const { evidence } of applied) counts[evidence]++;
  return counts;
}

/** Range of a saving whose findings are of mixed evidence: shares of the estimates, weighted by count. */
function rangeOf(lever: Lever, saved: number, counts: Record<Evidence, number>): Opportunity['range'] {
  const total = counts.measured + counts.inferred + counts.assumed;
  const mix = (pick: (evidence: Evidence) => number) =>
    total === 0
      ? 0
      : (['measured', 'inferred', 'assumed'] as const).reduce(
          (all, evidence) => all + (pick(evidence) * counts[evidence]) / total,
          0,
        );
  const { realization } = lever.meta;
  return {
    low: saved * mix(evidence => realization[evidence].low),
    expected: saved * mix(evidence => meanOf(realization[evidence])),
    high: saved * mix(evidence => realization[evidence].high),
  };
}

/** What the plan leaves, and what it took to get there. */
export type Residual = {
  readonly baseline: Baseline;
  readonly estate: Estate;
  readonly cost: EstateCost;
  readonly steps: readonly Step[];
};

/** Nobody judges the whole estate by one objective. */
const NO_WORKLOAD = { addedBadMinutes: null, addedBreachProbability: null, budgetShare: null, breaks: [] };

/** Looks at one candidate; null where the lever fits nothing. */
export function lookAt(
  candidate: Candidate,
  plan: Plan,
  residual: Residual,
  model: ReliabilityModel,
): Opportunity | null {
  const { baseline, estate, cost, steps } = residual;
  const { lever, workload } = candidate;
  const declared = estate.workloads.find(({ name }) => name === workload);
  const move = moveFor(candidate, declared?.owner ?? null);
  const result = applyMove(estate, move, lever, plan.guardrails, baseline.rates);
  if (result.applied.length === 0) return null;
  const after = costOf(result.estate, baseline);
  const savedPerMonth = cost.effective.minus(after.effective);
  const counts = evidenceCounts(result.applied);
  const touched = new Set(result.applied.map(applied => applied.workload)).size;
  const { effortDays } = lever.meta;
  return {
    id: move.id,
    leverId: lever.meta.id,
    workload,
    applied: result.applied,
    skipped: result.skipped,
    savedPerMonth,
    range: rangeOf(lever, Number(savedPerMonth), counts),
    evidence: counts,
    effortDays: {
      low: effortDays.low * touched,
      mean: meanOf(effortDays) * touched,
      high: effortDays.high * touched,
    },
    ...(declared
      ? reliabilityChange(declared, steps, { move, lever, result, cost: after, changes: [] }, plan, model)
      : NO_WORKLOAD),
    move,
    purchase: null,
  };
}
