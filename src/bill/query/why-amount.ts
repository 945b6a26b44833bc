/** Finds what in a bill adds up to an amount that somebody has seen: a charge, a service, a month, or nothing. */

import { decimal } from '../../engine/money.ts';
import type { DuckDb } from '../duckdb.ts';
import { sqlText } from '../sql.ts';
import { MONTH_SQL } from './charge-filter.ts';
import { moneyText } from './charges.ts';
import { cellText, holds } from './why-columns.ts';

/** An amount as it was written. */
export type AskedAmount = {
  /** Plain decimal text without sign. */
  readonly size: string;
  readonly isNegative: boolean;
  /** One unit of the last digit that is written: amounts that are nearer than it may be the one. */
  readonly tolerance: string;
  /** ISO code, where one is written with it. */
  readonly currency: string | null;
};

/** Which sums are compared. */
const LEVELS = [
  { level: 'bill', keys: [] },
  { level: 'month', keys: ['month'] },
  { level: 'category', keys: ['ChargeCategory'] },
  { level: 'line-item-type', keys: ['x_LineItemType'] },
  { level: 'account', keys: ['SubAccountId'] },
  { level: 'service', keys: ['ServiceName'] },
  { level: 'service-account', keys: ['ServiceName', 'SubAccountId'] },
  { level: 'commitment', keys: ['CommitmentDiscountId'] },
  { level: 'usage-type', keys: ['x_UsageType'] },
  { level: 'resource', keys: ['ResourceId'] },
] as const;

/** What an amount may be the sum of; `charge` is one row. */
export type AmountLevel = (typeof LEVELS)[number]['level'] | 'charge';

const COSTS = ['BilledCost', 'EffectiveCost', 'ListCost'] as const;

/** A sum of charges that is, or is near, the amount. */
export type AmountMatch = {
  readonly level: AmountLevel;
  /** Null: all months of the question. */
  readonly month: string | null;
  readonly currency: string | null;
  readonly key: Readonly<Record<string, string | null>>;
  readonly rows: number;
  /** Which costs of it, in camelCase, are as near as the nearest. */
  readonly costs: readonly string[];
  /** That cost, exact. */
  readonly amount: string;
  /** How far its size is from the amount asked for. */
  readonly difference: string;
  /** Condition on a charge that picks the charges behind it. */
  readonly condition: string;
};

const AMOUNT =
  /^(?<sign>[+-])?(?:(?<before>[A-Z]{3}) ?|[$€£¥] ?)?(?<inner>[+-])?(?<whole>\d{1,3}(?:,\d{3})+|\d+)(?<fraction>\.\d{1,18})?(?: ?(?<after>[A-Z]{3})| ?€)?$/;

/** More digits than any bill has before the point; keeps comparisons inside the decimals of the store. */
const WHOLE_DIGITS_MAX = 13;

/** Reads `123.45`, `$1,234.50`, `-120.5`, `12.50 USD`; null when the text is no amount. */
export function parseAmount(text: string): AskedAmount | null {
  const parts = AMOUNT.exec(text.trim().replace('−', '-'))?.groups;
  if (parts === undefined) return null;
  const whole = (parts.whole ?? '').replaceAll(',', '').replace(/^0+(?=\d)/, '');
  if (whole.length > WHOLE_DIGITS_MAX) return null;
  const decimals = (parts.fraction ?? '.').length - 1;
  return {
    size: `${whole}${parts.fraction ?? ''}`,
    isNegative: parts.sign === '-' || parts.inner === '-',
    tolerance: decimal(10).pow(-decimals).toFixed(),
    currency: parts.before ?? parts.after ?? null,
  };
}

