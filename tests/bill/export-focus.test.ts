import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { type ExportOptions, type ExportResult, exportFocus } from '../../src/bill/export/export-focus.ts';
import { CUSTOM_COLUMNS, type FocusVersion, focusColumns } from '../../src/bill/export/focus-columns.ts';
import { importBills } from '../../src/bill/import.ts';
import { type BillSummary, summarizeBill } from '../../src/bill/query/summary.ts';
import { atDesk, csv, curFile, type Desk, focusFile } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/bills');

const FIXTURES: readonly (readonly [folder: string, file: string])[] = [
  ['aws/cur-legacy-anonymised', 'focus-converters-anonymous-2023-11.csv'],
  ['aws/cur-legacy-generated', 'generated-aster-retail-00001.csv.gz'],
  ['aws/cur-2-small-account', 'ha-project-2026-04-00001.csv.gz'],
  ['aws/cur-2-generated-csv', 'generated-aster-retail-00001.csv.gz'],
  ['aws/cur-2-generated-parquet', 'generated-aster-retail-00001.snappy.parquet'],
  ['aws/focus-1.0-generated', 'generated-aster-retail-focus-1.0-aws.csv.gz'],
  ['aws/focus-1.2-generated', 'generated-aster-retail-focus-1.2-aws.snappy.parquet'],
  ['azure/focus-1.0r2-generated', 'generated-aster-retail-focus-1.0r2.csv'],
  ['azure/focus-1.2-generated', 'generated-aster-retail-focus-1.2.snappy.parquet'],
  ['oci/focus-preview-generated', 'generated-aster-retail-0001.csv.gz'],
  ['focus/sample-1.0', 'focus-sample-1.0-1000.csv'],
  ['focus/generated-1.1', 'generated-aster-retail-focus-1.1.csv.gz'],
  ['focus/generated-1.3', 'generated-aster-retail-focus-1.3.csv.gz'],
  ['focus/generated-saas-1.2', 'generated-aster-retail-saas-focus-1.2.csv'],
];

const SPEC_EXAMPLES = readdirSync(join(ROOT, 'focus/spec-1.2-examples'))
  .filter(name => name.endsWith('.csv'))
  .map(name => ['focus/spec-1.2-examples', name] as const);

const WRITTEN: readonly (readonly [version: FocusVersion, name: string])[] = [
  ['1.2', 'bill.csv.gz'],
  ['1.3', 'bill.parquet'],
];

function exportTo(desk: Desk, name: string, options: Partial<ExportOptions> = {}): Promise<ExportResult> {
  return exportFocus({
    workspace: desk.workspace,
    path: join(desk.folder, name),
    version: '1.2',
    withCustomColumns: false,
    overwrite: false,
    ...options,
  });
}

/** Records of a written CSV by column. */
function recordsOf(desk: Desk, name: string): Record<string, string>[] {
  const bytes = readFileSync(join(desk.folder, name));
  return parse(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true });
}

function summarise(workspace: string, by: readonly string[]): Promise<BillSummary> {
  return summarizeBill({ workspace, by });
}

function errorsOf({ violations }: ExportResult): ExportResult['violations'] {
  return violations.filter(({ severity }) => severity === 'error');
}

/** What is left in a folder besides the workspaces. */
function filesIn(desk: Desk): string[] {
  return readdirSync(desk.folder)
    .filter(name => !name.startsWith('workspace'))
    .sort();
}

