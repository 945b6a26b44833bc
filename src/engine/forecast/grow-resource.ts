/** A resource in another month: more or less of it, at other prices. The input is never touched. */

import type {
  BucketResource,
  InstanceResource,
  MeterUse,
  Percentiles,
  Resource,
  UsageProfile,
  Utilization,
} from '../estate/estate.ts';
import type { UsageGrowth } from './growth-rate.ts';
import type { PriceFactors } from './price-change.ts';

function scaled(profile: UsageProfile, factor: number): UsageProfile {
  return factor === 1 ? profile : profile.map(units => units * factor);
}

/** Shares of a capacity stay shares: what is asked for beyond it waits. */
function busier(percentiles: Percentiles, factor: number): Percentiles {
  const part = (value: number | null) => (value === null ? null : Math.min(1, value * factor));
  const { p50, p95, p99, p995, max } = percentiles;
  return {
    ...percentiles,
    p50: part(p50),
    p95: part(p95),
    p99: part(p99),
    max: part(max),
    ...(p995 === undefined ? {} : { p995: part(p995) }),
  };
}

/** What is seen on each machine when traffic grows faster than their number: memory does not follow requests. */
function utilizationAfter(
  utilization: Utilization | null,
  { traffic, usage }: UsageGrowth,
): Utilization | null {
  const ratio = usage > 0 ? traffic / usage : 1;
  if (!utilization || Math.abs(ratio - 1) < 1e-12) return utilization;
  return { ...utilization, cpu: busier(utilization.cpu, ratio) };
}

function metersAfter(meters: readonly MeterUse[], factor: number, price: number): readonly MeterUse[] {
  if (factor === 1 && price === 1) return meters;
  return meters.map(meter => ({
    ...meter,
    quantity: meter.quantity * factor,
    cost: meter.cost * factor * price,
  }));
}

function instanceAfter(
  instance: InstanceResource,
  growth: UsageGrowth,
  { price, spot }: PriceFactors,
): Partial<InstanceResource> {
  return {
    compute: instance.compute.map(usage => ({
      ...usage,
      hours: scaled(usage.hours, growth.usage),
      effectiveCost: usage.effectiveCost * growth.usage * (usage.purchase === 'spot' ? spot : price),
      spotPerHour: usage.spotPerHour === null ? null : usage.spotPerHour * spot,
    })),
    utilization: utilizationAfter(instance.utilization, growth),
  };
}

function bucketAfter(bucket: BucketResource, { usage, storage }: UsageGrowth): Partial<BucketResource> {
  const { utilization } = bucket;
  return {
    storage: bucket.storage.map(each => ({ ...each, gibMonths: each.gibMonths * storage })),
    monitoredObjects: bucket.monitoredObjects * storage,
    retrievals: bucket.retrievals.map(each => ({ ...each, gibPerMonth: each.gibPerMonth * usage })),
    earlyDeletions: bucket.earlyDeletions.map(each => ({
      ...each,
      gibPerMonth: each.gibPerMonth * storage,
    })),
    transitions: bucket.transitions.map(each => ({
      ...each,
      objectsPerMonth: each.objectsPerMonth * storage,
    })),
    utilization: utilization && {
      ...utilization,
      objectAges: utilization.objectAges.map(group => ({
        ...group,
        objectCount: group.objectCount * storage,
        storageGib: group.storageGib * storage,
        smallObjectCount: group.smallObjectCount * storage,
        smallObjectGib: group.smallObjectGib * storage,
        retrievedGibPerMonth: group.retrievedGibPerMonth * usage,
      })),
    },
  };
}

/** What is particular to its kind. */
function kindAfter(resource: Resource, growth: UsageGrowth, prices: PriceFactors): Resource {
  switch (resource.kind) {
    case 'instance':
      return { ...resource, ...instanceAfter(resource, growth, prices) };
    case 'database':
      return {
        ...resource,
        hours: scaled(resource.hours, growth.usage),
        storage: resource.storage.map(each => ({ ...each, gibMonths: each.gibMonths * growth.storage })),
        utilization: utilizationAfter(resource.utilization, growth),
      };
    case 'volume':
      // More volumes of the same size and settings.
      return { ...resource, monthShare: resource.monthShare * growth.storage };
    case 'bucket':
      return { ...resource, ...bucketAfter(resource, growth) };
    case 'other':
      return {
        ...resource,
        metered: resource.metered.map(usage => ({ ...usage, hours: scaled(usage.hours, growth.usage) })),
        utilization: utilizationAfter(resource.utilization, growth),
      };
    case 'commitment':
      return resource;
  }
}

/**
 * The resource in a month with this growth and these prices; the same object when nothing changes. A commitment neither
 * grows nor changes its price.
 */
export function growResource(resource: Resource, growth: UsageGrowth, prices: PriceFactors): Resource {
  const usageFactor =
    resource.kind === 'volume' || resource.kind === 'bucket' ? growth.storage : growth.usage;
  const isSame =
    growth.usage === 1 &&
    growth.storage === 1 &&
    growth.traffic === 1 &&
    prices.price === 1 &&
    prices.spot === 1;
  if (resource.kind === 'commitment' || isSame) return resource;
  return {
    ...kindAfter(resource, growth, prices),
    meters: metersAfter(resource.meters, usageFactor, prices.price),
    drift: { usageFactor, priceFactor: prices.price },
  };
}
