/** FinOps KPIs of commitments, as the FinOps Foundation and the providers define them. */

import { HOURS_PER_MONTH, MONTHS_PER_YEAR } from '../calendar.ts';

/** A share, or null where there is nothing to share. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/**
 * On-demand equivalent of what is covered / (that + on-demand price of what is eligible and left).
 * Usage that no commitment can cover is in neither.
 */
export function commitmentCoverage(covered: number, remainingEligible: number): number | null {
  return shareOf(covered, covered + remainingEligible);
}

/** 1 - actual / equivalent. Actual includes unused commitment, so it is negative when that eats the discount. */
export function effectiveSavingsRate(actualCost: number, equivalentCost: number): number | null {
  return equivalentCost > 0 ? 1 - actualCost / equivalentCost : null;
}

/**
 * Share of a commitment that must be used for it to pay: its price / the on-demand price of what it covered (1 - discount).
 * @returns null when it covered nothing that has a price
 */
export function breakEvenUtilization(usedCost: number, coveredOnDemandCost: number): number | null {
  return coveredOnDemandCost > 0 ? usedCost / coveredOnDemandCost : null;
}

/** Payments of a commitment, and what they take the place of. */
export type BreakEvenQuestion = {
  readonly upfrontFee: number;
  readonly recurringPerHour: number;
  /** On-demand price of what it covers in an average hour. */
  readonly coveredOnDemandPerHour: number;
  /** Null when unknown. */
  readonly termYears: number | null;
};

/** Rounding below which a month is full. */
const ROUNDING = 1e-9;

/**
 * Smallest whole number of months after which the payments are no more than on demand would have cost (months of 730 hours);
 * 0 for a commitment without upfront fee that costs no more than what it covers; null when not within the term.
 */
export function breakEvenMonth(question: BreakEvenQuestion): number | null {
  const { upfrontFee, recurringPerHour, coveredOnDemandPerHour, termYears } = question;
  const savedPerMonth = (coveredOnDemandPerHour - recurringPerHour) * HOURS_PER_MONTH;
  const isLoss = savedPerMonth < -ROUNDING * recurringPerHour * HOURS_PER_MONTH;
  if (upfrontFee <= 0) return isLoss ? null : 0;
  if (savedPerMonth <= 0) return null;
  const months = Math.ceil((upfrontFee / savedPerMonth) * (1 - ROUNDING));
  return termYears !== null && months > termYears * MONTHS_PER_YEAR ? null : months;
}
