/** Move the nodes of a cache to Graviton: the engine is the provider's, the saving small. */

import { defineLever } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { gravitonNode } from './replace-node.ts';

const NODES = 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html';

export const elasticacheGraviton = defineLever({
  meta: {
    id: 'elasticache-graviton',
    title: 'ElastiCache to Graviton',
    summary: 'Run the nodes of a cache on the Graviton node type of the same size.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 0.5, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '4.5 % of an m5 node by list price, 6 % of a small t3',
      source: 'https://github.com/LeanerCloud/ec2-instances-info (price lists of 2025-04-24)',
    },
    planning: {
      text: '5 % of the node hours',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [NODES, 'https://aws.amazon.com/elasticache/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {},
  eligible: (resource, _params, context) =>
    gravitonNode(
      resource,
      { service: 'elasticache', prefix: 'cache.', suffix: '', none: 'runs no cache nodes' },
      context,
    ),
  effect: (_resource, { change }) => change,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 1.5,
      reason: 'each node is replaced: a failover, and a cache to warm',
    },
  ],
});
