/** How regret is distributed when nobody knows how much usage will be left: seeded draws of a labelled range. */

import { assert } from '../../assert.ts';
import { randomStream } from '../../random.ts';
import { type RegretScenario, regretScenario } from './regret.ts';
import { type DemandScenario, scenarioCost } from './scenario.ts';

/** Usage that is left of today's, as a range; it is an assumption and says so. */
export type UsageRange = {
  readonly low: number;
  readonly mode: number;
  readonly high: number;
  /** Where the range comes from. */
  readonly assumption: string;
};

/**
 * Usage of the coming term relative to the look-back. Assumption without a published source: most plans see a little less
 * than today (other levers act on the same usage), at worst 40 % less, at best 15 % more.
 */
export const ASSUMED_USAGE_RANGE: UsageRange = {
  low: 0.6,
  mode: 0.97,
  high: 1.15,
  assumption:
    'usage left over the term is PERT(60 %, 97 %, 115 %) of the look-back (assumed, no published source)',
};

/** Regret of one commitment over the draws; money of the period. */
export type RegretDistribution = {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly mean: number;
  /** Mean of the worst 5 % of the draws (conditional value at risk). */
  readonly cvar95: number;
  /** Share of the draws in which the commitment costs more than buying nothing. */
  readonly probabilityOfLoss: number;
  readonly runs: number;
  readonly assumption: string;
};

/** Draws made once; any number of commitments can be judged against them. */
export type RegretSample = {
  at(commitmentPerHour: number): RegretDistribution;
};

/** Value at a share of sorted values, between neighbours in proportion. */
function quantileOf(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const low = Math.floor(position);
  const below = sorted[low] ?? 0;
  return below + ((sorted[Math.min(low + 1, sorted.length - 1)] ?? below) - below) * (position - low);
}

/** One draw: which demand, and how much of it. */
type Draw = { readonly scenario: RegretScenario; readonly factor: number };

function drawsOf(
  shapes: readonly RegretScenario[],
  range: UsageRange,
  seed: number | string,
  runs: number,
): Draw[] {
  const which = randomStream(seed, 'regret/shape');
  const howMuch = randomStream(seed, 'regret/usage');
  const total = shapes.reduce((sum, { weight }) => sum + weight, 0);
  assert(total > 0, 'a scenario has a weight');
  return Array.from({ length: runs }, () => {
    let left = which.next() * total;
    const scenario = shapes.find(({ weight }) => {
      left -= weight;
      return left < 0;
    });
    const chosen = scenario ?? shapes.findLast(({ weight }) => weight > 0);
    assert(chosen, 'a draw has a scenario');
    return { scenario: chosen, factor: howMuch.pert(range.low, range.mode, range.high) };
  });
}

/**
 * Samples futures: a scenario by its weight, times a usage factor drawn from the range. The same seed gives the same draws
 * for every commitment, so that levels can be compared.
 * @param shapes demands that may come true; their own usage factors apply before the drawn one
 * @param options.runs evaluations per level; 200 to 2,000 are sensible
 */
export function sampleRegret(
  shapes: readonly DemandScenario[],
  range: UsageRange,
  options: { readonly seed: number | string; readonly runs: number },
): RegretSample {
  assert(options.runs > 0 && range.low >= 0 && range.low <= range.high, 'a sample has runs and a range');
  const draws = drawsOf(shapes.map(regretScenario), range, options.seed, options.runs);
  return {
    at: commitmentPerHour => {
      const regrets = new Float64Array(draws.length);
      let losses = 0;
      draws.forEach(({ scenario, factor }, i) => {
        const usageFactor = scenario.usageFactor * factor;
        const cost = scenarioCost({ ...scenario, usageFactor }, commitmentPerHour);
        // The best commitment, its cost and the cost without one all scale with usage.
        regrets[i] = Math.max(0, cost - scenario.bestCost * factor);
        const withoutCommitment = scenario.curve.onDemandEquivalentCost * usageFactor;
        if (cost > withoutCommitment * (1 + 1e-12)) losses += 1;
      });
      regrets.sort();
      const tail = regrets.subarray(Math.min(Math.floor(0.95 * regrets.length), regrets.length - 1));
      const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
      return {
        p10: quantileOf(regrets, 0.1),
        p50: quantileOf(regrets, 0.5),
        p90: quantileOf(regrets, 0.9),
        mean: meanOf(regrets),
        cvar95: meanOf(tail),
        probabilityOfLoss: losses / draws.length,
        runs: draws.length,
        assumption: range.assumption,
      };
    },
  };
}
