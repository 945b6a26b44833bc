/** One move of a plan beside a later bill: planned, realised, and where the difference went. */

import type { AdoptionStage } from '../delivery.ts';
import { type Decimal, sum, ZERO } from '../money.ts';
import type { MoveOutcome } from '../simulate/run.ts';
import { type PlannedMonth, plannedOnResources } from './planned-month.ts';
import type { RealisedChange, TouchedResource } from './touched.ts';
import type { Outcome } from './verdict.ts';
import type { PurchaseVerdict } from './verify/commitment.ts';

/** Where planned money went that was not realised. With `realised` it adds up to the planned saving. */
export type Shortfall = {
  readonly notDone: Decimal;
  /** The part of a change that does not show yet. */
  readonly partlyDone: Decimal;
  /** The resource has gone without the plan. */
  readonly goneOtherwise: Decimal;
  readonly cannotTell: Decimal;
  /** Coverage that the plan moves between other resources: the bill shows it for all moves together only. */
  readonly coverage: Decimal;
  /** Done, and worth more or less than the plan says; negative when it is worth more. */
  readonly difference: Decimal;
};

/** One move. Amounts are of the later month, effective cost, positive where it saves. */
export type MoveRealisation = {
  readonly moveId: string;
  readonly leverId: string;
  /** Month of the run from 1 whose bill should show it first; null: none up to the later month. */
  readonly effectMonth: number | null;
  readonly isDue: boolean;
  /** As the plan states it, and as the bill shows it. */
  readonly statedStage: AdoptionStage;
  readonly stage: AdoptionStage;
  readonly outcome: Outcome;
  readonly planned: Decimal;
  readonly realised: Decimal;
  readonly shortfall: Shortfall;
  /** What growth, prices and the calendar did to the resources that it changed: they hide it, or flatter it. */
  readonly hidden: { readonly growth: Decimal; readonly price: Decimal; readonly calendar: Decimal };
  /** What the bill of those resources fell by: realised less what hides it. */
  readonly visible: Decimal;
  readonly resources: Readonly<Record<Outcome, number>>;
  /** Planned money of what shows. */
  readonly verifiedPlanned: Decimal;
  /** Null for a move that changes resources. */
  readonly purchase: PurchaseVerdict | null;
};

type Own = { readonly touched: TouchedResource; readonly change: RealisedChange };

function ownChanges(moveId: string, touched: readonly TouchedResource[]): Own[] {
  return touched.flatMap(each =>
    each.changes.filter(change => change.moveId === moveId).map(change => ({ touched: each, change })),
  );
}

function outcomeOf(counts: Readonly<Record<Outcome, number>>): Outcome {
  const total = Object.values(counts).reduce((a, b) => a + b, 0);
  if (total === 0) return 'cannot-tell';
  for (const outcome of ['done', 'not-done', 'gone', 'cannot-tell'] as const)
    if (counts[outcome] === total) return outcome;
  if (counts.done + counts.partly > 0) return 'partly';
  return counts['not-done'] > 0 ? 'not-done' : 'cannot-tell';
}

