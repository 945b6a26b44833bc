/**
 * Reserve nodes of ElastiCache, MemoryDB, OpenSearch and Redshift for one or three years.
 *
 * ElastiCache and MemoryDB are size-flexible inside a family; a reservation of Redis OSS serves Valkey too. OpenSearch and
 * Redshift reservations are for one node type. DocumentDB and Neptune are left out: no source says that AWS sells reservations
 * of them. It excludes no other purchase: a Database Savings Plan is drawn after it, and both are sized on what is left.
 */

import type { NodeService } from '../../commitments/usage.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';
import { commitmentsOf, whyOf } from './choose-purchases.ts';
import { nodeParams, nodePurchases } from './node-offers.ts';
import { BILLING_ONLY } from './purchase-terms.ts';

const PRICES = 'https://github.com/LeanerCloud/ec2-instances-info (price lists of 2025-04-24)';

const SERVICES: ReadonlySet<NodeService> = new Set(['elasticache', 'memorydb', 'opensearch', 'redshift']);

export const reservedNodes = defineLever({
  meta: {
    id: 'reserved-nodes',
    title: 'Reserved cache and search nodes',
    summary: 'Reserve nodes of ElastiCache, MemoryDB, OpenSearch or Redshift; unused hours are lost.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.2, mode: 0.5, high: 2 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: 'up to 55 % for three years, all upfront (ElastiCache list prices)', source: PRICES },
    planning: {
      text: 'ElastiCache 32 % for one year and 48 % for three, OpenSearch 31 % and 48 %, without upfront payment',
      source: PRICES,
    },
    realization: CONTRACT_REALIZATION,
    sources: [
      'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.Reserved.html',
      'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ri.html',
      'https://docs.aws.amazon.com/redshift/latest/mgmt/purchase-reserved-node-instance.html',
    ],
    excludes: [],
  },
  target: 'estate',
  params: nodeParams('node types', 55),
  eligible: (_estate, params, context) => {
    const found = nodePurchases(SERVICES, 'cache, search or warehouse node', params, context);
    if (found.reason !== null) return no(found.reason);
    const { purchases, evidence } = found;
    return yes(whyOf(purchases), evidence, { purchases });
  },
  effect: (_estate, { purchases }) => ({ kind: 'commit', commitments: commitmentsOf(purchases) }),
  risk: () => BILLING_ONLY,
});
