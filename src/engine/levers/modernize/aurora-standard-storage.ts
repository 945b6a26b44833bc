/**
 * Switch an Aurora cluster from I/O-Optimized back to Standard where its I/O would cost less than it saves on storage and
 * instances. I/O-Optimized does not bill I/O: how much there is must have been observed.
 */

import type { ReshapedUsage, ReshapeEffect } from '../../effect.ts';
import type { Estate, MeteredUsage, OtherResource, Resource, UnitUsage } from '../../estate/estate.ts';
import { defineLever, type Ineligible, no, yes } from '../../lever.ts';
import { numberParam, type ParamValues } from '../../lever-params.ts';
import { priceIdOf, type RateCard } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';
import { meanAtMost, OBSERVED_DAYS_MIN, observedFor } from '../rightsize/observed-need.ts';
import { beside, clustersAmong, IO_OPTIMIZED_STORAGE } from './aurora-cluster.ts';
import { metersLike, totalOf } from './support-surcharge.ts';

const CONFIGURATIONS =
  'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.StorageReliability.html';
const PRICING = 'https://aws.amazon.com/rds/aurora/pricing/';
const SECONDS_PER_HOUR = 3600;

const PARAMS = {
  ioSharePercentMax: numberParam({
    label: 'I/O in the Standard bill, at most',
    unit: '%',
    description: 'AWS: I/O-Optimized pays above 25 % of what the cluster costs; prices decide below it.',
    default: 25,
    min: 0,
    max: 50,
    step: 1,
  }),
  observedDaysMin: OBSERVED_DAYS_MIN,
};
type Params = ParamValues<typeof PARAMS>;

/** I/O-Optimized instance-hours of a resource. */
function optimizedOf(resource: Resource): readonly MeteredUsage[] {
  if (resource.kind !== 'other') return [];
  return resource.metered.filter(
    ({ shape, hours }) =>
      shape.kind === 'aws-node' &&
      shape.service === 'aurora' &&
      shape.isIoOptimized &&
      hours.some(units => units > 0),
  );
}

/** The same hours without I/O-Optimized. */
function asStandard({ shape }: MeteredUsage): ReshapedUsage {
  const to = shape.kind === 'aws-node' ? { ...shape, isIoOptimized: false } : shape;
  return { fromPriceId: priceIdOf(shape), to, quantityRatio: 1 };
}

/** USD of the instances of a cluster now and in Standard; the answer no when one has no price. */
function instanceCosts(
  instances: readonly Resource[],
  rates: RateCard,
): { readonly now: number; readonly standard: number } | Ineligible {
  let [now, standard] = [0, 0];
  for (const usage of instances.flatMap(optimizedOf)) {
    const { to } = asStandard(usage);
    const rateNow = rates.onDemandRate(usage.shape);
    const rateThen = rates.onDemandRate(to);
    if (rateNow === null || rateThen === null) return no('no price of its instances in Standard');
    const hours = usage.hours.reduce((sum, units) => sum + units, 0);
    now += hours * rateNow;
    standard += hours * rateThen;
  }
  return { now, standard };
}

/** What a cluster would cost in Standard, and what it takes to bill it so. */
type Outcome = {
  readonly saved: number;
  readonly ioCost: number;
  readonly ioShare: number;
  readonly added: readonly UnitUsage[];
};

