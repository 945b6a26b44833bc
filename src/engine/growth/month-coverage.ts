/** Which days of each month the bills cover: a month that is not whole must not be taken for one. */

import { monthPeriod } from '../calendar.ts';
import { type Decimal, decimal, sum, ZERO } from '../money.ts';
import { compareText } from '../text-order.ts';

const MS_PER_DAY = 86_400_000;

/** Who bills: a billing account of a provider. Each sends a bill of its own, which may be late or cut on its own. */
export type Payer = { readonly provider: string | null; readonly billingAccountId: string | null };

/** Charges of one payer in one month. */
export type PayerMonth = Payer & {
  /** `yyyy-mm` of BillingPeriodStart; null when the charges have none. */
  readonly month: string | null;
  readonly currency: string | null;
  readonly rows: number;
  readonly effectiveCost: string;
  /** Sum of the amounts without their signs: how much of the month is this payer's. */
  readonly grossCost: string;
};

/** Days that charges of an account span. Days are counted from 1970-01-01 UTC, both inclusive. */
export type DaySpan = Payer & {
  readonly month: string;
  readonly currency: string | null;
  readonly subAccountId: string | null;
  /** False for charges that say nothing about use: fees, tax, credits, corrections. */
  readonly isUsage: boolean;
  readonly firstDay: number;
  readonly lastDay: number;
};

/** A billing period as charges state it. Days as in `DaySpan`; `endDay` is exclusive. */
export type StatedPeriod = {
  readonly month: string;
  readonly currency: string | null;
  readonly startDay: number;
  readonly endDay: number;
  readonly rows: number;
};

/** Everything a store knows about its months. */
export type BilledMonths = {
  readonly payers: readonly PayerMonth[];
  readonly spans: readonly DaySpan[];
  readonly periods: readonly StatedPeriod[];
};

/** What a payer's bill covers of a month. */
export type PayerCoverage = Payer & {
  readonly effectiveCost: Decimal;
  /** Days with usage; null when its charges have no times. */
  readonly days: number | null;
  /** First and last day with usage, `yyyy-mm-dd`. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  /** False for a payer with less than a hundredth of the month's cost: it is named and does not decide. */
  readonly decides: boolean;
  /** Days with usage by account. */
  readonly accounts: readonly { readonly subAccountId: string | null; readonly days: number }[];
};

/** What the store covers of a month. */
export type MonthCoverage = {
  readonly month: string;
  /** Days of the billing period. */
  readonly days: number;
  /** Days with usage of the payer that has fewest, of those that decide; null when no charge has a time. */
  readonly coveredDays: number | null;
  /** `whole`: usage on every day; `unknown`: the charges have no times. */
  readonly state: 'whole' | 'partial' | 'unknown';
  /** One clause: what is missing; null for a whole month. */
  readonly missing: string | null;
  readonly effectiveCost: Decimal;
  readonly rows: number;
  readonly payers: readonly PayerCoverage[];
};

/** Share of a month's cost below which a payer does not decide whether the month is whole. An assumption; 0.1 % to 5 % do as well. */
const DECIDING_SHARE = 0.01;

/** Longest billing period that is one month; a longer one is not believed. */
const DAYS_MAX = 32;
const DAYS_MIN = 27;

