/** The fees of a commitment as exact decimals: what a period bills, and what it carries of them (amortised). */

import {
  addMonths,
  HOURS_PER_YEAR,
  isoTime,
  MS_PER_HOUR,
  monthOf,
  monthPeriod,
  type Period,
} from '../calendar.ts';
import { Decimal, decimal, sum, toLedger, ZERO } from '../money.ts';
import type { ApplicationInput, CommitmentOutcome } from './application.ts';
import type { Commitment } from './commitment.ts';
import { effectivePerHour, recurringPerHour, upfrontFee } from './fees.ts';
import { hoursInForce } from './hours-in-force.ts';

/** One fee as an invoice shows it. */
export type Fee = {
  readonly frequency: 'One-Time' | 'Recurring';
  readonly period: Period;
  /** Hours of the term that it pays for. */
  readonly hours: number;
  readonly amount: Decimal;
};

/** How recurring fees are written: a row an hour (AWS Savings Plans), or a row a month. */
export type FeeFrequency = 'hourly' | 'monthly';

/** Digits of the share that a contract discount leaves: it comes out of sums, and must be the same in every period. */
const SHARE_DIGITS = 12;

/** Share of its fees that the contract discount leaves. */
function netShare(commitment: Commitment, outcome: CommitmentOutcome, hoursHeld: number): Decimal {
  const pairs = [
    [outcome.recurringBilledCost, recurringPerHour(commitment) * hoursHeld],
    [outcome.upfrontBilledCost, upfrontFee(commitment)],
    [outcome.committedCost, effectivePerHour(commitment) * hoursHeld],
  ] as const;
  const [net, gross] = pairs.find(pair => pair.every(each => each > 0)) ?? [1, 1];
  return decimal(net / gross).toDecimalPlaces(SHARE_DIGITS);
}

/** Parts of the hours in force that lie in one calendar month each. */
function monthParts(from: number, to: number): readonly Period[] {
  const parts: Period[] = [];
  for (let startMs = from; startMs < to; ) {
    const endMs = Math.min(to, monthPeriod(addMonths(monthOf(startMs), 1)).startMs);
    parts.push({ startMs, endMs });
    startMs = endMs;
  }
  return parts;
}

function hourParts(from: number, to: number): readonly Period[] {
  return Array.from({ length: Math.round((to - from) / MS_PER_HOUR) }, (_, hour) => ({
    startMs: from + hour * MS_PER_HOUR,
    endMs: from + (hour + 1) * MS_PER_HOUR,
  }));
}

/** First and last instant of a commitment's term; null where the bill does not say when it began. */
function termOf({ startMs, endMs }: Commitment, termHours: number): Period | null {
  if (startMs === null) return null;
  return { startMs, endMs: endMs ?? startMs + termHours * MS_PER_HOUR };
}

/**
 * Upfront fee carried by a period: differences of rounded running totals, so that the periods of a term add up to the fee
 * to the last digit.
 */
function amortised(fee: Decimal, term: Period, period: Period): Decimal {
  const length = term.endMs - term.startMs;
  if (length <= 0) return ZERO;
  const until = (ms: number) =>
    toLedger(fee.times(Math.min(length, Math.max(0, ms - term.startMs))).dividedBy(length));
  return until(period.endMs).minus(until(period.startMs));
}

/** Part of what was paid at once that the period carries. */
function carriedOf(
  commitment: Commitment,
  outcome: CommitmentOutcome,
  paid: {
    readonly once: Decimal;
    readonly onceHours: number;
    readonly share: Decimal;
    readonly hoursHeld: number;
  },
  period: Period,
): Decimal {
  // Units bought once are a cost when they are used, not by the hour.
  if (commitment.kind === 'pre-purchase') return toLedger(outcome.committedCost);
  const term = termOf(commitment, paid.onceHours);
  if (term) return amortised(paid.once, term, period);
  const perHour = effectivePerHour(commitment) - recurringPerHour(commitment);
  return toLedger(paid.share.times(perHour).times(paid.hoursHeld));
}

/** Fees billed in the period, and the amortised cost of the period: recurring fees, and its part of the upfront fee. */
export function feesOf(
  commitment: Commitment,
  outcome: CommitmentOutcome,
  input: Pick<ApplicationInput, 'period' | 'hours'>,
  frequency: FeeFrequency,
): { readonly fees: readonly Fee[]; readonly effectiveCost: Decimal } {
  const { period } = input;
  const { fromHour, toHour } = hoursInForce(commitment, input);
  const hoursHeld = toHour - fromHour;
  const share = netShare(commitment, outcome, hoursHeld);
  const from = period.startMs + fromHour * MS_PER_HOUR;
  const to = period.startMs + toHour * MS_PER_HOUR;
  const perHour = share.times(recurringPerHour(commitment));
  const parts = perHour.isZero() ? [] : (frequency === 'hourly' ? hourParts : monthParts)(from, to);
  const recurring = parts.map((part): Fee => {
    const hours = (part.endMs - part.startMs) / MS_PER_HOUR;
    return { frequency: 'Recurring', period: part, hours, amount: toLedger(perHour.times(hours)) };
  });
  const once = toLedger(share.times(upfrontFee(commitment)));
  const onceHours = (commitment.termYears ?? 0) * HOURS_PER_YEAR;
  const { startMs } = commitment;
  const isBilled = startMs !== null && startMs >= period.startMs && startMs < period.endMs;
  const upfront: readonly Fee[] =
    isBilled && !once.isZero()
      ? [
          {
            frequency: 'One-Time',
            period: { startMs, endMs: startMs + MS_PER_HOUR },
            hours: onceHours,
            amount: once,
          },
        ]
      : [];
  const carried = carriedOf(commitment, outcome, { once, onceHours, share, hoursHeld }, period);
  return {
    fees: [...upfront, ...recurring],
    effectiveCost: sum(recurring.map(({ amount }) => amount)).plus(carried),
  };
}

/** Calendar months that a period touches, as FOCUS billing period. */
export function billingPeriod({ startMs, endMs }: Period): { readonly start: string; readonly end: string } {
  return {
    start: isoTime(monthPeriod(monthOf(startMs)).startMs),
    end: isoTime(monthPeriod(monthOf(Math.max(startMs, endMs - 1))).endMs),
  };
}

/**
 * Splits an amount over parts in proportion, each rounded to a nano-dollar; what is left is the rest.
 * @param isUsedUp no rest: the largest part takes what rounding leaves
 */
export function splitExactly(
  amount: Decimal,
  shares: readonly number[],
  isUsedUp: boolean,
): { readonly parts: readonly Decimal[]; readonly rest: Decimal } {
  const parts = shares.map(share => toLedger(amount.times(share)));
  const rest = amount.minus(sum(parts));
  if (shares.length === 0 || (!isUsedUp && !rest.isNegative())) return { parts, rest };
  const largest = shares.indexOf(Math.max(...shares));
  return {
    parts: parts.map((part, index) => (index === largest ? part.plus(rest) : part)),
    rest: new Decimal(0),
  };
}
