/** Which move did it: every move of a plan left out once, and what is left over because moves meet. */

import { assert } from '../assert.ts';

/** What a set of moves does to a workload: its standing state. */
export type StateOfMoves = {
  readonly expectedBadMinutes: number;
  /** Null without an objective. */
  readonly breachProbability: number | null;
};

/** Effect of one move on one workload. */
export type MoveEffect = {
  readonly moveId: string;
  /** Bad minutes of a window with all moves, less those without this one: what leaving it out buys back. */
  readonly marginalBadMinutes: number;
  /** The same of P(breach); null without an objective. */
  readonly marginalBreachProbability: number | null;
  /** Bad minutes of a window with this move alone, less those of no move. */
  readonly aloneBadMinutes: number;
  /** Expected bad minutes of the change itself, in the month in which it is made. */
  readonly oneOffBadMinutes: number;
};

/** Effects of all moves on one workload. */
export type MoveEffects = {
  /** The move that costs most minutes first. */
  readonly byMove: readonly MoveEffect[];
  /** What all moves do together less the sum of what each does alone: above 0 where two that are each safe are not. */
  readonly interactionBadMinutes: number;
};

/** What the effects are worked out from. */
export type EffectsQuestion = {
  readonly moveIds: readonly string[];
  /** The workload with these moves and no others. */
  stateWith(moveIds: readonly string[]): StateOfMoves;
  /** Expected bad minutes of that state. */
  minutesWith(moveIds: readonly string[]): number;
  /** Expected bad minutes of making the change. */
  oneOffMinutes(moveId: string): number;
};

/** Differences of two evaluations below this are float noise. */
const NOISE = 1e-9;

function difference(a: number, b: number): number {
  const gap = a - b;
  return Math.abs(gap) < NOISE ? 0 : gap;
}

/** Marginal effects: parameters of all moves but one, evaluated once each. Moves in no order: the effects do not depend on it. */
export function moveEffectsOf({
  moveIds,
  stateWith,
  minutesWith,
  oneOffMinutes,
}: EffectsQuestion): MoveEffects {
  assert(new Set(moveIds).size === moveIds.length, 'a move is left out once');
  const none = minutesWith([]);
  const all = stateWith(moveIds);
  let sumOfSingles = 0;
  const byMove = moveIds.map((moveId): MoveEffect => {
    const without = stateWith(moveIds.filter(id => id !== moveId));
    const aloneBadMinutes = difference(minutesWith([moveId]), none);
    sumOfSingles += aloneBadMinutes;
    return {
      moveId,
      marginalBadMinutes: difference(all.expectedBadMinutes, without.expectedBadMinutes),
      marginalBreachProbability:
        all.breachProbability === null || without.breachProbability === null
          ? null
          : difference(all.breachProbability, without.breachProbability),
      aloneBadMinutes,
      oneOffBadMinutes: oneOffMinutes(moveId),
    };
  });
  const joint = all.expectedBadMinutes - none;
  return {
    byMove: [...byMove].sort(
      (a, b) => b.marginalBadMinutes - a.marginalBadMinutes || b.oneOffBadMinutes - a.oneOffBadMinutes,
    ),
    interactionBadMinutes: difference(joint, sumOfSingles),
  };
}
