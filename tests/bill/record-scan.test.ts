import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanRecords } from '../../src/bill/read/record-scan.ts';
import { atDesk, csv } from './workspace.ts';

async function scan(text: string) {
  return atDesk(desk => scanRecords({ path: desk.file('text.csv', text), name: 'text.csv' }, false, ','));
}

describe('records of a text', () => {
  test.each([
    ['a,b\n1,2\n', 2, [], null],
    ['a,b\n1,2', 2, [], null],
    ['a,b\r\n1,2\r\n', 2, [], null],
    ['a,b\n\n1,2\n\n\n', 2, [2, 4, 5], null],
    ['a,b\n"1\n\n1",2\n', 2, [], null],
    ['a,b\n"say ""hi""\n",2\n3,4\n', 3, [], null],
    ['a,b\n1"2,3\n4,5\n', 3, [], null],
    ['a,b\n1,"2\n3,4\n', 1, [], { row: 2, line: 2 }],
    ['a,b\n"x\ny",1\n2,"open\n3,4\n', 2, [], { row: 3, line: 4 }],
    ['', 0, [], null],
  ])('%j', async (text, records, blankRows, openQuote) => {
    expect(await scan(text)).toEqual({
      records: records + (openQuote === null ? 0 : 1),
      blankRows,
      openQuote,
    });
  });

  test('are as many as csv-parse finds', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' '), maxLength: 6 });
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(table, async records => {
        const text = csv(['x', 'y'], records);

        const { records: count, openQuote } = await scan(text);

        expect({ count, openQuote }).toEqual({ count: parse(text).length, openQuote: null });
      }),
      { numRuns: 50 },
    );
  });
});
