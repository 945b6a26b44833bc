/** FOCUS rows of usage of any length: a billing month at a time. */

import { addMonths, hoursIn, MS_PER_HOUR, monthOf, monthPeriod, type Period } from '../engine/calendar.ts';
import type { Application, ApplicationInput } from '../engine/commitments/application.ts';
import { applyCommitments } from '../engine/commitments/apply.ts';
import { type FocusRow, focusRows } from '../engine/commitments/focus-rows.ts';
import { UserError } from '../engine/errors.ts';

const OPTIONS = { billingCurrency: 'USD', recurringFees: 'monthly' } as const;

/** Parts of a period that lie in one calendar month each. */
function monthsOf({ startMs, endMs }: Period): Period[] {
  const parts: Period[] = [];
  for (let month = monthOf(startMs); monthPeriod(month).startMs < endMs; month = addMonths(month, 1)) {
    const whole = monthPeriod(month);
    parts.push({ startMs: Math.max(startMs, whole.startMs), endMs: Math.min(endMs, whole.endMs) });
  }
  return parts;
}

/** The input of some of its hours. */
function inputOf(input: ApplicationInput, period: Period): ApplicationInput {
  const from = (period.startMs - input.period.startMs) / MS_PER_HOUR;
  const hours = hoursIn(period);
  const pools = input.pools.map(pool => ({
    ...pool,
    quantities: pool.quantities.subarray(from, from + hours),
  }));
  return { ...input, period, hours, pools };
}

/**
 * Every month as its invoice would be: free tiers and volume tiers start again with each.
 * @throws UserError for a pre-purchase over several months: what a month leaves would be needed in the next
 */
export function* focusMonths(input: ApplicationInput, application: Application): Generator<FocusRow> {
  const months = monthsOf(input.period);
  if (months.length === 1) {
    yield* focusRows(input, application, OPTIONS);
    return;
  }
  if (input.commitments.some(({ kind }) => kind === 'pre-purchase')) {
    throw new UserError({
      code: 'focus-pre-purchase',
      message: 'FOCUS rows of a pre-purchase are written for one calendar month at a time.',
      hint: 'Give the usage of one month, and the units that are left at its start.',
      exitCode: 3,
    });
  }
  for (const month of months) {
    const part = inputOf(input, month);
    yield* focusRows(part, applyCommitments(part), OPTIONS);
  }
}
