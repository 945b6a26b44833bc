/** Plays any of a plan's moves with any dates for their cost alone: nothing is attributed, so it is several times faster than a run. */

import { monthOf } from '../calendar.ts';
import type { Estate } from '../estate/estate.ts';
import { refusalsOf } from '../forecast/inject.ts';
import type { World } from '../forecast/world.ts';
import type { LeverFinding } from '../lever.ts';
import type { Plan } from '../plan.ts';
import { applyMove, WHOLE } from '../simulate/apply-move.ts';
import type { Assumptions } from '../simulate/assumptions.ts';
import { costOf, type EstateCost } from '../simulate/model-cost.ts';
import type { MoveToApply, Purchases } from '../simulate/play-moves.ts';
import type { Simulator } from '../simulate/simulate.ts';
import { partsOfMonth, type TimedMove, timeMoves } from '../simulate/timed-moves.ts';

/** What the months of a set cost, in the bill's currency; place 0 is the first month of the run. */
export type MonthCosts = {
  /** Effective, one-off charges left out. */
  readonly runRate: Float64Array;
  /** As invoiced, one-off charges and upfront fees left out. */
  readonly recurring: Float64Array;
  /** The same without any move. */
  readonly forecast: Float64Array;
  readonly forecastBilled: Float64Array;
};

/** Plays sets of one plan's moves. */
export type SetPlayer = {
  /** The plan's moves with the dates that a run gives them. */
  readonly timed: readonly TimedMove[];
  /**
   * Costs of some months of the run, from 1; the others stay 0.
   * @param timed moves with their dates, in the order of application
   */
  play(timed: readonly TimedMove[], assumptions: Assumptions, months: readonly number[]): MonthCosts;
};

/** States remembered at most; the oldest are forgotten first. */
const REMEMBERED_STATES = 3000;

/** Remembers what was made last. */
function memory<Value>() {
  const known = new Map<string, Value>();
  return (key: string, make: () => Value): Value => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make();
    const oldest = known.size >= REMEMBERED_STATES ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(key, made);
    return made;
  };
}

/** A move with another first month of effect, and whoever refuses it by then. */
export function withEffectMonth(
  timed: TimedMove,
  effectMonth: number | null,
  { injects }: Assumptions,
  referenceMonth: string,
): TimedMove {
  const { lever } = timed;
  const refusedBy =
    effectMonth === null ? [] : refusalsOf(injects, lever.meta.id, referenceMonth, effectMonth);
  return { ...timed, effectMonth, refusedBy };
}

/** Creates a player of the sets of a plan, under what the run was played under and as far. */
export function createSetPlayer(
  simulator: Simulator,
  plan: Plan,
  assumptions: Assumptions,
  horizonMonths: number,
): SetPlayer {
  const { baseline, worlds, player } = simulator;
  type Applied = { readonly estate: Estate; readonly bought: LeverFinding | null };
  const rememberEstate = memory<Applied>();
  const rememberCost = memory<EstateCost>();
  const boughtKeys = new Map<LeverFinding, number>();

  /** A purchase is sized once and found again by its number. */
  function boughtKey(bought: LeverFinding | null): number {
    if (bought === null) return -1;
    const known = boughtKeys.get(bought) ?? boughtKeys.size;
    boughtKeys.set(bought, known);
    return known;
  }

  function costWith(moves: readonly MoveToApply[], world: World, purchases: Purchases): EstateCost {
    let { key, estate } = world;
    for (const toApply of moves) {
      const { move, lever } = toApply;
      const bought = purchases.get(move.id) ?? null;
      const extent = { ...WHOLE, ...toApply, bought };
      const { share, refusedBy, expiredYears } = extent;
      key += `\u0001${move.id}\u0000${share}\u0000${expiredYears}\u0000${refusedBy.join('\u0000')}\u0000${boughtKey(bought)}`;
      const below = estate;
      const applied = rememberEstate(key, () => {
        const result = applyMove(below, move, lever, plan.guardrails, baseline.rates, extent);
        const [found] = result.applied;
        return { estate: result.estate, bought: found?.effect.kind === 'commit' ? found : null };
      });
      if (bought === null && applied.bought !== null) purchases.set(move.id, applied.bought);
      estate = applied.estate;
    }
    const priced = estate;
    return rememberCost(key, () => costOf(priced, baseline));
  }

  return {
    timed: timeMoves({ plan, assumptions, horizonMonths, player, bill: worlds.bill }),
    play(timed, under, months) {
      const purchases: Purchases = new Map();
      const empty = () => new Float64Array(horizonMonths);
      const costs = { runRate: empty(), recurring: empty(), forecast: empty(), forecastBilled: empty() };
      for (const month of withPurchases(timed, months)) {
        const at = month - 1;
        const world = worlds.worldOf(under, month);
        const before = costWith([], world, purchases);
        costs.forecast[at] = Number(before.effective);
        costs.forecastBilled[at] = Number(before.billed);
        for (const { weight, moves } of partsOfMonth(timed, month)) {
          const cost = costWith(moves, world, purchases);
          costs.runRate[at] = (costs.runRate[at] ?? 0) + weight * Number(cost.effective);
          costs.recurring[at] = (costs.recurring[at] ?? 0) + weight * Number(cost.billed);
        }
      }
      return costs;
    },
  };
}

/** The months in their order, with those before the last of them in which something is bought: it is sized there. */
export function withPurchases(timed: readonly TimedMove[], months: readonly number[]): number[] {
  const last = Math.max(0, ...months);
  const bought = timed.flatMap(({ lever, effectMonth }) =>
    lever.target === 'estate' && effectMonth !== null && effectMonth <= last ? [effectMonth] : [],
  );
  return [...new Set([...months, ...bought])].sort((a, b) => a - b);
}

/** Calendar month of the bill that a simulator works on, `yyyy-mm`. */
export function referenceMonthOf({ baseline }: Simulator): string {
  return monthOf(baseline.estate.period.startMs);
}
