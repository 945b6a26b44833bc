/** Switch non-production instances off when nobody works. */

import { defineLever, no, yes } from '../../lever.ts';
import { ACCEPT_LOCAL_DISKS, hasLocalDisks, LOCAL_DISKS_SOURCE } from '../local-disks.ts';
import { REALIZATION } from '../realization.ts';
import {
  LEAST_SHARE_OFF,
  scheduleOf,
  scheduleProblem,
  scheduleRisks,
  shareOff,
  WORKING_HOURS,
} from './working-hours.ts';

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
      LOCAL_DISKS_SOURCE,
    ],
    excludes: ['terminate-idle-compute', 'delete-idle-databases', 'delete-idle-cache-and-search'],
  },
  target: 'instance',
  params: { ...WORKING_HOURS, acceptLocalDisks: ACCEPT_LOCAL_DISKS },
  eligible: (instance, params, { workload, estate, rates }) => {
    const owner = workload(instance);
    const problem = scheduleProblem(owner, params);
    if (problem !== null) return no(problem);
    const schedule = scheduleOf(params);
    const profiles = instance.compute.map(({ hours }) => hours);
    const off = shareOff(profiles, schedule, estate.period.startMs);
    if (off === null) return no('did not run');
    if (off < LEAST_SHARE_OFF) return no('already runs in these hours only');
    const withDisks = instance.compute.find(({ instanceType: name }) =>
      hasLocalDisks({
        name,
        localNvmeGb: rates.book.instanceType(name, instance.region ?? '')?.localNvmeGb ?? null,
      }),
    );
    if (withDisks && !params.acceptLocalDisks)
      return no(`${withDisks.instanceType} has local disks: every stop empties them`);
    return yes(
      `${owner.environment}: ${Math.round(off * 100)} % of its hours fall outside the schedule`,
      estate.granularity === 'hourly' ? 'measured' : 'inferred',
      { schedule },
    );
  },
  effect: ({ id }, { schedule }) => ({ kind: 'schedule', resourceId: id, schedule }),
  risk: (_instance, { schedule }) =>
    scheduleRisks(schedule, 'capacity is not reserved: a morning start can fail'),
});
