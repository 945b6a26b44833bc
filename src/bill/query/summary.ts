/** What the bill costs by service, account, Region or any other text column. */

import { UserError } from '../../engine/errors.ts';
import { CHARGE_COLUMNS, type ChargeColumn } from '../columns.ts';
import type { DuckDb } from '../duckdb.ts';
import { sqlName } from '../sql.ts';
import type { StoredParquet } from '../store.ts';
import { chargesRelation, moneyText } from './charges.ts';
import { type QueryOptions, withCharges } from './query.ts';
import { type CurrencyTotal, totalsOf } from './totals.ts';

/** Charges that agree in every key, in one currency. */
type SummaryGroup = {
  readonly key: Readonly<Record<string, string | null>>;
  readonly currency: string | null;
  readonly rows: number;
  /** Distinct resource ids. */
  readonly resources: number;
  /** Exact decimal text. */
  readonly billedCost: string | null;
  readonly effectiveCost: string | null;
};

/** The `bill-summary` answer. */
export type BillSummary = {
  /** Keys under their full names. */
  readonly by: readonly string[];
  /** Dearest first (billed cost), then by key. */
  readonly groups: readonly SummaryGroup[];
  readonly totals: readonly CurrencyTotal[];
  readonly rows: number;
  /** Distinct resource ids of the whole bill. */
  readonly resources: number;
};

/** Short words for the keys people ask for most. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  service: 'serviceName',
  account: 'subAccountId',
  region: 'regionId',
  resource: 'resourceId',
  provider: 'providerName',
  currency: 'billingCurrency',
};

function camelCase(column: ChargeColumn): string {
  const name = column.replace(/^x_/, '');
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** Expression and column of every key. */
const KEYS: ReadonlyMap<string, { readonly column: ChargeColumn; readonly sql: string }> = new Map([
  ...[...CHARGE_COLUMNS].flatMap(([column, kind]) =>
    kind === 'text' ? [[camelCase(column), { column, sql: sqlName(column) }] as const] : [],
  ),
  ['billingPeriod', { column: 'BillingPeriodStart', sql: "strftime(BillingPeriodStart, '%Y-%m')" }] as const,
]);

/** Full names of the keys that `by` may hold, sorted. */
export function summaryKeys(): readonly string[] {
  return [...KEYS.keys()].sort();
}

function resolveKey(name: string): string {
  const full = SHORT_NAMES[name] ?? name;
  if (KEYS.has(full)) return full;
  throw new UserError({
    code: 'unknown-key',
    message: `${JSON.stringify(name)} is not something a bill can be summed up by`,
    hint: `Use ${Object.keys(SHORT_NAMES).join(', ')}, workload, chargeCategory or another FOCUS column in camelCase.`,
    exitCode: 2,
  });
}

/**
 * Full names of keys and short words, each once.
 * @throws UserError (usage) for an unknown one
 */
export function resolveKeys(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(resolveKey))];
}

async function groupsOf(
  duckdb: DuckDb,
  files: readonly StoredParquet[],
  by: readonly string[],
): Promise<readonly SummaryGroup[]> {
  const keys = by.flatMap(name => KEYS.get(name) ?? []);
  const columns = new Set<ChargeColumn>([
    ...keys.map(({ column }) => column),
    'BillingCurrency',
    'ResourceId',
    'BilledCost',
    'EffectiveCost',
  ]);
  const expressions = [...keys.map(({ sql }) => sql), 'BillingCurrency'];
  const positions = expressions.map((_, index) => index + 1).join(', ');
  // A group of one resource needs no set of resources, and there may be millions of groups.
  const resources = by.includes('resourceId')
    ? 'CASE WHEN count(ResourceId) > 0 THEN 1 ELSE 0 END'
    : 'count(DISTINCT ResourceId)';
  const rows = await duckdb.rows(
    `SELECT ${expressions.join(', ')}, CAST(count(*) AS DOUBLE), CAST(${resources} AS DOUBLE),
       CAST(sum(BilledCost) AS VARCHAR), CAST(sum(EffectiveCost) AS VARCHAR)
     FROM ${chargesRelation(files, [...columns])} GROUP BY ${positions}
     ORDER BY sum(BilledCost) DESC NULLS LAST, ${expressions.map((_, index) => `${index + 1} NULLS FIRST`).join(', ')}`,
  );
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return rows.map(row => {
    const [currency, count, resources, billed, effective] = row.slice(by.length);
    return {
      key: Object.fromEntries(by.map((name, index) => [name, text(row[index])])),
      currency: text(currency),
      rows: Number(count),
      resources: Number(resources),
      billedCost: moneyText(billed),
      effectiveCost: moneyText(effective),
    };
  });
}

/**
 * Sums the bill up.
 * @param options `by`: FOCUS columns in camelCase or short words (`service`, `account`, `region`); none: one group a currency
 * @throws UserError usage: an unknown key; data: no bill, or a damaged one
 */
export async function summarizeBill(
  options: QueryOptions & { readonly by: readonly string[] },
): Promise<BillSummary> {
  const by = resolveKeys(options.by);
  return withCharges(options, async (duckdb, files) => {
    const relation = chargesRelation(files, ['ResourceId']);
    const [counts] = await duckdb.rows(
      `SELECT CAST(count(*) AS DOUBLE), CAST(count(DISTINCT ResourceId) AS DOUBLE) FROM ${relation}`,
    );
    return {
      by,
      groups: await groupsOf(duckdb, files, by),
      totals: await totalsOf(duckdb, files),
      rows: Number(counts?.[0] ?? 0),
      resources: Number(counts?.[1] ?? 0),
    };
  });
}
