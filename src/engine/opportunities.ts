/** What could still be done: every lever on every workload of the estate that a plan leaves, priced and ranked. */

import type { Estate } from './estate/estate.ts';
import { type Evidence, type Lever, meanOf } from './lever.ts';
import { defaultParams } from './lever-params.ts';
import { LEVERS } from './levers/index.ts';
import { type Decimal, sum } from './money.ts';
import { type Move, type Plan, WHOLE_ESTATE } from './plan.ts';
import { type PurchaseOutlook, purchaseOutlook } from './purchase-outlook.ts';
import { type AppliedFinding, applyMove, type Skipped } from './simulate/apply-move.ts';
import { type Baseline, costOf, type EstateCost } from './simulate/model-cost.ts';
import type { Step } from './simulate/play-moves.ts';
import { type ReliabilityModel, risksOf } from './simulate/reliability-of-run.ts';
import { allowedMoves, type Simulator } from './simulate/simulate.ts';
import { compareText } from './text-order.ts';

/** A lever that fits a workload. Amounts are effective cost a month, in the bill's currency. */
export type Opportunity = {
  readonly id: string;
  readonly leverId: string;
  /** Null for a lever that acts on the whole estate. */
  readonly workload: string | null;
  readonly applied: readonly AppliedFinding[];
  readonly skipped: readonly Skipped[];
  readonly savedPerMonth: Decimal;
  /** Range of what plans realise of it, by the evidence of its findings (assumed shares). */
  readonly range: { readonly low: number; readonly expected: number; readonly high: number };
  readonly evidence: Readonly<Record<Evidence, number>>;
  readonly effortDays: { readonly low: number; readonly mean: number; readonly high: number };
  /** Change of the workload's expected bad minutes a window and of P(SLO breach), lasting; null without an objective. */
  readonly addedBadMinutes: number | null;
  readonly addedBreachProbability: number | null;
  /** The move that would take it. */
  readonly move: Move;
  /** What it strands and risks; null for everything but purchases. */
  readonly purchase: PurchaseOutlook | null;
};

/** Looks for opportunities step by step, so that a screen can show progress and stop. */
export type OpportunitySearch = {
  /** Levers times workloads to look at. */
  readonly total: number;
  /** Looks at the next one; null when done. */
  next(): { readonly done: number; readonly found: Opportunity | null } | null;
};

type Candidate = { readonly lever: Lever; readonly workload: string | null; readonly moveId: string };

/** Longest id that a plan file takes. */
const MOVE_ID_LENGTH = 60;

/** An id for each lever and workload: two names that are written alike in a plan file are numbered. */
function withMoveIds(pairs: readonly Omit<Candidate, 'moveId'>[]): Candidate[] {
  const taken = new Set<string>();
  return pairs.map(({ lever, workload }) => {
    const name = workload === null ? lever.meta.id : `${lever.meta.id}-${workload}`;
    const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    let moveId = plain.slice(0, MOVE_ID_LENGTH);
    for (let count = 2; taken.has(moveId); count++)
      moveId = `${plain.slice(0, MOVE_ID_LENGTH - 1 - String(count).length)}-${count}`;
    taken.add(moveId);
    return { lever, workload, moveId };
  });
}

/** The move that takes an opportunity: defaults of the lever, owned by whoever owns the workload. */
function moveFor({ lever, workload, moveId }: Candidate, owner: string | null): Move {
  return {
    id: moveId,
    lever: lever.meta.id,
    scope: workload === null ? WHOLE_ESTATE : { ...WHOLE_ESTATE, workloads: [workload] },
    params: defaultParams(lever.params),
    start: 1,
    owner,
    note: null,
  };
}

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

type Residual = {
  readonly baseline: Baseline;
  readonly estate: Estate;
  readonly cost: EstateCost;
  readonly steps: readonly Step[];
};

function lookAt(
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
  const step: Step = { move, lever, result, cost: after, changes: [] };
  const lasting = declared ? steps.flatMap(each => risksOf(each, declared.name)) : [];
  const before = declared && model.evaluate(declared, lasting, []);
  const changed = declared && model.evaluate(declared, [...lasting, ...risksOf(step, declared.name)], []);
  const isJudged =
    before && changed && changed.breachProbability !== null && before.breachProbability !== null;
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
    addedBadMinutes: before && changed ? changed.expectedBadMinutes - before.expectedBadMinutes : null,
    addedBreachProbability: isJudged
      ? (changed.breachProbability ?? 0) - (before.breachProbability ?? 0)
      : null,
    move,
    purchase: null,
  };
}

/** Starts a search on what the plan leaves of the estate, all its moves applied. */
export function searchOpportunities(
  simulator: Simulator,
  plan: Plan,
  leverIds?: readonly string[],
): OpportunitySearch {
  const { baseline, player, reliability } = simulator;
  const { estate } = baseline;
  const state = player.play(allowedMoves(plan), plan.guardrails, estate.commitments, new Map());
  const used = new Set(state.estate.resources.map(({ workload }) => workload));
  const isWanted = ({ meta }: Lever) => leverIds === undefined || leverIds.includes(meta.id);
  const isPurchase = ({ meta }: Lever) => meta.stage === 'commit';
  const allowed = LEVERS.filter(({ meta }) => !plan.guardrails.forbiddenLevers.includes(meta.id));
  // What a purchase strands can only be told when everything else has been looked at. Purchases come last in the catalogue.
  const levers = allowed.some(lever => isPurchase(lever) && isWanted(lever))
    ? allowed.filter(lever => !isPurchase(lever) || isWanted(lever))
    : allowed.filter(isWanted);
  const candidates = withMoveIds(
    levers.flatMap((lever): Omit<Candidate, 'moveId'>[] =>
      lever.target === 'estate'
        ? [{ lever, workload: null }]
        : estate.workloads
            .filter(({ name }) => used.has(name))
            .map(({ name }) => ({ lever, workload: name })),
    ),
  );
  const residual = { baseline, estate: state.estate, cost: state.cost, steps: state.steps };
  const others: Opportunity[] = [];
  let done = 0;
  return {
    total: candidates.length,
    next: () => {
      const candidate = candidates[done];
      if (!candidate) return null;
      done++;
      const found = lookAt(candidate, plan, residual, reliability);
      if (found === null || !isPurchase(candidate.lever)) {
        if (found !== null) others.push(found);
        return { done, found: isWanted(candidate.lever) ? found : null };
      }
      const purchase = purchaseOutlook(found, others, state.estate, plan, baseline);
      return { done, found: { ...found, purchase } };
    },
  };
}

/** Largest saving first. */
export function rankOpportunities(found: readonly Opportunity[]): Opportunity[] {
  return [...found].sort((a, b) => b.savedPerMonth.comparedTo(a.savedPerMonth) || compareText(a.id, b.id));
}

/** All opportunities at once, largest saving first. */
export function findOpportunities(
  simulator: Simulator,
  plan: Plan,
  leverIds?: readonly string[],
): Opportunity[] {
  const search = searchOpportunities(simulator, plan, leverIds);
  const found: Opportunity[] = [];
  for (let step = search.next(); step; step = search.next()) if (step.found) found.push(step.found);
  return rankOpportunities(found);
}

/** What taking all of them one by one would seem to save: more than the truth, because they overlap. */
export function naiveTotal(opportunities: readonly Opportunity[]): Decimal {
  return sum(opportunities.map(({ savedPerMonth }) => savedPerMonth));
}
