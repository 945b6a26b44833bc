import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  detectBytes,
  detectDelimiter,
  nearestFormat,
  recognizeColumns,
  recognizeJson,
} from '../../src/bill/detect.ts';

describe('the first bytes of a file', () => {
  test.each([
    ['parquet', Buffer.from('PAR1\u0000\u0000rest')],
    ['gzip', gzipSync('a,b\n')],
    ['zip', Buffer.from('PK\u0003\u0004rest')],
    ['utf-16', Buffer.from('\uFEFFa,b', 'utf16le')],
    ['utf-16', Buffer.from('BilledCost', 'utf16le')],
    ['json', Buffer.from('\uFEFF  {"a": 1}')],
    ['json', Buffer.from('[1]')],
    ['text', Buffer.from('BilledCost,EffectiveCost\n')],
    ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 0, 0, 0])],
    ['empty', Buffer.alloc(0)],
    ['empty', Buffer.from('\uFEFF \n')],
  ])('say %s', (kind, bytes) => {
    expect(detectBytes(bytes)).toBe(kind);
  });
});

describe('the delimiter of a header', () => {
  test.each([
    [',', 'a,b,c'],
    [';', 'a;b;c,d'],
    ['\t', 'a\tb\tc'],
    [',', '"a;b;c;d",e,f'],
    [',', 'single'],
    [';', 'a;b\nx,y,z,w'],
  ])('%j is the most frequent one outside quotes of %j', (delimiter, header) => {
    expect(detectDelimiter(header)).toBe(delimiter);
  });
});

const FOCUS = ['BilledCost', 'EffectiveCost', 'ChargeCategory', 'ChargePeriodStart'];

describe('the columns of a bill', () => {
  test.each([
    ['focus', '1.0', [...FOCUS, 'ContractedCost', 'ProviderName']],
    ['focus', '1.0-preview', [...FOCUS, 'Provider', 'UsageQuantity', 'oci_ReferenceNumber']],
    ['focus', '1.1', [...FOCUS, 'SkuMeter']],
    ['focus', '1.2', [...FOCUS, 'SkuMeter', 'InvoiceId']],
    ['focus', '1.3', [...FOCUS, 'InvoiceId', 'HostProviderName']],
    ['focus', '1.0', [...FOCUS, 'BillingAccountType', 'SubAccountType', 'x_SkuMeterId']],
    ['focus', '1.0', ['billedcost', 'EFFECTIVECOST', 'chargecategory']],
    ['aws-cur-legacy', null, ['identity/LineItemId', 'lineItem/UnblendedCost', 'lineItem/LineItemType']],
    [
      'aws-cur-legacy',
      null,
      ['line_item_unblended_cost', 'line_item_line_item_type', 'product_product_name'],
    ],
    [
      'aws-cur-2',
      '2.0',
      ['line_item_unblended_cost', 'line_item_line_item_type', 'product', 'resource_tags'],
    ],
  ])('are %s %s', (format, version, columns) => {
    expect(recognizeColumns(columns)).toEqual({ kind: 'bill', format, version });
  });

  test.each([
    ['oci-cost-report', null, ['lineItem/referenceNo', 'cost/myCost', 'lineItem/intervalUsageStart']],
    [
      'focus',
      '0.5',
      ['BilledCost', 'AmortizedCost', 'ChargeType', 'BillingPeriodStart', 'ChargePeriodStart'],
    ],
    ['gcp-billing-export', null, ['billing_account_id', 'service.id', 'cost_type', 'cost', 'currency']],
    ['azure-cost-details', 'EA', ['InvoiceSectionName', 'MeterId', 'CostInBillingCurrency']],
    [
      'azure-cost-details',
      'MCA',
      ['billingProfileId', 'meterId', 'costInBillingCurrency', 'exchangeRatePricingToBilling'],
    ],
    ['azure-legacy-usage', null, ['SubscriptionGuid', 'Zählerkategorie-ID (MeterId)', 'Kosten (PreTaxCost)']],
  ])('of other providers are %s %s', (format, version, columns) => {
    expect(recognizeColumns(columns)).toEqual({ kind: 'bill', format, version });
  });

  test('of commitments are known and not read', () => {
    expect(recognizeColumns(['ContractCommitmentId', 'ContractId', 'BillingCurrency'])).toMatchObject({
      kind: 'unsupported',
      what: expect.stringContaining('contract commitment'),
    });
  });

  test.each([[['a', 'b']], [['BilledCost']], [[]], [['lineItem/UnblendedCost']]])(
    '%j are unknown',
    columns => {
      expect(recognizeColumns(columns)).toEqual({ kind: 'unknown' });
    },
  );
});

describe('a file that lacks what it cannot do without', () => {
  test.each([
    ['focus', ['BilledCost'], ['EffectiveCost', 'ChargeCategory', 'ServiceName', 'x']],
    [
      'aws-cur-2',
      ['line_item_unblended_cost'],
      [
        'line_item_usage_start_date',
        'line_item_product_code',
        'line_item_usage_type',
        'line_item_line_item_type',
      ],
    ],
    [
      'oci-cost-report',
      ['cost/myCost'],
      ['lineItem/referenceNo', 'lineItem/intervalUsageStart', 'product/service'],
    ],
  ])('is called nearly %s, without %j', (format, missing, columns) => {
    expect(recognizeColumns(columns)).toEqual({ kind: 'unknown' });
    expect(nearestFormat(columns)).toMatchObject({ format, missing });
  });

  test('is near nothing when it has two signs only', () => {
    expect(nearestFormat(['ServiceName', 'EffectiveCost', 'name'])).toBeNull();
  });
});

test.each([
  ['aws-cost-explorer', '{"ResultsByTime": [{'],
  ['gcp-billing-export', '{"billing_account_id":"1","service":{"id":"2"}'],
])('JSON of %s is a bill', (format, text) => {
  expect(recognizeJson(text)).toEqual({ kind: 'bill', format, version: null });
});

test.each([
  ['Infracost', '{"version": "0.2", "totalMonthlyCost": "1"'],
  ['OpenCost', '{"code": 200, "data": [{"__idle__": {"totalCost": 1'],
])('JSON of %s may be a document that is not a bill', (_what, text) => {
  expect(recognizeJson(text)).toEqual({ kind: 'document' });
});
