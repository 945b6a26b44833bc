/** The best number of reserved units, against trying all of them. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { optimalUnits, type UnitRow } from '../../../../src/engine/commitments/sizing/units.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';

const HOURS = 10;
const unitRow = (id: string, unitsPerQuantity: number, onDemandRate: number, quantities: readonly number[]) =>
  ({ id, unitsPerQuantity, onDemandRate, quantities: Float64Array.from(quantities) }) satisfies UnitRow;

/** Cost with so many units, taken in the order of the rows. */
function costOf(rows: readonly UnitRow[], costPerUnit: number, units: number): number {
  let cost = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    let left = units;
    cost += units * costPerUnit;
    for (const { unitsPerQuantity, onDemandRate, quantities } of rows) {
      const taken = Math.min(quantities[hour]!, left / unitsPerQuantity);
      left -= taken * unitsPerQuantity;
      cost += (quantities[hour]! - taken) * onDemandRate;
    }
  }
  return cost;
}

const wholeUsage = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: HOURS, maxLength: HOURS });

describe('the best number of units', () => {
  test('for whole usage is the largest k with P(units >= k) > committed / on demand', () => {
    fc.assert(
      fc.property(wholeUsage, thousandths(0.05, 1.2), (usage, rate) => {
        const { units, purchases } = optimalUnits({
          hours: HOURS,
          rows: [unitRow('m5', 1, 1, usage)],
          costPerUnit: rate,
          unitsPerPurchase: 1,
        });
        let expected = 0;
        for (let k = 1; k <= 8; k++) {
          if (usage.filter(used => used >= k).length / HOURS > rate + 1e-9) expected = k;
        }

        expect(units).toBe(expected);
        expect(purchases).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('costs no more than any other number, whatever the sizes, their value and their order', () => {
    const rows = fc.array(
      fc.record({
        factor: fc.constantFrom(0.5, 1, 2, 8),
        rate: thousandths(0.01, 2),
        usage: fc.array(thousandths(0, 5), { minLength: HOURS, maxLength: HOURS }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(rows, thousandths(0.01, 0.8), fc.constantFrom(1, 4, 8), (list, costPerUnit, step) => {
        const unitRows = list.map(({ factor, rate, usage }, i) => unitRow(`size-${i}`, factor, rate, usage));
        const input = { hours: HOURS, rows: unitRows, costPerUnit };
        const whole = optimalUnits({ ...input, unitsPerPurchase: step });
        const any = optimalUnits({ ...input, unitsPerPurchase: null });
        const candidates = Array.from({ length: 130 / step + 1 }, (_, k) => k * step);
        const best = Math.min(...candidates.map(units => costOf(unitRows, costPerUnit, units)));

        expect(whole.units % step).toBe(0);
        expect(costOf(unitRows, costPerUnit, whole.units)).toBeLessThanOrEqual(best + 1e-8);
        expect(costOf(unitRows, costPerUnit, any.units)).toBeLessThanOrEqual(best + 1e-8);
        expect(any.purchases).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test('counts sizes of a family in normalised units and buys whole instances', () => {
    // Two large (4 units each) always, one xlarge (8) in 9 of 10 hours: 16 units are one 2xlarge (16) or two xlarge.
    const rows = [
      unitRow('large', 4, 0.1, Array(HOURS).fill(2)),
      unitRow('xlarge', 8, 0.2, [0, ...Array(HOURS - 1).fill(1)]),
    ];
    const input = { hours: HOURS, rows, costPerUnit: 0.025 * 0.6 };

    expect(optimalUnits({ ...input, unitsPerPurchase: 8 })).toMatchObject({ units: 16, purchases: 2 });
    expect(optimalUnits({ ...input, unitsPerPurchase: 16 })).toMatchObject({ units: 16, purchases: 1 });
    expect(optimalUnits({ ...input, unitsPerPurchase: 32 })).toMatchObject({ units: 0, purchases: 0 });
  });

  test('leaves a curve on which other numbers can be compared', () => {
    const { curve } = optimalUnits({
      hours: HOURS,
      rows: [unitRow('a', 1, 1, Array(HOURS).fill(3))],
      costPerUnit: 0.5,
      unitsPerPurchase: 1,
    });

    expect(curve.at(2 * 0.5).commitmentCoverage).toBeCloseTo(2 / 3, 12);
    expect(curve.at(4 * 0.5).commitmentUtilization).toBeCloseTo(3 / 4, 12);
  });

  test('without a price or without usage is 0', () => {
    const rows = [unitRow('a', 1, 1, Array(HOURS).fill(3))];

    expect(optimalUnits({ hours: HOURS, rows, costPerUnit: 0, unitsPerPurchase: null }).units).toBe(0);
    expect(optimalUnits({ hours: HOURS, rows: [], costPerUnit: 1, unitsPerPurchase: 1 }).units).toBe(0);
  });
});
