/** Growth and spot prices as drivers of a surrogate: exact runs at the ends of their ranges, and a quadratic through them. */

import type { Assumptions } from '../simulate/assumptions.ts';
import type { Run } from '../simulate/run.ts';
import type { TimedMove } from '../simulate/timed-moves.ts';
import { ASSUMED_SPOT_CHANGE, growthEstimate } from './quantities.ts';
import { type MonthCosts, withPurchases } from './set-player.ts';
import type { Quadratic, UncertainDriver } from './surrogate.ts';

/** A driver, and the assumptions of a run in which it has another value. */
export type PlayableDriver = UncertainDriver & {
  with(value: number, assumptions: Assumptions): Assumptions;
};

/** Whether anything is bought as spot, now or by the plan. */
function hasSpot({ plan, moves }: Run, isSpotUsed: boolean): boolean {
  const bySpot = moves.some(({ applied }) => applied.some(({ effect }) => effect.kind === 'spot'));
  return isSpotUsed || bySpot || plan.moves.some(({ lever }) => lever.includes('spot'));
}

/** What drives the cost of a run beside its moves. @param isSpotUsed the bill has spot capacity */
export function driversOf(run: Run, isSpotUsed: boolean): PlayableDriver[] {
  const growth = run.assumptions.growth.flatMap((rule, at): PlayableDriver[] => {
    const estimate = growthEstimate(rule);
    if (estimate.high <= estimate.low) return [];
    return [
      {
        kind: 'growth',
        name: rule.workloads.join(', '),
        estimate,
        with: (annualRate, assumptions) => ({
          ...assumptions,
          growth: assumptions.growth.map((each, place) => (place === at ? { ...each, annualRate } : each)),
        }),
      },
    ];
  });
  if (!hasSpot(run, isSpotUsed)) return growth;
  const spot: PlayableDriver = {
    kind: 'spot-price',
    name: 'spot prices',
    estimate: ASSUMED_SPOT_CHANGE,
    with: (change, assumptions) => ({
      ...assumptions,
      priceChanges: [
        ...assumptions.priceChanges,
        { from: 1, services: ['*'], regions: null, purchase: 'spot', change },
      ],
    }),
  };
  return [...growth, spot];
}

/** Months between those in which a driver is played. */
const DRIVER_STEP = 3;

/**
 * Months in which a driver is played at its ends: a world of its own for every month is what costs most of a preparation,
 * and what growth and prices change moves evenly between.
 */
export function driverMonths({ months, plan }: Run, timed: readonly TimedMove[]): number[] {
  const last = months.length;
  const chosen = months.flatMap(({ index }) => ((index - 1) % DRIVER_STEP === 0 ? [index] : []));
  return withPurchases(timed, [...new Set([...chosen, Math.min(plan.target.byMonth, last), last])]);
}

/** A change by month with the months between the played ones filled in, evenly. */
function filled(change: Float64Array, played: readonly number[]): Float64Array {
  const all = new Float64Array(change.length);
  let before = played[0] ?? 1;
  for (const month of played) {
    for (let each = before; each <= month; each++) {
      const part = month === before ? 1 : (each - before) / (month - before);
      all[each - 1] = (change[before - 1] ?? 0) * (1 - part) + (change[month - 1] ?? 0) * part;
    }
    before = month;
  }
  return all;
}

/** The quadratic that is 0 at the planned value and goes through a change at each end; a line where an end is the planned value. */
function through(low: Float64Array, atLow: number, high: Float64Array, atHigh: number): Quadratic {
  const slope = new Float64Array(low.length);
  const curve = new Float64Array(low.length);
  for (let month = 0; month < low.length; month++) {
    const perLow = atLow === 0 ? null : (low[month] ?? 0) / atLow;
    const perHigh = atHigh === 0 ? null : (high[month] ?? 0) / atHigh;
    if (perLow !== null && perHigh !== null) {
      curve[month] = (perHigh - perLow) / (atHigh - atLow);
      slope[month] = perHigh - (curve[month] ?? 0) * atHigh;
    } else slope[month] = perLow ?? perHigh ?? 0;
  }
  return { slope, curve };
}

/** How the cost of each month follows a driver. @param base as planned @param low,high with the driver at its ends */
export function responseOf(
  { estimate }: UncertainDriver,
  played: readonly number[],
  base: MonthCosts,
  low: MonthCosts,
  high: MonthCosts,
) {
  const less = (a: Float64Array, b: Float64Array) =>
    filled(
      a.map((value, at) => value - (b[at] ?? 0)),
      played,
    );
  const of = (pick: (costs: MonthCosts) => Float64Array) =>
    through(
      less(pick(low), pick(base)),
      estimate.low - estimate.mode,
      less(pick(high), pick(base)),
      estimate.high - estimate.mode,
    );
  return {
    runRate: { planned: of(({ runRate }) => runRate), forecast: of(({ forecast }) => forecast) },
    cash: {
      planned: of(({ recurring }) => recurring),
      forecast: of(({ forecastBilled }) => forecastBilled),
    },
  };
}
