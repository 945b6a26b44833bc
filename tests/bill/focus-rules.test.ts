import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDuckDb } from '../../src/bill/duckdb.ts';
import { checkFocusFile, type FocusContainer, type Violation } from '../../src/bill/export/focus-check.ts';
import {
  FOCUS_VERSIONS,
  type FocusVersion,
  focusColumns,
  focusKind,
  mandatoryColumns,
} from '../../src/bill/export/focus-columns.ts';
import { focusRules } from '../../src/bill/export/focus-rules.ts';
import { ALLOWED_VALUES } from '../../src/bill/export/focus-values.ts';
import { sqlName, sqlText } from '../../src/bill/sql.ts';
import { atDesk, csv } from './workspace.ts';

type Row = Readonly<Record<string, string>>;

/** A row that the specification has nothing against: usage that a reservation covers. */
const GOOD: Row = {
  BilledCost: '0',
  BillingAccountId: '1',
  BillingAccountName: 'payer',
  BillingAccountType: 'Account',
  BillingCurrency: 'USD',
  BillingPeriodEnd: '2025-10-01T00:00:00Z',
  BillingPeriodStart: '2025-09-01T00:00:00Z',
  CapacityReservationId: 'cr-1',
  CapacityReservationStatus: 'Used',
  ChargeCategory: 'Usage',
  ChargeDescription: 'two hours',
  ChargeFrequency: 'Usage-Based',
  ChargePeriodEnd: '2025-09-02T02:00:00Z',
  ChargePeriodStart: '2025-09-02T00:00:00Z',
  CommitmentDiscountCategory: 'Usage',
  CommitmentDiscountId: 'ri-1',
  CommitmentDiscountName: 'first',
  CommitmentDiscountQuantity: '2',
  CommitmentDiscountStatus: 'Used',
  CommitmentDiscountType: 'Reserved',
  CommitmentDiscountUnit: 'Hours',
  ConsumedQuantity: '2',
  ConsumedUnit: 'Hours',
  ContractedCost: '0.9',
  ContractedUnitPrice: '0.45',
  EffectiveCost: '0.6',
  HostProviderName: 'AWS',
  InvoiceId: 'inv-1',
  InvoiceIssuerName: 'AWS',
  ListCost: '1',
  ListUnitPrice: '0.5',
  PricingCategory: 'Committed',
  PricingCurrency: 'USD',
  PricingCurrencyContractedUnitPrice: '0.45',
  PricingCurrencyEffectiveCost: '0.6',
  PricingCurrencyListUnitPrice: '0.5',
  PricingQuantity: '2',
  PricingUnit: 'Hours',
  ProviderName: 'AWS',
  PublisherName: 'AWS',
  RegionId: 'eu-west-1',
  RegionName: 'Ireland',
  ResourceId: 'i-1',
  ResourceName: 'web',
  ResourceType: 'Instance',
  ServiceCategory: 'Compute',
  ServiceName: 'EC2',
  ServiceProviderName: 'AWS',
  ServiceSubcategory: 'Virtual Machines',
  SkuId: 'sku-1',
  SkuMeter: 'hours',
  SkuPriceDetails: '{"CoreCount":2,"x_Family":"m"}',
  SkuPriceId: 'price-1',
  SubAccountId: '2',
  SubAccountName: 'dev',
  SubAccountType: 'Account',
  Tags: '{"env":"prod"}',
};

/** A purchase and a tax that break nothing. */
const PURCHASE: Row = {
  ...GOOD,
  BilledCost: '100',
  CapacityReservationStatus: '',
  ChargeCategory: 'Purchase',
  ChargeFrequency: 'Recurring',
  CommitmentDiscountStatus: '',
  ConsumedQuantity: '',
  ConsumedUnit: '',
  ContractedCost: '100',
  ContractedUnitPrice: '50',
  EffectiveCost: '0',
  ListCost: '100',
  ListUnitPrice: '50',
  PricingCategory: 'Standard',
};
const TAX: Row = {
  ...Object.fromEntries(
    Object.entries(GOOD).filter(
      ([name]) => !/^(Commitment|Capacity|Consumed|Sku|Pricing[QUC]a?|Resource)/.test(name),
    ),
  ),
  ChargeCategory: 'Tax',
  ChargeFrequency: 'Recurring',
  ContractedUnitPrice: '',
  ListUnitPrice: '',
  PricingCategory: '',
  PricingCurrency: 'USD',
  PricingCurrencyEffectiveCost: '0.6',
};

