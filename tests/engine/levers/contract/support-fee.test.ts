/** Fees of support plans, forwards and backwards. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chargesOf,
  type SupportPrice,
  supportFee,
  supportPrice,
} from '../../../../src/engine/levers/contract/support-fee.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { testBook } from '../../../helpers/test-book.ts';

const book = openEmbeddedBook();

function priceOf(plan: Parameters<typeof supportPrice>[0]): SupportPrice {
  const price = supportPrice(plan, book);
  if (!price) throw new Error(`no price of ${plan}`);
  return price;
}

test.each([
  // 10 % to 10 k, 7 % to 80 k, 5 % to 250 k, 3 % above.
  ['business', 500, 100],
  ['business', 10_000, 1000],
  ['business', 80_000, 5900],
  ['business', 500_000, 21_900],
  // 10 % to 150 k, 7 % to 500 k, 5 % to 1 M, 3 % above.
  ['enterprise', 100_000, 15_000],
  ['enterprise', 500_000, 39_500],
  ['enterprise', 1_200_000, 70_500],
  ['enterprise_on_ramp', 40_000, 5500],
  ['enterprise_on_ramp', 100_000, 10_000],
  ['developer', 100, 29],
  ['developer', 2000, 60],
  ['basic', 1_000_000, 0],
] as const)('%s on $%i costs $%i', (plan, charges, fee) => {
  expect(supportFee(charges, priceOf(plan))).toBeCloseTo(fee, 9);
});

describe('the charges behind a fee', () => {
  test.each([
    ['business', 21_900, 500_000],
    ['business', 100, 1000],
    ['business', 5, 1000],
    ['enterprise', 39_500, 500_000],
  ] as const)('%s at $%i was charged on $%i', (plan, fee, charges) => {
    expect(chargesOf(fee, priceOf(plan))).toBeCloseTo(charges, 6);
  });

  test('are those that the fee was worked out on, above the minimum', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('business', 'enterprise', 'developer'),
        fc.integer({ min: 200_000, max: 5e6 }),
        (plan, charges) => {
          expect(chargesOf(supportFee(charges, priceOf(plan)), priceOf(plan)) / charges).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});

test('a plan that the book does not know has no price', () => {
  const without = testBook({ unitPrices: { 'support business minimum': null } });

  expect(supportPrice('business', without)).toBeNull();
  expect(supportPrice('developer', without)).not.toBeNull();
});