describe('an exported bill that is imported again', () => {
  test.each([...FIXTURES, ...SPEC_EXAMPLES])('%s/%s is the same bill', async (folder, file) => {
    await atDesk(async desk => {
      await desk.import(join(ROOT, folder, file));
      for (const [version, name] of WRITTEN) {
        const again = join(desk.folder, `workspace ${version} ${name}`);

        const exported = await exportTo(desk, name, { version });
        const imported = await importBills({ paths: [exported.file], workspace: again });

        expect(imported.files).toMatchObject([{ format: 'focus', version, rows: exported.rows }]);
        // Examples of the specification leave mandatory columns out.
        if (folder !== 'focus/spec-1.2-examples') expect(errorsOf(exported)).toEqual([]);
        expect(imported.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(exported.totals).toEqual(imported.totals);
        const isFilled = (column: string) => exported.filled.some(each => each.column === column);
        const [before, after] = [await summarise(desk.workspace, []), await summarise(again, [])];
        expect({ rows: after.rows, resources: after.resources }).toEqual({
          rows: before.rows,
          resources: before.resources,
        });
        const comparable = ({ totals }: BillSummary) =>
          totals.map(({ listCost, contractedCost, ...total }) => ({
            ...total,
            ...(isFilled('ListCost') ? {} : { listCost }),
            ...(isFilled('ContractedCost') ? {} : { contractedCost }),
          }));
        expect(comparable(after)).toEqual(comparable(before));
        const keys = ['service', 'account', 'billingPeriod', 'chargeCategory', 'chargeClass', 'resource'];
        expect((await summarise(again, keys)).groups).toEqual(
          (await summarise(desk.workspace, keys)).groups.map(group => ({
            ...group,
            key: { ...group.key },
          })),
        );
      }
    });
  });

  test('keeps every digit of every width', async () => {
    const costs = ['12345678901234567.123456789012345678', '-0.000000000000000001', '9999999.0123456789'];
    const narrow = ['123456789.000000000000000000000001', '-0.123456789012345678901234', '0'];
    for (const amounts of [costs, narrow]) {
      await atDesk(async desk => {
        await desk.import(desk.file('bill.csv', focusFile(...amounts)));
        await exportTo(desk, 'out.csv');
        await exportTo(desk, 'out.parquet');
        const again = ['out.csv', 'out.parquet'].map(async name => {
          const workspace = join(desk.folder, `workspace ${name}`);
          await importBills({ paths: [join(desk.folder, name)], workspace });
          return (await summarise(workspace, [])).totals;
        });

        expect(recordsOf(desk, 'out.csv').map(record => record.BilledCost)).toEqual(amounts);
        const { totals } = await summarise(desk.workspace, []);
        expect((await Promise.all(again)).map(found => found.map(({ billedCost }) => billedCost))).toEqual(
          Array.from({ length: 2 }, () => totals.map(({ billedCost }) => billedCost)),
        );
      });
    }
  });

  test('keeps every digit where files of the store have different widths', async () => {
    await atDesk(async desk => {
      await desk.import(desk.file('a.csv', focusFile('1.5')));
      await desk.import(desk.file('b.csv', focusFile('0.000000000000000000000001')));
      await desk.import(desk.file('c.csv', focusFile('2.123456789012345678')));
      await exportTo(desk, 'out.csv');
      await exportTo(desk, 'out.parquet');
      const workspace = join(desk.folder, 'workspace again');
      await importBills({ paths: [join(desk.folder, 'out.parquet')], workspace });

      expect(
        recordsOf(desk, 'out.csv')
          .map(({ BilledCost }) => BilledCost)
          .sort(),
      ).toEqual(['0.000000000000000000000001', '1.5', '2.123456789012345678']);
      expect((await summarise(workspace, [])).totals).toMatchObject([
        { billedCost: '3.623456789012345678000001' },
      ]);
    });
  });
});

/** A complete FOCUS charge; changes replace cells. */
function charge(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    BilledCost: '2',
    EffectiveCost: '2',
    ListCost: '4',
    ContractedCost: '3',
    BillingAccountId: '1',
    BillingCurrency: 'USD',
    BillingPeriodStart: '2025-09-01T00:00:00Z',
    BillingPeriodEnd: '2025-10-01T00:00:00Z',
    ChargeCategory: 'Usage',
    ChargeClass: '',
    ChargeDescription: '',
    ChargeFrequency: 'Usage-Based',
    ChargePeriodStart: '2025-09-02T00:00:00Z',
    ChargePeriodEnd: '2025-09-02T01:00:00Z',
    InvoiceIssuerName: 'Acme',
    ProviderName: 'Acme',
    PublisherName: 'Acme',
    ServiceCategory: 'Compute',
    ServiceName: 'Machines',
    PricingQuantity: '2',
    PricingUnit: 'Hours',
    ...changes,
  };
}

