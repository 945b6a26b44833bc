/** Which days a month covers: a month that is not whole is never taken for one. */

import { describe, expect, test } from 'vitest';
import { mainCurrency, payerDays } from '../../../src/engine/growth/month-coverage.ts';
import { coverages, daily, dayOf, FROM, payer } from './charge-sums.ts';

const SEPTEMBER = daily(FROM, '2025-09-01', '2025-09-30');

function coverageOf(input: Parameters<typeof coverages>[0]) {
  const [coverage] = coverages({ payers: [payer(FROM)], ...input });
  if (!coverage) throw new Error('a month');
  return coverage;
}

describe('a month', () => {
  test('with usage on every day is whole', () => {
    expect(coverageOf({ spans: SEPTEMBER })).toMatchObject({
      month: FROM,
      days: 30,
      coveredDays: 30,
      state: 'whole',
      missing: null,
    });
  });

  test.each([
    ['that ends early', daily(FROM, '2025-09-01', '2025-09-12'), 12, '2025-09-01', '2025-09-12'],
    ['that starts late', daily(FROM, '2025-09-05', '2025-09-30'), 26, '2025-09-05', '2025-09-30'],
    [
      'with a gap',
      SEPTEMBER.filter(({ firstDay }) => firstDay !== dayOf('2025-09-10')),
      29,
      '2025-09-01',
      '2025-09-30',
    ],
  ])('%s is partial', (_how, spans, days, first, last) => {
    const { state, coveredDays, missing } = coverageOf({ spans });

    expect({ state, coveredDays }).toEqual({ state: 'partial', coveredDays: days });
    expect(missing).toBe(`usage on ${days} of 30 days (the first is ${first}, the last ${last})`);
  });

  test('is not made whole by a charge for the whole month', () => {
    const whole = { ...daily(FROM, '2025-09-01', '2025-09-01')[0]!, lastDay: dayOf('2025-09-30') };

    expect(coverageOf({ spans: [whole, ...daily(FROM, '2025-09-01', '2025-09-12')] }).coveredDays).toBe(12);
    expect(coverageOf({ spans: [whole] }).state).toBe('whole');
  });

  test('is not made whole by tax, fees or corrections', () => {
    const fees = daily(FROM, '2025-09-01', '2025-09-30', { isUsage: false });

    expect(coverageOf({ spans: [...fees, ...daily(FROM, '2025-09-01', '2025-09-12')] }).coveredDays).toBe(12);
    expect(coverageOf({ spans: fees }).state).toBe('whole');
  });

  test('is not made longer by a charge that ends after midnight, or by days of other months', () => {
    const late = daily(FROM, '2025-09-01', '2025-09-12').map(span => ({
      ...span,
      lastDay: span.firstDay + 1,
    }));
    const outside = daily(FROM, '2025-08-20', '2025-08-31');

    expect(coverageOf({ spans: [...outside, ...late] }).coveredDays).toBe(12);
  });

  test('whose charges have no times is unknown', () => {
    expect(coverageOf({ spans: [] })).toMatchObject({
      state: 'unknown',
      coveredDays: null,
      missing: 'its charges have no times',
    });
  });

  test('is as long as its billing period, where that is about a month', () => {
    const stated = (start: string, end: string, rows: number) => ({
      month: FROM,
      currency: 'USD',
      startDay: dayOf(start),
      endDay: dayOf(end),
      rows,
    });
    const period = coverageOf({
      spans: daily(FROM, '2025-09-14', '2025-10-13'),
      periods: [stated('2025-09-14', '2025-10-14', 9), stated('2025-09-01', '2025-10-01', 1)],
    });
    const year = coverageOf({ spans: SEPTEMBER, periods: [stated('2025-09-01', '2026-09-01', 9)] });

    expect([period.days, period.state]).toEqual([30, 'whole']);
    expect([year.days, year.state]).toEqual([30, 'whole']);
  });
});

describe('several payers', () => {
  const google = { provider: 'Google Cloud', billingAccountId: 'G' };
  const cut = daily(FROM, '2025-09-01', '2025-09-12', google);

  test('are whole only together: one whole bill does not hide a cut one', () => {
    const coverage = coverageOf({
      payers: [payer(FROM), payer(FROM, google)],
      spans: [...SEPTEMBER, ...cut],
    });

    expect(coverage.state).toBe('partial');
    expect(coverage.missing).toContain('of Google Cloud G on 12 of 30 days');
    expect(payerDays(coverage, { provider: 'AWS', billingAccountId: '1' })).toBe(30);
    expect(payerDays(coverage, google)).toBe(12);
  });

  test('with less than a hundredth of the cost are named and do not decide', () => {
    const small = { ...google, effectiveCost: '0.5', grossCost: '0.5' };
    const coverage = coverageOf({ payers: [payer(FROM), payer(FROM, small)], spans: [...SEPTEMBER, ...cut] });

    expect(coverage.state).toBe('whole');
    expect(coverage.payers.map(({ provider, days, decides }) => [provider, days, decides])).toEqual([
      ['AWS', 30, true],
      ['Google Cloud', 12, false],
    ]);
    expect(payerDays(coverage, google)).toBe(30);
  });

  test('have days by account', () => {
    const other = daily(FROM, '2025-09-20', '2025-09-30', { subAccountId: '2' });

    expect(coverageOf({ spans: [...SEPTEMBER, ...other] }).payers[0]?.accounts).toEqual([
      { subAccountId: '1', days: 30 },
      { subAccountId: '2', days: 11 },
    ]);
  });
});

test('months are of one currency, oldest first, and charges without a month are none', () => {
  const payers = [payer('2025-10'), payer(FROM), payer('2025-11', { currency: 'EUR' }), payer(null)];

  expect(coverages({ payers }).map(({ month }) => month)).toEqual([FROM, '2025-10']);
});

test('the main currency is the one with most charges', () => {
  const months = { spans: [], periods: [] };
  const payers = [payer(FROM, { rows: 5 }), payer(FROM, { currency: 'EUR', rows: 9 })];

  expect(mainCurrency({ ...months, payers })).toBe('EUR');
  expect(mainCurrency({ ...months, payers: [payer(FROM), payer(FROM, { currency: 'EUR' })] })).toBe('EUR');
  expect(mainCurrency({ ...months, payers: [] })).toBeNull();
});
