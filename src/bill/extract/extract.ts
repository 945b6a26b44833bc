/** Stage 2: one billing period of one currency as the engine wants it, through a few aggregate queries. */

import type { BillExtract, BilledPart } from '../../engine/bill-extract.ts';
import { hoursIn, MS_PER_HOUR, monthPeriod } from '../../engine/calendar.ts';
import { UserError } from '../../engine/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import type { DuckDb } from '../duckdb.ts';
import { ADDRESSABLE } from '../query/addressable.ts';
import { chargesRelation, moneyText } from '../query/charges.ts';
import { ledgerOf, ledgerPartsOf } from '../query/ledger.ts';
import { type QueryOptions, withCharges } from '../query/query.ts';
import { sqlText } from '../sql.ts';
import type { StoredParquet } from '../store.ts';
import { extractCommitments } from './extract-commitments.ts';
import { extractHourly } from './extract-hourly.ts';
import { EXTRACT_COLUMNS, extractLines } from './extract-lines.ts';
import { extractTags } from './extract-tags.ts';

/** Which part of the stored bills. */
export type ExtractOptions = QueryOptions & {
  /** Month of BillingPeriodStart, `yyyy-mm`; default: the latest in the store that is not nearly empty. */
  readonly period?: string | undefined;
  /** Default: the currency with the most rows of that month. */
  readonly currency?: string | undefined;
};

/** A part of the store: rows by month and currency. */
type Part = {
  readonly month: string | null;
  readonly currency: string | null;
  readonly rows: number;
  readonly billedCost: string | null;
};

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

async function partsOf(duckdb: DuckDb, relation: string): Promise<readonly Part[]> {
  const rows = await duckdb.rows(
    `SELECT strftime(BillingPeriodStart, '%Y-%m'), BillingCurrency, CAST(count(*) AS DOUBLE), CAST(sum(BilledCost) AS VARCHAR)
     FROM ${relation} GROUP BY 1, 2 ORDER BY 1 DESC NULLS LAST, 3 DESC, 2 NULLS LAST`,
  );
  return rows.map(([month, currency, count, billed]) => ({
    month: month === null ? null : String(month),
    currency: currency === null ? null : String(currency),
    rows: Number(count),
    billedCost: moneyText(billed),
  }));
}

function noSuchPart(what: string, parts: readonly Part[]): UserError {
  const known = parts.map(
    ({ month, currency }) => `${month ?? '(no period)'} ${currency ?? '(no currency)'}`,
  );
  return new UserError({
    code: 'no-such-period',
    message: `The workspace has no charges of ${what}`,
    hint: `It has ${[...new Set(known)].slice(0, 12).join(', ')}.`,
    exitCode: 2,
  });
}

/** A month with fewer charges than this share of the fullest one has just begun, or holds late corrections only. */
const FULL_SHARE = 0.5;

/** Months that may stand for the bill when none is asked for: the ones that are not nearly empty. */
function fullMonths(parts: readonly Part[]): ReadonlySet<string | null> {
  const rows = new Map<string | null, number>();
  for (const part of parts) rows.set(part.month, (rows.get(part.month) ?? 0) + part.rows);
  const most = Math.max(0, ...rows.values());
  return new Set([...rows].filter(([, count]) => count >= most * FULL_SHARE).map(([month]) => month));
}

/** The wanted part; parts come newest first and largest first. */
function choosePart(parts: readonly Part[], options: ExtractOptions): Part & { readonly month: string } {
  if (options.period !== undefined && !MONTH.test(options.period))
    throw noSuchPart(JSON.stringify(options.period), parts);
  const inCurrency = parts.filter(
    ({ currency }) => options.currency === undefined || currency === options.currency,
  );
  const full = fullMonths(inCurrency);
  const wanted = inCurrency.filter(({ month }) =>
    options.period === undefined ? full.has(month) : month === options.period,
  );
  const [found] = wanted;
  if (found === undefined || found.month === null)
    throw noSuchPart(`${options.period ?? 'any month'} ${options.currency ?? ''}`.trim(), parts);
  return { ...found, month: found.month };
}

function info(code: string, severity: Finding['severity'], message: string, hint: string | null): Finding {
  return { code, severity, message, hint, source: null };
}

