/** Shapley values of many levers: means over drawn orders, with how far off they may be. */

import { randomStream } from '../random.ts';
import { allLevers, type CostOfSet, indexes, NO_LEVERS, remembered } from './lever-set.ts';
import { waterfall } from './waterfall.ts';

/** What sampling found so far. */
export type SampledShapley = {
  /** By lever; they add up to the whole saving, whatever was drawn. */
  readonly values: readonly number[];
  /** Standard error of each value. */
  readonly standardErrors: readonly number[];
  /** Orders that were played. */
  readonly permutations: number;
};

/** Draws orders pair by pair, so that a caller can show progress and stop. */
export type ShapleySampling = {
  /** Pairs of orders that the budget allows. */
  readonly total: number;
  /** Plays the next pair; null when the budget is used up. */
  next(): { readonly done: number } | null;
  found(): SampledShapley;
};

/** How long to draw. */
export type SamplingOptions = {
  readonly seed: number | string;
  /** Sets whose cost is looked up at most; two pairs of orders are always played, so that there is an error to tell. */
  readonly budget: number;
};

/** Fewest pairs of which a spread can be told. */
const PAIRS_MIN = 2;

/** Mean and sum of squared deviations of values that come one by one (Welford 1962). */
type Spread = { count: number; readonly means: Float64Array; readonly squares: Float64Array };

function take(spread: Spread, values: readonly number[]): void {
  spread.count++;
  values.forEach((value, i) => {
    const before = value - (spread.means[i] ?? 0);
    spread.means[i] = (spread.means[i] ?? 0) + before / spread.count;
    spread.squares[i] = (spread.squares[i] ?? 0) + before * (value - (spread.means[i] ?? 0));
  });
}

/** The values with what floats lost put on the largest, so that they add up to the whole. */
function adjusted(values: readonly number[], whole: number): number[] {
  const largest = values.reduce(
    (best, value, i) => (Math.abs(value) > Math.abs(values[best] ?? 0) ? i : best),
    0,
  );
  const others = values.reduce((total, value, i) => (i === largest ? total : total + value), 0);
  return values.map((value, i) => (i === largest ? whole - others : value));
}

/**
 * Samples Shapley values by antithetic permutations: each drawn order is played forwards and backwards, and the mean of the
 * two counts as one draw, which takes out what a lever gains by standing early or late (Mitchell, Cooper, Frank and Holmes,
 * "Sampling Permutations for Shapley Value Estimation", 2022). The same seed draws the same orders.
 */
export function sampleShapley(
  count: number,
  costOfSet: CostOfSet,
  options: SamplingOptions,
): ShapleySampling {
  const costOf = remembered(costOfSet);
  const random = randomStream(options.seed, `shapley/${count}`);
  const lookupsPerPair = 2 * Math.max(1, count - 1);
  const total = Math.max(PAIRS_MIN, Math.floor(options.budget / lookupsPerPair));
  const spread: Spread = { count: 0, means: new Float64Array(count), squares: new Float64Array(count) };

  function draw(): number[] {
    const order = indexes(count);
    for (let last = count - 1; last > 0; last--) {
      const other = random.integer(0, last);
      [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
    }
    return order;
  }

  return {
    total,
    next: () => {
      if (spread.count >= total) return null;
      const order = draw();
      const forwards = waterfall(order, costOf);
      const backwards = waterfall(order.toReversed(), costOf);
      take(
        spread,
        forwards.map((value, lever) => (value + (backwards[lever] ?? 0)) / 2),
      );
      return { done: spread.count };
    },
    found: () => ({
      values: count === 0 ? [] : adjusted([...spread.means], costOf(NO_LEVERS) - costOf(allLevers(count))),
      standardErrors: [...spread.squares].map(squares =>
        spread.count < PAIRS_MIN ? 0 : Math.sqrt(squares / (spread.count - 1) / spread.count),
      ),
      permutations: 2 * spread.count,
    }),
  };
}
