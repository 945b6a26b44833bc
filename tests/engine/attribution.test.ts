/** Who saved what: waterfall and Shapley values. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bestOfExclusive,
  multiplicativeCost,
  shapleyValues,
  waterfall,
} from '../../src/engine/attribution.ts';
import { thousandths } from '../helpers/arbitraries.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('levers on the same money', () => {
  test.each([
    [
      [0, 1],
      [30, 28],
    ],
    [
      [1, 0],
      [18, 40],
    ],
  ])('of 30 %% and 40 %% in the order %j save %j', (order, expected) => {
    waterfall(order, multiplicativeCost(100, [0.3, 0.4])).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 12);
    });
  });

  test.each([
    [
      [0.3, 0.4],
      [24, 34],
    ],
    [
      [0.1, 0.3, 0.4, 0.28],
      [6.069, 20.016, 28.209, 18.489],
    ],
    [[0.5], [50]],
    [[], []],
  ])('of %j have the Shapley values %j', (fractions, expected) => {
    const values = shapleyValues(fractions.length, multiplicativeCost(100, fractions));

    expect(values).toHaveLength(expected.length);
    values.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThan(5e-4);
    });
  });
});

describe('Shapley values', () => {
  /** Any cost of any set, not only multiplicative ones. */
  const games = fc.integer({ min: 1, max: 5 }).chain(count =>
    fc.record({
      count: fc.constant(count),
      costs: fc.array(thousandths(0, 100), { minLength: 2 ** count, maxLength: 2 ** count }),
    }),
  );
  const orders = (items: readonly number[]): number[][] =>
    items.length === 0
      ? [[]]
      : items.flatMap(item => orders(items.filter(other => other !== item)).map(rest => [item, ...rest]));

  test('are the mean of the waterfalls of all orders', () => {
    fc.assert(
      fc.property(games, ({ count, costs }) => {
        const costOf = (set: number) => costs[set]!;
        const all = orders(Array.from({ length: count }, (_, i) => i));
        const means = Array.from(
          { length: count },
          (_, i) => sum(all.map(order => waterfall(order, costOf)[i]!)) / all.length,
        );

        shapleyValues(count, costOf).forEach((value, i) => {
          expect(value).toBeCloseTo(means[i]!, 9);
        });
      }),
    );
  });

  test('add up to the whole saving, are equal for equal levers and 0 for one without effect', () => {
    fc.assert(
      fc.property(fc.array(thousandths(0, 1), { minLength: 1, maxLength: 6 }), fractions => {
        const all = [...fractions, fractions[0]!, 0];
        const costOf = multiplicativeCost(100, all);
        const values = shapleyValues(all.length, costOf);

        expect(sum(values)).toBeCloseTo(100 - costOf(2 ** all.length - 1), 9);
        expect(values.at(-2)).toBeCloseTo(values[0]!, 9);
        expect(values.at(-1)).toBeCloseTo(0, 9);
      }),
    );
  });

  test('refuse more levers than can be tried in all sets', () => {
    expect(() => shapleyValues(11, () => 0)).toThrow(/all sets/);
  });
});

test('of actions that exclude each other the best of each resource counts, the first of equal ones', () => {
  const action = (resource: string, name: string, saving: number) => ({ resource, name, saving });
  const best = bestOfExclusive([
    action('b', 'rightsize', 40),
    action('a', 'stop', 5),
    action('b', 'delete', 90),
    action('a', 'delete', 5),
  ]);

  expect(best.map(({ name }) => name)).toEqual(['delete', 'stop']);
});
