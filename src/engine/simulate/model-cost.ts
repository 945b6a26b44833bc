/** Turns two prices of an estate into what each resource costs: the bill, moved by the model's difference. */

import type { Estate, Resource } from '../estate/estate.ts';
import { type Decimal, decimal, sum, toLedger, ZERO } from '../money.ts';
import { meterCost } from '../pricing/meter-cost.ts';
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
  /** Bill over model of what commitments may cover, 1 at most: credits and private prices make it less. */
  readonly pooledFit: number;
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
    pooledFit: pooledFitOf(estate, price),
    resources: new Map(estate.resources.map(resource => [resource.id, resource])),
    bill: new Map(estate.resources.map(resource => [resource.id, decimal(resource.effectiveCost)])),
    effective: sum(estate.resources.map(resource => resource.effectiveCost)),
    billed,
    recurringBilled: billed.minus(sum(estate.resources.map(resource => resource.oneTimeBilledCost))),
  };
}

/** Bill over model of one resource's modelled charges; 1 where the model prices nothing of it. */
function scaleOf(resource: Resource, price: EstatePrice): number {
  const modelled = price.byResource.get(resource.id) ?? 0;
  return modelled > 0 ? resource.modelledCost / modelled : 1;
}

/** What the bill has for usage in pools and for its commitments, over what the model has. */
function pooledFitOf(estate: Estate, price: EstatePrice): number {
  const applied = new Set(estate.commitments.map(({ id }) => id));
  let paid = 0;
  for (const resource of estate.resources) {
    if (resource.kind === 'commitment' && applied.has(resource.id)) paid += Number(resource.effectiveCost);
    else paid += scaleOf(resource, price) * (price.pooledByResource.get(resource.id) ?? 0);
  }
  // A bill above the model shows commitments at work in another way than their rules say, not dearer hours.
  return price.pooledEffective > 0 ? Math.min(1, paid / price.pooledEffective) : 1;
}

/** What growth and new prices make of charges that nobody models, 1 without any. */
function driftOf({ drift }: Resource): number {
  return drift === undefined ? 1 : drift.usageFactor * drift.priceFactor;
}

/** USD of a resource's modelled charges after the changes: the bill's amount in proportion to the model's. */
function modelledAfter(
  resource: Resource,
  changed: Resource,
  before: number | undefined,
  after: number | undefined,
): number {
  if (before === undefined || after === undefined) return resource.modelledCost * driftOf(changed);
  if (before === after) return resource.modelledCost;
  if (before > 0) return (resource.modelledCost * after) / before;
  return Math.max(0, resource.modelledCost + after);
}

/** Change of what the bill counts by meter, and of what moves have added: a move without a price for that is never applied. */
function meterChange(before: Resource, after: Resource, rates: RateCard): number {
  if (before.meters === after.meters && before.added === after.added) return 0;
  return (meterCost(after, rates) ?? 0) - (meterCost(before, rates) ?? 0);
}

/** Change of what is neither modelled nor metered: it grows with the resource. */
function restChange(resource: Resource, changed: Resource): number {
  const drift = driftOf(changed);
  if (drift === 1) return 0;
  const metered = resource.meters.reduce((total, { cost }) => total + cost, 0);
  return (Number(resource.effectiveCost) - resource.modelledCost - metered) * (drift - 1);
}