/** `serviceName` of `ServiceName`, `usageType` of `x_UsageType`. */
function camelCase(column: string): string {
  const name = column.replace(/^x_/, '');
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

const KEYS: readonly string[] = [
  ...new Set(LEVELS.flatMap(({ keys }) => keys.filter(key => key !== 'month'))),
];
const ALL_KEYS: readonly string[] = ['month', ...KEYS];

/** Sums at every level into the table `sums`, by currency; of several months for each of them and for all together. */
function sumsSql(hasMonths: boolean): string {
  const sets = LEVELS.flatMap(({ level, keys }) => {
    if (level === 'month') return [['BillingCurrency', 'month']];
    if (level === 'bill') return hasMonths ? [['BillingCurrency']] : [];
    const columns = ['BillingCurrency', ...keys];
    return hasMonths ? [columns, [...columns, 'month']] : [columns];
  });
  return `CREATE TEMP TABLE sums AS
    SELECT GROUPING(${ALL_KEYS.join(', ')}) AS left_out, BillingCurrency, ${ALL_KEYS.join(', ')}, CAST(count(*) AS DOUBLE) AS charges,
      ${COSTS.map(cost => `sum(${cost}) AS ${cost}`).join(', ')}
    FROM (SELECT *, ${MONTH_SQL} AS month FROM located)
    GROUP BY GROUPING SETS (${sets.map(set => `(${set.join(', ')})`).join(', ')})`;
}

/** Expression: how far the size of the nearest cost is from the amount; null when there is none. */
function distanceSql(size: string): string {
  return `least(${COSTS.map(cost => `abs(abs(${cost}) - ${size})`).join(', ')})`;
}

type Found = {
  readonly costs: readonly unknown[];
  readonly match: Pick<AmountMatch, 'level' | 'month' | 'currency' | 'key' | 'rows' | 'condition'>;
};

/** The costs of a row that are nearest to the amount. */
function toMatch(asked: AskedAmount, { costs, match }: Found): AmountMatch | null {
  const known = COSTS.flatMap((cost, index) => {
    const amount = moneyText(costs[index]);
    if (amount === null) return [];
    return [
      {
        cost: camelCase(cost),
        amount,
        difference: decimal(amount).abs().minus(asked.size).abs(),
      },
    ];
  });
  const [nearest] = [...known].sort((a, b) => a.difference.cmp(b.difference));
  if (nearest === undefined) return null;
  return {
    ...match,
    costs: known.filter(({ amount }) => amount === nearest.amount).map(({ cost }) => cost),
    amount: nearest.amount,
    difference: nearest.difference.toFixed(),
  };
}

/** Which level a row of `sums` is, by the columns that it was not grouped by. */
function levelOf(leftOut: number): { level: AmountLevel; keys: readonly string[]; hasMonth: boolean } {
  const grouped = ALL_KEYS.filter((_, index) => (leftOut & (1 << (ALL_KEYS.length - 1 - index))) === 0);
  const keys = grouped.filter(key => key !== 'month');
  const hasMonth = grouped.includes('month');
  const found = LEVELS.find(
    level =>
      level.keys.length === (keys.length || Number(hasMonth)) &&
      level.keys.every(key => grouped.includes(key)),
  );
  return { level: found?.level ?? 'bill', keys, hasMonth };
}

async function nearestSums(duckdb: DuckDb, size: string, limit: number): Promise<readonly Found[]> {
  const rows = await duckdb.rows(
    `SELECT CAST(left_out AS DOUBLE), BillingCurrency, charges, ${COSTS.map(cost => `CAST(${cost} AS VARCHAR)`).join(', ')}, month, ${KEYS.join(', ')}
     FROM sums WHERE ${distanceSql(size)} IS NOT NULL ORDER BY ${distanceSql(size)}, bit_count(left_out) DESC, ${['BillingCurrency', ...ALL_KEYS].join(', ')} LIMIT ${limit}`,
  );
  return rows.map(values => {
    const [leftOut, currency, charges, billed, effective, list, month, ...keys] = values;
    const place = levelOf(Number(leftOut));
    const key = place.keys.map(name => [name, cellText(keys[KEYS.indexOf(name)])] as const);
    const conditions = [
      holds('BillingCurrency', cellText(currency)),
      ...(place.hasMonth ? [holds(MONTH_SQL, cellText(month))] : []),
      ...key.map(([name, value]) => holds(name, value)),
    ];
    return {
      costs: [billed, effective, list],
      match: {
        level: place.level,
        month: place.hasMonth ? cellText(month) : null,
        currency: cellText(currency),
        key: Object.fromEntries(key.map(([name, value]) => [camelCase(name), value])),
        rows: Number(charges),
        condition: conditions.join(' AND '),
      },
    };
  });
}

async function nearestCharges(duckdb: DuckDb, size: string, limit: number): Promise<readonly Found[]> {
  const rows = await duckdb.rows(
    `SELECT BillingCurrency, ${MONTH_SQL}, source_file, source_row, stored, CAST(position AS DOUBLE), ServiceName, ResourceId,
       ${COSTS.map(cost => `CAST(${cost} AS VARCHAR)`).join(', ')}
     FROM located WHERE ${distanceSql(size)} IS NOT NULL
     ORDER BY ${distanceSql(size)}, source_file, source_row LIMIT ${limit}`,
  );
  return rows.map(values => {
    const [currency, month, file, row, stored, position, service, resource, ...costs] = values;
    return {
      costs,
      match: {
        level: 'charge',
        month: cellText(month),
        currency: cellText(currency),
        key: {
          file: cellText(file),
          row: cellText(row),
          serviceName: cellText(service),
          resourceId: cellText(resource),
        },
        rows: 1,
        condition: `stored = ${sqlText(String(stored))} AND position = ${Number(position)}`,
      },
    };
  });
}

/** Sums that are nearer than the last digit, the nearest first; or, where there are none, only the nearest ones. */
export type AmountAnswer = {
  readonly matches: readonly AmountMatch[];
  readonly nearest: readonly AmountMatch[];
};

/**
 * Compares the amount, whatever its sign, with every charge of the view `located` and with its sums.
 * @param costType SQL type of a sum of costs
 * @param limit matches that are kept
 */
export async function findAmount(
  duckdb: DuckDb,
  asked: AskedAmount,
  costType: string,
  limit: number,
): Promise<AmountAnswer> {
  const size = `CAST(${sqlText(asked.size)} AS ${costType})`;
  const [months] = await duckdb.rows(`SELECT count(DISTINCT coalesce(${MONTH_SQL}, '')) > 1 FROM located`);
  await duckdb.run(sumsSql(months?.[0] === true));
  const found = [
    ...(await nearestSums(duckdb, size, limit)),
    ...(await nearestCharges(duckdb, size, limit)),
  ].flatMap(each => toMatch(asked, each) ?? []);
  const isOtherSign = ({ amount }: AmountMatch) => Number(decimal(amount).isNegative() !== asked.isNegative);
  const order = [...found].sort(
    (a, b) => decimal(a.difference).cmp(b.difference) || isOtherSign(a) - isOtherSign(b),
  );
  const matches = order.filter(({ difference }) => decimal(difference).lt(asked.tolerance));
  return { matches: matches.slice(0, limit), nearest: matches.length > 0 ? [] : order.slice(0, limit) };
}
