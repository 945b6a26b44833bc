/** Logs that are gone when somebody needs them: how often, and what that does to an incident. */

import { assert } from '../assert.ts';
import type { Constant } from './constants.ts';
import { assumed } from './constants.ts';
import { normalCdf } from './special-functions.ts';

const M_TRENDS = 'https://cloud.google.com/security/resources/m-trends';

function medianDwell(days: number, year: number): Constant<number> {
  const note =
    'Median days from an intrusion to its detection, as reported for the year; read in secondary reports.';
  return {
    value: days,
    low: days,
    high: days,
    unit: 'days',
    provenance: 'published',
    source: M_TRENDS,
    year,
    note,
  };
}

/** Median days until an intrusion is found, by the year that the report speaks of. */
export const MEDIAN_DWELL_DAYS = {
  2023: medianDwell(10, 2023),
  2024: medianDwell(11, 2024),
  2025: medianDwell(14, 2025),
} as const;

/** Spread of the days until an intrusion is found. */
export const DWELL_SIGMA = assumed(
  1.8,
  1.2,
  2.5,
  'sigma of ln days',
  'Reports give medians only; a wide spread keeps a tail of months.',
);

/** Factor on the repair time when the logs of the incident are gone. */
export const MISSING_EVIDENCE_FACTOR = assumed(
  1.5,
  1,
  3,
  'factor on repair time',
  'A playbook is worth about a factor of three, which is the most that missing logs can cost.',
);

/** P(what is looked for is older than the logs): 1 - Phi((ln retention - ln median) / sigma) of a log-normal dwell time. */
export function probabilityEvidenceExpired(
  retentionDays: number,
  medianDwellDays: number,
  sigma: number,
): number {
  assert(retentionDays >= 0 && medianDwellDays > 0 && sigma >= 0, 'days are not negative');
  if (retentionDays === 0) return 1;
  const distance = Math.log(medianDwellDays / retentionDays);
  if (sigma === 0) return distance > 0 ? 1 : 0;
  return normalCdf(distance / sigma);
}

/** Expected factor on the repair time: 1 with all logs, more with the chance that they are gone. */
export function repairTimeFactor(expired: number, factor: number = MISSING_EVIDENCE_FACTOR.value): number {
  assert(expired >= 0 && expired <= 1 && factor >= 1, 'a probability is within [0, 1]');
  return 1 + expired * (factor - 1);
}
