/** How far forecasts were off: per month and over all of them, beside the forecast that repeats the last known month. */

import { type Decimal, sum, ZERO } from '../money.ts';

/** A forecast of one month beside its bill. */
export type ForecastMonth = {
  readonly month: string;
  readonly forecast: Decimal;
  /** The reference month repeated. */
  readonly naive: Decimal;
  readonly actual: Decimal;
  /** P10 and P90 of the forecast; null: no range was given. */
  readonly range: { readonly p10: Decimal; readonly p90: Decimal } | null;
};

/** The same with its errors: forecast less actual, so that a forecast that was too low has a negative one. */
export type MonthError = ForecastMonth & {
  readonly error: Decimal;
  /** Of the actual cost; null where that is 0. */
  readonly errorShare: number | null;
  readonly naiveError: Decimal;
  /** Whether the range holds the actual cost; null without a range. */
  readonly isHeld: boolean | null;
};

/** Errors over all months; null where there is nothing to divide by. */
export type ErrorSummary = {
  /** Mean error: above 0 is a forecast that was too high. */
  readonly bias: Decimal;
  readonly meanAbsoluteError: Decimal;
  /** Mean of the errors as shares of the actual cost, without their signs. */
  readonly meanAbsoluteShare: number | null;
  readonly naiveMeanAbsoluteError: Decimal;
  /** Mean absolute error over that of the naive forecast of the same months: below 1 the forecast is better. */
  readonly relativeError: number | null;
  /**
   * Mean absolute scaled error (Hyndman and Koehler, 2006): the mean absolute error over the mean change from one month to
   * the next up to the reference month. Null with less than two months of history.
   */
  readonly scaledError: number | null;
  /** Months whose range held the actual cost, of those that had a range. */
  readonly held: number;
  readonly ranged: number;
};

function mean(values: readonly Decimal[]): Decimal {
  return values.length === 0 ? ZERO : sum(values).dividedBy(values.length).toDecimalPlaces(9);
}

/** Errors of one month. */
export function monthError(month: ForecastMonth): MonthError {
  const { forecast, actual, naive, range } = month;
  const error = forecast.minus(actual);
  return {
    ...month,
    error,
    errorShare: actual.isZero() ? null : Number(error.dividedBy(actual)),
    naiveError: naive.minus(actual),
    isHeld: range && actual.greaterThanOrEqualTo(range.p10) && actual.lessThanOrEqualTo(range.p90),
  };
}

/** @param history costs of the months up to the reference month, that one last */
export function summarizeErrors(months: readonly MonthError[], history: readonly Decimal[]): ErrorSummary {
  const absolute = mean(months.map(({ error }) => error.abs()));
  const naive = mean(months.map(({ naiveError }) => naiveError.abs()));
  const steps = history.slice(1).map((cost, at) => cost.minus(history[at] ?? ZERO).abs());
  const step = mean(steps);
  const shares = months.flatMap(({ errorShare }) => (errorShare === null ? [] : [Math.abs(errorShare)]));
  const over = (scale: Decimal) => (scale.isZero() ? null : Number(absolute.dividedBy(scale)));
  return {
    bias: mean(months.map(({ error }) => error)),
    meanAbsoluteError: absolute,
    meanAbsoluteShare: shares.length === 0 ? null : shares.reduce((a, b) => a + b, 0) / shares.length,
    naiveMeanAbsoluteError: naive,
    relativeError: over(naive),
    scaledError: steps.length === 0 ? null : over(step),
    held: months.filter(({ isHeld }) => isHeld === true).length,
    ranged: months.filter(({ isHeld }) => isHeld !== null).length,
  };
}
