import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Distribution, SimpleDistribution } from '../../../src/engine/reliability/distribution.ts';
import { assertDistribution, pertShape } from '../../../src/engine/reliability/distribution.ts';
import { limitedMean, mean, secondMoment } from '../../../src/engine/reliability/moments.ts';
import { cdf, quantile, tailMean } from '../../../src/engine/reliability/quantiles.ts';
import { integrate } from './oracles.ts';
import { allowance, workedExamples } from './worked-examples.ts';

const EXAMPLES = workedExamples('montecarlo');

function computed(id: string): Record<string, number> {
  const { inputs } = EXAMPLES.get(id)!;
  const { mu, sigma, low, mode, high, q, mean: average } = inputs as Record<string, number>;
  const lognormal = { kind: 'lognormal', mu: mu!, sigma: sigma! } as const;
  switch (id) {
    case 'mc-lognormal-4.776':
      return { median: quantile(lognormal, 0.5), mean: mean(lognormal), p90: quantile(lognormal, 0.9) };
    case 'mc-pert-20': {
      const pert = { kind: 'pert', low: low!, mode: mode!, high: high! } as const;
      return { mean: mean(pert), ...pertShape(pert), variance: secondMoment(pert) - mean(pert) ** 2 };
    }
    case 'mc-cvar-exp-60': {
      const exponential = { kind: 'exponential', meanMinutes: average! } as const;
      return { var: quantile(exponential, q!), cvar: tailMean(exponential, q!) };
    }
    default:
      return { var: quantile(lognormal, q!), cvar: tailMean(lognormal, q!) };
  }
}

test.each(['mc-lognormal-4.776', 'mc-pert-20', 'mc-cvar-exp-60', 'mc-cvar-ln-4.776'])(
  'worked example %s holds',
  id => {
    const example = EXAMPLES.get(id)!;
    const actual = computed(id);
    expect(Object.keys(actual).sort()).toEqual(Object.keys(example.expected).sort());
    for (const [key, expected] of Object.entries(example.expected)) {
      expect(Math.abs(actual[key]! - expected), key).toBeLessThanOrEqual(allowance(example, expected));
    }
  },
);

// Whole hundredths: subnormal lengths of time say nothing about the formulas.
const hundredths = (low: number, high: number) =>
  fc.integer({ min: low * 100, max: high * 100 }).map(value => value / 100);
const minutes = hundredths(0.01, 500);
const share = fc.integer({ min: 0, max: 1000 }).map(thousandths => thousandths / 1000);
const simple: fc.Arbitrary<SimpleDistribution> = fc.oneof(
  minutes.map(value => ({ kind: 'fixed', minutes: value }) as const),
  minutes.map(meanMinutes => ({ kind: 'exponential', meanMinutes }) as const),
  fc.record({
    kind: fc.constant('lognormal' as const),
    mu: hundredths(-2, 5),
    sigma: hundredths(0, 1.6),
  }),
  fc.tuple(minutes, minutes, minutes).map(values => {
    const [low, mode, high] = values.sort((a, b) => a - b) as [number, number, number];
    return { kind: 'pert', low, mode, high } as const;
  }),
);
const staged = fc.record({
  kind: fc.constant('staged' as const),
  base: simple,
  switchMinutes: hundredths(0, 200),
  before: share,
  after: share,
});
const anyDistribution: fc.Arbitrary<Distribution> = fc.oneof(
  simple,
  staged,
  fc.tuple(share, simple, staged).map(
    ([weight, a, b]) =>
      ({
        kind: 'mixture',
        parts: [
          { weight, distribution: a },
          { weight: 1 - weight, distribution: b },
        ],
      }) as const,
  ),
);

