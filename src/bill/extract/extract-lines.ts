/** Charges added up over everything but time. */

import type { BillLine } from '../../engine/bill-extract.ts';
import type { ChargeColumn } from '../columns.ts';
import type { DuckDb } from '../duckdb.ts';
import { moneyText } from '../query/charges.ts';

/** Columns that make a line; rows that agree in all of them are added up. */
const KEYS = [
  'ResourceId',
  'ResourceName',
  'ServiceName',
  'x_ServiceCode',
  'RegionId',
  'AvailabilityZone',
  'SubAccountId',
  'SubAccountName',
  'ChargeCategory',
  'ChargeFrequency',
  'PricingCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountStatus',
  'x_UsageType',
  'x_Operation',
  'x_InstanceType',
  'PricingUnit',
] as const satisfies readonly ChargeColumn[];

/** Columns that the queries of an extract read. */
export const EXTRACT_COLUMNS: readonly ChargeColumn[] = [
  ...KEYS,
  'BillingPeriodStart',
  'BillingCurrency',
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'ContractedCost',
  'PricingQuantity',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ChargeClass',
  'ProviderName',
  'ServiceCategory',
  'SkuId',
  'CommitmentDiscountType',
  'x_CommitmentOffering',
  'x_CommitmentTerm',
  'x_CommitmentPaymentOption',
  'x_CommitmentRegion',
  'x_CommitmentInstanceFamily',
  'x_CommitmentStart',
  'x_CommitmentEnd',
  'x_ReservationCount',
  'Tags',
];

const MICROSECONDS_PER_HOUR = 3.6e9;

/** What a charge is called when the bill names no service: it stays visible. */
const UNCLASSIFIED = 'unclassified';

type Text = string | null;

function text(value: unknown): Text {
  return value === null || value === undefined ? null : String(value);
}

function lineOf(row: readonly unknown[]): BillLine {
  const [resourceId, resourceName, service, serviceCode, region, zone, account, accountName, ...rest] = row;
  const [category, frequency, pricing, commitment, status, usageType, operation, type, unit, ...sums] = rest;
  const [rows, billed, effective, list, contracted, quantity, microseconds] = sums;
  return {
    resourceId: text(resourceId),
    resourceName: text(resourceName),
    serviceName: text(service) ?? text(serviceCode) ?? UNCLASSIFIED,
    serviceCode: text(serviceCode),
    regionId: text(region),
    availabilityZone: text(zone),
    subAccountId: text(account),
    subAccountName: text(accountName),
    chargeCategory: text(category) ?? UNCLASSIFIED,
    chargeFrequency: text(frequency),
    pricingCategory: text(pricing),
    commitmentDiscountId: text(commitment),
    commitmentDiscountStatus: text(status),
    usageType: text(usageType),
    operation: text(operation),
    instanceType: text(type),
    pricingUnit: text(unit),
    rows: Number(rows),
    billedCost: moneyText(billed) ?? '0',
    effectiveCost: moneyText(effective) ?? '0',
    listCost: moneyText(list),
    contractedCost: moneyText(contracted),
    pricingQuantity: quantity === null ? null : Number(quantity),
    chargeHours: Number(microseconds ?? 0) / MICROSECONDS_PER_HOUR,
  };
}

function linesSql(quantity: string): string {
  const keys = KEYS.join(', ');
  const money = ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost'].map(
    column => `CAST(sum(${column}) AS VARCHAR)`,
  );
  return `SELECT ${keys}, CAST(count(*) AS DOUBLE), ${money.join(', ')}, CAST(sum(${quantity}) AS DOUBLE),
      CAST(sum(epoch_us(ChargePeriodEnd) - epoch_us(ChargePeriodStart)) AS DOUBLE)
    FROM charges GROUP BY ${keys} ORDER BY ${KEYS.map(key => `${key} NULLS FIRST`).join(', ')}`;
}

async function lineRows(duckdb: DuckDb): Promise<readonly (readonly unknown[])[]> {
  try {
    return await duckdb.rows(linesSql('PricingQuantity'));
  } catch (error) {
    if (!(error instanceof Error) || !/overflow|out of range/i.test(error.message)) throw error;
    // Byte-seconds with 18 decimals overflow 128 bits: ten decimals are slower and enough for a number.
    return duckdb.rows(linesSql('CAST(PricingQuantity AS DECIMAL(38,10))'));
  }
}

/** Lines of the view `charges`, sorted by their keys. */
export async function extractLines(duckdb: DuckDb): Promise<readonly BillLine[]> {
  return (await lineRows(duckdb)).map(lineOf);
}
