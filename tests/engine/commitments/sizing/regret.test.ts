/** Regret of a commitment in stress scenarios, the commitment that minimises it, and its distribution. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { optimalLevel } from '../../../../src/engine/commitments/sizing/optimum.ts';
import {
  commitmentWithinRegret,
  minimaxRegret,
  regretOf,
  regretScenario,
} from '../../../../src/engine/commitments/sizing/regret.ts';
import {
  ASSUMED_USAGE_RANGE,
  sampleRegret,
} from '../../../../src/engine/commitments/sizing/regret-distribution.ts';
import { moveDemand, scenarioCost } from '../../../../src/engine/commitments/sizing/scenario.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';
import { bends, curveOf, mixedRows, ordered, row, uniform } from './demands.ts';

const HOURS = 6;
const scenario = (id: string, curve: ReturnType<typeof curveOf>, usageFactor = 1, weight = 1) =>
  regretScenario({ id, curve, usageFactor, weight });

describe('regret', () => {
  test('is 0 at the best commitment of a scenario and above 0 nowhere less', () => {
    fc.assert(
      fc.property(mixedRows(HOURS), thousandths(0, 1.5), thousandths(0, 20), (rows, usageFactor, level) => {
        const stress = scenario('stress', curveOf(rows), usageFactor);

        expect(regretOf(stress, stress.bestCommitmentPerHour)).toBe(0);
        const plan = ordered(rows);
        const best = Math.min(
          ...bends(plan.rows, plan.rates).map(c => scenarioCost(stress, c * usageFactor)),
        );
        expect(stress.bestCost).toBeLessThanOrEqual(best + 1e-7 * Math.max(1, best));
        expect(regretOf(stress, level)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    // Flat usage of 10 at plan rates, d = 30 %: 2 an hour lie idle at 8.
    [10, 0.8, 2 * 4],
    [8, 0.8, 0],
    [10, 1, 0],
    // Too little: 2 of plan rates at on-demand prices.
    [8, 1, 2 * (1 / 0.7 - 1) * 4],
    [10, 0, 10 * 4],
  ])('of a flat %f an hour when usage becomes %f of 10 is %f', (level, usageFactor, expected) => {
    const stress = scenario('stress', uniform(0.3, [10, 10, 10, 10]), usageFactor);

    expect(regretOf(stress, level)).toBeCloseTo(expected, 9);
  });

  test('of a plan bound to a family is the whole commitment once its usage moved to another one', () => {
    const rows = [row('m5', 1, 0.6, [10, 10]), row('c5', 1, 0.6, [5, 5])];
    const move = {
      ids: new Set(['m5']),
      quantityFactor: 1,
      rates: () => ({ onDemandRate: 0.8, planRate: null }),
    };
    const moved = scenario('arm', curveOf(moveDemand(rows, move)));
    const optimum = optimalLevel(curveOf(rows));

    expect(optimum).toBe(9);
    expect(moved.bestCommitmentPerHour).toBe(3);
    expect(regretOf(moved, optimum)).toBeCloseTo(6 * 2, 9);
  });

  test('of a plan for any family shrinks to the cheaper rates after the same move', () => {
    const rows = [row('m5', 1, 0.6, [10, 10])];
    const move = {
      ids: new Set(['m5']),
      quantityFactor: 1,
      rates: () => ({ onDemandRate: 0.8, planRate: 0.48 }),
    };
    const moved = scenario('arm', curveOf(moveDemand(rows, move)));

    expect(moved.bestCommitmentPerHour).toBeCloseTo(4.8, 12);
    expect(regretOf(moved, 6)).toBeCloseTo(1.2 * 2, 9);
  });
});

describe('the commitment of least maximum regret', () => {
  const worst = (list: readonly ReturnType<typeof scenario>[], level: number) =>
    Math.max(...list.map(one => regretOf(one, level)));

  test('has no more maximum regret than any level of a fine grid', () => {
    fc.assert(
      fc.property(
        mixedRows(HOURS),
        fc.array(thousandths(0, 1.6), { minLength: 1, maxLength: 4 }),
        (rows, factors) => {
          const curve = curveOf(rows);
          const list = factors.map((factor, i) => scenario(`s${i}`, curve, factor));
          const { commitmentPerHour, maximumRegret } = minimaxRegret(list);
          const top = Math.max(...list.map(one => one.bestCommitmentPerHour));
          const grid = Array.from({ length: 400 }, (_, i) => (top * i) / 399);
          const near = 1e-8 * Math.max(1, curve.onDemandEquivalentCost);

          expect(Math.abs(maximumRegret - worst(list, commitmentPerHour))).toBeLessThanOrEqual(near);
          expect(maximumRegret).toBeLessThanOrEqual(Math.min(...grid.map(c => worst(list, c))) + near);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('lies where too much in one scenario costs as much as too little in the other', () => {
    const curve = uniform(0.5, [10]);
    // At c between 4 and 10: idle c - 4 against (10 - c) x (2 - 1) on demand.
    const answer = minimaxRegret([scenario('base', curve), scenario('drop', curve, 0.4)]);

    expect(answer.commitmentPerHour).toBeCloseTo(7, 9);
    expect(answer.maximumRegret).toBeCloseTo(3, 9);
  });
});

describe('a limit of regret', () => {
  test('is kept by the answer, and any commitment nearer to the optimum breaks it', () => {
    fc.assert(
      fc.property(mixedRows(HOURS), thousandths(0, 1.6), thousandths(0, 0.3), (rows, usageFactor, share) => {
        const curve = curveOf(rows);
        const optimum = optimalLevel(curve);
        const stress = scenario('stress', curve, usageFactor);
        const limit = share * curve.onDemandEquivalentCost;
        const answer = commitmentWithinRegret(optimum, [stress], limit);
        const near = 1e-8 * Math.max(1, curve.onDemandEquivalentCost);

        expect(answer).not.toBeNull();
        expect(regretOf(stress, answer!)).toBeLessThanOrEqual(limit + near);
        if (Math.abs(answer! - optimum) > 1e-6 * Math.max(1, optimum)) {
          const nearer = answer! + (optimum - answer!) * 1e-3;
          expect(regretOf(stress, nearer)).toBeGreaterThan(limit);
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    [0, 8],
    [2, 8.5],
    [8, 10],
    [100, 10],
  ])('of %f at 20 %% less usage allows %f of 10 an hour', (limit, expected) => {
    const curve = uniform(0.3, [10, 10, 10, 10]);

    expect(commitmentWithinRegret(10, [scenario('-20 %', curve, 0.8)], limit)).toBeCloseTo(expected, 9);
  });

  test('that no commitment keeps in all stresses has no answer', () => {
    const curve = uniform(0.3, [10]);

    expect(commitmentWithinRegret(10, [scenario('up', curve, 2), scenario('gone', curve, 0)], 1)).toBeNull();
    expect(commitmentWithinRegret(10, [], 0)).toBe(10);
  });
});

describe('the distribution of regret', () => {
  const curve = uniform(0.3, [10, 10, 10, 10]);
  const shapes = [{ id: 'today', curve, usageFactor: 1, weight: 1 }];

  test('is the same for the same seed and another for another', () => {
    const p90 = (seed: number) => sampleRegret(shapes, ASSUMED_USAGE_RANGE, { seed, runs: 300 }).at(9).p90;

    expect(p90(1)).toBe(p90(1));
    expect(p90(1)).not.toBe(p90(2));
  });

  test('without spread is one number, the regret itself', () => {
    const certain = { low: 0.8, mode: 0.8, high: 0.8, assumption: 'certain' };
    const distribution = sampleRegret(shapes, certain, { seed: 1, runs: 20 }).at(10);

    for (const value of [
      distribution.p10,
      distribution.p50,
      distribution.p90,
      distribution.mean,
      distribution.cvar95,
    ]) {
      expect(value).toBeCloseTo(8, 9);
    }
    // Utilisation 80 % is above the break-even of 70 %.
    expect(distribution.probabilityOfLoss).toBe(0);
    expect(distribution.assumption).toBe('certain');
  });

  test('orders its quantiles and counts the draws below break-even as losses', () => {
    const range = { low: 0.4, mode: 0.7, high: 1, assumption: 'a wide range' };
    const distribution = sampleRegret(shapes, range, { seed: 7, runs: 4000 }).at(10);

    expect(distribution.p10).toBeLessThan(distribution.p50);
    expect(distribution.p50).toBeLessThan(distribution.p90);
    expect(distribution.p90).toBeLessThan(distribution.cvar95);
    // The range is symmetric about the break-even utilisation of 70 %.
    expect(distribution.probabilityOfLoss).toBeGreaterThan(0.46);
    expect(distribution.probabilityOfLoss).toBeLessThan(0.54);
  });

  test('draws scenarios by their weights', () => {
    const range = { low: 1, mode: 1, high: 1, assumption: 'certain' };
    const sample = sampleRegret(
      [
        ...shapes,
        { id: 'gone', curve, usageFactor: 0, weight: 3 },
        { id: 'never', curve, usageFactor: 9, weight: 0 },
      ],
      range,
      { seed: 3, runs: 4000 },
    ).at(10);

    expect(sample.mean / 40).toBeGreaterThan(0.72);
    expect(sample.mean / 40).toBeLessThan(0.78);
  });
});
