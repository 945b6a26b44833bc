/** Shapley values and interactions of few levers, from the cost of every set of them. */

import { assert } from '../assert.ts';
import { type CostOfSet, indexes } from './lever-set.ts';

/** 2^10 sets: more levers need sampling. */
export const EXACT_SHAPLEY_LEVERS_MAX = 10;

/** Two levers, and how much more they save together than apart: below 0 they overlap. */
export type PairInteraction = { readonly levers: readonly [number, number]; readonly saving: number };

const sizeOf = (set: number): number => (set === 0 ? 0 : (set & 1) + sizeOf(set >>> 1));

/** Costs of all sets, by set as a number. */
function costsOfAll(count: number, costOf: CostOfSet): Float64Array {
  assert(count >= 0 && count <= EXACT_SHAPLEY_LEVERS_MAX, 'all sets of levers can be tried');
  return Float64Array.from({ length: 2 ** count }, (_, set) => costOf(BigInt(set)));
}

/** Weight of a set by its size, when `others` levers may stand before: 1 / ((others + 1) x C(others, size)). */
function weightsOf(others: number): number[] {
  const weights: number[] = [];
  let choose = 1;
  for (let size = 0; size <= others; size++) {
    weights.push(1 / ((others + 1) * choose));
    choose = (choose * (others - size)) / (size + 1);
  }
  return weights;
}

/**
 * Saving of each lever as the mean of its waterfall steps over all orders, exactly (Shapley 1953). They add up to the whole
 * saving, equal levers get equal shares, and a lever that never changes the cost gets 0.
 * @param count levers, at most EXACT_SHAPLEY_LEVERS_MAX
 */
export function shapleyValues(count: number, costOf: CostOfSet): number[] {
  const costs = costsOfAll(count, costOf);
  const weights = weightsOf(count - 1);
  return indexes(count).map(lever => {
    const bit = 1 << lever;
    let value = 0;
    for (let set = 0; set < costs.length; set++) {
      if (set & bit) continue;
      value += (weights[sizeOf(set)] ?? 0) * ((costs[set] ?? 0) - (costs[set | bit] ?? 0));
    }
    return value;
  });
}

/**
 * The Shapley interaction index of every pair (Grabisch and Roubens 1999): what two levers save together beyond what each
 * saves without the other, as the weighted mean over all sets of the other levers.
 * @param count levers, at most EXACT_SHAPLEY_LEVERS_MAX
 */
export function shapleyInteractions(count: number, costOf: CostOfSet): PairInteraction[] {
  const costs = costsOfAll(count, costOf);
  const weights = weightsOf(count - 2);
  const costWith = (set: number) => costs[set] ?? 0;
  return pairsOf(count).map(levers => {
    const [i, j] = [1 << levers[0], 1 << levers[1]];
    let saving = 0;
    for (let set = 0; set < costs.length; set++) {
      if (set & (i | j)) continue;
      const together = costWith(set | i) + costWith(set | j) - costWith(set) - costWith(set | i | j);
      saving += (weights[sizeOf(set)] ?? 0) * together;
    }
    return { levers, saving };
  });
}

/** Every two levers, the lower one first. */
export function pairsOf(count: number): [number, number][] {
  return indexes(count).flatMap(i => indexes(i).map((j): [number, number] => [j, i]));
}
