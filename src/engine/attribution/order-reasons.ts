/** Why one order of a plan's moves costs more than another: move by move, and what went wrong. */

import type { Stage } from '../lever.ts';
import { leverById } from '../levers/index.ts';
import { type Decimal, sum, toLedger, ZERO } from '../money.ts';
import type { MoveOutcome, Run } from '../simulate/run.ts';

/** One move in two orders. */
export type MoveInOrder = {
  readonly moveId: string;
  /** Months of the run. */
  readonly writtenStart: number;
  readonly bestStart: number;
  /** What it saves less over the run in the order written; below 0 where it saves more. */
  readonly cost: Decimal;
};

/** What a move does to usage that a commitment pays for. */
export type Shrinks = 'removes' | 'switches off' | 'makes smaller' | 'replaces';

/** Something that is wrong with an order. */
export type OrderReason = {
  /**
   * `committed-before-shrinking`: a purchase is made before moves that take away what it pays for; `waits`: a move starts
   * later than it could; `hurried`: it starts earlier than the best order has it; `follows`: it starts when it should, and
   * saves another amount because others do not.
   */
  readonly kind: 'committed-before-shrinking' | 'waits' | 'hurried' | 'follows';
  /** What all of `moves` save less over the run; below 0 where they save more. */
  readonly cost: Decimal;
  /** The move; of a purchase and the moves that it should have waited for, the purchase first. */
  readonly moves: readonly MoveInOrder[];
  /** What each of the moves after the purchase does to what it pays for; empty for other kinds. */
  readonly shrunkBy: readonly { readonly moveId: string; readonly start: number; readonly how: Shrinks }[];
  /** Committed and unused in the last month of the run beyond what the bill has; 0 for other kinds. */
  readonly unusedPerMonth: Decimal;
  /** The part of it that the best order does not have. */
  readonly strandedPerMonth: Decimal;
};

/** The whole difference between two orders. */
export type OrderReasons = {
  /** Dearest first; with `elsewhere` they add up to the difference, and so do the costs of `byMove`. */
  readonly reasons: readonly OrderReason[];
  readonly byMove: readonly MoveInOrder[];
  /** What no move explains. */
  readonly elsewhere: Decimal;
};

const SHRINKS: Partial<Record<Stage, Shrinks>> = {
  'clean-up': 'removes',
  schedule: 'switches off',
  rightsize: 'makes smaller',
  modernize: 'replaces',
};

/** Over the whole run, one-off charges included; below 0 when it costs. */
function savedOverRun({ months }: Run, moveId: string): Decimal {
  const amounts = months.flatMap(({ changes, oneOff }) =>
    [...changes, ...oneOff].filter(each => each.moveId === moveId).map(({ amount }) => amount),
  );
  return ZERO.minus(sum(amounts));
}

function inBothOrders(written: Run, best: Run, moveId: string): MoveInOrder {
  const startIn = ({ plan }: Run) => plan.moves.find(({ id }) => id === moveId)?.start ?? 0;
  return {
    moveId,
    writtenStart: startIn(written),
    bestStart: startIn(best),
    cost: savedOverRun(best, moveId).minus(savedOverRun(written, moveId)),
  };
}

/** How a move takes away what a commitment may pay for; null when it does not. */
function shrinkOf({ leverId, applied }: MoveOutcome): Shrinks | null {
  const lever = leverById(leverId);
  // Volumes and buckets are nothing that a commitment pays for.
  if (!lever || lever.target === 'volume' || lever.target === 'bucket' || applied.length === 0) return null;
  return SHRINKS[lever.meta.stage] ?? null;
}

/** Committed and unused in the last month of a run, beyond what the bill has. */
function unusedInTheEnd({ months, baseline }: Run): number {
  return (months.at(-1)?.commitments.unusedCost ?? 0) - baseline.commitments.unusedCost;
}

/** Moves that shrink usage after the purchase in the order written, and no longer after it in the best one. */
function overtakenBy(purchase: MoveOutcome, written: Run, best: Run): MoveOutcome[] {
  const effectIn = ({ moves }: Run, moveId: string) =>
    moves.find(each => each.moveId === moveId)?.effectMonth ?? Number.POSITIVE_INFINITY;
  const isBefore = (run: Run, moveId: string) => effectIn(run, purchase.moveId) < effectIn(run, moveId);
  return written.moves.filter(
    each => shrinkOf(each) !== null && isBefore(written, each.moveId) && !isBefore(best, each.moveId),
  );
}

function committedTooEarly(
  purchase: MoveOutcome,
  shrinking: readonly MoveOutcome[],
  moves: readonly MoveInOrder[],
  written: Run,
  best: Run,
): OrderReason {
  const ids = [purchase.moveId, ...shrinking.map(({ moveId }) => moveId)];
  const meant = ids.flatMap(id => moves.find(({ moveId }) => moveId === id) ?? []);
  const unused = unusedInTheEnd(written);
  const ledger = (amount: number) => toLedger(Math.max(0, amount));
  return {
    kind: 'committed-before-shrinking',
    cost: sum(meant.map(({ cost }) => cost)),
    moves: meant,
    shrunkBy: shrinking.map(each => ({
      moveId: each.moveId,
      start: meant.find(({ moveId }) => moveId === each.moveId)?.writtenStart ?? 0,
      how: shrinkOf(each) ?? 'makes smaller',
    })),
    unusedPerMonth: ledger(unused),
    strandedPerMonth: ledger(Math.min(unused, unused - unusedInTheEnd(best))),
  };
}

function alone(move: MoveInOrder): OrderReason {
  const { writtenStart, bestStart, cost } = move;
  const kind = writtenStart > bestStart ? 'waits' : writtenStart < bestStart ? 'hurried' : 'follows';
  return { kind, cost, moves: [move], shrunkBy: [], unusedPerMonth: ZERO, strandedPerMonth: ZERO };
}

/**
 * Why `written` costs more than `best`. What a purchase and the moves it came before lose is told together: how it divides
 * between them is a matter of the order in which moves are applied.
 */
export function orderReasons(written: Run, best: Run): OrderReasons {
  const costOf = ({ months }: Run) => sum(months.map(({ effectiveCost }) => effectiveCost));
  const byMove = written.moves.map(({ moveId }) => inBothOrders(written, best, moveId));
  const told = new Set<string>();
  const reasons: OrderReason[] = [];
  for (const purchase of written.moves) {
    if (leverById(purchase.leverId)?.target !== 'estate') continue;
    const shrinking = overtakenBy(purchase, written, best).filter(({ moveId }) => !told.has(moveId));
    if (shrinking.length === 0) continue;
    reasons.push(committedTooEarly(purchase, shrinking, byMove, written, best));
    for (const { moveId } of [purchase, ...shrinking]) told.add(moveId);
  }
  for (const move of byMove) if (!told.has(move.moveId) && !move.cost.isZero()) reasons.push(alone(move));
  const difference = costOf(written).minus(costOf(best));
  return {
    reasons: reasons.sort((a, b) => b.cost.comparedTo(a.cost)),
    byMove,
    elsewhere: difference.minus(sum(byMove.map(({ cost }) => cost))),
  };
}
