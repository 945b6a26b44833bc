/** Prices an estate in one go: what every resource costs in the period, commitments applied hour by hour. */

import type { Period } from '../calendar.ts';
import type { Commitment } from '../commitments/commitment.ts';
import { recurringFee } from '../commitments/fees.ts';
import { hoursInForce, hoursOf } from '../commitments/hours-in-force.ts';
import type { CommitmentRules } from '../commitments/settings.ts';
import type { Resource } from '../estate/estate.ts';
import type { RateCard } from '../rate-card.ts';
import { type Allocation, allocateDemand } from './allocate-demand.ts';
import { priceBucket, priceDatabaseStorage, priceVolume, standardStorageRates } from './fixed-price.ts';
import { poolDetail, type UsageDemand, usageDemand } from './usage-demand.ts';

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
function pricePooled(resource: Resource, demand: UsageDemand, allocation: Allocation): number | null {
  const uses = demand.usesByResource.get(resource.id);
  if (!uses) return null;
  let total = 0;
  for (const { poolId, hours } of uses) {
    const unitCosts = allocation.unitCosts[demand.indexById.get(poolId) ?? -1];
    if (!unitCosts) continue;
    for (let hour = 0; hour < hours.length; hour++) total += (hours[hour] ?? 0) * (unitCosts[hour] ?? 0);
  }
  return total;
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

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
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
    const pooled = pricePooled(resource, demand, allocation);
    const price = plus(pooled, atPricesOf(resource, fixedPrice(resource)));
    if (pooled === null || price === null) continue;
    byResource.set(resource.id, price);
    if (demand.usesByResource.get(resource.id)?.length) pooledByResource.set(resource.id, pooled);
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
    switch (resource.kind) {
      case 'instance':
        return spotCostOf(resource);
      case 'database':
        return priceDatabaseStorage(resource, rates);
      case 'other':
        return resource.metered.length === 0 ? null : 0;
      case 'volume':
        return priceVolume(resource, rates);
      case 'bucket':
        return priceBucket(resource, rates, standard);
      default:
        return null;
    }
  }
}
