/** The months of a run in which changes are made, workload by workload, as the plan's policy looks at them. */

import type { Workload } from '../estate/workload.ts';
import {
  type ChangeWindow,
  expectedBadMinutes,
  expectedEvents,
  oneOffClasses,
  type RiskChange,
  type ScheduledChange,
} from '../reliability/index.ts';
import type { State, Step } from './play-moves.ts';
import type { PlayedPlan, ReliabilityModel } from './reliability-of-run.ts';
import { eventsOf, lastingOf } from './risks-of-step.ts';

const MINUTES_PER_DAY = 1440;

/** Steps whose effect begins in the month at this index. */
export function startedIn(states: readonly State[], index: number): readonly Step[] {
  const before = new Set(states[index - 1]?.steps.map(({ move }) => move.id) ?? []);
  return states[index]?.steps.filter(({ move }) => !before.has(move.id)) ?? [];
}

/** Failures and bad minutes expected of making a change. */
function costOf(
  events: readonly RiskChange[],
  workload: Workload,
  model: ReliabilityModel,
): { readonly failures: number; readonly minutes: number } {
  const { windowDays } = model.evaluate(workload, [], []);
  const windowMinutes = windowDays * MINUTES_PER_DAY;
  const classes = oneOffClasses(model.availability(workload), events, windowMinutes);
  return {
    failures: classes.reduce((sum, { ratePerYear }) => sum + expectedEvents(ratePerYear, windowMinutes), 0),
    minutes: expectedBadMinutes(classes, windowMinutes),
  };
}

/** Expected bad minutes of making the change of a step, once. */
export function oneOffMinutesOf(step: Step, workload: Workload, model: ReliabilityModel): number {
  const events = eventsOf(step, workload.name);
  return events.length === 0 ? 0 : costOf(events, workload, model).minutes;
}

function changeOf(step: Step, workload: Workload, model: ReliabilityModel): ScheduledChange[] {
  const events = eventsOf(step, workload.name);
  if (events.length === 0) return [];
  const { failures, minutes } = costOf(events, workload, model);
  const multiplier = events.reduce(
    (most, event) => (event.kind === 'change-event' ? Math.max(most, event.multiplier) : most),
    0,
  );
  return [
    {
      moveId: step.move.id,
      multiplier,
      expectedBadMinutes: minutes,
      minutesIfItFails: failures > 0 ? minutes / failures : 0,
    },
  ];
}

/** Windows of a workload in which something changes, in the order of the months. */
export function changeWindows(
  workload: Workload,
  { states, months }: PlayedPlan,
  model: ReliabilityModel,
): readonly ChangeWindow[] {
  return states.flatMap((_state, index) => {
    const changes = startedIn(states, index).flatMap(step => changeOf(step, workload, model));
    if (changes.length === 0) return [];
    const earlier = states[index - 1]?.steps ?? [];
    const lasting = earlier.flatMap(step => lastingOf(step, workload.name));
    const justMade = startedIn(states, index - 1).flatMap(step => eventsOf(step, workload.name));
    const { budgetMinutes, expectedBadMinutes: standing } = model.evaluate(workload, [], []);
    const standingBadMinutes = lasting.length === 0 ? standing : model.expected(workload, lasting);
    const made = justMade.length === 0 ? 0 : costOf(justMade, workload, model).minutes;
    return [
      {
        workload: workload.name,
        month: months[index]?.month ?? '',
        budgetMinutes,
        precedingBadMinutes: standingBadMinutes + made,
        standingBadMinutes,
        changes,
      },
    ];
  });
}
