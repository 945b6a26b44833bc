/** Which two months may be compared. */

import { UserError } from '../errors.ts';
import type { MonthCoverage } from './month-coverage.ts';

/** Which months were asked for. */
export type MonthChoice = {
  readonly from: string | null;
  readonly to: string | null;
  readonly allowPartial: boolean;
};

/** Two months to compare: `month` amounts of whole months, or amounts a `day` where one of them is not whole. */
export type MonthPair = {
  readonly from: MonthCoverage;
  readonly to: MonthCoverage;
  readonly basis: 'month' | 'day';
};

function monthList(coverages: readonly MonthCoverage[]): string {
  const shown = coverages.slice(-12);
  return shown
    .map(({ month, missing }) => `${month} ${missing === null ? 'is whole' : `is not: ${missing}`}`)
    .join('; ');
}

function needTwo(coverages: readonly MonthCoverage[], what: string): UserError {
  return new UserError({
    code: 'too-few-months',
    message: `${what} ${coverages.length === 0 ? 'There is no month in this currency.' : `Known: ${monthList(coverages)}.`}`,
    hint: 'Import the bill of another whole month, or compare days of months that are not whole with --allow-partial.',
    exitCode: 3,
  });
}

function named(month: string, coverages: readonly MonthCoverage[], allowPartial: boolean): MonthCoverage {
  const found = coverages.find(coverage => coverage.month === month);
  if (!found)
    throw new UserError({
      code: 'no-such-period',
      message: `The workspace has no charges of ${month} in this currency.`,
      hint: `It has ${coverages.map(each => each.month).join(', ') || 'none at all'}.`,
      exitCode: 2,
    });
  if (found.state !== 'whole' && !allowPartial)
    throw new UserError({
      code: 'partial-month',
      message: `${month} is not a whole month: ${found.missing ?? ''}.`,
      hint: 'Import the rest of it, or compare the days that are there with --allow-partial.',
      exitCode: 3,
    });
  return found;
}

/**
 * The two months to compare: those named, else the latest two that are whole.
 * @throws UserError usage: a month that is not there, or not before the other; data: a named month is not whole, or there
 * are no two
 */
export function chooseMonths(coverages: readonly MonthCoverage[], choice: MonthChoice): MonthPair {
  const none = choice.allowPartial ? 'No month' : 'No whole month';
  const candidates = coverages.filter(({ state }) => choice.allowPartial || state === 'whole');
  const fixedFrom = choice.from === null ? null : named(choice.from, coverages, choice.allowPartial);
  const to =
    choice.to === null
      ? candidates.findLast(({ month }) => !fixedFrom || month > fixedFrom.month)
      : named(choice.to, coverages, choice.allowPartial);
  if (!to)
    throw needTwo(coverages, fixedFrom ? `${none} comes after ${fixedFrom.month}.` : 'No month is whole.');
  const from = fixedFrom ?? candidates.findLast(({ month }) => month < to.month);
  if (!from) throw needTwo(coverages, `${none} comes before ${to.month}.`);
  if (from.month >= to.month)
    throw new UserError({
      code: 'months-not-in-order',
      message: `${from.month} does not come before ${to.month}.`,
      hint: 'Name the earlier month with --from and the later one with --to.',
      exitCode: 2,
    });
  return { from, to, basis: from.state === 'whole' && to.state === 'whole' ? 'month' : 'day' };
}
