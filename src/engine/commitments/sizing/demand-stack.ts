/** What a commitment would meet in every hour: uncovered usage stacked in the order in which the commitment covers it. */

import { assert } from '../../assert.ts';
import { compareText } from '../../text-order.ts';

/** Usage of one price that nothing covers yet. */
export type DemandRow = {
  /** Unique; decides ties. */
  readonly id: string;
  /** Price per unit without the commitment. */
  readonly onDemandRate: number;
  /**
   * Price per unit under the commitment; null where it does not apply. For a commitment in units (reservation, resource
   * commitment): units that one unit of usage takes, times the price of a unit.
   */
  readonly planRate: number | null;
  /** Uncovered units in each hour, after the commitments that exist. */
  readonly quantities: Float64Array;
};

/**
 * How a commitment goes through the rows. `saving`: highest savings percentage first, ties by lower rate, then id (plans to
 * spend); usage dearer under the plan is left out. `given`: in the order of the rows (reservations take sizes in their own
 * order), whatever each saves.
 */
export type StackOrder = 'saving' | 'given';

/** Usage at commitment rates, stacked hour by hour; neighbours of equal saving are one class. */
export type DemandStack = {
  readonly hours: number;
  /** On-demand price that one committed unit of money replaces, by class; 1 / (1 - discount). */
  readonly gains: Float64Array;
  /** Money an hour at commitment rates: the classes of hour 0, then of hour 1, ... */
  readonly amounts: Float64Array;
  /** Ids of the rows of each class. */
  readonly members: readonly (readonly string[])[];
};

/** Savings are compared after rounding: documented ties (.03/.04 and .003/.004) differ in binary. */
const TIE_DIGITS = 1e9;

/** Rows and classes are copied in blocks of hours: a block stays in the processor's cache. */
const HOURS_AT_ONCE = 64;

type CoveredRow = DemandRow & { readonly planRate: number; readonly saving: number };

function coveredRows(rows: readonly DemandRow[], order: StackOrder): CoveredRow[] {
  const covered: CoveredRow[] = [];
  for (const row of rows) {
    const { planRate, onDemandRate } = row;
    if (planRate === null || planRate <= 0 || onDemandRate <= 0) continue;
    const saving = Math.round((1 - planRate / onDemandRate) * TIE_DIGITS);
    // A plan that costs more than on demand does not apply; a reservation takes what it matches.
    if (order === 'saving' && saving < 0) continue;
    covered.push({ ...row, planRate, saving });
  }
  if (order === 'given') return covered;
  return covered.sort((a, b) => b.saving - a.saving || a.planRate - b.planRate || compareText(a.id, b.id));
}

/** Class of each row: neighbours of equal saving share one, since their order changes no amount. */
function classesOf(rows: readonly CoveredRow[]): {
  readonly index: Int32Array;
  readonly members: string[][];
} {
  const index = new Int32Array(rows.length);
  const members: string[][] = [];
  rows.forEach((row, r) => {
    const last = members.at(-1);
    if (last && rows[r - 1]?.saving === row.saving) last.push(row.id);
    else members.push([row.id]);
    index[r] = members.length - 1;
  });
  return { index, members };
}

/**
 * Stacks uncovered usage in the order of a commitment.
 * @param hours length of every quantity array
 */
export function createDemandStack(
  hours: number,
  rows: readonly DemandRow[],
  order: StackOrder = 'saving',
): DemandStack {
  const covered = coveredRows(rows, order);
  const { index, members } = classesOf(covered);
  const classes = members.length;
  const amounts = new Float64Array(hours * classes);
  const planCost = new Float64Array(classes);
  const onDemandCost = new Float64Array(classes);
  for (const { quantities } of covered) assert(quantities.length === hours, 'every row has all hours');
  for (let from = 0; from < hours; from += HOURS_AT_ONCE) {
    const to = Math.min(from + HOURS_AT_ONCE, hours);
    covered.forEach(({ quantities, planRate, onDemandRate }, r) => {
      const c = index[r] ?? 0;
      let sum = 0;
      for (let hour = from; hour < to; hour++) {
        const quantity = quantities[hour] ?? 0;
        // What is left after other commitments may lie below 0 by rounding.
        if (!(quantity > 0)) continue;
        const cell = hour * classes + c;
        amounts[cell] = (amounts[cell] ?? 0) + quantity * planRate;
        sum += quantity;
      }
      planCost[c] = (planCost[c] ?? 0) + sum * planRate;
      onDemandCost[c] = (onDemandCost[c] ?? 0) + sum * onDemandRate;
    });
  }
  const gains = Float64Array.from(members, (_, c) => {
    const plan = planCost[c] ?? 0;
    const first = covered[index.indexOf(c)];
    return plan > 0 ? (onDemandCost[c] ?? 0) / plan : (first?.onDemandRate ?? 0) / (first?.planRate ?? 1);
  });
  return { hours, gains, amounts, members };
}

/** Whether each committed unit of money replaces no more than the one before it, so that cost is convex in the level. */
export function isConvex({ gains }: DemandStack): boolean {
  return gains.every((gain, c) => c === 0 || gain <= (gains[c - 1] ?? 0) * (1 + 1 / TIE_DIGITS));
}
