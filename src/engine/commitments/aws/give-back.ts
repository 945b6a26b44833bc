/**
 * Getting rid of a commitment: selling a standard reservation on the marketplace, returning a Savings Plan.
 *
 * Sources: EC2 user guide, "Sell in the Reserved Instance Marketplace" (2023-06-15); Savings Plans user guide, "Returning a
 * purchased Savings Plan" (2025 or later).
 */

import { HOURS_PER_DAY, MS_PER_HOUR, monthOf } from '../../calendar.ts';
import type { ReservedInstance, SavingsPlan } from '../commitment.ts';
import type { Verdict } from './change-instruments.ts';

const MS_PER_DAY = HOURS_PER_DAY * MS_PER_HOUR;

/** Share of the upfront price that AWS keeps from the seller. */
export const MARKETPLACE_FEE = 0.12;
/** Days that a reservation must have been owned. */
const OWNED_DAYS_MIN = 30;

const ALLOWED: Verdict = { isAllowed: true };
const refused = (reason: string): Verdict => ({ isAllowed: false, reason });

/** End of a calendar month counted from an instant, as contracts count: the same day of the next month. */
function oneMonthAfter(ms: number): number {
  const date = new Date(ms);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const lastDay = new Date(Date.UTC(year, month + 2, 0)).getUTCDate();
  return Date.UTC(year, month + 1, Math.min(day, lastDay)) + (ms % MS_PER_DAY);
}

/** A reservation of EC2 that somebody would like to sell. */
export type SoldReservation = Pick<
  ReservedInstance,
  'offeringClass' | 'availabilityZone' | 'startMs' | 'endMs'
> & {
  /** Whether AWS has received the upfront payment; true where there is none. */
  readonly isPaid: boolean;
};

/** Whether a reservation may be listed now. An unknown start or end refuses: the duties below cannot be shown to hold. */
export function checkSale(reservation: SoldReservation, nowMs: number): Verdict {
  const { offeringClass, availabilityZone, startMs, endMs, isPaid } = reservation;
  if (offeringClass !== 'standard') return refused('only standard reservations are sold');
  if (!isPaid) return refused('its upfront payment is not received yet');
  if (startMs === null || endMs === null) return refused('its term is unknown');
  if (nowMs - startMs < OWNED_DAYS_MIN * MS_PER_DAY)
    return refused(`owned for less than ${OWNED_DAYS_MIN} days`);
  if (endMs < oneMonthAfter(nowMs)) return refused('less than a month remains');
  if (availabilityZone === null) return refused('a regional reservation is made zonal before it is sold');
  return ALLOWED;
}

/** What the seller gets for the upfront price the buyer pays. */
export function saleProceeds(price: number): { readonly fee: number; readonly proceeds: number } {
  const fee = price * MARKETPLACE_FEE;
  return { fee, proceeds: price - fee };
}

/**
 * Default price list of a listing: falls by equal amounts with each month that passes.
 * @param monthsRemaining whole months at the time of listing
 * @returns price with 1, 2, ... `monthsRemaining` months left
 */
export function defaultSalePrices(price: number, monthsRemaining: number): readonly number[] {
  return Array.from({ length: monthsRemaining }, (_, index) => (price * (index + 1)) / monthsRemaining);
}

/** Largest commitment that may be returned, USD an hour. */
const RETURN_COMMITMENT_MAX = 100;
/** Days after the purchase. */
const RETURN_DAYS_MAX = 7;

/**
 * Whether a Savings Plan may be returned: small, within 7 days, in the calendar month (UTC) of its purchase.
 * @param returnsLeft returns that the account's quota still allows
 */
export function checkReturn(
  plan: Pick<SavingsPlan, 'commitmentPerHour' | 'startMs'>,
  nowMs: number,
  returnsLeft: number,
): Verdict {
  if (plan.commitmentPerHour > RETURN_COMMITMENT_MAX)
    return refused(`commits more than $${RETURN_COMMITMENT_MAX} an hour`);
  if (plan.startMs === null) return refused('its purchase date is unknown');
  if (nowMs < plan.startMs) return refused('it is not bought yet');
  if (nowMs - plan.startMs > RETURN_DAYS_MAX * MS_PER_DAY)
    return refused(`bought more than ${RETURN_DAYS_MAX} days ago`);
  if (monthOf(nowMs) !== monthOf(plan.startMs)) return refused('bought in another calendar month (UTC)');
  if (returnsLeft < 1) return refused('the quota of returns is used up');
  return ALLOWED;
}