describe('every distribution', () => {
  test('is valid as generated', () => {
    fc.assert(
      fc.property(anyDistribution, distribution => {
        assertDistribution(distribution);
      }),
    );
  });

  test('E[min(D, limit)] is the integral of P(D > x)', () => {
    fc.assert(
      fc.property(anyDistribution, fc.double({ min: 1, max: 400, noNaN: true }), (distribution, limit) => {
        const integral = integrate(x => 1 - cdf(distribution, x), 0, limit, 8000);
        // Simpson's rule is off by at most a few steps of a jump.
        expect(Math.abs(limitedMean(distribution, limit) - integral)).toBeLessThan(limit * 5e-4 + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  test('E[D^2] is 2 x the integral of x P(D > x)', () => {
    fc.assert(
      fc.property(anyDistribution, distribution => {
        const end = quantile(distribution, 1 - 1e-12) * 1.01 + 1e-6;
        // In the logarithm of x, so that long tails need few points.
        const integral =
          2 *
          integrate(
            y => Math.exp(2 * y) * (1 - cdf(distribution, Math.exp(y))),
            Math.log(end) - 30,
            Math.log(end),
            20_000,
          );
        expect(Math.abs(secondMoment(distribution) - integral)).toBeLessThan(
          0.02 * secondMoment(distribution) + 1e-9,
        );
      }),
      { numRuns: 60 },
    );
  });

  test('E[D]^2 <= E[D^2], and E[min(D, limit)] rises to E[D]', () => {
    fc.assert(
      fc.property(anyDistribution, minutes, minutes, (distribution, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(mean(distribution) ** 2).toBeLessThanOrEqual(secondMoment(distribution) * (1 + 1e-9) + 1e-12);
        expect(limitedMean(distribution, low)).toBeLessThanOrEqual(
          limitedMean(distribution, high) * (1 + 1e-12) + 1e-12,
        );
        expect(limitedMean(distribution, high)).toBeLessThanOrEqual(mean(distribution) * (1 + 1e-12) + 1e-12);
        expect(limitedMean(distribution, high)).toBeLessThanOrEqual(high * (1 + 1e-12));
      }),
    );
  });

  test('a quantile is where the distribution function crosses', () => {
    fc.assert(
      fc.property(anyDistribution, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (distribution, q) => {
        const value = quantile(distribution, q);
        expect(cdf(distribution, value)).toBeGreaterThanOrEqual(q);
        if (value > 0) expect(cdf(distribution, value * (1 - 1e-12))).toBeLessThanOrEqual(q + 1e-9);
      }),
    );
  });
});

test('a staged outage with equal shares is the base duration scaled', () => {
  const base = { kind: 'lognormal', mu: 4, sigma: 0.9 } as const;
  const scaled = { kind: 'staged', base, switchMinutes: 7, before: 0.25, after: 0.25 } as const;

  expect(mean(scaled)).toBeCloseTo(0.25 * mean(base), 10);
  expect(secondMoment(scaled)).toBeCloseTo(secondMoment(base) / 16, 6);
  expect(cdf(scaled, 10)).toBeCloseTo(cdf(base, 40), 12);
});

test('a staged outage without an after-stage is cut off', () => {
  const cut = {
    kind: 'staged',
    base: { kind: 'exponential', meanMinutes: 60 },
    switchMinutes: 30,
    before: 1,
    after: 0,
  } as const;

  expect(mean(cut)).toBeCloseTo(60 * (1 - Math.exp(-0.5)), 10);
  expect(cdf(cut, 29.999)).toBeLessThan(0.4);
  expect(cdf(cut, 30)).toBe(1);
});

test.each<[string, Distribution]>([
  ['a negative duration', { kind: 'fixed', minutes: -1 }],
  ['a duration that is not a number', { kind: 'fixed', minutes: Number.NaN }],
  ['an endless duration', { kind: 'exponential', meanMinutes: Infinity }],
  ['a lognormal beyond any number', { kind: 'lognormal', mu: 800, sigma: 1 }],
  ['a negative spread', { kind: 'lognormal', mu: 1, sigma: -1 }],
  ['a PERT out of order', { kind: 'pert', low: 3, mode: 2, high: 4 }],
  [
    'an impact above 1',
    { kind: 'staged', base: { kind: 'fixed', minutes: 1 }, switchMinutes: 1, before: 2, after: 0 },
  ],
  [
    'weights that do not add up',
    { kind: 'mixture', parts: [{ weight: 0.5, distribution: { kind: 'fixed', minutes: 1 } }] },
  ],
])('%s is refused', (_what, distribution) => {
  expect(() => assertDistribution(distribution)).toThrow();
});
