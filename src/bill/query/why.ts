/** What is behind a number of the bill: the charges with file and row, their sums, and why two costs of them differ. */

import { decimal, toText } from '../../engine/money.ts';
import type { DuckDb } from '../duckdb.ts';
import type { StoredParquet } from '../store.ts';
import { type ChargeFilter, filterSql, nothingThere } from './charge-filter.ts';
import { moneyText } from './charges.ts';
import { costSumType } from './located-charges.ts';
import { type QueryOptions, withCharges } from './query.ts';
import { type AmountMatch, findAmount, parseAmount } from './why-amount.ts';
import { cellText, createLocatedView } from './why-columns.ts';
import { REASON_SQL, reasonWords } from './why-difference.ts';
import { findByName, findByPart, type NamedCharges, noSuchThing } from './why-named.ts';

/** One charge of the bill and where it stands. Costs and quantity are exact decimal text. */
export type BehindRow = {
  readonly file: string;
  /** As a spreadsheet counts: the header is row 1; a record of Parquet counts from 1. */
  readonly row: number;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  readonly category: string | null;
  readonly lineItemType: string | null;
  readonly service: string | null;
  readonly resourceId: string | null;
  readonly description: string | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly currency: string | null;
  readonly billedCost: string | null;
  readonly effectiveCost: string | null;
  readonly listCost: string | null;
  readonly commitmentId: string | null;
  readonly commitmentStatus: string | null;
};

/** Charges that agree in a key, in one currency. */
export type BehindSum = {
  readonly key: string | null;
  readonly currency: string | null;
  readonly rows: number;
  readonly billedCost: string | null;
  readonly effectiveCost: string | null;
  readonly listCost: string | null;
};

/** Effective minus billed cost of the charges of one reason, exact; the reasons of a currency add up to its difference. */
export type CostDifference = {
  readonly reason: string;
  readonly words: string;
  readonly currency: string | null;
  readonly rows: number;
  readonly amount: string;
};

/** The charges behind a number. */
export type Behind = {
  readonly rows: number;
  /** One a currency. */
  readonly totals: readonly BehindSum[];
  readonly byCategory: readonly BehindSum[];
  readonly byLineItemType: readonly BehindSum[];
  readonly byCommitmentStatus: readonly BehindSum[];
  readonly differences: readonly CostDifference[];
  /** The largest, at most the limit. */
  readonly charges: readonly BehindRow[];
};

/** Answer to `bill why`. */
export type WhyAnswer = {
  readonly asked: string;
  readonly kind: NamedCharges['kind'] | 'amount';
  /** The name as the bill writes it; null for an amount. */
  readonly name: string | null;
  /** Sums that are the amount asked for. The first one is what `behind` is about. */
  readonly matches: readonly Omit<AmountMatch, 'condition'>[];
  /** Where no sum is the amount: the nearest ones. */
  readonly nearest: readonly Omit<AmountMatch, 'condition'>[];
  /** Null when the amount is nothing of the bill. */
  readonly behind: Behind | null;
};

/** The question. */
export type WhyOptions = QueryOptions &
  ChargeFilter & {
    /** Resource id or name, service, account, commitment, part of a resource or service, or an amount. */
    readonly what: string;
    /** Charges that are listed. */
    readonly limit: number;
  };

const AMOUNT_MATCHES_MAX = 10;

function sumOf([key, currency, rows, billed, effective, list]: readonly unknown[]): BehindSum {
  return {
    key: cellText(key),
    currency: cellText(currency),
    rows: Number(rows),
    billedCost: moneyText(billed),
    effectiveCost: moneyText(effective),
    listCost: moneyText(list),
  };
}

/** Dimensions that the charges are added up by, in one pass. */
const DIMENSIONS = [
  'CAST(NULL AS VARCHAR)',
  'ChargeCategory',
  'x_LineItemType',
  'CommitmentDiscountStatus',
  REASON_SQL,
];

async function sumsBehind(duckdb: DuckDb, condition: string): Promise<readonly (readonly BehindSum[])[]> {
  const names = DIMENSIONS.map((_, index) => `d${index}`);
  const rows = await duckdb.rows(
    `SELECT GROUPING(${names.join(', ')}), coalesce(${names.join(', ')}), BillingCurrency, CAST(count(*) AS DOUBLE),
       CAST(sum(BilledCost) AS VARCHAR), CAST(sum(EffectiveCost) AS VARCHAR), CAST(sum(ListCost) AS VARCHAR)
     FROM (SELECT ${DIMENSIONS.map((sql, index) => `${sql} AS d${index}`).join(', ')}, BillingCurrency, BilledCost, EffectiveCost, ListCost
           FROM located WHERE ${condition})
     GROUP BY GROUPING SETS (${names.map(name => `(${name}, BillingCurrency)`).join(', ')})
     ORDER BY BillingCurrency NULLS LAST, sum(BilledCost) DESC NULLS LAST, 2 NULLS FIRST`,
  );
  return names.map((_, index) => {
    // A bit for every name that a row was not grouped by, the first name highest.
    const leftOut = 2 ** names.length - 1 - 2 ** (names.length - 1 - index);
    return rows.filter(row => Number(row[0]) === leftOut).map(row => sumOf(row.slice(1)));
  });
}

