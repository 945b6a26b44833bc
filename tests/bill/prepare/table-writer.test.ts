import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { openTable } from '../../../src/bill/prepare/table-writer.ts';
import { atDesk } from '../workspace.ts';

test('every text comes back out of the table', async () => {
  await atDesk(async ({ folder }) => {
    const texts = ['plain', 'a,b', 'say "hi"', 'two\nlines', 'cr\rlf\r\n', '', '  ', '=1+1', 'ü\u{1f600}'];
    const path = join(folder, 'table.csv');
    const table = await openTable(path, ['a,"b', 'empty']);
    for (const text of texts) await table.write(new Map([['a,"b', text]]));
    await table.close();

    const records: string[][] = parse(readFileSync(path, 'utf8'));

    expect(records).toEqual([['a,"b', 'empty'], ...texts.map(text => [text, ''])]);
  });
});

test('a skipped record is an empty line, an empty one is not', async () => {
  await atDesk(async ({ folder }) => {
    const path = join(folder, 'table.csv');
    const table = await openTable(path, ['a']);
    await table.skip();
    await table.write(new Map());
    await table.close();

    expect(readFileSync(path, 'utf8')).toBe('a\n\n""\n');
  });
});
