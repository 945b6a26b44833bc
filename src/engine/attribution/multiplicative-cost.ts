/** The textbook case: levers that each take a share of the same money. */

import { type CostOfSet, has } from './lever-set.ts';

/**
 * Cost of levers that all act on the same money: each takes its share of what the others leave, never of the whole.
 * @param fractions share each takes off, 0..1
 */
export function multiplicativeCost(base: number, fractions: readonly number[]): CostOfSet {
  return levers =>
    fractions.reduce((cost, fraction, lever) => (has(levers, lever) ? cost * (1 - fraction) : cost), base);
}