/** Imports charges that all name the same columns and exports them. */
async function exportCharges(
  desk: Desk,
  charges: readonly Readonly<Record<string, string>>[],
  options: Partial<ExportOptions> = {},
): Promise<{ readonly result: ExportResult; readonly records: readonly Record<string, string>[] }> {
  const header = [...new Set(charges.flatMap(record => Object.keys(record)))];
  const records = charges.map(record => header.map(name => record[name] ?? ''));
  await desk.import(desk.file('bill.csv', csv(header, records)));
  const result = await exportTo(desk, 'out.csv', options);
  return { result, records: recordsOf(desk, 'out.csv') };
}

/** A charge with these changes has this value in the column; `what` says which one it is. */
type Told = readonly [column: string, what: string, changes: Readonly<Record<string, string>>, value: string];

type Exported = { readonly result: ExportResult; readonly record: Record<string, string> | undefined };

/** Exports the charges of all cases of a table at once, and gives each its own record. */
function exportedTogether(cases: readonly Told[]): (changes: Told[2]) => Promise<Exported> {
  const charges = cases.map(([, , changes], index) =>
    charge({ ...changes, ChargeDescription: String(index) }),
  );
  let exported: ReturnType<typeof exportCharges> | null = null;
  return async changes => {
    exported ??= atDesk(desk => exportCharges(desk, charges));
    const { result, records } = await exported;
    const index = cases.findIndex(([, , own]) => own === changes);
    return { result, record: records.find(({ ChargeDescription }) => ChargeDescription === String(index)) };
  };
}

describe('a written file', () => {
  test('has exactly the columns of its version, and ours after them when they are asked for', async () => {
    await atDesk(async desk => {
      await desk.import(desk.file('bill.csv', focusFile('1')));
      const header = async (name: string, options: Partial<ExportOptions>) => {
        await exportTo(desk, name, options);
        return readFileSync(join(desk.folder, name), 'utf8').split('\n')[0];
      };

      expect(await header('a.csv', { version: '1.2' })).toBe(focusColumns('1.2').join(','));
      expect(await header('b.csv', { version: '1.3' })).toBe(focusColumns('1.3').join(','));
      expect(await header('c.csv', { version: '1.3', withCustomColumns: true })).toBe(
        [...focusColumns('1.3'), ...CUSTOM_COLUMNS].join(','),
      );
    });
  });

  test('has times in UTC with Z, plain decimals, JSON objects and empty cells for null', async () => {
    await atDesk(async desk => {
      const { records } = await exportCharges(desk, [
        charge({
          BilledCost: '7.095684E-4',
          EffectiveCost: '100.50',
          ChargePeriodStart: '2025-09-02T02:00:00+02:00',
          Tags: '{"env": "prod"}',
        }),
      ]);

      expect(records[0]).toMatchObject({
        BilledCost: '0.0007095684',
        EffectiveCost: '100.5',
        ChargePeriodStart: '2025-09-02T00:00:00Z',
        Tags: '{"env": "prod"}',
        ChargeClass: '',
      });
    });
  });

  test.each([
    '=1+1',
    '+cmd',
    '-2',
    '@sum',
    ' spaced ',
    'a,b',
    'say "no"',
    'two\nlines',
    '#hash',
    'ünïcödé 漢字',
  ])('keeps the text %j as it is', async text => {
    await atDesk(async desk => {
      const { records, result } = await exportCharges(desk, [
        charge({ ChargeDescription: text, ServiceName: text }),
      ]);

      expect(records.map(({ ChargeDescription }) => ChargeDescription)).toEqual([text]);
      expect(errorsOf(result)).toEqual([]);
    });
  });

  test('holds only the month and the currency that were asked for', async () => {
    await atDesk(async desk => {
      const { result } = await exportCharges(
        desk,
        [
          charge({ BilledCost: '1' }),
          charge({ BilledCost: '2', BillingCurrency: 'EUR' }),
          charge({
            BilledCost: '4',
            BillingPeriodStart: '2025-08-01T00:00:00Z',
            BillingPeriodEnd: '2025-09-01T00:00:00Z',
          }),
        ],
        { month: '2025-09', currency: 'USD' },
      );

      expect(result).toMatchObject({ rows: 1, totals: [{ currency: 'USD', billedCost: '1' }] });
      await expect(exportTo(desk, 'none.csv', { month: '2024-01' })).rejects.toMatchObject({
        code: 'no-such-period',
        exitCode: 2,
        hint: expect.stringContaining('2025-08 USD'),
      });
      expect(filesIn(desk)).toEqual(['bill.csv', 'out.csv']);
    });
  });
});

