/** What schedules of databases and clusters share: the working hours asked for, and what lies outside them. */

import { hoursOn } from '../../apply-effect.ts';
import { HOURS_PER_WEEK, hourOfWeek } from '../../calendar.ts';
import type { WeeklySchedule } from '../../effect.ts';
import { UNALLOCATED, type UsageProfile } from '../../estate/estate.ts';
import type { Workload } from '../../estate/workload.ts';
import { choiceParam, numberParam, type ParamValues } from '../../lever-params.ts';
import { RELIABILITY_CONSTANTS, type RiskChange } from '../../reliability/index.ts';

const WEEKDAYS = [0, 1, 2, 3, 4];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
/** Environments that people use in working hours only. */
const NON_PRODUCTION: ReadonlySet<string> = new Set(['staging', 'development', 'test']);
/** Hours off below this share of the running hours are not worth a scheduler (assumption). */
export const LEAST_SHARE_OFF = 0.05;

/** The hours of a week in which something stays on. */
export const WORKING_HOURS = {
  startHour: numberParam({
    label: 'On from',
    unit: 'hour',
    description: 'Local hour of the day.',
    default: 8,
    min: 0,
    max: 23,
    step: 1,
  }),
  endHour: numberParam({
    label: 'Off from',
    unit: 'hour',
    description: 'Local hour of the day.',
    default: 20,
    min: 1,
    max: 24,
    step: 1,
  }),
  days: choiceParam({
    label: 'Days on',
    unit: '',
    description: 'Weekends off saves most of it.',
    default: 'monday-friday',
    choices: ['monday-friday', 'every-day'],
  }),
  utcOffsetHours: numberParam({
    label: 'Local time minus UTC',
    unit: 'hours',
    description: 'Bills count in UTC.',
    default: 0,
    min: -12,
    max: 14,
    step: 1,
  }),
};
type WorkingHours = ParamValues<typeof WORKING_HOURS>;

/** Why a workload or its hours fit no schedule; null when they do. */
export function scheduleProblem({ environment, name }: Workload, params: WorkingHours): string | null {
  if (name === UNALLOCATED) return 'belongs to no workload: its environment is unknown';
  if (!NON_PRODUCTION.has(environment)) return `environment is ${environment}`;
  return params.startHour >= params.endHour
    ? `never on: it would start at ${params.startHour} and end at ${params.endHour}`
    : null;
}

/** The schedule that the parameters ask for. */
export function scheduleOf({ startHour, endHour, days, utcOffsetHours }: WorkingHours): WeeklySchedule {
  return { startHour, endHour, utcOffsetHours, days: days === 'monday-friday' ? WEEKDAYS : EVERY_DAY };
}

/** Share of what ran that lies outside the schedule, 0..1; null when nothing ran. */
export function shareOff(
  profiles: readonly UsageProfile[],
  schedule: WeeklySchedule,
  startMs: number,
): number | null {
  const on = hoursOn(schedule);
  const first = hourOfWeek(startMs);
  let running = 0;
  let off = 0;
  for (const hours of profiles) {
    hours.forEach((units, hour) => {
      running += units;
      if (!on[(first + hour) % HOURS_PER_WEEK]) off += units;
    });
  }
  return running > 0 ? off / running : null;
}

/** Longest time without a break that the schedule is off, hours; over the turn of the week too. */
export function longestStopHours(schedule: WeeklySchedule): number {
  const on = hoursOn(schedule);
  let longest = 0;
  let stopped = 0;
  for (const isOn of [...on, ...on]) {
    stopped = isOn ? 0 : stopped + 1;
    longest = Math.max(longest, stopped);
  }
  return Math.min(longest, HOURS_PER_WEEK);
}

/** A morning start that fails, and a schedule that is switched off in a minute. */
export function scheduleRisks({ days }: WeeklySchedule, startReason: string): readonly RiskChange[] {
  const { startFailureProbability, startFailureMinutes } = RELIABILITY_CONSTANTS;
  return [
    {
      kind: 'start-failure',
      startsPerMonth: (days.length * 52) / 12,
      probability: startFailureProbability.value,
      minutes: startFailureMinutes.value,
      reason: startReason,
    },
    { kind: 'change-event', multiplier: 0.5, reason: 'a schedule, switched off in a minute' },
  ];
}
