/** When each move of a plan is worked on and shows in the bill: its start, its team's days, its lead time, its waves. */

import { addMonths, MONTHS_PER_YEAR, monthOf } from '../calendar.ts';
import { DEFAULT_DELIVERY, type Delivery, rampShare } from '../delivery.ts';
import { refusalsOf } from '../forecast/inject.ts';
import type { World } from '../forecast/world.ts';
import { meanOf } from '../lever.ts';
import type { Plan } from '../plan.ts';
import { type ScheduledWork, scheduleWork, type WorkItem } from '../team/schedule-work.ts';
import { poolDays, poolOfOwner, poolsOf } from '../team/team.ts';
import type { Assumptions } from './assumptions.ts';
import { inStageOrder, type MoveToApply, type PlayableMove, type Player, type State } from './play-moves.ts';

/** A move with its dates. */
export type TimedMove = PlayableMove & {
  readonly delivery: Delivery;
  readonly work: ScheduledWork;
  /** First month whose bill shows some of it; null: the work is not done within the horizon. */
  readonly effectMonth: number | null;
  /** Workloads that refused it before it was in effect. */
  readonly refusedBy: readonly string[];
  /** What it buys ends with its term. */
  readonly expires: boolean;
};

/** Moves of a plan that its own guardrails allow, in the order of application. */
export function allowedMoves(plan: Plan): PlayableMove[] {
  return inStageOrder(plan.moves.filter(({ lever }) => !plan.guardrails.forbiddenLevers.includes(lever)));
}

/** Workloads that a step touches; 1 for a move on the whole estate. */
function touchedBy(state: State, moveId: string): number {
  const applied = state.steps.find(({ move }) => move.id === moveId)?.result.applied ?? [];
  return new Set(applied.map(({ workload }) => workload)).size;
}

/** Mean engineer-days of a move: stated, or the lever's estimate for each workload it touches. */
export function effortOf({ move, lever }: PlayableMove, state: State): number {
  return move.delivery?.effortDays ?? meanOf(lever.meta.effortDays) * touchedBy(state, move.id);
}

/** What timing needs. */
export type TimingInput = {
  readonly plan: Plan;
  readonly assumptions: Assumptions;
  readonly horizonMonths: number;
  readonly player: Player;
  /** The month of the bill: effort is estimated on it. */
  readonly bill: World;
};

/** Work of a plan's moves and the days there are for it: what `scheduleWork` takes. */
export type WorkToDo = {
  /** In the order of the plan. */
  readonly items: readonly WorkItem[];
  readonly pools: number;
  daysOf(pool: number, month: number): number;
};

/** Work of the moves. @param effortDays days of a move instead of those estimated, by id */
export function workToDo(
  { plan, assumptions, player, bill }: Omit<TimingInput, 'horizonMonths'>,
  effortDays?: ReadonlyMap<string, number>,
): WorkToDo {
  const moves = allowedMoves(plan);
  const pools = poolsOf(assumptions.teams);
  // With nobody to wait for, the effort decides nothing.
  const all = pools.length === 0 || effortDays ? null : player.play(moves, plan.guardrails, bill, new Map());
  const order = new Map(plan.moves.map(({ id }, index) => [id, index]));
  const inFileOrder = [...moves].sort((a, b) => (order.get(a.move.id) ?? 0) - (order.get(b.move.id) ?? 0));
  const items = inFileOrder.map(playable => {
    const { id, start, owner } = playable.move;
    const pool = poolOfOwner(pools, owner);
    return {
      id,
      start,
      effortDays: effortDays?.get(id) ?? (all === null ? 0 : effortOf(playable, all)),
      pool: pool === null ? null : pools.indexOf(pool),
    };
  });
  const referenceMonth = monthOf(bill.estate.period.startMs);
  const daysOf = (pool: number, index: number) => {
    const found = pools[pool];
    const month = addMonths(referenceMonth, index);
    return found ? poolDays(found, month, assumptions.injects, referenceMonth, index) : 0;
  };
  return { items, pools: pools.length, daysOf };
}

/** Schedules the moves. @param effortDays days of a move instead of those estimated, by id */
export function workOf(input: TimingInput, effortDays?: ReadonlyMap<string, number>): ScheduledWork[] {
  const { items, pools, daysOf } = workToDo(input, effortDays);
  return scheduleWork(items, pools, daysOf, input.horizonMonths);
}

/** The moves of a plan with their dates, in the order of application. */
export function timeMoves(input: TimingInput): TimedMove[] {
  const { plan, assumptions, bill } = input;
  const referenceMonth = monthOf(bill.estate.period.startMs);
  const scheduled = new Map(workOf(input).map(work => [work.id, work]));
  return allowedMoves(plan).flatMap((playable): TimedMove[] => {
    const { move, lever } = playable;
    const work = scheduled.get(move.id);
    if (!work) return [];
    const effectMonth = work.done === null ? null : work.done + lever.meta.leadTimeMonths;
    return [
      {
        ...playable,
        delivery: move.delivery ?? DEFAULT_DELIVERY,
        work,
        effectMonth,
        refusedBy:
          effectMonth === null
            ? []
            : refusalsOf(assumptions.injects, lever.meta.id, referenceMonth, effectMonth),
        expires: assumptions.plannedCommitments === 'expire' && lever.meta.stage === 'commit',
      },
    ];
  });
}

/** Purchases are bought, not rolled out: several moves make a ladder. */
export function isRampable({ lever }: PlayableMove): boolean {
  return lever.target !== 'estate';
}

/** Share of a move that is in effect in a month, 0..1. */
export function shareInEffect(timed: TimedMove, index: number): number {
  if (timed.effectMonth === null || timed.effectMonth > index) return 0;
  return isRampable(timed) ? rampShare(timed.delivery, index - timed.effectMonth) : 1;
}

/** Whole years that a purchase has behind it in a month, where it is not bought again. */
function expiredYears({ expires, effectMonth }: TimedMove, index: number): number {
  return expires && effectMonth !== null ? Math.floor((index - effectMonth) / MONTHS_PER_YEAR) : 0;
}

/** A part of a month in which the same moves are in effect. Weights of a month add up to 1. */
export type MonthPart = { readonly weight: number; readonly moves: readonly MoveToApply[] };

/**
 * Parts of a month, the one with everything in effect first. A move that ramps by resource acts on a share of them all
 * month; one that ramps by share acts on all of them for a share of the month, at its end.
 */
export function partsOfMonth(timed: readonly TimedMove[], index: number): MonthPart[] {
  const active = timed.flatMap(each => {
    const share = shareInEffect(each, index);
    if (share === 0) return [];
    const { move, lever, refusedBy } = each;
    const byShare = each.delivery.rampBy === 'share';
    return [
      {
        toApply: {
          move,
          lever,
          refusedBy,
          share: byShare ? 1 : share,
          expiredYears: expiredYears(each, index),
        },
        timeShare: byShare ? share : 1,
      },
    ];
  });
  const limits = [...new Set(active.map(({ timeShare }) => timeShare)), 1].sort((a, b) => a - b);
  let from = 0;
  return [...new Set(limits)].map(limit => {
    const weight = limit - from;
    from = limit;
    return { weight, moves: active.filter(each => each.timeShare >= limit).map(({ toApply }) => toApply) };
  });
}
