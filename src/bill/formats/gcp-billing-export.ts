/** GCP billing export, standard and detailed: CSV with dots or underscores, JSON lines, Parquet. */

import type { ChargeColumn } from '../columns.ts';
import type { Cells } from '../read/cells.ts';
import { ZERO } from './aws-line.ts';
import { type FormatDefinition, type FormatReader, hasAll, type Mapping } from './format.ts';
import { commitmentColumns } from './gcp-commitments.ts';
import { type Credits, readCredits } from './gcp-credits.ts';
import { jsonTextSql, pairValueSql, tagObjectSql } from './gcp-json.ts';
import { gcpServiceCategorySql } from './gcp-services.ts';

type Columns = Partial<Record<ChargeColumn, string>>;

/** Text of a member: a column of its own (`service.id`, `service_id`), or inside a cell that holds the whole structure. */
function member(cells: Cells, structure: string, key: string): string {
  const own = `${structure}${key.replaceAll('_', '')}`;
  if (cells.has(own) || !cells.has(structure)) return cells.text(own);
  return `nullif(json_extract_string(${jsonTextSql(cells.text(structure))}, '$."${key}"'), '')`;
}

/** Billing month: `invoice.month` (Pacific time), else the Pacific month of the usage. */
function billingPeriod(cells: Cells, start: string): Columns {
  const month = member(cells, 'invoice', 'month');
  // pandas writes 202509.0 where one cell of the column is empty.
  const digits = `regexp_extract(${month}, '^(20[0-9]{2})-?(0[1-9]|1[0-2])(\\.0)?$', ['year', 'month'])`;
  const isMonth = `regexp_matches(${month}, '^20[0-9]{2}-?(0[1-9]|1[0-2])(\\.0)?$')`;
  const read = `CASE WHEN ${isMonth} THEN try_strptime(${digits}.year || ${digits}.month, '%Y%m') END`;
  const other = cells.time('invoicemonth', { when: `NOT ${isMonth}` });
  const pacific = `date_trunc('month', timezone('America/Los_Angeles', timezone('UTC', ${start})))`;
  const period = `coalesce(${read}, date_trunc('month', ${other}), ${pacific})`;
  return { BillingPeriodStart: period, BillingPeriodEnd: `(${period} + INTERVAL 1 MONTH)` };
}

/** Billed is cost plus credits, of whatever sign. Google's own FOCUS view has the same effective cost. */
function costColumns(cells: Cells, credits: Credits, isCovered: string): Columns {
  const cost = cells.decimal('cost', 'cost', { weight: 'record' });
  const credit = credits.amount;
  cells.expect('cost', 'TRUE', 'the charge adds nothing to the billed cost');
  const net =
    credit === 'NULL'
      ? cost
      : `CASE WHEN ${cost} IS NULL THEN ${credit} ELSE ${cost} + coalesce(${credit}, ${ZERO}) END`;
  // Newer accounts price covered usage at the discount; the contracted cost is what it would have been without.
  const contracted = cells.has('costateffectivepricedefault')
    ? `CASE WHEN ${isCovered} THEN coalesce(${cells.decimal('costateffectivepricedefault', 'cost', { when: isCovered })}, ${cost}) ELSE ${cost} END`
    : cost;
  return {
    BilledCost: net,
    EffectiveCost: net,
    ContractedCost: contracted,
    ListCost: cells.decimal('costatlist', 'cost', { weight: 'total' }),
  };
}

/** Quantities, and prices where they are for one unit. */
function quantityColumns(cells: Cells, isPurchase: string): Columns {
  const block = cells.text('pricepricingunitquantity');
  const isOne = block === 'NULL' ? 'TRUE' : `regexp_full_match(coalesce(${block}, '1'), '1(\\.0*)?')`;
  const price = (name: string) => cells.decimal(name, 'price', { when: isOne });
  const quantity = cells.decimal('usageamountinpricingunits', 'quantity');
  const pricingUnit = member(cells, 'usage', 'pricing_unit');
  const unit = member(cells, 'usage', 'unit');
  // A few terabytes for a day are more byte-seconds than a number has room for: stored data keeps its pricing unit.
  const isStored = cells.named('is_stored', `coalesce(${unit} = 'byte-seconds', FALSE)`);
  const consumed = (stored: string, other: string) =>
    `CASE WHEN ${isPurchase} THEN NULL WHEN ${isStored} THEN ${stored} ELSE ${other} END`;
  const amount = cells.decimal('usageamount', 'quantity', { when: `NOT ${isStored}` });
  return {
    PricingQuantity: quantity,
    PricingUnit: pricingUnit,
    ConsumedQuantity: consumed(quantity, amount),
    ConsumedUnit: consumed(pricingUnit, unit),
    ListUnitPrice: price('pricelistprice'),
    ContractedUnitPrice: price('priceeffectiveprice'),
  };
}

/** `compute.googleapis.com/instances` of `//compute.googleapis.com/projects/p/zones/z/instances/1`. */
function resourceType(globalName: string): string {
  const service = `regexp_extract(${globalName}, '^//([^/]+)/', 1)`;
  const kind = `regexp_extract(${globalName}, '/([^/]+)/[^/]+$', 1)`;
  return `CASE WHEN regexp_matches(${globalName}, '^//[^/]+/.*[^/]+/[^/]+$') THEN ${service} || '/' || ${kind} END`;
}

