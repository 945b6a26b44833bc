/** What a level of commitment gives, against a plain loop over rows and hours. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDemandStack } from '../../../../src/engine/commitments/sizing/demand-stack.ts';
import { savingsRateOfCoverage } from '../../../../src/engine/commitments/sizing/kpi.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';
import { cover, curveOf, mixedRows, ordered, row, uniform } from './demands.ts';

const HOURS = 6;

describe('a level', () => {
  test('costs, uses and covers what a plain loop finds, with few rows and with many', () => {
    fc.assert(
      fc.property(fc.oneof(mixedRows(HOURS), mixedRows(HOURS, 60)), thousandths(0, 1.2), (rows, share) => {
        const plan = ordered(rows);
        const curve = curveOf(rows);
        const level = curve.highestLevel * share;
        const outcome = curve.at(level);
        const expected = cover(plan.rows, plan.rates, level);

        // Discounts that agree to nine digits are one class: amounts agree to about as many.
        const near = 1e-8 * Math.max(1, expected.total);
        expect(Math.abs(outcome.effectiveCost - expected.cost)).toBeLessThanOrEqual(near);
        expect(Math.abs(curve.costAt(level) - expected.cost)).toBeLessThanOrEqual(near);
        expect(Math.abs(outcome.usedCost - expected.used)).toBeLessThanOrEqual(near);
        expect(Math.abs(outcome.coveredOnDemandCost - expected.covered)).toBeLessThanOrEqual(near);
      }),
      { numRuns: 300 },
    );
  });

  test('conserves: covered + on demand = usage, used + unused = committed, saving = ODE - cost', () => {
    fc.assert(
      fc.property(mixedRows(HOURS), thousandths(0, 20), (rows, level) => {
        const o = curveOf(rows).at(level);

        expect(o.coveredOnDemandCost + o.onDemandCost).toBeCloseTo(o.onDemandEquivalentCost, 8);
        expect(o.usedCost + o.unusedCost).toBeCloseTo(o.committedCost, 8);
        expect(o.onDemandEquivalentCost - o.effectiveCost).toBeCloseTo(o.netSavings, 8);
        expect(o.unusedCost).toBeGreaterThanOrEqual(0);
        expect(o.onDemandCost).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('more commitment never raises on-demand charges, and cost is convex', () => {
    fc.assert(
      fc.property(mixedRows(HOURS), thousandths(0, 10), thousandths(0, 10), (rows, a, b) => {
        const curve = curveOf(rows);
        const [low, high] = [Math.min(a, b), Math.max(a, b)];

        expect(curve.at(high).onDemandCost).toBeLessThanOrEqual(curve.at(low).onDemandCost + 1e-9);
        expect(curve.costAt((low + high) / 2)).toBeLessThanOrEqual(
          ((curve.costAt(low) + curve.costAt(high)) / 2) * (1 + 1e-8) + 1e-9,
        );
      }),
    );
  });

  test('of one discount d has ESR = coverage x (1 - (1 - d) / utilisation)', () => {
    const usage = fc.array(thousandths(0, 9), { minLength: HOURS, maxLength: HOURS });
    fc.assert(
      fc.property(usage, thousandths(0.05, 0.8), thousandths(0.01, 10), (hourly, discount, level) => {
        const o = uniform(discount, hourly).at(level);
        fc.pre(o.commitmentCoverage !== null && o.usedCost > 0);

        expect(o.effectiveSavingsRate).toBeCloseTo(
          savingsRateOfCoverage(o.commitmentCoverage!, discount, o.commitmentUtilization!)!,
          9,
        );
        expect(o.breakEvenUtilization).toBeCloseTo(1 - discount, 9);
      }),
    );
  });

  test('tells shares that have no denominator apart from 0', () => {
    const nothing = curveOf([]).at(5);
    const unbought = uniform(0.3, [1, 2]).at(0);

    expect(nothing.commitmentCoverage).toBeNull();
    expect(nothing.effectiveSavingsRate).toBeNull();
    expect(unbought.commitmentUtilization).toBeNull();
    expect(unbought.breakEvenUtilization).toBeNull();
    expect(unbought.commitmentCoverage).toBe(0);
  });

  test('tells the utilisation of the margin: the share of hours that use the last cent', () => {
    const curve = uniform(0.5, [1, 2, 3, 4]);

    expect(curve.at(3).marginalUtilization).toBe(0.5);
    expect(curve.at(3).commitmentUtilization).toBe(0.75);
    expect(curve.marginAt(2.5)).toEqual({ gain: 1, bendBelow: 2, bendAbove: 3 });
  });
});

describe('a stack', () => {
  test('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(mixedRows(HOURS), rows => {
        expect(createDemandStack(HOURS, rows.toReversed()).members.map(ids => ids.length)).toEqual(
          createDemandStack(HOURS, rows).members.map(ids => ids.length),
        );
        expect(curveOf(rows.toReversed()).costAt(3)).toBeCloseTo(curveOf(rows).costAt(3), 9);
      }),
    );
  });

  test('takes documented ties as one class, lower rate first', () => {
    const stack = createDemandStack(1, [row('large', 0.04, 0.03, [1]), row('small', 0.004, 0.003, [1])]);

    expect(stack.members).toEqual([['small', 'large']]);
    expect(stack.gains[0]).toBeCloseTo(4 / 3, 12);
  });

  test('puts usage that is not discounted last, where it takes commitment at no gain', () => {
    const curve = curveOf([row('requests', 1, 1, [4]), row('compute', 2, 1, [3])]);

    expect(curve.stack.members).toEqual([['compute'], ['requests']]);
    expect(curve.at(5).netSavings).toBe(curve.at(3).netSavings);
    expect(curve.at(5).unusedCost).toBe(0);
  });

  test('takes rounding below 0 in what others left for nothing', () => {
    expect(curveOf([row('a', 2, 1, [-1e-17, 1])]).onDemandEquivalentCost).toBe(2);
  });
});
