/** The kernel on small orders whose result can be seen: draws, shares, hours in force, benefits that are there once. */

import { describe, expect, test } from 'vitest';
import { BugError } from '../../../src/engine/assert.ts';
import type { Benefit, Step } from '../../../src/engine/commitments/draw.ts';
import { createKernel } from '../../../src/engine/commitments/kernel.ts';
import { benefit, poolsOf } from './kernel-orders.ts';

const draw = (onBenefit: number, usage: number, unitsPerQuantity = 1): Step => ({
  kind: 'draw',
  benefit: onBenefit,
  usage,
  unitsPerQuantity,
});
const share = (onBenefit: number, ...targets: readonly (readonly [number, number])[]): Step => ({
  kind: 'share',
  benefit: onBenefit,
  targets: targets.map(([usage, unitsPerQuantity]) => ({ usage, unitsPerQuantity })),
});

function run(
  quantities: readonly (readonly number[])[],
  benefits: readonly Partial<Benefit>[],
  steps: readonly Step[],
) {
  const pools = poolsOf(...quantities);
  const result = createKernel({
    pools,
    hours: quantities[0]?.length ?? 0,
    order: { benefits: benefits.map(benefit), steps },
    keepUncovered: true,
    keepUsed: true,
    keepUnitCosts: true,
  }).run();
  const lists = (rows: readonly Float64Array[]) => rows.map(row => [...row]);
  return {
    ...result,
    used: lists(result.usedPerHour),
    uncovered: lists(result.uncoveredPerHour),
    costs: lists(result.coveredCostPerHour),
  };
}

describe('a draw', () => {
  test('covers a part of a unit: nothing is rounded to whole instances', () => {
    const { used, uncovered, covers } = run([[1]], [{ capacity: 1 }], [draw(0, 0, 2)]);

    expect(used).toEqual([[1]]);
    expect(uncovered).toEqual([[0.5]]);
    expect(covers).toEqual([{ benefit: 0, pool: 0, units: 1, quantity: 0.5 }]);
  });

  test('leaves to the next step what it does not take, in the same hour only', () => {
    const { used, uncovered } = run(
      [
        [1, 3],
        [2, 2],
      ],
      [{ capacity: 2 }],
      [draw(0, 0), draw(0, 1)],
    );

    expect(used).toEqual([[2, 2]]);
    expect(uncovered).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  test('costs what the units of the benefit cost, at the price of each benefit', () => {
    const { costs } = run(
      [[3]],
      [
        { capacity: 2, costPerUnit: 0.5 },
        { capacity: 5, costPerUnit: 2 },
      ],
      [draw(0, 0, 2), draw(1, 0, 1)],
    );

    expect(costs).toEqual([[2 * 0.5 + 2 * 2]]);
  });

  test('takes nothing of a negative quantity, and leaves it as it is', () => {
    const { used, uncovered } = run([[-2, 1]], [{ capacity: 5 }], [draw(0, 0)]);

    expect(used).toEqual([[0, 1]]);
    expect(uncovered).toEqual([[-2, 0]]);
  });

  test('uses up what differs from the capacity by rounding alone', () => {
    const third = 0.1 + 0.2;
    const { used, usedUnits, uncoveredQuantity } = run([[third]], [{ capacity: 0.3 }], [draw(0, 0)]);

    expect(used).toEqual([[0.3]]);
    expect(usedUnits).toEqual(Float64Array.of(0.3));
    expect(uncoveredQuantity[0]).toBeLessThan(1e-9);
  });
});

describe('a share', () => {
  test.each([
    { title: 'in proportion to use', quantities: [[6], [2]], capacity: 4, uncovered: [[3], [1]] },
    { title: 'everything where there is enough', quantities: [[6], [2]], capacity: 9, uncovered: [[0], [0]] },
    { title: 'nothing where there is nothing', quantities: [[6], [2]], capacity: 0, uncovered: [[6], [2]] },
    { title: 'nothing of no use', quantities: [[0], [2]], capacity: 1, uncovered: [[0], [1]] },
  ])('$title', ({ quantities, capacity, uncovered }) => {
    expect(run(quantities, [{ capacity }], [share(0, [0, 1], [1, 1])]).uncovered).toEqual(uncovered);
  });

  test('is in proportion to what each would take, in units of the benefit', () => {
    const { covers } = run([[2], [2]], [{ capacity: 4 }], [share(0, [0, 3], [1, 1])]);

    expect(covers.map(({ units }) => units)).toEqual([3, 1]);
  });
});

describe('hours in force', () => {
  test('are half-open', () => {
    const { used } = run([[1, 1, 1, 1]], [{ fromHour: 1, toHour: 3 }], [draw(0, 0)]);

    expect(used).toEqual([[0, 1, 1, 0]]);
  });
});

describe('a benefit that is there once', () => {
  test('is used up in order of time, over all steps of an hour before the next hour', () => {
    const { used, uncovered } = run(
      [
        [1, 1, 1],
        [1, 1, 1],
      ],
      [{ renewal: 'period', capacity: 3 }],
      [draw(0, 0), draw(0, 1)],
    );

    expect(used).toEqual([[2, 1, 0]]);
    expect(uncovered).toEqual([
      [0, 0, 1],
      [0, 1, 1],
    ]);
  });

  test('keeps what nobody uses for later', () => {
    const { used } = run([[0, 0, 5]], [{ renewal: 'period', capacity: 3 }], [draw(0, 0)]);

    expect(used).toEqual([[0, 0, 3]]);
  });

  test('is shared in proportion in the hour in which it ends', () => {
    const { uncovered } = run(
      [
        [3, 3],
        [1, 1],
      ],
      [{ renewal: 'period', capacity: 6 }],
      [share(0, [0, 1], [1, 1])],
    );

    expect(uncovered).toEqual([
      [0, 1.5],
      [0, 0.5],
    ]);
  });
});

describe('an order without steps', () => {
  test('covers nothing', () => {
    const { used, uncovered } = run([[1, 2]], [{ capacity: 1 }], []);

    expect(used).toEqual([[0, 0]]);
    expect(uncovered).toEqual([[1, 2]]);
  });
});

describe('a broken order', () => {
  test.each([
    ['a benefit that is not there', [draw(1, 0)], [{}]],
    ['a pool that is not there', [draw(0, 1)], [{}]],
    ['a unit of usage that takes nothing', [draw(0, 0, 0)], [{}]],
    ['a capacity below 0', [], [{ capacity: -1 }]],
    ['a capacity that is no number', [], [{ capacity: Number.NaN }]],
  ])('is refused: %s', (_title, steps, benefits) => {
    expect(() => run([[1]], benefits, steps)).toThrow(BugError);
  });

  test('is refused: quantities for other hours, and quantities that are no number', () => {
    const order = { benefits: [benefit()], steps: [draw(0, 0)] };

    expect(() => createKernel({ order, pools: poolsOf([1, 2]), hours: 1 })).toThrow('every hour');
    expect(() => createKernel({ order, pools: poolsOf([Number.NaN]), hours: 1 }).run()).toThrow('finite');
  });

  test('is refused: a change of a benefit that is not there, or to no amount', () => {
    const kernel = createKernel({
      order: { benefits: [benefit()], steps: [draw(0, 0)] },
      pools: poolsOf([1]),
      hours: 1,
    });

    expect(() => kernel.rerun([{ benefit: 1, capacity: 1 }])).toThrow(BugError);
    expect(() => kernel.rerun([{ benefit: 0, capacity: -1 }])).toThrow(BugError);
  });
});
