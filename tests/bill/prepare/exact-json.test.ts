import { describe, expect, test } from 'vitest';
import { duplicateKey, isJsonObject, parseExactJson } from '../../../src/bill/prepare/exact-json.ts';

test('numbers keep the digits of the document', () => {
  const text = '{"a": 0.12345678901234567890, "b": [1E-7, -0.0, 1e400], "c": "1.50", "d": true, "e": null}';

  expect(parseExactJson(text)).toEqual({
    a: '0.12345678901234567890',
    b: ['1E-7', '-0.0', '1e400'],
    c: '1.50',
    d: true,
    e: null,
  });
});

test('a key __proto__ is a key like any other', () => {
  const parsed = parseExactJson('{"__proto__": {"cost": 5}}');

  expect(Object.keys(parsed ?? {})).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>).cost).toBeUndefined();
});

test.each([
  ['{"a": ', SyntaxError],
  ['[1,]', SyntaxError],
  ['NaN', SyntaxError],
  ['['.repeat(200_000) + ']'.repeat(200_000), RangeError],
])('damaged text is an error', (text, error) => {
  expect(() => parseExactJson(text)).toThrow(error);
});

test.each([
  [{}, true],
  [[], false],
  [null, false],
  ['{}', false],
  [undefined, false],
])('%j is an object: %s', (value, isObject) => {
  expect(isJsonObject(value)).toBe(isObject);
});

describe('a key that stands twice in one object', () => {
  test.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"x":{"cost":1, "cost" : 2}}', 'cost'],
    ['[{"a":1},{"a":2}]', null],
    ['{"a":{"a":1},"b":{"a":1}}', null],
    [String.raw`{"a":"\"b\":1","b":"{\"b\":"}`, null],
    ['{"a":"b","b":"a"}', null],
  ])('of %s is %j', (text, key) => {
    expect(duplicateKey(text)).toBe(key);
  });
});
