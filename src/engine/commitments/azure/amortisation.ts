/** Azure's amortised view of a reservation: its price spread evenly over the days of the term, unused part apart. */

import { assert } from '../../assert.ts';
import { HOURS_PER_DAY, MONTHS_PER_YEAR } from '../../calendar.ts';
import type { TermYears } from '../commitment.ts';

// Rules of this file: learn.microsoft.com/azure/cost-management-billing/reservations/reservation-amortization, 2023-01-20.

const MS_PER_DAY = 86_400_000;

/** Days from a start to the same date `termYears` later: 365 a year, 366 with a leap day in it. */
export function termDays(startMs: number, termYears: TermYears): number {
  const start = new Date(startMs);
  const end = Date.UTC(
    start.getUTCFullYear() + termYears,
    start.getUTCMonth(),
    start.getUTCDate(),
    start.getUTCHours(),
    start.getUTCMinutes(),
    start.getUTCSeconds(),
    start.getUTCMilliseconds(),
  );
  return Math.round((end - startMs) / MS_PER_DAY);
}

/**
 * Amortised price of a day and of an hour, the same in every day of the term.
 * @param price everything paid over the term, upfront and monthly payments together
 */
export function amortisedPrice(
  price: number,
  days: number,
): { readonly perDay: number; readonly perHour: number } {
  assert(days > 0, 'a term has at least a day');
  const perDay = price / days;
  return { perDay, perHour: perDay / HOURS_PER_DAY };
}

/** What is paid every month when a reservation is not paid upfront: the same sum, in equal parts. */
export function monthlyPayment(price: number, termYears: TermYears): number {
  return price / (termYears * MONTHS_PER_YEAR);
}

/** A line of the amortised bill. */
export type AmortisedRow = {
  readonly chargeType: 'Usage' | 'UnusedReservation';
  /** Null for the unused part: nobody used it. */
  readonly resourceId: string | null;
  readonly effectiveCost: number;
};

/**
 * Amortised lines of a day (or of an hour): each resource its share, and one line for what nobody used.
 * @param cost amortised price of the whole reservation in that time
 * @param uses share of the reservation that each resource used, 0..1, together at most 1
 */
export function amortisedRows(
  cost: number,
  uses: readonly { readonly resourceId: string; readonly share: number }[],
): readonly AmortisedRow[] {
  const used = uses.reduce((sum, { share }) => sum + share, 0);
  // Shares are quotients: thirds add up to a little more than 1.
  assert(used <= 1 + 1e-9, 'a reservation is not used more than once');
  const rows = uses.map(
    ({ resourceId, share }): AmortisedRow => ({
      chargeType: 'Usage',
      resourceId,
      effectiveCost: cost * share,
    }),
  );
  const unused = 1 - used;
  if (unused <= 1e-9) return rows;
  return [...rows, { chargeType: 'UnusedReservation', resourceId: null, effectiveCost: cost * unused }];
}
