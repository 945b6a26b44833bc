import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHARGE_COLUMNS } from '../../src/bill/columns.ts';
import { moneyText } from '../../src/bill/query/charges.ts';
import { atDesk } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/bills');

/** The first charge of every kind, all columns: what a person reviews when a mapping changes. */
test.each([
  ['aws/cur-legacy-generated', 'generated-aster-retail-00001.csv.gz'],
  ['aws/cur-2-generated-csv', 'generated-aster-retail-00001.csv.gz'],
  ['aws/cur-2-small-account', 'ha-project-2026-04-00001.csv.gz'],
  ['aws/focus-1.0-generated', 'generated-aster-retail-focus-1.0-aws.csv.gz'],
  ['azure/focus-1.2-generated', 'generated-aster-retail-focus-1.2.snappy.parquet'],
  ['oci/focus-preview-generated', 'generated-aster-retail-0001.csv.gz'],
  ['focus/sample-1.0', 'focus-sample-1.0-1000.csv'],
  ['focus/generated-1.3', 'generated-aster-retail-focus-1.3.csv.gz'],
])('%s is normalised as reviewed', async (folder, file) => {
  await atDesk(async desk => {
    await desk.import(join(ROOT, folder, file));

    const columns = [...CHARGE_COLUMNS];
    const list = columns.map(([name, kind]) =>
      kind === 'time' ? `strftime(${name}, '%Y-%m-%dT%H:%M:%SZ')` : `CAST(${name} AS VARCHAR)`,
    );
    const rows = await desk.query(
      `SELECT row, ${list.join(', ')} FROM charges
       QUALIFY row_number() OVER (PARTITION BY ChargeCategory, x_LineItemType, CommitmentDiscountStatus, ProviderName ORDER BY row) = 1 ORDER BY row`,
    );
    const charges = rows.map(([row, ...cells]) => {
      const filled = columns.flatMap(([name, kind], index) => {
        const cell = cells[index];
        return cell === null ? [] : [[name, kind === 'text' || kind === 'time' ? cell : moneyText(cell)]];
      });
      return { row, ...Object.fromEntries(filled) };
    });
    await expect(`${JSON.stringify(charges, null, 2)}\n`).toMatchFileSnapshot(
      join(ROOT, folder, 'charges.golden.json'),
    );
  });
});
