/** One year against three years when usage decays. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  breakEvenDecay,
  planTerms,
  type TermInput,
  termMargin,
} from '../../../../src/engine/commitments/sizing/terms.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';

const HOURS_PER_YEAR = 8760;
const flat = (decay: number): TermInput => ({
  onDemandPerHour: [10, 10, 10, 10],
  oneYearDiscount: 0.3,
  threeYearDiscount: 0.5,
  usageDecayPerYear: decay,
});

const inputs: fc.Arbitrary<TermInput> = fc.record({
  onDemandPerHour: fc.array(thousandths(0, 9), { minLength: 1, maxLength: 6 }),
  oneYearDiscount: thousandths(0, 0.6),
  threeYearDiscount: thousandths(0, 0.8),
  usageDecayPerYear: thousandths(0, 1),
});

/** Total of a three-year layer and a one-year layer of each year, by a plain loop. */
function total(input: TermInput, threeYear: number, oneYear: readonly number[]): number {
  const usage = Array.from(input.onDemandPerHour);
  return [0, 1, 2].reduce((sum, year) => {
    const top = Math.max(threeYear, oneYear[year]!);
    const onDemand = usage
      .map(value => Math.max(0, value * (1 - input.usageDecayPerYear) ** year - top))
      .reduce((a, b) => a + b, 0);
    const committed =
      threeYear * (1 - input.threeYearDiscount) + (top - threeYear) * (1 - input.oneYearDiscount);
    return sum + (committed + onDemand / usage.length) * HOURS_PER_YEAR;
  }, 0);
}

describe('layers of terms', () => {
  test('cost no more than any other layers', () => {
    fc.assert(
      fc.property(inputs, input => {
        const usage = Array.from(input.onDemandPerHour);
        const years = [0, 1, 2].map(year =>
          usage.map(value => value * (1 - input.usageDecayPerYear) ** year),
        );
        let best = Infinity;
        for (const threeYear of [0, ...years.flat()]) {
          // Years are independent once the three-year layer is chosen.
          const oneYear = years.map((list, year) => {
            const costs = [0, ...list].map(level => {
              const others = [0, 0, 0];
              others[year] = level;
              return { level, cost: total(input, threeYear, others) };
            });
            return costs.reduce((a, b) => (b.cost < a.cost ? b : a)).level;
          });
          best = Math.min(best, total(input, threeYear, oneYear));
        }
        const { totals } = planTerms(input);

        expect(totals.layered).toBeLessThanOrEqual(best + 1e-7 * Math.max(1, best));
        expect(totals.layered).toBeGreaterThanOrEqual(best - 1e-7 * Math.max(1, best));
        expect(totals.layered).toBeLessThanOrEqual(totals.oneYearOnly + 1e-6);
        expect(totals.layered).toBeLessThanOrEqual(totals.threeYearOnly + 1e-6);
        expect(totals.oneYearOnly).toBeLessThanOrEqual(totals.onDemand + 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  test('without decay are three years for what always runs, when that is the larger discount', () => {
    const layers = planTerms({ ...flat(0), onDemandPerHour: [10, 10, 10, 20] });

    expect(layers.threeYearLevel).toBe(10);
    expect(layers.threeYearCommitmentPerHour).toBe(5);
    expect(layers.oneYear.map(({ commitmentPerHour }) => commitmentPerHour)).toEqual([0, 0, 0]);
  });

  test('add one year on top of three while usage lasts', () => {
    // Level 10 in year 1, 5 in year 2, 2.5 in year 3: three years pay 1.5 and save .7 in each year in which they are used.
    const layers = planTerms(flat(0.5));

    expect(layers.threeYearLevel).toBe(2.5);
    expect(layers.oneYear.map(({ commitmentPerHour }) => commitmentPerHour)).toEqual([
      7.5 * 0.7,
      2.5 * 0.7,
      0,
    ]);
  });

  test('compare totals of a level, not headline discounts', () => {
    expect(termMargin(flat(0.5), 6)).toEqual({ level: 6, onDemand: 1, oneYear: 0.7, threeYear: 1.5 });
    expect(termMargin(flat(0.5), 2)).toEqual({
      level: 2,
      onDemand: 3,
      oneYear: expect.closeTo(2.1, 12),
      threeYear: 1.5,
    });
  });
});

describe('the break-even decay', () => {
  test.each([
    // Used above the level in all three years while 10 (1 - x)^2 > level; two years of .7 are less than 1.5.
    [2.5, 0.5],
    [6.4, 0.2],
    [9.999, 1 - Math.sqrt(0.9999)],
  ])('at level %f of a flat 10 is %f a year', (level, expected) => {
    expect(breakEvenDecay(flat(0), level)).toBeCloseTo(expected, 9);
  });

  test('does not exist where three years never pay', () => {
    expect(breakEvenDecay(flat(0), 10)).toBeNull();
    expect(breakEvenDecay({ ...flat(0), threeYearDiscount: 0.2 }, 1)).toBeNull();
  });
});
