/** The states of an estate month by month: the world of each month with the moves in effect in it. */

import { addMonths, monthOf } from '../calendar.ts';
import type { World, Worlds } from '../forecast/world.ts';
import type { Plan } from '../plan.ts';
import type { Assumptions } from './assumptions.ts';
import type { Player, Purchases, State } from './play-moves.ts';
import { partsOfMonth, type TimedMove } from './timed-moves.ts';

/** A part of a month: its weight, 0..1, and its state. */
export type PlayedPart = { readonly weight: number; readonly state: State };

/** A month of a run, played. */
export type PlayedMonth = {
  /** From 1. */
  readonly index: number;
  /** `yyyy-mm`. */
  readonly month: string;
  readonly world: World;
  /** The state with everything that is in effect at the end of the month. */
  readonly state: State;
  /** Parts of the month, that state's first; weights add up to 1. */
  readonly parts: readonly PlayedPart[];
};

/** What playing needs. */
export type TimelineInput = {
  readonly player: Player;
  readonly worlds: Worlds;
  readonly plan: Plan;
  readonly assumptions: Assumptions;
  readonly timed: readonly TimedMove[];
};

/**
 * Plays the months up to and including one, in their order: a purchase is sized in the month in which it is made.
 * @param purchases filled as they are bought
 */
export function playMonths(
  { player, worlds, plan, assumptions, timed }: TimelineInput,
  months: number,
  purchases: Purchases = new Map(),
): PlayedMonth[] {
  const referenceMonth = monthOf(worlds.bill.estate.period.startMs);
  return Array.from({ length: months }, (_, at): PlayedMonth => {
    const index = at + 1;
    const world = worlds.worldOf(assumptions, index);
    const play = (part: ReturnType<typeof partsOfMonth>[number]): PlayedPart => ({
      weight: part.weight,
      state: player.play(part.moves, plan.guardrails, world, purchases),
    });
    const [whole, ...others] = partsOfMonth(timed, index);
    const first = play(whole ?? { weight: 1, moves: [] });
    return {
      index,
      month: addMonths(referenceMonth, index),
      world,
      state: first.state,
      parts: [first, ...others.map(play)],
    };
  });
}
