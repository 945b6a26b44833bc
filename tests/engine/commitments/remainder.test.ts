/** Price of what nothing covers: sustained use, and contract discounts after or bundled with commitments. */

import { describe, expect, test } from 'vitest';
import { applyOrder } from '../../../src/engine/commitments/apply.ts';
import { inputOf, orderOf, pool, savingsPlan } from './applications.ts';

const NOTHING = { benefits: [], steps: [] };

describe('sustained use', () => {
  test('takes its share off what is uncovered, and not off what commitments avoid', () => {
    const input = inputOf([pool('p', [3])], { commitments: [savingsPlan('sp', 0.7)] });
    const asked: number[][] = [];
    const { totals, byCommitment } = applyOrder(
      input,
      orderOf([{ id: 'sp', capacity: 0.7 }, [[0, 0.7]]]),
      question => {
        asked.push(...question.uncovered.map(row => [...row]));
        return [0.8];
      },
    );

    expect(asked).toEqual([[2]]);
    expect(totals.onDemandCost).toBeCloseTo(2 * 0.8);
    expect(totals.onDemandEquivalentCost).toBe(3);
    expect(byCommitment[0]?.coveredOnDemandCost).toBeCloseTo(1);
  });

  test('may differ from hour to hour, and the hours add up to it', () => {
    const { totals, hourly } = applyOrder(inputOf([pool('p', [1, 2])]), NOTHING, () => [
      Float64Array.of(1, 0.5),
    ]);

    expect(totals.onDemandCost).toBe(2);
    expect([...hourly.onDemandCost]).toEqual([1, 1]);
  });
});

describe('contract discount', () => {
  const covered = (contractDiscountOrder: 'sequential' | 'bundled', used: number) =>
    applyOrder(
      inputOf([pool('p', [used])], {
        commitments: [savingsPlan('sp', 0.7)],
        contractDiscounts: [{ id: 'edp', poolIds: null, fraction: 0.1 }],
        settings: { contractDiscountOrder },
      }),
      orderOf([{ id: 'sp', capacity: 0.7 }, [[0, 0.7]]]),
    );

  test.each([
    ['sequential', 'is taken off what commitments leave: 1.00, .70, .63', 0.63],
    ['bundled', 'adds to the discount of the commitment: 1.00, .70, .60', 0.6],
  ] as const)('%s: %s', (order, _title, cost) => {
    const { totals, hourly } = covered(order, 1);

    expect(totals.effectiveCost).toBeCloseTo(cost, 12);
    expect(totals.billedCost).toBeCloseTo(cost, 12);
    expect(totals.onDemandEquivalentCost).toBeCloseTo(0.9, 12);
    expect(totals.listCost).toBe(1);
    expect(hourly.effectiveCost[0]).toBeCloseTo(cost, 12);
  });

  test.each(['sequential', 'bundled'] as const)(
    '%s: is taken off on-demand charges and unused fees',
    order => {
      expect(covered(order, 2).totals.onDemandCost).toBeCloseTo(0.9, 12);
      expect(covered(order, 0).totals.unusedCost).toBeCloseTo(0.63, 12);
    },
  );

  test('reaches its own pools only, and the commitment for the part that covers them', () => {
    const { byPool, byCommitment } = applyOrder(
      inputOf([pool('in', [1]), pool('out', [1]), pool('alone', [1])], {
        commitments: [savingsPlan('sp', 1)],
        contractDiscounts: [{ id: 'ppa', poolIds: ['in', 'alone'], fraction: 0.2 }],
      }),
      orderOf([
        { id: 'sp', capacity: 1 },
        [
          [0, 0.5],
          [1, 0.5],
        ],
      ]),
    );

    expect(byPool.map(({ effectiveCost }) => effectiveCost)).toEqual([0.4, 0.5, 0.8]);
    expect(byCommitment[0]?.usedCost).toBeCloseTo(0.9, 12);
    expect(byCommitment[0]?.recurringBilledCost).toBeCloseTo(0.9, 12);
  });

  test('several: each off what the others leave, or added up where they are bundled', () => {
    const cost = (contractDiscountOrder: 'sequential' | 'bundled') =>
      applyOrder(
        inputOf([pool('p', [1])], {
          contractDiscounts: [
            { id: 'edp', poolIds: null, fraction: 0.1 },
            { id: 'ppa', poolIds: ['p'], fraction: 0.2 },
          ],
          settings: { contractDiscountOrder },
        }),
        NOTHING,
      ).totals.onDemandCost;

    expect(cost('sequential')).toBeCloseTo(0.72, 12);
    expect(cost('bundled')).toBeCloseTo(0.7, 12);
  });

  test('that is no share is a bug', () => {
    const input = inputOf([pool('p', [1])], {
      contractDiscounts: [{ id: 'edp', poolIds: null, fraction: 10 }],
    });

    expect(() => applyOrder(input, NOTHING)).toThrow('share between 0 and 1');
  });
});