const FILLED: readonly Told[] = [
  [
    'ContractedCost',
    'its unit price times the quantity',
    { ContractedCost: '', ContractedUnitPrice: '1.25' },
    '2.5',
  ],
  ['ContractedCost', 'the list cost', { ContractedCost: '' }, '4'],
  ['ContractedCost', 'what was billed', { ContractedCost: '', ListCost: '' }, '2'],
  [
    'ContractedCost',
    'the effective cost of covered usage',
    { ContractedCost: '', ListCost: '', BilledCost: '0', CommitmentDiscountId: 'ri', EffectiveCost: '1.5' },
    '1.5',
  ],
  ['ContractedCost', 'what was billed for a tax', { ContractedCost: '', ChargeCategory: 'Tax' }, '2'],
  ['ListCost', 'its unit price times the quantity', { ListCost: '', ListUnitPrice: '2.5' }, '5'],
  ['ListCost', 'the contracted cost', { ListCost: '' }, '3'],
  ['ListCost', 'what was billed for a credit', { ListCost: '', ChargeCategory: 'Credit' }, '2'],
  ['BillingAccountId', 'the sub account', { BillingAccountId: '', SubAccountId: '7' }, '7'],
  ['BillingPeriodEnd', 'a month after the start', { BillingPeriodEnd: '' }, '2025-10-01T00:00:00Z'],
  ['ChargePeriodStart', 'the start of the period', { ChargePeriodStart: '' }, '2025-09-01T00:00:00Z'],
  ['ChargePeriodEnd', 'the end of the period', { ChargePeriodEnd: '' }, '2025-10-01T00:00:00Z'],
  ['InvoiceIssuerName', 'the provider', { InvoiceIssuerName: '' }, 'Acme'],
  ['PublisherName', 'the provider', { PublisherName: '' }, 'Acme'],
  ['ProviderName', 'the issuer of the invoice', { ProviderName: '', InvoiceIssuerName: 'Shop' }, 'Shop'],
  [
    'ServiceCategory',
    'the parent of the subcategory',
    { ServiceCategory: '', ServiceSubcategory: 'Containers' },
    'Compute',
  ],
  ['ServiceCategory', 'Other', { ServiceCategory: '' }, 'Other'],
  ['ChargeFrequency', 'Usage-Based for usage', { ChargeFrequency: '' }, 'Usage-Based'],
  [
    'PricingCurrencyEffectiveCost',
    'the effective cost when both currencies are one',
    { PricingCurrency: 'USD', PricingCurrencyEffectiveCost: '' },
    '2',
  ],
];

describe('a value that the specification demands and the bill lacks', () => {
  const exported = exportedTogether(FILLED);

  test.each(FILLED)('%s is %s', async (column, _what, changes, value) => {
    const { result, record } = await exported(changes);

    expect(record?.[column]).toBe(value);
    expect(result.filled.map(each => each.column)).toContain(column);
    expect(errorsOf(result)).toEqual([]);
  });

  test('is counted by the rule that filled it', async () => {
    await atDesk(async desk => {
      const { result } = await exportCharges(desk, [
        charge(),
        charge({ ListCost: '' }),
        charge({ ListCost: '' }),
        charge({ ListCost: '', ChargeCategory: 'Tax' }),
      ]);

      expect(result.filled).toEqual([
        { column: 'ListCost', rows: 1, rule: 'BilledCost of a tax, credit or adjustment' },
        {
          column: 'ListCost',
          rows: 2,
          rule: 'ContractedCost: no list price is known, so it shows no discount',
        },
      ]);
    });
  });

  test.each(['BillingCurrency', 'ServiceName', 'ChargeCategory'])(
    '%s is never guessed: the file breaks a rule',
    async column => {
      await atDesk(async desk => {
        const { result, records } = await exportCharges(desk, [charge(), charge({ [column]: '' })]);

        expect(records.map(record => record[column]).sort()).toEqual(['', charge()[column]]);
        expect(result.violations).toContainEqual(
          expect.objectContaining({ rule: `${column}.not-null`, severity: 'error', rows: 1 }),
        );
      });
    },
  );
});

