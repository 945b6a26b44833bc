import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, pick, toJson } from '../../src/validation/compare.ts';

const isWithin = (computed: number, published: number, abs: number, rel = 0) =>
  compare(computed, published, { abs, rel }, []).every(each => each.isWithin);

describe('a number', () => {
  test.each([
    ['at the border of a tolerance that floats cannot hold', 0.3, 0.305, 0.005, true],
    ['at the border, large', 52_900.005, 52_900, 0.005, true],
    ['just outside', 0.3, 0.30501, 0.005, false],
    ['equal, without a tolerance', 7, 7, 0, true],
    ['equal but for the rounding of a sum', 0.1 + 0.2, 0.3, 0, true],
    ['off by the smallest thing a person would see, without a tolerance', 7.000001, 7, 0, false],
    ['a whole number off, tolerance 1', 2702, 2703, 1, true],
    ['0 against something tiny, without a tolerance', 1e-9, 0, 0, false],
  ])('%s', (_what, computed, published, abs, expected) => {
    expect(isWithin(computed, published, abs)).toBe(expected);
  });

  test('is compared with a share of what is published where the tolerance is relative', () => {
    expect(isWithin(1001, 1000, 0, 1e-3)).toBe(true);
    expect(isWithin(1001.1, 1000, 0, 1e-3)).toBe(false);
    expect(isWithin(1e-12, 0, 0, 1e-3)).toBe(false);
  });

  test('takes the wider tolerance where both are given', () => {
    expect(isWithin(1004, 1000, 5, 1e-3)).toBe(true);
    expect(isWithin(10.009, 10, 1e-6, 1e-3)).toBe(true);
  });

  test('twice the tolerance away never passes, half of it always does', () => {
    const amount = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const tolerance = fc.double({ min: 1e-6, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(amount, tolerance, (published, abs) => {
        expect(isWithin(published + 2 * abs, published, abs)).toBe(false);
        expect(isWithin(published + abs / 2, published, abs)).toBe(true);
      }),
    );
  });
});

describe('everything else', () => {
  const all = { abs: 0.1, rel: 0 };
  test.each([
    ['text must be the same', 'pass', 'fail', false],
    ['a number is no text', 1, '1', false],
    ['true is true', true, true, true],
    ['a list of another length is another list', [1, 2, 3], [1, 2], false],
    ['the order of a list counts', ['b', 'a'], ['a', 'b'], false],
    ['keys that are not published do not matter', { a: 1, b: 2 }, { a: 1 }, true],
    ['keys that are not computed do', { b: 2 }, { a: 1 }, false],
    ['null is not 0', 0, null, false],
    ['lists of mappings are compared entry by entry', [{ a: 1.05, b: 0 }], [{ a: 1 }], true],
    ['a key of every mapping is not computed by itself', {}, { constructor: 1 }, false],
  ])('%s', (_what, computed, published, expected) => {
    expect(compare(computed, published, all, []).every(each => each.isWithin)).toBe(expected);
  });

  test('names the place of each value', () => {
    const found = compare(
      { rows: [{ cost: 1 }, { cost: 2 }] },
      { rows: [{ cost: 1 }, { cost: 5 }] },
      all,
      [],
    );

    expect(found.map(({ path, error, isWithin: ok }) => [path, error, ok])).toEqual([
      ['rows[0].cost', 0, true],
      ['rows[1].cost', 3, false],
    ]);
  });
});

test('what is picked has the keys of what is published, nested ones too, and the order of the pack', () => {
  const computed = { total: 3, rows: [{ cost: 1, more: 2 }], not: 1 };

  expect(JSON.stringify(pick(computed, { rows: [{ cost: 9 }], total: 9, missing: 9 }))).toBe(
    '{"rows":[{"cost":1}],"total":3,"missing":null}',
  );
});

test('what JSON cannot say is null', () => {
  expect(toJson([Number.POSITIVE_INFINITY, Number.NaN, undefined, () => 1, -0, Float64Array.of(1)])).toEqual([
    null,
    null,
    null,
    null,
    0,
    [1],
  ]);
});
