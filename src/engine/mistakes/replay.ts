/** A run's months played again with other moves: what a different order, or one move less, would have cost. */

import type { Estate } from '../estate/estate.ts';
import { type Decimal, sum } from '../money.ts';
import type { Move } from '../plan.ts';
import type { CommitmentUse } from '../pricing/allocate-demand.ts';
import { mixedChanges } from '../simulate/mix-parts.ts';
import type { Purchases } from '../simulate/play-moves.ts';
import type { Run } from '../simulate/run.ts';
import type { Simulator } from '../simulate/simulate.ts';
import { partsOfMonth, type TimedMove, timeMoves } from '../simulate/timed-moves.ts';
import { type PlayedMonth, type PlayedPart, playMonths } from '../simulate/timeline.ts';

/** Uses of commitments in one month, by id. */
export type UsesById = ReadonlyMap<string, CommitmentUse>;

/** A run that can be asked what if. Months count from 1. */
export type Replay = {
  readonly estate: Estate;
  /** Run-rate cost of a month when the plan had these moves instead: they are scheduled, and purchases sized, anew. */
  runRateWith(moves: readonly Move[], month: number): Decimal;
  /** Run-rate cost of a month with only this move of the plan, in effect when it is in the plan. */
  runRateAlone(moveId: string, month: number): Decimal;
  /** What each commitment does in a month, with the plan as it is or without one move; what was bought stays bought. */
  usesIn(month: number, without: string | null): UsesById;
};

function runRateOf({ baseline }: Simulator, { state, parts }: PlayedMonth): Decimal {
  if (parts.length === 1) return state.cost.effective;
  const changes = [...state.drift, ...mixedChanges(parts)];
  return baseline.effective.plus(sum(changes.map(({ amount }) => amount)));
}

const usesOf = (state: PlayedPart['state']): UsesById =>
  new Map(state.cost.price.allocation.uses.map(use => [use.id, use]));

/** Prepares to ask about a run. @param simulator the one that played it */
export function createReplay(simulator: Simulator, run: Run): Replay {
  const { player, worlds, baseline } = simulator;
  const { assumptions, horizonMonths, plan } = run;
  const timing = { assumptions, horizonMonths, player, bill: worlds.bill };
  const bought: Purchases = new Map();
  let asPlanned: { readonly timed: readonly TimedMove[]; readonly months: readonly PlayedMonth[] } | null =
    null;

  /** The last of some months; without a purchase the ones before decide nothing. */
  function monthWith(timed: readonly TimedMove[], month: number): PlayedMonth | undefined {
    const input = { player, worlds, plan, assumptions, timed };
    if (timed.some(({ lever }) => lever.target === 'estate')) return playMonths(input, month).at(-1);
    const world = worlds.worldOf(assumptions, month);
    const parts = partsOfMonth(timed, month).map(({ weight, moves }) => ({
      weight,
      state: player.play(moves, plan.guardrails, world, new Map()),
    }));
    const [first] = parts;
    return first && { index: month, month: '', world, state: first.state, parts };
  }

  const costWith = (timed: readonly TimedMove[], month: number): Decimal => {
    const played = monthWith(timed, month);
    return played ? runRateOf(simulator, played) : baseline.effective;
  };

  function planned() {
    if (asPlanned) return asPlanned;
    const timed = timeMoves({ ...timing, plan });
    const months = playMonths({ player, worlds, plan, assumptions, timed }, horizonMonths, bought);
    asPlanned = { timed, months };
    return asPlanned;
  }

  return {
    estate: baseline.estate,
    runRateWith: (moves, month) => costWith(timeMoves({ ...timing, plan: { ...plan, moves } }), month),
    runRateAlone: (moveId, month) =>
      costWith(
        planned().timed.filter(({ move }) => move.id === moveId),
        month,
      ),
    usesIn: (month, without) => {
      const { timed, months } = planned();
      const played = months[month - 1];
      if (!played) return new Map();
      if (without === null) return usesOf(played.state);
      const others = (partsOfMonth(timed, month)[0]?.moves ?? []).filter(({ move }) => move.id !== without);
      return usesOf(player.play(others, plan.guardrails, played.world, new Map(bought)));
    },
  };
}
