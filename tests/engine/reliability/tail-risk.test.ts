import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exponentialBreachProbability,
  fixedBreachProbability,
  poissonTail,
} from '../../../src/engine/reliability/closed-forms.ts';
import { breachProbability } from '../../../src/engine/reliability/compound-poisson.ts';
import type { Distribution, SimpleDistribution } from '../../../src/engine/reliability/distribution.ts';
import { limitedMean, mean, secondMoment } from '../../../src/engine/reliability/moments.ts';
import { cdf, quantile, tailMean } from '../../../src/engine/reliability/quantiles.ts';
import { normalCdf, normalQuantile } from '../../../src/engine/reliability/special-functions.ts';
import {
  runsForRelativeError,
  standardErrorOfProbability,
  statisticsOf,
  tailRisk,
} from '../../../src/engine/reliability/tail-risk.ts';
import * as oracles from './oracles.ts';

const modal = fc
  .tuple(
    fc.double({ min: 0, max: 500, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0.5, max: 500, noNaN: true }),
  )
  .map(([low, at, width]) => ({ low, mode: low + at * width, high: low + width }));
const simple: fc.Arbitrary<SimpleDistribution> = fc.oneof(
  fc
    .double({ min: 0.1, max: 500, noNaN: true })
    .map(meanMinutes => ({ kind: 'exponential' as const, meanMinutes })),
  fc
    .tuple(fc.double({ min: -2, max: 6, noNaN: true }), fc.double({ min: 0.1, max: 2, noNaN: true }))
    .map(([mu, sigma]) => ({ kind: 'lognormal' as const, mu, sigma })),
  modal.map(shape => ({ kind: 'triangular' as const, ...shape })),
  fc.tuple(modal, fc.double({ min: 0.5, max: 12, noNaN: true })).map(([shape, gamma]) => ({
    kind: 'pert' as const,
    ...shape,
    gamma,
  })),
);
const q = fc.double({ min: 0, max: 0.999, noNaN: true });

describe('tails', () => {
  test('the mean beyond a quantile is never below it, and both grow with the quantile', () => {
    fc.assert(
      fc.property(simple, q, q, (distribution, a, b) => {
        const low = tailRisk(distribution, Math.min(a, b));
        const high = tailRisk(distribution, Math.max(a, b));
        const slack = 1e-9 * high.cvar;
        expect(low.cvar).toBeGreaterThanOrEqual(low.var - slack);
        expect(high.var).toBeGreaterThanOrEqual(low.var - slack);
        expect(high.cvar).toBeGreaterThanOrEqual(low.cvar - slack);
      }),
    );
  });

  test('the worst of everything is the mean', () => {
    fc.assert(
      fc.property(simple, distribution => {
        expect(tailRisk(distribution, 0).cvar / mean(distribution)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('the closed forms are the general ones', () => {
    fc.assert(
      fc.property(simple, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (distribution, at) => {
        const { var: valueAtRisk, cvar } = tailRisk(distribution, at);
        expect(valueAtRisk / quantile(distribution, at)).toBeCloseTo(1, 8);
        expect(cvar / tailMean(distribution, at)).toBeCloseTo(1, 6);
      }),
    );
  });

  test('a normal quantile is the inverse, far out as well', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 8, noNaN: true }), z => {
        expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, z > 5 ? 1 : 6);
      }),
    );
    expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 12);
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
  });
});

describe('statistics', () => {
  test('the variance is the second moment less the square of the mean', () => {
    fc.assert(
      fc.property(simple, distribution => {
        const { mean: center, variance, sd } = statisticsOf(distribution);
        const square = secondMoment(distribution);
        expect(Math.abs(variance - (square - center * center))).toBeLessThanOrEqual(1e-9 * square);
        expect(sd * sd).toBeCloseTo(variance, 6 - Math.ceil(Math.log10(variance + 1)));
      }),
    );
  });

  test('a PERT with a gamma is (low + gamma mode + high) / (gamma + 2)', () => {
    const { mean: center, variance } = statisticsOf({ kind: 'pert', low: 2, mode: 5, high: 15, gamma: 10 });
    expect(center).toBeCloseTo((2 + 50 + 15) / 12, 10);
    expect(variance).toBeCloseTo(((center - 2) * (15 - center)) / 13, 10);
    expect(statisticsOf({ kind: 'pert', low: 3, mode: 3, high: 3 })).toEqual({ mean: 3, variance: 0, sd: 0 });
  });

  test('with a gamma of 0 the mode does not count: a uniform distribution', () => {
    const flat = { kind: 'pert', low: 0, mode: 1, high: 10, gamma: 0 } as const;
    expect(mean(flat)).toBeCloseTo(5, 10);
    expect(cdf(flat, 3)).toBeCloseTo(0.3, 10);
  });
});

