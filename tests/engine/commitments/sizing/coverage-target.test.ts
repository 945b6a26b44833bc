/** The smallest commitment that reaches a coverage. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commitmentForCoverage } from '../../../../src/engine/commitments/sizing/coverage-target.ts';
import { optimalLevel } from '../../../../src/engine/commitments/sizing/optimum.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';
import { curveOf, mixedRows, row, uniform } from './demands.ts';

const HOURS = 7;

describe('a target of coverage', () => {
  test('is reached by the commitment and missed by any smaller one', () => {
    fc.assert(
      fc.property(mixedRows(HOURS), thousandths(0.01, 1), (rows, coverage) => {
        const curve = curveOf(rows);
        const answer = commitmentForCoverage(curve, { coverage, step: null });
        fc.pre(answer !== null);

        expect(answer!.coverage).toBeGreaterThanOrEqual(coverage - 1e-9);
        expect(curve.at(answer!.commitmentPerHour * (1 - 1e-6)).commitmentCoverage).toBeLessThan(coverage);
      }),
      { numRuns: 300 },
    );
  });

  test('names what it costs against the optimum', () => {
    fc.assert(
      fc.property(mixedRows(HOURS), thousandths(0.01, 1), (rows, coverage) => {
        const curve = curveOf(rows);
        const answer = commitmentForCoverage(curve, { coverage, step: null });
        fc.pre(answer !== null);

        expect(answer!.optimum.commitmentPerHour).toBe(optimalLevel(curve));
        expect(answer!.savingsLost).toBeCloseTo(
          curve.costAt(answer!.commitmentPerHour) - curve.costAt(optimalLevel(curve)),
          6,
        );
      }),
    );
  });

  test.each([
    // Usage at plan rates 1, 2, 3, 4 of 10: level 2 covers 1 + 2 + 2 + 2 = 7, level 2.5 covers 8.
    [0.7, 2],
    [0.8, 2.5],
    [1, 4],
    [0, 0],
  ])('of %f takes %f an hour of a known curve', (coverage, commitment) => {
    expect(
      commitmentForCoverage(uniform(0.3, [1, 2, 3, 4]), { coverage, step: null })?.commitmentPerHour,
    ).toBeCloseTo(commitment, 12);
  });

  test('is rounded up to the step of a purchase', () => {
    const answer = commitmentForCoverage(uniform(0.3, [1, 1, 1]), { coverage: 1 / 3, step: 0.001 });

    expect(answer?.commitmentPerHour).toBe(0.334);
    expect(answer!.coverage).toBeGreaterThanOrEqual(1 / 3);
  });

  test('counts what other commitments cover and what this one cannot', () => {
    const curve = curveOf([row('a', 2, 1, [5, 5])]);

    // 20 within reach, 10 covered already, 10 out of reach: 30 of 40 at most.
    const reach = { alreadyCoveredCost: 10, outOfReachCost: 10, step: null };
    expect(commitmentForCoverage(curve, { coverage: 0.25, ...reach })?.commitmentPerHour).toBe(0);
    expect(commitmentForCoverage(curve, { coverage: 0.5, ...reach })?.commitmentPerHour).toBeCloseTo(2.5, 12);
    expect(commitmentForCoverage(curve, { coverage: 0.75, ...reach })?.commitmentPerHour).toBeCloseTo(5, 12);
    expect(commitmentForCoverage(curve, { coverage: 0.76, ...reach })).toBeNull();
  });

  test('is impossible without usage', () => {
    expect(commitmentForCoverage(curveOf([]), { coverage: 0.5, step: null })).toBeNull();
  });
});
