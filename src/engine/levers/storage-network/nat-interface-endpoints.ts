/** Let traffic to other AWS services leave through interface endpoints, whose hours and GB may cost more than NAT does. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { ENDPOINT_TRAFFIC, unitsByBand } from '../../pricing/price-bands.ts';
import { REALIZATION } from '../realization.ts';
import {
  ALREADY,
  cutMeters,
  METERS,
  measuredParam,
  metersNamed,
  savedBy,
  shareParam,
  totalOf,
  wasChangedBy,
  whole,
} from './aws-meters.ts';

const ID = 'nat-interface-endpoints';
const PRIVATELINK = 'https://aws.amazon.com/privatelink/pricing/';

export const natInterfaceEndpoints = defineLever({
  meta: {
    id: ID,
    title: 'Interface endpoints before NAT',
    summary:
      'Route traffic to AWS services through interface endpoints where their hours cost less than NAT.',
    capability: 'architecting',
    stage: 'storage-network',
    effortDays: { low: 0.25, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '78 % of what NAT charges for a GB', source: PRIVATELINK },
    planning: {
      text: 'pays from 209 GB a month for each endpoint and zone; below that NAT is cheaper',
      source: PRIVATELINK,
    },
    realization: REALIZATION,
    sources: [PRIVATELINK, 'https://aws.amazon.com/vpc/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {
    sharePercent: shareParam({
      label: 'To these services',
      description: 'Assumption: share of the NAT traffic that goes to the services below.',
      default: 20,
    }),
    services: numberParam({
      label: 'Services',
      unit: 'endpoints',
      description:
        'Assumption: such as ECR (two), CloudWatch Logs, STS and SQS. Each is paid for by the hour in each zone.',
      default: 5,
      min: 1,
      max: 200,
      step: 1,
    }),
    zonesPerGateway: numberParam({
      label: 'Zones per gateway',
      unit: 'zones',
      description: 'Assumption: 1 where each zone has its own NAT gateway; 3 where three zones share one.',
      default: 1,
      min: 1,
      max: 6,
      step: 1,
    }),
    measured: measuredParam('VPC Flow Logs by destination'),
  },
  eligible: (resource, params, { rates, estate }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const meters = metersNamed(resource, METERS.natBytes);
    if (meters.length === 0) return no('no NAT traffic in the bill');
    const moved = (totalOf(meters).quantity * params.sharePercent) / 100;
    const region = resource.region ?? '';
    const hours = Math.round(params.services) * Math.round(params.zonesPerGateway) * estate.hours;
    const effect = cutMeters(resource, ID, 'reroute', [{ meters, left: 1 - params.sharePercent / 100 }], {
      added: [
        {
          service: 'vpc_endpoint',
          item: 'interface',
          component: 'hour_per_az',
          region,
          quantity: hours,
        },
        ...unitsByBand(ENDPOINT_TRAFFIC, moved, moved, region),
      ],
    });
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(
      `${whole(moved)} GB instead of through NAT through ${whole(hours)} endpoint hours`,
      params.measured ? 'measured' : 'assumed',
      { effect },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 1,
      reason: 'private names answer otherwise from then on; a missing security group rule cuts a service off',
    },
  ],
});
