import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHARGE_CLASSES } from '../../src/bill/query/addressable.ts';
import { type AddressableLedger, ledgersOf, readLedgerParts } from '../../src/bill/query/ledger.ts';
import { summarizeBill } from '../../src/bill/query/summary.ts';
import { sum, toText } from '../../src/engine/money.ts';
import { billAddressableSchema } from '../../src/report/contract.ts';
import { runCommand } from './command-line.ts';
import { atDesk, csv, curFile, type Desk, FOCUS_HEADER, focusRecord } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/bills');

async function ledgers({ workspace }: Pick<Desk, 'workspace'>): Promise<readonly AddressableLedger[]> {
  return ledgersOf(await readLedgerParts({ workspace, month: null, currency: null }));
}

/** Classes that hold charges, with their billed cost. */
function filled(ledger: AddressableLedger | undefined): Record<string, string | null> {
  return Object.fromEntries(
    (ledger?.classes ?? []).filter(({ rows }) => rows > 0).map(each => [each.class, each.billedCost]),
  );
}

/** Holds a workspace to the law of the ledger: the classes are the bill, and so are the services its addressable part. */
async function expectToAddUp(desk: Pick<Desk, 'workspace'>): Promise<void> {
  const whole = await summarizeBill({ workspace: desk.workspace, by: ['billingCurrency'] });
  const found = await ledgers(desk);

  expect(found.map(({ currency }) => currency)).toEqual(whole.totals.map(({ currency }) => currency));
  for (const [index, ledger] of found.entries()) {
    const total = whole.totals[index];
    const rows = whole.groups.find(({ currency }) => currency === ledger.currency)?.rows;
    const addressable = ledger.classes.find(each => each.class === 'addressable');
    const added = (cost: 'billedCost' | 'effectiveCost', parts: AddressableLedger['services']) =>
      toText(sum(parts.flatMap(part => part[cost] ?? [])));
    expect([ledger.rows, ledger.classes.reduce((count, each) => count + each.rows, 0)]).toEqual([rows, rows]);
    for (const cost of ['billedCost', 'effectiveCost'] as const) {
      expect(ledger[cost]).toBe(total?.[cost]);
      expect(
        added(
          cost,
          ledger.classes.map(each => ({ service: null, ...each })),
        ),
      ).toBe(total?.[cost] ?? '0');
      expect(added(cost, ledger.services)).toBe(addressable?.[cost] ?? '0');
    }
  }
}

const HEADER = [
  ...FOCUS_HEADER,
  'ChargeClass',
  'CommitmentDiscountId',
  'CommitmentDiscountStatus',
  'PricingCategory',
  'ProviderName',
  'PublisherName',
  'InvoiceIssuerName',
  'ServiceProviderName',
  'ServiceSubcategory',
];

/** A FOCUS record of AWS with these cells. */
function record(cells: Readonly<Record<string, string>>): string[] {
  const common = { ProviderName: 'AWS', PublisherName: 'AWS', ...cells };
  const base = focusRecord(cells.BilledCost ?? '1', common);
  return [
    ...base,
    ...HEADER.slice(FOCUS_HEADER.length).map(name => (common as Record<string, string>)[name] ?? ''),
  ];
}

const FOCUS_CASES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['tax', { ChargeCategory: 'Tax', PublisherName: 'Datadog' }],
  ['credits-and-refunds', { ChargeCategory: 'Credit', ChargeClass: 'Correction' }],
  ['corrections', { ChargeClass: 'Correction' }],
  ['corrections', { ChargeCategory: 'Adjustment' }],
  ['corrections', { ChargeCategory: 'Purchase', ChargeClass: 'Correction', CommitmentDiscountId: 'ri' }],
  ['commitment-used', { CommitmentDiscountId: 'ri', CommitmentDiscountStatus: 'Used' }],
  ['commitment-used', { PricingCategory: 'Committed' }],
  ['commitment-used', { CommitmentDiscountId: 'ri' }],
  ['commitment-unused', { CommitmentDiscountId: 'ri', CommitmentDiscountStatus: 'Unused' }],
  ['commitment-purchases', { ChargeCategory: 'Purchase', CommitmentDiscountId: 'ri' }],
  ['marketplace', { PublisherName: 'Red Hat Inc.' }],
  ['marketplace', { PublisherName: 'Datadog', ChargeCategory: 'Purchase', ServiceName: 'Datadog Support' }],
  ['marketplace', { InvoiceIssuerName: 'AWS Marketplace' }],
  ['marketplace', { ProviderName: 'Microsoft', PublisherName: 'Canonical' }],
  // FOCUS 1.3: AWS sends the bill, Databricks provides the service.
  [
    'marketplace',
    {
      ProviderName: '',
      PublisherName: '',
      ServiceProviderName: 'Databricks',
      InvoiceIssuerName: 'Amazon Web Services, Inc.',
    },
  ],
  ['support', { ServiceName: 'AWS Support (Business)', ChargeCategory: 'Purchase' }],
  ['support', { ProviderName: 'Google Cloud', PublisherName: 'Google', ServiceName: 'Enhanced Support' }],
  ['support', { ServiceSubcategory: 'Support' }],
  ['addressable', {}],
  ['addressable', { PublisherName: '' }],
  ['addressable', { PublisherName: 'Amazon Web Services EMEA SARL', PricingCategory: 'Dynamic' }],
  ['addressable', { ProviderName: 'Microsoft', PublisherName: 'Microsoft Corporation' }],
  ['addressable', { ProviderName: 'Azure', PublisherName: 'Microsoft' }],
  ['addressable', { ProviderName: 'Snowflake', PublisherName: 'Snowflake Inc.', ServiceName: 'Compute' }],
  ['addressable', { ProviderName: 'Zendesk', PublisherName: 'Zendesk', ServiceName: 'Zendesk Support' }],
  // A reseller sends the bill: that makes no third party of AWS.
  ['addressable', { InvoiceIssuerName: 'SHI International' }],
  ['addressable', { ServiceName: 'Amazon Supportive Things' }],
  ['addressable', { ChargeCategory: 'Purchase' }],
];

