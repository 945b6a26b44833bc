/** The parts of one meter's change: each rule by an example, and that they add up whatever the numbers are. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CHANGE_PARTS,
  isMonthlyUnit,
  type MeterMonth,
  meterChange,
} from '../../../src/engine/growth/meter-change.ts';
import { decimal, sum, toText } from '../../../src/engine/money.ts';

const MONTHS = { from: 30, to: 31 };
const SAME = { from: 30, to: 30 };

/** Uncovered and covered usage. */
function meter(
  uncovered: readonly [quantity: string, cost: string],
  covered: readonly [quantity: string, cost: string] = ['0', '0'],
): MeterMonth {
  return {
    quantity: sum([uncovered[0], covered[0]]),
    cost: sum([uncovered[1], covered[1]]),
    uncoveredQuantity: decimal(uncovered[0]),
    uncoveredCost: decimal(uncovered[1]),
  };
}

/** Parts that are not 0, as text. */
function parts(change: ReturnType<typeof meterChange>): Record<string, string> {
  return Object.fromEntries(
    CHANGE_PARTS.flatMap(part => (change[part].isZero() ? [] : [[part, toText(change[part])]])),
  );
}

describe('a meter that is in both months', () => {
  test.each<
    readonly [string, MeterMonth, MeterMonth, string, { from: number; to: number }, Record<string, string>]
  >([
    ['that is the same has no parts', meter(['720', '72']), meter(['720', '72']), 'Hrs', SAME, {}],
    [
      'that ran through a longer month is the calendar alone',
      meter(['720', '72']),
      meter(['744', '74.4']),
      'Hrs',
      MONTHS,
      { calendar: '2.4' },
    ],
    [
      'that ran as many hours in a longer month was used less a day',
      meter(['720', '72']),
      meter(['720', '72']),
      'Hrs',
      MONTHS,
      { calendar: '2.4', usage: '-2.4' },
    ],
    [
      'that is metered by the month does not grow with days',
      meter(['100', '8']),
      meter(['150', '12']),
      'GB-Mo',
      MONTHS,
      { usage: '4' },
    ],
    [
      'whose unit price rose is price at the later quantity',
      meter(['100', '10']),
      meter(['200', '30']),
      'Hrs',
      SAME,
      { usage: '10', price: '10' },
    ],
    [
      'that a commitment began to cover is commitments',
      meter(['100', '10']),
      meter(['0', '0'], ['100', '6']),
      'Hrs',
      SAME,
      { commitments: '-4' },
    ],
    [
      'that a commitment no longer covers is commitments',
      meter(['0', '0'], ['100', '6']),
      meter(['100', '10']),
      'Hrs',
      SAME,
      { commitments: '4' },
    ],
    [
      'whose covered rate changed is commitments',
      meter(['0', '0'], ['100', '6']),
      meter(['0', '0'], ['100', '7']),
      'Hrs',
      SAME,
      { commitments: '1' },
    ],
    [
      'that is half covered and dearer in the other half is both',
      meter(['720', '72']),
      meter(['372', '40.92'], ['372', '22.32']),
      'Hrs',
      MONTHS,
      { calendar: '2.4', price: '3.72', commitments: '-14.88' },
    ],
    [
      'that cost nothing and then something is price',
      meter(['10', '0']),
      meter(['20', '4']),
      'Hrs',
      SAME,
      { price: '4' },
    ],
  ])('%s', (_rule, earlier, later, unit, days, expected) => {
    expect(parts(meterChange(earlier, later, unit, days))).toEqual(expected);
  });

  test('rounds a quotient to nine decimals and puts the rest into the price', () => {
    const change = meterChange(meter(['3', '1']), meter(['4', '1']), 'Hrs', SAME);

    expect(parts(change)).toEqual({ usage: '0.333333333', price: '-0.333333333' });
  });
});

test('a quantity that makes no sense of a price leaves the change to other', () => {
  const speck = '0.000000000000000001';

  expect(parts(meterChange(meter([speck, '142157']), meter(['7e23', '1']), 'Hrs', SAME))).toEqual({
    other: '-142156',
  });
  expect(
    parts(meterChange(meter([speck, '99999'], ['1', '0']), meter(['9e23', '1'], ['1', '0']), 'Hrs', SAME)),
  ).toEqual({ other: '-99998' });
});

test('a meter that starts or stops on a resource that stays is usage', () => {
  expect(parts(meterChange(null, meter(['5', '2.5']), 'Hrs', MONTHS))).toEqual({ usage: '2.5' });
  expect(parts(meterChange(meter(['5', '2.5']), null, 'Hrs', MONTHS))).toEqual({ usage: '-2.5' });
  expect(parts(meterChange(null, null, 'Hrs', MONTHS))).toEqual({});
});

test.each([
  ['GB-Mo', true],
  ['GB-month', true],
  ['1 GB/Month', true],
  ['IOPS-Mo', true],
  ['gibibyte month', true],
  ['Hrs', false],
  ['Monitors', false],
  ['Requests', false],
  ['GB', false],
  ['', false],
  [null, false],
])('unit %j is prorated to the month: %j', (unit, monthly) => {
  expect(isMonthlyUnit(unit)).toBe(monthly);
});

test('the parts add up to the change, whatever the numbers are', () => {
  const amount = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 18 }))
    .map(([digits, decimals]) => decimal(digits.toString()).dividedBy(decimal(10).pow(decimals)));
  const positive = amount.map(value => value.plus('0.000000000000000001'));
  const month = fc
    .record({
      uncovered: amount,
      uncoveredCost: amount,
      covered: amount,
      coveredCost: amount,
      least: positive,
    })
    .map(({ uncovered, uncoveredCost, covered, coveredCost, least }) => ({
      quantity: uncovered.plus(covered).plus(least),
      cost: uncoveredCost.plus(coveredCost),
      uncoveredQuantity: uncovered.plus(least),
      uncoveredCost,
    }));
  const days = fc.integer({ min: 28, max: 31 });
  fc.assert(
    fc.property(
      fc.option(month, { nil: null }),
      fc.option(month, { nil: null }),
      fc.constantFrom('Hrs', 'GB-Mo', null),
      days,
      days,
      (earlier, later, unit, from, to) => {
        const change = meterChange(earlier, later, unit, { from, to });
        const expected = decimal(later?.cost ?? 0).minus(earlier?.cost ?? 0);

        expect(toText(sum(Object.values(change)))).toBe(toText(expected));
      },
    ),
  );
});
