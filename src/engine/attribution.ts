/** Who saved what, when levers act on the same money: in an order, over all orders, or only the best of them. */

import { assert } from './assert.ts';

/** Cost with a set of levers applied; bit i of `levers` stands for lever i. */
export type CostOfSet = (levers: number) => number;

/** 2^10 sets: more levers need sampling. */
export const EXACT_SHAPLEY_LEVERS_MAX = 10;

/** Saving of each lever when they are applied in the order given, by index of the lever: the drop of the bill at its step. */
export function waterfall(order: readonly number[], costOf: CostOfSet): number[] {
  const saved: number[] = order.map(() => 0);
  let applied = 0;
  let cost = costOf(0);
  for (const lever of order) {
    applied |= 1 << lever;
    const next = costOf(applied);
    saved[lever] = cost - next;
    cost = next;
  }
  return saved;
}

/**
 * Saving of each lever as the mean of its waterfall steps over all orders, exactly. They add up to the whole saving, equal
 * levers get equal shares, and a lever that never changes the cost gets 0.
 * @param count levers, at most EXACT_SHAPLEY_LEVERS_MAX
 */
export function shapleyValues(count: number, costOf: CostOfSet): number[] {
  assert(count >= 0 && count <= EXACT_SHAPLEY_LEVERS_MAX, 'all sets of levers can be tried');
  const sets = 2 ** count;
  const costs = Float64Array.from({ length: sets }, (_, set) => costOf(set));
  // Weight of a set of size k before the lever: k! (n - k - 1)! / n! = 1 / (n x C(n - 1, k)).
  const weights: number[] = [];
  let choose = 1;
  for (let size = 0; size < count; size++) {
    weights.push(1 / (count * choose));
    choose = (choose * (count - 1 - size)) / (size + 1);
  }
  const sizeOf = (set: number): number => (set === 0 ? 0 : (set & 1) + sizeOf(set >>> 1));
  return Array.from({ length: count }, (_, lever) => {
    const bit = 1 << lever;
    let value = 0;
    for (let set = 0; set < sets; set++) {
      if (set & bit) continue;
      value += (weights[sizeOf(set)] ?? 0) * ((costs[set] ?? 0) - (costs[set | bit] ?? 0));
    }
    return value;
  });
}

/**
 * Cost of levers that all act on the same money: each takes its share of what the others leave, never of the whole.
 * @param fractions share each takes off, 0..1
 */
export function multiplicativeCost(base: number, fractions: readonly number[]): CostOfSet {
  return levers =>
    fractions.reduce((cost, fraction, lever) => (levers & (1 << lever) ? cost * (1 - fraction) : cost), base);
}

/**
 * Of actions that exclude each other on a resource (deleting it, making it smaller) the one that saves most, in the order
 * of the resources' first action; the first of equal ones. AWS Cost Optimization Hub counts savings the same way (Cost
 * Management User Guide, 2025).
 */
export function bestOfExclusive<Action extends { readonly resource: string; readonly saving: number }>(
  actions: readonly Action[],
): Action[] {
  const best = new Map<string, Action>();
  for (const action of actions) {
    const known = best.get(action.resource);
    if (known === undefined || action.saving > known.saving) best.set(action.resource, action);
  }
  return [...best.values()];
}