const CUR_CASES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['tax', { line_item_line_item_type: 'Tax' }],
  ['credits-and-refunds', { line_item_line_item_type: 'Credit' }],
  ['credits-and-refunds', { line_item_line_item_type: 'Refund' }],
  ['commitment-used', { line_item_line_item_type: 'DiscountedUsage' }],
  ['commitment-unused', { line_item_line_item_type: 'RIFee', reservation_reservation_a_r_n: 'arn:ri' }],
  ['commitment-unused', { line_item_line_item_type: 'SavingsPlanRecurringFee' }],
  ['commitment-purchases', { line_item_line_item_type: 'Fee', reservation_reservation_a_r_n: 'arn:ri' }],
  [
    'commitment-purchases',
    { line_item_line_item_type: 'SavingsPlanUpfrontFee', savings_plan_savings_plan_a_r_n: 'arn:sp' },
  ],
  ['marketplace', { line_item_line_item_type: 'Fee', line_item_legal_entity: 'Datadog, Inc.' }],
  ['support', { line_item_line_item_type: 'Fee', line_item_product_code: 'AWSSupportEnterprise' }],
  ['support', { line_item_line_item_type: 'Fee', line_item_product_code: 'OCBPremiumSupport' }],
  ['addressable', { line_item_legal_entity: 'Amazon Web Services India Private Limited' }],
  ['addressable', { line_item_legal_entity: 'Ningxia Western Cloud Data Technology Co. Ltd.' }],
  ['addressable', { line_item_line_item_type: 'EdpDiscount' }],
  ['addressable', { reservation_subscription_id: '123' }],
];

/** Class of the only charge of each currency: cases share one import, each under a currency of its own. */
async function classes(desk: Desk, count: number): Promise<readonly (readonly string[])[]> {
  const found = await ledgers(desk);
  return Array.from({ length: count }, (_, index) =>
    Object.keys(filled(found.find(({ currency }) => currency === `C${index}`))),
  );
}

describe('a charge is in one class', () => {
  test('by its FOCUS columns', async () => {
    await atDesk(async desk => {
      const records = FOCUS_CASES.map(([, cells], index) =>
        record({ ...cells, BillingCurrency: `C${index}` }),
      );
      await desk.import(desk.file('bill.csv', csv(HEADER, records)));
      const found = await classes(desk, records.length);

      expect(FOCUS_CASES.map(([, cells], index) => [found[index]?.join(), cells])).toEqual(FOCUS_CASES);
    });
  });

  test('by the line item type of AWS', async () => {
    await atDesk(async desk => {
      const records = CUR_CASES.map(([, cells], index) => ({
        line_item_unblended_cost: '1',
        ...cells,
        line_item_currency_code: `C${index}`,
      }));
      await desk.import(desk.file('cur.csv', curFile(records)));
      const found = await classes(desk, records.length);

      expect(CUR_CASES.map(([, cells], index) => [found[index]?.join(), cells])).toEqual(CUR_CASES);
    });
  });
});

