/** Currency conversion that somebody asked for, by rates that somebody wrote down: nothing is converted in silence. */

import { UserError } from '../../engine/errors.ts';
import { decimal, sum, toText } from '../../engine/money.ts';
import { escapeControl } from '../../engine/text.ts';
import type { BillSummary } from './summary.ts';

/** What one unit of a currency is worth, who says so, and since when. */
export type Rate = {
  readonly currency: string;
  /** Units of the target currency for one unit of this one; exact decimal text, above 0. */
  readonly rate: string;
  /** `yyyy-mm-dd`. */
  readonly date: string;
  readonly source: string;
};

/** Rates into one currency. */
export type RateTable = {
  /** Name of the file they are from. */
  readonly file: string;
  readonly target: string;
  readonly rates: ReadonlyMap<string, Rate>;
};

/** What was converted and how, for the answer. */
export type Conversion = {
  readonly to: string;
  readonly file: string;
  /** The rates that were used, sorted by currency; amounts that are in the target currency need none. */
  readonly rates: readonly Rate[];
};

/**
 * A rate: up to 9 digits before the point, 12 after it, 15 together. A sum of the store has 38 digits, so the product has
 * at most 59, one less than our decimals keep: conversion is exact.
 */
export const RATE_TEXT = /^(?=[\d.]{1,16}$)\d{1,9}(?:\.\d{1,12})?$/;

/**
 * An amount in the target currency: the product with the rate, exact. Nothing is rounded here, so that converted parts add
 * up to the converted total to the last digit; only what a screen shows is rounded.
 */
function convertAmount(table: RateTable, currency: string | null, amount: string | null): string | null {
  if (amount === null || currency === table.target) return amount;
  return toText(decimal(amount).times(rateOf(table, currency).rate));
}

function rateOf(table: RateTable, currency: string | null): Rate {
  const rate = currency === null ? undefined : table.rates.get(currency);
  if (rate !== undefined) return rate;
  const what = currency === null ? 'charges that name no currency' : escapeControl(currency);
  throw new UserError({
    code: 'no-rate',
    message: `${escapeControl(table.file)} has no rate for ${what}: nothing is converted`,
    hint: `Add a line with its value in ${escapeControl(table.target)}, the date and the source, or leave out --to.`,
    exitCode: 3,
  });
}

/**
 * The rates that amounts of these currencies need.
 * @throws UserError (data) when one is missing: a part of a bill is not converted
 */
export function conversionOf(table: RateTable, currencies: Iterable<string | null>): Conversion {
  const needed = [...new Set(currencies)].filter(currency => currency !== table.target);
  const rates = needed.map(currency => rateOf(table, currency));
  rates.sort((a, b) => (a.currency < b.currency ? -1 : 1));
  return { to: table.target, file: table.file, rates };
}

/** Exact sum of the known amounts; null when none is known. */
function total(amounts: readonly (string | null)[]): string | null {
  const known = amounts.flatMap(amount => amount ?? []);
  return known.length === 0 ? null : toText(sum(known));
}

/** Things with amounts in the target currency. @throws UserError (data) for a currency without a rate */
export function convertParts<
  T extends { currency: string | null; billedCost: string | null; effectiveCost: string | null },
>(table: RateTable, parts: readonly T[]): readonly T[] {
  return parts.map(part => ({
    ...part,
    currency: table.target,
    billedCost: convertAmount(table, part.currency, part.billedCost),
    effectiveCost: convertAmount(table, part.currency, part.effectiveCost),
  }));
}

/** A summary in one currency; groups that differed in the currency only are one. */
export type ConvertedSummary = Conversion & {
  readonly groups: readonly {
    readonly key: Readonly<Record<string, string | null>>;
    readonly rows: number;
    readonly billedCost: string | null;
    readonly effectiveCost: string | null;
  }[];
  readonly total: {
    readonly billedCost: string | null;
    readonly effectiveCost: string | null;
    readonly listCost: string | null;
    readonly contractedCost: string | null;
  };
};

/**
 * Converts the groups and totals of a summary.
 * @throws UserError (data) for a currency without a rate
 */
export function convertSummary(
  summary: Pick<BillSummary, 'totals'> & {
    readonly groups: readonly Pick<
      BillSummary['groups'][number],
      'key' | 'currency' | 'rows' | 'billedCost' | 'effectiveCost'
    >[];
  },
  table: RateTable,
): ConvertedSummary {
  const conversion = conversionOf(
    table,
    [...summary.groups, ...summary.totals].map(({ currency }) => currency),
  );
  const same = Map.groupBy(convertParts(table, summary.groups), ({ key }) => JSON.stringify(key));
  const groups = [...same.values()].map(parts => ({
    key: parts[0]?.key ?? {},
    rows: parts.reduce((rows, part) => rows + part.rows, 0),
    billedCost: total(parts.map(({ billedCost }) => billedCost)),
    effectiveCost: total(parts.map(({ effectiveCost }) => effectiveCost)),
  }));
  groups.sort((a, b) => decimal(b.billedCost ?? 0).cmp(decimal(a.billedCost ?? 0)));
  const totalOf = (cost: keyof ConvertedSummary['total']) =>
    total(summary.totals.map(each => convertAmount(table, each.currency, each[cost])));
  return {
    ...conversion,
    groups,
    total: {
      billedCost: totalOf('billedCost'),
      effectiveCost: totalOf('effectiveCost'),
      listCost: totalOf('listCost'),
      contractedCost: totalOf('contractedCost'),
    },
  };
}
