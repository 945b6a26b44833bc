/** How old the prices are that are in force, by service and Region. */

import type { PriceFact } from '../engine/price-book.ts';
import { compareText } from '../engine/text-order.ts';

/** Prices of one service in one Region. */
export type PriceAge = {
  readonly provider: string;
  readonly service: string;
  readonly region: string;
  readonly prices: number;
  /** Dates as the sources give them. */
  readonly oldest: string;
  readonly newest: string;
  /** Days from the oldest and from the middle price to today; a date of a year or month counts from its first day. */
  readonly oldestDays: number;
  readonly medianDays: number;
  /** Of the prices: how many are older than the limit. */
  readonly overLimit: number;
};

/**
 * Days after which a price is told of. Assumption, range 180 to 730: on-demand list prices of the common machines moved little
 * in years, those of accelerators and new storage classes within months.
 */
export const MAX_AGE_DAYS = 365;

const MILLISECONDS_PER_DAY = 86_400_000;

/** Days since a date of a source, `yyyy`, `yyyy-mm` or `yyyy-mm-dd`; not less than 0; null for what is no date. */
export function ageDays(date: string, today: string): number | null {
  if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(date)) return null;
  const start = Date.parse(`${date}${'-01-01'.slice(date.length - 4)}T00:00:00Z`);
  const end = Date.parse(`${today}T00:00:00Z`);
  return Number.isFinite(start) ? Math.max(0, Math.floor((end - start) / MILLISECONDS_PER_DAY)) : null;
}

function ageOf(facts: readonly PriceFact[], today: string, maxDays: number): PriceAge {
  // A price without a readable date is as old as it can be: it must not look fresh.
  const dated = facts
    .map(({ date }) => ({ date, days: ageDays(date, today) ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => a.days - b.days);
  const [first] = facts;
  const [youngest, eldest] = [dated[0], dated.at(-1)];
  return {
    provider: first?.provider ?? '',
    service: first?.service ?? '',
    region: first?.region ?? '',
    prices: facts.length,
    oldest: eldest?.date ?? '',
    newest: youngest?.date ?? '',
    oldestDays: eldest?.days ?? 0,
    medianDays: dated[Math.floor((dated.length - 1) / 2)]?.days ?? 0,
    overLimit: dated.filter(({ days }) => days > maxDays).length,
  };
}

/**
 * Ages of prices by provider, service and Region, in the order of their names.
 * @param facts the prices in force; published rules, which are no prices, are left out
 * @param today `yyyy-mm-dd`
 * @param maxDays limit that `overLimit` counts against
 */
export function priceAges(facts: readonly PriceFact[], today: string, maxDays: number): readonly PriceAge[] {
  const prices = facts.filter(({ currency }) => currency !== 'XXX');
  const groups = Map.groupBy(prices, ({ provider, service, region }) => `${provider}\n${service}\n${region}`);
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([, group]) => ageOf(group, today, maxDays));
}
