/** Price lists of AWS for tests: the index files, and offer files with the columns of the real ones. */

import type { Answer, Asked } from './loopback.ts';

const COLUMNS = [
  'SKU',
  'OfferTermCode',
  'RateCode',
  'TermType',
  'PriceDescription',
  'EffectiveDate',
  'Unit',
  'PricePerUnit',
  'Currency',
  'LeaseContractLength',
  'PurchaseOption',
  'OfferingClass',
  'Product Family',
  'Location Type',
  'Instance Type',
  'Tenancy',
  'Operating System',
  'License Model',
  'usageType',
  'operation',
  'CapacityStatus',
  'Pre Installed S/W',
  'Volume API Name',
  'Database Engine',
  'Database Edition',
  'Deployment Option',
  'Cache Engine',
  'Region Code',
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

const PLAIN: Row = {
  TermType: 'OnDemand',
  PriceDescription: '$0.1 per "plain", on demand',
  EffectiveDate: '2026-11-01',
  Unit: 'Hrs',
  Currency: 'USD',
  'Location Type': 'AWS Region',
};

/** A row of EC2, on demand, shared, Linux unless it says otherwise. */
export function machine(type: string, price: string, changes: Row = {}): Row {
  return {
    ...PLAIN,
    SKU: `SKU-${type}`,
    OfferTermCode: 'JRTCKXETXF',
    'Product Family': 'Compute Instance',
    'Instance Type': type,
    PricePerUnit: price,
    Tenancy: 'Shared',
    'Operating System': 'Linux',
    'License Model': 'No License required',
    usageType: `EUW1-BoxUsage:${type}`,
    operation: 'RunInstances',
    CapacityStatus: 'Used',
    'Pre Installed S/W': 'NA',
    ...changes,
  };
}

/** A part of a reserved rate: `Hrs` or `Quantity` (upfront). */
export function reserved(type: string, payment: string, unit: 'Hrs' | 'Quantity', price: string): Row {
  return machine(type, price, {
    TermType: 'Reserved',
    OfferTermCode: payment,
    LeaseContractLength: '1yr',
    PurchaseOption: payment,
    OfferingClass: 'standard',
    Unit: unit,
  });
}

/** A row of RDS. */
export function database(type: string, engine: string, price: string, changes: Row = {}): Row {
  return {
    ...PLAIN,
    SKU: `${type}-${engine}`,
    'Product Family': 'Database Instance',
    'Instance Type': type,
    'Database Engine': engine,
    'Deployment Option': 'Single-AZ',
    PricePerUnit: price,
    usageType: `EUW1-InstanceUsage:${type}`,
    ...changes,
  };
}

/** A node of ElastiCache or OpenSearch. */
export function node(type: string, price: string, changes: Row): Row {
  return { ...PLAIN, SKU: `SKU-${type}`, 'Instance Type': type, PricePerUnit: price, ...changes };
}

/** The reserved terms of a row: `Hrs` or `Quantity` (upfront). */
export function terms(of: Row, payment: string, unit: 'Hrs' | 'Quantity', price: string, lease = '1yr'): Row {
  return {
    ...of,
    TermType: 'Reserved',
    OfferTermCode: `${payment} ${lease}`,
    LeaseContractLength: lease,
    PurchaseOption: payment,
    OfferingClass: 'standard',
    Unit: unit,
    PricePerUnit: price,
  };
}

/** A row of EBS storage. */
export function volume(name: string, price: string, changes: Row = {}): Row {
  return {
    ...PLAIN,
    SKU: name,
    'Product Family': 'Storage',
    'Volume API Name': name,
    Unit: 'GB-Mo',
    PricePerUnit: price,
    usageType: `EUW1-EBS:VolumeUsage.${name}`,
    ...changes,
  };
}

/** An offer file: five lines about it, the header, the rows, every cell in quotes. */
export function offerFile(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => cells.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',');
  return [
    line(['FormatVersion', 'v1.0']),
    line(['Disclaimer', 'made for a test']),
    line(['Publication Date', '2026-11-01T00:00:00Z']),
    line(['Version', '20261101000000']),
    line(['OfferCode', 'AmazonEC2']),
    line(COLUMNS),
    ...rows.map(row => line(COLUMNS.map(name => row[name] ?? ''))),
    '',
  ].join('\n');
}

/** Answers like AWS: the index, the Regions of each offer and of the plans, and the given file for each CSV and the advisor. */
export function awsAnswers(file: (path: string) => Answer): (asked: Asked) => Answer {
  return ({ path }) => {
    if (path === '/offers/v1.0/aws/index.json') {
      const names = ['AmazonEC2', 'AmazonRDS', 'AmazonElastiCache', 'AmazonES'];
      const offers = names.map(name => [
        name,
        { offerCode: name, currentRegionIndexUrl: `/offers/v1.0/aws/${name}/current/region_index.json` },
      ]);
      return { body: JSON.stringify({ formatVersion: 'v1.0', offers: Object.fromEntries(offers) }) };
    }
    const offer = /^\/offers\/v1\.0\/aws\/(\w+)\/current\/region_index\.json$/.exec(path)?.[1];
    if (offer !== undefined) {
      const url = `/offers/v1.0/aws/${offer}/20261101000000/eu-west-1/index.json`;
      const regions = { 'eu-west-1': { regionCode: 'eu-west-1', currentVersionUrl: url } };
      return { body: JSON.stringify({ regions }) };
    }
    if (path === '/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/current/region_index.json') {
      const versionUrl = '/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/20261105000000/eu-west-1/index.json';
      return { body: JSON.stringify({ regions: [{ regionCode: 'eu-west-1', versionUrl }] }) };
    }
    const isFile = /\/eu-west-1\/index\.(csv|json)$/.test(path) || path === '/spot-advisor-data.json';
    return isFile ? file(path) : { status: 404 };
  };
}

