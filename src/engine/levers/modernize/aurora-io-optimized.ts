/**
 * Switch an Aurora cluster to I/O-Optimized where its I/O charges are larger than what storage and instances cost more.
 *
 * A bill names the cluster for storage and I/O and each instance by itself: the instances of the cluster are those of its
 * workload, account and Region. What they cost more is left standing on the I/O meter, because the book has no price of an
 * I/O-Optimized instance; the storage is priced anew.
 */

import type { DatabaseResource, Estate, OtherResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import type { RateCard } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';
import { beside, clustersAmong, IO, STANDARD_STORAGE } from './aurora-cluster.ts';
import { metersLike, totalOf } from './support-surcharge.ts';

const CONFIGURATIONS =
  'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.StorageReliability.html';

/** Aurora instances beside a cluster; null when several clusters are there and the bill does not say whose they are. */
function instancesOf(cluster: OtherResource, estate: Estate): readonly DatabaseResource[] | null {
  const near = beside(cluster, estate);
  if (clustersAmong(near).length > 1) return null;
  return near.filter(
    (each): each is DatabaseResource => each.kind === 'database' && each.engine.startsWith('aurora'),
  );
}

/** USD of instance-hours at on-demand rates; null when one has no price. */
function hoursCost(instances: readonly DatabaseResource[], rates: RateCard): number | null {
  let total = 0;
  for (const { instanceClass, engine, region, multiAz, hours } of instances) {
    const rate = rates.databasePerHour(instanceClass, engine, region ?? '', multiAz);
    if (rate === null) return null;
    total += rate * hours.reduce((sum, units) => sum + units, 0);
  }
  return total;
}

export const auroraIoOptimized = defineLever({
  meta: {
    id: 'aurora-io-optimized',
    title: 'Aurora I/O-Optimized',
    summary: 'Pay more for storage and instances of a busy Aurora cluster and nothing for its I/O.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 0.1, mode: 0.5, high: 1 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '20-40 % of some clusters',
      source: 'https://c3x.dev/blog/aurora-io-optimized-when-it-pays-off',
    },
    planning: {
      text: 'nothing unless I/O is more than about a quarter of what the cluster costs',
      source: 'https://aws.amazon.com/rds/aurora/pricing/',
    },
    realization: REALIZATION,
    sources: [CONFIGURATIONS, 'https://aws.amazon.com/rds/aurora/pricing/'],
    excludes: ['aurora-standard-storage'],
  },
  target: 'other',
  params: {
    instanceSurchargePercent: numberParam({
      label: 'What instances cost more',
      unit: '%',
      description: 'Published as about 30 %; reservations take 30 % more units too. Range 25 to 40 %.',
      default: 30,
      min: 0,
      max: 60,
      step: 1,
    }),
  },
  eligible: (cluster, params, { estate, rates, saving }) => {
    const [io, storage] = [metersLike(cluster, IO), metersLike(cluster, STANDARD_STORAGE)];
    const ioCost = totalOf(io).cost;
    if (ioCost <= 0) return no('is charged no Aurora I/O');
    if (storage.length === 0) return no('its storage is billed elsewhere: the surcharge on it is not known');
    const instances = instancesOf(cluster, estate);
    if (instances === null)
      return no('several clusters in its workload: the bill does not say whose the instances are');
    if (instances.length === 0)
      return no('its instances are not in its workload: the surcharge on them is not known');
    const instanceCost = hoursCost(instances, rates);
    if (instanceCost === null) return no('no price of its instances');
    const surcharge = (instanceCost * params.instanceSurchargePercent) / 100;
    if (surcharge >= ioCost)
      return no(`instances would cost $${surcharge.toFixed(2)} more, its I/O costs $${ioCost.toFixed(2)}`);
    const region = cluster.region ?? '';
    const unit = { service: 'aurora', item: 'io_optimized', component: 'storage', region };
    if (rates.unitPrice(unit.service, unit.item, unit.component, region) === null)
      return no(`no price of I/O-Optimized storage in ${region || 'this region'}`);
    const named = (meters: typeof io, factor: number) =>
      meters.map(({ usageType, operation }) => ({ usageType, operation, factor }));
    const change = {
      kind: 'remeter',
      resourceId: cluster.id,
      change: 'reprovision',
      meters: [...named(io, surcharge / ioCost), ...named(storage, 0)],
      added: [{ ...unit, quantity: totalOf(storage).quantity }],
      once: [],
    } as const;
    const saved = saving(change);
    if (saved === null) return no('no price of what earlier moves have put in its place');
    if (saved <= 0)
      return no(
        `storage and instances would cost $${(-saved).toFixed(2)} more than its I/O of $${ioCost.toFixed(2)}`,
      );
    return yes(
      `I/O of $${ioCost.toFixed(2)} against $${(ioCost - saved).toFixed(2)} more for storage and ${instances.length} instances`,
      'inferred',
      { change },
    );
  },
  effect: (_cluster, { change }) => change,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: 'an online setting that may be changed once in 30 days; durability is the same',
    },
  ],
});
