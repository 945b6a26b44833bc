/** Periods and hours, in UTC. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BugError } from '../../src/engine/assert.ts';
import {
  addMonths,
  HOURS_PER_MONTH,
  HOURS_PER_WEEK,
  HOURS_PER_YEAR,
  hourOfWeek,
  hoursIn,
  isoTime,
  MS_PER_HOUR,
  monthOf,
  monthPeriod,
} from '../../src/engine/calendar.ts';

const months = fc
  .tuple(fc.integer({ min: 1970, max: 2100 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`);

describe('a month', () => {
  test.each([
    ['2024-01', 744],
    ['2024-02', 696],
    ['2023-02', 672],
    ['2000-02', 696],
    ['2100-02', 672],
    ['2024-04', 720],
    // No day of 23 or 25 hours: time is UTC.
    ['2024-03', 744],
    ['2024-10', 744],
  ])('%s has %d hours', (month, hours) => {
    expect(hoursIn(monthPeriod(month))).toBe(hours);
  });

  test('ends where the next begins', () => {
    fc.assert(
      fc.property(months, month => {
        const { startMs, endMs } = monthPeriod(month);
        expect(monthPeriod(addMonths(month, 1)).startMs).toBe(endMs);
        expect(monthOf(startMs)).toBe(month);
        expect(monthOf(endMs - 1)).toBe(month);
      }),
    );
  });

  test('moved forth and back is the same month', () => {
    fc.assert(
      fc.property(months, fc.integer({ min: -400, max: 400 }), (month, count) => {
        expect(addMonths(addMonths(month, count), -count)).toBe(month);
        expect(addMonths(addMonths(month, count), 12 - count)).toBe(
          `${Number(month.slice(0, 4)) + 1}${month.slice(4)}`,
        );
      }),
    );
  });

  test.each([
    ['2024-11', 2, '2025-01'],
    ['2024-01', -1, '2023-12'],
    ['2024-12', 0, '2024-12'],
    ['2024-01', 36, '2027-01'],
  ])('%s and %d more is %s', (month, count, expected) => {
    expect(addMonths(month, count)).toBe(expected);
  });

  test.each(['', '2024', '2024-00', '2024-13', '2024-1', '24-01', '2024-01-01', ' 2024-01', '2024-01\n'])(
    'is not written %j',
    text => {
      expect(() => monthPeriod(text)).toThrow(BugError);
    },
  );
});

describe('hours', () => {
  test('are counted whole, a started one too', () => {
    expect(hoursIn({ startMs: 0, endMs: MS_PER_HOUR })).toBe(1);
    expect(hoursIn({ startMs: 0, endMs: MS_PER_HOUR + 1 })).toBe(2);
    expect(hoursIn({ startMs: 5, endMs: 5 })).toBe(0);
  });

  test.each([
    ['2024-01-01T00:00:00Z', 0],
    ['2024-01-01T23:59:59Z', 23],
    ['2024-01-05T09:30:00Z', 105],
    ['2024-01-07T23:00:00Z', 167],
    ['2024-01-08T00:00:00Z', 0],
    ['1969-12-31T23:00:00Z', 71],
  ])('%s is hour %d of the week', (time, hour) => {
    expect(hourOfWeek(Date.parse(time))).toBe(hour);
  });

  test('of the week go up by one an hour and start again', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), hour => {
        const now = hourOfWeek(hour * MS_PER_HOUR);
        expect(hourOfWeek((hour + 1) * MS_PER_HOUR)).toBe((now + 1) % HOURS_PER_WEEK);
      }),
    );
  });

  test('of a year are twelve list-price months', () => {
    expect(HOURS_PER_YEAR).toBe(12 * HOURS_PER_MONTH);
  });
});

test('an instant is written without milliseconds where it has none', () => {
  expect(isoTime(Date.UTC(2024, 1, 29, 12))).toBe('2024-02-29T12:00:00Z');
  expect(isoTime(5)).toBe('1970-01-01T00:00:00.005Z');
});
