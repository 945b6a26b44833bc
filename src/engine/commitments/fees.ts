/** What a commitment puts on the invoice: once, and every hour. */

import { assertNever } from '../assert.ts';
import { HOURS_PER_YEAR } from '../calendar.ts';
import type { Commitment, PaymentOption } from './commitment.ts';

/** Share of a price that is billed monthly; partial upfront pays half of it upfront (AWS). Unknown counts as no upfront. */
export function recurringShare({ payment }: { readonly payment: PaymentOption | null }): number {
  if (payment === 'all-upfront') return 0;
  return payment === 'partial-upfront' ? 0.5 : 1;
}

/** Amortised price of an hour of the whole commitment, used or not; what is used up or owned costs nothing by the hour. */
export function effectivePerHour(commitment: Commitment): number {
  switch (commitment.kind) {
    case 'savings-plan':
    case 'azure-savings-plan':
      return commitment.commitmentPerHour;
    case 'flexible-commitment':
      return commitment.model === 'legacy'
        ? commitment.commitmentPerHour * (1 - commitment.discount)
        : commitment.commitmentPerHour;
    case 'reserved-instance':
    case 'reserved-node':
      return commitment.count * commitment.effectivePerHour;
    case 'azure-reservation':
      return commitment.quantity * commitment.effectivePerHour;
    case 'resource-commitment':
      return commitment.amount * commitment.feePerUnitHour;
    case 'pre-purchase':
    case 'hybrid-benefit':
      return 0;
    default:
      return assertNever(commitment);
  }
}

/** The part of it that comes with the bill of every month. */
export function recurringPerHour(commitment: Commitment): number {
  switch (commitment.kind) {
    case 'reserved-instance':
    case 'reserved-node':
      return commitment.count * commitment.recurringPerHour;
    case 'azure-reservation':
      return commitment.quantity * commitment.recurringPerHour;
    default:
      return effectivePerHour(commitment) * recurringShare(commitment);
  }
}

/** Fees billed over some hours. */
export function recurringFee(commitment: Commitment, hours: number): number {
  return recurringPerHour(commitment) * hours;
}

/** What is due on the day of the purchase. @returns 0 where the term is unknown: nobody can say what it was */
export function upfrontFee(commitment: Commitment): number {
  if (commitment.kind === 'pre-purchase') return commitment.units * commitment.costPerUnit;
  const perHour = effectivePerHour(commitment) - recurringPerHour(commitment);
  return perHour * HOURS_PER_YEAR * (commitment.termYears ?? 0);
}
