/** Many severities of one kind of event as one class. */

import type { Mixture, SimpleDistribution, Staged } from './distribution.ts';

/** Events a year of one severity. */
export type WeightedSeverity = { readonly rate: number; readonly distribution: SimpleDistribution | Staged };

/** Rates this small (one in a billion years) only make the mixture longer. */
export const RATE_MIN = 1e-9;

/** One rate and one mixture of severities; null when nothing of it happens. */
export function asMixture(
  severities: readonly WeightedSeverity[],
): { ratePerYear: number; duration: Mixture } | null {
  const kept = severities.filter(({ rate }) => rate > RATE_MIN);
  const ratePerYear = kept.reduce((sum, { rate }) => sum + rate, 0);
  if (ratePerYear === 0) return null;
  const parts = kept.map(({ rate, distribution }) => ({ weight: rate / ratePerYear, distribution }));
  return { ratePerYear, duration: { kind: 'mixture', parts } };
}