/** Who, where and what. */
function copiedColumns(cells: Cells): Columns {
  const region = member(cells, 'location', 'region');
  const location = member(cells, 'location', 'location');
  const globalName = member(cells, 'resource', 'global_name');
  const resource = member(cells, 'resource', 'name');
  const service = member(cells, 'service', 'description');
  const sku = member(cells, 'sku', 'description');
  const tier = cells.text('pricetierstartamount');
  const skuId = member(cells, 'sku', 'id');
  const isPartner = `(coalesce(prefix(${cells.text('transactiontype')}, 'THIRD_PARTY'), FALSE) OR coalesce(${member(cells, 'invoice', 'publisher_type')} = 'PARTNER', FALSE))`;
  return {
    BillingAccountId: cells.text('billingaccountid'),
    BillingCurrency: cells.text('currency'),
    SubAccountId: member(cells, 'project', 'id'),
    SubAccountName: member(cells, 'project', 'name'),
    // A charge of a multi-region has no Region of its own; `global` is nowhere.
    RegionId: `coalesce(${region}, nullif(${location}, 'global'))`,
    RegionName: `coalesce(nullif(${location}, 'global'), ${region})`,
    AvailabilityZone: member(cells, 'location', 'zone'),
    ResourceId: `coalesce(${globalName}, ${resource})`,
    ResourceName: resource,
    ResourceType: resourceType(globalName),
    ServiceName: `coalesce(${service}, ${member(cells, 'service', 'id')})`,
    ServiceCategory: gcpServiceCategorySql(service),
    SkuId: skuId,
    SkuMeter: sku,
    SkuPriceId: tier === 'NULL' ? 'NULL' : `${skuId} || '/' || ${tier}`,
    ChargeDescription: sku,
    ProviderName: "'Google Cloud'",
    ServiceProviderName: "'Google Cloud'",
    HostProviderName: "'Google Cloud'",
    InvoiceIssuerName: "'Google Cloud'",
    PublisherName: `CASE WHEN ${isPartner} THEN ${cells.text('sellername')} ELSE 'Google Cloud' END`,
    Tags: tagObjectSql([cells.text('labels'), cells.text('tags'), cells.text('projectlabels')]),
    x_ServiceCode: member(cells, 'service', 'id'),
    x_UsageType: sku,
    x_LineItemType: cells.text('costtype'),
    x_InstanceType: pairValueSql(cells.text('systemlabels'), 'compute.googleapis.com/machine_spec'),
  };
}

/** Category, class and frequency. */
function kindColumns(cells: Cells, credits: Credits, columns: Columns, isPurchase: string): Columns {
  const type = `lower(${cells.text('costtype')})`;
  const given = ['PROMOTION', 'FREE_TIER', 'SUBSCRIPTION_BENEFIT'].map(credits.hasType).join(' OR ');
  // A record that holds nothing but a credit is the credit itself; elsewhere it lowers the cost of its usage.
  const isCredit =
    credits.amount === 'NULL'
      ? 'FALSE'
      : `coalesce(${columns.ContractedCost} = 0 AND ${credits.amount} <> 0 AND (${given}), FALSE)`;
  const adjustment = ['id', 'description', 'mode', 'type'].map(key => member(cells, 'adjustmentinfo', key));
  const support = `contains(lower(coalesce(${columns.ServiceName}, '')), 'support')`;
  return {
    ChargeCategory: `CASE WHEN ${type} = 'tax' THEN 'Tax' WHEN ${type} IN ('adjustment', 'rounding_error') THEN 'Adjustment'
      WHEN ${isPurchase} THEN 'Purchase' WHEN ${isCredit} THEN 'Credit' ELSE 'Usage' END`,
    ChargeClass: `CASE WHEN coalesce(${adjustment.join(', ')}) IS NOT NULL THEN 'Correction' END`,
    ChargeFrequency: `CASE WHEN ${type} = 'tax' OR ${isPurchase} OR ${support} THEN 'Recurring' ELSE 'Usage-Based' END`,
  };
}

/** Columns whose absence changes what the totals mean. */
function missingColumns(cells: Cells): Mapping['findings'] {
  const absent = [
    ['invoice.month', ['invoicemonth', 'invoice'], 'the billing month is the Pacific month of the usage'],
    ['currency', ['currency'], 'amounts have no currency'],
  ] as const;
  return absent
    .filter(([, names]) => !names.some(cells.has))
    .map(([name, , consequence]) => ({
      code: 'missing-column',
      severity: 'warning',
      message: `The file has no column ${name}: ${consequence}.`,
      hint: 'Export the bill with all columns of the table.',
    }));
}

const read: FormatReader = cells => {
  const credits = readCredits(cells);
  const start = cells.time('usagestarttime');
  const copied = copiedColumns(cells);
  const sku = member(cells, 'sku', 'description');
  const commitments = commitmentColumns(cells, credits, {
    sku,
    costType: cells.text('costtype'),
    subscription: member(cells, 'subscription', 'instance_id'),
    consumptionModel: member(cells, 'consumptionmodel', 'description'),
  });
  const { isPurchase, isCovered } = commitments;
  const costs = costColumns(cells, credits, isCovered);
  const quantities = quantityColumns(cells, isPurchase);
  return {
    columns: {
      ...copied,
      ...costs,
      ...quantities,
      ...billingPeriod(cells, start),
      ChargePeriodStart: start,
      ChargePeriodEnd: cells.time('usageendtime'),
      ...kindColumns(cells, credits, { ...copied, ...costs }, isPurchase),
      ...commitments.columns(quantities),
    },
    findings: [...credits.findings, ...missingColumns(cells)],
  };
};

/** Google Cloud billing export from BigQuery. */
export const gcpBillingExport: FormatDefinition = {
  recognize: names =>
    hasAll(names, ['billingaccountid', 'costtype', 'cost']) &&
    ['serviceid', 'service', 'servicedescription'].some(name => names.canonical.has(name))
      ? null
      : false,
  required: ['billing_account_id', 'cost'],
  signs: ['usagestarttime', 'skudescription', 'projectid', 'invoicemonth', 'billingaccountid'],
  read,
};
