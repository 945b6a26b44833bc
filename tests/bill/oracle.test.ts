import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { moneyText } from '../../src/bill/query/charges.ts';
import { decimal, toText } from '../../src/engine/money.ts';
import { atDesk } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/bills');

/** Store column and source column that must hold the same in every row. */
type Pair = readonly [stored: string, source: string];

const FOCUS: readonly Pair[] = [
  ['BilledCost', 'BilledCost'],
  ['EffectiveCost', 'EffectiveCost'],
  ['ListCost', 'ListCost'],
  ['PricingQuantity', 'PricingQuantity'],
];
const FOCUS_TEXT: readonly Pair[] = [
  ['ResourceId', 'ResourceId'],
  ['ServiceName', 'ServiceName'],
  ['ChargeDescription', 'ChargeDescription'],
];
const CUR2: readonly Pair[] = [
  ['x_UnblendedCost', 'line_item_unblended_cost'],
  ['coalesce(ConsumedQuantity, PricingQuantity)', 'line_item_usage_amount'],
];
const CUR2_TEXT: readonly Pair[] = [
  ['ResourceId', 'line_item_resource_id'],
  ['x_UsageType', 'line_item_usage_type'],
  ['x_LineItemType', 'line_item_line_item_type'],
];
const LEGACY: readonly Pair[] = [['x_UnblendedCost', 'lineItem/UnblendedCost']];
const LEGACY_TEXT: readonly Pair[] = [
  ['ResourceId', 'lineItem/ResourceId'],
  ['x_UsageType', 'lineItem/UsageType'],
  ['ServiceName', 'product/ProductName'],
];

const CASES: readonly (readonly [file: string, amounts: readonly Pair[], texts: readonly Pair[]])[] = [
  ['aws/cur-legacy-anonymised/focus-converters-anonymous-2023-11.csv', LEGACY, LEGACY_TEXT],
  ['aws/cur-legacy-generated/generated-aster-retail-00001.csv.gz', LEGACY, LEGACY_TEXT],
  ['aws/cur-2-small-account/ha-project-2026-04-00001.csv.gz', CUR2, CUR2_TEXT],
  ['aws/cur-2-generated-csv/generated-aster-retail-00001.csv.gz', CUR2.slice(0, 1), CUR2_TEXT],
  ['aws/focus-1.0-generated/generated-aster-retail-focus-1.0-aws.csv.gz', FOCUS, FOCUS_TEXT],
  ['azure/focus-1.0r2-generated/generated-aster-retail-focus-1.0r2.csv', FOCUS, FOCUS_TEXT],
  ['oci/focus-preview-generated/generated-aster-retail-0001.csv.gz', FOCUS, FOCUS_TEXT],
  ['focus/sample-1.0/focus-sample-1.0-1000.csv', FOCUS, FOCUS_TEXT],
  ['focus/generated-1.1/generated-aster-retail-focus-1.1.csv.gz', FOCUS, FOCUS_TEXT],
  ['focus/generated-1.3/generated-aster-retail-focus-1.3.csv.gz', FOCUS, FOCUS_TEXT],
  ['focus/generated-saas-1.2/generated-aster-retail-saas-focus-1.2.csv', FOCUS, FOCUS_TEXT],
];

/** What csv-parse and decimal.js make of a file. */
function oracle(
  file: string,
  amounts: readonly Pair[],
  texts: readonly Pair[],
): (string | number | null)[][] {
  const bytes = readFileSync(join(ROOT, file));
  const records: Record<string, string>[] = parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, {
    bom: true,
    columns: true,
  });
  const isNull = (text: string | undefined) =>
    text === undefined || ['', 'NULL', 'null', 'None'].includes(text);
  return records.map((record, index) => [
    index + 2,
    ...amounts.map(([, name]) => (isNull(record[name]) ? null : toText(decimal(record[name] ?? '')))),
    ...texts.map(([, name]) => (isNull(record[name]) ? null : (record[name] ?? null))),
  ]);
}

describe('csv-parse and decimal.js read every row as DuckDB does', () => {
  test.each(CASES)('%s', async (file, amounts, texts) => {
    await atDesk(async desk => {
      await desk.import(join(ROOT, file));

      const selected = [
        ...amounts.map(([name]) => `CAST(${name} AS VARCHAR)`),
        ...texts.map(([name]) => name),
      ];
      const stored = await desk.query(`SELECT row, ${selected.join(', ')} FROM charges ORDER BY row`);
      const rows = stored.map(row =>
        row.map((cell, index) => (index > 0 && index <= amounts.length ? moneyText(cell) : cell)),
      );
      expect(rows).toEqual(oracle(file, amounts, texts));
    });
  });
});
