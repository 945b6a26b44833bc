/**
 * Buying reservations without any forecast: reserve a level once it has cost as much on demand as reserving would have.
 * A baseline with a proven bound: Wang, Li and Liang, "To Reserve or Not to Reserve", arXiv 1305.5608 (2013).
 */

import { assert } from '../../assert.ts';

/** A reservation against on demand, for one unit. */
export type ReservationOffer = {
  /** Price of one unit for one slot on demand, > 0. */
  readonly onDemandRate: number;
  /** Price of one unit for one slot once it is reserved, >= 0 and below the on-demand rate. */
  readonly reservedRate: number;
  /** Paid for a term, used or not, > 0. */
  readonly fee: number;
  /** Slots of a term. */
  readonly termSlots: number;
};

/** Reserved rate over on-demand rate (alpha), and what follows from it. */
export type PolicyBounds = {
  readonly alpha: number;
  /** On-demand cost at which reserving breaks even: fee / (1 - alpha). */
  readonly breakEvenCost: number;
  /** The policy never costs more than this many times the best that hindsight allows. */
  readonly deterministicRatio: number;
  /** The same for the mean of the randomised policy. */
  readonly randomizedRatio: number;
};

/** Bounds of an offer; alpha 0 gives the ski-rental bounds 2 and e / (e - 1). */
export function policyBounds(offer: ReservationOffer): PolicyBounds {
  const alpha = offer.reservedRate / offer.onDemandRate;
  assert(offer.fee > 0 && alpha >= 0 && alpha < 1, 'a reservation has a fee and a lower rate');
  return {
    alpha,
    breakEvenCost: offer.fee / (1 - alpha),
    deterministicRatio: 2 - alpha,
    randomizedRatio: Math.E / (Math.E - 1 + alpha),
  };
}

/**
 * Threshold of the randomised policy: between 0 and break-even, later ones more likely, and break-even itself with
 * probability alpha / (e - 1 + alpha).
 * @param uniform a random number in [0, 1)
 */
export function randomizedThreshold(offer: ReservationOffer, uniform: number): number {
  const { alpha, breakEvenCost } = policyBounds(offer);
  const z = Math.log(1 + uniform * (Math.E - 1 + alpha)) / (1 - alpha);
  return Math.min(z * offer.fee, breakEvenCost);
}

/** What the policy does and costs. */
export type PolicyRun = {
  /** Units reserved at each slot. */
  readonly reserved: Int32Array;
  readonly fees: number;
  /** Reserved usage and on-demand usage. */
  readonly reservedCost: number;
  readonly onDemandCost: number;
  readonly cost: number;
};

/**
 * Plays the policy slot by slot; it knows nothing of later slots. At each slot, while the next level above what is
 * reserved cost more than the threshold on demand over the last term, one more unit is reserved; past slots count as if it
 * had been reserved then, so that no cost is counted for two reservations.
 * @param unitsPerSlot units used; fractions are allowed
 * @param threshold on-demand cost that triggers a reservation; the default is break-even
 */
export function breakEvenPolicy(
  unitsPerSlot: ArrayLike<number>,
  offer: ReservationOffer,
  threshold: number = policyBounds(offer).breakEvenCost,
): PolicyRun {
  const { onDemandRate, reservedRate, fee, termSlots } = offer;
  assert(termSlots >= 1 && Number.isInteger(termSlots), 'a term has whole slots');
  const slots = unitsPerSlot.length;
  // Reserved in a slot: really, and as the policy counts it.
  const inForce = new Int32Array(slots + termSlots);
  const counted = new Int32Array(slots + termSlots);
  // Part of the next level that each slot of the last term used.
  const nextLevel = new Float64Array(slots);
  const reserved = new Int32Array(slots);
  let reservedCost = 0;
  let onDemandCost = 0;
  let count = 0;
  const used = (slot: number) => Math.min(1, Math.max(0, (unitsPerSlot[slot] ?? 0) - (counted[slot] ?? 0)));
  const reserveAt = (slot: number) => {
    const first = Math.max(0, slot - termSlots + 1);
    reserved[slot] = (reserved[slot] ?? 0) + 1;
    for (let i = slot; i < slot + termSlots; i++) inForce[i] = (inForce[i] ?? 0) + 1;
    for (let i = first; i < slot + termSlots; i++) counted[i] = (counted[i] ?? 0) + 1;
    count = 0;
    for (let i = first; i <= slot; i++) {
      nextLevel[i] = used(i);
      count += used(i);
    }
  };
  for (let slot = 0; slot < slots; slot++) {
    if (slot >= termSlots) count -= nextLevel[slot - termSlots] ?? 0;
    nextLevel[slot] = used(slot);
    count += used(slot);
    while (count * onDemandRate > threshold && count > 0) reserveAt(slot);
    const units = unitsPerSlot[slot] ?? 0;
    const covered = Math.min(units, inForce[slot] ?? 0);
    reservedCost += covered * reservedRate;
    onDemandCost += (units - covered) * onDemandRate;
  }
  const fees = reserved.reduce((sum, units) => sum + units, 0) * fee;
  return { reserved, fees, reservedCost, onDemandCost, cost: fees + reservedCost + onDemandCost };
}
