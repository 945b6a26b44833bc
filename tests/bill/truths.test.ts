import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BillSummary, summarizeBill } from '../../src/bill/query/summary.ts';
import { decimal, sum, toText } from '../../src/engine/money.ts';
import { atDesk } from './workspace.ts';

/** Sums of a bill made by a program that shares no code with this one. */
type Expected = {
  readonly rows: number;
  readonly resources: number;
  readonly billedCost: string;
  readonly effectiveCost: string;
  readonly listCost?: string | null;
  readonly contractedCost?: string | null;
  readonly byLineItemType?: Readonly<
    Record<string, { rows: number; unblendedCost: string; effectiveCost: string }>
  >;
  readonly unblendedCostByProductCode?: Readonly<Record<string, string>>;
  readonly byChargeCategory?: Readonly<
    Record<string, { rows: number; billedCost: string; effectiveCost: string }>
  >;
  readonly billedCostByService?: Readonly<Record<string, string>>;
  readonly effectiveCostByService?: Readonly<Record<string, string>>;
  readonly byCommitmentStatus?: Readonly<Record<string, { rows: number; effectiveCost: string }>>;
};

const ROOT = join(import.meta.dirname, '../../fixtures/bills');

const CASES: readonly (readonly [folder: string, file: string, format: string, version: string | null])[] = [
  ['aws/cur-legacy-anonymised', 'focus-converters-anonymous-2023-11.csv', 'aws-cur-legacy', null],
  ['aws/cur-legacy-generated', 'generated-aster-retail-00001.csv.gz', 'aws-cur-legacy', null],
  ['aws/cur-2-small-account', 'ha-project-2026-04-00001.csv.gz', 'aws-cur-2', '2.0'],
  ['aws/cur-2-generated-csv', 'generated-aster-retail-00001.csv.gz', 'aws-cur-2', '2.0'],
  ['aws/cur-2-generated-parquet', 'generated-aster-retail-00001.snappy.parquet', 'aws-cur-2', '2.0'],
  ['aws/focus-1.0-generated', 'generated-aster-retail-focus-1.0-aws.csv.gz', 'focus', '1.0'],
  ['aws/focus-1.2-generated', 'generated-aster-retail-focus-1.2-aws.snappy.parquet', 'focus', '1.2'],
  ['azure/focus-1.0r2-generated', 'generated-aster-retail-focus-1.0r2.csv', 'focus', '1.0'],
  ['azure/focus-1.2-generated', 'generated-aster-retail-focus-1.2.snappy.parquet', 'focus', '1.2'],
  ['oci/focus-preview-generated', 'generated-aster-retail-0001.csv.gz', 'focus', '1.0-preview'],
  ['focus/sample-1.0', 'focus-sample-1.0-1000.csv', 'focus', '1.0'],
  ['focus/generated-1.1', 'generated-aster-retail-focus-1.1.csv.gz', 'focus', '1.1'],
  ['focus/generated-1.3', 'generated-aster-retail-focus-1.3.csv.gz', 'focus', '1.3'],
  ['focus/generated-saas-1.2', 'generated-aster-retail-saas-focus-1.2.csv', 'focus', '1.2'],
];

function readExpected(folder: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, folder, 'expected.json'), 'utf8'));
}

/** Decimal text of any notation as ours. */
function plain(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : toText(decimal(text));
}

function amounts(record: Readonly<Record<string, string>> = {}): Record<string, string | null> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, plain(value)]));
}

/** Amounts of a summary by one key, all currencies together: these bills have one. */
function column(
  summary: BillSummary,
  key: string,
  amount: 'billedCost' | 'effectiveCost',
): Record<string, string | null> {
  return Object.fromEntries(summary.groups.map(group => [group.key[key] ?? '', group[amount]]));
}

async function expectTotals(workspace: string, expected: Expected): Promise<void> {
  const summary = await summarizeBill({ workspace, by: [] });
  const total = (key: 'billedCost' | 'effectiveCost' | 'listCost' | 'contractedCost') => {
    const known = summary.totals.flatMap(currency => currency[key] ?? []);
    return known.length === 0 ? null : toText(sum(known));
  };
  expect({ rows: summary.rows, resources: summary.resources }).toEqual({
    rows: expected.rows,
    resources: expected.resources,
  });
  expect(total('billedCost')).toBe(plain(expected.billedCost));
  expect(total('effectiveCost')).toBe(plain(expected.effectiveCost));
  if (expected.listCost !== undefined) expect(total('listCost')).toBe(plain(expected.listCost));
  if (expected.contractedCost !== undefined)
    expect(total('contractedCost')).toBe(plain(expected.contractedCost));
}

async function expectServices(workspace: string, expected: Expected): Promise<void> {
  const summary = await summarizeBill({ workspace, by: ['service'] });
  expect(column(summary, 'serviceName', 'billedCost')).toMatchObject(amounts(expected.billedCostByService));
  expect(column(summary, 'serviceName', 'effectiveCost')).toMatchObject(
    amounts(expected.effectiveCostByService),
  );
}

