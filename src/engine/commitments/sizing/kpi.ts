/** Key figures of commitments as formulas: what stands on one line of a textbook, in one place. */

/** Utilisation at which a commitment neither saves nor costs: committed rate / on-demand rate = 1 - discount. */
export function breakEvenUtilization(discount: number): number {
  return 1 - discount;
}

/**
 * Months until an upfront fee is earned back; null when a month on demand costs no more than a month's recurring fee.
 * @param upfront paid once
 */
export function breakEvenMonths(
  upfront: number,
  onDemandPerMonth: number,
  recurringPerMonth: number,
): number | null {
  if (upfront <= 0) return onDemandPerMonth >= recurringPerMonth ? 0 : null;
  const savedPerMonth = onDemandPerMonth - recurringPerMonth;
  return savedPerMonth > 0 ? upfront / savedPerMonth : null;
}

/** 1 - actual / on-demand equivalent; actual includes unused commitment. Negative when unused eats the discount. */
export function effectiveSavingsRate(onDemandEquivalent: number, actual: number): number | null {
  return onDemandEquivalent > 0 ? 1 - actual / onDemandEquivalent : null;
}

/** Share of a whole; null where the whole is 0. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/**
 * The effective savings rate out of coverage, one discount and utilisation:
 * `coverage x discount - unused / ODE = coverage x (1 - (1 - discount) / utilisation)`.
 */
export function savingsRateOfCoverage(
  coverage: number,
  discount: number,
  utilization: number,
): number | null {
  if (coverage === 0) return 0;
  return utilization > 0 ? coverage * (1 - (1 - discount) / utilization) : null;
}
