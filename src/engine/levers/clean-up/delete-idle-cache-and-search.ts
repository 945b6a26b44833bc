/** Delete caches and search domains that nothing asks. */

import type { NodeService } from '../../commitments/usage.ts';
import type { MeteredUsage } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { isGroup } from './aws-meters.ts';
import {
  COMPUTE_OPTIMIZER,
  lookForUse,
  ONE_CALL,
  removalRisks,
  SURVEYED_WASTE,
  unusedDaysParam,
} from './unused.ts';

const METRICS =
  'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html';

const SERVICES: ReadonlySet<NodeService> = new Set(['elasticache', 'memorydb', 'opensearch']);

function isNode({ shape }: MeteredUsage): boolean {
  return shape.kind === 'aws-node' && SERVICES.has(shape.service);
}

export const deleteIdleCacheAndSearch = defineLever({
  meta: {
    id: 'delete-idle-cache-and-search',
    title: 'Delete idle caches and search domains',
    summary:
      'Delete ElastiCache, MemoryDB and OpenSearch clusters that served no request in the observation.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: ONE_CALL,
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '100 % of an idle cluster', source: COMPUTE_OPTIMIZER },
    planning: SURVEYED_WASTE,
    realization: REALIZATION,
    sources: [COMPUTE_OPTIMIZER, METRICS],
    excludes: ['schedule-non-production', 'rightsize-cache', 'rightsize-search'],
  },
  target: 'other',
  params: {
    unusedDaysMin: unusedDaysParam(14, 'AWS Compute Optimizer looks at 14 days.'),
    connectionsMax: numberParam({
      label: 'Connections at most',
      unit: '',
      description: 'ElastiCache itself holds two to four connections to watch a cluster.',
      default: 4,
      min: 0,
      max: 50,
      step: 1,
    }),
  },
  eligible: (resource, params, context) => {
    const { metered } = resource;
    const isRunning = metered.some(({ hours }) => hours.some(quantity => quantity > 0));
    if (!isRunning || !metered.every(isNode)) return no('no cache or search node');
    if (isGroup(resource)) return no('the bill names no cluster, so nobody knows which of them is idle');
    const limits = [
      { metric: 'requestsPerSecond', max: 0 },
      { metric: 'connections', max: params.connectionsMax },
    ] as const;
    const use = lookForUse(resource, limits, params.unusedDaysMin, context);
    // Nodes cost the same whether somebody asks them something or not: the bill cannot tell.
    return use.kind === 'unused' ? yes(use.why, 'measured', {}) : no(use.reason);
  },
  effect: ({ id }) => ({ kind: 'terminate', resourceId: id }),
  risk: () => [
    { kind: 'copy-deletion', reason: 'an index or a durable cache may hold data that stands nowhere else' },
    ...removalRisks('something may start to ask it again: it is made anew and filled from its source'),
  ],
});
