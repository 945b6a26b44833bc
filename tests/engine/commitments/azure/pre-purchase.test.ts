/** Pools of pre-paid units. */

import { describe, expect, test } from 'vitest';
import { azureOrder } from '../../../../src/engine/commitments/azure/order.ts';
import { databricksUnitsPerDbu } from '../../../../src/engine/commitments/azure/pre-purchase.ts';
import { applyAzure, metered, orderInput, prePurchase } from './orders.ts';

describe('Databricks commit units', () => {
  test.each([
    ['all-purpose', 'standard', 0.4],
    ['all-purpose', 'premium', 0.55],
    ['jobs', 'standard', 0.15],
    ['jobs', 'premium', 0.3],
    ['jobs-light', 'standard', 0.07],
    ['jobs-light', 'premium', 0.22],
    ['sql', 'standard', null],
    ['sql', 'premium', 0.22],
  ] as const)('a DBU of %s, %s takes %s', (workload, tier, units) => {
    expect(databricksUnitsPerDbu(workload, tier)).toBe(units);
  });

  test('are drawn down over the hours until none is left', () => {
    const run = applyAzure({
      pools: [metered('jobs', 'databricks', [100, 100, 100], { unitsPerQuantity: 0.3 })],
      commitments: [prePurchase({ id: 'p', units: 75 })],
    });

    expect(run.covers.map(({ quantity }) => quantity)).toEqual([100, 100, 50]);
    expect(run.remaining).toEqual([[0, 0, 50]]);
  });

  test('are not spent on another product or outside of the scope', () => {
    const run = applyAzure({
      pools: [
        metered('synapse', 'synapse-analytics', [10]),
        metered('elsewhere', 'databricks', [10], { account: 'sub-2' }),
      ],
      commitments: [prePurchase({ id: 'p', scope: { level: 'subscription', id: 'sub-1' } })],
    });

    expect(run.covers).toEqual([]);
  });
});

describe('several plans', () => {
  const endOf = (month: number) => Date.UTC(2026, month, 1);

  test('the one that expires first is used first, one without an end last', () => {
    const plans = [
      prePurchase({ id: 'a' }),
      prePurchase({ id: 'b', endMs: endOf(9) }),
      prePurchase({ id: 'c', endMs: endOf(3) }),
    ];

    expect(azureOrder(orderInput({ commitments: plans })).benefits.map(({ id }) => id)).toEqual([
      'c',
      'b',
      'a',
    ]);
  });

  test('the narrower scope comes before the earlier end', () => {
    const plans = [
      prePurchase({ id: 'shared', endMs: endOf(1) }),
      prePurchase({ id: 'own', endMs: endOf(9), scope: { level: 'subscription', id: 'sub-1' } }),
    ];

    expect(azureOrder(orderInput({ commitments: plans })).benefits[0]?.id).toBe('own');
  });

  test('what one cannot pay the next one does', () => {
    const run = applyAzure({
      pools: [metered('dbu', 'databricks', [10, 10])],
      commitments: [
        prePurchase({ id: 'small', units: 5, endMs: endOf(3) }),
        prePurchase({ id: 'large', units: 100, endMs: endOf(9) }),
      ],
    });

    expect([run.coveredBy('small'), run.coveredBy('large')]).toEqual([5, 15]);
  });

  test('an expired plan pays nothing', () => {
    const run = applyAzure({
      pools: [metered('dbu', 'databricks', [10, 10])],
      commitments: [prePurchase({ id: 'old', endMs: Date.UTC(2026, 0, 1, 1) })],
    });

    expect(run.remaining).toEqual([[0, 10]]);
  });
});