async function checkRows(
  rows: readonly Row[],
  version: FocusVersion = '1.2',
  container: FocusContainer = 'csv',
): Promise<readonly Violation[]> {
  return atDesk(async desk => {
    const names = focusColumns(version);
    const text = csv(
      names,
      rows.map(row => names.map(name => row[name] ?? '')),
    );
    const duckdb = await openDuckDb({ tempDirectory: join(desk.folder, 'spill') });
    try {
      const source = desk.file('source.csv', text);
      const path = container === 'csv' ? source : join(desk.folder, 'checked');
      if (container !== 'csv') {
        const cells = names.map(name => {
          const kind = focusKind(name);
          if (kind === 'time') return `CAST(${name} AS TIMESTAMPTZ) AS ${sqlName(name)}`;
          return kind === 'text' ? name : `CAST(${name} AS DECIMAL(38,18)) AS ${sqlName(name)}`;
        });
        const from = `SELECT ${container === 'parquet' ? cells.join(', ') : '*'} FROM read_csv(${sqlText(source)}, all_varchar = true)`;
        const options =
          container === 'parquet' ? 'FORMAT parquet' : 'FORMAT csv, HEADER true, COMPRESSION gzip';
        await duckdb.run(`COPY (${from}) TO ${sqlText(path)} (${options})`);
      }
      const checked = await checkFocusFile(duckdb, { path, container, version }, rows.length);
      expect(checked.rows).toBe(rows.length);
      return checked.violations;
    } finally {
      duckdb.close();
    }
  });
}

const names = (violations: readonly Violation[]) => violations.map(({ rule }) => rule);

describe('the columns', () => {
  test.each([
    ['1.2', 57],
    ['1.3', 65],
  ] as const)('of FOCUS %s are %i, each once, alphabetically', (version, count) => {
    const columns = focusColumns(version);

    expect(new Set(columns).size).toBe(count);
    expect(columns).toEqual([...columns].sort());
  });

  test('of 1.3 are those of 1.2 and eight more', () => {
    const before = focusColumns('1.2');

    expect(focusColumns('1.3').filter(name => !before.includes(name))).toEqual([
      'AllocatedMethodDetails',
      'AllocatedMethodId',
      'AllocatedResourceId',
      'AllocatedResourceName',
      'AllocatedTags',
      'ContractApplied',
      'HostProviderName',
      'ServiceProviderName',
    ]);
  });

  test.each([
    ['one is missing', 'BilledCost,Tags,x_Own', ['BillingAccountId.column']],
    ['one is unknown', 'BilledCost,Colour', ['Colour.column']],
    ['one of ours stands before', 'BilledCost,x_Own,Tags', ['Tags.column']],
    ['one is there twice', 'BilledCost,BilledCost', ['BilledCost.column']],
  ])('are checked: %s', async (_what, header, rules) => {
    await atDesk(async desk => {
      const duckdb = await openDuckDb({ tempDirectory: join(desk.folder, 'spill') });
      try {
        const path = desk.file('bill.csv', `${header}\n`);
        const { violations } = await checkFocusFile(duckdb, { path, container: 'csv', version: '1.2' }, 0);

        expect(names(violations)).toEqual(expect.arrayContaining(rules));
      } finally {
        duckdb.close();
      }
    });
  });
});

describe('a file without fault', () => {
  test.each(
    FOCUS_VERSIONS.flatMap(version =>
      (['csv', 'csv.gz', 'parquet'] as const).map(kind => [version, kind] as const),
    ),
  )('of FOCUS %s as %s breaks no rule', async (version, container) => {
    expect(await checkRows([GOOD, PURCHASE, TAX], version, container)).toEqual([]);
  });

  test('has no name of a rule twice', () => {
    const rules = focusRules('1.3').map(({ rule }) => rule);

    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
  });
});

