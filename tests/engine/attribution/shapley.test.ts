/** Who saved what: waterfall, leave-one-out, exact and sampled Shapley values, interactions. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shapleyInteractions, shapleyValues } from '../../../src/engine/attribution/exact-shapley.ts';
import { interactionsAmongOthers } from '../../../src/engine/attribution/interaction-among-others.ts';
import { allLevers, type CostOfSet, setOf } from '../../../src/engine/attribution/lever-set.ts';
import { multiplicativeCost } from '../../../src/engine/attribution/multiplicative-cost.ts';
import { leaveOneOut, waterfall } from '../../../src/engine/attribution/waterfall.ts';
import { thousandths } from '../../helpers/arbitraries.ts';
import { games, total } from './games.ts';

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

  test('of 10, 30, 40 and 28 %% save 72.784 of 100 together', () => {
    const values = shapleyValues(4, multiplicativeCost(100, [0.1, 0.3, 0.4, 0.28]));

    expect(total(values)).toBeCloseTo(72.784, 10);
  });

  test('of 30 %% and 40 %% are worth 18 and 28 beside each other, and overlap by 12', () => {
    const costOf = multiplicativeCost(100, [0.3, 0.4]);

    expect(leaveOneOut(2, costOf).map(Math.round)).toEqual([18, 28]);
    expect(shapleyInteractions(2, costOf)).toEqual([{ levers: [0, 1], saving: expect.closeTo(-12, 9) }]);
    expect(interactionsAmongOthers(2, costOf)).toEqual([{ levers: [0, 1], saving: expect.closeTo(-12, 9) }]);
  });

  test('of 10, 30 and 40 %%: a pair overlaps less when the third is applied', () => {
    const costOf = multiplicativeCost(100, [0.1, 0.3, 0.4]);

    // 100 x .1 x .3 x (1 + .6) / 2 over all sets of the others, x .6 beside all of them.
    expect(shapleyInteractions(3, costOf)[0]?.saving).toBeCloseTo(-2.4, 9);
    expect(interactionsAmongOthers(3, costOf)[0]?.saving).toBeCloseTo(-1.8, 9);
  });
});

describe('Shapley values', () => {
  const orders = (items: readonly number[]): number[][] =>
    items.length === 0
      ? [[]]
      : items.flatMap(item => orders(items.filter(other => other !== item)).map(rest => [item, ...rest]));

  test('are the mean of the waterfalls of all orders', () => {
    fc.assert(
      fc.property(games, ({ count, costOf }) => {
        const all = orders(Array.from({ length: count }, (_, i) => i));
        const means = Array.from(
          { length: count },
          (_, i) => total(all.map(order => waterfall(order, costOf)[i]!)) / all.length,
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

        expect(total(values)).toBeCloseTo(100 - costOf(allLevers(all.length)), 9);
        expect(values.at(-2)).toBeCloseTo(values[0]!, 9);
        expect(values.at(-1)).toBeCloseTo(0, 9);
      }),
    );
  });

  test('of any game add up, and a lever that no set notices gets nothing', () => {
    fc.assert(
      fc.property(games, ({ count, costOf }) => {
        const withDummy: CostOfSet = set => costOf(set & allLevers(count));
        const values = shapleyValues(count + 1, withDummy);

        expect(total(values)).toBeCloseTo(costOf(0n) - costOf(allLevers(count)), 9);
        expect(values.at(-1)).toBeCloseTo(0, 9);
      }),
    );
  });

  test('refuse more levers than can be tried in all sets', () => {
    expect(() => shapleyValues(11, () => 0)).toThrow(/all sets/);
  });
});

describe('interactions', () => {
  test('of levers on different money are 0', () => {
    fc.assert(
      fc.property(fc.array(thousandths(0, 100), { minLength: 2, maxLength: 6 }), savings => {
        const costOf: CostOfSet = set =>
          1000 - total(savings.filter((_, lever) => (set & setOf([lever])) !== 0n));
        const count = savings.length;

        for (const { saving } of [
          ...shapleyInteractions(count, costOf),
          ...interactionsAmongOthers(count, costOf),
        ])
          expect(saving).toBeCloseTo(0, 9);
        expect(leaveOneOut(count, costOf)).toEqual(savings.map(each => expect.closeTo(each, 9)));
      }),
    );
  });

  test('of two levers are the same whichever way they are told', () => {
    fc.assert(
      fc.property(
        games.filter(({ count }) => count === 2),
        ({ costOf }) => {
          const [index] = shapleyInteractions(2, costOf);
          const [others] = interactionsAmongOthers(2, costOf);

          expect(index?.saving).toBeCloseTo(others?.saving ?? Number.NaN, 9);
        },
      ),
    );
  });
});
