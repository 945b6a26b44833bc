import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../../src/engine/reliability/distribution.ts';
import { sampleAt, sampleInto, samplerOf } from '../../../src/engine/reliability/inverse-sampling.ts';
import { mean } from '../../../src/engine/reliability/moments.ts';
import { quantile } from '../../../src/engine/reliability/quantiles.ts';

const lognormal = { kind: 'lognormal', mu: 4.72, sigma: 1.456 } as const;
const simple: readonly (readonly [string, Distribution])[] = [
  ['exponential', { kind: 'exponential', meanMinutes: 30 }],
  ['lognormal', lognormal],
  ['PERT', { kind: 'pert', low: 20, mode: 100, high: 900 }],
  ['PERT with its mode at the end', { kind: 'pert', low: 0, mode: 0, high: 1 }],
  ['narrow PERT', { kind: 'pert', low: 0, mode: 0.3, high: 1, gamma: 1000 }],
  ['flat PERT', { kind: 'pert', low: 1, mode: 2, high: 3, gamma: 0 }],
  ['triangular', { kind: 'triangular', low: 2, mode: 5, high: 15 }],
  ['staged', { kind: 'staged', base: lognormal, switchMinutes: 30, before: 1, after: 0.2 }],
];
const every: readonly (readonly [string, Distribution])[] = [
  ...simple,
  ['fixed', { kind: 'fixed', minutes: 7 }],
  [
    'mixture',
    {
      kind: 'mixture',
      parts: [
        { weight: 0.2, distribution: { kind: 'fixed', minutes: 5 } },
        { weight: 0, distribution: { kind: 'fixed', minutes: 1e6 } },
        { weight: 0.8, distribution: { kind: 'exponential', meanMinutes: 3 } },
      ],
    },
  ],
];

describe('a random number is the quantile', () => {
  test.each(simple)('%s', (_name, distribution) => {
    const sampler = samplerOf(distribution);
    for (const q of [0.0005, 0.01, 0.1, 0.25, 0.5, 0.77, 0.9, 0.99, 0.999, 0.99999]) {
      const exact = quantile(distribution, q);
      // Far down a lognormal lengths are minutes where its mean is hours: lines are good enough.
      expect(Math.abs(sampleAt(sampler, Math.floor(q * 2 ** 32)) - exact)).toBeLessThan(
        2e-3 * exact + (q < 1 / 1024 ? 5e-3 : 1e-5) * mean(distribution),
      );
    }
  });

  test.each(every)('the mean of the middle numbers is the mean: %s', (_name, distribution) => {
    const sampler = samplerOf(distribution);
    const count = 2 ** 18;
    const luck = Uint32Array.from({ length: count }, (_, i) => (i + 0.5) * (2 ** 32 / count));
    const values = new Float64Array(count);
    sampleInto(sampler, luck, count, values);
    const average = values.reduce((sum, value) => sum + value, 0) / count;

    // The worst four millionths of a heavy tail are in one number here.
    expect(Math.abs(average / mean(distribution) - 1)).toBeLessThan(2e-4);
    expect([...values.slice(0, 50), ...values.slice(-50)]).toEqual(
      [...luck.slice(0, 50), ...luck.slice(-50)].map(number => sampleAt(sampler, number)),
    );
  });

  test.each(simple)('more luck is never shorter: %s', (_name, distribution) => {
    const sampler = samplerOf(distribution);
    let before = -1;
    for (let number = 0; number < 2 ** 32; number += 65_521 * 16) {
      const value = sampleAt(sampler, number);
      expect(value).toBeGreaterThanOrEqual(before);
      before = value;
    }
    expect(sampleAt(sampler, 2 ** 32 - 1)).toBeGreaterThanOrEqual(before);
    expect(Number.isFinite(sampleAt(sampler, 2 ** 32 - 1))).toBe(true);
  });
});
