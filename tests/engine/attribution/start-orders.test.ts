/** Orders of start months: all of them, each once, and the ones that are tried first. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allOrders,
  distinctOrders,
  orderedBy,
  startsOf,
  swapsOf,
  withStarts,
} from '../../../src/engine/attribution/start-orders.ts';
import { move, plan } from '../estates.ts';

const starts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });
const sorted = (list: readonly number[]) => [...list].sort((a, b) => a - b);

describe('orders', () => {
  test('are all there, each once, on the same months', () => {
    fc.assert(
      fc.property(starts, given => {
        const orders = [...allOrders(given)];

        expect(new Set(orders.map(String)).size).toBe(orders.length);
        expect(orders.length).toBe(distinctOrders(given));
        for (const order of orders) expect(sorted(order)).toEqual(sorted(given));
      }),
    );
  });

  test.each([
    [[1, 2, 3, 4], 24],
    [[1, 1, 2], 3],
    [[5, 5, 5], 1],
    [[], 1],
    [[1, 1, 2, 3, 2, 2, 3, 4, 5, 6], 151_200],
  ])('of %j are %i', (given, count) => {
    expect(distinctOrders(given)).toBe(count);
  });

  test('that differ by a swap are other orders, and no two moves of one month are swapped', () => {
    expect(swapsOf([1, 1, 2])).toEqual([
      [2, 1, 1],
      [1, 2, 1],
    ]);
    expect(swapsOf([3, 3])).toEqual([]);
  });

  test('by rank give the first months to the lowest rank and keep what is equal', () => {
    expect(orderedBy([1, 2, 3], index => (index === 0 ? 1 : 0))).toEqual([3, 1, 2]);
    expect(orderedBy([4, 1, 1], () => 0)).toEqual([4, 1, 1]);
  });

  test('change the starts of a plan and nothing else', () => {
    const each = plan([move('rightsize-compute', { start: 2 }), move('ebs-gp2-to-gp3', { start: 5 })]);
    const turned = withStarts(each, [5, 2]);

    expect(startsOf(turned)).toEqual([5, 2]);
    expect(withStarts(turned, startsOf(each))).toEqual(each);
  });
});
