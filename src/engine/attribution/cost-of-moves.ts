/** What a month costs with only some of a plan's moves. The one file here that knows how a month is played. */

import { addMonths, monthOf } from '../calendar.ts';
import type { World } from '../forecast/world.ts';
import { type Decimal, sum } from '../money.ts';
import type { Plan } from '../plan.ts';
import { mixedChanges } from '../simulate/mix-parts.ts';
import type { PlayableMove, Purchases, State } from '../simulate/play-moves.ts';
import type { Simulator } from '../simulate/simulate.ts';
import { partsOfMonth, type TimedMove, timeMoves } from '../simulate/timed-moves.ts';
import type { PlayedPart } from '../simulate/timeline.ts';
import { has, type LeverSet } from './lever-set.ts';

/** One month of a plan, played with any of its moves; lever i of a set is move i. */
export type MonthOfMoves = {
  /** `yyyy-mm`. */
  readonly month: string;
  /** Moves whose effect is in the month's bill, in the order of application. */
  readonly moves: readonly PlayableMove[];
  /** Run-rate effective cost of the month, in the bill's currency. */
  costOf(set: LeverSet): Decimal;
  /** The month with these moves, everything that is in effect at its end. */
  stateOf(set: LeverSet): State;
};

/** Moves of a plan with their dates: as the whole plan has them, since a team that has less to do is not asked again. */
function timedMovesOf(
  { player, worlds, assumptionsOf }: Simulator,
  plan: Plan,
  horizonMonths: number,
): TimedMove[] {
  const assumptions = assumptionsOf(plan);
  return timeMoves({ plan, assumptions, horizonMonths, player, bill: worlds.bill });
}

const isInEffect = ({ effectMonth }: TimedMove, index: number) =>
  effectMonth !== null && effectMonth <= index;

/**
 * A month of a plan. Purchases are sized in the month in which they are made, on what the moves of the set leave then: so the
 * months since the first purchase are played too. Each set is played once.
 * @param index month of the run, from 1
 */
export function monthOfMoves(simulator: Simulator, plan: Plan, index: number): MonthOfMoves {
  const { baseline, player, worlds } = simulator;
  const assumptions = simulator.assumptionsOf(plan);
  const timed = timedMovesOf(simulator, plan, index).filter(each => isInEffect(each, index));
  const worldsByMonth: World[] = Array.from({ length: index }, (_, before) =>
    worlds.worldOf(assumptions, before + 1),
  );
  const costs = new Map<LeverSet, Decimal>();

  /** The parts of the month, the one with everything in effect first. */
  function partsOf(set: LeverSet): PlayedPart[] {
    const chosen = timed.filter((_, lever) => has(set, lever));
    const purchases: Purchases = new Map();
    const bought = chosen.flatMap(({ lever, effectMonth }) =>
      lever.target === 'estate' ? (effectMonth ?? []) : [],
    );
    let parts: PlayedPart[] = [];
    for (let month = Math.max(1, Math.min(index, ...bought)); month <= index; month++) {
      const world = worldsByMonth[month - 1] ?? worlds.bill;
      parts = partsOfMonth(chosen, month).map(({ weight, moves }) => ({
        weight,
        state: player.play(moves, plan.guardrails, world, purchases),
      }));
    }
    return parts;
  }

  function stateOf(set: LeverSet): State {
    const [whole] = partsOf(set);
    return whole?.state ?? player.play([], plan.guardrails, worlds.bill, new Map());
  }

  function runRateOf(set: LeverSet): Decimal {
    const parts = partsOf(set);
    const [whole] = parts;
    if (!whole) return baseline.effective;
    if (parts.length === 1) return whole.state.cost.effective;
    const changes = [...whole.state.drift, ...mixedChanges(parts)];
    return baseline.effective.plus(sum(changes.map(({ amount }) => amount)));
  }

  return {
    month: addMonths(monthOf(baseline.estate.period.startMs), index),
    moves: timed,
    stateOf,
    costOf: set => {
      const cost = costs.get(set) ?? runRateOf(set);
      costs.set(set, cost);
      return cost;
    },
  };
}
