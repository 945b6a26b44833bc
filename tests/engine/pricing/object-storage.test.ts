/** S3: graduated prices, minimums, fees and lifecycle dates. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  billableGib,
  earlyDeletionFee,
  gibMonths,
  lifecycleDate,
  minimumDays,
  type PriceTier,
  tieredCost,
} from '../../../src/engine/pricing/object-storage.ts';
import { thousandths } from '../../helpers/arbitraries.ts';

const tiersOf = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { maxLength: 4 }),
    fc.array(thousandths(0, 1), { minLength: 5, maxLength: 5 }),
  )
  .map(([bounds, prices]): readonly PriceTier[] =>
    [...bounds.sort((a, b) => a - b), Number.POSITIVE_INFINITY].map((upTo, index) => ({
      upTo,
      price: prices[index] ?? 0,
    })),
  );

describe('graduated prices', () => {
  const standard: readonly PriceTier[] = [
    { upTo: 51_200, price: 0.023 },
    { upTo: 512_000, price: 0.022 },
    { upTo: Number.POSITIVE_INFINITY, price: 0.021 },
  ];

  test.each([
    ['nothing', 0, 0],
    ['less than the first step', 100, 2.3],
    ['exactly the first step', 51_200, 1177.6],
    ['one GiB more, at the price of the second step', 51_201, 1177.622],
    ['three steps', 1_000_000, 1177.6 + 460_800 * 0.022 + 488_000 * 0.021],
  ])('%s', (_name, amount, expected) => {
    expect(tieredCost(amount, standard)).toBeCloseTo(expected, 9);
  });

  // Expected outputs of another calculator (Apache-2.0): tiers of Lambda, endpoints and transfer.
  test.each([
    [
      'Lambda, x86',
      9.216e9,
      [
        [6e9, 1.66667e-5],
        [15e9, 1.5e-5],
      ],
      100_000.2 + 48_240,
    ],
    [
      'Lambda, arm',
      74.752e9,
      [
        [7.5e9, 1.33334e-5],
        [18.75e9, 1.20001e-5],
        [1e99, 1.06667e-5],
      ],
      832_358.16,
    ],
    [
      'interface endpoint',
      7_000_000,
      [
        [1e6, 0.01],
        [5e6, 0.006],
        [1e99, 0.004],
      ],
      42_000,
    ],
    [
      'internet egress',
      57_000,
      [
        [10_240, 0.09],
        [51_200, 0.085],
        [153_600, 0.07],
      ],
      4809.2,
    ],
  ])('%s as published', (_name, amount, steps, expected) => {
    const tiers = steps.map(([upTo = 0, price = 0]) => ({ upTo, price }));
    expect(Math.abs(tieredCost(amount, tiers) - expected)).toBeLessThan(0.02);
  });

  test('every part of an amount is paid once: a part and the rest cost what the whole costs', () => {
    fc.assert(
      fc.property(tiersOf, thousandths(0, 2000), thousandths(0, 1), (tiers, amount, share) => {
        const first = amount * share;
        // The rest starts where the first part ended.
        const shifted = tiers.map(({ upTo, price }) => ({ upTo: Math.max(0, upTo - first), price }));
        const parts = tieredCost(first, tiers) + tieredCost(amount - first, shifted);
        expect(parts).toBeCloseTo(tieredCost(amount, tiers), 9);
      }),
    );
  });

  test('two accounts together never pay more than apart where prices fall', () => {
    fc.assert(
      fc.property(thousandths(0, 100_000), thousandths(0, 600_000), (a, b) => {
        expect(tieredCost(a + b, standard)).toBeLessThanOrEqual(
          tieredCost(a, standard) + tieredCost(b, standard) + 1e-6,
        );
      }),
    );
  });
});

test('a GiB held for a whole month is one GiB-month, whether it has 28 days or 31', () => {
  for (const days of [28, 29, 30, 31]) expect(gibMonths(2 ** 30 * days * 24, days * 24)).toBe(1);
});

describe('leaving a class early', () => {
  test.each([
    ['on the day of arrival', 0, 90, 3 * 0.4],
    ['after a third', 30, 90, 2 * 0.4],
    ['on the last day', 90, 90, 0],
    ['later', 400, 90, 0],
    ['where there is no minimum', 0, 0, 0],
  ])('%s', (_name, ageDays, minimum, expected) => {
    expect(earlyDeletionFee(100, 0.004, minimum, ageDays)).toBeCloseTo(expected, 12);
  });

  test.each([
    ['STANDARD', 0],
    ['STANDARD_IA', 30],
    ['ONEZONE_IA', 30],
    ['INT_FREQUENT', 0],
    ['INT_INFREQUENT', 0],
    ['INT_ARCHIVE_INSTANT', 0],
    ['GLACIER_IR', 90],
    ['GLACIER_FLEXIBLE', 90],
    ['DEEP_ARCHIVE', 180],
  ] as const)('%s charges at least %d days', (storageClass, days) => {
    expect(minimumDays(storageClass)).toBe(days);
  });
});

test.each([
  ['large objects as they are', 100, 10, 100],
  ['small ones as 128 KiB each', 0.001, 8192, 1],
  ['exactly 128 KiB', 1, 8192, 1],
  ['none', 0, 0, 0],
])('billable size in an infrequent class: %s', (_name, gib, objects, expected) => {
  expect(billableGib(gib, objects)).toBe(expected);
});

describe('the day a lifecycle rule acts', () => {
  test.each([
    ['2014-01-15T10:30:00Z', 3, '2014-01-19T00:00:00.000Z'],
    ['2024-02-28T23:59:59Z', 1, '2024-03-01T00:00:00.000Z'],
    ['2024-01-01T00:00:00Z', 30, '2024-01-31T00:00:00.000Z'],
    ['2023-12-31T00:00:01Z', 0, '2024-01-01T00:00:00.000Z'],
  ])('created %s, after %d days: %s', (created, days, expected) => {
    expect(new Date(lifecycleDate(Date.parse(created), days)).toISOString()).toBe(expected);
  });
});