describe('the classes add up to the bill', () => {
  const fixtures = readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /^(expected\.json)$/.test(entry.name))
    .map(entry => entry.parentPath.slice(ROOT.length + 1))
    .sort();

  test.each(fixtures)('of %s', async folder => {
    await atDesk(async desk => {
      const files = readdirSync(join(ROOT, folder)).filter(name => /\.(csv|csv\.gz|parquet)$/.test(name));
      if (files.length === 0) return;
      await desk.import(...files.map(name => join(ROOT, folder, name)));
      await expectToAddUp(desk);
    });
  });

  test('whatever the charges are', async () => {
    const one = (...values: string[]) => fc.constantFrom('', ...values);
    const charge = fc.record({
      BilledCost: fc.oneof(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).map(units => `${units}e-9`),
        one('0', '-0', '0.000000000000000001'),
      ),
      EffectiveCost: one('0', '1.5', '-2', 'abc'),
      BillingCurrency: one('USD', 'EUR'),
      ChargeCategory: one('Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment', 'Other'),
      ChargeClass: one('Correction'),
      CommitmentDiscountId: one('ri'),
      CommitmentDiscountStatus: one('Used', 'Unused', 'Odd'),
      PricingCategory: one('Standard', 'Committed'),
      ProviderName: one('AWS', 'Snowflake'),
      PublisherName: one('AWS', 'Datadog', "O'Reilly"),
      InvoiceIssuerName: one('AWS Marketplace', 'Amazon Web Services, Inc.'),
      ServiceProviderName: one('AWS', 'Databricks'),
      ServiceName: one('Compute', 'AWS Support (Business)', '\u001b[2J'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(charge, { minLength: 1, maxLength: 40 }), async charges => {
        await atDesk(async desk => {
          // One charge that can be read, so that there is a bill.
          const records = [record({}), ...charges.map(record)];
          await desk.import(desk.file('bill.csv', csv(HEADER, records)));
          await expectToAddUp(desk);
        });
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

describe('30 % of what', () => {
  const aster = join(ROOT, 'aws/cur-2-generated-csv/generated-aster-retail-00001.csv.gz');

  test('on the generated AWS bill', async () => {
    await atDesk(async desk => {
      await desk.import(aster);
      const [ledger] = await ledgers(desk);

      expect(ledger?.classes.map(each => each.class)).toEqual(CHARGE_CLASSES.map(({ id }) => id));
      expect(filled(ledger)).toEqual({
        'credits-and-refunds': '-120.5',
        'commitment-used': '0',
        'commitment-unused': '535.68',
        marketplace: '850',
        support: '341.0783291572',
        addressable: '4336.8675593885',
      });
      expect(ledger?.target.billedCost?.amount).toBe('1782.93776656371');
      expect(ledger?.target.billedCost?.shareOfAddressable).toBeCloseTo(0.41111, 5);
      expect(ledger?.services.slice(0, 2).map(({ service }) => service)).toEqual([
        'Amazon Simple Storage Service',
        'Amazon Elastic Compute Cloud',
      ]);
    });
  });

  test('the command prints the contract, and a table that adds up as it stands', async () => {
    await atDesk(async desk => {
      await desk.import(aster);
      const ask = (...args: string[]) =>
        runCommand(desk.folder, 'bill', 'addressable', '--workspace', desk.workspace, ...args);
      const report: unknown = JSON.parse(await ask('--json'));
      const lines = (await ask()).split('\n');
      const cents = (line: string) =>
        [...line.matchAll(/(-?)\$([\d,]+\.\d\d)/g)].map(
          ([, sign, size = '']) => `${sign}${size.replaceAll(',', '')}`,
        );
      const end = lines.findIndex(line => line.startsWith('Total'));
      const rows = lines.slice(1, end).map(cents);

      expect(billAddressableSchema.parse(report)).toEqual(report);
      expect(rows.some(row => row[1] === '-0.01')).toBe(true);
      for (const column of [0, 1])
        expect(sum(rows.flatMap(row => row[column] ?? [])).toFixed(2)).toBe(cents(lines[end] ?? '')[column]);
      expect(lines).toContain('30 % of the billed cost is $1,782.94: 41.1 % of the addressable $4,336.87.');
    });
  });

  test.each([
    ['100', '-100', null, 'The billed cost is not above 0'],
    ['1', '9', 3, '300.0 % of the addressable $1.00, which is more than there is'],
  ])('with %s addressable and %s besides', async (addressable, besides, share, sentence) => {
    await atDesk(async desk => {
      const other = besides.startsWith('-') ? { ChargeCategory: 'Credit' } : { PublisherName: 'Datadog' };
      const records = [record({ BilledCost: addressable }), record({ BilledCost: besides, ...other })];
      await desk.import(desk.file('bill.csv', csv(HEADER, records)));
      const [ledger] = await ledgers(desk);

      expect(ledger?.target.billedCost?.shareOfAddressable ?? null).toBe(share);
      expect(await runCommand(desk.folder, 'bill', 'addressable', '--workspace', desk.workspace)).toContain(
        sentence,
      );
    });
  });

  test('of a month and a currency', async () => {
    await atDesk(async desk => {
      const records = [record({}), record({ BillingCurrency: 'EUR', BilledCost: '7' })];
      await desk.import(desk.file('bill.csv', csv(HEADER, records)));
      const read = (month: string | null, currency: string | null) =>
        readLedgerParts({ workspace: desk.workspace, month, currency });

      expect(await read('2025-09', 'EUR')).toMatchObject([{ currency: 'EUR', billedCost: '7', rows: 1 }]);
      await expect(read('2025-10', null)).rejects.toMatchObject({ code: 'no-such-period', exitCode: 2 });
      await expect(read(null, 'GBP')).rejects.toMatchObject({ code: 'no-such-period', exitCode: 2 });
    });
  });
});
