/** Leaving an Azure reservation early: refund, exchange for another one, trade-in for a savings plan. */

import { assert } from '../../assert.ts';
import { HOURS_PER_DAY } from '../../calendar.ts';

// Rules of refunds and exchanges: learn.microsoft.com/azure/cost-management-billing/reservations/
// exchange-and-refund-azure-reservations, 2022-10-10. Trade-in: .../savings-plan/purchase-recommendations, 2024-04-15.

/** USD of cancelled commitment in a rolling year, of one billing profile or enrolment. */
export const REFUND_LIMIT_USD = 50_000;
/** Days until a refund no longer counts against the limit. */
export const REFUND_WINDOW_DAYS = 365;
/** Azure charges no fee for early termination now and names 12 % as what it might be. */
export const TERMINATION_FEE_FRACTION = 0;

const MS_PER_DAY = 86_400_000;

/** Share of the price that is refunded for the days left, less a fee. */
export function proratedRefund(request: {
  /** Price of the whole term; the lower of the purchase price and today's. */
  readonly price: number;
  readonly termDays: number;
  readonly daysUsed: number;
  /** 0..1; 0 by default. */
  readonly feeFraction?: number;
}): number {
  const { price, termDays, daysUsed, feeFraction = TERMINATION_FEE_FRACTION } = request;
  assert(termDays > 0, 'a term has at least a day');
  const daysLeft = Math.min(termDays, Math.max(0, termDays - daysUsed));
  return ((price * daysLeft) / termDays) * (1 - feeFraction);
}

/** Monthly payments not made yet: what an exchange must match and what a refund takes from the limit. */
export function remainingCommitment(
  monthlyPayment: number,
  termMonths: number,
  paymentsMade: number,
): number {
  return monthlyPayment * Math.min(termMonths, Math.max(0, termMonths - paymentsMade));
}

/** A refund that was made: commitment cancelled, in USD. Refunds out of exchanges do not count and do not belong here. */
export type Refund = { readonly atMs: number; readonly cancelledCommitment: number };

/** Whether a refund is processed. */
export type RefundDecision = {
  /** What the rolling year still allows before this refund, and after it when it is allowed. */
  readonly availableBefore: number;
  readonly availableAfter: number;
  /** Azure processes no refund that would exceed the limit, not even a part of it. */
  readonly isAllowed: boolean;
};

/** Judges a refund against the limit. A refund counts for 365 days; from the 365th day on it does not. */
export function decideRefund(
  refund: Refund,
  earlier: readonly Refund[],
  limit: number = REFUND_LIMIT_USD,
): RefundDecision {
  const windowStartMs = refund.atMs - REFUND_WINDOW_DAYS * MS_PER_DAY;
  const counted = earlier
    .filter(({ atMs }) => atMs > windowStartMs && atMs <= refund.atMs)
    .reduce((sum, { cancelledCommitment }) => sum + cancelledCommitment, 0);
  const availableBefore = Math.max(0, limit - counted);
  const isAllowed = refund.cancelledCommitment <= availableBefore;
  const availableAfter = isAllowed ? availableBefore - refund.cancelledCommitment : availableBefore;
  return { availableBefore, availableAfter, isAllowed };
}

/** Judges an exchange: what is bought must commit to at least what is given back. No fee, no yearly limit. */
export function decideExchange(
  returnedRemainingCommitment: number,
  newLifetimeCommitment: number,
): { readonly isAllowed: boolean; readonly shortfall: number } {
  const shortfall = Math.max(0, returnedRemainingCommitment - newLifetimeCommitment);
  return { isAllowed: shortfall === 0, shortfall };
}

/** Savings plans are committed in steps of a tenth of a cent an hour. */
const COMMITMENT_STEPS_PER_USD = 1000;

/**
 * Least hourly commitment of a savings plan that reservations are traded in for: their outstanding commitment over the
 * hours of the new term, with three decimals. Rounded up, because it must be at least equal to the outstanding amount.
 */
export function minimumTradeInCommitment(outstandingCommitment: number, newTermDays: number): number {
  assert(newTermDays > 0, 'a term has at least a day');
  const perHour = outstandingCommitment / (HOURS_PER_DAY * newTermDays);
  // A millionth of a step is float noise, not money.
  return Math.ceil(perHour * COMMITMENT_STEPS_PER_USD - 1e-6) / COMMITMENT_STEPS_PER_USD;
}