const CLEARED: readonly Told[] = [
  ['ListUnitPrice', 'null', { ListUnitPrice: '3' }, ''],
  ['ListUnitPrice', 'null', { ListUnitPrice: '-2', ListCost: '-4' }, ''],
  ['ContractedUnitPrice', 'null', { ContractedUnitPrice: '1.6' }, ''],
  ['ContractedUnitPrice', 'null', { ContractedUnitPrice: '1.5', ChargeCategory: 'Tax' }, ''],
  [
    'ConsumedQuantity',
    'null',
    { ConsumedQuantity: '1', CommitmentDiscountId: 'ri', CommitmentDiscountStatus: 'Unused' },
    '',
  ],
  ['CommitmentDiscountStatus', 'null', { CommitmentDiscountStatus: 'Used' }, ''],
  ['PricingUnit', 'null', { PricingQuantity: '' }, ''],
  ['RegionName', 'null', { RegionName: 'Ireland' }, ''],
  ['ChargeFrequency', 'null', { ChargeCategory: 'Purchase' }, ''],
  ['PricingCategory', 'null', { PricingCategory: 'Cheap' }, ''],
  ['Tags', 'null', { Tags: '[1]' }, ''],
  ['Tags', 'null', { Tags: 'env=prod' }, ''],
];

const CORRECTED: readonly Told[] = [
  ['PricingCategory', 'Standard', { PricingCategory: 'On-Demand' }, 'Standard'],
  ['ServiceCategory', 'Compute', { ServiceCategory: 'compute' }, 'Compute'],
  ['ServiceCategory', 'Databases', { ServiceCategory: 'Database' }, 'Databases'],
  ['ServiceCategory', 'Other', { ServiceCategory: 'Wizardry' }, 'Other'],
  ['ServiceSubcategory', 'Virtual Machines', { ServiceSubcategory: 'virtual machines' }, 'Virtual Machines'],
  ['ServiceSubcategory', 'Other (Compute)', { ServiceSubcategory: 'Wizardry' }, 'Other (Compute)'],
  [
    'SkuPriceDetails',
    '{"x_cores":2,"CoreCount":2}',
    { SkuPriceId: 'p', SkuPriceDetails: '{"cores":2,"CoreCount":2}' },
    '{"x_cores":2,"CoreCount":2}',
  ],
];

describe('a value that contradicts the specification', () => {
  const cleared = exportedTogether(CLEARED);
  const corrected = exportedTogether(CORRECTED);

  test.each(CLEARED)('%s is left %s: %j', async (column, _what, changes, value) => {
    const { result, record } = await cleared(changes);

    expect(record?.[column]).toBe(value);
    expect(result.cleared.map(each => each.column)).toContain(column);
    expect(errorsOf(result)).toEqual([]);
  });

  test.each(CORRECTED)('%s becomes %s: %j', async (column, _what, changes, value) => {
    const { result, record } = await corrected(changes);

    expect(record?.[column]).toBe(value);
    expect(result.corrected.map(each => each.column)).toContain(column);
    expect(errorsOf(result)).toEqual([]);
  });

  test('stays where only its meaning is unknown', async () => {
    await atDesk(async desk => {
      const { result, records } = await exportCharges(desk, [
        charge({ ListUnitPrice: '2', ContractedUnitPrice: '1.5', ChargeCategory: 'Usage' }),
      ]);

      expect(records[0]).toMatchObject({ ListUnitPrice: '2', ContractedUnitPrice: '1.5' });
      expect({ filled: result.filled, corrected: result.corrected, cleared: result.cleared }).toEqual({
        filled: [],
        corrected: [],
        cleared: [],
      });
    });
  });

  test('of a unit price is kept for a correction', async () => {
    await atDesk(async desk => {
      const { records } = await exportCharges(desk, [
        charge({ ListUnitPrice: '9', ChargeClass: 'Correction' }),
      ]);

      expect(records[0]?.ListUnitPrice).toBe('9');
    });
  });

  test('the fee of a savings plan keeps its unused part, and that is said', async () => {
    await atDesk(async desk => {
      const plan = 'arn:aws:savingsplans::1:savingsplan/a';
      await desk.import(
        desk.file(
          'cur.csv',
          curFile([
            {
              line_item_line_item_type: 'SavingsPlanRecurringFee',
              line_item_unblended_cost: '1',
              savings_plan_savings_plan_a_r_n: plan,
              savings_plan_total_commitment_to_date: '1',
              savings_plan_used_commitment: '0.75',
            },
          ]),
        ),
      );

      const { violations } = await exportTo(desk, 'out.csv');

      expect(recordsOf(desk, 'out.csv')).toMatchObject([
        { ChargeCategory: 'Purchase', BilledCost: '1', EffectiveCost: '0.25' },
      ]);
      expect(violations).toContainEqual(
        expect.objectContaining({ rule: 'EffectiveCost.purchase', severity: 'warning', rows: 1 }),
      );
    });
  });
});

