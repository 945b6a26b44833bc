import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/engine/random.ts';
import { breachBounds } from '../../../src/engine/reliability/fft-compound-poisson.ts';
import { simulateWindows } from '../../../src/engine/reliability/monte-carlo.ts';
import {
  bunchingOf,
  drawBunchSize,
  negativeBinomialProbability,
} from '../../../src/engine/reliability/overdispersion.ts';

describe('negative binomial counts', () => {
  test.each([
    [0.3, 0.5],
    [2, 1],
    [20, 4],
  ])(
    'mean %d with r %d: probabilities add up to 1, with that mean and mean + mean^2 / r of variance',
    (mean, r) => {
      let total = 0;
      let first = 0;
      let second = 0;
      for (let count = 0; count < 3000; count++) {
        const probability = negativeBinomialProbability(count, mean, r);
        total += probability;
        first += probability * count;
        second += probability * count * count;
      }
      expect(total).toBeCloseTo(1, 9);
      expect(first).toBeCloseTo(mean, 8);
      expect(second - first * first).toBeCloseTo(mean + (mean * mean) / r, 6);
    },
  );

  test('bunches times their mean size are the events', () => {
    const { bunches, p } = bunchingOf(3, 0.8);
    const meanSize = -p / ((1 - p) * Math.log1p(-p));

    expect(bunches * meanSize).toBeCloseTo(3, 12);
  });

  test('sizes of bunches are logarithmic', () => {
    const p = 0.8;
    const { next } = randomStream('test', 'bunches');
    const runs = 100_000;
    const counts = new Map<number, number>();
    for (let i = 0; i < runs; i++) {
      const size = drawBunchSize(p, next);
      counts.set(size, (counts.get(size) ?? 0) + 1);
    }
    for (const size of [1, 2, 3, 5, 10]) {
      const expected = -(p ** size) / (size * Math.log1p(-p));
      const error = Math.sqrt((expected * (1 - expected)) / runs);
      expect(Math.abs(counts.get(size)! / runs - expected)).toBeLessThan(4 * error);
    }
  });
});

describe('simulated windows with overdispersion', () => {
  const classes = [
    {
      name: 'outage',
      ratePerYear: 24,
      impact: 1,
      duration: { kind: 'exponential', meanMinutes: 10 } as const,
    },
    { name: 'restart', ratePerYear: 12, impact: 0.5, duration: { kind: 'fixed', minutes: 14.4 } as const },
  ];
  const options = {
    seed: 'test',
    workload: 'shop',
    windowMinutes: 43_200,
    budgetMinutes: 43.2,
    runs: 200_000,
  };

  test.each([0.3, 1, 5])('r %d: within 4 standard errors of the FFT, the mean unchanged', overdispersion => {
    const { breach, mean, sd } = simulateWindows({ classes }, { ...options, overdispersion });
    const { lower, upper } = breachBounds({ classes, ...options, overdispersion });
    const events = 43_200 / 525_600;

    expect(breach!.probability).toBeGreaterThan(lower - 4 * breach!.standardError);
    expect(breach!.probability).toBeLessThan(upper + 4 * breach!.standardError);
    expect(Math.abs(mean - events * (240 + 86.4))).toBeLessThan((4 * sd) / Math.sqrt(options.runs));
  });

  test('bunches breach more often than single outages, here', () => {
    const plain = breachBounds({ classes, ...options });

    expect(breachBounds({ classes, ...options, overdispersion: 0.3 }).lower).toBeGreaterThan(plain.upper);
  });
});
