/** Errors of forecasts: signs, scales, ranges. */

import { describe, expect, test } from 'vitest';
import { decimal } from '../../../src/engine/money.ts';
import { monthError, summarizeErrors } from '../../../src/engine/realised/forecast-errors.ts';

const errorOf = (
  forecast: string,
  actual: string,
  naive: string,
  range: readonly [string, string] | null = null,
) =>
  monthError({
    month: '2026-01',
    forecast: decimal(forecast),
    actual: decimal(actual),
    naive: decimal(naive),
    range: range && { p10: decimal(range[0]), p90: decimal(range[1]) },
  });

describe('one month', () => {
  test('a forecast that was too low has a negative error', () => {
    const { error, errorShare, naiveError, isHeld } = errorOf('90', '100', '120');

    expect([String(error), errorShare, String(naiveError), isHeld]).toEqual(['-10', -0.1, '20', null]);
  });

  test.each([
    ['inside', '95', true],
    ['on the edge', '100', true],
    ['below', '101', false],
  ])('a bill %s of its range', (_where, low, isHeld) => {
    expect(errorOf('90', '100', '100', [low, '110']).isHeld).toBe(isHeld);
  });

  test('a bill of nothing has no share of an error', () => {
    expect(errorOf('1', '0', '1').errorShare).toBeNull();
  });
});

describe('all months', () => {
  const months = [errorOf('90', '100', '80', ['85', '95']), errorOf('130', '100', '80', ['90', '140'])];

  test('are averaged with and without signs', () => {
    const found = summarizeErrors(months, []);

    expect(String(found.bias)).toBe('10');
    expect(String(found.meanAbsoluteError)).toBe('20');
    expect(found.meanAbsoluteShare).toBeCloseTo(0.2, 12);
    expect([found.held, found.ranged]).toEqual([1, 2]);
  });

  test('are held against the last month repeated, and against the usual step', () => {
    const found = summarizeErrors(months, ['60', '90', '80'].map(decimal));

    // |80-100| twice; steps of 30 and 10.
    expect(found.relativeError).toBeCloseTo(1, 12);
    expect(found.scaledError).toBeCloseTo(1, 12);
    expect(summarizeErrors(months, [decimal('80')]).scaledError).toBeNull();
  });

  test('nothing to divide by is null', () => {
    const same = [errorOf('90', '100', '100')];

    expect(summarizeErrors(same, []).relativeError).toBeNull();
    expect(summarizeErrors([], []).meanAbsoluteShare).toBeNull();
  });
});
