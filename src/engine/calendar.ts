/** Time in the engine: UTC, half-open periods, whole hours counted from the start of a period. No clock is read here. */

import { assert } from './assert.ts';

export const MS_PER_HOUR = 3_600_000;
export const HOURS_PER_DAY = 24;
export const HOURS_PER_WEEK = 168;
/** Hours in a year of 365 days: the term of a one-year commitment. */
export const HOURS_PER_YEAR = 8760;
export const MONTHS_PER_YEAR = 12;
/** 8,760 / 12: the month of published list prices (AWS, Azure and GCP calculators use it). */
export const HOURS_PER_MONTH = 730;

/** A half-open UTC period. */
export type Period = {
  /** Epoch milliseconds, inclusive. */
  readonly startMs: number;
  /** Epoch milliseconds, exclusive. */
  readonly endMs: number;
};

/** Whole hours of a period, rounded up. */
export function hoursIn(period: Period): number {
  return Math.ceil((period.endMs - period.startMs) / MS_PER_HOUR);
}

/** The calendar month of `yyyy-mm`. @throws BugError when the text is not a month. */
export function monthPeriod(month: string): Period {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  assert(match, `a month is written yyyy-mm, not ${month}`);
  const year = Number(match[1]);
  const index = Number(match[2]) - 1;
  return { startMs: Date.UTC(year, index, 1), endMs: Date.UTC(year, index + 1, 1) };
}

/** `yyyy-mm` of an instant. */
export function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7);
}

/** `yyyy-mm` moved by a number of months. */
export function addMonths(month: string, count: number): string {
  const start = new Date(monthPeriod(month).startMs);
  return monthOf(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + count, 1));
}

/** RFC 3339 text of an instant, whole seconds. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** Hour of the week of an instant: 0 is Monday 00:00 UTC, 167 is Sunday 23:00. */
export function hourOfWeek(ms: number): number {
  const date = new Date(ms);
  return ((date.getUTCDay() + 6) % 7) * HOURS_PER_DAY + date.getUTCHours();
}
