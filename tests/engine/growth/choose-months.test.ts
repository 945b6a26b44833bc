/** Which two months are compared, and which are refused. */

import { describe, expect, test } from 'vitest';
import { chooseMonths } from '../../../src/engine/growth/choose-months.ts';
import { coverages, daily, payer } from './charge-sums.ts';

/** July, August and September are whole, October has ten days. */
const MONTHS = coverages({
  payers: ['2025-07', '2025-08', '2025-09', '2025-10'].map(month => payer(month)),
  spans: [
    ...daily('2025-07', '2025-07-01', '2025-07-31'),
    ...daily('2025-08', '2025-08-01', '2025-08-31'),
    ...daily('2025-09', '2025-09-01', '2025-09-30'),
    ...daily('2025-10', '2025-10-01', '2025-10-10'),
  ],
});
const ANY = { from: null, to: null, allowPartial: false };

function chosen(choice: Partial<typeof ANY> | { from?: string; to?: string; allowPartial?: boolean }) {
  const { from, to, basis } = chooseMonths(MONTHS, { ...ANY, ...choice });
  return [from.month, to.month, basis];
}

test.each([
  ['nothing named: the latest two whole months', {}, ['2025-08', '2025-09', 'month']],
  ['the later named', { to: '2025-08' }, ['2025-07', '2025-08', 'month']],
  ['the earlier named', { from: '2025-07' }, ['2025-07', '2025-09', 'month']],
  ['both named', { from: '2025-07', to: '2025-08' }, ['2025-07', '2025-08', 'month']],
  ['partial ones allowed', { allowPartial: true }, ['2025-09', '2025-10', 'day']],
  [
    'partial ones allowed and not named',
    { to: '2025-09', allowPartial: true },
    ['2025-08', '2025-09', 'month'],
  ],
])('%s', (_name, choice, expected) => {
  expect(chosen(choice)).toEqual(expected);
});

describe('refused is', () => {
  test.each([
    [
      'a partial month by name',
      { to: '2025-10' },
      'partial-month',
      3,
      '2025-10 is not a whole month: usage on 10 of 31 days (the first is 2025-10-01, the last 2025-10-10).',
    ],
    ['a partial month as the earlier one', { from: '2025-10' }, 'partial-month', 3, '10 of 31 days'],
    ['a month that is not there', { to: '2024-01' }, 'no-such-period', 2, 'no charges of 2024-01'],
    ['the same month twice', { from: '2025-08', to: '2025-08' }, 'months-not-in-order', 2, 'does not come'],
    ['the later month first', { from: '2025-09', to: '2025-08' }, 'months-not-in-order', 2, 'does not come'],
    [
      'the first month as the later one',
      { to: '2025-07' },
      'too-few-months',
      3,
      'No whole month comes before',
    ],
    [
      'the last whole one as the earlier one',
      { from: '2025-09' },
      'too-few-months',
      3,
      'comes after 2025-09',
    ],
  ])('%s', (_name, choice, code, exitCode, message) => {
    expect(() => chosen(choice)).toThrow(
      expect.objectContaining({ code, exitCode, message: expect.stringContaining(message) }),
    );
  });

  test('a store without two whole months, saying what it has', () => {
    const only = MONTHS.slice(2);

    expect(() => chooseMonths(only, ANY)).toThrow(/2025-09 is whole; 2025-10 is not: usage on 10 of 31 days/);
    expect(() => chooseMonths(MONTHS.slice(3), ANY)).toThrow(/No month is whole/);
    expect(() => chooseMonths([], ANY)).toThrow(/There is no month in this currency/);
  });
});
