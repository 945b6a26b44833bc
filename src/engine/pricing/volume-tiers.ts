/** Graduated prices band by band, and what an organisation saves by adding its accounts' usage up before it is tiered. */

import { type PriceTier, tieredCost } from './object-storage.ts';

/** Cost of the part of an amount that falls in each band, for the bands that it reaches; empty for an amount of 0. */
export function costByTier(amount: number, tiers: readonly PriceTier[]): readonly number[] {
  const starts = tiers.map((_, index) => tiers[index - 1]?.upTo ?? 0);
  return tiers.flatMap(({ upTo, price }, index) => {
    const start = starts[index] ?? 0;
    return amount > start ? [(Math.min(amount, upTo) - start) * price] : [];
  });
}

/**
 * Volume prices of an organisation: usage of all accounts is added up, then tiered.
 * Source: AWS Billing User Guide, "Volume discounts" of consolidated billing (2023-06-08).
 * @param usage units by account
 */
export function organizationTieredCost(
  usage: ReadonlyMap<string, number>,
  tiers: readonly PriceTier[],
): {
  /** One bill for all. */
  readonly consolidated: number;
  /** What the accounts would pay by themselves. */
  readonly separate: ReadonlyMap<string, number>;
  /** Average price of a unit on the one bill; null without usage. */
  readonly blendedRate: number | null;
} {
  const total = [...usage.values()].reduce((sum, units) => sum + units, 0);
  const consolidated = tieredCost(total, tiers);
  return {
    consolidated,
    separate: new Map([...usage].map(([account, units]) => [account, tieredCost(units, tiers)])),
    blendedRate: total > 0 ? consolidated / total : null,
  };
}

/** Units that are charged after a free amount. */
export function beyondFree(amount: number, free: number): number {
  return Math.max(0, amount - free);
}
