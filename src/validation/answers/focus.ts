/**
 * Worked examples of FOCUS: an hour under a commitment, its purchase, size flexibility, and a day of a sample bill.
 * Rows obey the specification: a purchase is billed and has no effective cost, what is used or unused has effective cost only.
 */

import { recurringShare } from '../../engine/commitments/fees.ts';
import { createKernel } from '../../engine/commitments/kernel.ts';
import type { Answer, Inputs } from '../answer.ts';
import {
  has,
  isRecord,
  numberIn,
  numberOf,
  numberOr,
  positiveOr,
  recordOf,
  recordsOf,
} from '../read-inputs.ts';
import { HOUR_ROWS } from './focus-hour.ts';
import { cents } from './printed-cents.ts';

const YEAR_HOURS = 8760;
const MONTH_HOURS = 730;
/** Hours of a sample: a year at most. */
const MOST_HOURS = 8784;

/** Something that runs and could be covered. */
type Running = {
  /** Units of it, in one hour. */
  readonly quantity: number;
  /** What one unit takes of the commitment; null: it is not eligible. */
  readonly takes: number | null;
};

/** Lets usage draw on one commitment in the order given, by the engine's own allocation; hours in which it runs come first. */
function cover(capacity: number, running: readonly Running[], hours = 1, hoursRunning = hours) {
  const result = createKernel({
    order: {
      benefits: [
        {
          id: 'commitment',
          instrument: 'compute-savings-plan',
          capacity,
          costPerUnit: 1,
          renewal: 'hour',
          fromHour: 0,
          toHour: hours,
        },
      ],
      steps: running.flatMap(({ quantity, takes }, usage) =>
        takes === null || takes <= 0 || quantity <= 0
          ? []
          : [{ kind: 'draw' as const, benefit: 0, usage, unitsPerQuantity: takes }],
      ),
    },
    pools: running.map(({ quantity }) => ({
      quantities: Float64Array.from({ length: hours }, (_, hour) => (hour < hoursRunning ? quantity : 0)),
    })),
    hours,
  }).run();
  const used = result.usedUnits[0] ?? 0;
  return {
    used,
    unused: capacity * hours - used,
    usedBy: running.map((_, pool) =>
      result.covers.reduce((sum, each) => sum + (each.pool === pool ? each.units : 0), 0),
    ),
    uncovered: running.map((_, pool) => result.uncoveredQuantity[pool] ?? 0),
  };
}

/** What a purchase bills once and by the hour under each payment option. */
function purchase(inputs: Inputs) {
  const perHour = numberOf(inputs, 'commitment_per_hour');
  const hours = numberIn(inputs, 'term_hours') ?? YEAR_HOURS * numberOf(inputs, 'term_years');
  const recurring = {
    all: perHour * recurringShare({ payment: 'all-upfront' }),
    no: perHour * recurringShare({ payment: 'no-upfront' }),
    partial: has(inputs, 'upfront_share')
      ? perHour * (1 - numberOf(inputs, 'upfront_share'))
      : perHour * recurringShare({ payment: 'partial-upfront' }),
  };
  const once = (share: number) => (perHour - share) * hours;
  return {
    all_upfront_one_time: once(recurring.all),
    all_upfront_per_hour: recurring.all,
    no_upfront_one_time: once(recurring.no),
    no_upfront_per_hour: recurring.no,
    no_upfront_per_month: recurring.no * MONTH_HOURS,
    partial_one_time: once(recurring.partial),
    partial_per_hour: recurring.partial,
    partial_per_month: recurring.partial * MONTH_HOURS,
    partial_upfront_one_time: once(recurring.partial),
    partial_upfront_per_hour: recurring.partial,
    effective_cost_of_purchase_rows: 0,
    total_effective_over_term: perHour * hours,
  };
}

/** What a size takes of a reservation: its own factor, or that of a table. Null where neither says. */
function factorOf(entry: Inputs, inputs: Inputs): number | null {
  const own = numberIn(entry, 'factor', 'units', 'ratio', 'normalization_factor');
  if (own !== null) return own;
  const key = ['factors', 'ratios'].find(name => isRecord(inputs[name]));
  return key === undefined || typeof entry.sku !== 'string'
    ? null
    : numberIn(recordOf(inputs, key), entry.sku);
}

