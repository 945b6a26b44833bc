/** The money of a run as data, and what it takes for granted. */

import type { z } from 'zod';
import {
  type ClockTotals,
  type Decimal,
  decimal,
  type Finance,
  type SavingShares,
  toText,
  type UnitCost,
} from '../engine/index.ts';
import type { financeSchema, unitCostsSchema } from './contract/finance.ts';
import { money, percent } from './format.ts';

export type FinanceReport = z.output<typeof financeSchema>;
export type UnitCostReport = z.output<typeof unitCostsSchema>[number];

/** Digits of a unit cost: a request costs millionths of a dollar. */
const UNIT_COST_DIGITS = 12;

function totalsReport(totals: ClockTotals): FinanceReport['total'] {
  return {
    forecastCost: toText(totals.forecastCost),
    forecastBilledCost: toText(totals.forecastBilledCost),
    runRateCost: toText(totals.runRateCost),
    effectiveCost: toText(totals.effectiveCost),
    billedCost: toText(totals.billedCost),
    runRateSaving: toText(totals.runRateSaving),
    effectiveSaving: toText(totals.effectiveSaving),
    cashSaving: toText(totals.cashSaving),
    oneOffCost: toText(totals.oneOffCost),
    labourCost: totals.labourCost && toText(totals.labourCost),
    netCash: toText(totals.netCash),
  };
}

function sharesReport(shares: SavingShares): NonNullable<FinanceReport['shares']>['cash'] {
  const { ofBill, ofAddressable, ofForecast } = shares;
  return {
    cost: toText(shares.cost),
    forecastCost: toText(shares.forecastCost),
    billCost: toText(shares.billCost),
    addressableCost: shares.addressableCost && toText(shares.addressableCost),
    savedAgainstBill: toText(shares.savedAgainstBill),
    savedAgainstForecast: toText(shares.savedAgainstForecast),
    ofBill,
    ofAddressable,
    ofForecast,
  };
}

/** The money of a run as data. */
export function financeReport(finance: Finance): FinanceReport {
  const { payback, shares } = finance;
  return {
    months: finance.months.map(({ index, month, workDays, cumulative, ...totals }) => ({
      index,
      month,
      workDays,
      ...totalsReport(totals),
      cumulative: { ...totalsReport(cumulative), prepaid: toText(cumulative.prepaid) },
    })),
    total: totalsReport(finance.total),
    fiscalYearStart: finance.fiscalYearStart,
    fiscalYears: finance.fiscalYears.map(({ totals, ...year }) => ({ ...year, ...totalsReport(totals) })),
    discountRate: finance.discountRate,
    netPresentValue: toText(finance.netPresentValue),
    payback: {
      month: payback.month,
      deepest: payback.deepest && { ...payback.deepest, amount: toText(payback.deepest.amount) },
    },
    prepaid: toText(finance.prepaid),
    shares: shares && {
      index: shares.index,
      month: shares.month,
      runRate: sharesReport(shares.runRate),
      cash: sharesReport(shares.cash),
    },
  };
}

function unitAmount(amount: Decimal | null): string | null {
  return amount && toText(decimal(amount.toPrecision(UNIT_COST_DIGITS)));
}

/** Unit costs as data. */
export function unitCostsReport(unitCosts: readonly UnitCost[]): UnitCostReport[] {
  return unitCosts.map(({ metric, pattern, workloads, months }) => ({
    metric,
    pattern,
    workloads: [...workloads],
    months: months.map(month => ({
      ...month,
      forecastCost: toText(month.forecastCost),
      runRateCost: toText(month.runRateCost),
      forecastUnitCost: unitAmount(month.forecastUnitCost),
      unitCost: unitAmount(month.unitCost),
    })),
  }));
}

/** The values of one metric that nobody stated. */
function carriedOn({ metric, months }: UnitCost): string[] {
  const carried = months.filter(({ basis }) => basis === 'extrapolated');
  const [first, last] = [carried[0], carried.at(-1)];
  if (!first || !last) return [];
  const span = first === last ? first.month : `${first.month} to ${last.month}`;
  const count = carried.length === 1 ? 'the value' : `${carried.length} values`;
  return [
    `Of ${metric}, ${count} of ${span} are not stated: the last one before goes on with the traffic of its workloads, weighted by their cost.`,
  ];
}

/** What the money of a run rests on, in sentences. @param costPerEngineerDay as the run has it */
export function financeAssumptions(
  finance: Finance,
  unitCosts: readonly UnitCost[],
  costPerEngineerDay: string | null,
  currency: string,
): string[] {
  return [
    `Net present value is taken at ${percent(finance.discountRate)} a year, each month's net cash at its end.`,
    costPerEngineerDay === null
      ? 'Net cash leaves out the work: no cost of an engineer-day is stated.'
      : `An engineer-day costs ${money(costPerEngineerDay, currency, 2)}; it counts in net cash, not in the bill.`,
    ...unitCosts.flatMap(carriedOn),
  ];
}
