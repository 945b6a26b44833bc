/** Let traffic to S3 and DynamoDB leave through gateway endpoints, which cost nothing, instead of NAT gateways. */

import { defineLever, no, yes } from '../../lever.ts';
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

const ID = 'nat-gateway-endpoints';
const GATEWAY = 'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html';
const EXAMPLE = 'https://divinechukwu.com/blog/s3-gateway-endpoint-nat-savings';

/** Below this a gateway is idle, and its hours are what it costs (assumption). */
const LEAST_GB = 1;

export const natGatewayEndpoints = defineLever({
  meta: {
    id: ID,
    title: 'Gateway endpoints before NAT',
    summary: 'Route S3 and DynamoDB traffic through gateway endpoints: no hour and no GB is charged there.',
    capability: 'architecting',
    stage: 'storage-network',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '100 % of what NAT charges for S3 and DynamoDB traffic', source: EXAMPLE },
    planning: { text: '$675 a month for 500 GB a day to S3', source: EXAMPLE },
    realization: REALIZATION,
    sources: [GATEWAY, 'https://aws.amazon.com/vpc/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {
    sharePercent: shareParam({
      label: 'S3 and DynamoDB',
      description:
        'Assumption: share of the NAT traffic that goes to buckets and tables of the same Region; a gateway endpoint serves no other.',
      default: 30,
    }),
    measured: measuredParam('VPC Flow Logs by destination'),
  },
  eligible: (resource, params, { rates }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const meters = metersNamed(resource, METERS.natBytes);
    if (meters.length === 0) return no('no NAT traffic in the bill');
    const gb = totalOf(meters).quantity;
    if (gb < LEAST_GB) return no('hardly anything passes through it: delete the gateway instead');
    const effect = cutMeters(resource, ID, 'reroute', [{ meters, left: 1 - params.sharePercent / 100 }]);
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(
      `${params.sharePercent} % of ${whole(gb)} GB through NAT`,
      params.measured ? 'measured' : 'assumed',
      { effect },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason:
        'a route in each route table; open connections to S3 break once, and bucket policies on the NAT address must change',
    },
  ],
});
