/** A month of a run as people write it: its number, or its date. */

import { monthPeriod } from '../calendar.ts';

/** Month of a run from 1, or `yyyy-mm`. */
export type MonthRef = number | string;

function monthsSinceYearZero(month: string): number {
  const date = new Date(monthPeriod(month).startMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Number of the month in a run that follows the reference month; 0 and less lie before the run. */
export function monthIndexOf(ref: MonthRef, referenceMonth: string): number {
  if (typeof ref === 'number') return ref;
  return monthsSinceYearZero(ref) - monthsSinceYearZero(referenceMonth);
}
