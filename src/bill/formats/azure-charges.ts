/** What all Azure cost files share: how a line becomes a FOCUS charge. */

import type { Cells } from '../read/cells.ts';
import { type AzureLine, azureLine, firstText, firstTime } from './azure-line.ts';
import { priceColumns } from './azure-prices.ts';
import { regionSql } from './azure-regions.ts';
import { azureServiceCategorySql } from './azure-services.ts';
import { blockSizeSql, singleUnitSql } from './azure-units.ts';
import type { Mapping } from './format.ts';

/** Category, class, frequency and pricing category. */
function kindColumns(
  cells: Cells,
  { type, kind, benefit, isPurchase, isUsage }: AzureLine,
): Mapping['columns'] {
  const model = `lower(${cells.text('pricingmodel')})`;
  const noPrice = `coalesce(${kind}, '') IN ('roundingadjustment', 'adjustment', 'tax', 'credit')`;
  return {
    ChargeCategory: `CASE WHEN ${isPurchase} THEN 'Purchase' WHEN ${kind} IN ('roundingadjustment', 'adjustment') THEN 'Adjustment'
      WHEN ${kind} = 'tax' THEN 'Tax' WHEN ${kind} = 'credit' THEN 'Credit' ELSE 'Usage' END`,
    ChargeClass: `CASE WHEN ${cells.text('previousinvoiceid')} IS NOT NULL THEN 'Correction' END`,
    ChargeFrequency: `CASE lower(${cells.text('frequency')}) WHEN 'usagebased' THEN 'Usage-Based' WHEN 'recurring' THEN 'Recurring'
      WHEN 'onetime' THEN 'One-Time' ELSE CASE WHEN ${isUsage} THEN 'Usage-Based' END END`,
    PricingCategory: `CASE WHEN ${noPrice} THEN NULL WHEN ${model} = 'spot' THEN 'Dynamic'
      WHEN ${benefit} IS NOT NULL AND NOT ${isPurchase} THEN 'Committed' ELSE 'Standard' END`,
    x_LineItemType: type,
  };
}

/** Commitment columns. Ids are paths of Azure Resource Manager, which ignores their case. */
function commitmentColumns(cells: Cells, { benefit, isUnused, isUsage }: AzureLine): Mapping['columns'] {
  const ofBenefit = (sql: string) => `CASE WHEN ${benefit} IS NOT NULL THEN ${sql} END`;
  const term = cells.text('term');
  return {
    CommitmentDiscountId: ofBenefit(
      `lower(${firstText(cells, ['benefitid', 'reservationid', 'productorderid'])})`,
    ),
    CommitmentDiscountName: ofBenefit(
      firstText(cells, ['benefitname', 'reservationname', 'productordername']),
    ),
    CommitmentDiscountType: benefit,
    CommitmentDiscountCategory: `CASE ${benefit} WHEN 'Reservation' THEN 'Usage' WHEN 'Savings plan' THEN 'Spend' END`,
    CommitmentDiscountStatus: ofBenefit(
      `CASE WHEN ${isUnused} THEN 'Unused' WHEN ${isUsage} THEN 'Used' END`,
    ),
    x_CommitmentTerm: ofBenefit(`CASE ${term} WHEN '12' THEN '1yr' WHEN '36' THEN '3yr' ELSE ${term} END`),
  };
}

/** Prices and billed quantities are per block; what was consumed is told in single units. */
function quantityColumns({ quantity, unit, isUsage }: AzureLine): Mapping['columns'] {
  const consumed = `TRY(cast_to_type(${quantity} * ${blockSizeSql(unit)}, ${quantity}))`;
  return {
    PricingQuantity: quantity,
    PricingUnit: unit,
    ConsumedQuantity: `CASE WHEN ${isUsage} THEN ${consumed} END`,
    ConsumedUnit: `CASE WHEN ${isUsage} THEN ${singleUnitSql(unit)} END`,
  };
}

/** A day in UTC; the billing period names its last day. */
function timeColumns(cells: Cells): Mapping['columns'] {
  const day = firstTime(cells, ['date', 'usagedatetime', 'usagedate']);
  const start = cells.time('billingperiodstartdate');
  const end = cells.time('billingperiodenddate');
  const month = `date_trunc('month', ${day})`;
  // Some tools write the first day of the next month.
  const isExclusive = `day(${end}) = 1 AND day(${start}) = 1`;
  return {
    ChargePeriodStart: day,
    ChargePeriodEnd: `${day} + INTERVAL 1 DAY`,
    BillingPeriodStart: `coalesce(${start}, ${month})`,
    BillingPeriodEnd: `CASE WHEN ${end} IS NULL THEN coalesce(${start}, ${month}) + INTERVAL 1 MONTH
      WHEN ${isExclusive} THEN ${end} ELSE date_trunc('day', ${end}) + INTERVAL 1 DAY END`,
  };
}

