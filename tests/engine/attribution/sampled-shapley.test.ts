/** Sampled Shapley values: close to the exact ones, honest about how close, and always the whole saving. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXACT_SHAPLEY_LEVERS_MAX, shapleyValues } from '../../../src/engine/attribution/exact-shapley.ts';
import { allLevers, type CostOfSet } from '../../../src/engine/attribution/lever-set.ts';
import { multiplicativeCost } from '../../../src/engine/attribution/multiplicative-cost.ts';
import { sampleShapley } from '../../../src/engine/attribution/sampled-shapley.ts';
import { thousandths } from '../../helpers/arbitraries.ts';
import { games, total } from './games.ts';

function sampled(count: number, costOf: CostOfSet, budget: number, seed: number | string = 1) {
  const sampling = sampleShapley(count, costOf, { seed, budget });
  let steps = 0;
  for (let step = sampling.next(); step; step = sampling.next()) steps = step.done;
  return { ...sampling.found(), steps, planned: sampling.total };
}

const FRACTIONS = fc.array(thousandths(0, 0.9), { minLength: 3, maxLength: EXACT_SHAPLEY_LEVERS_MAX - 1 });

describe('sampled Shapley values', () => {
  test('lie within four standard errors of the exact ones', () => {
    fc.assert(
      fc.property(fc.oneof(games, FRACTIONS.map(toGame)), ({ count, costOf }) => {
        const exact = shapleyValues(count, costOf);
        const { values, standardErrors } = sampled(count, costOf, 4000);

        values.forEach((value, i) => {
          // A value that takes up what floats lose differs by as much from its mean.
          expect(Math.abs(value - exact[i]!)).toBeLessThanOrEqual(4 * standardErrors[i]! + 1e-9);
        });
      }),
      { seed: 20, numRuns: 80 },
    );
  });

  test('add up to the whole saving however few orders were drawn', () => {
    fc.assert(
      fc.property(games, fc.integer({ min: 0, max: 40 }), fc.string(), ({ count, costOf }, budget, seed) => {
        const { values } = sampled(count, costOf, budget, seed);

        expect(total(values)).toBeCloseTo(costOf(0n) - costOf(allLevers(count)), 9);
      }),
    );
  });

  test('give a lever that no set notices nothing, without doubt', () => {
    fc.assert(
      fc.property(games, ({ count, costOf }) => {
        const { values, standardErrors } = sampled(count + 1, set => costOf(set & allLevers(count)), 60);

        expect(values.at(-1)).toBeCloseTo(0, 9);
        expect(standardErrors.at(-1)).toBe(0);
      }),
    );
  });

  test('have an error that shrinks with the root of the orders', () => {
    const costOf = multiplicativeCost(100, [0.1, 0.3, 0.4, 0.28, 0.5, 0.2]);
    const few = sampled(6, costOf, 500).standardErrors;
    const many = sampled(6, costOf, 50_000).standardErrors;

    many.forEach((error, i) => {
      expect(few[i]! / error).toBeGreaterThan(5);
      expect(few[i]! / error).toBeLessThan(20);
    });
  });

  test('work for more levers than a number has bits', () => {
    const fractions = Array.from({ length: 40 }, (_, i) => (i === 39 ? 0.5 : 0.01));
    const { values, permutations } = sampled(40, multiplicativeCost(100, fractions), 3000);

    expect(permutations).toBe(76);
    expect(total(values)).toBeCloseTo(100 - 100 * 0.99 ** 39 * 0.5, 9);
    expect(Math.max(...values)).toBe(values[39]);
  });

  test('stop when the budget is used up, after two pairs at least', () => {
    const costOf = multiplicativeCost(100, [0.1, 0.2, 0.3]);

    expect(sampled(3, costOf, 0)).toMatchObject({ permutations: 4, steps: 2, planned: 2 });
    expect(sampled(3, costOf, 100)).toMatchObject({ permutations: 50, steps: 25, planned: 25 });
  });

  test('are the same for the same seed, and others for another', () => {
    const costOf = multiplicativeCost(100, [0.1, 0.3, 0.4, 0.28, 0.5]);

    expect(sampled(5, costOf, 100, 'a')).toEqual(sampled(5, costOf, 100, 'a'));
    expect(sampled(5, costOf, 100, 'a').values).not.toEqual(sampled(5, costOf, 100, 'b').values);
  });

  test('of no lever are none', () => {
    expect(sampled(0, () => 5, 100).values).toEqual([]);
  });
});

function toGame(fractions: readonly number[]) {
  return { count: fractions.length, costOf: multiplicativeCost(100, fractions) };
}