const BROKEN: readonly (readonly [rule: string, changes: Row, base?: Row])[] = [
  ...mandatoryColumns('1.3').map(column => [`${column}.not-null`, { [column]: '' }] as const),
  ...Object.keys(ALLOWED_VALUES).map(column => [`${column}.allowed`, { [column]: 'Nonsense' }] as const),
  ...focusColumns('1.3').flatMap(column => {
    const kind = focusKind(column);
    if (kind === 'text') return [];
    const wrong =
      kind === 'time' ? ['2025-09-02 00:00:00', '2025-13-01T00:00:00Z'] : ['1e3', '+1', '1,000', '.5', 'NaN'];
    return wrong.map(text => [`${column}.format`, { [column]: text }] as const);
  }),
  ['BillingCurrency.format', { BillingCurrency: 'usd' }],
  ['Tags.format', { Tags: '["env"]' }],
  ['Tags.format', { Tags: '{env' }],
  ['SkuPriceDetails.format', { SkuPriceDetails: '2' }],
  ['SkuPriceDetails.keys', { SkuPriceDetails: '{"cores":2}' }],
  ['ServiceSubcategory.parent', { ServiceSubcategory: 'Object Storage' }],
  ['ChargeFrequency.purchase', { ChargeFrequency: 'Usage-Based' }, PURCHASE],
  ['ListUnitPrice.identity', { ListUnitPrice: '0.51' }],
  ['ListUnitPrice.identity', { ListCost: '1.0000000001' }],
  ['ContractedUnitPrice.identity', { ContractedCost: '0.8999999999' }],
  ['ListUnitPrice.non-negative', { ListUnitPrice: '-0.5', PricingQuantity: '-2' }],
  ['EffectiveCost.purchase', { EffectiveCost: '0.01' }, PURCHASE],
  ['BillingPeriodEnd.order', { BillingPeriodEnd: '2025-09-01T00:00:00Z' }],
  ['ChargePeriodEnd.order', { ChargePeriodEnd: '2025-09-02T00:00:00Z' }],
  ['ConsumedQuantity.null', { CommitmentDiscountStatus: 'Unused' }],
  ['ConsumedQuantity.null', { ConsumedQuantity: '1', ConsumedUnit: 'Hours' }, PURCHASE],
  ...[
    'ListUnitPrice',
    'ContractedUnitPrice',
    'PricingQuantity',
    'PricingCategory',
    'SkuId',
    'SkuPriceId',
  ].map(
    column => [`${column}.null`, { [column]: column === 'PricingCategory' ? 'Standard' : '1' }, TAX] as const,
  ),
  ['PricingUnit.null-with-PricingQuantity', { PricingQuantity: '' }],
  ['ConsumedUnit.null-with-ConsumedQuantity', { ConsumedQuantity: '' }],
  ['CommitmentDiscountType.null-with-CommitmentDiscountId', { CommitmentDiscountId: '' }],
  ['CommitmentDiscountStatus.null-with-CommitmentDiscountId', { CommitmentDiscountId: '' }],
  ['CommitmentDiscountUnit.null-with-CommitmentDiscountQuantity', { CommitmentDiscountQuantity: '' }],
  ['CapacityReservationStatus.null-with-CapacityReservationId', { CapacityReservationId: '' }],
  ['RegionName.null-with-RegionId', { RegionId: '' }],
  ['ResourceType.null-with-ResourceId', { ResourceId: '' }],
  ['SubAccountType.null-with-SubAccountId', { SubAccountId: '' }],
  ['SkuMeter.null-with-SkuId', { SkuId: '' }],
  ['SkuPriceDetails.null-with-SkuPriceId', { SkuPriceId: '' }],
  ...[
    'BillingAccountType',
    'ChargeFrequency',
    'ServiceSubcategory',
    'PricingCurrency',
    'PricingCurrencyEffectiveCost',
    'PricingCategory',
    'PricingQuantity',
    'PricingUnit',
    'ListUnitPrice',
    'ContractedUnitPrice',
    'SkuId',
    'SkuPriceId',
    'ConsumedQuantity',
    'ConsumedUnit',
    'CommitmentDiscountCategory',
    'CommitmentDiscountType',
    'CommitmentDiscountStatus',
    'CommitmentDiscountQuantity',
    'CommitmentDiscountUnit',
    'CapacityReservationStatus',
    'RegionName',
    'ResourceType',
    'SubAccountType',
  ].map(column => [`${column}.wanted`, { [column]: '' }] as const),
];

