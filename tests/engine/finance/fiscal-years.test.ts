/** Fiscal years: which months are theirs, what they are called, and that nothing is lost between them. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockMonthsOf, totalsOf } from '../../../src/engine/finance/clock-months.ts';
import { fiscalYearsOf } from '../../../src/engine/finance/fiscal-years.ts';
import { runOf, type StatedMonth } from './runs.ts';

/** Months of a run that begins in February 2024. */
const yearsOf = (months: readonly StatedMonth[], start: number) =>
  fiscalYearsOf(clockMonthsOf(runOf(months)), start);
const flat = (count: number) => Array.from({ length: count }, (): StatedMonth => ({ runRate: 70 }));

describe('a fiscal year', () => {
  test.each<readonly [string, number, number, readonly (readonly [string, string, string, number])[]]>([
    [
      'the calendar year',
      1,
      12,
      [
        ['2024', '2024-01', '2024-12', 11],
        ['2025', '2025-01', '2025-12', 1],
      ],
    ],
    ['from February: one whole year', 2, 12, [['FY2025', '2024-02', '2025-01', 12]]],
    [
      'from October, as the US government has it',
      10,
      12,
      [
        ['FY2024', '2023-10', '2024-09', 8],
        ['FY2025', '2024-10', '2025-09', 4],
      ],
    ],
    [
      'from December',
      12,
      23,
      [
        ['FY2024', '2023-12', '2024-11', 10],
        ['FY2025', '2024-12', '2025-11', 12],
        ['FY2026', '2025-12', '2026-11', 1],
      ],
    ],
  ])('%s', (_name, start, months, expected) => {
    expect(
      yearsOf(flat(months), start).map(({ name, from, to, months }) => [name, from, to, months]),
    ).toEqual(expected);
  });

  test('sees less of a plan that comes late than the run-rate at its end says', () => {
    // Feb to Dec 2024: six months as before, then a fee of 120 for five months at 60.
    const [year] = yearsOf(
      [...Array.from({ length: 6 }, () => ({})), { runRate: 60, billed: 180 }, ...flat(0)].concat(
        Array.from({ length: 4 }, () => ({ runRate: 60 })),
      ),
      1,
    );

    expect(year?.months).toBe(11);
    expect(year?.totals.forecastBilledCost.toFixed()).toBe('1100');
    expect(year?.totals.cashSaving.toFixed()).toBe('80');
    expect(year?.cashShare).toBeCloseTo(80 / 1100, 12);
    expect(year?.exitRunRateShare).toBeCloseTo(0.4, 12);
  });

  test('has no share of nothing', () => {
    const [year] = yearsOf([{ forecast: 0, runRate: 0 }], 1);

    expect(year?.cashShare).toBeNull();
    expect(year?.exitRunRateShare).toBeNull();
  });

  test('years add up to the run, whenever they begin', () => {
    const amount = fc.integer({ min: -1000, max: 1000 });
    const month = fc.record({ forecast: amount, runRate: amount, billed: amount, oneOff: amount });
    fc.assert(
      fc.property(
        fc.array(month, { minLength: 1, maxLength: 36 }),
        fc.integer({ min: 1, max: 12 }),
        (months, start) => {
          const years = yearsOf(months, start);
          const total = totalsOf(clockMonthsOf(runOf(months)));
          expect(JSON.stringify(totalsOf(years.map(({ totals }) => totals)))).toBe(JSON.stringify(total));
          expect(years.reduce((count, year) => count + year.months, 0)).toBe(months.length);
          expect(years.every(({ from }) => Number(from.slice(5)) === start)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});
