/** Published discounts of Google Cloud commitments, where no price of the very product is known. A price list goes first. */

import type { TermYears } from '../commitment.ts';

type ByTerm = Readonly<Record<TermYears, number>>;

/**
 * Resource-based, general purpose: Compute Engine, "Committed use discounts", edition 2021-2022. Other series differ (M3
 * reaches 70 % in three years): their prices are in the price list, not here.
 */
export const RESOURCE_DISCOUNT: ByTerm = { 1: 0.37, 3: 0.55 };

/**
 * Spend-based by product. Compute: "Compute flexible committed use discounts", 2022-2026. Cloud SQL: "Committed use
 * discounts" of Cloud SQL, 2023-2026.
 */
const SPEND_DISCOUNT: ReadonlyMap<string, ByTerm> = new Map([
  ['compute', { 1: 0.28, 3: 0.46 }],
  ['cloud-sql', { 1: 0.25, 3: 0.52 }],
]);

/** Published share off the on-demand price of a spend-based commitment; null for a product that is not listed here. */
export function spendDiscount(product: string, termYears: TermYears): number | null {
  return SPEND_DISCOUNT.get(product)?.[termYears] ?? null;
}

/**
 * Share of a commitment that must be used for it to pay (Google Cloud, "CUD recommendations", 2021-2023: a discount of
 * 25 % breaks even at 75 %).
 */
export function breakEvenUtilization(discount: number): number {
  return 1 - discount;
}
