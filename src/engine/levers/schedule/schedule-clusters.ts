/** Pause non-production clusters when nobody works: what can be paused, and what would have to be rebuilt. */

import type { NodeService, UsageShape } from '../../commitments/usage.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import {
  LEAST_SHARE_OFF,
  scheduleOf,
  scheduleProblem,
  scheduleRisks,
  shareOff,
  WORKING_HOURS,
} from './working-hours.ts';

const GUIDE = 'https://www.pointfive.co/guides/how-to-automatically-shut-down-non-production-environments';

/** Clusters whose nodes have a stop or a pause. */
const STOPPABLE: ReadonlySet<NodeService> = new Set(['redshift', 'documentdb', 'neptune']);
/** Nodes that are deleted or run: nothing between. */
const REBUILT: ReadonlySet<NodeService> = new Set(['elasticache', 'memorydb', 'opensearch']);

type Way = 'stop' | 'rebuild' | null;

/** How usage is switched off in the evening; null where it cannot be. */
function wayOf(shape: UsageShape): Way {
  if (shape.kind === 'aws-metered') return shape.service === 'AWSFargate' ? 'stop' : null;
  if (shape.kind !== 'aws-node') return null;
  if (STOPPABLE.has(shape.service)) return 'stop';
  return REBUILT.has(shape.service) ? 'rebuild' : null;
}

export const scheduleClusters = defineLever({
  meta: {
    id: 'schedule-clusters',
    title: 'Schedule clusters and tasks',
    summary:
      'Pause warehouses, document and graph clusters and Fargate tasks of non-production; caches and search domains have no stop.',
    capability: 'usage-optimization',
    stage: 'schedule',
    effortDays: { low: 0.5, mode: 2, high: 5 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '60-75 % of the scheduled compute (12 hours x 5 days leave 36 % of the hours)',
      source: GUIDE,
    },
    planning: { text: '15-25 % of all non-production spend in the first month', source: GUIDE },
    realization: REALIZATION,
    sources: [
      'https://docs.aws.amazon.com/redshift/latest/mgmt/rs-mgmt-pause-resume-cluster.html',
      'https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-stop-start.html',
      'https://docs.aws.amazon.com/neptune/latest/userguide/manage-console-stop-start.html',
      GUIDE,
    ],
    excludes: [],
  },
  target: 'other',
  params: {
    ...WORKING_HOURS,
    rebuild: booleanParam({
      label: 'Rebuild what has no stop',
      unit: '',
      description:
        'Caches and search domains are deleted in the evening and built again in the morning: empty, or from a snapshot.',
      default: false,
    }),
  },
  eligible: (cluster, params, { workload, estate, saving }) => {
    if (cluster.metered.length === 0) return no('no nodes or tasks that a schedule could stop');
    const ways = cluster.metered.map(({ shape }) => wayOf(shape));
    if (ways.includes(null)) return no('uses something that has no stop');
    const owner = workload(cluster);
    const problem = scheduleProblem(owner, params);
    if (problem !== null) return no(problem);
    const isRebuilt = ways.includes('rebuild');
    if (isRebuilt && !params.rebuild)
      return no('caches and search nodes cannot be stopped, only deleted and built again');
    const schedule = scheduleOf(params);
    const profiles = cluster.metered.map(({ hours }) => hours);
    const off = shareOff(profiles, schedule, estate.period.startMs);
    if (off === null) return no('did not run');
    if (off < LEAST_SHARE_OFF) return no('already runs in these hours only');
    if (saving({ kind: 'schedule', resourceId: cluster.id, schedule }) === null)
      return no('part of it has no known price');
    return yes(
      `${owner.environment}: ${Math.round(off * 100)} % of its hours fall outside the schedule${isRebuilt ? '; built again every morning' : ''}`,
      estate.granularity === 'hourly' ? 'measured' : 'inferred',
      { schedule, isRebuilt },
    );
  },
  effect: ({ id }, { schedule }) => ({ kind: 'schedule', resourceId: id, schedule }),
  risk: (_cluster, { schedule, isRebuilt }) =>
    isRebuilt
      ? [
          ...scheduleRisks(schedule, 'it is created anew every morning, empty: a creation can fail'),
          { kind: 'change-event', multiplier: 2, reason: 'data is loaded again after every rebuild' },
        ]
      : scheduleRisks(schedule, 'capacity is not reserved: a morning start can fail'),
});