const PLAN_COLUMNS = [
  'SKU',
  'RateCode',
  'Unit',
  'EffectiveDate',
  'DiscountedRate',
  'Currency',
  'DiscountedSKU',
  'DiscountedUsageType',
  'DiscountedOperation',
  'PurchaseOption',
  'LeaseContractLength',
  'LeaseContractLengthUnit',
  'ServiceCode',
  'UsageType',
  'Operation',
  'Description',
  'Instance Family',
  'Location',
  'Location Type',
  'Granularity',
  'Product Family',
  'DiscountedServiceCode',
  'DiscountedRegionCode',
  'DiscountedInstanceType',
] as const;

type PlanRow = Partial<Record<(typeof PLAN_COLUMNS)[number], string>>;

/** A rate under a Compute Savings Plan of one year without upfront, Linux, unless it says otherwise. */
export function planRate(type: string, price: string, changes: PlanRow = {}): PlanRow {
  return {
    SKU: 'PLAN1',
    RateCode: `PLAN1.${type}`,
    Unit: 'Hrs',
    EffectiveDate: '2026-11-05T00:00:00Z',
    DiscountedRate: price,
    Currency: 'USD',
    DiscountedSKU: `SKU-${type}`,
    DiscountedUsageType: `EUW1-BoxUsage:${type}`,
    DiscountedOperation: 'RunInstances',
    PurchaseOption: 'No Upfront',
    LeaseContractLength: '1',
    LeaseContractLengthUnit: 'year',
    ServiceCode: 'ComputeSavingsPlans',
    Description: '1 year No Upfront "Compute" Savings Plan',
    Granularity: 'hourly',
    'Product Family': 'ComputeSavingsPlans',
    DiscountedServiceCode: 'AmazonEC2',
    DiscountedRegionCode: 'eu-west-1',
    ...changes,
  };
}

/** A list of Savings Plans: five lines about it, the header, the rows. */
export function planFile(rows: readonly PlanRow[]): string {
  const line = (cells: readonly string[]) => cells.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',');
  return [
    line(['FormatVersion', 'v1.0']),
    line(['Disclaimer', 'made for a test']),
    line(['Publication Date', '2026-11-05T00:00:00Z']),
    line(['Version', '20261105000000']),
    line(['OfferCode', 'AWSComputeSavingsPlan']),
    line(PLAN_COLUMNS),
    ...rows.map(row => line(PLAN_COLUMNS.map(name => row[name] ?? ''))),
    '',
  ].join('\n');
}

/** The spot advisor's file. @param advice by system and type: saving in percent, and the index of the band */
export function advisorFile(
  region: string,
  advice: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): string {
  return JSON.stringify({
    global_rate: '<10%',
    instance_types: { 'm5.large': { emr: true, cores: 2, ram_gb: 8 } },
    ranges: [
      { index: 0, label: '<5%', dots: 0, max: 5 },
      { index: 1, label: '5-10%', dots: 1, max: 11 },
    ],
    spot_advisor: { [region]: advice, 'us-east-1': { Linux: { 'm5.large': { s: 10, r: 1 } } } },
  });
}

/** The same list as JSON, as AWS publishes it: products, then the rates of each plan. */
export function planJson(rows: readonly PlanRow[]): string {
  const keyOf = (row: PlanRow) =>
    [row['Product Family'], row.PurchaseOption, row.LeaseContractLength].join(' ').replaceAll(/\W/g, '');
  const plans = [...Map.groupBy(rows, keyOf)];
  const products = plans.map(([sku, [row = {}]]) => ({
    sku,
    productFamily: row['Product Family'],
    serviceCode: row['Product Family'],
    usageType: 'ComputeSP:1yrNoUpfront',
    operation: '',
    attributes: {
      purchaseOption: row.PurchaseOption,
      granularity: 'hourly',
      purchaseTerm: `${row.LeaseContractLength}yr`,
      location: 'Any',
    },
  }));
  const savingsPlan = plans.map(([sku, list]) => ({
    sku,
    description: 'a plan',
    effectiveDate: list[0]?.EffectiveDate,
    leaseContractLength: { duration: Number(list[0]?.LeaseContractLength), unit: 'year' },
    rates: list.map(row => ({
      discountedSku: row.DiscountedSKU,
      discountedUsageType: row.DiscountedUsageType,
      discountedOperation: row.DiscountedOperation,
      discountedServiceCode: row.DiscountedServiceCode,
      rateCode: `${sku}.${row.DiscountedSKU}`,
      unit: row.Unit,
      discountedRate: { price: row.DiscountedRate, currency: row.Currency },
      discountedRegionCode: row.DiscountedRegionCode,
    })),
  }));
  return JSON.stringify({ version: '20261105000000', products, terms: { savingsPlan } }, null, 1);
}
