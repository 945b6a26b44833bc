import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bathtubCdf, preemptedBy } from '../../../src/engine/reliability/preemption-curve.ts';
import type { SpotFleet } from '../../../src/engine/reliability/spot-pools.ts';
import {
  bandShares,
  jobSurvival,
  monthlyHazard,
  overlapsPerYear,
  probabilityOfAny,
  reworkMinutes,
  shedWithoutPools,
  spotBadMinutesPerYear,
  spotBand,
} from '../../../src/engine/reliability/spot-pools.ts';

const fleet: SpotFleet = {
  machines: 10,
  needed: 8,
  pools: 1,
  spotFraction: 1,
  monthlyProbability: 0.075,
  outageMinutes: 5,
};
const probability = fc.double({ min: 0, max: 0.99, noNaN: true });
const anyFleet = fc.record({
  machines: fc.integer({ min: 1, max: 500 }),
  needed: fc.integer({ min: 1, max: 500 }),
  pools: fc.integer({ min: 1, max: 50 }),
  spotFraction: fc.double({ min: 0, max: 1, noNaN: true }),
  monthlyProbability: probability,
  outageMinutes: fc.double({ min: 0, max: 60, noNaN: true }),
});

describe('pools', () => {
  test('losing one of g is free exactly when the others carry the load', () => {
    fc.assert(
      fc.property(anyFleet, item => {
        const left = item.machines * (1 - item.spotFraction / item.pools);
        fc.pre(Math.abs(left - item.needed) > 1e-6);
        expect(shedWithoutPools(item, 1) === 0).toBe(left >= item.needed);
      }),
    );
  });

  test('more pools lose less of the fleet at a time', () => {
    fc.assert(
      fc.property(anyFleet, item => {
        const more = { ...item, pools: item.pools + 1 };
        expect(shedWithoutPools(more, 1)).toBeLessThanOrEqual(shedWithoutPools(item, 1) + 1e-12);
      }),
    );
  });

  test('more headroom, shorter outages, fewer interruptions never cost more', () => {
    fc.assert(
      fc.property(anyFleet, item => {
        const base = spotBadMinutesPerYear(item) * (1 + 1e-12);
        expect(spotBadMinutesPerYear({ ...item, machines: item.machines + 1 })).toBeLessThanOrEqual(base);
        expect(spotBadMinutesPerYear({ ...item, outageMinutes: item.outageMinutes / 2 })).toBeLessThanOrEqual(
          base,
        );
        expect(
          spotBadMinutesPerYear({ ...item, monthlyProbability: item.monthlyProbability / 2 }),
        ).toBeLessThanOrEqual(base);
      }),
    );
  });

  test('in the limit of many pools with headroom nothing is lost; without spot neither', () => {
    expect(spotBadMinutesPerYear({ ...fleet, pools: 1000 })).toBe(0);
    expect(spotBadMinutesPerYear({ ...fleet, spotFraction: 0 })).toBe(0);
    expect(spotBadMinutesPerYear({ ...fleet, monthlyProbability: 1, pools: 5 })).toBe(0);
  });

  test('two at once are rare: of five pools a sixth of a thousandth a year', () => {
    expect(overlapsPerYear(fleet)).toBe(0);
    expect(overlapsPerYear({ ...fleet, pools: 5 })).toBeCloseTo(
      10 * (12 * 0.0779615415) ** 2 * (10 / 525_600),
      10,
    );
  });

  test.each([
    { ...fleet, pools: 0 },
    { ...fleet, pools: 1.5 },
    { ...fleet, spotFraction: 1.1 },
    { ...fleet, outageMinutes: -1 },
  ])('%j is no fleet', impossible => {
    expect(() => spotBadMinutesPerYear(impossible)).toThrow();
  });
});

describe('hazards', () => {
  test('turn back into the probability', () => {
    fc.assert(
      fc.property(probability, p => {
        expect(-Math.expm1(-monthlyHazard(p))).toBeCloseTo(p, 12);
      }),
    );
  });

  test('any of n grows with n from p', () => {
    fc.assert(
      fc.property(probability, fc.integer({ min: 1, max: 1000 }), (p, n) => {
        expect(probabilityOfAny(p, 1)).toBeCloseTo(p, 12);
        expect(probabilityOfAny(p, n + 1)).toBeGreaterThanOrEqual(probabilityOfAny(p, n));
      }),
    );
    expect(probabilityOfAny(1, 0)).toBe(0);
    expect(probabilityOfAny(1, 3)).toBe(1);
  });

  test('a job of a month survives with the probability that nothing happens', () => {
    fc.assert(
      fc.property(probability, p => {
        expect(jobSurvival(p, 730)).toBeCloseTo(1 - p, 12);
      }),
    );
    expect(jobSurvival(1, 0)).toBe(1);
    expect(jobSurvival(1, 1)).toBe(0);
    expect(reworkMinutes(60, 5)).toBe(35);
  });
});

describe('bands', () => {
  test.each([
    ['<5%', 'lt5'],
    ['5-10%', '5to10'],
    ['10 - 15 %', '10to15'],
    ['15to20', '15to20'],
    ['>20%', 'gt20'],
    ['often', null],
    ['constructor', null],
  ])('%s is %s', (text, band) => {
    expect(spotBand(text)).toBe(band);
  });

  test('an unweighted pool of the 2025 feed is interrupted with 15.8 % a month', () => {
    const { pools, shares, meanMonthlyProbability } = bandShares({
      lt5: 3239,
      '5to10': 2894,
      '10to15': 2025,
      '15to20': 1874,
      gt20: 4930,
    });
    expect(pools).toBe(14_962);
    expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(meanMonthlyProbability).toBeCloseTo(0.158, 3);
    expect(bandShares({ red: 1, blue: 3 })).toEqual({
      pools: 4,
      shares: { red: 0.25, blue: 0.75 },
      meanMonthlyProbability: null,
    });
  });
});

describe('lifetimes', () => {
  test('only hours that were counted have a share', () => {
    expect(preemptedBy(3)).toBeCloseTo(0.363, 3);
    expect(preemptedBy(12)).toBeNull();
    expect(preemptedBy(48)).toBe(1);
  });

  test('the curve starts at nothing, grows, and ends at everything', () => {
    const curve = { scale: 0.4136, early: 0.9453, late: 0.7678, wall: 24.4538 };
    expect(bathtubCdf(curve, 0)).toBeCloseTo(0, 12);
    for (let hour = 0; hour < 30; hour++)
      expect(bathtubCdf(curve, hour + 1)).toBeGreaterThanOrEqual(bathtubCdf(curve, hour));
    expect(bathtubCdf(curve, 30)).toBe(1);
  });
});
