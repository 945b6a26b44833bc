/** What a comparison of months reads from the store: which days each month covers, and the charges of two months added up. */

import type { BilledMonths, ChargeSum, Finding, ResourceTags } from '../../engine/index.ts';
import type { ChargeColumn } from '../columns.ts';
import type { DuckDb } from '../duckdb.ts';
import { extractTags } from '../extract/extract-tags.ts';
import { sqlText } from '../sql.ts';
import { chargesRelation, moneyText, plainDecimal } from './charges.ts';
import { type QueryOptions, withCharges } from './query.ts';

const MONTH = "strftime(BillingPeriodStart, '%Y-%m')";
const PROVIDER = 'coalesce(ProviderName, ServiceProviderName)';

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** Days since 1970-01-01 of a timestamp. */
function dayNumber(time: string): string {
  return `CAST(date_diff('day', DATE '1970-01-01', CAST(${time} AS DATE)) AS DOUBLE)`;
}

const COVERAGE_COLUMNS: readonly ChargeColumn[] = [
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'BillingCurrency',
  'ProviderName',
  'ServiceProviderName',
  'BillingAccountId',
  'SubAccountId',
  'ChargeCategory',
  'ChargeClass',
  'ChargeFrequency',
  'CommitmentDiscountStatus',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'EffectiveCost',
];

/** A period without a readable end, or with one that is not after its start, is the day it starts on. */
const LAST_MOMENT = `CASE WHEN ChargePeriodEnd > ChargePeriodStart
  THEN ChargePeriodEnd - INTERVAL 1 MICROSECOND ELSE ChargePeriodStart END`;

const IS_USAGE = `coalesce(ChargeCategory = 'Usage' AND coalesce(ChargeFrequency, 'Usage-Based') = 'Usage-Based'
  AND ChargeClass IS NULL AND CommitmentDiscountStatus IS DISTINCT FROM 'Unused', false)`;

async function billedMonths(duckdb: DuckDb, relation: string): Promise<BilledMonths> {
  const payers = await duckdb.rows(
    `SELECT ${MONTH}, BillingCurrency, ${PROVIDER}, BillingAccountId, CAST(count(*) AS DOUBLE),
       CAST(sum(EffectiveCost) AS VARCHAR), CAST(sum(abs(EffectiveCost)) AS VARCHAR)
     FROM ${relation} GROUP BY 1, 2, 3, 4 ORDER BY 1 NULLS FIRST, 2 NULLS FIRST, 3 NULLS FIRST, 4 NULLS FIRST`,
  );
  const spans = await duckdb.rows(
    `SELECT DISTINCT ${MONTH}, BillingCurrency, ${PROVIDER}, BillingAccountId, SubAccountId, ${IS_USAGE},
       ${dayNumber('ChargePeriodStart')}, ${dayNumber(LAST_MOMENT)}
     FROM ${relation} WHERE BillingPeriodStart IS NOT NULL AND ChargePeriodStart IS NOT NULL ORDER BY ALL`,
  );
  const periods = await duckdb.rows(
    `SELECT ${MONTH}, BillingCurrency, ${dayNumber('BillingPeriodStart')}, ${dayNumber('BillingPeriodEnd')},
       CAST(count(*) AS DOUBLE)
     FROM ${relation} WHERE BillingPeriodStart IS NOT NULL AND BillingPeriodEnd IS NOT NULL GROUP BY 1, 2, 3, 4 ORDER BY ALL`,
  );
  return {
    payers: payers.map(([month, currency, provider, account, rows, effective, gross]) => ({
      month: text(month),
      currency: text(currency),
      provider: text(provider),
      billingAccountId: text(account),
      rows: Number(rows),
      effectiveCost: moneyText(effective) ?? '0',
      grossCost: moneyText(gross) ?? '0',
    })),
    spans: spans.map(([month, currency, provider, payer, account, isUsage, first, last]) => ({
      month: String(month),
      currency: text(currency),
      provider: text(provider),
      billingAccountId: text(payer),
      subAccountId: text(account),
      isUsage: isUsage === true,
      firstDay: Number(first),
      lastDay: Number(last),
    })),
    periods: periods.map(([month, currency, start, end, rows]) => ({
      month: String(month),
      currency: text(currency),
      startDay: Number(start),
      endDay: Number(end),
      rows: Number(rows),
    })),
  };
}

/**
 * Months, billing accounts and days of everything in the store, sorted.
 * @throws UserError (data) no bill, or a damaged one
 */
export async function readBilledMonths(options: QueryOptions): Promise<BilledMonths> {
  return withCharges(options, (duckdb, files) =>
    billedMonths(duckdb, chargesRelation(files, COVERAGE_COLUMNS)),
  );
}

