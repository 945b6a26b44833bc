/** Prices an estate in one go: what every resource costs in the period, commitments applied hour by hour. */

import { type Allocation, allocate } from '../commitments/allocate.ts';
import type { Commitment } from '../commitments/commitment.ts';
import type { InstanceResource, Resource } from '../estate/estate.ts';
import { poolOf, type RateCard } from '../rate-card.ts';
import { type ComputeDemand, commitmentPools, computeDemand, isPriceable } from './commitment-pools.ts';
import { priceBucket, priceDatabase, priceVolume, standardStorageRates } from './fixed-price.ts';

/** The estate to price: its resources may be changed copies. */
export type PricedInput = {
  readonly resources: readonly Resource[];
  readonly commitments: readonly Commitment[];
  /** Length of every usage profile. */
  readonly hours: number;
};

/** Modelled cost of an estate for its period, USD. */
export type EstatePrice = {
  /** Resources the model prices, by id; a resource it cannot price is missing. */
  readonly byResource: ReadonlyMap<string, number>;
  /** Instance-hours and commitments: on-demand and, used or not, what was committed (amortised). */
  readonly computeEffective: number;
  /** The same as invoiced: on-demand and recurring fees. */
  readonly computeBilled: number;
  readonly allocation: Allocation;
  readonly demand: ComputeDemand;
};

/** Fee that an existing or new commitment bills in the period, USD: all of it, half of it or nothing comes monthly. */
export function recurringFee(commitment: Commitment, hours: number): number {
  if (commitment.kind === 'reserved-instance') return commitment.count * commitment.recurringPerHour * hours;
  return commitment.commitmentPerHour * recurringShare(commitment) * hours;
}

/** Share of a commitment's price that is billed monthly; partial upfront pays half of it upfront (AWS). */
export function recurringShare(commitment: Pick<Commitment, 'payment'>): number {
  if (commitment.payment === 'all-upfront') return 0;
  return commitment.payment === 'partial-upfront' ? 0.5 : 1;
}

function priceInstance(instance: InstanceResource, demand: ComputeDemand, allocation: Allocation): number {
  let total = 0;
  for (const usage of instance.compute) {
    if (usage.purchase === 'spot') {
      for (const hours of usage.hours) total += hours * (usage.spotPerHour ?? 0);
      continue;
    }
    const index = demand.indexById.get(poolOf(instance.region ?? '', usage).id);
    const unitCosts = index === undefined ? undefined : allocation.unitCosts[index];
    if (!unitCosts) continue;
    for (let hour = 0; hour < usage.hours.length; hour++)
      total += (usage.hours[hour] ?? 0) * (unitCosts[hour] ?? 0);
  }
  return total;
}

/** Prices every resource of an estate with one rate card. Pure: same input, same numbers. */
export function priceEstate(input: PricedInput, rates: RateCard): EstatePrice {
  const { resources, commitments, hours } = input;
  const demand = computeDemand(resources, rates, hours);
  const allocation = allocate({
    hours,
    usage: demand.usage,
    ...commitmentPools(commitments, demand.pools, rates),
  });
  const standard = standardStorageRates(resources, rates);
  const byResource = new Map<string, number>();
  for (const resource of resources) {
    const price = priceOf(resource);
    if (price !== null) byResource.set(resource.id, price);
  }
  const committed = allocation.uses.reduce((total, use) => total + use.committedCost, 0);
  const recurring = commitments.reduce((total, each) => total + recurringFee(each, hours), 0);
  return {
    byResource,
    computeEffective: allocation.onDemandCost + committed,
    computeBilled: allocation.onDemandCost + recurring,
    allocation,
    demand,
  };

  function priceOf(resource: Resource): number | null {
    switch (resource.kind) {
      case 'instance':
        return isPriceable(resource, rates) ? priceInstance(resource, demand, allocation) : null;
      case 'volume':
        return priceVolume(resource, rates);
      case 'bucket':
        return priceBucket(resource, rates, standard);
      case 'database':
        return priceDatabase(resource, rates);
      default:
        return null;
    }
  }
}
