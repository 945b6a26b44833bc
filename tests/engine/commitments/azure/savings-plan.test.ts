/** Azure savings plan for compute. */

import { describe, expect, test } from 'vitest';
import type { CommitmentRates } from '../../../../src/engine/commitments/application.ts';
import { azureOrder } from '../../../../src/engine/commitments/azure/order.ts';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../../../src/engine/commitments/settings.ts';
import { applyAzure, DSV2, licences, orderInput, savingsPlan, vms } from './orders.ts';

const rates = (byPool: Readonly<Record<string, number>>): CommitmentRates => ({
  spendRate: (_plan, pool) => byPool[pool.id] ?? null,
  azureSizeRatio: DSV2,
});

describe('inside a plan', () => {
  test('the greatest discount comes first and takes its plan price from the commitment', () => {
    const run = applyAzure({
      pools: [
        vms('a', 'x', [10], { listRate: 1 }),
        vms('b', 'y', [10], { listRate: 2 }),
        vms('c', 'z', [10], { listRate: 3 }),
      ],
      commitments: [savingsPlan({ id: 'p', commitmentPerHour: 12 })],
      // 30 %, 60 % and 50 % off.
      rates: rates({ a: 0.7, b: 0.8, c: 1.5 }),
    });

    expect(run.covers.map(({ pool }) => pool)).toEqual(['b', 'c']);
    expect(run.covered('b')).toBe(10);
    expect(run.covered('c')).toBeCloseTo(4 / 1.5, 12);
    expect(run.covered('a')).toBe(0);
  });

  test.each([
    [0.07, 0.1, 0.7, 1],
    [0.7, 1, 0.07, 0.1],
  ])(
    'equal discounts (%s of %s, %s of %s) are equal, whatever binary floats say: the id decides',
    (planA, listA, planB, listB) => {
      const { steps } = azureOrder(
        orderInput({
          pools: [vms('b', 'x', [1], { listRate: listB }), vms('a', 'x', [1], { listRate: listA })],
          commitments: [savingsPlan({ id: 'p' })],
          rates: rates({ a: planA, b: planB }),
        }),
      );

      expect(steps).toMatchObject([{ usage: 1 }, { usage: 0 }]);
    },
  );

  test.each([
    ['usage without a plan price', { other: 1 }],
    ['usage of price 0', { a: 0 }],
    ['usage of a price that is no number', { a: Number.NaN }],
  ])('%s stays on demand', (_what, byPool) => {
    const run = applyAzure({
      pools: [vms('a', 'x', [10])],
      commitments: [savingsPlan({ id: 'p' })],
      rates: rates(byPool as unknown as Record<string, number>),
    });

    expect(run.covers).toEqual([]);
  });

  test('software is never covered, even with a price', () => {
    const run = applyAzure({
      pools: [licences('a', 'windows-server', [10])],
      commitments: [savingsPlan({ id: 'p' })],
      rates: rates({ a: 0.5 }),
    });

    expect(run.covers).toEqual([]);
  });
});

describe('a negotiated price below the plan price', () => {
  const input = {
    pools: [vms('a', 'x', [10], { listRate: 1, onDemandRate: 0.4 }), vms('b', 'y', [10], { listRate: 1 })],
    commitments: [savingsPlan({ id: 'p', commitmentPerHour: 4 })],
    rates: rates({ a: 0.5, b: 0.6 }),
  };

  test('is charged and taken from the commitment; the rank is that of the public prices', () => {
    expect(applyAzure(input).covers).toMatchObject([{ pool: 'a', quantity: 10 }]);
  });

  test('is not looked at when the plan price always counts', () => {
    const settings = { ...DEFAULT_COMMITMENT_SETTINGS, azurePlanPrice: 'plan' } as const;

    expect(applyAzure({ ...input, settings }).covers).toMatchObject([{ pool: 'a', quantity: 8 }]);
  });

  test('stays on demand where usage without a discount takes no commitment', () => {
    const settings = { ...DEFAULT_COMMITMENT_SETTINGS, zeroDiscountUsage: 'stays-on-demand' } as const;

    expect(applyAzure({ ...input, settings }).covers.map(({ pool }) => pool)).toEqual(['b']);
  });
});

describe('several plans', () => {
  const ids = (plans: Parameters<typeof savingsPlan>[0][]) =>
    azureOrder(orderInput({ commitments: plans.map(savingsPlan) })).benefits.map(({ id }) => id);
  const own = { level: 'subscription', id: 'sub-1' } as const;

  test('three years come before one, an unknown term last', () => {
    expect(
      ids([
        { id: 'a', termYears: null },
        { id: 'b', termYears: 1 },
        { id: 'c', termYears: 3 },
      ]),
    ).toEqual(['c', 'b', 'a']);
  });

  test('the narrower scope comes before the longer term', () => {
    expect(
      ids([
        { id: 'a', termYears: 3 },
        { id: 'b', termYears: 1, scope: own },
      ]),
    ).toEqual(['b', 'a']);
  });

  test('otherwise the earlier start, then the id', () => {
    expect(
      ids([
        { id: 'c', startMs: 2 },
        { id: 'b', startMs: 2 },
        { id: 'd', startMs: 1 },
      ]),
    ).toEqual(['d', 'b', 'c']);
  });
});

test('a commitment of 0 covers nothing, a negative one is a bug of the reader', () => {
  const input = { pools: [vms('a', 'x', [1])], rates: rates({ a: 0.5 }) };

  expect(
    applyAzure({ ...input, commitments: [savingsPlan({ id: 'p', commitmentPerHour: 0 })] }).covers,
  ).toEqual([]);
  expect(() =>
    applyAzure({ ...input, commitments: [savingsPlan({ id: 'p', commitmentPerHour: -1 })] }),
  ).toThrow();
});
