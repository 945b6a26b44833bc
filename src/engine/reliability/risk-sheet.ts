/** Yearly bad minutes of single risks, as the sheets of SRE and the scenarios of AWS add them up, and what a nine is worth. */

import { assert } from '../assert.ts';
import { errorBudgetMinutes } from './slo.ts';

/** 365 days, as in the SRE books. */
const DAYS_PER_YEAR = 365;

/** One line of a risk sheet. */
export type Risk = {
  /** Until it is noticed. */
  readonly detectMinutes: number;
  /** From then on until users are well. */
  readonly repairMinutes: number;
  /** Share of users, 0..1. */
  readonly impact: number;
  /** Between two of them. */
  readonly daysBetween: number;
};

/** Bad minutes a year: (ETTD + ETTR) x impact x 365 / ETTF. */
export function riskMinutesPerYear({ detectMinutes, repairMinutes, impact, daysBetween }: Risk): number {
  assert(detectMinutes >= 0 && repairMinutes >= 0, 'minutes are not negative');
  assert(impact >= 0 && impact <= 1, 'an impact is a share of users');
  assert(daysBetween > 0, 'there are days between two failures');
  return ((detectMinutes + repairMinutes) * impact * DAYS_PER_YEAR) / daysBetween;
}

/** A year of failures and of changes that need the service to stop. */
export type DowntimeScenario = {
  readonly failuresPerYear: number;
  readonly minutesPerFailure: number;
  readonly changesPerYear: number;
  readonly minutesPerChange: number;
  readonly yearDays: number;
};

/** Downtime of a year, and the availability that is left, 0..1. */
export function scenarioDowntime(scenario: DowntimeScenario): {
  readonly failureMinutes: number;
  readonly changeMinutes: number;
  readonly totalMinutes: number;
  readonly availability: number;
} {
  const failureMinutes = scenario.failuresPerYear * scenario.minutesPerFailure;
  const changeMinutes = scenario.changesPerYear * scenario.minutesPerChange;
  const totalMinutes = failureMinutes + changeMinutes;
  assert(failureMinutes >= 0 && changeMinutes >= 0 && scenario.yearDays > 0, 'minutes are not negative');
  return {
    failureMinutes,
    changeMinutes,
    totalMinutes,
    availability: Math.max(0, 1 - totalMinutes / (scenario.yearDays * 1440)),
  };
}

/** What dependencies leave of a year's budget for the service itself: each unique one is counted once. Below 0: they take more. */
export function dependencyBudgetSplit(
  objective: number,
  dependencies: readonly number[],
  yearDays: number,
): { readonly totalMinutes: number; readonly dependencyMinutes: number; readonly ownMinutes: number } {
  const minutesOf = (availability: number) =>
    errorBudgetMinutes({ objective: availability, windowDays: yearDays });
  const totalMinutes = minutesOf(objective);
  const dependencyMinutes = dependencies.reduce((sum, availability) => sum + minutesOf(availability), 0);
  return { totalMinutes, dependencyMinutes, ownMinutes: totalMinutes - dependencyMinutes };
}

/** Revenue that a change of availability is worth, when revenue is lost in proportion to bad minutes (SRE book, chapter 3). */
export function valueOfAvailability(revenue: number, from: number, to: number): number {
  assert(from >= 0 && from <= 1 && to >= 0 && to <= 1, 'an availability is a share');
  return revenue * (to - from);
}
