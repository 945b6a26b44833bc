/** Throw-away workspaces and bill files for the tests of the bill room. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openDuckDb } from '../../src/bill/duckdb.ts';
import { type ImportResult, importBills } from '../../src/bill/import.ts';
import { sqlPaths } from '../../src/bill/sql.ts';
import { listBills, parquetFiles } from '../../src/bill/store.ts';

/** A folder with a workspace in it that is deleted after the test. */
export type Desk = {
  readonly folder: string;
  readonly workspace: string;
  /** Writes a file and gives its path. */
  file(name: string, content: string | Uint8Array): string;
  /** Imports files into the workspace. */
  import(...paths: string[]): Promise<ImportResult>;
  /** Rows of a query over `charges`, every stored row with its number in the file as `row`. */
  query(sql: string): Promise<readonly (readonly unknown[])[]>;
};

/** Runs a test on a fresh desk. */
export async function atDesk<T>(run: (desk: Desk) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-bill-'));
  const workspace = join(folder, 'workspace');
  try {
    return await run({
      folder,
      workspace,
      file: (name, content) => {
        const path = join(folder, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
        return path;
      },
      import: (...paths) => importBills({ paths, workspace }),
      query: sql => queryStore(workspace, sql),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function queryStore(workspace: string, sql: string): Promise<readonly (readonly unknown[])[]> {
  const duckdb = await openDuckDb({ tempDirectory: join(workspace, 'tmp', 'test') });
  try {
    const paths = parquetFiles(listBills(workspace)).map(({ path }) => path);
    await duckdb.run(
      `CREATE VIEW charges AS SELECT *, CAST(coalesce(x_SourceRow, file_row_number + x_RowOffset) AS INTEGER) AS row
       FROM read_parquet(${sqlPaths(paths)}, file_row_number = true)`,
    );
    return await duckdb.rows(sql);
  } finally {
    duckdb.close();
  }
}

/** Cells of a CSV file from records; quotes what needs it. */
export function csv(
  header: readonly string[],
  records: readonly (readonly string[])[],
  delimiter = ',',
  lineEnd = '\n',
): string {
  const cell = (text: string) => (/["\r\n;,\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [header, ...records].map(record => record.map(cell).join(delimiter) + lineEnd).join('');
}

/** Columns of the smallest useful FOCUS file. */
export const FOCUS_HEADER = [
  'BilledCost',
  'EffectiveCost',
  'BillingCurrency',
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'ChargeCategory',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ServiceName',
  'ResourceId',
  'SubAccountId',
];

/** A FOCUS record with the given billed cost. */
export function focusRecord(billedCost: string, changes: Readonly<Record<string, string>> = {}): string[] {
  const cells: Record<string, string> = {
    BilledCost: billedCost,
    EffectiveCost: billedCost,
    BillingCurrency: 'USD',
    BillingPeriodStart: '2025-09-01T00:00:00Z',
    BillingPeriodEnd: '2025-10-01T00:00:00Z',
    ChargeCategory: 'Usage',
    ChargePeriodStart: '2025-09-02T00:00:00Z',
    ChargePeriodEnd: '2025-09-02T01:00:00Z',
    ServiceName: 'Compute',
    ResourceId: 'i-1',
    SubAccountId: '111',
    ...changes,
  };
  return FOCUS_HEADER.map(name => cells[name] ?? '');
}

/** A FOCUS file with these billed costs. */
export function focusFile(...billedCosts: string[]): string {
  return csv(
    FOCUS_HEADER,
    billedCosts.map(cost => focusRecord(cost)),
  );
}

/** A CUR 2.0 file from records that name only the columns they need. */
export function curFile(records: readonly Readonly<Record<string, string>>[]): string {
  const common = {
    bill_payer_account_id: '210000000011',
    bill_billing_period_start_date: '2025-09-01T00:00:00.000Z',
    bill_billing_period_end_date: '2025-10-01T00:00:00.000Z',
    line_item_usage_account_id: '310000000011',
    line_item_usage_start_date: '2025-09-02T00:00:00.000Z',
    line_item_usage_end_date: '2025-09-02T01:00:00.000Z',
    line_item_line_item_type: 'Usage',
    line_item_unblended_cost: '0',
    line_item_currency_code: 'USD',
    line_item_product_code: 'AmazonEC2',
    product: '{}',
    resource_tags: '{}',
  };
  const header = [...new Set([common, ...records].flatMap(record => Object.keys(record)))];
  const rows = records.map(record => {
    const cells: Record<string, string> = { ...common, ...record };
    return header.map(name => cells[name] ?? '');
  });
  return csv(header, rows);
}
