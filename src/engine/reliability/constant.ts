/** What a number of the model is made of: its value, its range, and where it comes from. */

import type { Lognormal, Pert } from './distribution.ts';

/** `published`: printed by its source; `dataset`: computed from public data; `default`: an assumption of this program. */
export type Provenance = 'published' | 'dataset' | 'default';

/** Load at one point of the day: share of the time, and load as a share of the peak. */
export type LoadPoint = { readonly weight: number; readonly load: number };

/** Median time until users are well again, for teams up to a change failure rate. */
export type RecoveryBand = { readonly changeFailureRateMax: number; readonly medianMinutes: number };

/** What a constant can be. */
export type ConstantValue = number | Lognormal | Pert | readonly LoadPoint[] | readonly RecoveryBand[];

/** One number of the model. */
export type Constant<Value extends ConstantValue = ConstantValue> = {
  readonly value: Value;
  /** Plausible range of a number; null where the value is a distribution or a table. */
  readonly low: number | null;
  readonly high: number | null;
  /** Unit of the value. */
  readonly unit: string;
  readonly provenance: Provenance;
  /** Address of the source; null for an assumption. */
  readonly source: string | null;
  /** Year the source speaks of; null for a page without a date. */
  readonly year: number | null;
  /** How it was obtained, or why this value. */
  readonly note: string;
};

/** Incidents of provider status pages. */
export const UPTIME_ARCHIVE = 'https://github.com/atlarge-research/cloud-uptime-archive';

/** A number that its source prints; it has no range. */
export function published(
  value: number,
  unit: string,
  source: string,
  note: string,
  year: number | null = null,
): Constant<number> {
  return { value, low: value, high: value, unit, provenance: 'published', source, year, note };
}

/** An assumption: no published number was found. */
export function assumed(
  value: number,
  low: number,
  high: number,
  unit: string,
  note: string,
): Constant<number> {
  return { value, low, high, unit, provenance: 'default', source: null, year: null, note };
}

/** An assumption that is a distribution or a table. */
export function assumedShape<Value extends ConstantValue>(
  value: Value,
  unit: string,
  note: string,
): Constant<Value> {
  return { value, low: null, high: null, unit, provenance: 'default', source: null, year: null, note };
}

/** Our fit to the durations of incidents on provider status pages. */
export function fitted(mu: number, sigma: number, note: string): Constant<Lognormal> {
  const value: Lognormal = { kind: 'lognormal', mu, sigma };
  return {
    value,
    low: null,
    high: null,
    unit: 'minutes',
    provenance: 'dataset',
    source: UPTIME_ARCHIVE,
    year: 2020,
    note,
  };
}
