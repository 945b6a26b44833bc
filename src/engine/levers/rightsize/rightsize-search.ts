/** Move the data nodes of a search domain to a smaller size of their family; their number and disks stay. */

import { defineLever } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { CPU_HEADROOM_PERCENT, MEMORY_HEADROOM_PERCENT, OBSERVED_DAYS_MIN } from './observed-need.ts';
import { nodeEffect, nodeRisks, smallerNode } from './smaller-node.ts';

const SIZING = 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/sizing-domains.html';

export const rightsizeSearch = defineLever({
  meta: {
    id: 'rightsize-search',
    title: 'Rightsize search nodes',
    summary:
      'Move OpenSearch nodes to the smallest size of their family that fits CPU and memory with headroom; disks stay.',
    capability: 'usage-optimization',
    stage: 'rightsize',
    effortDays: { low: 1, mode: 3, high: 8 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '50 % of the nodes for each size smaller: prices of a family are proportional to its sizes',
      source: 'https://aws.amazon.com/opensearch-service/pricing/',
    },
    planning: { text: 'no official typical percentage was found: plan with the nodes below', source: SIZING },
    realization: REALIZATION,
    sources: [
      SIZING,
      'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-configuration-changes.html',
    ],
    excludes: ['delete-idle-cache-and-search'],
  },
  target: 'other',
  params: {
    cpuHeadroomPercent: CPU_HEADROOM_PERCENT,
    memoryHeadroomPercent: MEMORY_HEADROOM_PERCENT,
    observedDaysMin: OBSERVED_DAYS_MIN,
  },
  eligible: (domain, params, context) =>
    smallerNode(domain, { service: 'opensearch', prefix: '', suffix: '.search' }, params, context),
  effect: nodeEffect,
  risk: (domain, facts) =>
    nodeRisks(domain, facts, 'a blue/green deployment moves every shard while the domain serves'),
});
