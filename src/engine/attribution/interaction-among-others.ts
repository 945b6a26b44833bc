/** How two levers meet when all the others are applied: the interaction for sets too large to try every one. */

import { type PairInteraction, pairsOf } from './exact-shapley.ts';
import { allLevers, type CostOfSet, without } from './lever-set.ts';

/**
 * For every pair what the two save together beyond what each saves without the other, beside all other levers: below 0 they
 * overlap. Asks for the whole set, for each set without one lever, and for each without two.
 */
export function interactionsAmongOthers(count: number, costOf: CostOfSet): PairInteraction[] {
  const all = allLevers(count);
  return pairsOf(count).map(levers => {
    const [i, j] = levers;
    const neither = costOf(without(without(all, i), j));
    return { levers, saving: costOf(without(all, i)) + costOf(without(all, j)) - neither - costOf(all) };
  });
}
