/** Shares of recommendations that get from one stage to another. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ADOPTION_STAGES } from '../../../src/engine/delivery.ts';
import {
  type AdoptionRates,
  DEFAULT_ADOPTION,
  ratesAhead,
  shareReaching,
} from '../../../src/engine/forecast/adoption.ts';

const part = fc.double({ min: 0, max: 1, noNaN: true });
const rate = fc
  .tuple(part, part, part)
  .map(values => [...values].sort((a, b) => a - b))
  .map(([low = 0, mode = 0, high = 0]) => ({ low, mode, high }));
const rates: fc.Arbitrary<AdoptionRates> = fc.record({ approved: rate, implemented: rate, verified: rate });
const stages = fc.constantFrom(...ADOPTION_STAGES);

test('what lies ahead shrinks stage by stage', () => {
  expect(ADOPTION_STAGES.map(stage => ratesAhead(DEFAULT_ADOPTION, stage).length)).toEqual([3, 2, 1, 0]);
  expect(ratesAhead(DEFAULT_ADOPTION, 'implemented')).toEqual([DEFAULT_ADOPTION.verified]);
});

test('the share that reaches a stage is a share, falls with every stage, and chains', () => {
  fc.assert(
    fc.property(rates, each => {
      const to = ADOPTION_STAGES.map(stage => shareReaching(each, 'identified', stage));
      expect(to[0]).toBe(1);
      to.forEach((share, at) => {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual((to[at - 1] ?? 1) + 1e-12);
      });
      const chained =
        shareReaching(each, 'identified', 'approved') * shareReaching(each, 'approved', 'verified');
      expect(shareReaching(each, 'identified', 'verified')).toBeCloseTo(chained, 12);
    }),
  );
});

test('backwards, and where one stands already, all of it is there', () => {
  fc.assert(
    fc.property(rates, stages, stages, (each, from, to) => {
      if (ADOPTION_STAGES.indexOf(from) >= ADOPTION_STAGES.indexOf(to))
        expect(shareReaching(each, from, to)).toBe(1);
    }),
  );
});

test('the share of one step is the mean of its estimate', () => {
  const half = { low: 0.2, mode: 0.5, high: 0.8 };
  const stated = { approved: half, implemented: { low: 0, mode: 0.9, high: 1 }, verified: half };
  expect(shareReaching(stated, 'identified', 'approved')).toBeCloseTo(0.5, 12);
  expect(shareReaching(stated, 'approved', 'implemented')).toBeCloseTo(4.6 / 6, 12);
});
