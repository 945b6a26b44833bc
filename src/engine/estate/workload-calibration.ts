/** What an incident history says about a workload, beside what the defaults say: the shape that a calibration is handed over in. */

import type { Lognormal } from '../reliability/distribution.ts';

/** A number that is not known exactly: its mean, and the middle 80 % of what it may be. */
export type Estimate = { readonly mean: number; readonly p10: number; readonly p90: number };

/** Incidents a year: assumed, seen, and both together. */
export type CalibratedRate = {
  /** Of the default model, before any incident was seen. */
  readonly prior: Estimate;
  /** Incidents over years; null when no time was observed. */
  readonly observed: number | null;
  readonly posterior: Estimate;
};

/** Minutes until an incident is resolved: assumed, seen, and both together. */
export type CalibratedDuration = {
  readonly prior: Lognormal;
  /** Fitted to the resolved incidents alone; null with fewer than two. */
  readonly observed: Lognormal | null;
  readonly posterior: Lognormal;
  /** Where the median lies after all, minutes: `mean` is the median of the posterior. */
  readonly posteriorMedian: Estimate;
};

/** The incident history of one workload against the defaults. */
export type CalibratedIncidents = {
  /** Incidents that were counted, and those of them with a known length. */
  readonly incidents: number;
  readonly resolved: number;
  /** Time that the history covers. */
  readonly observedYears: number;
  readonly ratePerYear: CalibratedRate;
  readonly duration: CalibratedDuration;
};
