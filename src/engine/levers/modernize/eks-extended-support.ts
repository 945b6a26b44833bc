/** Upgrade a cluster that runs past its standard support: an hour of its control plane costs a sixth. */

import type { OtherResource, UnitUsage } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { dropMeters, metersLike, totalOf } from './support-surcharge.ts';

const VERSIONS = 'https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html';

/**
 * Hours in standard support that are charged instead. Where the bill counts the cluster beside its surcharge, they are in
 * it already; where one meter holds both, they take its place.
 */
function standardHours(cluster: OtherResource, extendedHours: number): readonly UnitUsage[] {
  const { quantity } = totalOf(metersLike(cluster, /^AmazonEKS-Hours:perCluster$/));
  const missing = Math.max(0, extendedHours - quantity);
  if (missing === 0) return [];
  const region = cluster.region ?? '';
  return [
    { service: 'eks', item: 'control_plane', component: 'standard_support', region, quantity: missing },
  ];
}

export const eksExtendedSupport = defineLever({
  meta: {
    id: 'eks-extended-support',
    title: 'Leave EKS extended support',
    summary: 'Upgrade a cluster to a Kubernetes version in standard support; the surcharge by the hour ends.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 2, mode: 5, high: 15 },
    leadTimeMonths: 1,
    // A control plane is never downgraded.
    reversible: false,
    headline: { text: '83 % of the control plane', source: 'https://aws.amazon.com/eks/pricing/' },
    planning: {
      text: '$0.50 an hour for each cluster, as long as upgrades go on every year',
      source: VERSIONS,
    },
    realization: REALIZATION,
    sources: [VERSIONS, 'https://aws.amazon.com/eks/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {},
  eligible: (cluster, _params, { rates, saving }) => {
    const meters = metersLike(cluster, /^AmazonEKS-Hours:extendedSupport/i);
    if (meters.length === 0) return no('is charged no extended support');
    const { quantity } = totalOf(meters);
    const added = standardHours(cluster, quantity);
    const isPriced = added.every(
      ({ service, item, component, region }) => rates.unitPrice(service, item, component, region) !== null,
    );
    if (!isPriced)
      return no(`no price of a cluster in standard support in ${cluster.region ?? 'this region'}`);
    const saved = saving(dropMeters(cluster, meters, added));
    if (saved === null) return no('no price of what earlier moves have put in its place');
    if (saved <= 0) return no('standard support is no cheaper than what is paid');
    return yes(
      `${Math.round(quantity)} cluster-hours in extended support cost $${saved.toFixed(2)} too much`,
      'inferred',
      { meters, added },
    );
  },
  effect: (cluster, { meters, added }) => dropMeters(cluster, meters, added),
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 1.5,
      reason: 'minor versions one by one: removed interfaces break what still uses them, nodes are replaced',
    },
  ],
});