function outcomeOf(cluster: Resource, estate: Estate, params: Params, rates: RateCard): Outcome | Ineligible {
  const near = beside(cluster, estate);
  if (clustersAmong(near).length > 1)
    return no('several clusters in its workload: the bill does not say whose the instances are');
  const instances = near.filter(each => optimizedOf(each).length > 0);
  if (instances.length === 0) return no('its instances are not in its workload: what they save is not known');
  const seen = observedFor(cluster.utilization, params.observedDaysMin);
  const perSecond = seen && meanAtMost(seen.iops);
  if (perSecond === null)
    return no('its I/O is not in the bill and was not observed: import VolumeReadIOPs and VolumeWriteIOPs');
  const region = cluster.region ?? '';
  const storage = totalOf(metersLike(cluster, IO_OPTIMIZED_STORAGE));
  const millions = (perSecond * SECONDS_PER_HOUR * estate.hours) / 1_000_000;
  const unit = (component: string, quantity: number): UnitUsage => {
    return { service: 'aurora', item: 'standard', component, region, quantity };
  };
  const added = [unit('storage', storage.quantity), unit('io', millions)];
  const [perGib, perMillion] = added.map(each =>
    rates.unitPrice(each.service, each.item, each.component, region),
  );
  if (typeof perGib !== 'number' || typeof perMillion !== 'number')
    return no(`no price of Aurora Standard in ${region || 'this region'}`);
  const hours = instanceCosts(instances, rates);
  if ('reason' in hours) return hours;
  const ioCost = millions * perMillion;
  const standard = storage.quantity * perGib + ioCost + hours.standard;
  const saved = storage.cost + hours.now - standard;
  return { saved, ioCost, ioShare: standard > 0 ? ioCost / standard : 0, added };
}

/** Why a cluster stays, null when it should go. */
function reasonToStay({ saved, ioCost, ioShare }: Outcome, params: Params): string | null {
  if (saved <= 0)
    return `its I/O of $${ioCost.toFixed(2)} would cost $${(-saved).toFixed(2)} more than Standard saves`;
  return ioShare * 100 > params.ioSharePercentMax
    ? `I/O would be ${Math.round(ioShare * 100)} % of its Standard bill: I/O-Optimized is made for that`
    : null;
}

/** Hours of an instance in Standard. */
function instanceEffect(instance: OtherResource): ReshapeEffect | null {
  const [first, ...also] = optimizedOf(instance).map(asStandard);
  return first ? { kind: 'reshape', resourceId: instance.id, ...first, also, capacityRatio: 1 } : null;
}

export const auroraStandardStorage = defineLever({
  meta: {
    id: 'aurora-standard-storage',
    title: 'Aurora I/O-Optimized back to Standard',
    summary: 'Pay a calm Aurora cluster for its I/O again: storage and instances cost less.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 0.1, mode: 0.5, high: 1 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '56 % of the storage and about 23 % of the instances, less its I/O', source: PRICING },
    planning: {
      text: 'nothing unless I/O would be less than 25 % of what the cluster costs',
      source: PRICING,
    },
    realization: REALIZATION,
    sources: [CONFIGURATIONS, PRICING],
    excludes: ['aurora-io-optimized'],
  },
  target: 'other',
  params: PARAMS,
  eligible: (resource, params, { estate, rates }) => {
    const isCluster = metersLike(resource, IO_OPTIMIZED_STORAGE).length > 0;
    const change = isCluster ? null : instanceEffect(resource);
    if (!isCluster && change === null) return no('is no part of an I/O-Optimized Aurora cluster');
    const cluster = isCluster
      ? resource
      : beside(resource, estate).find(each => metersLike(each, IO_OPTIMIZED_STORAGE).length > 0);
    if (!cluster) return no('its cluster is not in its workload: the I/O is not known');
    const outcome = outcomeOf(cluster, estate, params, rates);
    if ('reason' in outcome) return outcome;
    const reason = reasonToStay(outcome, params);
    if (reason !== null) return no(reason);
    const { saved, ioCost, added } = outcome;
    const storage = metersLike(resource, IO_OPTIMIZED_STORAGE);
    return yes(
      `the cluster saves $${saved.toFixed(2)} with its instances and pays $${ioCost.toFixed(2)} for I/O`,
      'measured',
      {
        change: change ?? {
          kind: 'remeter' as const,
          resourceId: resource.id,
          change: 'reprovision' as const,
          meters: storage.map(({ usageType, operation }) => ({ usageType, operation, factor: 0 })),
          added,
          once: [],
        },
      },
    );
  },
  effect: (_resource, { change }) => change,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: 'an online setting; the way back to I/O-Optimized is open once in 30 days',
    },
  ],
});
