/** How much of a computed saving plans realise: our assumptions, shown as such, used for ranges only. */

import type { LeverMeta } from '../lever.ts';

/**
 * No provider publishes this. Vendors say that most recommendations are never carried out at all; these are shares for
 * moves that somebody owns and starts, wider the weaker the evidence.
 */
export const REALIZATION: LeverMeta['realization'] = {
  measured: { low: 0.8, mode: 0.95, high: 1 },
  inferred: { low: 0.5, mode: 0.8, high: 1 },
  assumed: { low: 0.3, mode: 0.6, high: 1 },
};

/** A contract: the price is fixed on the day it is bought; only the usage under it can shrink. */
export const CONTRACT_REALIZATION: LeverMeta['realization'] = {
  measured: { low: 0.9, mode: 1, high: 1 },
  inferred: { low: 0.8, mode: 1, high: 1 },
  assumed: { low: 0.7, mode: 0.95, high: 1 },
};
