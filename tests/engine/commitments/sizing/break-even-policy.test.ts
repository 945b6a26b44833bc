/** The policy without forecast never costs more than its bound times what hindsight allows. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  breakEvenPolicy,
  policyBounds,
  type ReservationOffer,
  randomizedThreshold,
} from '../../../../src/engine/commitments/sizing/break-even-policy.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';

/** Cheapest cost in hindsight, by trying every number of reservations at every slot. */
function offlineOptimum(units: readonly number[], offer: ReservationOffer): number {
  const known = new Map<string, number>();
  const most = Math.max(0, ...units);
  const best = (slot: number, bought: readonly number[]): number => {
    if (slot === units.length) return 0;
    const key = `${slot}:${bought.join()}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const inForce = bought.reduce((sum, count) => sum + count, 0);
    let cheapest = Infinity;
    for (let more = 0; more + inForce <= Math.max(most, inForce); more++) {
      const covered = Math.min(units[slot]!, inForce + more);
      const here =
        more * offer.fee + covered * offer.reservedRate + (units[slot]! - covered) * offer.onDemandRate;
      const next = offer.termSlots > 1 ? [...bought, more].slice(-(offer.termSlots - 1)) : [];
      cheapest = Math.min(cheapest, here + best(slot + 1, next));
    }
    known.set(key, cheapest);
    return cheapest;
  };
  return best(0, []);
}

const offers: fc.Arbitrary<ReservationOffer> = fc
  .record({ alpha: thousandths(0, 0.9), fee: thousandths(0.2, 6), termSlots: fc.integer({ min: 1, max: 5 }) })
  .map(({ alpha, fee, termSlots }) => ({ onDemandRate: 1, reservedRate: alpha, fee, termSlots }));
const demand = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 9 });

describe('the break-even policy', () => {
  test('costs at most 2 - alpha times the best in hindsight', () => {
    fc.assert(
      fc.property(demand, offers, (units, offer) => {
        const { cost } = breakEvenPolicy(units, offer);
        const best = offlineOptimum(units, offer);

        expect(cost).toBeGreaterThanOrEqual(best - 1e-9);
        expect(cost).toBeLessThanOrEqual(policyBounds(offer).deterministicRatio * best + 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  test('randomised costs at most e / (e - 1 + alpha) times the best, on average', () => {
    fc.assert(
      fc.property(demand, offers, (units, offer) => {
        const draws = 2000;
        let mean = 0;
        for (let i = 0; i < draws; i++) {
          mean += breakEvenPolicy(units, offer, randomizedThreshold(offer, (i + 0.5) / draws)).cost / draws;
        }

        // A grid of draws instead of the integral: half a step of the largest cost is the allowance.
        expect(mean).toBeLessThanOrEqual(
          policyBounds(offer).randomizedRatio * offlineOptimum(units, offer) * (1 + 1 / draws) + 30 / draws,
        );
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [0.49, 1.51, 1.231],
    [0, 2, 1.582],
  ])('with alpha %f has the published ratios %f and %f', (alpha, deterministic, randomized) => {
    const bounds = policyBounds({ onDemandRate: 1, reservedRate: alpha, fee: 1, termSlots: 1 });

    expect(bounds.deterministicRatio).toBeCloseTo(deterministic, 3);
    expect(bounds.randomizedRatio).toBeCloseTo(randomized, 3);
  });

  test('reserves in the slot in which the on-demand cost of a term would pass break-even', () => {
    const offer = { onDemandRate: 1, reservedRate: 0, fee: 3, termSlots: 10 };
    const run = breakEvenPolicy([1, 1, 1, 1, 1, 1], offer);

    expect([...run.reserved]).toEqual([0, 0, 0, 1, 0, 0]);
    expect(run).toMatchObject({ fees: 3, onDemandCost: 3, reservedCost: 0, cost: 6 });
  });

  test('forgets what is older than a term', () => {
    const offer = { onDemandRate: 1, reservedRate: 0, fee: 2, termSlots: 3 };

    expect(breakEvenPolicy([1, 0, 1, 0, 1, 0, 1], offer).fees).toBe(0);
    expect(breakEvenPolicy([1, 1, 1], offer).fees).toBe(2);
  });

  test('reserves the lowest levels first and leaves peaks on demand', () => {
    const offer = { onDemandRate: 1, reservedRate: 0, fee: 2, termSlots: 20 };
    const run = breakEvenPolicy([2, 2, 7, 2, 2, 2, 2], offer);

    expect(run.reserved.reduce((sum, units) => sum + units, 0)).toBe(2);
  });

  test('draws a threshold from 0 up to break-even, and exactly that with probability alpha / (e - 1 + alpha)', () => {
    const offer = { onDemandRate: 1, reservedRate: 0.5, fee: 2, termSlots: 4 };
    const { breakEvenCost } = policyBounds(offer);
    const atBreakEven = 1 - 0.5 / (Math.E - 0.5);

    expect(randomizedThreshold(offer, 0)).toBe(0);
    expect(randomizedThreshold(offer, atBreakEven - 1e-3)).toBeLessThan(breakEvenCost);
    expect(randomizedThreshold(offer, atBreakEven + 1e-9)).toBe(breakEvenCost);
  });
});
