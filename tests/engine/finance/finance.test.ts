/** The money of a run in one value: the saving over every whole, in the month of the target. */

import { describe, expect, test } from 'vitest';
import { type AddressableBill, financeOf } from '../../../src/engine/finance/finance.ts';
import { decimal } from '../../../src/engine/money.ts';
import { runOf } from './runs.ts';

const addressable: AddressableBill = { effectiveCost: decimal(60), billedCost: decimal(50) };
/** A bill of $100 that grows to $125; the plan of the run is judged in month 3. */
const GROWING = runOf([{}, {}, { forecast: 125, runRate: 70, billed: 85 }, { runRate: 0 }]);

describe('the saving of the target month', () => {
  const { shares } = financeOf(GROWING, { addressable });

  test('on the run-rate is 30 % of the bill, half of what can be touched, and 44 % of the forecast', () => {
    expect(shares?.month).toBe('2024-04');
    expect(shares?.runRate.savedAgainstBill.toFixed()).toBe('30');
    expect(shares?.runRate.savedAgainstForecast.toFixed()).toBe('55');
    expect(shares?.runRate.ofBill).toBeCloseTo(0.3, 12);
    expect(shares?.runRate.ofAddressable).toBeCloseTo(0.5, 12);
    expect(shares?.runRate.ofForecast).toBeCloseTo(0.44, 12);
  });

  test('on cash is what the invoice has, one-off charges and all', () => {
    expect(shares?.cash.savedAgainstBill.toFixed()).toBe(
      GROWING.baseline.recurringBilledCost.minus(85).toFixed(),
    );
    expect(shares?.cash.ofForecast).toBeCloseTo(40 / 125, 12);
  });

  test('is that of the last month where the run is shorter', () => {
    expect(financeOf(runOf([{ runRate: 90 }, { runRate: 80 }])).shares).toMatchObject({
      index: 2,
      month: '2024-03',
    });
  });

  test('has no share of an addressable part that nobody knows, or that is nothing', () => {
    expect(financeOf(GROWING).shares?.runRate.ofAddressable).toBeNull();
    expect(financeOf(GROWING).shares?.runRate.addressableCost).toBeNull();
    const nothing = { effectiveCost: decimal(0), billedCost: decimal(0) };
    expect(financeOf(GROWING, { addressable: nothing }).shares?.runRate.ofAddressable).toBeNull();
  });
});

describe('a run', () => {
  test('that costs first is worth less today than its sum, and pays back', () => {
    const run = runOf([{ oneOff: 60 }, ...Array.from({ length: 11 }, () => ({ runRate: 90 }))], {
      discountRate: 0.1,
    });
    const finance = financeOf(run);

    // -60, then eleven times 10.
    expect(finance.total.netCash.toFixed()).toBe('50');
    expect(Number(finance.netPresentValue)).toBeLessThan(50);
    expect(Number(finance.netPresentValue)).toBeGreaterThan(40);
    expect(finance.payback.month).toBe(7);
    expect(finance.discountRate).toBe(0.1);
  });

  test('without months has no shares and no value', () => {
    const finance = financeOf(runOf([]));

    expect(finance.shares).toBeNull();
    expect(finance.fiscalYears).toEqual([]);
    expect(finance.netPresentValue.toFixed()).toBe('0');
    expect(finance.payback).toEqual({ month: 0, deepest: null });
  });
});
