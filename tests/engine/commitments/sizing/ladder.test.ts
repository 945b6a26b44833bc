/** Buying in parts against buying at once. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareLadder, playLadder, steadyTrend } from '../../../../src/engine/commitments/sizing/ladder.ts';
import { optimalLevel } from '../../../../src/engine/commitments/sizing/optimum.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';
import { curveOf, mixedRows, uniform } from './demands.ts';

const quarterly = { purchases: 4, monthsBetween: 3, termMonths: 12, step: null };
const curve = uniform(0.3, [8, 9, 10, 10]);

describe('a ladder', () => {
  test('on level usage buys equal parts and ends at the optimum', () => {
    fc.assert(
      fc.property(mixedRows(4), fc.integer({ min: 1, max: 6 }), (rows, purchases) => {
        const demand = curveOf(rows);
        const optimum = optimalLevel(demand);
        const { months } = playLadder(demand, steadyTrend(12, 0), {
          ...quarterly,
          purchases,
          monthsBetween: 2,
        });
        const bought = months.map(month => month.bought).filter((_, month) => month % 2 === 0);

        for (const part of bought.slice(0, purchases)) expect(part).toBeCloseTo(optimum / purchases, 9);
        expect(months.at(-1)?.commitmentPerHour).toBeCloseTo(optimum, 9);
      }),
    );
  });

  test('has the same steady state as a purchase at once, also after parts end and are bought again', () => {
    const { ladder, atOnce } = compareLadder(curve, steadyTrend(36, 0), quarterly);

    expect(ladder.months.slice(9).map(month => month.commitmentPerHour)).toEqual(
      atOnce.months.slice(9).map(month => month.commitmentPerHour),
    );
    expect(ladder.months[12]).toMatchObject({ expired: ladder.months[0]?.bought });
    expect(ladder.months[15]?.bought).toBeCloseTo(ladder.months[3]?.bought ?? Number.NaN, 9);
  });

  test('costs the discount of what it does not cover yet when usage stays', () => {
    const { extraCost, atOnce } = compareLadder(uniform(0.3, [10]), steadyTrend(12, 0), quarterly);

    // 3 months each of 7.5, 5 and 2.5 on demand instead of at plan rates.
    expect(extraCost).toBeCloseTo(3 * (7.5 + 5 + 2.5) * (1 / 0.7 - 1), 9);
    expect(atOnce.regret).toBe(0);
  });

  test('leaves no more unused than a purchase at once while usage falls', () => {
    fc.assert(
      fc.property(
        mixedRows(4),
        fc.array(thousandths(0.5, 1), { minLength: 12, maxLength: 12 }),
        (rows, steps) => {
          let usage = 1;
          const path = steps.map(step => {
            usage *= step;
            return usage;
          });
          const { ladder, atOnce } = compareLadder(curveOf(rows), path, quarterly);

          expect(ladder.unusedCost).toBeLessThanOrEqual(atOnce.unusedCost + 1e-9);
        },
      ),
    );
  });

  test('has less regret when usage drops soon after the first purchase', () => {
    const drop = [1, 1, ...Array<number>(10).fill(0.5)];
    const { ladder, atOnce } = compareLadder(curve, drop, quarterly);

    expect(ladder.regret).toBeLessThan(atOnce.regret);
    // What is left to buy is sized on the smaller usage: nothing, the first part covers half of it.
    expect(Math.max(...ladder.months.map(month => month.commitmentPerHour))).toBeLessThan(
      optimalLevel(curve) * 0.51,
    );
  });

  test('follows growth, one month behind', () => {
    const { months } = playLadder(uniform(0.3, [10]), steadyTrend(12, 0.1), quarterly);

    expect(months[9]?.commitmentPerHour).toBeCloseTo(10 * 1.1 ** 8, 9);
  });

  test('buys in steps and not at all what is smaller than a step', () => {
    const { months } = playLadder(uniform(0.3, [0.0071]), steadyTrend(12, 0), { ...quarterly, step: 0.001 });

    expect(months.filter(month => month.bought > 0).map(month => month.bought)).toEqual([
      0.001, 0.002, 0.002, 0.002,
    ]);
  });

  test('pays for what is in force when nothing runs any more', () => {
    const { months } = playLadder(curve, [1, 0], { ...quarterly, purchases: 1 });

    expect(months[1]?.unusedCost).toBe(months[1]?.effectiveCost);
    expect(months[1]?.effectiveCost).toBe(4 * optimalLevel(curve));
  });
});
