/**
 * Run in two zones instead of three: a third of what is paid for each zone goes, and less traffic crosses zones.
 *
 * Traffic that is spread evenly over z zones leaves its own with probability (z - 1) / z: two thirds become a half. Machines
 * stay: to lose one of two zones without loss takes twice the load (three zones: one and a half times), which the risk shows.
 */

import type { Estate, MeterUse, Resource } from '../../estate/estate.ts';
import type { Workload } from '../../estate/workload.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import {
  ALREADY,
  type Cut,
  cutMeters,
  METERS,
  type MeterName,
  metersNamed,
  savedBy,
  totalOf,
  wasChangedBy,
} from '../storage-network/aws-meters.ts';
import { perEstate } from './per-estate.ts';

const ID = 'zones-three-to-two';
const STATIC_STABILITY = 'https://aws.amazon.com/builders-library/static-stability-using-availability-zones/';
const NAT = 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html';

/** What runs once in each zone, by the hour. */
const ZONAL = {
  gateways: { usageType: /^NatGateway-Hours$/ },
  endpoints: { usageType: /^VpcEndpoint-Hours$/ },
} as const satisfies Readonly<Record<string, MeterName>>;

/** Share of evenly spread traffic that leaves its zone, two zones over three. */
const CROSSING_LEFT = 1 / 2 / (2 / 3);

/** Of each workload: zones that anything of it runs in, and hours of what runs once in each zone. */
const byWorkload = perEstate((estate: Estate) => {
  const found = new Map<string, { zones: Set<string>; gateways: number; endpoints: number }>();
  for (const resource of estate.resources) {
    const entry = found.get(resource.workload) ?? { zones: new Set(), gateways: 0, endpoints: 0 };
    if (resource.availabilityZone) entry.zones.add(resource.availabilityZone);
    entry.gateways += totalOf(metersNamed(resource, ZONAL.gateways)).quantity;
    entry.endpoints += totalOf(metersNamed(resource, ZONAL.endpoints)).quantity;
    found.set(resource.workload, entry);
  }
  return found;
});

/** Zones as declared, or as the bill shows. */
function zonesOf(declared: Workload, estate: Estate): number {
  return declared.zones ?? byWorkload(estate).get(declared.name)?.zones.size ?? 0;
}

/** What is left when one in three is removed; 1 where there are fewer than three: then they do not stand one in each zone. */
function leftOf(hours: number, estate: Estate): number {
  const count = Math.round(hours / estate.hours);
  return count < 3 ? 1 : (count - Math.floor(count / 3)) / count;
}

function cutsOf(resource: Resource, estate: Estate): Cut[] {
  const totals = byWorkload(estate).get(resource.workload);
  const cut = (meters: readonly MeterUse[], left: number): Cut[] =>
    meters.length > 0 && left < 1 ? [{ meters, left }] : [];
  return [
    ...cut(metersNamed(resource, ZONAL.gateways), leftOf(totals?.gateways ?? 0, estate)),
    ...cut(metersNamed(resource, ZONAL.endpoints), leftOf(totals?.endpoints ?? 0, estate)),
    ...cut(metersNamed(resource, METERS.crossZone), CROSSING_LEFT),
  ];
}

export const zonesThreeToTwo = defineLever({
  meta: {
    id: ID,
    title: 'Two zones instead of three',
    summary: 'Leave one of three zones: fewer gateways and endpoints, less traffic between zones.',
    capability: 'architecting',
    stage: 'architecture',
    effortDays: { low: 3, mode: 6, high: 15 },
    leadTimeMonths: 1,
    reversible: true,
    headline: {
      text: 'a third of what is paid for each zone, a quarter of the traffic between them',
      source: NAT,
    },
    planning: {
      text: 'less than nothing where capacity for the loss of a zone is kept: twice the load instead of one and a half',
      source: STATIC_STABILITY,
    },
    realization: REALIZATION,
    sources: [STATIC_STABILITY, NAT],
    excludes: [],
  },
  target: 'resource',
  params: {
    allowProduction: booleanParam({
      label: 'Also in production',
      unit: '',
      description: 'The loss of a zone then takes half of the machines. The error budget will show it.',
      default: false,
    }),
  },
  eligible: (resource, params, { estate, rates, workload }) => {
    if (wasChangedBy(resource, ID)) return ALREADY;
    const declared = workload(resource);
    const zones = zonesOf(declared, estate);
    if (zones !== 3)
      return no(
        zones === 0 ? 'not known how many zones it runs in' : `runs in ${zones} of the zones, not in 3`,
      );
    if (declared.tiers?.some(({ quorumMember }) => quorumMember === true))
      return no('a consensus group needs three zones');
    if (declared.environment === 'production' && !params.allowProduction)
      return no('production keeps its zones');
    const cuts = cutsOf(resource, estate);
    if (cuts.length === 0) return no('nothing that is paid for each zone');
    const effect = cutMeters(resource, ID, 'consolidate', cuts);
    const answer = savedBy(resource, effect, rates);
    if ('reason' in answer) return answer;
    const hasGateway = metersNamed(resource, ZONAL.gateways).length > 0;
    return yes(
      `${declared.environment}: three zones, ${declared.zones === null ? 'counted in the bill' : 'as declared'}`,
      'inferred',
      { effect, hasGateway },
    );
  },
  effect: (_resource, { effect }) => effect,
  risk: (_resource, { hasGateway }) => [
    { kind: 'zones', zones: 2, reason: 'the loss of one zone takes half of the machines, not a third' },
    ...(hasGateway
      ? [{ kind: 'egress', gateways: 2, zones: 2, reason: 'one gateway in each of two zones' } as const]
      : []),
    { kind: 'change-event', multiplier: 2, reason: 'a new topology' },
  ],
});
