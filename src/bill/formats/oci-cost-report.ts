/** OCI cost report: one charge per resource, product and hour, with corrections as lines of their own. */

import type { ChargeColumn } from '../columns.ts';
import { type Cells, jsonObjectSql } from '../read/cells.ts';
import { type FormatDefinition, type FormatReader, hasAll, type Mapping } from './format.ts';
import { ocidTypeSql, ociServiceCategorySql } from './oci-services.ts';

/** `tags/Namespace.Key` of a defined tag, `tags/key` of a free-form one; the key is whatever the tenancy allowed. */
const TAG_COLUMN = /^tags\/(.+)$/is;

/** Columns of the compartment, which is what a cost centre is in OCI. */
const COMPARTMENT: readonly (readonly [key: string, name: string])[] = [
  ['CompartmentId', 'productcompartmentid'],
  ['CompartmentName', 'productcompartmentname'],
  ['CompartmentPath', 'productcompartmentpath'],
];

function tags(cells: Cells): string {
  const pairs = cells.matching(TAG_COLUMN).map(column => ({
    key: TAG_COLUMN.exec(column.name)?.[1] ?? column.name,
    value: cells.textOf(column),
  }));
  return jsonObjectSql(pairs);
}

/** The root compartment has the tenancy's identifier and name; a path starts with that name. */
function tenancyName(cells: Cells): string {
  const first = `split_part(${cells.text('productcompartmentpath')}, ' / ', 1)`;
  const isRoot = `${cells.text('productcompartmentid')} = ${cells.text('lineitemtenantid')}`;
  return `coalesce(nullif(${first}, ''), CASE WHEN ${isRoot} THEN ${cells.text('productcompartmentname')} END)`;
}

/**
 * `cost/myCost` includes the overage; `cost/myCostOverage` is a part of it and never added. It is the unit price times the
 * billed quantity. OCI's unit price is the customer's own, and there is no public price in the file: list is contracted.
 */
function amounts(cells: Cells): Mapping['columns'] {
  const cost = cells.decimal('costmycost', 'cost', { weight: 'record' });
  const quantity = cells.decimal('usagebilledquantity', 'quantity');
  const unitPrice = cells.decimal('costunitprice', 'price');
  cells.expect(
    'costmycost',
    `${cells.text('usagebilledquantity')} IS NOT NULL`,
    'the charge adds nothing to the billed cost',
  );
  return {
    BilledCost: cost,
    EffectiveCost: cost,
    ListCost: cost,
    ContractedCost: cost,
    ListUnitPrice: unitPrice,
    ContractedUnitPrice: unitPrice,
    PricingQuantity: quantity,
    PricingUnit: cells.text('costskuunitdescription'),
    ConsumedQuantity: quantity,
    ConsumedUnit: cells.text('costbillingunitreadable'),
  };
}

/** The report names no billing period: it is the month in which the interval starts. */
function periods(cells: Cells): Mapping['columns'] {
  const start = cells.time('lineitemintervalusagestart');
  const month = `date_trunc('month', ${start})`;
  return {
    ChargePeriodStart: start,
    ChargePeriodEnd: cells.time('lineitemintervalusageend'),
    BillingPeriodStart: month,
    BillingPeriodEnd: `${month} + INTERVAL 1 MONTH`,
  };
}

function missingColumns(cells: Cells): Mapping['findings'] {
  const expected: readonly (readonly [string, string, string])[] = [
    ['costcurrencycode', 'cost/currencyCode', 'amounts have no currency'],
    ['lineitemintervalusagestart', 'lineItem/intervalUsageStart', 'charges have no time and no month'],
    ['productservice', 'product/service', 'charges cannot be told apart by service'],
    ['lineitemiscorrection', 'lineItem/isCorrection', 'corrections cannot be told from other charges'],
  ];
  return expected
    .filter(([name]) => !cells.has(name))
    .map(([, written, consequence]) => ({
      code: 'missing-column',
      severity: 'warning',
      message: `The file has no column ${written}: ${consequence}.`,
      hint: 'Import the cost report as OCI wrote it.',
    }));
}

const read: FormatReader = cells => {
  const service = cells.text('productservice');
  const resourceId = cells.text('productresourceid');
  const columns: Partial<Record<ChargeColumn, string>> = {
    ...amounts(cells),
    ...periods(cells),
    BillingCurrency: cells.text('costcurrencycode'),
    BillingAccountId: cells.text('costsubscriptionid'),
    SubAccountId: cells.text('lineitemtenantid'),
    SubAccountName: tenancyName(cells),
    ChargeCategory: "'Usage'",
    ChargeClass: `CASE WHEN lower(${cells.text('lineitemiscorrection')}) = 'true' THEN 'Correction' END`,
    ChargeFrequency: "'Usage-Based'",
    ChargeDescription: cells.text('productdescription'),
    PricingCategory: "'Standard'",
    ServiceName: service,
    ServiceCategory: ociServiceCategorySql(service),
    SkuId: cells.text('costproductsku'),
    ResourceId: resourceId,
    ResourceType: ocidTypeSql(resourceId),
    RegionId: cells.text('productregion'),
    AvailabilityZone: cells.text('productavailabilitydomain'),
    Tags: tags(cells),
    ProviderName: "'Oracle'",
    PublisherName: "'Oracle'",
    InvoiceIssuerName: "'Oracle'",
    ServiceProviderName: "'Oracle'",
    HostProviderName: "'Oracle'",
    x_CostCategories: jsonObjectSql(
      COMPARTMENT.filter(([, name]) => cells.has(name)).map(([key, name]) => ({
        key,
        value: cells.text(name),
      })),
    ),
  };
  return { columns, findings: missingColumns(cells) };
};

/** OCI's own report; its FOCUS report is FOCUS. */
export const ociCostReport: FormatDefinition = {
  recognize: names => (hasAll(names, ['lineitemreferenceno', 'costmycost']) ? null : false),
  required: ['lineItem/referenceNo', 'cost/myCost'],
  signs: ['lineitemreferenceno', 'lineitemintervalusagestart', 'productservice', 'costcurrencycode'],
  read,
};
