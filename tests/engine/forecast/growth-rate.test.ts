/** Growth that compounds, seasons, and how much of the usage follows. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths } from '../../../src/engine/calendar.ts';
import {
  type GrowthRule,
  growthIn,
  growthRuleOf,
  NO_GROWTH,
} from '../../../src/engine/forecast/growth-rate.ts';

const REFERENCE = '2026-10';
const rule = (more: Partial<GrowthRule> = {}): GrowthRule => ({
  workloads: ['*'],
  annualRate: 0,
  annualRange: null,
  seasonality: null,
  elasticity: 1,
  storageAnnualRate: null,
  ...more,
});
const rates = fc.double({ min: -0.9, max: 3, noNaN: true });
const indexes = fc.integer({ min: 0, max: 36 });

describe('growth', () => {
  test('compounds to the annual rate after twelve months, month after month by the same factor', () => {
    fc.assert(
      fc.property(rates, indexes, (annualRate, index) => {
        const at = (month: number) => growthIn(rule({ annualRate }), REFERENCE, month).traffic;
        expect(at(index)).toBeCloseTo((1 + annualRate) ** (index / 12), 9);
        expect(at(index + 12)).toBeCloseTo(at(index) * (1 + annualRate), 6);
        expect(at(0)).toBe(1);
      }),
    );
  });

  test('of stored data has a rate of its own, or that of the traffic without its seasons', () => {
    const seasonality = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1];
    const own = growthIn(rule({ annualRate: 0.2, storageAnnualRate: 1, seasonality }), REFERENCE, 12);
    const follows = growthIn(rule({ annualRate: 0.2, seasonality }), REFERENCE, 1);

    expect(own.storage).toBeCloseTo(2, 12);
    expect(follows.storage).toBeCloseTo(1.2 ** (1 / 12), 12);
    expect(follows.traffic).toBeCloseTo(3 * 1.2 ** (1 / 12), 12);
  });
});

describe('usage', () => {
  test('lies between what it was and what the traffic does, by its elasticity', () => {
    fc.assert(
      fc.property(
        rates,
        indexes,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (annualRate, index, elasticity) => {
          const { traffic, usage } = growthIn(rule({ annualRate, elasticity }), REFERENCE, index);
          expect(usage - 1).toBeCloseTo(elasticity * (traffic - 1), 9);
          expect(usage).toBeGreaterThan(0);
        },
      ),
    );
    expect(growthIn(rule({ annualRate: 1, elasticity: 0 }), REFERENCE, 12).usage).toBe(1);
  });
});

describe('seasons', () => {
  const weights = fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 12, maxLength: 12 });

  test('are relative to the reference month: the same month of any year is the same', () => {
    fc.assert(
      fc.property(weights, indexes, (seasonality, index) => {
        const at = (month: number) => growthIn(rule({ seasonality }), REFERENCE, month).traffic;
        const weightOf = (month: number) =>
          seasonality[Number(addMonths(REFERENCE, month).slice(5)) - 1] ?? Number.NaN;
        expect(at(index)).toBeCloseTo(weightOf(index) / weightOf(0), 9);
        expect(at(index + 12)).toBeCloseTo(at(index), 9);
      }),
    );
  });
});

describe('a rule', () => {
  test('is the first that names the workload', () => {
    const rules = [rule({ workloads: ['shop', 'pay*'], annualRate: 0.1 }), rule({ annualRate: 0.5 })];
    expect(growthRuleOf(rules, 'payments')?.annualRate).toBe(0.1);
    expect(growthRuleOf(rules, 'lab')?.annualRate).toBe(0.5);
    expect(growthRuleOf(rules.slice(0, 1), 'lab')).toBe(null);
  });

  test('that is missing leaves the bill as it is; events still count', () => {
    expect(growthIn(null, REFERENCE, 7)).toEqual(NO_GROWTH);
    expect(growthIn(null, REFERENCE, 7, 1.5)).toEqual({ traffic: 1.5, usage: 1.5, storage: 1 });
    expect(growthIn(rule(), REFERENCE, 7, 1.5).traffic).toBe(1.5);
  });
});