/** Charges that this extract can't hold: they are said, not dropped. */
function leftOut(parts: readonly Part[], chosen: Part): Finding[] {
  const otherCurrencies = parts.filter(
    ({ month, currency }) => month === chosen.month && currency !== chosen.currency,
  );
  const withoutPeriod = parts.filter(({ month }) => month === null);
  return [
    ...otherCurrencies.map(({ currency, rows, billedCost }) =>
      info(
        'other-currency',
        'warning',
        `${rows} charges in ${currency ?? 'no currency'} (billed ${billedCost ?? 'nothing'}) are not part of this estate: currencies are not added.`,
        'Choose the other currency to look at them.',
      ),
    ),
    ...withoutPeriod.map(({ rows, billedCost }) =>
      info(
        'no-billing-period',
        'warning',
        `${rows} charges (billed ${billedCost ?? 'nothing'}) have no readable billing period.`,
        'See the findings of the import.',
      ),
    ),
  ];
}

/** A bill of the running month ends early; it must not be taken for a whole one. */
async function partialPeriod(duckdb: DuckDb, endMs: number): Promise<Finding[]> {
  const [row] = await duckdb.rows(
    `SELECT CAST(epoch_ms(max(ChargePeriodStart)) AS DOUBLE) FROM charges WHERE ChargeCategory = 'Usage' AND coalesce(ChargeFrequency, 'Usage-Based') = 'Usage-Based'`,
  );
  const last = row?.[0];
  // A day of slack: the last lines of a month may all be daily ones, which start at midnight.
  if (typeof last !== 'number' || last >= endMs - 24 * MS_PER_HOUR) return [];
  const day = new Date(last).toISOString().slice(0, 10);
  return [
    info(
      'partial-period',
      'warning',
      `The last usage of the period starts on ${day}: the bill is not complete.`,
      'Import the bill again when the month is closed.',
    ),
  ];
}

/** The part that a plan can touch; null where the bill lacks one of the costs. */
async function addressablePart(
  duckdb: DuckDb,
  files: readonly StoredParquet[],
  condition: string,
): Promise<BilledPart | null> {
  const { classes } = ledgerOf(null, await ledgerPartsOf(duckdb, files, condition));
  const { billedCost = null, effectiveCost = null } =
    classes.find(each => each.class === ADDRESSABLE.id) ?? {};
  return billedCost === null || effectiveCost === null ? null : { billedCost, effectiveCost };
}

async function extractFrom(
  duckdb: DuckDb,
  files: readonly StoredParquet[],
  options: ExtractOptions,
): Promise<BillExtract> {
  const parts = await partsOf(
    duckdb,
    chargesRelation(files, ['BillingPeriodStart', 'BillingCurrency', 'BilledCost']),
  );
  const chosen = choosePart(parts, options);
  const period = monthPeriod(chosen.month);
  const condition = `BillingPeriodStart >= make_timestamp(${period.startMs}000) AND BillingPeriodStart < make_timestamp(${period.endMs}000)
    AND BillingCurrency IS NOT DISTINCT FROM ${chosen.currency === null ? 'NULL' : sqlText(chosen.currency)}`;
  await duckdb.run(
    `CREATE TEMP VIEW charges AS SELECT * FROM ${chargesRelation(files, EXTRACT_COLUMNS)} WHERE ${condition}`,
  );
  const providers = await duckdb.rows(
    'SELECT DISTINCT ProviderName FROM charges WHERE ProviderName IS NOT NULL ORDER BY 1',
  );
  const lines = await extractLines(duckdb);
  const { hourly, granularity, findings } = await extractHourly(duckdb, period);
  const commitments = await extractCommitments(duckdb);
  const tags = await extractTags(duckdb);
  return {
    provider: providers.map(([name]) => String(name)).join(', '),
    currency: chosen.currency ?? '',
    period,
    hours: hoursIn(period),
    granularity,
    lines,
    hourly,
    commitments,
    tags: tags.tags,
    addressable: await addressablePart(duckdb, files, condition),
    findings: [
      ...leftOut(parts, chosen),
      ...(await partialPeriod(duckdb, period.endMs)),
      ...findings,
      ...tags.findings,
    ],
  };
}

/**
 * The engine's input: the same store gives the same extract, in the same order.
 * @throws UserError usage: a period or currency that is not there; data: no bill, or a damaged one
 */
export async function extractBill(options: ExtractOptions): Promise<BillExtract> {
  return withCharges(options, (duckdb, files) => extractFrom(duckdb, files, options));
}
