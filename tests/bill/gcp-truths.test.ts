import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decimal, toText } from '../../src/engine/money.ts';
import { atDesk, type Desk } from './workspace.ts';

/** Sums of a bill made by a program that shares no code with this one. */
type Expected = {
  readonly rows: number;
  readonly resources: number;
  readonly billedCost: string;
  readonly effectiveCost: string;
  readonly listCost: string | null;
  readonly contractedCost: string;
  readonly byCostType: Readonly<Record<string, { rows: number; billedCost: string; contractedCost: string }>>;
  readonly byInvoiceMonth: Readonly<Record<string, { billedCost: string; contractedCost: string }>>;
  readonly billedCostByService: Readonly<Record<string, string>>;
  readonly creditsByType: Readonly<Record<string, string>>;
};

const ROOT = join(import.meta.dirname, '../../fixtures/bills/gcp');

const CASES = [
  ['standard-csv', 'generated-aster-retail-standard.csv.gz'],
  ['detailed-jsonl', 'generated-aster-retail-detailed.jsonl.gz'],
  ['detailed-parquet', 'generated-aster-retail-detailed.snappy.parquet'],
] as const;

/** Sums by a key; amounts in our notation. */
async function sums(desk: Desk, key: string, columns: readonly string[]): Promise<Record<string, unknown>> {
  const amounts = columns.map(column => `CAST(sum(${column}) AS VARCHAR)`).join(', ');
  const rows = await desk.query(`SELECT ${key}, ${amounts} FROM charges GROUP BY 1`);
  return Object.fromEntries(
    rows.map(([name, ...values]) => [
      name,
      values.map(value => (value === null ? null : toText(decimal(String(value))))),
    ]),
  );
}

describe('Google bills add up to their independent sums, to the last digit', () => {
  test.each(CASES)('%s', async (folder, file) => {
    await atDesk(async desk => {
      const expected = JSON.parse(readFileSync(join(ROOT, folder, 'expected.json'), 'utf8')) as Expected;

      const result = await desk.import(join(ROOT, folder, file));

      expect(result.files).toMatchObject([{ format: 'gcp-billing-export', rows: expected.rows }]);
      expect(result.findings).toEqual([]);
      const { billedCost, effectiveCost, listCost, contractedCost } = expected;
      expect(result.totals).toEqual([
        { currency: 'USD', billedCost, effectiveCost, listCost, contractedCost },
      ]);
      const resources = await desk.query('SELECT CAST(count(DISTINCT ResourceId) AS INTEGER) FROM charges');
      expect(resources).toEqual([[expected.resources]]);
      expect(await sums(desk, 'x_LineItemType', ['BilledCost', 'ContractedCost'])).toEqual(
        Object.fromEntries(
          Object.entries(expected.byCostType).map(([type, costs]) => [
            type,
            [costs.billedCost, costs.contractedCost],
          ]),
        ),
      );
      const month = "strftime(BillingPeriodStart, '%Y-%m')";
      expect(await sums(desk, month, ['BilledCost', 'ContractedCost'])).toEqual(
        Object.fromEntries(
          Object.entries(expected.byInvoiceMonth).map(([name, costs]) => [
            name,
            [costs.billedCost, costs.contractedCost],
          ]),
        ),
      );
      expect(await sums(desk, 'ServiceName', ['BilledCost'])).toEqual(
        Object.fromEntries(
          Object.entries(expected.billedCostByService).map(([name, cost]) => [name, [cost]]),
        ),
      );
      // Every charge of this bill has one credit at most: what is taken off covered usage is the credit of its kind.
      const credits = await sums(desk, "coalesce(CommitmentDiscountCategory, 'none')", [
        "CASE WHEN CommitmentDiscountStatus = 'Used' THEN BilledCost - ContractedCost END",
      ]);
      expect(credits).toEqual({
        none: [null],
        Usage: [expected.creditsByType.COMMITTED_USAGE_DISCOUNT],
        Spend: [expected.creditsByType.COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE],
      });
    });
  });
});
