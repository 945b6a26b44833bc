/** When each move of a draw takes effect: the work scheduled anew with the drawn effort, then the drawn slip. */

import { scheduleWork } from '../team/schedule-work.ts';
import type { Inputs } from './draw-inputs.ts';
import type { Surrogate } from './surrogate.ts';

/** Dates and work of a draw. */
export type MoveDates = {
  /** First month of effect by move, from 1; Infinity: never. */
  readonly effectMonth: Float64Array;
  /** Engineer-days of everything that was worked on. */
  effortDays: number;
  /** Work that the plan starts by the target month is not done by its end. */
  isOverCapacity: boolean;
};

const NEVER = Number.POSITIVE_INFINITY;

/** Creates a function that finds the dates of a draw; its result is overwritten by the next call. */
export function createDating(surrogate: Surrogate): (inputs: Inputs, draw: number) => MoveDates {
  const { moves, team, target, months } = surrogate;
  const dates: MoveDates = {
    effectMonth: new Float64Array(moves.length),
    effortDays: 0,
    isOverCapacity: false,
  };
  const effort = new Float64Array(moves.length);
  const done = new Float64Array(moves.length);
  const plannedDone = Float64Array.from(moves, ({ doneMonth }) => doneMonth ?? NEVER);
  const plannedEffort = Float64Array.from(moves, ({ effortDays, touched }) => effortDays.planned * touched);
  const starts = new Float64Array(moves.length);
  for (const item of team?.items ?? []) starts[item.move] = item.start;

  /** Effort of the moves that are worked on; true when it is just what was planned. */
  function effortIn(inputs: Inputs, draw: number): boolean {
    let isPlanned = true;
    dates.effortDays = 0;
    for (let move = 0; move < moves.length; move++) {
      const drawn = inputs.moves[move];
      let failures = 0;
      // A change that is rolled back is work twice.
      for (const failed of drawn?.failed ?? []) failures += failed[draw] ?? 0;
      const built = drawn?.built[draw] ?? 0;
      const { touched = 0 } = moves[move] ?? {};
      const days = built * (drawn?.effort[draw] ?? 0) * (touched + Math.min(failures, touched));
      effort[move] = days;
      dates.effortDays += days;
      if (built === 0 || days !== plannedEffort[move]) isPlanned = false;
    }
    return isPlanned;
  }

  function schedule(inputs: Inputs, draw: number): void {
    if (team === null) return;
    const items = team.items
      .filter(({ move }) => inputs.moves[move]?.built[draw] === 1)
      .map(item => ({ ...item, effortDays: effort[item.move] ?? 0 }));
    const daysOf = (pool: number, month: number) => team.days[pool]?.[month - 1] ?? 0;
    const scheduled = scheduleWork(items, team.days.length, daysOf, months.length);
    done.fill(NEVER);
    scheduled.forEach((work, at) => {
      done[items[at]?.move ?? 0] = work.done ?? NEVER;
    });
  }

  return (inputs, draw) => {
    const isPlanned = effortIn(inputs, draw);
    done.set(plannedDone);
    if (!isPlanned) schedule(inputs, draw);
    dates.isOverCapacity = false;
    moves.forEach(({ effectMonth, doneMonth }, move) => {
      const drawn = inputs.moves[move];
      const at = done[move] ?? NEVER;
      const isBuilt = drawn?.built[draw] === 1;
      const isDue = (starts[move] ?? 0) <= target.at + 1;
      if (team !== null && isBuilt && isDue && at > target.at + 1) dates.isOverCapacity = true;
      const slip = drawn?.slip[draw] ?? 0;
      // What the plan itself never gets done has no known saving: it stays out.
      dates.effectMonth[move] =
        !isBuilt || effectMonth === null || doneMonth === null
          ? NEVER
          : effectMonth + (at - doneMonth) + slip;
    });
    return dates;
  };
}
