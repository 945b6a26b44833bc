/** What a workload asks of the people on call: incidents a year and a shift, and hours of toil. */

import type { Operations } from '../estate/workload.ts';
import { published } from './constants.ts';
import type { FailureClass } from './failure-class.ts';
import { meanSeverity } from './failure-class.ts';

const BEING_ON_CALL = 'https://sre.google/sre-book/being-on-call/';

/** Work that an incident makes. */
export const HOURS_PER_INCIDENT = published(
  6,
  'hours per incident',
  BEING_ON_CALL,
  'Root cause, remediation and follow-up of one incident take about six hours.',
);

/** Shifts of twelve hours in a year. */
const SHIFTS_PER_YEAR = 730;

/** Load of the people on call. */
export type OnCallLoad = {
  /** Incidents that users notice. */
  readonly incidentsPerYear: number;
  readonly incidentsPerShift: number;
  /** Pages in a shift: those declared, and what the model adds to them; null when none are declared. */
  readonly pagesPerShift: number | null;
  readonly toilHoursPerYear: number;
};

/**
 * Load by failure classes.
 * @param baseline incidents a year before any lever: declared pages are those of that time
 */
export function onCallLoadOf(
  classes: readonly FailureClass[],
  operations: Operations,
  baseline: number | null = null,
): OnCallLoad {
  const incidentsPerYear = classes
    .filter(item => meanSeverity(item) > 0)
    .reduce((sum, { ratePerYear }) => sum + ratePerYear, 0);
  const declared = operations.incidentsPerShift ?? null;
  const added = baseline === null ? 0 : (incidentsPerYear - baseline) / SHIFTS_PER_YEAR;
  return {
    incidentsPerYear,
    incidentsPerShift: incidentsPerYear / SHIFTS_PER_YEAR,
    pagesPerShift: declared === null ? null : Math.max(0, declared + added),
    toilHoursPerYear: incidentsPerYear * HOURS_PER_INCIDENT.value,
  };
}
