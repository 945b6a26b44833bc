/**
 * Use of parts of an hour against a reservation: netted over the hour, or matched at every moment.
 * Azure's documented examples agree with both; they differ when use overlaps early and stops.
 */

import { assert } from '../../assert.ts';
import type { CommitmentSettings } from '../settings.ts';

/** Use of some units for a part of one hour. */
export type HourInterval = {
  /** Start and end inside the hour, 0..1, half-open. */
  readonly from: number;
  readonly to: number;
  /** Units in use all that time, > = 0. */
  readonly units: number;
};

/** What a reservation did in one hour, in unit-hours. */
export type HourMatch = {
  readonly covered: number;
  /** Left for pre-purchase plans, savings plans and pay as you go. */
  readonly uncovered: number;
  /** Reserved and lost. */
  readonly unused: number;
  /** Covered part of each interval, in the order of the input. */
  readonly coveredByInterval: readonly number[];
};

/** First come, first served: the earlier start, then the place in the input. */
function byArrival(
  intervals: readonly HourInterval[],
): readonly (HourInterval & { readonly index: number })[] {
  return intervals
    .map((interval, index) => ({ ...interval, index }))
    .sort((a, b) => a.from - b.from || a.index - b.index);
}

function checkInterval({ from, to, units }: HourInterval): void {
  assert(
    from >= 0 && from <= to && to <= 1,
    'an interval lies inside its hour and does not end before it starts',
  );
  assert(Number.isFinite(units) && units >= 0, 'units in use are a number of 0 or more');
}

/** Total of a capacity handed out to demands in turn. */
function serve(capacity: number, demands: readonly number[]): readonly number[] {
  let left = capacity;
  return demands.map(demand => {
    const served = Math.min(left, demand);
    left -= served;
    return served;
  });
}

/**
 * Matches one hour.
 *
 * `hourly-netting`: the reservation is a pool of `capacity` unit-hours that every use of the hour shares.
 * `simultaneous`: at each moment at most `capacity` units are covered, so that what an earlier moment left is lost.
 * Netting never covers less.
 * @param capacity reserved units, >= 0
 */
export function matchHour(
  matching: CommitmentSettings['azureHourMatching'],
  capacity: number,
  intervals: readonly HourInterval[],
): HourMatch {
  assert(Number.isFinite(capacity) && capacity >= 0, 'reserved units are a number of 0 or more');
  for (const interval of intervals) checkInterval(interval);
  const arrivals = byArrival(intervals);
  const coveredByInterval = intervals.map(() => 0);
  const moments =
    matching === 'hourly-netting'
      ? [{ from: 0, to: 1 }]
      : momentsOf([0, 1, ...intervals.flatMap(({ from, to }) => [from, to])]);
  for (const moment of moments) {
    const demands = arrivals.map(
      ({ from, to, units }) => units * Math.max(0, Math.min(to, moment.to) - Math.max(from, moment.from)),
    );
    serve(capacity * (moment.to - moment.from), demands).forEach((served, place) => {
      const index = arrivals[place]?.index ?? 0;
      coveredByInterval[index] = (coveredByInterval[index] ?? 0) + served;
    });
  }
  const used = intervals.reduce((sum, { from, to, units }) => sum + units * (to - from), 0);
  const covered = coveredByInterval.reduce((sum, each) => sum + each, 0);
  return {
    covered,
    uncovered: Math.max(0, used - covered),
    unused: Math.max(0, capacity - covered),
    coveredByInterval,
  };
}

/** Stretches between neighbouring instants: inside one, what runs does not change. */
function momentsOf(instants: readonly number[]): { from: number; to: number }[] {
  const sorted = [...new Set(instants)].sort((a, b) => a - b);
  return sorted.slice(1).map((to, index) => ({ from: sorted[index] ?? 0, to }));
}