describe('triangular durations', () => {
  const rising = fc
    .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }))
    .map(([low, up, down]) => ({ low, mode: low + up, high: low + up + down }));
  const density = ({ low, mode, high }: { low: number; mode: number; high: number }, x: number) => {
    if (x < mode) return (2 * (x - low)) / ((high - low) * (mode - low));
    return high > mode ? (2 * (high - x)) / ((high - low) * (high - mode)) : 0;
  };

  test('moments are integrals of the density, cut off anywhere', () => {
    fc.assert(
      fc.property(rising, fc.double({ min: 0, max: 1.2, noNaN: true }), (shape, at) => {
        const distribution: Distribution = { kind: 'triangular', ...shape };
        const limit = shape.low + at * (shape.high - shape.low);
        const area = (f: (x: number) => number) =>
          oracles.integrate(x => f(x) * density(shape, x), shape.low, shape.mode) +
          oracles.integrate(x => f(x) * density(shape, x), shape.mode, shape.high);
        expect(Math.abs(limitedMean(distribution, limit) - area(x => Math.min(x, limit)))).toBeLessThan(
          2e-4 * shape.high,
        );
        expect(secondMoment(distribution) / area(x => x * x)).toBeCloseTo(1, 6);
      }),
    );
  });

  test('a mode at an end is a straight line', () => {
    expect(mean({ kind: 'triangular', low: 0, mode: 0, high: 9 })).toBeCloseTo(3, 12);
    expect(mean({ kind: 'triangular', low: 0, mode: 9, high: 9 })).toBeCloseTo(6, 12);
    expect(cdf({ kind: 'triangular', low: 0, mode: 0, high: 10 }, 5)).toBeCloseTo(0.75, 12);
    expect(cdf({ kind: 'triangular', low: 0, mode: 10, high: 10 }, 5)).toBeCloseTo(0.25, 12);
    expect(mean({ kind: 'triangular', low: 4, mode: 4, high: 4 })).toBe(4);
  });
});

describe('closed forms of a breach', () => {
  const MONTH = 43_200;
  const rate = fc.double({ min: 0.1, max: 200, noNaN: true });
  const budget = fc.double({ min: 1, max: 100, noNaN: true });
  const severity = fc.double({ min: 2, max: 100, noNaN: true });
  const events = (ratePerYear: number) => (ratePerYear * MONTH) / 525_600;
  const lattice = (ratePerYear: number, duration: Distribution, budgetMinutes: number) =>
    breachProbability({
      classes: [{ ratePerYear, impact: 1, duration }],
      windowMinutes: MONTH,
      budgetMinutes,
    });

  test('are what the lattice gives', () => {
    fc.assert(
      fc.property(rate, severity, budget, (ratePerYear, minutes, budgetMinutes) => {
        expect(fixedBreachProbability(events(ratePerYear), minutes, budgetMinutes)).toBeCloseTo(
          lattice(ratePerYear, { kind: 'fixed', minutes }, budgetMinutes),
          8,
        );
        expect(
          Math.abs(
            exponentialBreachProbability(events(ratePerYear), minutes, budgetMinutes) -
              lattice(ratePerYear, { kind: 'exponential', meanMinutes: minutes }, budgetMinutes),
          ),
        ).toBeLessThan(1e-4);
      }),
      { numRuns: 50 },
    );
  });

  test('are the textbook series', () => {
    fc.assert(
      fc.property(rate, severity, budget, (ratePerYear, minutes, budgetMinutes) => {
        expect(exponentialBreachProbability(events(ratePerYear), minutes, budgetMinutes)).toBeCloseTo(
          oracles.exponentialBreach(ratePerYear, minutes, MONTH, budgetMinutes),
          11,
        );
        expect(fixedBreachProbability(events(ratePerYear), minutes, budgetMinutes)).toBeCloseTo(
          oracles.fixedBreach(ratePerYear, minutes, MONTH, budgetMinutes),
          11,
        );
      }),
    );
  });

  test('a rare breach keeps its digits', () => {
    // P(N >= 2) of a mean of 1e-8 is half its square.
    expect(poissonTail(1e-8, 1) / 5e-17).toBeCloseTo(1, 7);
    expect(poissonTail(0, 0)).toBe(0);
    expect(poissonTail(1e6, 10)).toBe(1);
  });

  test('an outage of nothing, or a window of none, breaches nothing', () => {
    expect(fixedBreachProbability(5, 0, 10)).toBe(0);
    expect(exponentialBreachProbability(5, 0, 10)).toBe(0);
    expect(exponentialBreachProbability(0, 30, 10)).toBe(0);
    expect(exponentialBreachProbability(3, 30, 0)).toBeCloseTo(1 - Math.exp(-3), 12);
  });

  test('a budget that is a multiple of the outage but for noise is that multiple', () => {
    expect(fixedBreachProbability(1, 0.1, 0.30000000000000004)).toBeCloseTo(poissonTail(1, 3), 14);
    expect(fixedBreachProbability(1, 0.1, 0.3)).toBeCloseTo(poissonTail(1, 3), 14);
  });
});

describe('simulations', () => {
  test('so many runs give the error that was asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.9, noNaN: true }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        (p, relative) => {
          const runs = runsForRelativeError(p, relative);
          expect(standardErrorOfProbability(p, runs)).toBeLessThanOrEqual(p * relative * (1 + 1e-9));
          if (runs > 1)
            expect(standardErrorOfProbability(p, runs - 1)).toBeGreaterThan(p * relative * (1 - 1e-9));
        },
      ),
    );
  });
});
