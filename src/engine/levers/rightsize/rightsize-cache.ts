/** Move the nodes of a cache to a smaller size of their family. */

import { defineLever } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { CPU_HEADROOM_PERCENT, MEMORY_HEADROOM_PERCENT, OBSERVED_DAYS_MIN } from './observed-need.ts';
import { nodeEffect, nodeRisks, smallerNode } from './smaller-node.ts';

const METRICS =
  'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html';

export const rightsizeCache = defineLever({
  meta: {
    id: 'rightsize-cache',
    title: 'Rightsize caches',
    summary:
      'Move ElastiCache nodes to the smallest size of their family that fits CPU and memory with headroom.',
    capability: 'usage-optimization',
    stage: 'rightsize',
    effortDays: { low: 0.5, mode: 2, high: 5 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '50 % of the nodes for each size smaller: prices of a family are proportional to its sizes',
      source: 'https://aws.amazon.com/elasticache/pricing/',
    },
    planning: {
      text: 'no official typical percentage was found: plan with the nodes below',
      source: METRICS,
    },
    realization: REALIZATION,
    sources: [
      METRICS,
      'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/redis-cluster-vertical-scaling-scaling-down.html',
    ],
    excludes: ['delete-idle-cache-and-search'],
  },
  target: 'other',
  params: {
    cpuHeadroomPercent: CPU_HEADROOM_PERCENT,
    // Memory that is reserved for replication and snapshots is not in the metric's maximum.
    memoryHeadroomPercent: { ...MEMORY_HEADROOM_PERCENT, default: 25 },
    observedDaysMin: OBSERVED_DAYS_MIN,
  },
  eligible: (cache, params, context) =>
    smallerNode(cache, { service: 'elasticache', prefix: 'cache.', suffix: '' }, params, context),
  effect: nodeEffect,
  risk: (cache, facts) =>
    nodeRisks(cache, facts, 'nodes are replaced: a failover, and misses until the new ones are warm'),
});
