/** Lifetimes of preemptible machines with a 24-hour limit, as measured in 2019: a table of what was read, and the fitted curve. */

import { assert } from '../assert.ts';

/**
 * Share of machines preempted by some hour, of the 717 preempted records of the data set of Kadupitiya, Jadhao and Sharma
 * (https://github.com/kadupitiya/goog-preemption-data, arXiv 1911.05160). Only the hours that were counted: the 24-hour
 * preemptible machines of 2019 are not today's Spot machines, so nothing is read between them.
 */
const PREEMPTED_BY_HOUR: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [3, 260 / 717],
  [23, 364 / 717],
]);

/** Every machine is stopped after this many hours; a few records end within the minutes after it. */
const LIMIT_HOURS = 25;

/** Share of the preempted machines that were gone by `hours`; null for an hour that was not counted. */
export function preemptedBy(hours: number): number | null {
  if (hours >= LIMIT_HOURS) return 1;
  return PREEMPTED_BY_HOUR.get(hours) ?? null;
}

/** A lifetime curve with early deaths and a wall: F(t) = A (1 - e^(-t / tau1) + e^((t - b) / tau2)), hours. */
export type BathtubCurve = {
  readonly scale: number;
  /** Time constant of the early deaths. */
  readonly early: number;
  /** Time constant of the wall. */
  readonly late: number;
  /** Where the wall stands. */
  readonly wall: number;
};

/** Share gone by `hours`, within 0 and 1. */
export function bathtubCdf({ scale, early, late, wall }: BathtubCurve, hours: number): number {
  assert(hours >= 0 && scale >= 0 && early > 0 && late > 0, 'times of a curve are positive');
  const value = scale * (-Math.expm1(-hours / early) + Math.exp((hours - wall) / late));
  return Math.min(1, value);
}
