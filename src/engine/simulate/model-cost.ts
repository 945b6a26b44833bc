/** Turns two prices of an estate into what each resource costs: the bill, moved by the model's difference. */

import type { Estate, Resource } from '../estate/estate.ts';
import { type Decimal, decimal, sum, toLedger, ZERO } from '../money.ts';
import { type EstatePrice, priceEstate } from '../pricing/price-estate.ts';
import type { RateCard } from '../rate-card.ts';
import { COVERAGE_SHIFT } from './ledger.ts';

/** The bill of the reference period and the model's price of the same estate. */
export type Baseline = {
  readonly estate: Estate;
  readonly rates: RateCard;
  readonly price: EstatePrice;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Effective cost in the bill by resource id. */
  readonly bill: ReadonlyMap<string, Decimal>;
  readonly effective: Decimal;
  /** Invoiced in the reference period, and the part of it that comes every month. */
  readonly billed: Decimal;
  readonly recurringBilled: Decimal;
  /** Bill over model of the instances that the model prices: credits and private prices move it away from 1. */
  readonly computeFit: number;
};

/** What an estate costs in a period. */
export type EstateCost = {
  /** By resource id of the bill and of new commitments; adds up to `effective`. */
  readonly byResource: ReadonlyMap<string, Decimal>;
  readonly effective: Decimal;
  /** As invoiced, without one-time charges. */
  readonly billed: Decimal;
  readonly price: EstatePrice;
};

/** Below this, USD, a difference between the parts and their sum is the noise of rounding to nano-dollars. */
const ROUNDING_NOISE = 1e-6;

/** Prices the estate as the bill has it. */
export function createBaseline(estate: Estate, rates: RateCard): Baseline {
  const billed = sum(estate.resources.map(resource => resource.billedCost));
  const price = priceEstate(estate, rates);
  return {
    estate,
    rates,
    price,
    computeFit: computeFitOf(estate, price),
    resources: new Map(estate.resources.map(resource => [resource.id, resource])),
    bill: new Map(estate.resources.map(resource => [resource.id, decimal(resource.effectiveCost)])),
    effective: sum(estate.resources.map(resource => resource.effectiveCost)),
    billed,
    recurringBilled: billed.minus(sum(estate.resources.map(resource => resource.oneTimeBilledCost))),
  };
}

function computeFitOf(estate: Estate, price: EstatePrice): number {
  let paid = 0;
  let priced = 0;
  for (const resource of estate.resources) {
    const modelled = resource.kind === 'instance' ? price.byResource.get(resource.id) : undefined;
    if (modelled === undefined) continue;
    paid += resource.modelledCost;
    priced += modelled;
  }
  return priced > 0 ? paid / priced : 1;
}

/** USD of a resource's modelled charges after the changes: the bill's amount in proportion to the model's. */
function modelledAfter(resource: Resource, before: number | undefined, after: number | undefined): number {
  if (before === undefined || after === undefined || before === after) return resource.modelledCost;
  if (before > 0) return (resource.modelledCost * after) / before;
  return Math.max(0, resource.modelledCost + after);
}

/** Cost of one resource after the changes. */
function amountAfter(resource: Resource, isAlive: boolean, baseline: Baseline, price: EstatePrice): Decimal {
  const bill = baseline.bill.get(resource.id) ?? ZERO;
  if (!isAlive) return ZERO;
  const after = modelledAfter(
    resource,
    baseline.price.byResource.get(resource.id),
    price.byResource.get(resource.id),
  );
  return after === resource.modelledCost ? bill : bill.plus(toLedger(after - resource.modelledCost));
}

/** USD of spot hours of instances that the model prices: they are priced with their instance and are in no pool. */
function spotCost(resources: readonly Resource[], price: EstatePrice): number {
  let total = 0;
  for (const resource of resources) {
    if (resource.kind !== 'instance' || !price.byResource.has(resource.id)) continue;
    for (const usage of resource.compute) {
      if (usage.spotPerHour === null) continue;
      for (const hours of usage.hours) total += hours * usage.spotPerHour;
    }
  }
  return total;
}

/** What commitments leave unused stands under the commitment itself; a bought one appears as a new resource. */
function moveUnusedCommitments(
  byResource: Map<string, Decimal>,
  baseline: Baseline,
  price: EstatePrice,
): void {
  const before = new Map(baseline.price.allocation.uses.map(use => [use.id, use.unusedCost]));
  const after = new Map(price.allocation.uses.map(use => [use.id, use.unusedCost]));
  // One that ended is in `before` only.
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const change = (after.get(id) ?? 0) - (before.get(id) ?? 0);
    if (change === 0) continue;
    const amount = (byResource.get(id) ?? ZERO).plus(toLedger(change));
    byResource.set(id, amount.isNegative() ? ZERO : amount);
  }
}

/** Instance-hours of an estate by who is paid for them, USD. */
function computeParts(resources: readonly Resource[], price: EstatePrice) {
  const { allocation } = price;
  const spot = spotCost(resources, price);
  const unused = allocation.uses.reduce((total, use) => total + use.unusedCost, 0);
  return {
    running: spot + price.computeEffective - unused,
    unused,
    onDemand: spot + allocation.onDemandCost,
    recurring: price.computeBilled - allocation.onDemandCost,
  };
}

/** Change of all instance-hours together. What runs moves in proportion to the bill; commitments cost what they cost. */
function computeChange(estate: Estate, price: EstatePrice, baseline: Baseline) {
  const before = computeParts(baseline.estate.resources, baseline.price);
  const after = computeParts(estate.resources, price);
  const fit = baseline.computeFit;
  return {
    effective: fit * (after.running - before.running) + after.unused - before.unused,
    billed: fit * (after.onDemand - before.onDemand) + after.recurring - before.recurring,
  };
}

/** Prices a changed estate against the baseline. With nothing changed the result is the bill, exactly. */
export function costOf(estate: Estate, baseline: Baseline): EstateCost {
  const price = priceEstate(estate, baseline.rates);
  const alive = new Set(estate.resources.map(resource => resource.id));
  const byResource = new Map<string, Decimal>();
  /** Parts of the change that come resource by resource: everything but pooled instance-hours. */
  let apart = 0;
  for (const resource of baseline.estate.resources) {
    const amount = amountAfter(resource, alive.has(resource.id), baseline, price);
    byResource.set(resource.id, amount);
    const isPooled = resource.kind === 'instance' && baseline.price.byResource.has(resource.id);
    if (!isPooled) apart += Number(amount.minus(baseline.bill.get(resource.id) ?? ZERO));
    else if (!alive.has(resource.id)) apart -= Number(resource.effectiveCost) - resource.modelledCost;
  }
  moveUnusedCommitments(byResource, baseline, price);
  const parts = sum(byResource.values());
  const change = parts.minus(baseline.effective);
  if (estate.commitments.length === 0 && baseline.estate.commitments.length === 0) {
    // Nothing can pass from one resource to another: each one's own change is the whole truth.
    return { byResource, effective: parts, billed: baseline.recurringBilled.plus(change), price };
  }
  const compute = computeChange(estate, price, baseline);
  const shift = toLedger(apart + compute.effective).minus(change);
  const isShifted = shift.abs().greaterThan(ROUNDING_NOISE);
  if (isShifted) byResource.set(COVERAGE_SHIFT, shift);
  return {
    byResource,
    effective: isShifted ? parts.plus(shift) : parts,
    billed: baseline.recurringBilled.plus(toLedger(apart + compute.billed)),
    price,
  };
}
