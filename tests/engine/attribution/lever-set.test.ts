/** Sets of any number of levers, and shares that add up. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactParts } from '../../../src/engine/attribution/exact-parts.ts';
import {
  allLevers,
  has,
  indexes,
  only,
  remembered,
  setOf,
  subsetsOf,
  without,
} from '../../../src/engine/attribution/lever-set.ts';
import { decimal, sum } from '../../../src/engine/money.ts';

describe('sets of levers', () => {
  test('hold what was put in, beyond 31 and 63 too', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 100 })), levers => {
        const set = setOf(levers);

        expect(indexes(101).filter(lever => has(set, lever))).toEqual([...levers].sort((a, b) => a - b));
        for (const lever of levers) expect(has(without(set, lever), lever)).toBe(false);
      }),
    );
    expect(setOf(indexes(70))).toBe(allLevers(70));
  });

  test('all come once, each after the one that lacks only its last lever', () => {
    const sets = [...subsetsOf([0, 1, 2, 3])];
    const at = new Map(sets.map((set, index) => [set, index]));

    expect(at.size).toBe(16);
    for (const set of sets.slice(1)) {
      const last = indexes(4).findLast(lever => has(set, lever)) ?? 0;
      expect(at.get(without(set, last))).toBeLessThan(at.get(set) ?? -1);
    }
    expect([...subsetsOf([2, 5])]).toEqual([0n, only(5), only(2), only(2) | only(5)]);
  });

  test('are asked for once', () => {
    let asked = 0;
    const costOf = remembered(() => ++asked);

    expect([costOf(1n), costOf(2n), costOf(1n)]).toEqual([1, 2, 1]);
  });
});

describe('parts', () => {
  test('add up to the whole to the last digit, in nano-dollars but for the largest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }),
        fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
        (shares, units) => {
          const whole = decimal(units.toString()).div('1e18');
          const parts = exactParts(shares, whole);

          expect(sum(parts).toFixed()).toBe(whole.toFixed());
          expect(parts.filter(part => part.decimalPlaces() > 9).length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('of thirds give the rest to the first of the largest', () => {
    expect(exactParts([1 / 3, 1 / 3, 1 / 3], decimal(1)).map(part => part.toFixed())).toEqual([
      '0.333333334',
      '0.333333333',
      '0.333333333',
    ]);
  });

  test('of nothing are none, and something has parts', () => {
    expect(exactParts([], decimal(0))).toEqual([]);
    expect(() => exactParts([], decimal(1))).toThrow(/no parts/);
  });
});