async function expectCategories(workspace: string, expected: Expected): Promise<void> {
  const { groups } = await summarizeBill({ workspace, by: ['chargeCategory', 'chargeClass'] });
  const found = groups.map(({ key, rows, billedCost, effectiveCost }) => {
    const name = `${key.chargeCategory}${key.chargeClass === null ? '' : `/${key.chargeClass}`}`;
    return [name, { rows, billedCost, effectiveCost }];
  });
  const wanted = Object.entries(expected.byChargeCategory ?? {}).map(
    ([name, { rows, billedCost, effectiveCost }]) => [
      name,
      { rows, billedCost: plain(billedCost), effectiveCost: plain(effectiveCost) },
    ],
  );
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
}

describe('real and generated bills add up to their independent sums, to the last digit', () => {
  test.each(CASES)('%s', async (folder, file, format, version) => {
    await atDesk(async desk => {
      const expected = readExpected(folder) as Expected;

      const result = await desk.import(join(ROOT, folder, file));

      expect(result.files).toMatchObject([{ format, version, rows: expected.rows }]);
      await expectTotals(desk.workspace, expected);
      if (expected.byChargeCategory) {
        await expectServices(desk.workspace, expected);
        await expectCategories(desk.workspace, expected);
      }
      for (const [status, { rows, effectiveCost }] of Object.entries(expected.byCommitmentStatus ?? {})) {
        const { groups } = await summarizeBill({
          workspace: desk.workspace,
          by: ['commitmentDiscountStatus'],
        });
        const group = groups.find(({ key }) => key.commitmentDiscountStatus === status);
        expect(group).toMatchObject({ rows, effectiveCost: plain(effectiveCost) });
      }
    });
  });

  test.each(CASES.filter(([, , format]) => format !== 'focus'))(
    '%s by line item type and product code',
    async (folder, file) => {
      await atDesk(async desk => {
        const expected = readExpected(folder) as Expected;

        await desk.import(join(ROOT, folder, file));

        const types = await desk.query(
          `SELECT x_LineItemType, CAST(count(*) AS INTEGER), CAST(sum(x_UnblendedCost) AS VARCHAR), CAST(sum(EffectiveCost) AS VARCHAR)
         FROM charges GROUP BY 1`,
        );
        const found = types.map(([type, rows, unblended, effective]) => [
          type,
          { rows, unblendedCost: plain(String(unblended)), effectiveCost: plain(String(effective)) },
        ]);
        const wanted = Object.entries(expected.byLineItemType ?? {}).map(
          ([type, { rows, unblendedCost, effectiveCost }]) => [
            type,
            { rows, unblendedCost: plain(unblendedCost), effectiveCost: plain(effectiveCost) },
          ],
        );
        expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
        const codes = await desk.query(
          'SELECT x_ServiceCode, CAST(sum(x_UnblendedCost) AS VARCHAR) FROM charges GROUP BY 1',
        );
        const byCode = Object.fromEntries(codes.map(([code, cost]) => [code, plain(String(cost))]));
        expect(byCode).toMatchObject(amounts(expected.unblendedCostByProductCode));
      });
    },
  );
});

describe('the examples of the FOCUS specification', () => {
  const folder = 'focus/spec-1.2-examples';
  const examples = readExpected(folder) as Readonly<Record<string, Expected>>;
  const files = readdirSync(join(ROOT, folder)).filter(name => name.endsWith('.csv'));

  test('every example has an expectation', () => {
    expect(files.sort()).toEqual(Object.keys(examples).sort());
  });

  test.each(Object.entries(examples))('%s', async (file, expected) => {
    await atDesk(async desk => {
      await desk.import(join(ROOT, folder, file));

      await expectTotals(desk.workspace, expected);
      if (expected.byChargeCategory) await expectCategories(desk.workspace, expected);
    });
  });
});

test('one bill as CUR legacy, CUR 2.0 and FOCUS has one billed, effective and list cost', async () => {
  const folders = [
    'aws/cur-legacy-generated',
    'aws/cur-2-generated-csv',
    'aws/cur-2-generated-parquet',
    'aws/focus-1.0-generated',
  ];
  const totals = await Promise.all(
    folders.map(folder =>
      atDesk(async desk => {
        const file = CASES.find(([name]) => name === folder)?.[1] ?? '';
        return (await desk.import(join(ROOT, folder, file))).totals;
      }),
    ),
  );

  expect(totals).toEqual(
    folders.map(() => [
      {
        currency: 'USD',
        billedCost: '5943.1258885457',
        effectiveCost: '6067.3998611484',
        listCost: '6723.0744599609',
        contractedCost: '6723.0744599609',
      },
    ]),
  );
});
