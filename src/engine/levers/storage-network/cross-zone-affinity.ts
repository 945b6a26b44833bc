/** Keep requests in the zone they come from: traffic between zones is charged where it leaves and where it arrives. */

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

const ID = 'cross-zone-affinity';
const TRANSFER = 'https://aws.amazon.com/ec2/pricing/on-demand/';
const TOPOLOGY = 'https://kubernetes.io/docs/concepts/services-networking/topology-aware-routing/';

export const crossZoneAffinity = defineLever({
  meta: {
    id: ID,
    title: 'Zone affinity',
    summary: 'Let clients prefer a server in their own zone; what must be replicated still crosses.',
    capability: 'architecting',
    stage: 'storage-network',
    effortDays: { low: 1, mode: 3, high: 8 },
    leadTimeMonths: 1,
    reversible: true,
    headline: { text: 'two thirds of the traffic of three zones crosses without it', source: TOPOLOGY },
    planning: {
      text: 'no published share was found: plan with the traffic that is not replication',
      source: TOPOLOGY,
    },
    realization: REALIZATION,
    sources: [TRANSFER, TOPOLOGY],
    excludes: [],
  },
  target: 'resource',
  params: {
    staysPercent: shareParam({
      label: 'Stays in its zone',
      description:
        'Assumption: share of the traffic between zones that has a server in its own; replication has none.',
      default: 40,
    }),
    measured: measuredParam('VPC Flow Logs by zone'),
  },
  eligible: (resource, params, { rates }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const meters = metersNamed(resource, METERS.crossZone);
    if (meters.length === 0) return no('no traffic between zones in the bill');
    if (resource.kind === 'database') return no('what a database sends to its standby cannot stay');
    const effect = cutMeters(resource, ID, 'reroute', [{ meters, left: 1 - params.staysPercent / 100 }]);
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    return yes(
      `${params.staysPercent} % of ${whole(totalOf(meters).quantity)} GB between zones`,
      params.measured ? 'measured' : 'assumed',
      { effect },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: () => [
    {
      kind: 'zone-affinity',
      reason: 'a zone with more clients than servers gets more than its even share',
    },
    { kind: 'change-event', multiplier: 1, reason: 'routing changes, service by service' },
  ],
});
