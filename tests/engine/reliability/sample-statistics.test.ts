import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  sampleMoments,
  sampleQuantiles,
  sampleTailMean,
} from '../../../src/engine/reliability/sample-statistics.ts';

const values = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.constant(5),
    fc.double({ min: -1e13, max: 1e13, noNaN: true }),
    fc.double({ min: 0, max: 1e-7, noNaN: true }),
    fc.double({ min: 0, max: 100, noNaN: true }),
  ),
  { minLength: 1, maxLength: 200 },
);

describe('quantiles', () => {
  test('are those of the sorted values', () => {
    fc.assert(
      fc.property(values, list => {
        const sorted = [...list].sort((a, b) => a - b);
        const at = (q: number) => sorted[Math.max(0, Math.ceil(q * list.length - 1e-9) - 1)]! + 0;
        const quantiles = sampleQuantiles(Float64Array.from(list), [0.1, 0.5, 0.9, 1]);
        expect(quantiles.map(value => value + 0)).toEqual([0.1, 0.5, 0.9, 1].map(at));
      }),
    );
  });

  test('leave the sample as it is', () => {
    const sample = Float64Array.of(3, 1, 2);
    sampleQuantiles(sample, [0.5]);

    expect([...sample]).toEqual([3, 1, 2]);
  });
});

test('mean, spread and the mean of the worst', () => {
  const sample = Float64Array.from({ length: 100 }, (_, i) => i + 1);

  expect(sampleMoments(sample).mean).toBe(50.5);
  expect(sampleMoments(sample).sd).toBeCloseTo(Math.sqrt((100 * 101) / 12), 10);
  expect(sampleMoments(Float64Array.of(7))).toEqual({ mean: 7, sd: 0 });
  expect(sampleTailMean(sample, 0.95, 95)).toBeCloseTo(98, 10);
});
