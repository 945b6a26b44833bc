import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestRank, QUANTILES_PER_MILLE } from '../../src/metrics/nearest-rank.ts';

/** By the words of the definition: the smallest value that at least so many thousandths of the values do not exceed. */
function byDefinition(values: readonly number[], perMille: number): number {
  const enough = values.filter(
    value => values.filter(other => other <= value).length * 1000 >= perMille * values.length,
  );
  return Math.min(...enough);
}

const sortedOf = (values: readonly number[]) => Float64Array.from(values).sort();

describe('nearest rank', () => {
  // The example of the textbooks: 15, 20, 35, 40, 50.
  test.each([
    [50, 15],
    [300, 20],
    [400, 20],
    [500, 35],
    [1000, 50],
  ])('%i thousandths of 15, 20, 35, 40, 50 are %i', (perMille, value) => {
    expect(nearestRank(sortedOf([15, 20, 35, 40, 50]), perMille)).toBe(value);
  });

  test.each([
    [200, 199],
    [1000, 995],
    [8640, 8597],
  ])('the 99.5th percentile of %i rising values is number %i, without an error of rounding', (n, rank) => {
    const values = Float64Array.from({ length: n }, (_, index) => index + 1);

    expect(nearestRank(values, QUANTILES_PER_MILLE.p995)).toBe(rank);
  });

  test('it is what the definition says, value by value', () => {
    const value = fc.oneof(fc.double({ noNaN: true, min: 0, max: 1e9 }), fc.nat(5));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 1000 }),
        (values, perMille) => {
          expect(nearestRank(sortedOf(values), perMille)).toBe(byDefinition(values, perMille));
        },
      ),
    );
  });

  test('quantiles rise and the last is the largest value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), values => {
        const sorted = sortedOf(values);
        const all = Object.values(QUANTILES_PER_MILLE).map(perMille => nearestRank(sorted, perMille));
        expect(all.every((each, index) => index === 0 || each >= (all[index - 1] ?? 0))).toBe(true);
        expect(all.at(-1)).toBe(sorted.at(-1));
      }),
    );
  });
});