/** Cost of one resource after the changes; null stands for a resource that is gone. */
function amountAfter(
  resource: Resource,
  changed: Resource | null,
  baseline: Baseline,
  price: EstatePrice,
): Decimal {
  const bill = baseline.bill.get(resource.id) ?? ZERO;
  if (changed === null) return ZERO;
  const after = modelledAfter(
    resource,
    changed,
    baseline.price.byResource.get(resource.id),
    price.byResource.get(resource.id),
  );
  const change =
    after -
    resource.modelledCost +
    meterChange(resource, changed, baseline.rates) +
    restChange(resource, changed);
  const amount = change === 0 ? bill : bill.plus(toLedger(change));
  return changed.contractFactor === 1 ? amount : toLedger(Number(amount) * changed.contractFactor);
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

/**
 * Change of everything in pools. Usage moves in proportion to the bill, and so do the commitments that it pays for: one that
 * ends takes away no more than the bill shows of it. New ones cost what they cost.
 */
function pooledChange(price: EstatePrice, baseline: Baseline) {
  const { price: before, pooledFit, estate } = baseline;
  const onDemand = pooledFit * (price.allocation.onDemandCost - before.allocation.onDemandCost);
  const onBill = new Set(estate.commitments.map(({ id }) => id));
  const committed = ({ allocation }: EstatePrice) =>
    allocation.uses.reduce(
      (total, { id, committedCost }) => total + committedCost * (onBill.has(id) ? pooledFit : 1),
      0,
    );
  const recurring = (each: EstatePrice) => each.pooledBilled - each.allocation.onDemandCost;
  return {
    effective: onDemand + committed(price) - committed(before),
    billed: onDemand + recurring(price) - recurring(before),
  };
}

/** Change of what comes resource by resource: everything but usage in pools. */
function changeApart(
  resource: Resource,
  changed: Resource | null,
  baseline: Baseline,
  price: EstatePrice,
): number {
  const apart = (each: EstatePrice) =>
    (each.byResource.get(resource.id) ?? 0) - (each.pooledByResource.get(resource.id) ?? 0);
  const scale = scaleOf(resource, baseline.price);
  const before = apart(baseline.price);
  if (changed !== null) {
    const isModelled = price.byResource.has(resource.id) && baseline.price.byResource.has(resource.id);
    const modelled = isModelled
      ? scale * (apart(price) - before)
      : resource.modelledCost * (driftOf(changed) - 1);
    const isRenegotiated = changed.contractFactor !== resource.contractFactor;
    // A new contract acts on all of a resource, covered usage too: its own amount says how much.
    const contract = isRenegotiated
      ? Number(amountAfter(resource, changed, baseline, price)) * (1 - 1 / changed.contractFactor)
      : 0;
    return (
      modelled + meterChange(resource, changed, baseline.rates) + restChange(resource, changed) + contract
    );
  }
  const modelled = baseline.price.byResource.has(resource.id) ? resource.modelledCost : 0;
  return modelled - Number(resource.effectiveCost) - scale * before;
}

/** Whether a resource that nothing has changed costs what it cost: commitments may have moved from it or to it. */
function isPricedAsBefore(resource: Resource, { price: before }: Baseline, price: EstatePrice): boolean {
  const { id } = resource;
  return (
    resource.contractFactor === 1 &&
    resource.drift === undefined &&
    price.byResource.get(id) === before.byResource.get(id) &&
    price.pooledByResource.get(id) === before.pooledByResource.get(id)
  );
}

/** Prices a changed estate against the baseline. With nothing changed the result is the bill, exactly. */
export function costOf(estate: Estate, baseline: Baseline): EstateCost {
  const price = priceEstate(estate, baseline.rates);
  const alive = new Map(estate.resources.map(resource => [resource.id, resource]));
  const byResource = new Map<string, Decimal>();
  let apart = 0;
  for (const resource of baseline.estate.resources) {
    const changed = alive.get(resource.id) ?? null;
    if (changed === resource && isPricedAsBefore(resource, baseline, price)) {
      byResource.set(resource.id, baseline.bill.get(resource.id) ?? ZERO);
      continue;
    }
    byResource.set(resource.id, amountAfter(resource, changed, baseline, price));
    apart += changeApart(resource, changed, baseline, price);
  }
  moveUnusedCommitments(byResource, baseline, price);
  const parts = sum(byResource.values());
  const change = parts.minus(baseline.effective);
  if (estate.commitments.length === 0 && baseline.estate.commitments.length === 0) {
    // Nothing can pass from one resource to another: each one's own change is the whole truth.
    return { byResource, effective: parts, billed: baseline.recurringBilled.plus(change), price };
  }
  const pooled = pooledChange(price, baseline);
  const shift = toLedger(apart + pooled.effective).minus(change);
  const isShifted = shift.abs().greaterThan(ROUNDING_NOISE);
  if (isShifted) byResource.set(COVERAGE_SHIFT, shift);
  return {
    byResource,
    effective: isShifted ? parts.plus(shift) : parts,
    billed: baseline.recurringBilled.plus(toLedger(apart + pooled.billed)),
    price,
  };
}