/** Columns that charges agree in; those that say what a resource is come first and in this order. */
const KEYS = [
  'ResourceId',
  'ResourceName',
  'ServiceName',
  'x_ServiceCode',
  'RegionId',
  'SubAccountId',
  'SubAccountName',
  'ChargeCategory',
  'ChargeClass',
  'PricingCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountStatus',
  'SkuId',
  'x_UsageType',
  'x_Operation',
  'BillingAccountId',
] as const satisfies readonly ChargeColumn[];

const SUM_COLUMNS: readonly ChargeColumn[] = [
  ...KEYS,
  'ProviderName',
  'ServiceProviderName',
  'BillingPeriodStart',
  'BillingCurrency',
  'PricingQuantity',
  'PricingUnit',
  'ConsumedQuantity',
  'ConsumedUnit',
  'EffectiveCost',
  // Read by the query of tags.
  'ChargePeriodStart',
  'Tags',
];

/** What charges are called when the bill names no service or category, as in an extract. */
const UNCLASSIFIED = 'unclassified';

function sumsSql(decimals: string | null): string {
  const keys = KEYS.join(', ');
  const quantity = 'coalesce(PricingQuantity, ConsumedQuantity)';
  // Discounts of their own and charges without a quantity are told apart from what has one.
  return `SELECT ${MONTH} AS month, ${PROVIDER} AS provider, ${keys},
      CASE WHEN PricingQuantity IS NOT NULL THEN PricingUnit WHEN ConsumedQuantity IS NOT NULL THEN ConsumedUnit END AS unit,
      CAST(sum(${decimals === null ? quantity : `CAST(${quantity} AS ${decimals})`}) AS VARCHAR),
      CAST(sum(EffectiveCost) AS VARCHAR), CAST(count(*) AS DOUBLE)
    FROM charges GROUP BY month, provider, ${keys}, unit, ${quantity} IS NULL, coalesce(EffectiveCost < 0, false)
    ORDER BY ${[...KEYS, 'month', 'provider', 'unit'].map(key => `${key} NULLS FIRST`).join(', ')},
      ${quantity} IS NULL, coalesce(EffectiveCost < 0, false)`;
}

function sumOf(row: readonly unknown[]): ChargeSum {
  const [month, provider, resourceId, resourceName, service, serviceCode, region, account, ...rest] = row;
  const [accountName, category, chargeClass, pricing, commitment, status, sku, ...more] = rest;
  const [usageType, operation, billingAccount, unit, quantity, cost, rows] = more;
  return {
    month: String(month),
    provider: text(provider),
    billingAccountId: text(billingAccount),
    resourceId: text(resourceId),
    resourceName: text(resourceName),
    serviceName: text(service) ?? text(serviceCode) ?? UNCLASSIFIED,
    serviceCode: text(serviceCode),
    regionId: text(region),
    subAccountId: text(account),
    subAccountName: text(accountName),
    chargeCategory: text(category) ?? UNCLASSIFIED,
    chargeClass: text(chargeClass),
    pricingCategory: text(pricing),
    commitmentDiscountId: text(commitment),
    commitmentDiscountStatus: text(status),
    skuId: text(sku),
    usageType: text(usageType),
    operation: text(operation),
    unit: text(unit),
    quantity: quantity === null ? null : plainDecimal(String(quantity)),
    effectiveCost: moneyText(cost) ?? '0',
    rows: Number(rows),
  };
}

async function sumRows(duckdb: DuckDb): Promise<readonly (readonly unknown[])[]> {
  try {
    return await duckdb.rows(sumsSql(null));
  } catch (error) {
    if (!(error instanceof Error) || !/overflow|out of range/i.test(error.message)) throw error;
    // Byte-seconds with 18 decimals overflow 128 bits; costs stay exact, only the split into causes sees ten decimals.
    return duckdb.rows(sumsSql('DECIMAL(38,10)'));
  }
}

/** Charges of months, tags as last seen in them, and what could not be read. */
export type MonthSums = {
  readonly charges: readonly ChargeSum[];
  readonly tags: readonly ResourceTags[];
  readonly findings: readonly Finding[];
};

/**
 * Charges of some months of one currency, added up over time and sorted.
 * @throws UserError (data) no bill, or a damaged one
 */
export async function readMonthSums(
  options: QueryOptions & { readonly months: readonly string[]; readonly currency: string | null },
): Promise<MonthSums> {
  const { months, currency } = options;
  return withCharges(options, async (duckdb, files) => {
    await duckdb.run(
      `CREATE TEMP VIEW charges AS SELECT * FROM ${chargesRelation(files, SUM_COLUMNS)}
       WHERE ${MONTH} IN (${months.map(sqlText).join(', ')})
         AND BillingCurrency IS NOT DISTINCT FROM ${currency === null ? 'NULL' : sqlText(currency)}`,
    );
    const charges = (await sumRows(duckdb)).map(sumOf);
    return { charges, ...(await extractTags(duckdb)) };
  });
}
