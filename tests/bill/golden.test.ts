/** One golden file for each bill of the fixtures. */

import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { CHARGE_COLUMNS } from '../../src/bill/columns.ts';
import { moneyText } from '../../src/bill/query/charges.ts';
import { atDesk } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/bills');

/** Data beside a bill: not bills themselves. */
const BESIDE = /(^|\/)(README\.md|expected\.json|[^/]*golden\.json|[^/]*Manifest\.json)$|^azure\/open-data\//;

const BILLS = readdirSync(ROOT, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => relative(ROOT, join(entry.parentPath, entry.name)))
  .filter(path => !BESIDE.test(path))
  .sort();

/** Beside the bill; named after it where its folder holds several. */
function goldenOf(bill: string): string {
  const folder = dirname(bill);
  const isAlone = BILLS.filter(other => dirname(other) === folder).length === 1;
  return join(ROOT, folder, isAlone ? 'charges.golden.json' : `${basename(bill)}.golden.json`);
}

test('every folder of bills has one', () => {
  expect(new Set(BILLS.map(dirname)).size).toBeGreaterThan(25);
});

/** The first charge of every kind, all columns: what a person reviews when a mapping changes. */
test.each(BILLS)('%s is normalised as reviewed', async bill => {
  await atDesk(async desk => {
    await desk.import(join(ROOT, bill));

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
    await expect(`${JSON.stringify(charges, null, 2)}\n`).toMatchFileSnapshot(goldenOf(bill));
  });
});
