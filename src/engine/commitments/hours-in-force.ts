/** When a commitment is in force within a period, in hours counted from its start. */

import { MS_PER_HOUR, type Period } from '../calendar.ts';

/** Half-open range of hours. */
export type HourRange = { readonly fromHour: number; readonly toHour: number };

/**
 * Hours of the period whose first instant lies in the half-open term. An unknown start or end is outside of the period:
 * the commitment was there before and goes on.
 */
export function hoursInForce(
  term: { readonly startMs: number | null; readonly endMs: number | null },
  { period, hours }: { readonly period: Period; readonly hours: number },
): HourRange {
  const hourOf = (ms: number) => Math.min(hours, Math.max(0, Math.ceil((ms - period.startMs) / MS_PER_HOUR)));
  const fromHour = term.startMs === null ? 0 : hourOf(term.startMs);
  return { fromHour, toHour: Math.max(fromHour, term.endMs === null ? hours : hourOf(term.endMs)) };
}

/** Number of hours in a range, cut to the hours of the period. */
export function hoursOf({ fromHour, toHour }: HourRange, hours: number): number {
  return Math.max(0, Math.min(hours, toHour) - Math.max(0, fromHour));
}
