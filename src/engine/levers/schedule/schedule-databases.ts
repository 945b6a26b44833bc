/** Stop non-production databases when nobody works. */

import { defineLever, no, yes } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import {
  LEAST_SHARE_OFF,
  longestStopHours,
  scheduleOf,
  scheduleProblem,
  scheduleRisks,
  shareOff,
  WORKING_HOURS,
} from './working-hours.ts';

const STOP_INSTANCE = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html';
const GUIDE = 'https://www.pointfive.co/guides/how-to-automatically-shut-down-non-production-environments';
/** RDS starts an instance by itself that was stopped for so long (`USER_StopInstance`). */
const LONGEST_STOP_HOURS = 7 * 24;

export const scheduleDatabases = defineLever({
  meta: {
    id: 'schedule-databases',
    title: 'Schedule databases',
    summary:
      'Stop non-production databases outside working hours; their storage, provisioned IOPS, backups and addresses keep billing.',
    capability: 'usage-optimization',
    stage: 'schedule',
    effortDays: { low: 0.5, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '60-75 % of the scheduled compute and databases (12 hours x 5 days leave 36 % of the hours)',
      source: GUIDE,
    },
    planning: { text: '15-25 % of all non-production spend in the first month', source: GUIDE },
    realization: REALIZATION,
    sources: [
      STOP_INSTANCE,
      'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-cluster-stop-start.html',
      GUIDE,
    ],
    excludes: ['delete-idle-databases'],
  },
  target: 'database',
  params: WORKING_HOURS,
  eligible: (database, params, { workload, estate, saving }) => {
    const owner = workload(database);
    const problem = scheduleProblem(owner, params);
    if (problem !== null) return no(problem);
    const { engine, multiAz, isCommitted } = database;
    if (isCommitted) return no('a reservation pays for it: hours off save nothing before it ends');
    if (multiAz && /^sqlserver/.test(engine)) return no('RDS cannot stop SQL Server with a standby');
    if (multiAz && engine === 'other-engine')
      return no('the bill does not tell the engine: SQL Server with a standby cannot be stopped');
    const schedule = scheduleOf(params);
    const stop = longestStopHours(schedule);
    if (stop >= LONGEST_STOP_HOURS) return no('RDS starts a stopped database by itself after 7 days');
    const off = shareOff([database.hours], schedule, estate.period.startMs);
    if (off === null) return no('did not run');
    if (off < LEAST_SHARE_OFF) return no('already runs in these hours only');
    if (saving({ kind: 'schedule', resourceId: database.id, schedule }) === null)
      return no(`no price for ${database.instanceClass} (${engine}) in ${database.region}`);
    return yes(
      `${owner.environment}: ${Math.round(off * 100)} % of its hours fall outside the schedule; stopped for ${stop} hours at most (RDS allows 7 days)`,
      estate.granularity === 'hourly' ? 'measured' : 'inferred',
      { schedule },
    );
  },
  effect: ({ id }, { schedule }) => ({ kind: 'schedule', resourceId: id, schedule }),
  risk: (_database, { schedule }) =>
    scheduleRisks(schedule, 'a stopped database needs capacity to start: a morning start can fail'),
});
