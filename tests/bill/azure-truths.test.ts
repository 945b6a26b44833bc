import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { openDuckDb } from '../../src/bill/duckdb.ts';
import { moneyText } from '../../src/bill/query/charges.ts';
import { summarizeBill } from '../../src/bill/query/summary.ts';
import { sqlPath, sqlText } from '../../src/bill/sql.ts';
import { decimal, toText } from '../../src/engine/money.ts';
import { atDesk, type Desk } from './workspace.ts';

/** Sums made by a program that shares no code with this one; an actual file has a billed cost, an amortized an effective one. */
type Expected = {
  readonly rows: number;
  readonly resources: number;
  readonly currency: string;
  readonly billedCost?: string;
  readonly effectiveCost?: string;
  readonly listCost?: string;
  readonly byChargeType: Readonly<Record<string, { readonly rows: number; readonly cost: string }>>;
  readonly byMeterCategory: Readonly<Record<string, string>>;
};

const ROOT = join(import.meta.dirname, '../../fixtures/bills/azure');
const FOCUS = join(ROOT, 'focus-1.0r2-generated/generated-aster-retail-focus-1.0r2.csv');

const CASES: readonly (readonly [folder: string, file: string, format: string, version: string | null])[] = [
  ['ea-demo-amortized', 'microsoft-EA_AmortizedCost_Small.csv', 'azure-cost-details', 'EA'],
  ['ea-anonymised', 'focus-converters-ea-cad-2023-09.csv', 'azure-cost-details', 'EA'],
  ['ea-generated-actual', 'generated-aster-retail-actual.csv.gz', 'azure-cost-details', 'EA'],
  ['ea-generated-amortized', 'generated-aster-retail-amortized.csv.gz', 'azure-cost-details', 'EA'],
  ['mca-generated-actual', 'generated-aster-retail-actual.csv.gz', 'azure-cost-details', 'MCA'],
  ['mca-generated-amortized', 'generated-aster-retail-amortized.csv.gz', 'azure-cost-details', 'MCA'],
  ['mca-partner', 'opencost-enterprise-camel.csv', 'azure-cost-details', 'MCA'],
  ['legacy-german', 'opencost-german-headers.csv', 'azure-legacy-usage', null],
];

const PAIRS = ['ea', 'mca'].map(
  agreement =>
    [
      agreement,
      join(ROOT, `${agreement}-generated-actual/generated-aster-retail-actual.csv.gz`),
      join(ROOT, `${agreement}-generated-amortized/generated-aster-retail-amortized.csv.gz`),
    ] as const,
);

function expectedOf(folder: string): Expected {
  return JSON.parse(readFileSync(join(ROOT, folder, 'expected.json'), 'utf8'));
}

function plain(text: string): string {
  return toText(decimal(text));
}

/** Rows and the cost that the file holds, by a column of the store. */
async function costsBy(desk: Desk, column: string, expected: Expected) {
  const cost = expected.billedCost === undefined ? 'EffectiveCost' : 'BilledCost';
  const rows = await desk.query(
    `SELECT coalesce(${column}, ''), CAST(count(*) AS DOUBLE), CAST(sum(${cost}) AS VARCHAR) FROM charges GROUP BY 1`,
  );
  return new Map(
    rows.map(([key, count, sum]) => [String(key), { rows: Number(count), cost: moneyText(sum) }]),
  );
}

async function expectTruth(desk: Desk, expected: Expected): Promise<void> {
  const { totals, rows, resources } = await summarizeBill({ workspace: desk.workspace, by: [] });
  expect({ rows, resources }).toEqual({ rows: expected.rows, resources: expected.resources });
  const { currency, billedCost, effectiveCost, listCost } = expected;
  expect(totals).toMatchObject([
    {
      currency,
      ...(billedCost === undefined ? {} : { billedCost: plain(billedCost) }),
      ...(effectiveCost === undefined ? {} : { effectiveCost: plain(effectiveCost) }),
      ...(listCost === undefined ? {} : { listCost: plain(listCost) }),
    },
  ]);
  const wanted = Object.entries(expected.byChargeType).map(
    ([type, { rows: count, cost }]) => [type, { rows: count, cost: plain(cost) }] as const,
  );
  expect(await costsBy(desk, 'x_LineItemType', expected)).toEqual(new Map(wanted));
  const byCategory = await costsBy(desk, 'ServiceName', expected);
  for (const [category, cost] of Object.entries(expected.byMeterCategory))
    expect(byCategory.get(category)?.cost, category).toBe(plain(cost));
}

