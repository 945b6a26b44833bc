import { expect, test } from 'vitest';
import {
  breakEvenUtilization,
  RESOURCE_DISCOUNT,
  spendDiscount,
} from '../../../../src/engine/commitments/gcp/discounts.ts';

test.each([
  ['compute', 1, 0.28],
  ['compute', 3, 0.46],
  ['cloud-sql', 1, 0.25],
  ['cloud-sql', 3, 0.52],
  ['spanner', 1, null],
] as const)('a commitment to %s for %d years is %d off', (product, years, discount) => {
  expect(spendDiscount(product, years)).toBe(discount);
});

test('resource-based commitments are deeper than spend-based ones of the same term', () => {
  for (const years of [1, 3] as const)
    expect(RESOURCE_DISCOUNT[years]).toBeGreaterThan(spendDiscount('compute', years)!);
});

test('a discount of 25 % breaks even at 75 % utilisation', () => {
  expect(breakEvenUtilization(0.25)).toBe(0.75);
});
