/** Quantiles of a series by one definition: nearest rank. A quantile is always a value that was seen. */

/** Quantiles that are kept, in thousandths, so that ranks are computed in whole numbers. */
export const QUANTILES_PER_MILLE = { p50: 500, p95: 950, p99: 990, p995: 995, max: 1000 } as const;

/**
 * The smallest value that at least `perMille` thousandths of all values do not exceed: the value at rank
 * ceil(n x perMille / 1000), counted from 1. No interpolation: a number between two samples was never observed.
 * @param sorted ascending, no NaN, at least one
 */
export function nearestRank(sorted: Float64Array, perMille: number): number {
  const rank = Math.max(1, Math.ceil((sorted.length * perMille) / 1000));
  return sorted[rank - 1] ?? Number.NaN;
}
