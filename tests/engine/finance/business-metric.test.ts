/** Values of a business metric by month: stated, forecast, or carried on with the traffic of its workloads. */

import { describe, expect, test } from 'vitest';
import {
  type BusinessMetric,
  type MetricContext,
  metricValueIn,
  weightedTraffic,
} from '../../../src/engine/finance/business-metric.ts';
import type { GrowthRule } from '../../../src/engine/forecast/growth-rate.ts';

const growth = (workload: string, annualRate: number): GrowthRule => ({
  workloads: [workload],
  annualRate,
  annualRange: null,
  seasonality: null,
  elasticity: 0.5,
  storageAnnualRate: null,
});

function contextOf(more: Partial<MetricContext> = {}): MetricContext {
  return {
    referenceMonth: '2026-01',
    assumptions: { growth: [growth('shop', 0.25)], injects: [] },
    workloads: [{ workload: 'shop', weight: 100 }],
    ...more,
  };
}

const metric = (values: Readonly<Record<string, number>>): BusinessMetric => ({
  metric: 'orders',
  workload: 'shop',
  values: Object.entries(values).map(([month, value]) => ({ month, value })),
});

describe('a month', () => {
  const stated = metric({ '2025-12': 90, '2026-01': 100, '2026-06': 120 });
  const context = contextOf();

  test.each([
    ['before the bill is actual', -1, 90, 'actual'],
    ['of the bill is actual', 0, 100, 'actual'],
    ['that is stated for later is a forecast', 5, 120, 'forecast'],
    ['between two stated ones grows from the one before', 3, 100 * 1.25 ** (3 / 12), 'extrapolated'],
    ['after the last one grows from it', 17, 120 * 1.25, 'extrapolated'],
  ] as const)('%s', (_name, index, value, basis) => {
    const found = metricValueIn(stated, index, context);
    expect(found?.value).toBeCloseTo(value, 9);
    expect(found?.basis).toBe(basis);
  });

  test('before the first stated one says nothing', () => {
    expect(metricValueIn(metric({ '2026-03': 5 }), 1, context)).toBeNull();
    expect(metricValueIn(metric({}), 1, context)).toBeNull();
  });

  test('is carried on from a year before the bill, and not from further back', () => {
    expect(metricValueIn(metric({ '2025-01': 80 }), 0, context)?.value).toBeCloseTo(100, 9);
    expect(metricValueIn(metric({ '2024-12': 80 }), 0, context)).toBeNull();
    expect(metricValueIn(metric({ '1900-01': 80 }), 36, context)).toBeNull();
  });

  test('is unknown where the traffic that it went with was none', () => {
    const injects = [
      { kind: 'traffic', title: null, from: 1, change: -1, months: 1, workloads: ['*'] },
    ] as const;
    const stopped = contextOf({ assumptions: { growth: [], injects } });

    expect(metricValueIn(metric({ '2026-01': 10 }), 1, stopped)?.value).toBe(0);
    expect(metricValueIn(metric({ '2026-02': 10 }), 2, stopped)).toBeNull();
  });
});

describe('traffic of several workloads', () => {
  const rules = { growth: [growth('shop', 1), growth('search', 0)], injects: [] };

  test('counts by what they cost', () => {
    const workloads = [
      { workload: 'shop', weight: 75 },
      { workload: 'search', weight: 25 },
    ];
    expect(weightedTraffic(contextOf({ assumptions: rules, workloads }), 12)).toBeCloseTo(1.75, 12);
  });

  test('counts alike where none of them costs anything', () => {
    const workloads = [
      { workload: 'shop', weight: 0 },
      { workload: 'search', weight: 0 },
    ];
    expect(weightedTraffic(contextOf({ assumptions: rules, workloads }), 12)).toBeCloseTo(1.5, 12);
  });

  test('is that of the traffic, not of the share of usage that follows it', () => {
    expect(weightedTraffic(contextOf(), 12)).toBeCloseTo(1.25, 12);
  });

  test('has its events', () => {
    const injects = [
      { kind: 'traffic', title: null, from: 2, change: 0.4, months: null, workloads: ['sh*'] },
    ] as const;
    const context = contextOf({ assumptions: { growth: [], injects } });
    expect([1, 2, 3].map(index => weightedTraffic(context, index))).toEqual([1, 1.4, 1.4]);
  });
});
