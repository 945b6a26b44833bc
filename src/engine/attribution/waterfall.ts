/** Savings of levers that act on the same money, in one order: step by step, and each as the last one. */

import { allLevers, type CostOfSet, indexes, NO_LEVERS, only, without } from './lever-set.ts';

/** Saving of each lever when they are applied in the order given, by index of the lever: the drop of the bill at its step. */
export function waterfall(order: readonly number[], costOf: CostOfSet): number[] {
  const saved: number[] = order.map(() => 0);
  let applied = NO_LEVERS;
  let cost = costOf(NO_LEVERS);
  for (const lever of order) {
    applied |= only(lever);
    const next = costOf(applied);
    saved[lever] = cost - next;
    cost = next;
  }
  return saved;
}

/** What each lever saves beside all the others: what leaving it out of the whole set would cost. */
export function leaveOneOut(count: number, costOf: CostOfSet): number[] {
  const all = allLevers(count);
  const cost = costOf(all);
  return indexes(count).map(lever => costOf(without(all, lever)) - cost);
}