describe('a wrong row', () => {
  test('is counted under the rule it breaks, for every rule but the companions of a null', async () => {
    const bases = [...new Set(BROKEN.map(([, , base]) => base ?? GOOD))];
    const counted = new Map<string, number>();
    for (const base of bases) {
      const cases = BROKEN.filter(([, , own]) => (own ?? GOOD) === base);
      for (const { rule, rows } of await checkRows(
        [GOOD, ...cases.map(([, changes]) => ({ ...base, ...changes }))],
        '1.3',
      ))
        counted.set(rule, (counted.get(rule) ?? 0) + rows);
    }
    const tested = new Set(BROKEN.map(([rule]) => rule));
    const untested = focusRules('1.3')
      .map(({ rule }) => rule)
      .filter(rule => !tested.has(rule) && !rule.includes('.null-with-'));

    expect([...tested].filter(rule => (counted.get(rule) ?? 0) === 0)).toEqual([]);
    // One wrong unit price is not negative as well.
    expect(untested.filter(rule => rule !== 'ContractedUnitPrice.non-negative')).toEqual([]);
  });

  test.each(
    BROKEN.filter(([rule]) => /identity|parent|keys|order|purchase|null$/.test(rule)).map(
      ([rule, changes, base]): readonly [string, Row, Row] => [rule, changes, base ?? GOOD],
    ),
  )('%s: %j', async (rule, changes, base) => {
    expect(names(await checkRows([{ ...base, ...changes }, GOOD], '1.3'))).toContain(rule);
    expect(names(await checkRows([base, GOOD], '1.3'))).toEqual([]);
  });
});

describe('prices times quantities', () => {
  test.each([
    ['exact', '0.0000004', '2', '0.0000008', true],
    ['rounded to ten decimals', '0.3333333333', '3.3', '1.0999999999', true],
    ['half a unit in the tenth decimal', '0.00000000005', '1', '0', true],
    ['more than half a unit', '0.00000000006', '1', '0', false],
    ['off by a block', '0.40', '2', '0.0000008', false],
    [
      'eighteen decimals of both',
      '0.123456789012345678',
      '1.000000000000000001',
      '0.123456789012345678',
      true,
    ],
    ['negative quantity', '0.5', '-2', '-1', true],
    ['more digits than can be compared', '12345678901234567.12', '98765432109876543.21', '1', false],
    ['whole numbers', '3', '4', '12', true],
    ['zero', '0', '0', '0', true],
    ['costs of a usage that is priced at nothing', '0', '5', '0.01', false],
  ])('%s: %s x %s = %s is %s', async (_what, price, quantity, cost, holds) => {
    const rules = names(
      await checkRows([
        { ...GOOD, ListUnitPrice: price, PricingQuantity: quantity, ListCost: cost, ContractedUnitPrice: '' },
        GOOD,
      ]),
    );

    expect(rules.includes('ListUnitPrice.identity')).toBe(!holds);
  });

  test('may differ for a correction', async () => {
    expect(names(await checkRows([{ ...GOOD, ChargeClass: 'Correction', ListCost: '9' }]))).toEqual([]);
  });
});

test('a conditional column without any value is not held to its rules', async () => {
  const without = {
    ...GOOD,
    BillingAccountType: '',
    SubAccountType: '',
    PricingCurrency: '',
    PricingCurrencyEffectiveCost: '',
  };

  expect(await checkRows([without, without])).toEqual([]);
  expect(names(await checkRows([without, GOOD]))).toEqual([
    'BillingAccountType.wanted',
    'PricingCurrency.wanted',
    'PricingCurrencyEffectiveCost.wanted',
    'SubAccountType.wanted',
  ]);
});

test('a line end inside quotes is not taken for a record', async () => {
  const rows = Array.from({ length: 400 }, (_, index) => ({
    ...GOOD,
    ChargeDescription: `line ${index}\nand "another", with a comma`,
  }));

  expect(await checkRows(rows)).toEqual([]);
});
