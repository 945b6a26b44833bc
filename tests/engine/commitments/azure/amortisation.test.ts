/** The amortised price of a reservation. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  amortisedPrice,
  amortisedRows,
  monthlyPayment,
  termDays,
} from '../../../../src/engine/commitments/azure/amortisation.ts';

describe('a term has the days of its calendar', () => {
  test.each([
    ['2022-01-01', 1, 365],
    ['2022-05-26', 1, 365],
    ['2019-10-23', 1, 366],
    ['2024-02-29', 1, 366],
    ['2024-03-01', 1, 365],
    ['2022-01-01', 3, 1096],
    ['2025-01-01', 3, 1095],
  ] as const)('from %s for %s years: %s', (start, years, days) => {
    expect(termDays(Date.parse(start), years)).toBe(days);
  });
});

describe('the price', () => {
  test.each([
    [365, 365, 1],
    [12_016, 366, 32.83],
  ])('%s over %s days is %s a day', (price, days, perDay) => {
    const amortised = amortisedPrice(price, days);

    expect(amortised.perDay).toBeCloseTo(perDay, 2);
    expect(amortised.perHour * 24).toBeCloseTo(amortised.perDay, 12);
  });

  test.each([
    [140_100, 1, 11_675],
    [18_540, 1, 1_545],
    [3_600, 3, 100],
  ] as const)('%s over %s years is %s a month', (price, years, month) => {
    expect(monthlyPayment(price, years)).toBe(month);
  });

  test('needs a day', () => {
    expect(() => amortisedPrice(1, 0)).toThrow(/day/);
  });
});

describe('the rows of a day', () => {
  test('split $1.00 over two machines', () => {
    const uses = [
      { resourceId: 'a', share: 0.5 },
      { resourceId: 'b', share: 0.5 },
    ];

    expect(amortisedRows(1, uses)).toEqual([
      { chargeType: 'Usage', resourceId: 'a', effectiveCost: 0.5 },
      { chargeType: 'Usage', resourceId: 'b', effectiveCost: 0.5 },
    ]);
  });

  test('show what nobody used as a row of its own', () => {
    expect(amortisedRows(1, [{ resourceId: 'a', share: 0.5 }])).toEqual([
      { chargeType: 'Usage', resourceId: 'a', effectiveCost: 0.5 },
      { chargeType: 'UnusedReservation', resourceId: null, effectiveCost: 0.5 },
    ]);
    expect(amortisedRows(1, [])).toEqual([
      { chargeType: 'UnusedReservation', resourceId: null, effectiveCost: 1 },
    ]);
  });

  test('refuse a reservation used more than once', () => {
    expect(() => amortisedRows(1, [{ resourceId: 'a', share: 1.1 }])).toThrow(/more than once/);
  });

  test('add up to the price of the day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 9 }),
        (cost, parts) => {
          const total = Math.max(1, parts.reduce((sum, part) => sum + part, 0) * 1.25);
          const rows = amortisedRows(
            cost,
            parts.map((part, index) => ({ resourceId: `r${index}`, share: part / total })),
          );
          expect(rows.reduce((sum, row) => sum + row.effectiveCost, 0)).toBeCloseTo(cost, 9);
        },
      ),
    );
  });
});
