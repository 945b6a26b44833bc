import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonRecords } from '../../../src/bill/prepare/json-records.ts';
import { atDesk } from '../workspace.ts';

/** Texts of the records, and the problems in place of those that are none. */
async function read(content: string | Uint8Array, isGzip = false): Promise<readonly string[]> {
  return atDesk(async desk => {
    const path = desk.file('records.json', content);
    const found: string[] = [];
    for await (const record of jsonRecords({ path, name: 'records.json' }, isGzip)) {
      expect(record.row).toBe(found.length + 1);
      found.push('text' in record ? record.text : record.problem);
    }
    return found;
  });
}

const CUT = expect.stringContaining('ends before its last bracket');

describe('records', () => {
  test.each([
    ['on lines', '{"a":1}\n{"a":2}\n', ['{"a":1}', '{"a":2}']],
    ['on lines with CR LF, blank lines and a mark', '\uFEFF{"a":1}\r\n\r\n{"a":2}', ['{"a":1}', '{"a":2}']],
    ['on lines, one broken', '{"a":1}\n{"a":\n{"a":3}', ['{"a":1}', '{"a":', '{"a":3}']],
    ['in one list', '[{"a":[1]}, {"a":"]}"}]', ['{"a":[1]}', '{"a":"]}"}']],
    ['in a list over lines', '[\n {\n  "a": 1\n },\n {"a":2}\n]\n', ['{\n  "a": 1\n }', '{"a":2}']],
    ['in two lists and alone', '[{"a":1}][{"a":2}]{"a":3}', ['{"a":1}', '{"a":2}', '{"a":3}']],
    ['one after the other over lines', '{\n"a":1\n}\n{\n"a":2\n}', ['{\n"a":1\n}', '{\n"a":2\n}']],
    ['in a list with a stray bracket', '[{"a":1},},{"a":2}]', ['{"a":1}', '{"a":2}']],
    ['in a list that is cut off', '[{"a":1},{"a":"x', ['{"a":1}', CUT]],
    ['in a list that is not closed', '[{"a":1}', ['{"a":1}', CUT]],
    ['of lists are not opened', '[[{"a":1}]]', ['[{"a":1}]']],
    ['none', ' \n\n', []],
  ])('%s', async (_name, text, expected) => {
    expect(await read(text)).toEqual(expected);
    expect(await read(gzipSync(text), true)).toEqual(expected);
  });

  test('that are not text are said', async () => {
    const bytes = Buffer.from('{"a":1}\n{"a":"x"}\n{"a":3}');
    bytes[bytes.indexOf('x')] = 0xff;

    expect(await read(bytes)).toEqual(['{"a":1}', 'The record is not text in UTF-8.', '{"a":3}']);
  });

  test('of many megabytes are let go', async () => {
    const text = `{"a":1}\n{"a":"${'x'.repeat(5_000_000)}"}\n{"a":3}`;

    expect(await read(text)).toEqual(['{"a":1}', 'The record is longer than 2 MB.', '{"a":3}']);
    expect(await read(`[${text.replaceAll('\n', ',')}]`)).toEqual([
      '{"a":1}',
      'The record is longer than 2 MB.',
      '{"a":3}',
    ]);
  });

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -20)],
    ['damaged', (bytes: Buffer) => bytes.fill(0xaa, bytes.length / 2, bytes.length / 2 + 50)],
  ])('of gzip that is %s are refused', async (_name, damage) => {
    const lines = Array.from({ length: 5000 }, (_, index) => `{"a":${index * 7919}}`).join('\n');

    await expect(read(damage(gzipSync(lines)), true)).rejects.toMatchObject({ code: 'damaged-file' });
  });
});

test('any records come back, however they are written', async () => {
  const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(records, fc.constantFrom(0, 1), async (values, indent) => {
      const text = (value: unknown) => JSON.stringify(value, null, indent);
      const expected = values.map(text);
      expect(await read(values.map(value => JSON.stringify(value)).join('\n'))).toEqual(
        values.map(value => JSON.stringify(value)),
      );
      expect(await read(`[${expected.join(',\n')}]`)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
