/** Moves that cannot meet: each group of them is a game of its own, which leaves far fewer sets to play. */

import type { Decimal } from '../money.ts';
import type { PlayableMove } from '../simulate/play-moves.ts';
import { allLevers, type LeverSet, setOf } from './lever-set.ts';

/** Below this, in the bill's currency, two savings differ by rounding to nano-dollars. */
const ROUNDING_NOISE = 1e-6;

/** What moves of other kinds leave alone: volumes and buckets are in no pool, databases in pools of their own. */
function kindOf({ lever }: PlayableMove): string {
  const { target } = lever;
  return target === 'volume' || target === 'bucket' || target === 'database' ? target : 'pooled';
}

/**
 * Groups of moves, as indexes in their order, whose savings add up: moves on different kinds of resources that no commitment
 * and no contract joins. That they do is not taken for granted: a group stays apart only when it saves the same on the bill,
 * beside the purchases alone, and beside all other moves. Shapley values of games that add up are those of each game.
 */
export function componentsOf(moves: readonly PlayableMove[], costOf: (set: LeverSet) => Decimal): number[][] {
  const all = allLevers(moves.length);
  // A lever on any kind of resource can meet every other move.
  if (moves.some(({ lever }) => lever.target === 'resource')) return [[...moves.keys()]];
  const purchases = setOf(moves.flatMap(({ lever }, index) => (lever.target === 'estate' ? [index] : [])));
  const groups = Map.groupBy(moves.keys(), index => {
    const playable = moves[index];
    return playable ? kindOf(playable) : 'pooled';
  });
  const savingBeside = (others: LeverSet, group: LeverSet) => costOf(others).minus(costOf(others | group));
  const standsApart = (group: readonly number[]) => {
    const set = setOf(group);
    const alone = savingBeside(0n, set);
    return [purchases, all & ~set].every(others =>
      savingBeside(others, set).minus(alone).abs().lessThan(ROUNDING_NOISE),
    );
  };
  const together: number[] = [];
  const apart: number[][] = [];
  for (const [kind, group] of groups) {
    if (kind !== 'pooled' && standsApart(group)) apart.push(group);
    else together.push(...group);
  }
  const joined = together.sort((a, b) => a - b);
  return [...(joined.length === 0 ? [] : [joined]), ...apart];
}
