import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breachProbability } from '../../../src/engine/reliability/compound-poisson.ts';
import type { Distribution } from '../../../src/engine/reliability/distribution.ts';
import type { RateAndSeverity } from '../../../src/engine/reliability/failure-class.ts';
import { breachBounds, fourierTransform } from '../../../src/engine/reliability/fft-compound-poisson.ts';
import { negativeBinomialProbability } from '../../../src/engine/reliability/overdispersion.ts';
import { exponentialBreach, fixedBreach } from './oracles.ts';

const MONTH = 43_200;
const YEAR = 525_600;
const one = (ratePerYear: number, duration: Distribution, impact = 1): RateAndSeverity => ({
  ratePerYear,
  impact,
  duration,
});
const fixed = (minutes: number): Distribution => ({ kind: 'fixed', minutes });
const exponential = (meanMinutes: number): Distribution => ({ kind: 'exponential', meanMinutes });
const lognormal = (mu: number, sigma: number): Distribution => ({ kind: 'lognormal', mu, sigma });
const bounds = (classes: readonly RateAndSeverity[], budgetMinutes: number, more = {}) =>
  breachBounds({ classes, windowMinutes: MONTH, budgetMinutes, ...more });

describe('the transform', () => {
  test('is the sum that defines it, and its inverse takes it back', () => {
    const values = Array.from({ length: 16 }, (_, i) => Math.sin(i * i) + i / 7);
    const complex = { re: Float64Array.from(values), im: new Float64Array(16) };
    fourierTransform(complex);
    for (let k = 0; k < 16; k++) {
      const angle = (i: number) => (-2 * Math.PI * i * k) / 16;
      expect(complex.re[k]).toBeCloseTo(
        values.reduce((sum, value, i) => sum + value * Math.cos(angle(i)), 0),
        10,
      );
      expect(complex.im[k]).toBeCloseTo(
        values.reduce((sum, value, i) => sum + value * Math.sin(angle(i)), 0),
        10,
      );
    }
    fourierTransform(complex, true);
    expect([...complex.re].map(value => value / 16)).toEqual(values.map(value => expect.closeTo(value, 12)));
  });
});

describe('bounds of a breach', () => {
  test.each([
    [2, 60, 43.2],
    [30, 14.4, 43.2],
    [100, 4.32, 43.2],
    [5, 43.2, 43.2],
  ])('%d fixed outages a year of %d minutes: both are the Poisson tail', (rate, minutes, budget) => {
    const { lower, upper } = bounds([one(rate, fixed(minutes))], budget);

    expect(lower).toBeCloseTo(fixedBreach(rate, minutes, MONTH, budget), 10);
    expect(upper).toBeCloseTo(lower, 10);
  });

  test.each([
    [12, 30, 43.2],
    [24, 5, 12.96],
    [0.05, 30, 43.2],
    [600, 0.5, 43.2],
  ])('%d exponential outages a year of %d minutes: the series is between them', (rate, minutes, budget) => {
    const exact = exponentialBreach(rate, minutes, MONTH, budget);
    const { lower, upper } = bounds([one(rate, exponential(minutes))], budget);

    expect(lower).toBeLessThanOrEqual(exact + 1e-11);
    expect(upper).toBeGreaterThanOrEqual(exact - 1e-11);
    expect(upper - lower).toBeLessThan(0.15 * exact);
  });

  test('what Panjer’s recursion computes is between them', () => {
    const upTo = (max: number) =>
      fc.integer({ min: 1, max: 1000 }).map(thousandths => (max * thousandths) / 1000);
    const duration = fc.oneof(
      upTo(200).map(exponential),
      upTo(5).map(mu => lognormal(mu, 0.9)),
      upTo(80).map((high): Distribution => ({ kind: 'pert', low: 0, mode: high / 4, high })),
    );
    const classes = fc.array(
      fc.record({ ratePerYear: upTo(50), impact: upTo(1).map(share => Math.max(0.05, share)), duration }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(classes, fc.double({ min: 20, max: 200, noNaN: true }), (list, budget) => {
        const { lower, upper } = bounds(list, budget, { steps: 2520 });
        const panjer = breachProbability({
          classes: list,
          windowMinutes: MONTH,
          budgetMinutes: budget,
          steps: 2048,
        });
        // The recursion has an error of its own, which falls with the square of its step.
        expect(panjer).toBeGreaterThan(lower - 1e-4 * panjer - 1e-6);
        expect(panjer).toBeLessThan(upper + 1e-4 * panjer + 1e-6);
      }),
      { numRuns: 25 },
    );
  });

  test('finer steps are within coarser ones', () => {
    const classes = [one(12, exponential(30)), one(7, lognormal(3, 0.8), 0.2), one(4, fixed(10))];
    const coarse = bounds(classes, 43.2, { steps: 432 });
    const fine = bounds(classes, 43.2, { steps: 4320 });

    expect(fine.lower).toBeGreaterThanOrEqual(coarse.lower - 1e-12);
    expect(fine.upper).toBeLessThanOrEqual(coarse.upper + 1e-12);
    expect(fine.upper - fine.lower).toBeLessThan((coarse.upper - coarse.lower) / 5);
  });

  test('an event that happens once at most adds its own chance and no more', () => {
    const once = { probability: 0.1, impact: 0.5, duration: exponential(45) };
    const alone = breachBounds({ classes: [], oneOff: [once], windowMinutes: MONTH, budgetMinutes: 20.16 });
    const exact = 0.1 * Math.exp(-20.16 / 22.5);

    // Lattice points have a slack of 1e-9 against float noise.
    expect(alone.lower).toBeLessThanOrEqual(exact * (1 + 1e-8));
    expect(alone.upper).toBeGreaterThanOrEqual(exact * (1 - 1e-8));
    expect(alone.upper - alone.lower).toBeLessThan(1e-3 * exact);
  });

  test('counts that bunch are negative binomial', () => {
    const events = (24 * MONTH) / YEAR;
    const { lower, upper } = bounds([one(24, fixed(14.4))], 43.2, { overdispersion: 0.7 });
    let fits = 0;
    for (let count = 0; count <= 3; count++) fits += negativeBinomialProbability(count, events, 0.7);

    expect(lower).toBeCloseTo(1 - fits, 10);
    expect(upper).toBeCloseTo(1 - fits, 10);
  });

  test('a huge r is Poisson', () => {
    const classes = [one(24, exponential(10)), one(2, fixed(14.4))];
    const poisson = bounds(classes, 43.2, { steps: 2520 });

    expect(bounds(classes, 43.2, { steps: 2520, overdispersion: 1e6 }).lower).toBeCloseTo(poisson.lower, 5);
  });

  test('a burn above the budget is a breach; one that leaves none makes any event one', () => {
    const classes = [one(12, exponential(30))];

    expect(bounds(classes, 43.2, { burnMinutes: 50 })).toEqual({ lower: 1, upper: 1 });
    expect(bounds(classes, 43.2, { burnMinutes: 43.2 }).lower).toBeCloseTo(
      1 - Math.exp((-12 * MONTH) / YEAR),
      12,
    );
    expect(bounds(classes, 43.2, { burnMinutes: 43.2, overdispersion: 1 }).lower).toBeCloseTo(
      1 - 1 / (1 + (12 * MONTH) / YEAR),
      12,
    );
    expect(bounds([], 43.2)).toEqual({ lower: expect.closeTo(0, 12), upper: expect.closeTo(0, 12) });
  });
});
