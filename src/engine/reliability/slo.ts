/** Service level objectives: error budget, burn rate, and what alerts on them can see. Formulas of the Google SRE books. */

import { assert } from '../assert.ts';
import type { Slo } from '../estate/workload.ts';
import { MINUTES_PER_DAY } from './failure-class.ts';

/** A share with the float noise of `1 - objective` removed: 1 - 0.999 is 0.0010000000000000009. */
function allowedShare(objective: number): number {
  assert(objective >= 0 && objective <= 1, 'an objective is a share of good minutes');
  return Math.round((1 - objective) * 1e15) / 1e15;
}

/** Minutes of the objective's window. */
export function windowMinutes(slo: Slo): number {
  return slo.windowDays * MINUTES_PER_DAY;
}

/** Minutes of full outage that the objective allows in its window. */
export function errorBudgetMinutes(slo: Slo): number {
  return allowedShare(slo.objective) * windowMinutes(slo);
}

/** Requests that may fail out of `requests`. */
export function allowedBadRequests(objective: number, requests: number): number {
  return allowedShare(objective) * requests;
}

/** Speed at which the budget is spent: 1 spends it exactly in its window. Infinity without a budget. */
export function burnRate(objective: number, errorRatio: number): number {
  return errorRatio / allowedShare(objective);
}

/** Days until the whole budget is gone at a burn rate. */
export function daysToExhaustion(rate: number, windowDays: number): number {
  return windowDays / rate;
}

/** Share of the window's budget that `minutes` at an error ratio spend. */
export function budgetConsumedFraction(slo: Slo, errorRatio: number, minutes: number): number {
  return (burnRate(slo.objective, errorRatio) * minutes) / windowMinutes(slo);
}

/** Burn rate at which an alert window spends a share of the budget. */
export function burnRateForBudgetFraction(
  fraction: number,
  alertWindowHours: number,
  windowDays: number,
): number {
  return (fraction * windowDays * 24) / alertWindowHours;
}

/** Time from the start of an outage until an alert on a burn rate fires, in the unit of `alertWindow`. */
export function alertDetectionTime(
  objective: number,
  errorRatio: number,
  alertWindow: number,
  rate: number,
): number {
  return (allowedShare(objective) / errorRatio) * alertWindow * rate;
}

/** Time after the end of an outage during which the alert goes on firing, in the unit of `alertWindow`. */
export function alertResetTime(
  objective: number,
  errorRatio: number,
  alertWindow: number,
  rate: number,
): number {
  return alertWindow - alertDetectionTime(objective, errorRatio, alertWindow, rate);
}

/** Error budget policy of the SRE Workbook: one incident above a fifth of the window's budget needs a postmortem. */
export function postmortemRequired(slo: Slo, badMinutes: number): boolean {
  return badMinutes > 0.2 * errorBudgetMinutes(slo);
}