describe('the file', () => {
  test('is never replaced unless that is asked for', async () => {
    await atDesk(async desk => {
      await desk.import(desk.file('bill.csv', focusFile('1')));
      desk.file('out.csv', 'mine');

      await expect(exportTo(desk, 'out.csv')).rejects.toMatchObject({ code: 'file-exists', exitCode: 2 });
      expect(readFileSync(join(desk.folder, 'out.csv'), 'utf8')).toBe('mine');
      expect((await exportTo(desk, 'out.csv', { overwrite: true })).rows).toBe(1);
      expect(recordsOf(desk, 'out.csv')).toHaveLength(1);
    });
  });

  test.each([
    ['bill.xlsx', 'bad-extension'],
    ['bill', 'bad-extension'],
    ['.csv', 'bad-extension'],
    ['nowhere/bill.csv', 'no-folder'],
    ['folder.csv', 'is-folder'],
  ])('%s is refused: %s', async (name, code) => {
    await atDesk(async desk => {
      await desk.import(desk.file('bill.csv', focusFile('1')));
      desk.file('folder.csv/inside', '');

      await expect(exportTo(desk, name, { overwrite: true })).rejects.toMatchObject({ code, exitCode: 2 });
    });
  });

  test('does not appear, nor anything else, when the export is stopped', async () => {
    await atDesk(async desk => {
      await desk.import(desk.file('bill.csv', focusFile('1')));
      const signal = AbortSignal.abort(new Error('stopped'));

      await expect(exportTo(desk, 'out.csv', { signal })).rejects.toThrow('stopped');
      expect(filesIn(desk)).toEqual(['bill.csv']);
    });
  });

  test('is stopped after it was written and before it was checked without a trace', async () => {
    await atDesk(async desk => {
      await desk.import(desk.file('bill.csv', focusFile('1')));
      const stop = new AbortController();
      const seen: (readonly string[])[] = [];
      const onProgress: ExportOptions['onProgress'] = step => {
        if (step !== 'check') return;
        seen.push(filesIn(desk));
        stop.abort(new Error('stopped'));
      };

      await expect(exportTo(desk, 'out.csv', { signal: stop.signal, onProgress })).rejects.toThrow('stopped');
      expect(seen[0]).toEqual([expect.stringMatching(/^\.out\.csv\..*\.tmp$/), 'bill.csv']);
      expect(filesIn(desk)).toEqual(['bill.csv']);
    });
  });

  test('has the same bytes when it is written again', async () => {
    await atDesk(async desk => {
      await desk.import(join(ROOT, 'focus/generated-1.1/generated-aster-retail-focus-1.1.csv.gz'));
      await exportTo(desk, 'a.csv');
      await exportTo(desk, 'b.csv');

      expect(readFileSync(join(desk.folder, 'a.csv')).equals(readFileSync(join(desk.folder, 'b.csv')))).toBe(
        true,
      );
    });
  });

  test('needs a bill', async () => {
    await atDesk(async desk => {
      await expect(exportTo(desk, 'out.csv')).rejects.toMatchObject({ code: 'no-bill', exitCode: 3 });
    });
  });
});