function countOutcomes(changes: readonly RealisedChange[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { done: 0, partly: 0, 'not-done': 0, gone: 0, 'cannot-tell': 0 };
  for (const { verdict } of changes) counts[verdict.outcome]++;
  return counts;
}

/** Part of what changed a resource that stands for one of its moves: by what each saves, else evenly. */
function partOf({ touched, change }: Own, amount: Decimal): Decimal {
  const showing = touched.changes.filter(({ verdict }) => verdict.share > 0);
  if (change.verdict.share === 0) return ZERO;
  if (showing.length === 1) return amount;
  const total = showing.reduce((all, { realised }) => all + Math.abs(Number(realised)), 0);
  const share = total > 0 ? Math.abs(Number(change.realised)) / total : 1 / showing.length;
  return amount.times(share).toDecimalPlaces(9);
}

function hiddenBy(own: readonly Own[]): MoveRealisation['hidden'] {
  const of = (pick: 'growth' | 'price' | 'calendar') =>
    sum(own.map(each => (each.touched.cost ? partOf(each, each.touched.cost[pick]) : ZERO)));
  return { growth: of('growth'), price: of('price'), calendar: of('calendar') };
}

function plannedOf(changes: readonly RealisedChange[], outcomes: readonly Outcome[]): Decimal {
  return sum(changes.filter(({ verdict }) => outcomes.includes(verdict.outcome)).map(each => each.planned));
}

function stageOf(stated: AdoptionStage, outcome: Outcome): AdoptionStage {
  return outcome === 'done' || outcome === 'partly' ? 'verified' : stated;
}

/** Planned money of what shows: coverage that moves elsewhere goes with what is saved on the resources. */
function verifiedPart(total: Decimal, changes: readonly RealisedChange[], partlyMissing: Decimal): Decimal {
  const onResources = sum(changes.map(({ planned }) => planned));
  const shown = plannedOf(changes, ['done', 'partly']).minus(partlyMissing);
  if (!onResources.greaterThan(0)) return shown;
  return total.times(shown).dividedBy(onResources).toDecimalPlaces(9);
}

function resourceMove(outcome: MoveOutcome, planned: PlannedMonth, own: readonly Own[]): MoveRealisation {
  const { moveId, leverId, status } = outcome;
  const changes = own.map(({ change }) => change);
  const resources = countOutcomes(changes);
  const total = planned.savedByMove.get(moveId) ?? ZERO;
  const realised = sum(changes.map(each => each.realised));
  const verdict = outcomeOf(resources);
  const elsewhere = total.minus(plannedOnResources(planned, moveId));
  // What nobody has done moves no coverage either.
  const isNotDone = verdict === 'not-done';
  const known = {
    notDone: plannedOf(changes, ['not-done']).plus(isNotDone ? elsewhere : ZERO),
    goneOtherwise: plannedOf(changes, ['gone']),
    cannotTell: plannedOf(changes, ['cannot-tell']),
    partlyDone: sum(
      changes
        .filter(({ verdict: { outcome: shown } }) => shown === 'partly')
        .map(each => each.planned.times(1 - each.verdict.share).toDecimalPlaces(9)),
    ),
    coverage: isNotDone ? ZERO : elsewhere,
  };
  const hidden = hiddenBy(own);
  return {
    moveId,
    leverId,
    effectMonth: outcome.effectMonth,
    isDue: planned.month.activeMoveIds.includes(moveId),
    statedStage: status,
    stage: stageOf(status, verdict),
    outcome: verdict,
    planned: total,
    realised,
    shortfall: { ...known, difference: total.minus(realised).minus(sum(Object.values(known))) },
    hidden,
    visible: realised.minus(hidden.growth).minus(hidden.price).minus(hidden.calendar),
    resources,
    verifiedPlanned: verifiedPart(total, changes, known.partlyDone),
    purchase: null,
  };
}

function purchaseMove(
  outcome: MoveOutcome,
  planned: PlannedMonth,
  purchase: PurchaseVerdict,
): MoveRealisation {
  const { moveId, leverId, status } = outcome;
  const { verdict, bought } = purchase;
  const total = planned.savedByMove.get(moveId) ?? ZERO;
  const realised = sum(bought.map(({ saved }) => saved));
  const shownShare = total.times(verdict.share).toDecimalPlaces(9);
  const missing = total.minus(shownShare);
  const isPartly = verdict.outcome === 'partly';
  return {
    moveId,
    leverId,
    effectMonth: outcome.effectMonth,
    isDue: planned.month.activeMoveIds.includes(moveId),
    statedStage: status,
    stage: stageOf(status, verdict.outcome),
    outcome: verdict.outcome,
    planned: total,
    realised,
    shortfall: {
      notDone: isPartly ? ZERO : missing,
      partlyDone: isPartly ? missing : ZERO,
      goneOtherwise: ZERO,
      cannotTell: ZERO,
      coverage: ZERO,
      difference: shownShare.minus(realised),
    },
    hidden: { growth: ZERO, price: ZERO, calendar: ZERO },
    visible: realised,
    resources: countOutcomes([]),
    verifiedPlanned: shownShare,
    purchase,
  };
}

/** The moves of a plan, in the order of application. */
export function moveResults(
  planned: PlannedMonth,
  touched: readonly TouchedResource[],
  purchases: readonly PurchaseVerdict[],
): MoveRealisation[] {
  return planned.moves.map(outcome => {
    const purchase = purchases.find(({ moveId }) => moveId === outcome.moveId);
    return purchase
      ? purchaseMove(outcome, planned, purchase)
      : resourceMove(outcome, planned, ownChanges(outcome.moveId, touched));
  });
}
