/** Present value and payback, by tables worked out by hand and by laws. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { netPresentValue, paybackOf } from '../../../src/engine/finance/present-value.ts';
import { decimal, sum, toLedger } from '../../../src/engine/money.ts';

const flowsOf = (flows: readonly number[]) => flows.map(flow => decimal(flow));
const flows = fc.array(fc.integer({ min: -10_000, max: 10_000 }), { minLength: 1, maxLength: 36 });

describe('net present value', () => {
  test.each<readonly [string, readonly number[], number, string]>([
    // 112 at the end of month 12, at 12 % a year.
    ['one flow after a year', [...Array(11).fill(0), 112], 0.12, '100'],
    // 1.21 = 1.1^2: 121 at the end of month 24.
    ['one flow after two years', [...Array(23).fill(0), 121], 0.1, '100'],
    // A rate of 1.01^12 - 1 is 1 % a month: 101/1.01 + 102.01/1.0201 = 100 + 100.
    ['1 % a month', [101, 102.01], 1.01 ** 12 - 1, '200'],
    // An annuity: 100 x (1 - 1.01^-12) / 0.01.
    ['a year of 100 at 1 % a month', Array(12).fill(100), 1.01 ** 12 - 1, '1125.507747348'],
    // 1.12^(1/12) = 1.0094887929: 1000 - 1000 / 1.0094887929.
    ['money out, then in', [-1000, ...Array(10).fill(0), 1120], 0.12, '9.399602'],
    ['nothing', [], 0.08, '0'],
  ])('%s', (_name, cash, rate, expected) => {
    expect(Number(netPresentValue(flowsOf(cash), rate))).toBeCloseTo(Number(expected), 5);
  });

  test('at 0 % is the sum', () => {
    fc.assert(
      fc.property(flows, cash => {
        expect(netPresentValue(flowsOf(cash), 0).toFixed()).toBe(toLedger(sum(flowsOf(cash))).toFixed());
      }),
    );
  });

  test('of money that only comes in falls as the rate rises', () => {
    const income = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 36 });
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(income, rate, rate, (cash, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const values = [low, high].map(each => Number(netPresentValue(flowsOf(cash), each)));
        expect(values[1]).toBeLessThanOrEqual(values[0] ?? Number.NaN);
      }),
    );
  });
});

describe('payback', () => {
  test.each<readonly [string, readonly number[], number | null, readonly [number, string] | null]>([
    ['no months', [], 0, null],
    ['an empty plan', [0, 0, 0], 0, null],
    ['never out of pocket', [0, 5, 5], 0, null],
    ['in the month that reaches zero', [-100, 50, 50, 50], 3, [1, '100']],
    ['in the month that passes zero', [-100, 60, 60], 3, [1, '100']],
    ['not within the run', [-100, 20, 20], null, [1, '100']],
    ['the second time, when it falls below again', [-10, 20, -50, 60, 1], 4, [3, '40']],
    ['not when the last month takes it below', [10, -30], null, [2, '20']],
    ['deepest after several months', [-10, -10, -10, 100], 4, [3, '30']],
  ])('%s', (_name, cash, month, deepest) => {
    const found = paybackOf(flowsOf(cash));

    expect(found.month).toBe(month);
    expect(found.deepest && [found.deepest.index, found.deepest.amount.toFixed()]).toEqual(deepest);
  });

  test('is the first month from which the cumulative stays at or above zero', () => {
    fc.assert(
      fc.property(flows, cash => {
        const cumulative = cash.map((_, at) =>
          cash.slice(0, at + 1).reduce((total, each) => total + each, 0),
        );
        const stays = cumulative.map((_, at) => cumulative.slice(at).every(each => each >= 0));
        const first = stays.indexOf(true);
        const { month } = paybackOf(flowsOf(cash));
        expect(month).toBe(first < 0 ? null : first === 0 ? 0 : first + 1);
      }),
    );
  });

  test('does not come sooner when something more has to be paid once', () => {
    const positive = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(flows, positive, fc.nat({ max: 35 }), (cash, more, when) => {
        const dearer = cash.map((flow, at) => (at === when % cash.length ? flow - more : flow));
        const monthOf = (each: readonly number[]) => paybackOf(flowsOf(each)).month ?? Infinity;
        expect(monthOf(dearer)).toBeGreaterThanOrEqual(monthOf(cash));
      }),
    );
  });
});
