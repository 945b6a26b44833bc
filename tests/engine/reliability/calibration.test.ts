/** Defaults against incidents: closed cases, and where the truth may lie. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  calibrate,
  calibrationPrior,
  PRIOR_DURATION_INCIDENTS,
} from '../../../src/engine/reliability/calibration.ts';
import { RELIABILITY_CONSTANTS } from '../../../src/engine/reliability/constants.ts';
import {
  gammaCdf,
  gammaQuantile,
  studentQuantile,
} from '../../../src/engine/reliability/posterior-quantiles.ts';

const PRIOR = { ratePerYear: 4, duration: { kind: 'lognormal', mu: Math.log(60), sigma: 0.8 } } as const;
const observed = (incidents: number, years: number, minutes: readonly number[] = []) => ({
  incidents,
  years,
  minutes,
});

describe('nothing was observed', () => {
  const { ratePerYear, duration } = calibrate(PRIOR, observed(0, 0));

  test('the default stays what it was', () => {
    expect(ratePerYear.observed).toBeNull();
    expect(ratePerYear.posterior.mean).toBeCloseTo(4, 12);
    expect(ratePerYear.posterior).toEqual(ratePerYear.prior);
    expect(duration.observed).toBeNull();
    expect(duration.posterior.mu).toBeCloseTo(PRIOR.duration.mu, 12);
    expect(duration.posterior.sigma).toBeCloseTo(0.8, 12);
  });

  test('with one incident of weight the default rate is exponential: its quantiles are known', () => {
    expect(ratePerYear.prior.p10).toBeCloseTo(-4 * Math.log(0.9), 9);
    expect(ratePerYear.prior.p90).toBeCloseTo(-4 * Math.log(0.1), 9);
  });
});

describe('much was observed', () => {
  const minutes = Array.from({ length: 4000 }, (_, index) => (index % 2 === 0 ? 10 : 40));
  const { ratePerYear, duration } = calibrate(PRIOR, observed(4000, 100, minutes));

  test('the observation is what counts', () => {
    expect(ratePerYear.posterior.mean).toBeCloseTo(40, 0);
    expect(ratePerYear.posterior.p90 - ratePerYear.posterior.p10).toBeLessThan(2);
    expect(Math.exp(duration.posterior.mu)).toBeCloseTo(20, 0);
    expect(duration.posterior.sigma).toBeCloseTo(Math.log(2), 1);
    expect(duration.posteriorMedian.p90 / duration.posteriorMedian.p10).toBeLessThan(1.05);
  });
});

test('a quiet year lowers the rate, by the share that one incident has of default and year', () => {
  const { ratePerYear, duration } = calibrate(PRIOR, observed(0, 1));

  expect(ratePerYear.posterior.mean).toBeCloseTo(1 / (1 / 4 + 1), 12);
  expect(duration.posterior).toEqual({ ...PRIOR.duration, sigma: expect.closeTo(0.8, 12) });
});

test('as many incidents as the default weighs end half way, in logarithms', () => {
  const minutes = new Array<number>(PRIOR_DURATION_INCIDENTS.value).fill(15);

  expect(calibrate(PRIOR, observed(5, 1, minutes)).duration.posterior.mu).toBeCloseTo(Math.log(30), 12);
});

test('what is over in a second counts as a minute, and open incidents have no length', () => {
  const { duration, resolved, incidents } = calibrate(PRIOR, observed(3, 1, [0, 1 / 60]));

  expect({ resolved, incidents }).toEqual({ resolved: 2, incidents: 3 });
  expect(duration.observed?.mu).toBe(0);
});

const rate = fc.double({ min: 0.05, max: 500, noNaN: true });
const years = fc.double({ min: 0.01, max: 20, noNaN: true });
const lengths = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { maxLength: 40 });

describe('for any history', () => {
  test('the posterior rate lies between the default and what was seen', () => {
    fc.assert(
      fc.property(rate, years, fc.nat(2000), (prior, time, incidents) => {
        const { ratePerYear } = calibrate({ ...PRIOR, ratePerYear: prior }, observed(incidents, time));
        const seen = incidents / time;
        expect(ratePerYear.posterior.mean).toBeGreaterThanOrEqual(Math.min(prior, seen) * (1 - 1e-9));
        expect(ratePerYear.posterior.mean).toBeLessThanOrEqual(Math.max(prior, seen) * (1 + 1e-9));
        expect(ratePerYear.posterior.p10).toBeLessThan(ratePerYear.posterior.p90);
      }),
      { numRuns: 200 },
    );
  });

  test('the posterior median lies between the default and what was seen', () => {
    fc.assert(
      fc.property(lengths, minutes => {
        const { duration } = calibrate(PRIOR, observed(minutes.length, 1, minutes));
        const seen =
          minutes.length === 0
            ? PRIOR.duration.mu
            : minutes.reduce((sum, value) => sum + Math.log(value), 0) / minutes.length;
        expect(duration.posterior.mu).toBeGreaterThanOrEqual(Math.min(PRIOR.duration.mu, seen) - 1e-9);
        expect(duration.posterior.mu).toBeLessThanOrEqual(Math.max(PRIOR.duration.mu, seen) + 1e-9);
        expect(duration.posteriorMedian.p10).toBeLessThan(duration.posteriorMedian.p90);
      }),
      { numRuns: 200 },
    );
  });

  test('one incident more never lowers the rate, a longer one never shortens, quiet time never raises', () => {
    fc.assert(
      fc.property(rate, years, fc.nat(500), (prior, time, incidents) => {
        const rateOf = (n: number, t: number) =>
          calibrate({ ...PRIOR, ratePerYear: prior }, observed(n, t)).ratePerYear.posterior;
        const base = rateOf(incidents, time);
        expect(rateOf(incidents + 1, time).mean).toBeGreaterThan(base.mean);
        expect(rateOf(incidents + 1, time).p90).toBeGreaterThan(base.p90);
        expect(rateOf(incidents, time + 1).mean).toBeLessThan(base.mean);
      }),
      { numRuns: 100 },
    );
    fc.assert(
      fc.property(lengths, fc.double({ min: 1, max: 1e5, noNaN: true }), (minutes, length) => {
        const muOf = (last: number) =>
          calibrate(PRIOR, observed(minutes.length + 1, 1, [...minutes, last])).duration.posterior.mu;
        expect(muOf(length * 1.5)).toBeGreaterThan(muOf(length));
      }),
      { numRuns: 100 },
    );
  });
});

describe('the default of a workload', () => {
  const operations = { deploysPerMonth: 10, changeFailureRate: 0.1, autoHeal: true };
  const workload = { operations, dependencies: [], zones: 3 };

  test('is changes that reach users and zone events', () => {
    const zones = 3 * RELIABILITY_CONSTANTS.zoneEventsPerZoneYear.value;
    expect(calibrationPrior(workload).ratePerYear).toBeCloseTo(10 * 12 * 0.1 * 0.2 + zones, 12);
  });

  test('grows with a hard dependency, and not with a soft one', () => {
    const dependency = { id: 'payments', availability: 0.99, hard: true, degradeFraction: 0.2 };
    const hard = calibrationPrior({ ...workload, dependencies: [dependency] });
    const soft = calibrationPrior({ ...workload, dependencies: [{ ...dependency, hard: false }] });
    expect(hard.ratePerYear).toBeGreaterThan(calibrationPrior(workload).ratePerYear + 20);
    expect(soft).toEqual(calibrationPrior(workload));
  });

  test('exists for a workload that nobody ever changes', () => {
    const still = { ...operations, deploysPerMonth: 0 };
    const { ratePerYear, duration } = calibrationPrior({ ...workload, operations: still });
    expect(ratePerYear).toBeCloseTo(0.555, 12);
    expect(duration.mu).toBeCloseTo(RELIABILITY_CONSTANTS.zoneEventMinutes.value.mu, 12);
  });
});

describe('quantiles', () => {
  test.each([
    // Erlang: P(Gamma(n, 1) <= x) = 1 - sum of Poisson probabilities below n.
    [1, 2, 1 - Math.exp(-2)],
    [3, 2, 1 - Math.exp(-2) * (1 + 2 + 2)],
    [3, 9, 1 - Math.exp(-9) * (1 + 9 + 40.5)],
    [0.5, 0.5, 0.6826894921370859],
  ])('of the gamma function: shape %s at %s', (shape, x, probability) => {
    expect(gammaCdf(x, shape)).toBeCloseTo(probability, 13);
    expect(gammaQuantile(probability, shape, 1)).toBeCloseTo(x, 9);
  });

  test.each([
    [1, 0.75, 1],
    [1, 0.9, 3.077683537175253],
    [2, 0.9, 1.8856180831641267],
    [2, 0.1, -1.8856180831641267],
    [7, 0.5, 0],
    [30, 0.975, 2.0422724563012373],
  ])('of Student’s t: %s degrees at %s', (degrees, p, t) => {
    expect(studentQuantile(p, degrees)).toBeCloseTo(t, 9);
  });
});
