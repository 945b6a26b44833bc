/**
 * What a reservation costs by the hour, the day and the month, and its list value.
 *
 * Sources: EC2 user guide, "How you are billed" (2023-06-15); Cost and Usage Report guide, "Amortized reservation data" and
 * "Standard reserved instances" (2023-06-15).
 */

import { HOURS_PER_DAY, HOURS_PER_YEAR } from '../../calendar.ts';
import type { ReservedInstance, TermYears } from '../commitment.ts';

/** Hours of a term: 8,760 a year, leap day or not. */
export function hoursInTerm(termYears: TermYears): number {
  return termYears * HOURS_PER_YEAR;
}

/** Amortised price of one reservation, USD an hour. */
export function amortisedPerHour(upfront: number, recurringPerHour: number, termHours: number): number {
  return upfront / termHours + recurringPerHour;
}

/** Amortised price of one reservation, USD a day. */
export function amortisedPerDay(upfront: number, recurringPerHour: number, termHours: number): number {
  return amortisedPerHour(upfront, recurringPerHour, termHours) * HOURS_PER_DAY;
}

/** Fee line of a month (RIFee): every hour of the month, used or not. */
export function monthlyFee(recurringPerHour: number, hoursInMonth: number, count = 1): number {
  return recurringPerHour * hoursInMonth * count;
}

/** List value of one reservation: its upfront price and all hourly fees of the term, both without discount. */
export function listValue(upfront: number, recurringPerHour: number, termHours: number): number {
  return upfront + recurringPerHour * termHours;
}

/**
 * Months until an upfront fee has paid for itself in use all month; null when it never does.
 * @param onDemandPerMonth what the same use costs on demand
 */
export function breakEvenMonths(
  upfront: number,
  onDemandPerMonth: number,
  recurringPerMonth: number,
): number | null {
  if (upfront <= 0) return recurringPerMonth <= onDemandPerMonth ? 0 : null;
  return onDemandPerMonth > recurringPerMonth ? upfront / (onDemandPerMonth - recurringPerMonth) : null;
}

/** A volume discount on new standard reservations of a Region, for the part of the list value above a threshold. */
export type VolumeDiscountTier = {
  /** List value of active reservations in the Region from which it counts, USD. */
  readonly fromListValue: number;
  /** Share off upfront and hourly price, 0..1. */
  readonly discount: number;
};

/**
 * The threshold of $500,000 is published (same page). Assumption: 5 % there and 10 % above $4,000,000, as price lists print
 * it; above $10,000,000 AWS negotiates. Range of the discount: 0..20 %.
 */
export const ASSUMED_VOLUME_TIERS: readonly VolumeDiscountTier[] = [
  { fromListValue: 500_000, discount: 0.05 },
  { fromListValue: 4_000_000, discount: 0.1 },
];

/** Whether a purchase may get a volume discount: standard, from AWS, without SQL Server. */
export function isVolumeDiscounted(purchase: {
  readonly offeringClass: ReservedInstance['offeringClass'];
  readonly isFromMarketplace: boolean;
  readonly hasSqlServer: boolean;
}): boolean {
  return purchase.offeringClass === 'standard' && !purchase.isFromMarketplace && !purchase.hasSqlServer;
}

/**
 * Share off a purchase as a whole: each part of its list value gets the discount of the tier it falls into.
 * @param activeListValue list value of the reservations already active in the Region, over the whole organisation
 */
export function volumeDiscount(
  activeListValue: number,
  purchaseListValue: number,
  tiers: readonly VolumeDiscountTier[] = ASSUMED_VOLUME_TIERS,
): number {
  if (!(purchaseListValue > 0)) return 0;
  const sorted = [...tiers].sort((a, b) => a.fromListValue - b.fromListValue);
  const end = activeListValue + purchaseListValue;
  const saved = sorted.reduce((sum, { fromListValue, discount }, index) => {
    const upTo = Math.min(end, sorted[index + 1]?.fromListValue ?? Number.POSITIVE_INFINITY);
    return sum + Math.max(0, upTo - Math.max(activeListValue, fromListValue)) * discount;
  }, 0);
  return saved / purchaseListValue;
}
