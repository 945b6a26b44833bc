/** What each fiscal year sees of a plan: its months of the run, added up. */

import { addMonths, MONTHS_PER_YEAR } from '../calendar.ts';
import { type ClockMonth, type ClockTotals, totalsOf } from './clock-months.ts';

/** A fiscal year, as far as the run reaches into it. */
export type FiscalYear = {
  /** Called after the calendar year in which it ends: `2027`, or `FY2027` where it does not begin in January. */
  readonly name: string;
  /** First and last month of the whole year, `yyyy-mm`. */
  readonly from: string;
  readonly to: string;
  /** Months of it that the run plays, 1..12. */
  readonly months: number;
  readonly totals: ClockTotals;
  /** cashSaving over forecastBilledCost of those months; null when there is nothing to divide by. */
  readonly cashShare: number | null;
  /** Run-rate saving over forecastCost in the last of those months: the rate at which the year is left. */
  readonly exitRunRateShare: number | null;
};

/** A share of an amount above 0; null otherwise. */
export function shareOf(part: ClockTotals['netCash'], whole: ClockTotals['netCash']): number | null {
  return whole.isPositive() && !whole.isZero() ? Number(part.div(whole)) : null;
}

/** First month of the fiscal year that a month belongs to. @param startMonth 1..12 */
function yearStart(month: string, startMonth: number): string {
  const since = (Number(month.slice(5)) - startMonth + MONTHS_PER_YEAR) % MONTHS_PER_YEAR;
  return addMonths(month, -since);
}

/**
 * The months of a run by fiscal year; their totals add up to those of the run.
 * @param startMonth calendar month in which a fiscal year begins, 1..12
 */
export function fiscalYearsOf(months: readonly ClockMonth[], startMonth: number): FiscalYear[] {
  return [...Map.groupBy(months, ({ month }) => yearStart(month, startMonth))].map(([from, own]) => {
    const to = addMonths(from, MONTHS_PER_YEAR - 1);
    const totals = totalsOf(own);
    const last = own.at(-1);
    return {
      name: `${startMonth === 1 ? '' : 'FY'}${to.slice(0, 4)}`,
      from,
      to,
      months: own.length,
      totals,
      cashShare: shareOf(totals.cashSaving, totals.forecastBilledCost),
      exitRunRateShare: last ? shareOf(last.runRateSaving, last.forecastCost) : null,
    };
  });
}