/** Azure ignores the case of resource ids, and services write them in several: one resource has one id here. */
function resourceColumns(cells: Cells): Mapping['columns'] {
  const written = firstText(cells, ['resourceid', 'instanceid']);
  const id = cells.named(
    'resource_id',
    `CASE WHEN prefix(lower(${written}), 'subscriptions/') THEN '/' || lower(${written}) ELSE lower(${written}) END`,
  );
  const segments = `string_split(${id}, '/providers/')`;
  const type = `CASE WHEN contains(${id}, '/providers/') THEN split_part(${segments}[-1], '/', 1) || '/' || split_part(${segments}[-1], '/', 2) END`;
  const last = `nullif(string_split(rtrim(${written}, '/'), '/')[-1], '')`;
  return {
    ResourceId: id,
    ResourceName: `coalesce(${cells.text('resourcename')}, ${last})`,
    ResourceType: `coalesce(lower(${cells.text('resourcetype')}), ${type})`,
    RegionId: regionSql(firstText(cells, ['resourcelocation', 'location'])),
    AvailabilityZone: cells.text('availabilityzone'),
  };
}

/** Tags of Enterprise Agreements are the inside of a JSON object: `"env": "dev","team": "data"`. */
function tagsSql(cells: Cells): string {
  const tags = cells.json('tags');
  return `CASE WHEN left(ltrim(${tags}), 1) IN ('{', '[') THEN ${tags} ELSE '{' || ${tags} || '}' END`;
}

/** Who, where and what: columns that are copied, or nearly. */
function copiedColumns(cells: Cells): Mapping['columns'] {
  const isCustomerAgreement = cells.has('exchangeratepricingtobilling');
  const subscription = firstText(cells, ['subscriptionid', 'subscriptionguid']);
  const publisher = cells.text('publishertype');
  const meter = cells.text('metername');
  const category = cells.text('metercategory');
  return {
    // The invoice of a customer agreement is one billing profile's; in an enrolment both ids are the same.
    BillingAccountId: firstText(cells, ['billingprofileid', 'billingaccountid']),
    BillingAccountName: firstText(cells, ['billingprofilename', 'billingaccountname']),
    BillingAccountType: `CASE WHEN ${firstText(cells, ['billingprofileid', 'billingaccountid'])} IS NOT NULL
      THEN '${isCustomerAgreement ? 'Billing Profile' : 'Billing Account'}' END`,
    SubAccountId: `lower(${subscription})`,
    SubAccountName: cells.text('subscriptionname'),
    SubAccountType: `CASE WHEN ${subscription} IS NOT NULL THEN 'Subscription' END`,
    InvoiceId: cells.text('invoiceid'),
    InvoiceIssuerName: `coalesce(${firstText(cells, ['resellername', 'partnername'])}, 'Microsoft')`,
    ProviderName: "'Microsoft'",
    ServiceProviderName: "'Microsoft'",
    HostProviderName: "'Microsoft'",
    PublisherName: `coalesce(${cells.text('publishername')}, CASE WHEN ${publisher} IS NULL OR lower(${publisher}) IN ('azure', 'microsoft') THEN 'Microsoft' ELSE ${publisher} END)`,
    ServiceName: category,
    ServiceCategory: azureServiceCategorySql(cells.text('servicefamily'), category),
    SkuId: firstText(cells, ['productid', 'meterid']),
    SkuMeter: meter,
    SkuPriceId: firstText(cells, ['productid', 'partnumber']),
    ChargeDescription: `coalesce(${firstText(cells, ['productname', 'product'])}, ${meter})`,
    Tags: tagsSql(cells),
    x_UsageType: meter,
    x_InstanceType: `nullif(regexp_extract(${cells.text('additionalinfo')}, '"ServiceType"\\s*:\\s*"([^"]+)"', 1), '')`,
  };
}

/**
 * The rules of every Azure cost file. A line does not say whether its cost is billed or amortized: both columns get it here,
 * and `azure-views.ts` decides when the whole import is loaded. EffectivePrice is rounded and never multiplied.
 */
export function readAzureCharges(cells: Cells): Mapping {
  const line = azureLine(cells);
  return {
    columns: {
      ...copiedColumns(cells),
      ...resourceColumns(cells),
      ...timeColumns(cells),
      ...kindColumns(cells, line),
      ...commitmentColumns(cells, line),
      ...quantityColumns(line),
      ...priceColumns(cells, line),
      BillingCurrency: line.billingCurrency,
      BilledCost: line.cost,
      EffectiveCost: line.cost,
    },
    findings: [],
  };
}
