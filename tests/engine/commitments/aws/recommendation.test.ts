/** What a recommendation prints. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recommendationOf } from '../../../../src/engine/commitments/aws/recommendation.ts';

test('shares are of on-demand spend and of the commitment; a month has 730 hours', () => {
  const figures = recommendationOf({
    commitmentPerHour: 1.39,
    savingPerHour: 0.43,
    remainingOnDemandPerHour: 0.65,
  });
  expect(figures.onDemandPerHour).toBeCloseTo(2.47);
  expect(figures.savingsShare).toBeCloseTo(0.1741, 4);
  expect(figures.returnOnInvestment).toBeCloseTo(0.3094, 4);
  expect(figures.monthlySaving).toBeCloseTo(313.9);
  expect(figures.isAboveMinimum).toBe(true);
});

test('nothing divided by nothing is not known', () => {
  const figures = recommendationOf({
    commitmentPerHour: 0,
    savingPerHour: 0,
    remainingOnDemandPerHour: 0.09,
  });
  expect(figures).toMatchObject({ returnOnInvestment: null, savingsShare: 0, isAboveMinimum: false });
});

test('commitment, saving and remainder are the spend', () => {
  const amount = fc.integer({ min: 0, max: 1e6 }).map(value => value / 1000);
  fc.assert(
    fc.property(amount, amount, amount, (commitmentPerHour, savingPerHour, remainingOnDemandPerHour) => {
      const { onDemandPerHour, savingsShare } = recommendationOf({
        commitmentPerHour,
        savingPerHour,
        remainingOnDemandPerHour,
      });
      if (savingsShare !== null) {
        expect(savingsShare).toBeLessThanOrEqual(1);
        expect(savingsShare * onDemandPerHour).toBeCloseTo(savingPerHour, 6);
      } else expect(onDemandPerHour).toBe(0);
    }),
  );
});