/** A reserved machine against what runs: the same size, or the sizes of its family by their factors. */
function sizes(inputs: Inputs) {
  const bought = recordOf(inputs, 'commitment');
  const isFlexible = inputs.size_flexible === true;
  const boughtFactor = isFlexible ? (factorOf(bought, inputs) ?? 1) : 1;
  const count = numberOr(bought, 'count', 1);
  const running = recordsOf(inputs, 'running').map(entry => ({
    quantity: numberOr(entry, 'count', numberOr(entry, 'hours', 1)),
    onDemand: numberOf(entry, 'on_demand', 'on_demand_rate'),
    takes: takenBy(entry, bought, isFlexible, boughtFactor, inputs),
  }));
  // Flexible reservations fill the smallest size first.
  const order = [...running].sort((a, b) => (a.takes ?? Infinity) - (b.takes ?? Infinity));
  const { used, unused, usedBy, uncovered } = cover(boughtFactor * count, order);
  const rate = numberOf(bought, 'rate', 'effective_rate') / boughtFactor;
  return {
    used_effective: used * rate,
    unused_effective: unused * rate,
    on_demand: order.reduce((sum, each, index) => sum + (uncovered[index] ?? 0) * each.onDemand, 0),
    used_effective_by_resource: running.map(each => (usedBy[order.indexOf(each)] ?? 0) * rate),
    total_effective:
      (used + unused) * rate +
      order.reduce((sum, each, index) => sum + (uncovered[index] ?? 0) * each.onDemand, 0),
  };
}

/** @throws Error for another size of a flexible reservation whose factor nobody states */
function takenBy(
  entry: Inputs,
  bought: Inputs,
  isFlexible: boolean,
  boughtFactor: number,
  inputs: Inputs,
): number | null {
  const factor = factorOf(entry, inputs);
  if (entry.sku === bought.sku) return isFlexible ? (factor ?? boughtFactor) : 1;
  if (!isFlexible) return null;
  if (factor !== null) return factor;
  throw new Error('another size of a size-flexible commitment needs its `factor`');
}

/** Price of an hour, as the sample bill prints it: to a cent. */
function sampleRate(inputs: Inputs): number {
  const term = positiveOr(inputs, 'term_hours', YEAR_HOURS);
  const annual = numberIn(inputs, 'annual_commitment');
  if (annual !== null) return cents(annual / term);
  const perHour = numberIn(inputs, 'commitment_per_hour', 'hourly_commitment');
  if (perHour !== null) return perHour;
  const paid =
    numberOr(inputs, 'one_time', 0) + numberOr(inputs, 'monthly', 0) * numberOr(inputs, 'months', 12);
  return cents(paid / term);
}

/** A day or so of a sample bill: one reservation or plan, used in some of the hours, beside other usage. */
function sample(inputs: Inputs) {
  const rate = sampleRate(inputs);
  const hours = numberOf(inputs, 'hours_total', 'hours_sample');
  const running = numberIn(inputs, 'hours_used') ?? hours;
  if (hours > MOST_HOURS || !Number.isInteger(hours) || !Number.isInteger(running) || running > hours)
    throw new Error(`hours must be whole, used within all, and at most ${MOST_HOURS}`);
  const { used, unused } = cover(rate, [{ quantity: 1, takes: rate }], hours, running);
  const other = numberOr(inputs, 'other_standard_usage', 0);
  const list = numberIn(inputs, 'list_rate');
  const once = numberIn(inputs, 'one_time', 'annual_commitment') ?? 0;
  return {
    hourly_commitment: rate,
    effective_rate: rate,
    used_effective: used,
    unused_effective: unused,
    total_effective: used + unused + other,
    utilization: used + unused === 0 ? null : used / (used + unused),
    list_cost: list === null ? undefined : list * running,
    billed_purchase_first_month: once + numberOr(inputs, 'monthly', 0),
  };
}

export const FOCUS_ANSWERS: readonly Answer[] = [
  HOUR_ROWS,
  {
    kind: 'focus',
    accepts: inputs => has(inputs, 'hours_total') || has(inputs, 'hours_sample'),
    compute: sample,
  },
  {
    kind: 'focus',
    accepts: inputs =>
      has(inputs, 'commitment_per_hour') && (has(inputs, 'term_hours') || has(inputs, 'term_years')),
    compute: purchase,
  },
  {
    kind: 'focus',
    accepts: inputs => isRecord(inputs.commitment) && Array.isArray(inputs.running),
    compute: sizes,
  },
];
