/** Surrogates written by hand: every part of a draw with a closed form of its own. */

import { certain } from '../../../src/engine/chance/quantities.ts';
import type { Clock, Surrogate, UncertainMove } from '../../../src/engine/chance/surrogate.ts';
import type { Estimate } from '../../../src/engine/lever.ts';

/** A move that saves the same in every month from the first on, and nothing about it is uncertain. */
export function plainMove(id: string, more: Partial<UncertainMove> = {}): UncertainMove {
  return {
    id,
    ratesAhead: [],
    slipMonths: certain(0),
    shareRealised: certain(1),
    effortDays: { ...certain(1), planned: 1 },
    touched: 1,
    failing: [],
    effectMonth: 1,
    doneMonth: 1,
    ramp: Float64Array.of(1),
    once: new Float64Array(0),
    onceFrom: 0,
    fees: new Float64Array(0),
    ...more,
  };
}

const BILL = 1000;

function clockOf(gains: readonly number[], months: number, pairs: Clock['pairs']): Clock {
  const saved = gains.reduce((total, gain) => total + gain, 0);
  return {
    planned: new Float64Array(months).fill(BILL - saved),
    forecast: new Float64Array(months).fill(BILL),
    gains: gains.map(gain => new Float64Array(months).fill(gain)),
    pairs,
    drivers: [],
  };
}

/** A surrogate of a bill of 1,000 a month whose moves save so much each, judged in its last month. */
export function plainSurrogate(
  moves: readonly UncertainMove[],
  gains: readonly number[],
  more: Partial<Surrogate> & { readonly neededSaving?: number; readonly pairs?: Clock['pairs'] } = {},
): Surrogate {
  const { neededSaving = 0, pairs = [], months = ['2024-02'], ...rest } = more;
  const clock = clockOf(gains, months.length, pairs);
  return {
    months,
    currency: 'USD',
    moves,
    rates: [certain(1), certain(1), certain(1)],
    drivers: [],
    runRate: clock,
    cash: clock,
    team: null,
    target: {
      at: months.length - 1,
      clock: 'runRate',
      against: 'reference-month',
      baselineCost: BILL,
      allowedCost: BILL - neededSaving,
      allowedShare: 1 - neededSaving / BILL,
    },
    breach: [],
    quantities: [],
    error: null,
    ...rest,
  };
}

/** P(value <= x) of a PERT, by adding up its density in thin slices. */
export function pertCdf({ low, mode, high }: Estimate, x: number): number {
  const alpha = 1 + (4 * (mode - low)) / (high - low);
  const beta = 1 + (4 * (high - mode)) / (high - low);
  const slices = 20_000;
  let total = 0;
  let below = 0;
  for (let slice = 0; slice < slices; slice++) {
    const t = (slice + 0.5) / slices;
    const density = t ** (alpha - 1) * (1 - t) ** (beta - 1);
    total += density;
    if (low + t * (high - low) <= x) below += density;
  }
  return below / total;
}

/** Four standard errors of a share of runs. */
export function fourErrors(probability: number, runs: number): number {
  return 4 * Math.sqrt((probability * (1 - probability)) / runs);
}
