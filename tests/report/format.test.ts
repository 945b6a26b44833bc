import { describe, expect, test } from 'vitest';
import { chance, count, minutes, money, percent, shortMoney } from '../../src/report/format.ts';

describe('money', () => {
  test.each([
    ['500336.1234', 'USD', 0, '$500,336'],
    ['-12.5', 'USD', 2, '-$12.50'],
    ['-0.004', 'USD', 2, '$0.00'],
    ['1234567.891', 'EUR', 1, '€1,234,567.9'],
    ['999', 'CHF', 0, '999 CHF'],
  ])('%s %s with %i decimals is %s', (amount, currency, decimals, expected) => {
    expect(money(amount, currency, decimals)).toBe(expected);
  });

  test.each([
    [0.4, '$0'],
    [-0.4, '$0'],
    [12, '$12'],
    [999, '$999'],
    [999.6, '$1.0k'],
    [12_340, '$12.3k'],
    [-84_500, '-$84.5k'],
    [999_600, '$1.00M'],
    [1_234_000, '$1.23M'],
    [12_340_000, '$12.3M'],
  ])('%d is %s where room is short', (amount, expected) => {
    expect(shortMoney(amount, 'USD')).toBe(expected);
  });
});

describe('other numbers', () => {
  test('shares, minutes and counts are written with their unit', () => {
    expect(percent(0.3334)).toBe('33.3 %');
    expect(percent(0.999, 2)).toBe('99.90 %');
    expect(minutes(8.34)).toBe('8.3 min');
    expect(minutes(432)).toBe('432 min');
    expect(minutes(864)).toBe('14.4 h');
    expect(count(459189)).toBe('459,189');
  });
});

test.each([
  [1, 'over 99 %'],
  [0.9949, '99 %'],
  [0.5, '50 %'],
  [0.005, '1 %'],
  [0.0049, 'under 1 %'],
  [0, 'under 1 %'],
])('a drawn chance of %d is %s', (probability, text) => {
  expect(chance(probability)).toBe(text);
});
