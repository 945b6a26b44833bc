/**
 * Two clocks of a run, month by month: what the run-rate says, and what is paid. Both are measured against the forecast,
 * which is what the same month would cost without the plan.
 */

import { type Decimal, decimal, sum, toLedger, ZERO } from '../money.ts';
import type { Run, RunMonth } from '../simulate/run.ts';

/** Amounts that add up over months, in the run's currency. */
export type ClockTotals = {
  /** Without the plan: amortised, and as invoiced. */
  readonly forecastCost: Decimal;
  readonly forecastBilledCost: Decimal;
  /** With the plan: amortised without one-off charges, amortised, and as invoiced. */
  readonly runRateCost: Decimal;
  readonly effectiveCost: Decimal;
  readonly billedCost: Decimal;
  /** forecastCost - runRateCost. */
  readonly runRateSaving: Decimal;
  /** forecastCost - effectiveCost: less than the run-rate by the one-off charges. */
  readonly effectiveSaving: Decimal;
  /** forecastBilledCost - billedCost: upfront fees, one-off charges and dual running are in it when they are paid. */
  readonly cashSaving: Decimal;
  /** What comes once: changes, transfers, dual running. Upfront fees are none: they buy something that lasts. */
  readonly oneOffCost: Decimal;
  /** Engineer-days at the stated price of a day; null: no price is stated, and effort is counted in days only. */
  readonly labourCost: Decimal | null;
  /** cashSaving - labourCost. */
  readonly netCash: Decimal;
};

/** One month on both clocks. */
export type ClockMonth = ClockTotals & {
  /** From 1. */
  readonly index: number;
  /** `yyyy-mm`. */
  readonly month: string;
  /** Engineer-days. */
  readonly workDays: number;
  /** Sums of the months so far. */
  readonly cumulative: ClockTotals & {
    /** effectiveSaving - cashSaving so far: paid for months to come, as upfront fees are. */
    readonly prepaid: Decimal;
  };
};

const NOTHING: ClockTotals = {
  forecastCost: ZERO,
  forecastBilledCost: ZERO,
  runRateCost: ZERO,
  effectiveCost: ZERO,
  billedCost: ZERO,
  runRateSaving: ZERO,
  effectiveSaving: ZERO,
  cashSaving: ZERO,
  oneOffCost: ZERO,
  labourCost: null,
  netCash: ZERO,
};

function plus(a: ClockTotals, b: ClockTotals): ClockTotals {
  return {
    forecastCost: a.forecastCost.plus(b.forecastCost),
    forecastBilledCost: a.forecastBilledCost.plus(b.forecastBilledCost),
    runRateCost: a.runRateCost.plus(b.runRateCost),
    effectiveCost: a.effectiveCost.plus(b.effectiveCost),
    billedCost: a.billedCost.plus(b.billedCost),
    runRateSaving: a.runRateSaving.plus(b.runRateSaving),
    effectiveSaving: a.effectiveSaving.plus(b.effectiveSaving),
    cashSaving: a.cashSaving.plus(b.cashSaving),
    oneOffCost: a.oneOffCost.plus(b.oneOffCost),
    labourCost: b.labourCost === null ? a.labourCost : (a.labourCost ?? ZERO).plus(b.labourCost),
    netCash: a.netCash.plus(b.netCash),
  };
}

/** Sum of some months; a price of labour that is not stated stays so. */
export function totalsOf(months: readonly ClockTotals[]): ClockTotals {
  return months.reduce(plus, NOTHING);
}

/** Days spent in a month. Where no team has to find them, a move takes its days in the month in which it begins. */
function daysIn(run: Run, { index, workDays }: RunMonth): number {
  if (run.assumptions.teams.length > 0) return workDays;
  return run.moves.reduce(
    (total, { begunMonth, effortDays }) => total + (begunMonth === index ? effortDays.mean : 0),
    0,
  );
}

function clockMonth(run: Run, month: RunMonth): Omit<ClockMonth, 'cumulative'> {
  const { index, forecastCost, forecastBilledCost, runRateCost, effectiveCost, billedCost } = month;
  const { costPerEngineerDay } = run.assumptions;
  const workDays = daysIn(run, month);
  const labourCost =
    costPerEngineerDay === null ? null : toLedger(decimal(costPerEngineerDay).times(decimal(workDays)));
  const cashSaving = forecastBilledCost.minus(billedCost);
  return {
    index,
    month: month.month,
    workDays,
    forecastCost,
    forecastBilledCost,
    runRateCost,
    effectiveCost,
    billedCost,
    runRateSaving: forecastCost.minus(runRateCost),
    effectiveSaving: forecastCost.minus(effectiveCost),
    cashSaving,
    oneOffCost: sum(month.oneOff.map(({ amount }) => amount)),
    labourCost,
    netCash: cashSaving.minus(labourCost ?? ZERO),
  };
}

/** The months of a run on both clocks. */
export function clockMonthsOf(run: Run): ClockMonth[] {
  let soFar = NOTHING;
  return run.months.map(each => {
    const month = clockMonth(run, each);
    soFar = plus(soFar, month);
    const prepaid = soFar.effectiveSaving.minus(soFar.cashSaving);
    return { ...month, cumulative: { ...soFar, prepaid } };
  });
}
