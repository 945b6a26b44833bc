/** Unit cost: what the workloads of a business metric cost for one of it, with the plan and without, by month. */

import { matchesPattern } from '../estate/match-workload.ts';
import { type Decimal, decimal, ZERO } from '../money.ts';
import type { LedgerAmount } from '../simulate/ledger.ts';
import type { Run } from '../simulate/run.ts';
import { compareText } from '../text-order.ts';
import {
  type BusinessMetric,
  type MetricBasis,
  type MetricContext,
  metricValueIn,
  weightedTraffic,
} from './business-metric.ts';

/** A month of a unit cost. Amounts in the run's currency, effective without one-off charges. */
export type UnitCostMonth = {
  /** 0 is the month of the bill. */
  readonly index: number;
  /** `yyyy-mm`. */
  readonly month: string;
  /** Null where the metric says nothing about the month. */
  readonly value: number | null;
  readonly basis: MetricBasis | null;
  /** Traffic of the workloads over that of the month of the bill. */
  readonly traffic: number;
  /** Of the workloads, without the plan and with it. */
  readonly forecastCost: Decimal;
  readonly runRateCost: Decimal;
  /** Those over the value; null where that is not known or 0. */
  readonly forecastUnitCost: Decimal | null;
  readonly unitCost: Decimal | null;
  /** With the plan, over the month of the bill, less 1: -0.3 is 30 % less. Null where there is nothing to compare. */
  readonly costChange: number | null;
  readonly unitChange: number | null;
  /** Unit cost with the plan over that without, less 1. */
  readonly unitChangeByPlan: number | null;
};

/** The unit cost of one metric. */
export type UnitCost = {
  readonly metric: string;
  /** The pattern, and the workloads of the bill that it matches, by name; none: nothing can be said. */
  readonly pattern: string;
  readonly workloads: readonly string[];
  /** The month of the bill, then those of the run. */
  readonly months: readonly UnitCostMonth[];
};

/** Cost by workload before and after the moves of one month. */
type MonthCosts = {
  readonly month: string;
  readonly forecast: ReadonlyMap<string, Decimal>;
  readonly runRate: ReadonlyMap<string, Decimal>;
};

function added(
  costs: ReadonlyMap<string, Decimal>,
  amounts: readonly LedgerAmount[],
): ReadonlyMap<string, Decimal> {
  const sums = new Map(costs);
  for (const { workload, amount } of amounts) sums.set(workload, (sums.get(workload) ?? ZERO).plus(amount));
  return sums;
}

/** The bill, then each month: what changes by itself is in both columns, what moves change in one. */
function costsByWorkload(run: Run): MonthCosts[] {
  const bill = added(new Map(), run.baseline.ledger);
  const months = run.months.map(({ month, changes }) => {
    const forecast = added(
      bill,
      changes.filter(({ moveId }) => moveId === null),
    );
    const byMoves = changes.filter(({ moveId }) => moveId !== null);
    return { month, forecast, runRate: added(forecast, byMoves) };
  });
  return [{ month: run.referenceMonth, forecast: bill, runRate: bill }, ...months];
}

function costOf(costs: ReadonlyMap<string, Decimal>, workloads: readonly string[]): Decimal {
  return workloads.reduce((total, workload) => total.plus(costs.get(workload) ?? ZERO), ZERO);
}

function perUnit(cost: Decimal, value: number | null): Decimal | null {
  return value === null || value === 0 ? null : cost.div(decimal(value));
}

/** How much more a is than b; null where there is no amount above 0 to compare with. */
function changeOf(a: Decimal | null, b: Decimal | null): number | null {
  if (a === null || b === null || !b.greaterThan(0)) return null;
  return Number(a.div(b)) - 1;
}

function unitCostOf(metric: BusinessMetric, run: Run, costs: readonly MonthCosts[]): UnitCost {
  const names = new Set(costs.flatMap(({ runRate }) => [...runRate.keys()]));
  const workloads = [...names].filter(name => matchesPattern(metric.workload, name)).sort(compareText);
  const bill = costs[0]?.forecast ?? new Map<string, Decimal>();
  const context: MetricContext = {
    referenceMonth: run.referenceMonth,
    assumptions: run.assumptions,
    workloads: workloads.map(workload => ({
      workload,
      // Credits can make a workload cost less than nothing.
      weight: Math.max(0, Number(bill.get(workload) ?? ZERO)),
    })),
  };
  const billCost = costOf(bill, workloads);
  const billUnitCost = perUnit(billCost, metricValueIn(metric, 0, context)?.value ?? null);
  const months = costs.map(({ month, forecast, runRate }, index): UnitCostMonth => {
    const known = metricValueIn(metric, index, context);
    const [forecastCost, runRateCost] = [costOf(forecast, workloads), costOf(runRate, workloads)];
    const forecastUnitCost = perUnit(forecastCost, known?.value ?? null);
    const unitCost = perUnit(runRateCost, known?.value ?? null);
    return {
      index,
      month,
      value: known?.value ?? null,
      basis: known?.basis ?? null,
      traffic: weightedTraffic(context, index),
      forecastCost,
      runRateCost,
      forecastUnitCost,
      unitCost,
      costChange: changeOf(runRateCost, billCost),
      unitChange: changeOf(unitCost, billUnitCost),
      unitChangeByPlan: changeOf(unitCost, forecastUnitCost),
    };
  });
  return { metric: metric.metric, pattern: metric.workload, workloads, months };
}

/** Unit costs of a run, in the order of the metrics; one that matches no workload has no months. */
export function unitCostsOf(run: Run, metrics: readonly BusinessMetric[]): UnitCost[] {
  if (metrics.length === 0) return [];
  const costs = costsByWorkload(run);
  return metrics.map(metric => {
    const found = unitCostOf(metric, run, costs);
    return found.workloads.length === 0 ? { ...found, months: [] } : found;
  });
}