function differenceOf({ key, currency, rows, billedCost, effectiveCost }: BehindSum): CostDifference {
  const amount = toText(decimal(effectiveCost ?? 0).minus(billedCost ?? 0));
  return { reason: key ?? 'other', words: reasonWords(key ?? 'other'), currency, rows, amount };
}

async function chargesBehind(
  duckdb: DuckDb,
  condition: string,
  limit: number,
): Promise<readonly BehindRow[]> {
  const time = (column: string) => `strftime(${column}, '%Y-%m-%dT%H:%M:%SZ')`;
  const rows = await duckdb.rows(
    `SELECT source_file, source_row, ${time('ChargePeriodStart')}, ${time('ChargePeriodEnd')}, ChargeCategory, x_LineItemType,
       ServiceName, ResourceId, ChargeDescription, CAST(coalesce(ConsumedQuantity, PricingQuantity) AS VARCHAR),
       CASE WHEN ConsumedQuantity IS NULL THEN PricingUnit ELSE ConsumedUnit END, BillingCurrency,
       CAST(BilledCost AS VARCHAR), CAST(EffectiveCost AS VARCHAR), CAST(ListCost AS VARCHAR),
       CommitmentDiscountId, CommitmentDiscountStatus
     FROM located WHERE ${condition}
     ORDER BY greatest(abs(BilledCost), abs(EffectiveCost)) DESC NULLS LAST, source_file, source_row, stored LIMIT ${limit}`,
  );
  return rows.map(cells => {
    const text = (index: number) => cellText(cells[index]);
    return {
      file: text(0) ?? '',
      row: Number(cells[1]),
      periodStart: text(2),
      periodEnd: text(3),
      category: text(4),
      lineItemType: text(5),
      service: text(6),
      resourceId: text(7),
      description: text(8),
      quantity: moneyText(cells[9]),
      unit: text(10),
      currency: text(11),
      billedCost: moneyText(cells[12]),
      effectiveCost: moneyText(cells[13]),
      listCost: moneyText(cells[14]),
      commitmentId: text(15),
      commitmentStatus: text(16),
    };
  });
}

async function behindOf(duckdb: DuckDb, condition: string, limit: number): Promise<Behind> {
  const [totals = [], byCategory = [], byLineItemType = [], byCommitmentStatus = [], reasons = []] =
    await sumsBehind(duckdb, condition);
  return {
    rows: totals.reduce((rows, each) => rows + each.rows, 0),
    totals,
    byCategory,
    byLineItemType,
    byCommitmentStatus,
    differences: reasons.filter(({ key }) => key !== 'same').map(differenceOf),
    charges: await chargesBehind(duckdb, condition, limit),
  };
}

/** A match without the part that is only for us. */
function shown({ condition: _condition, ...match }: AmountMatch): Omit<AmountMatch, 'condition'> {
  return match;
}

async function whyAmount(
  duckdb: DuckDb,
  files: readonly StoredParquet[],
  { what, limit }: WhyOptions,
): Promise<WhyAnswer | null> {
  const asked = parseAmount(what);
  if (asked === null) return null;
  const { matches, nearest } = await findAmount(duckdb, asked, costSumType(files), AMOUNT_MATCHES_MAX);
  const [first] = matches;
  return {
    asked: what,
    kind: 'amount',
    name: null,
    matches: matches.map(shown),
    nearest: nearest.map(shown),
    behind: first === undefined ? null : await behindOf(duckdb, first.condition, limit),
  };
}

/**
 * What is behind a resource, a service or an amount of the stored bills: a whole name first, then an amount, then a part
 * of a name.
 * @throws UserError usage: nothing is called so, several things are, no such month or currency; data: no bill
 */
export async function explainCost(options: WhyOptions): Promise<WhyAnswer> {
  const { what, month, limit } = options;
  const currency = options.currency ?? parseAmount(what)?.currency ?? null;
  filterSql({ month, currency });
  return withCharges(options, async (duckdb, files) => {
    await createLocatedView(duckdb, files, { month, currency });
    const [any] = await duckdb.rows('SELECT 1 FROM located LIMIT 1');
    if (any === undefined) throw nothingThere({ month, currency });
    const named = await findByName(duckdb, what);
    const amount = named === null ? await whyAmount(duckdb, files, options) : null;
    if (amount !== null) return amount;
    const thing = named ?? (await findByPart(duckdb, what));
    if (thing === null) throw await noSuchThing(duckdb, what);
    return {
      asked: what,
      kind: thing.kind,
      name: thing.name,
      matches: [],
      nearest: [],
      behind: await behindOf(duckdb, thing.condition, limit),
    };
  });
}
