/** Money: exact decimals, rounded half to even, written without exponents. */

import { Decimal as Shared } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, decimal, LEDGER_DECIMALS, sum, toLedger, toText, ZERO } from '../../src/engine/money.ts';

/** Amounts as bills write them: up to 38 digits, up to 18 of them decimals. */
const amounts = fc
  .tuple(fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }), fc.integer({ min: 0, max: 18 }))
  .map(([digits, decimals]) => {
    const text = (digits < 0n ? -digits : digits).toString().padStart(decimals + 1, '0');
    const whole = text.slice(0, text.length - decimals);
    return `${digits < 0n ? '-' : ''}${whole}${decimals > 0 ? `.${text.slice(-decimals)}` : ''}`;
  });

/** The same sum over whole numbers of 1e-18. */
function exactSum(texts: readonly string[]): bigint {
  return texts.reduce((total, text) => {
    const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
    const value = BigInt(whole + fraction.padEnd(18, '0'));
    return total + (text.startsWith('-') ? -value : value);
  }, 0n);
}

describe('sums', () => {
  test('are exact for any amounts a bill can hold', () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 50 }), texts => {
        expect(sum(texts).times('1e18').toFixed()).toBe(exactSum(texts).toString());
      }),
    );
  });

  test('do not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 30 }), texts => {
        expect(sum(texts).equals(sum(texts.toReversed()))).toBe(true);
      }),
    );
  });

  test('of ten tenths are one, and of nothing zero', () => {
    expect(toText(sum(new Array<string>(10).fill('0.1')))).toBe('1');
    expect(sum([]).equals(ZERO)).toBe(true);
    expect(toText(sum([decimal(0.1), '0.2', decimal('-0.3')]))).toBe('0');
  });
});

describe('text', () => {
  test('is what was read, without trailing zeros and without an exponent', () => {
    fc.assert(
      fc.property(amounts, text => {
        const written = toText(decimal(text));
        expect(written).not.toMatch(/e/i);
        expect(exactSum([written])).toBe(exactSum([text]));
        expect(written).toMatch(/^(0|-?\d+(\.\d*[1-9])?)$/);
      }),
    );
  });

  test.each([
    ['1e-18', '0.000000000000000001'],
    ['1e30', '1000000000000000000000000000000'],
    ['-0', '0'],
    ['-0.000', '0'],
    ['00012.500', '12.5'],
  ])('%s is written %s', (read, written) => {
    expect(toText(decimal(read))).toBe(written);
  });
});

describe('the ledger', () => {
  test.each([
    ['a half to the even neighbour below', '0.0000000005', '0'],
    ['a half to the even neighbour above', '0.0000000015', '0.000000002'],
    ['a negative half to even', '-0.0000000025', '-0.000000002'],
    ['more than a half up', '0.00000000150001', '0.000000002'],
    ['whole amounts as they are', '1234567890123.5', '1234567890123.5'],
  ])('rounds %s', (_name, amount, expected) => {
    expect(toText(toLedger(decimal(amount)))).toBe(expected);
  });

  test('never moves an amount by more than half a nano-dollar, and rounding twice is rounding once', () => {
    fc.assert(
      fc.property(amounts, text => {
        const rounded = toLedger(decimal(text));
        expect(rounded.minus(text).abs().lessThanOrEqualTo('0.5e-9')).toBe(true);
        expect(rounded.decimalPlaces()).toBeLessThanOrEqual(LEDGER_DECIMALS);
        expect(toLedger(rounded).equals(rounded)).toBe(true);
      }),
    );
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 'NaN', 'Infinity', '-Infinity'])(
  '%s is no amount',
  value => {
    expect(() => decimal(value)).toThrow(RangeError);
  },
);

test.each(['', 'abc', '1,000', '$5', '1 2', '=1+1'])('text that is no number is refused: %j', text => {
  expect(() => decimal(text)).toThrow();
});

test('settings of another module do not reach our numbers', () => {
  const { precision } = Shared;
  Shared.set({ precision: 3 });
  try {
    expect(toText(new Decimal('1').div('3')).length).toBeGreaterThan(50);
  } finally {
    Shared.set({ precision });
  }
});
