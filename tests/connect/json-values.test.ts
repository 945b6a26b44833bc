/** Values out of JSON that arrives in parts: the same as from all of it at once, wherever it is cut; and what is no JSON. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonValues } from '../../src/connect/json-values.ts';

async function* inParts(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function found(text: string, wanted: readonly string[], size = 7) {
  const values: [string, unknown][] = [];
  for await (const { path, value } of jsonValues(inParts(text, size), new Set(wanted)))
    values.push([path, value]);
  return values;
}

const LIST = {
  version: '1',
  products: [{ sku: 'A', attributes: { term: '1yr' } }, { sku: 'B\u00e9"\\' }],
  terms: {
    savingsPlan: [
      { sku: 'A', rates: [{ price: 1.5e-3, deep: [[{ x: null }]] }, {}] },
      { sku: 'B', rates: [] },
    ],
  },
};

test.each([1, 3, 64, 100_000])('objects and texts come in their order, in parts of %d bytes', async size => {
  expect(
    await found(JSON.stringify(LIST), ['products', 'terms.savingsPlan.sku', 'terms.savingsPlan.rates'], size),
  ).toEqual([
    ['products', LIST.products[0]],
    ['products', LIST.products[1]],
    ['terms.savingsPlan.sku', 'A'],
    ['terms.savingsPlan.rates', { price: 1.5e-3, deep: [[{ x: null }]] }],
    ['terms.savingsPlan.rates', {}],
    ['terms.savingsPlan.sku', 'B'],
  ]);
});

test('law: every object of a list is found, whatever stands in it and wherever it is cut', async () => {
  const objects = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 })), {
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(
      objects,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(undefined, 2),
      async (list, size, indent) => {
        const text = JSON.stringify({ before: { list: [{}] }, list }, null, indent);
        const expected = JSON.parse(JSON.stringify(list)).map((value: unknown) => ['list', value]);
        expect(await found(text, ['list'], size)).toEqual(expected);
      },
    ),
  );
});

describe('what is no JSON', () => {
  test.each([
    ['cut off in a list', '{"list": [{"a": 1}, '],
    ['cut off in a string', '{"list": [{"a": "b'],
    ['nothing', ''],
    ['text', '<html>'],
    ['a word alone', '5'],
    ['two values', '{"list": []}{"list": []}'],
    ['brackets that do not belong together', '{"list": [}]'],
    ['an object that is none', '{"list": [{"a" 1}]}'],
    ['a string without an end', `{"list": ["${'x'.repeat(300_000)}`],
    ['an object without an end', `{"list": [{${'"a": 1, '.repeat(40_000)}`],
    ['lists without an end', '['.repeat(100_000)],
  ])('%s is refused', async (_what, text) => {
    await expect(found(text, ['list'], 1000)).rejects.toMatchObject({ code: 'answer-refused' });
  });
});
