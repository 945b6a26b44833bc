/** Run a cache on Valkey instead of Redis OSS: the same protocol on the same nodes at a lower price. */

import { defineLever, no } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { changeNode, nodesOf } from './replace-node.ts';

const PRICES = 'https://aws.amazon.com/elasticache/pricing/';

export const redisToValkey = defineLever({
  meta: {
    id: 'redis-to-valkey',
    title: 'ElastiCache Redis to Valkey',
    summary:
      'Upgrade a Redis OSS cache in place to Valkey on the same nodes; reservations of Redis serve both.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 0.5, mode: 2, high: 5 },
    leadTimeMonths: 0,
    // AWS upgrades Redis OSS to Valkey in place and has no way back but a new cache.
    reversible: false,
    headline: { text: '20 % of the nodes, 33 % of serverless caches', source: PRICES },
    planning: { text: '20 % of the nodes (list prices of 2025-04)', source: PRICES },
    realization: REALIZATION,
    sources: [PRICES, 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.HowTo.html'],
    excludes: [],
  },
  target: 'other',
  params: {},
  eligible: (resource, _params, context) => {
    const nodes = nodesOf(resource, 'elasticache', context.rates);
    if (nodes.length === 0) return no('runs no cache nodes');
    if (nodes.some(({ shape }) => shape.engine === 'valkey')) return no('already on Valkey');
    const redis = nodes.find(({ shape }) => shape.engine === 'redis');
    if (!redis)
      return no(`runs ${nodes[0]?.shape.engine ?? 'an engine that the bill does not name'}, not Redis`);
    return changeNode(resource, redis.shape, { ...redis.shape, engine: 'valkey' }, context);
  },
  effect: (_resource, { change }) => change,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 1.5,
      reason: 'an engine upgrade of every node, with a failover each',
    },
  ],
});
