import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { openDuckDb } from '../../src/bill/duckdb.ts';
import { regionSql } from '../../src/bill/formats/azure-regions.ts';
import { blockSizeSql, singleUnitSql } from '../../src/bill/formats/azure-units.ts';
import { sqlText } from '../../src/bill/sql.ts';
import { atDesk } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/bills/azure/open-data');

function table(name: string): Record<string, string>[] {
  return parse(readFileSync(join(ROOT, name)), { columns: true, bom: true });
}

/** Values of expressions over each text. */
function evaluate(
  texts: readonly string[],
  ...expressions: readonly string[]
): Promise<readonly (readonly unknown[])[]> {
  return atDesk(async desk => {
    const duckdb = await openDuckDb({ tempDirectory: join(desk.folder, 'spill') });
    try {
      const rows = texts.map((text, index) => `(${index}, ${sqlText(text)})`).join(', ');
      return await duckdb.rows(
        `SELECT ${expressions.join(', ')} FROM (VALUES ${rows}) AS t(place, text) ORDER BY place`,
      );
    } finally {
      duckdb.close();
    }
  });
}

test("every unit of Microsoft's list has its block size and its single unit", async () => {
  const rows = table('PricingUnits.csv');
  const expected = rows.map(row => [
    row.UnitOfMeasure,
    row.PricingBlockSize,
    // The list has both spellings of this one.
    row.DistinctUnits === 'MB/month' ? 'MB/Month' : row.DistinctUnits,
  ]);

  const units = rows.map(row => row.UnitOfMeasure ?? '');
  const found = await evaluate(
    units,
    'text',
    `CAST(${blockSizeSql('text')} AS VARCHAR)`,
    singleUnitSql('text'),
  );

  expect(found).toEqual(expected);
});

test.each([
  ['2K Widgets', '2000', 'Widgets'],
  ['1000000000000000000000 Hours', null, 'Hours'],
  ['Kits', '1', 'Kits'],
  ['3 Kits', '3', 'Kits'],
])('an unknown unit %s is a block of %s and counts %s', async (unit, size, single) => {
  const found = await evaluate([unit], `CAST(${blockSizeSql('text')} AS VARCHAR)`, singleUnitSql('text'));

  expect(found).toEqual([[size, single]]);
});

test("every spelling of Microsoft's list of Regions is one Region, except codes of up to four letters", async () => {
  const rows = table('Regions.csv').filter(
    ({ OriginalValue = '', RegionId }) =>
      OriginalValue.replaceAll(/[^a-z0-9]/gi, '').length > 4 &&
      // Named for two Regions: China North and Switzerland North.
      OriginalValue !== 'chnorth' &&
      OriginalValue !== 'ch north' &&
      RegionId !== 'global',
  );
  expect(rows.length).toBeGreaterThan(300);

  const found = await evaluate(
    rows.map(row => row.OriginalValue ?? ''),
    'text',
    regionSql('text'),
  );

  expect(found).toEqual(rows.map(row => [row.OriginalValue, row.RegionId]));
});

test.each([
  ['EU West', 'westeurope'],
  ['WESTEUROPE', 'westeurope'],
  ['West Europe', 'westeurope'],
  ['DE West Central', 'germanywestcentral'],
  ['Unassigned', null],
  ['global', null],
  ['Intercontinental', 'intercontinental'],
])('%s is the Region %s', async (place, region) => {
  expect(await evaluate([place], regionSql('text'))).toEqual([[region]]);
});
