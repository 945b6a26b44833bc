/** The money of a run: both clocks, fiscal years, present value, payback, and the saving as a share of several wholes. */

import type { Decimal } from '../money.ts';
import type { Run, RunMonth } from '../simulate/run.ts';
import { type ClockMonth, type ClockTotals, clockMonthsOf, totalsOf } from './clock-months.ts';
import { type FiscalYear, fiscalYearsOf, shareOf } from './fiscal-years.ts';
import { netPresentValue, type Payback, paybackOf } from './present-value.ts';

/** Part of the reference month's bill that a plan can touch: no tax, credits, support, marketplace, or committed usage. */
export type AddressableBill = { readonly billedCost: Decimal; readonly effectiveCost: Decimal };

/** Saving of one month on one clock, over the wholes that people mean by "30 %". */
export type SavingShares = {
  /** The month with the plan, and without it. */
  readonly cost: Decimal;
  readonly forecastCost: Decimal;
  /** The reference month: all of it, and the addressable part; null when that is not known. */
  readonly billCost: Decimal;
  readonly addressableCost: Decimal | null;
  /** billCost - cost, and forecastCost - cost. */
  readonly savedAgainstBill: Decimal;
  readonly savedAgainstForecast: Decimal;
  /** savedAgainstBill over billCost and over addressableCost; savedAgainstForecast over forecastCost. */
  readonly ofBill: number | null;
  readonly ofAddressable: number | null;
  readonly ofForecast: number | null;
};

/** Everything that a run says about money. Amounts in the run's currency. */
export type Finance = {
  readonly months: readonly ClockMonth[];
  readonly total: ClockTotals;
  /** Calendar month in which a fiscal year begins, 1..12. */
  readonly fiscalYearStart: number;
  readonly fiscalYears: readonly FiscalYear[];
  /** Of a year, 0..1. */
  readonly discountRate: number;
  /** Of netCash, at the start of month 1. */
  readonly netPresentValue: Decimal;
  readonly payback: Payback;
  /** Paid by the end of the run for months after it; see `ClockMonth.cumulative.prepaid`. */
  readonly prepaid: Decimal;
  /** In the month of the target, or the last one when the run is shorter; null for a run without months. */
  readonly shares: {
    readonly index: number;
    readonly month: string;
    /** Against effectiveCost of the bill. */
    readonly runRate: SavingShares;
    /** Against billedCost of the bill without one-time charges. */
    readonly cash: SavingShares;
  } | null;
};

/** What a run does not know by itself. */
export type FinanceOptions = {
  /** Calendar month in which a fiscal year begins, 1..12; January when left out. */
  readonly fiscalYearStart?: number;
  /** Left out or null: not known. */
  readonly addressable?: AddressableBill | null;
};

function sharesOf(
  cost: Decimal,
  forecastCost: Decimal,
  billCost: Decimal,
  addressableCost: Decimal | null,
): SavingShares {
  const savedAgainstBill = billCost.minus(cost);
  const savedAgainstForecast = forecastCost.minus(cost);
  return {
    cost,
    forecastCost,
    billCost,
    addressableCost,
    savedAgainstBill,
    savedAgainstForecast,
    ofBill: shareOf(savedAgainstBill, billCost),
    ofAddressable: addressableCost === null ? null : shareOf(savedAgainstBill, addressableCost),
    ofForecast: shareOf(savedAgainstForecast, forecastCost),
  };
}

function sharesIn(month: RunMonth, run: Run, addressable: AddressableBill | null): Finance['shares'] {
  const { baseline } = run;
  return {
    index: month.index,
    month: month.month,
    runRate: sharesOf(
      month.runRateCost,
      month.forecastCost,
      baseline.effectiveCost,
      addressable?.effectiveCost ?? null,
    ),
    cash: sharesOf(
      month.billedCost,
      month.forecastBilledCost,
      baseline.recurringBilledCost,
      addressable?.billedCost ?? null,
    ),
  };
}

/** The money of a run. */
export function financeOf(run: Run, options: FinanceOptions = {}): Finance {
  const { fiscalYearStart = 1, addressable = null } = options;
  const months = clockMonthsOf(run);
  const total = totalsOf(months);
  const flows = months.map(({ netCash }) => netCash);
  const target = run.months[Math.min(run.plan.target.byMonth, run.months.length) - 1];
  return {
    months,
    total,
    fiscalYearStart,
    fiscalYears: fiscalYearsOf(months, fiscalYearStart),
    discountRate: run.assumptions.discountRate,
    netPresentValue: netPresentValue(flows, run.assumptions.discountRate),
    payback: paybackOf(flows),
    prepaid: total.effectiveSaving.minus(total.cashSaving),
    shares: target ? sharesIn(target, run, addressable) : null,
  };
}
