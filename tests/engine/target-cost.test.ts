/** What a target asks for: against the bill or the forecast, and after an event that changes it. */

import { describe, expect, test } from 'vitest';
import type { Inject } from '../../src/engine/forecast/inject.ts';
import type { Target } from '../../src/engine/plan.ts';
import { createSimulator } from '../../src/engine/simulate/simulate.ts';
import { targetCostOf } from '../../src/engine/target-cost.ts';
import { testBook } from '../helpers/test-book.ts';
import { estateOf, instance, other, plan } from './estates.ts';

const ESTATE = estateOf([instance('a', {}, { workload: 'shop' }), other('rest', '83.2')]);

function targetOf(target: Partial<Target>, more: Parameters<typeof plan>[1] = {}) {
  const full: Target = {
    goal: { kind: 'reduce-by', fraction: 0.1 },
    byMonth: 6,
    basis: 'run-rate',
    ...target,
  };
  const run = createSimulator(ESTATE, testBook()).run(plan([], { target: full, ...more }), {
    horizonMonths: 12,
  });
  return { run, found: targetCostOf(run) };
}

const ASK_MORE: Inject = { kind: 'target', title: null, from: 4, reduceBy: 0.3 };

describe('the baseline', () => {
  const growth = {
    workloads: ['*'],
    annualRate: 0.5,
    annualRange: null,
    seasonality: null,
    elasticity: 1,
    storageAnnualRate: null,
  };

  test('is the bill unless the target says otherwise, whatever grows', () => {
    const { run, found } = targetOf({}, { assumptions: { growth: [growth] } });
    expect(found.baselineCost).toEqual(run.baseline.effectiveCost);
    expect(found.against).toBe('reference-month');
  });

  test.each(['run-rate', 'cash'] as const)(
    'against the forecast is the month without the plan, %s',
    basis => {
      const { run, found } = targetOf({ basis, against: 'forecast' }, { assumptions: { growth: [growth] } });
      const month = run.months[5];
      expect(found.baselineCost).toEqual(basis === 'cash' ? month?.forecastBilledCost : month?.forecastCost);
      expect(found.baselineCost.greaterThan(run.baseline.effectiveCost)).toBe(true);
      expect(found.allowedCost.toNumber()).toBeCloseTo(found.baselineCost.toNumber() * 0.9, 9);
    },
  );
});

describe('an event that changes the target', () => {
  test.each([
    [3, 0.1],
    [4, 0.3],
    [6, 0.3],
  ])('counts for a target in month %d: %d', (byMonth, fraction) => {
    const { found } = targetOf({ byMonth }, { assumptions: { injects: [ASK_MORE] } });
    expect(found.fraction?.toNumber()).toBe(fraction);
    expect(found.allowedCost.toNumber()).toBeCloseTo(100 * (1 - fraction), 9);
  });

  test('replaces an amount too', () => {
    const goal = { kind: 'reduce-to', amount: '95' } as const;
    expect(targetOf({ goal }).found).toMatchObject({ fraction: null });
    expect(targetOf({ goal }).found.allowedCost.toFixed()).toBe('95');
    const changed = targetOf({ goal }, { assumptions: { injects: [ASK_MORE] } }).found;
    expect(changed.allowedCost.toFixed()).toBe('70');
  });
});

test('a target beyond the run is judged in its last month', () => {
  expect(targetOf({ byMonth: 99 }).found.index).toBe(12);
});