describe('Azure cost files add up to their independent sums, to the last digit', () => {
  test.each(CASES)('%s', async (folder, file, format, version) => {
    await atDesk(async desk => {
      const expected = expectedOf(folder);

      const result = await desk.import(join(ROOT, folder, file));

      expect(result.files).toMatchObject([{ format, version, rows: expected.rows }]);
      await expectTruth(desk, expected);
    });
  });

  test.each(CASES.filter(([folder]) => folder.endsWith('-generated-actual')))(
    '%s with its header in capitals',
    async (folder, file) => {
      await atDesk(async desk => {
        const text = gunzipSync(readFileSync(join(ROOT, folder, file))).toString('utf8');
        const end = text.indexOf('\n');

        await desk.import(desk.file('capitals.csv', text.slice(0, end).toUpperCase() + text.slice(end)));

        await expectTruth(desk, expectedOf(folder));
      });
    },
  );

  test.each(CASES.filter(([folder]) => folder.includes('-generated-')))(
    '%s as Parquet with typed columns',
    async (folder, file) => {
      await atDesk(async desk => {
        const path = join(desk.folder, 'export.snappy.parquet');
        const duckdb = await openDuckDb({ tempDirectory: join(desk.folder, 'spill') });
        const cost = folder.startsWith('ea') ? 'CostInBillingCurrency' : 'costInBillingCurrency';
        const date = folder.startsWith('ea') ? 'Date' : 'date';
        await duckdb.run(
          `COPY (SELECT * REPLACE (CAST("${cost}" AS ${folder.startsWith('ea') ? 'DECIMAL(38,18)' : 'DOUBLE'}) AS "${cost}", strptime("${date}", '%m/%d/%Y') AS "${date}")
             FROM read_csv(${sqlPath(join(ROOT, folder, file))}, all_varchar = true))
           TO ${sqlText(path)} (FORMAT parquet, COMPRESSION snappy)`,
        );
        duckdb.close();

        await desk.import(path);

        await expectTruth(desk, expectedOf(folder));
      });
    },
  );

  test.each(CASES)('%s keeps the cost of every row', async (folder, file) => {
    await atDesk(async desk => {
      const bytes = readFileSync(join(ROOT, folder, file));
      const records: Record<string, string>[] = parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, {
        bom: true,
        columns: (names: string[]) => names.map(name => name.replace(/.*\((.*)\)$/, '$1').toLowerCase()),
      });
      const costs = records.map(
        record => record.costinbillingcurrency ?? record.cost ?? record.pretaxcost ?? '',
      );

      await desk.import(join(ROOT, folder, file));

      const rows = await desk.query('SELECT CAST(EffectiveCost AS VARCHAR) FROM charges ORDER BY row');
      expect(rows.map(([cost]) => moneyText(cost))).toEqual(costs.map(plain));
    });
  });
});

describe('the actual and the amortized file of one month make one bill', () => {
  test.each(PAIRS)('%s', async (agreement, actual, amortized) => {
    await atDesk(async desk => {
      const billed = expectedOf(`${agreement}-generated-actual`);
      const spread = expectedOf(`${agreement}-generated-amortized`);

      const result = await desk.import(actual, amortized);

      expect(result.totals).toMatchObject([
        { billedCost: plain(billed.billedCost ?? ''), effectiveCost: plain(spread.effectiveCost ?? '') },
      ]);
      expect(result.files.map(({ rows }) => rows)).toEqual([31, spread.rows]);
      expect(result.findings).toMatchObject([{ code: 'azure-views-merged', severity: 'info' }]);
    });
  });

  test.each(PAIRS)('%s is the FOCUS export of the same ledger', async (_, actual, amortized) => {
    const query = (...paths: string[]) =>
      atDesk(async desk => {
        const { totals } = await desk.import(...paths);
        const kinds = await desk.query(
          `SELECT ChargeCategory, PricingCategory, CommitmentDiscountType, CommitmentDiscountStatus, RegionId, ChargePeriodStart, ChargePeriodEnd,
             BillingPeriodStart, BillingPeriodEnd, CAST(count(*) AS DOUBLE), CAST(sum(BilledCost) AS VARCHAR), CAST(sum(EffectiveCost) AS VARCHAR)
           FROM charges GROUP BY ALL ORDER BY ALL`,
        );
        return { totals, kinds };
      });

    const merged = await query(actual, amortized);
    const focus = await query(FOCUS);

    expect(merged.totals).toEqual(focus.totals);
    expect(merged.kinds).toEqual(focus.kinds);
  });
});
