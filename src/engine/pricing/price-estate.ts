/** Prices an estate in one go: what every resource costs in the period, commitments applied hour by hour. */

import type { Period } from '../calendar.ts';
import type { Commitment } from '../commitments/commitment.ts';
import { recurringFee } from '../commitments/fees.ts';
import { hoursInForce, hoursOf } from '../commitments/hours-in-force.ts';
import type { CommitmentRules } from '../commitments/settings.ts';
import type { BucketResource, Resource } from '../estate/estate.ts';
import type { RateCard } from '../rate-card.ts';
import { type Allocation, allocateDemand } from './allocate-demand.ts';
import { priceBucket, priceDatabaseStorage, priceVolume, standardStorageRates } from './fixed-price.ts';
import { rememberedFixedPrice, rememberedTotal } from './pricing-memory.ts';
import { poolDetail, type ResourceUse, type UsageDemand, usageDemand } from './usage-demand.ts';

/** The estate to price: its resources may be changed copies. */
export type PricedInput = {
  readonly resources: readonly Resource[];
  readonly commitments: readonly Commitment[];
  readonly period: Period;
  /** Length of every usage profile. */
  readonly hours: number;
  readonly rules: CommitmentRules;
};

/** Modelled cost of an estate for its period, USD. */
export type EstatePrice = {
  /** Resources the model prices, by id; a resource it cannot price is missing. */
  readonly byResource: ReadonlyMap<string, number>;
  /** The part of it that commitments may cover, by resource id. */
  readonly pooledByResource: ReadonlyMap<string, number>;
  /** What commitments may cover, and the commitments: on-demand and, used or not, what was committed (amortised). */
  readonly pooledEffective: number;
  /** The same as invoiced: on-demand and recurring fees. */
  readonly pooledBilled: number;
  readonly allocation: Allocation;
  readonly demand: UsageDemand;
};

/** USD of what commitments may cover of a resource; null when part of it has no known price. */
function pricePooled(
  uses: readonly ResourceUse[],
  demand: UsageDemand,
  allocation: Allocation,
  rates: RateCard,
): number {
  if (uses.length === 0) return 0;
  const unitCosts = uses.map(({ poolId }) => allocation.unitCosts[demand.indexById.get(poolId) ?? -1]);
  return rememberedTotal(rates, uses, unitCosts, () => {
    let total = 0;
    uses.forEach(({ hours }, index) => {
      const costs = unitCosts[index];
      if (!costs) return;
      for (let hour = 0; hour < hours.length; hour++) total += (hours[hour] ?? 0) * (costs[hour] ?? 0);
    });
    return total;
  });
}

/** USD of spot hours: they are priced with their instance and are in no pool. */
export function spotCostOf(resource: Resource): number {
  if (resource.kind !== 'instance') return 0;
  let total = 0;
  for (const { spotPerHour, hours } of resource.compute) {
    if (spotPerHour === null) continue;
    for (const units of hours) total += units * spotPerHour;
  }
  return total;
}

/** A price of the book at the prices of the month; those of spot stand in the usage itself. */
function atPricesOf(resource: Resource, price: number | null): number | null {
  if (price === null || resource.kind === 'instance') return price;
  return price * (resource.drift?.priceFactor ?? 1);
}

/** Prices every resource of an estate with one rate card. Pure: same input, same numbers. */
export function priceEstate(input: PricedInput, rates: RateCard): EstatePrice {
  const { resources, commitments, hours } = input;
  const demand = usageDemand(resources, rates, hours, poolDetail(commitments));
  const allocation = allocateDemand(demand, commitments, rates, input);
  const standard = standardStorageRates(resources, rates);
  const byResource = new Map<string, number>();
  const pooledByResource = new Map<string, number>();
  for (const resource of resources) {
    const uses = demand.usesByResource.get(resource.id);
    if (!uses) continue;
    const fixed = atPricesOf(resource, fixedPrice(resource));
    if (fixed === null) continue;
    const pooled = pricePooled(uses, demand, allocation, rates);
    byResource.set(resource.id, pooled + fixed);
    if (uses.length > 0) pooledByResource.set(resource.id, pooled);
  }
  const committed = allocation.uses.reduce((total, use) => total + use.committedCost, 0);
  // One that begins or ends within the period is invoiced for its own hours only.
  const feeOf = (each: Commitment) => recurringFee(each, hoursOf(hoursInForce(each, input), hours));
  const recurring = commitments.reduce((total, each) => total + feeOf(each), 0);
  return {
    byResource,
    pooledByResource,
    pooledEffective: allocation.onDemandCost + committed,
    pooledBilled: allocation.onDemandCost + recurring,
    allocation,
    demand,
  };

  /** What no commitment may cover; null when the model cannot price it. */
  function fixedPrice(resource: Resource): number | null {
    // The price of a bucket depends on all of them.
    if (resource.kind === 'bucket') return priceBucket(resource, rates, standard);
    return rememberedFixedPrice(rates, resource, () => ownPrice(resource, rates));
  }
}

function ownPrice(resource: Exclude<Resource, BucketResource>, rates: RateCard): number | null {
  switch (resource.kind) {
    case 'instance':
      return spotCostOf(resource);
    case 'database':
      return priceDatabaseStorage(resource, rates);
    case 'other':
      return resource.metered.length === 0 ? null : 0;
    case 'volume':
      return priceVolume(resource, rates);
    default:
      return null;
  }
}
