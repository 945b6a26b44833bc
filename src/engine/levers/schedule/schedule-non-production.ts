/** Switch non-production instances off when nobody works. */

import { hoursOn } from '../../apply-effect.ts';
import { HOURS_PER_WEEK, hourOfWeek } from '../../calendar.ts';
import type { WeeklySchedule } from '../../effect.ts';
import { UNALLOCATED } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { choiceParam, numberParam } from '../../lever-params.ts';
import { RELIABILITY_CONSTANTS } from '../../reliability/index.ts';
import { REALIZATION } from '../realization.ts';

const { startFailureProbability, startFailureMinutes } = RELIABILITY_CONSTANTS;

const WEEKDAYS = [0, 1, 2, 3, 4];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
/** Environments that people use in working hours only. */
const NON_PRODUCTION: ReadonlySet<string> = new Set(['staging', 'development', 'test']);
/** Hours off below this share of the running hours are not worth a scheduler (assumption). */
const LEAST_SHARE_OFF = 0.05;

export const scheduleNonProduction = defineLever({
  meta: {
    id: 'schedule-non-production',
    title: 'Schedule non-production',
    summary: 'Run non-production instances in working hours only; their volumes and addresses keep billing.',
    capability: 'usage-optimization',
    stage: 'schedule',
    effortDays: { low: 0.5, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '60-75 % of the scheduled compute (12 hours x 5 days leave 36 % of the hours)',
      source: 'https://www.pointfive.co/guides/how-to-automatically-shut-down-non-production-environments',
    },
    planning: {
      text: '15-25 % of all non-production spend in the first month',
      source: 'https://www.pointfive.co/guides/how-to-automatically-shut-down-non-production-environments',
    },
    realization: REALIZATION,
    sources: [
      'https://www.pointfive.co/guides/how-to-automatically-shut-down-non-production-environments',
      'https://oneuptime.com/blog/post/2026-02-12-schedule-non-production-resources-to-save-costs/view',
    ],
    excludes: ['terminate-idle-compute'],
  },
  target: 'instance',
  params: {
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
  },
  eligible: (instance, params, { workload, estate }) => {
    const { environment, name } = workload(instance);
    if (name === UNALLOCATED) return no('belongs to no workload: its environment is unknown');
    if (!NON_PRODUCTION.has(environment)) return no(`environment is ${environment}`);
    if (params.startHour >= params.endHour)
      return no(`never on: it would start at ${params.startHour} and end at ${params.endHour}`);
    const schedule: WeeklySchedule = {
      startHour: params.startHour,
      endHour: params.endHour,
      days: params.days === 'monday-friday' ? WEEKDAYS : EVERY_DAY,
      utcOffsetHours: params.utcOffsetHours,
    };
    const on = hoursOn(schedule);
    const first = hourOfWeek(estate.period.startMs);
    let running = 0;
    let off = 0;
    for (const { hours } of instance.compute) {
      hours.forEach((units, hour) => {
        running += units;
        if (!on[(first + hour) % HOURS_PER_WEEK]) off += units;
      });
    }
    if (running === 0) return no('did not run');
    const shareOff = off / running;
    if (shareOff < LEAST_SHARE_OFF) return no('already runs in these hours only');
    return yes(
      `${environment}: ${Math.round(shareOff * 100)} % of its hours fall outside the schedule`,
      estate.granularity === 'hourly' ? 'measured' : 'inferred',
      { schedule },
    );
  },
  effect: ({ id }, { schedule }) => ({ kind: 'schedule', resourceId: id, schedule }),
  risk: (_instance, { schedule }) => [
    {
      kind: 'start-failure',
      startsPerMonth: (schedule.days.length * 52) / 12,
      probability: startFailureProbability.value,
      minutes: startFailureMinutes.value,
      reason: 'capacity is not reserved: a morning start can fail',
    },
    { kind: 'change-event', multiplier: 0.5, reason: 'a schedule, switched off in a minute' },
  ],
});
