/** Demand for the tests of sizing, and a plain loop that covers it, against which the fast code is checked. */

import fc from 'fast-check';
import type { DemandRow } from '../../../../src/engine/commitments/sizing/demand-stack.ts';
import { createDemandStack } from '../../../../src/engine/commitments/sizing/demand-stack.ts';
import { createLevelCurve, type LevelCurve } from '../../../../src/engine/commitments/sizing/level.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';

export const row = (
  id: string,
  onDemandRate: number,
  planRate: number | null,
  quantities: readonly number[],
): DemandRow => ({ id, onDemandRate, planRate, quantities: Float64Array.from(quantities) });

export const curveOf = (rows: readonly DemandRow[]): LevelCurve =>
  createLevelCurve(createDemandStack(rows[0]?.quantities.length ?? 0, rows));

/** One price: usage at plan rates by hour, one discount. */
export const uniform = (discount: number, planCostPerHour: readonly number[]): LevelCurve =>
  curveOf([row('usage', 1 / (1 - discount), 1, planCostPerHour)]);

/** Rows of mixed discounts; some dearer under the plan, some it does not know. */
export const mixedRows = (hours: number, rowsMax = 5): fc.Arbitrary<DemandRow[]> =>
  fc
    .array(
      fc.record({
        onDemandRate: thousandths(0.01, 3),
        discount: fc.option(thousandths(-0.3, 0.8), { nil: null, freq: 6 }),
        quantities: fc.array(thousandths(0, 6), { minLength: hours, maxLength: hours }),
      }),
      { minLength: 1, maxLength: rowsMax },
    )
    .map(list =>
      list.map(({ onDemandRate, discount, quantities }, i) =>
        row(`row-${i}`, onDemandRate, discount === null ? null : onDemandRate * (1 - discount), quantities),
      ),
    );

/** Rows that a plan covers, in its order. */
export function ordered(rows: readonly DemandRow[]): { rows: DemandRow[]; rates: number[] } {
  const covered = rows
    .filter(({ planRate, onDemandRate }) => planRate !== null && planRate > 0 && planRate <= onDemandRate)
    .sort((a, b) => a.planRate! / a.onDemandRate - b.planRate! / b.onDemandRate);
  return { rows: covered, rates: covered.map(({ planRate }) => planRate!) };
}

/** Covers hour by hour in the order given: what a level costs, uses and covers. */
export function cover(rows: readonly DemandRow[], rates: readonly number[], level: number) {
  let used = 0;
  let covered = 0;
  let total = 0;
  const hours = rows[0]?.quantities.length ?? 0;
  for (let hour = 0; hour < hours; hour++) {
    let left = level;
    rows.forEach(({ onDemandRate, quantities }, r) => {
      const quantity = quantities[hour]!;
      const taken = Math.min(quantity, left / rates[r]!);
      left -= taken * rates[r]!;
      used += taken * rates[r]!;
      covered += taken * onDemandRate;
      total += quantity * onDemandRate;
    });
  }
  return { used, covered, total, cost: level * hours + total - covered };
}

/** All levels at which the cost can bend. */
export function bends(rows: readonly DemandRow[], rates: readonly number[]): number[] {
  const heights = [0];
  const hours = rows[0]?.quantities.length ?? 0;
  for (let hour = 0; hour < hours; hour++) {
    let height = 0;
    rows.forEach(({ quantities }, r) => {
      height += quantities[hour]! * rates[r]!;
      heights.push(height);
    });
  }
  return heights;
}
