/**
 * Prices that fall with volume. The usage of all accounts of an organisation is added up and then tiered, and everybody pays
 * the average (AWS Billing user guide, "Volume discounts", 2023-06-08).
 */

import { assert } from '../assert.ts';
import type { VolumeTier, VolumeTierGroup } from './application.ts';

/**
 * Price of a quantity: each band at its own price. Beyond the end of the last band its price goes on.
 * @param tiers in order of volume
 * @throws BugError when the bands are not in order
 */
export function tieredCost(quantity: number, tiers: readonly VolumeTier[]): number {
  let cost = 0;
  let from = 0;
  tiers.forEach(({ upTo, pricePerUnit }, index) => {
    const isLast = index === tiers.length - 1;
    assert(upTo === null ? isLast : upTo > from, 'the bands of a volume price are in order');
    const to = upTo === null || isLast ? Number.POSITIVE_INFINITY : upTo;
    if (quantity > from) cost += (Math.min(quantity, to) - from) * pricePerUnit;
    from = to;
  });
  return cost;
}

/** Average prices of a unit in a group of pools. */
export type TieredUnitCosts = {
  /** Of all units, if nothing were covered. */
  readonly all: number;
  /** Of the units that nothing covers. */
  readonly uncovered: number;
  /** Of the units that are covered: what leaving the bands saves. */
  readonly covered: number;
};

const sumAt = (quantities: ArrayLike<number>, indices: readonly number[]) =>
  indices.reduce((sum, index) => sum + (quantities[index] ?? 0), 0);

/**
 * Average prices of the pools of the groups, by index of the pool. A group without usage has the price of its first band.
 * @param quantities units of each pool over the period
 * @param uncovered those that nothing covers
 * @throws BugError when a pool belongs to two groups
 */
export function tieredUnitCosts(
  groups: readonly VolumeTierGroup[],
  pools: readonly { readonly id: string }[],
  quantities: ArrayLike<number>,
  uncovered: ArrayLike<number>,
): ReadonlyMap<number, TieredUnitCosts> {
  const indexOf = new Map(pools.map(({ id }, index) => [id, index]));
  const unitCosts = new Map<number, TieredUnitCosts>();
  for (const { poolIds, tiers } of groups) {
    const members = [...new Set(poolIds)].flatMap(id => indexOf.get(id) ?? []).sort((a, b) => a - b);
    const total = sumAt(quantities, members);
    const rest = sumAt(uncovered, members);
    const first = tiers[0]?.pricePerUnit ?? 0;
    const all = tieredCost(total, tiers);
    const open = tieredCost(rest, tiers);
    const costs = {
      all: total > 0 ? all / total : first,
      uncovered: rest > 0 ? open / rest : first,
      covered: total > rest ? (all - open) / (total - rest) : first,
    };
    for (const index of members) {
      assert(!unitCosts.has(index), 'a pool has one volume price at most');
      unitCosts.set(index, costs);
    }
  }
  return unitCosts;
}