/** `yyyy-mm-dd` of a day. */
function dayText(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The period most charges state; the calendar month when none of them is about a month long. */
function periodOf(month: string, stated: readonly StatedPeriod[]): { startDay: number; endDay: number } {
  const { startMs, endMs } = monthPeriod(month);
  const believed = stated
    .filter(({ startDay, endDay }) => endDay - startDay >= DAYS_MIN && endDay - startDay <= DAYS_MAX)
    .sort((a, b) => b.rows - a.rows || a.startDay - b.startDay || a.endDay - b.endDay);
  return believed[0] ?? { startDay: startMs / MS_PER_DAY, endDay: endMs / MS_PER_DAY };
}

/** Days of spans within a period. */
function daysOf(spans: readonly DaySpan[], period: { startDay: number; endDay: number }): Set<number> {
  const days = new Set<number>();
  for (const { firstDay, lastDay } of spans) {
    const last = Math.min(lastDay, period.endDay - 1);
    for (let day = Math.max(firstDay, period.startDay); day <= last; day++) days.add(day);
  }
  return days;
}

/**
 * The spans that tell about coverage: of usage where there is any, and of daily or finer charges where there are any. A
 * charge for the whole month is there from its first day, whatever the bill covers. A fine charge stands for the day it
 * starts on: one that ends after midnight does not say that the next day is there.
 */
function tellingSpans(spans: readonly DaySpan[]): readonly DaySpan[] {
  const usage = spans.filter(({ isUsage }) => isUsage);
  const known = usage.length > 0 ? usage : spans;
  const fine = known.filter(({ firstDay, lastDay }) => lastDay - firstDay <= 1);
  return fine.length > 0 ? fine.map(span => ({ ...span, lastDay: span.firstDay })) : known;
}

function payerKey({ provider, billingAccountId }: Payer): string {
  return JSON.stringify([provider, billingAccountId]);
}

function coverageOfPayer(
  payer: PayerMonth,
  spans: readonly DaySpan[],
  period: { startDay: number; endDay: number },
  monthGross: Decimal,
): PayerCoverage {
  const telling = tellingSpans(spans);
  const days = daysOf(telling, period);
  const accounts = Map.groupBy(telling, ({ subAccountId }) => subAccountId);
  const first = Math.min(...days);
  const last = Math.max(...days);
  return {
    provider: payer.provider,
    billingAccountId: payer.billingAccountId,
    effectiveCost: decimal(payer.effectiveCost),
    days: spans.length === 0 ? null : days.size,
    firstDay: days.size === 0 ? null : dayText(first),
    lastDay: days.size === 0 ? null : dayText(last),
    decides: !decimal(payer.grossCost).lessThan(monthGross.times(DECIDING_SHARE)),
    accounts: [...accounts]
      .map(([subAccountId, group]) => ({ subAccountId, days: daysOf(group, period).size }))
      .sort((a, b) => compareText(a.subAccountId ?? '', b.subAccountId ?? '')),
  };
}

/** What is missing of a month, as a clause. */
function missingText(payers: readonly PayerCoverage[], days: number): string | null {
  const short = payers.find(payer => payer.days !== null && payer.days < days);
  if (!short) return payers.some(payer => payer.days === null) ? 'its charges have no times' : null;
  const whose =
    payers.length > 1
      ? ` of ${[short.provider, short.billingAccountId].filter(part => part !== null).join(' ')}`
      : '';
  const range =
    short.firstDay === null ? '' : ` (the first is ${short.firstDay}, the last ${short.lastDay ?? ''})`;
  return `usage${whose} on ${short.days ?? 0} of ${days} days${range}`;
}

function coverageOfMonth(
  month: string,
  billed: readonly PayerMonth[],
  spans: readonly DaySpan[],
  periods: readonly StatedPeriod[],
): MonthCoverage {
  const period = periodOf(month, periods);
  const days = period.endDay - period.startDay;
  const gross = sum(billed.map(({ grossCost }) => grossCost));
  const byPayer = Map.groupBy(spans, payerKey);
  const payers = billed
    .map(payer => coverageOfPayer(payer, byPayer.get(payerKey(payer)) ?? [], period, gross))
    .sort((a, b) => b.effectiveCost.comparedTo(a.effectiveCost) || compareText(payerKey(a), payerKey(b)));
  const deciding = payers.filter(({ decides }) => decides);
  const known = deciding.flatMap(payer => payer.days ?? []);
  const coveredDays = known.length === 0 ? null : Math.min(...known);
  const isPartial = coveredDays !== null && coveredDays < days;
  const isUnknown = deciding.some(payer => payer.days === null);
  return {
    month,
    days,
    coveredDays,
    state: isPartial ? 'partial' : isUnknown ? 'unknown' : 'whole',
    missing: missingText(deciding, days),
    effectiveCost: payers.reduce((total, { effectiveCost }) => total.plus(effectiveCost), ZERO),
    rows: billed.reduce((total, { rows }) => total + rows, 0),
    payers,
  };
}

/** Coverage of every month in one currency, oldest first. */
export function monthCoverages(months: BilledMonths, currency: string | null): readonly MonthCoverage[] {
  const inCurrency = <T extends { readonly currency: string | null }>(all: readonly T[]) =>
    all.filter(each => each.currency === currency);
  const spans = Map.groupBy(inCurrency(months.spans), ({ month }) => month);
  const periods = Map.groupBy(inCurrency(months.periods), ({ month }) => month);
  const billed = Map.groupBy(inCurrency(months.payers), ({ month }) => month);
  return [...billed]
    .flatMap(([month, payers]) =>
      month === null
        ? []
        : [coverageOfMonth(month, payers, spans.get(month) ?? [], periods.get(month) ?? [])],
    )
    .sort((a, b) => compareText(a.month, b.month));
}

/** The currency with most charges; the first by name where several have as many. Null where charges name none. */
export function mainCurrency(months: BilledMonths): string | null {
  const rows = new Map<string | null, number>();
  for (const { currency, rows: count } of months.payers)
    rows.set(currency, (rows.get(currency) ?? 0) + count);
  const [first] = [...rows].sort(([a, x], [b, y]) => y - x || compareText(a ?? '', b ?? ''));
  return first?.[0] ?? null;
}

/** Days of a month that a payer's amounts are spread over; the month's own where the payer does not decide. */
export function payerDays(coverage: MonthCoverage, payer: Payer): number {
  const own = coverage.payers.find(each => payerKey(each) === payerKey(payer));
  const fallback = coverage.coveredDays || coverage.days;
  return own?.decides && own.days ? own.days : fallback;
}
