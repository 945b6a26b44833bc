/** Move the nodes of a search domain to Graviton: a blue/green change that the provider runs. */

import { defineLever } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { gravitonNode } from './replace-node.ts';

const NODES =
  'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-instance-types.html';

export const opensearchGraviton = defineLever({
  meta: {
    id: 'opensearch-graviton',
    title: 'OpenSearch to Graviton',
    summary: 'Run the dearest nodes of a search domain on the Graviton type of the same size.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 0.5, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '10 % of an r5, m5 or c5 node by list price',
      source: 'https://github.com/LeanerCloud/ec2-instances-info (price lists of 2025-04-24)',
    },
    planning: {
      text: '5 % of the instance hours',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [NODES, 'https://aws.amazon.com/opensearch-service/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {},
  eligible: (resource, _params, context) =>
    gravitonNode(
      resource,
      { service: 'opensearch', prefix: '', suffix: '.search', none: 'runs no search nodes' },
      context,
    ),
  effect: (_resource, { change }) => change,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 1.5,
      reason: 'a new set of nodes takes the shards over, with load on the domain meanwhile',
    },
  ],
});
