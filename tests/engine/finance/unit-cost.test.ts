/** Unit cost: what one of a business metric costs, by month, measured on runs with growth. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BusinessMetric } from '../../../src/engine/finance/business-metric.ts';
import { unitCostsOf } from '../../../src/engine/finance/unit-cost.ts';
import type { GrowthRule } from '../../../src/engine/forecast/growth-rate.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estates, plans } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, move, other, plan, utilization } from '../estates.ts';

const GROWTH: GrowthRule = {
  workloads: ['*'],
  annualRate: 0.25,
  annualRange: null,
  seasonality: null,
  elasticity: 1,
  storageAnnualRate: null,
};
const IDLE = utilization({ cpu: { p95: 0.01 }, networkMbps: { p95: 0 } });

const metricOf = (values: Readonly<Record<string, number>>, workload = '*'): BusinessMetric => ({
  metric: 'orders',
  workload,
  values: Object.entries(values).map(([month, value]) => ({ month, value })),
});

/**
 * $100 in January 2024, $44 of them idle machines: after a year of 25 % growth $125 without the plan and $70 with it.
 */
function growingRun() {
  const machines = 55 / 1.25;
  const fit = machines / (0.1 * 168);
  const estate = estateOf(
    [instance('idle', {}, { utilization: IDLE, workload: 'lab' }), other('rest', String(100 - machines))],
    { fit: () => fit },
  );
  return createSimulator(estate, testBook()).run(
    plan([move('terminate-idle-compute')], { assumptions: { growth: [GROWTH] } }),
    { horizonMonths: 12 },
  );
}

describe('a bill of 100 whose traffic grows by 25 % and whose plan ends at 70', () => {
  const run = growingRun();

  test('is that', () => {
    expect(Number(run.baseline.effectiveCost)).toBeCloseTo(100, 6);
    expect(Number(run.months[11]?.forecastCost)).toBeCloseTo(125, 6);
    expect(Number(run.months[11]?.runRateCost)).toBeCloseTo(70, 6);
  });

  test.each([
    ['is not stated and goes with the traffic', { '2024-01': 1000 }, 'extrapolated'],
    ['is stated', { '2024-01': 1000, '2025-01': 1250 }, 'forecast'],
  ] as const)('costs 30 % less, and 44 % less for each order, where the number of orders %s', (...given) => {
    const [, values, basis] = given;
    const [found] = unitCostsOf(run, [metricOf(values)]);
    const first = found?.months[0];
    const last = found?.months[12];

    expect(first?.month).toBe('2024-01');
    expect(Number(first?.unitCost)).toBeCloseTo(0.1, 9);
    expect(last?.basis).toBe(basis);
    expect(last?.value).toBeCloseTo(1250, 6);
    expect(last?.traffic).toBeCloseTo(1.25, 9);
    expect(last?.costChange).toBeCloseTo(-0.3, 6);
    expect(last?.unitChange).toBeCloseTo(-0.44, 6);
    expect(last?.unitChangeByPlan).toBeCloseTo(-0.44, 6);
    expect(Number(last?.forecastUnitCost)).toBeCloseTo(0.1, 6);
    expect(Number(last?.unitCost)).toBeCloseTo(0.056, 6);
  });

  test('counts the workloads of the pattern only', () => {
    const [lab, none] = unitCostsOf(run, [
      metricOf({ '2024-01': 10 }, 'l*b'),
      metricOf({ '2024-01': 10 }, 'zzz'),
    ]);

    expect(lab?.workloads).toEqual(['lab']);
    expect(Number(lab?.months[12]?.forecastCost)).toBeCloseTo(55, 6);
    expect(Number(lab?.months[12]?.runRateCost)).toBeCloseTo(0, 9);
    expect(lab?.months[12]?.unitChange).toBeCloseTo(-1, 9);
    expect(none).toEqual({ metric: 'orders', pattern: 'zzz', workloads: [], months: [] });
  });

  test('has no unit cost where there is no value, or the value is 0', () => {
    const [found] = unitCostsOf(run, [metricOf({ '2024-02': 0, '2024-03': 5 })]);
    const [bill, february, march] = found?.months ?? [];

    expect([bill?.value, bill?.basis, bill?.unitCost]).toEqual([null, null, null]);
    expect([february?.value, february?.unitCost]).toEqual([0, null]);
    expect(march?.unitCost).not.toBeNull();
    // Nothing to compare with in the month of the bill.
    expect(march?.unitChange).toBeNull();
    expect(march?.unitChangeByPlan).not.toBeNull();
  });
});

describe('of all workloads', () => {
  test('costs are those of the run, in every month', () => {
    fc.assert(
      fc.property(estates(), plans, (estate, each) => {
        const run = createSimulator(estate, testBook()).run(each, { horizonMonths: 4 });
        const [found] = unitCostsOf(run, [metricOf({ '2024-01': 10 })]);
        if (run.baseline.ledger.length === 0) return;
        const rows = found?.months.slice(1) ?? [];
        expect(rows.map(({ forecastCost }) => forecastCost.toFixed())).toEqual(
          run.months.map(({ forecastCost }) => forecastCost.toFixed()),
        );
        expect(rows.map(({ runRateCost }) => runRateCost.toFixed())).toEqual(
          run.months.map(({ runRateCost }) => runRateCost.toFixed()),
        );
      }),
      { numRuns: 30 },
    );
  });
});
