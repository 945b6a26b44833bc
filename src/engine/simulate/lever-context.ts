/** What a lever may ask about the estate it is applied to. */

import { applyEffect } from '../apply-effect.ts';
import type { Effect } from '../effect.ts';
import type { BucketResource, Estate, InstanceResource, OtherResource, Resource } from '../estate/estate.ts';
import { UNALLOCATED_WORKLOAD } from '../estate/match-workload.ts';
import type { LeverContext } from '../lever.ts';
import { allocateDemand } from '../pricing/allocate-demand.ts';
import { priceBucket, priceDatabase, priceVolume, standardStorageRates } from '../pricing/fixed-price.ts';
import { meterCost } from '../pricing/meter-cost.ts';
import { sizePurchase, type UncoveredUsage } from '../pricing/size-purchase.ts';
import { poolDetail, usageDemand } from '../pricing/usage-demand.ts';
import { poolOf, type RateCard } from '../rate-card.ts';

/** USD of an instance at on-demand rates: commitments are the engine's, a lever never sees them. */
function onDemandCost(instance: InstanceResource, rates: RateCard): number | null {
  let total = 0;
  for (const usage of instance.compute) {
    const rate =
      usage.purchase === 'spot'
        ? (usage.spotPerHour ?? 0)
        : rates.onDemandPerHour(poolOf(instance.region ?? '', usage));
    if (rate === null) return null;
    for (const hours of usage.hours) total += hours * rate;
  }
  return total;
}

/** All buckets of the estate, with one replaced: graduated storage prices depend on the sum. */
function bucketCosts(buckets: readonly BucketResource[], rates: RateCard): number | null {
  const standard = standardStorageRates(buckets, rates);
  let total = 0;
  for (const bucket of buckets) {
    const cost = priceBucket(bucket, rates, standard);
    if (cost === null) return null;
    total += cost;
  }
  return total;
}

function bucketSaving(
  estate: Estate,
  rates: RateCard,
  before: BucketResource,
  after: Resource | null,
): number | null {
  const sameRegion = estate.resources.filter(
    (resource): resource is BucketResource => resource.kind === 'bucket' && resource.region === before.region,
  );
  const changed = sameRegion.flatMap(bucket =>
    bucket.id !== before.id ? [bucket] : after?.kind === 'bucket' ? [after] : [],
  );
  const costBefore = bucketCosts(sameRegion, rates);
  const costAfter = bucketCosts(changed, rates);
  return costBefore === null || costAfter === null ? null : costBefore - costAfter;
}

/** USD at on-demand rates of usage that commitments may cover; null for a resource of which nothing is counted. */
function meteredCost({ metered, meters, added }: OtherResource, rates: RateCard): number | null {
  if (metered.length + meters.length + added.length === 0) return null;
  let total = 0;
  for (const { shape, hours } of metered) {
    const rate = rates.onDemandRate(shape);
    if (rate === null) return null;
    for (const quantity of hours) total += quantity * rate;
  }
  return total;
}

function kindCost(resource: Resource, rates: RateCard): number | null {
  switch (resource.kind) {
    case 'instance':
      return onDemandCost(resource, rates);
    case 'volume':
      return priceVolume(resource, rates);
    case 'database':
      return priceDatabase(resource, rates);
    case 'other':
      return meteredCost(resource, rates);
    default:
      return null;
  }
}

/** USD of one resource by itself, its meters included; null when part of it has no price. */
function priceAlone(resource: Resource, rates: RateCard): number | null {
  const kind = kindCost(resource, rates);
  const meters = meterCost(resource, rates);
  return kind === null || meters === null ? null : (kind + meters) * resource.contractFactor;
}

/** USD saved on the meters of a resource whose kind stays as it is. */
function meterSaving(before: Resource, after: Resource | null, rates: RateCard): number | null {
  const costBefore = meterCost(before, rates);
  const costAfter = after === null ? 0 : meterCost(after, rates);
  if (costBefore === null || costAfter === null) return null;
  return costBefore - costAfter * (after?.contractFactor ?? 1);
}

const contexts = new WeakMap<Estate, { readonly rates: RateCard; readonly context: LeverContext }>();

/** The context of levers on this estate; the same one for every lever, so that what one has asked is known to the next. */
export function leverContext(estate: Estate, rates: RateCard): LeverContext {
  const known = contexts.get(estate);
  if (known?.rates === rates) return known.context;
  const context = createContext(estate, rates);
  contexts.set(estate, { rates, context });
  return context;
}

function createContext(estate: Estate, rates: RateCard): LeverContext {
  const workloads = new Map(estate.workloads.map(workload => [workload.name, workload]));
  const byId = new Map(estate.resources.map(resource => [resource.id, resource]));
  let known: UncoveredUsage | null = null;
  /** What nothing covers, worked out when the first lever asks.  */
  const usage = (): UncoveredUsage => {
    if (known) return known;
    const { resources, commitments, hours } = estate;
    const demand = usageDemand(resources, rates, hours, poolDetail(commitments));
    known = { demand, uncovered: allocateDemand(demand, commitments, rates, estate).uncovered };
    return known;
  };
  return {
    estate,
    rates,
    workload: resource => workloads.get(resource.workload) ?? UNALLOCATED_WORKLOAD,
    saving: (effect: Effect) => {
      if (effect.kind === 'commit') return null;
      const before = byId.get(effect.resourceId);
      if (!before) return null;
      const { resource: after } = applyEffect(before, effect, estate.period);
      if (before.kind === 'bucket' && effect.kind !== 'remeter' && effect.kind !== 'renegotiate')
        return bucketSaving(estate, rates, before, after);
      if (before.kind === 'bucket') return meterSaving(before, after, rates);
      const costBefore = priceAlone(before, rates);
      const costAfter = after === null ? 0 : priceAlone(after, rates);
      return costBefore === null || costAfter === null ? null : costBefore - costAfter;
    },
    uncoveredUsage: () => {
      const { demand, uncovered } = usage();
      return demand.pools.map((pool, index) => ({
        ...pool,
        quantities: uncovered[index] ?? pool.quantities,
      }));
    },
    sizePurchase: template => sizePurchase(template, usage(), rates, estate),
  };
}
