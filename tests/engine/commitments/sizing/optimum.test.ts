/** The best size of a commitment to spend, against trying every height of every hour. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDemandStack } from '../../../../src/engine/commitments/sizing/demand-stack.ts';
import { createLevelCurve } from '../../../../src/engine/commitments/sizing/level.ts';
import {
  COMMITMENT_STEP_PER_HOUR,
  optimalCommitment,
  optimalLevel,
  optimalScenarioLevel,
  roundDownToStep,
  roundUpToStep,
  uniformOptimum,
  weightedQuantile,
} from '../../../../src/engine/commitments/sizing/optimum.ts';
import { scenarioCost } from '../../../../src/engine/commitments/sizing/scenario.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';
import { bends, cover, curveOf, mixedRows, ordered, row, uniform } from './demands.ts';

const HOURS = 8;

describe('the optimum of a commitment to spend', () => {
  test('costs no more than any other level', () => {
    fc.assert(
      fc.property(mixedRows(HOURS), rows => {
        const plan = ordered(rows);
        const level = optimalLevel(createLevelCurve(createDemandStack(HOURS, rows)));
        const best = Math.min(...bends(plan.rows, plan.rates).map(c => cover(plan.rows, plan.rates, c).cost));

        expect(cover(plan.rows, plan.rates, level).cost).toBeLessThanOrEqual(best * (1 + 1e-8) + 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  test('ends on a height of some hour, so that no search precision is left in it', () => {
    fc.assert(
      fc.property(mixedRows(HOURS), rows => {
        const plan = ordered(rows);
        const level = optimalLevel(curveOf(rows));
        const nearest = Math.min(...bends(plan.rows, plan.rates).map(c => Math.abs(c - level)));

        expect(nearest).toBeLessThanOrEqual(1e-12 * Math.max(1, level));
      }),
    );
  });

  test.each([0.2, 0.28, 0.3, 0.5, 0.66])('of one discount of %f is that quantile of usage', discount => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 720, maxLength: 720 }), list => {
        const usage = list.map(value => value / 1000);
        const expected = [...usage].sort((a, b) => a - b)[Math.ceil(discount * 720 - 1e-9) - 1];

        expect(uniformOptimum(usage, discount)).toBe(expected);
        expect(optimalLevel(uniform(discount, usage))).toBeCloseTo(expected!, 12);
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    // 7 % of 100 hours are 7.000000000000001 in floats and still 7 hours.
    [0.07, 7],
    [0.3, 30],
    [0.301, 31],
    [1, 100],
  ])('takes the quantile of %f from the hour at rank %i', (discount, rank) => {
    const usage = Array.from({ length: 100 }, (_, i) => i + 1);

    expect(uniformOptimum(usage, discount)).toBe(rank);
  });

  test('is 0 where nothing is discounted, where nothing runs and where less runs than the discount earns', () => {
    expect(optimalLevel(curveOf([row('a', 1, 1, [3, 3])]))).toBe(0);
    expect(optimalLevel(curveOf([row('a', 1, 1.2, [3, 3])]))).toBe(0);
    expect(optimalLevel(curveOf([]))).toBe(0);
    expect(optimalLevel(uniform(0.3, [5, 0, 0, 0]))).toBe(0);
    expect(uniformOptimum([5, 5], 0)).toBe(0);
  });

  test('over weighted scenarios is the weighted quantile of the pooled sample', () => {
    const usage = fc.array(thousandths(0, 9), { minLength: HOURS, maxLength: HOURS });
    fc.assert(
      fc.property(usage, usage, thousandths(0.1, 5), thousandths(0.05, 0.8), (a, b, weight, discount) => {
        const pooled = [...a, ...b];
        const weights = pooled.map((_, i) => (i < HOURS ? weight : 1));
        const scenarios = [
          { id: 'a', curve: uniform(discount, a), usageFactor: 1, weight },
          { id: 'b', curve: uniform(discount, b), usageFactor: 1, weight: 1 },
        ];
        const costOf = (level: number) =>
          scenarios.reduce((sum, one) => sum + one.weight * scenarioCost(one, level), 0);
        const level = optimalScenarioLevel(scenarios);

        expect(costOf(level)).toBeLessThanOrEqual(Math.min(...[0, ...pooled].map(costOf)) + 1e-9);
        expect(costOf(uniformOptimum(pooled, discount, weights))).toBeCloseTo(costOf(level), 8);
      }),
    );
  });

  test('scales with usage', () => {
    const curve = curveOf([row('a', 2, 1, [1, 2, 3, 4]), row('b', 1, 0.8, [2, 2, 0, 5])]);
    const half = optimalScenarioLevel([{ id: 'half', curve, usageFactor: 0.5, weight: 1 }]);

    expect(half).toBeCloseTo(optimalLevel(curve) / 2, 12);
    expect(optimalScenarioLevel([{ id: 'gone', curve, usageFactor: 0, weight: 1 }])).toBe(0);
    expect(optimalScenarioLevel([{ id: 'unlikely', curve, usageFactor: 1, weight: 0 }])).toBe(0);
  });
});

describe('a weighted quantile', () => {
  test('with equal weights is the plain one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (values, twentieths) => {
          const weights = values.map(() => 3);

          expect(weightedQuantile(values, twentieths / 20, weights)).toBe(
            weightedQuantile(values, twentieths / 20),
          );
        },
      ),
    );
  });

  test('skips what has no weight', () => {
    expect(weightedQuantile([1, 2, 3], 0.5, [0, 0, 1])).toBe(3);
    expect(weightedQuantile([], 0.5)).toBe(0);
  });
});

describe('the step of a purchase', () => {
  test.each([
    [0.3, 0.3, 0.3],
    [0.3004, 0.3, 0.301],
    [0.29999999999999993, 0.3, 0.3],
    [0, 0, 0],
  ])('of %f is %f downwards and %f upwards', (level, down, up) => {
    expect(roundDownToStep(level, COMMITMENT_STEP_PER_HOUR)).toBe(down);
    expect(roundUpToStep(level, COMMITMENT_STEP_PER_HOUR)).toBe(up);
  });

  test('rounds a commitment down, which costs at most the best discount of a step', () => {
    fc.assert(
      fc.property(mixedRows(HOURS), rows => {
        const candidates = rows.map(({ planRate, ...usage }) => ({ usage, rate: planRate }));
        const exact = optimalLevel(curveOf(rows));
        const bought = optimalCommitment(HOURS, candidates);

        expect(bought).toBeLessThanOrEqual(exact + 1e-9);
        expect(bought).toBeGreaterThan(exact - COMMITMENT_STEP_PER_HOUR);
        expect(Math.abs(bought * 1000 - Math.round(bought * 1000))).toBeLessThan(1e-9);
      }),
    );
  });
});
