/** Random streams: the same on every machine, independent by name, with the distributions they claim. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Random, randomStream } from '../../src/engine/random.ts';

const DRAWS = 40_000;

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, variance: values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length };
}

describe('a stream', () => {
  test('gives these numbers, today and on every machine', () => {
    // Written down once: a change of these is a change of every saved result.
    const random = randomStream(42, 'checkout/savings');
    expect(draw(4, random.next).map(value => value.toFixed(12))).toEqual([
      '0.107017869297',
      '0.109435041020',
      '0.490336554273',
      '0.659666873835',
    ]);
    expect(randomStream(42, 'x').integer(1, 1000)).toBe(153);
  });

  test('is the same for the same seed and name, a number or its text', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), (seed, name) => {
        const [a, b, c] = [
          randomStream(seed, name),
          randomStream(seed, name),
          randomStream(String(seed), name),
        ];
        const first = draw(20, a.next);
        expect(draw(20, b.next)).toEqual(first);
        expect(draw(20, c.next)).toEqual(first);
      }),
    );
  });

  test('does not move when another one is used more: each has its own state', () => {
    const alone = randomStream(1, 'a');
    const expected = draw(50, alone.next);
    const together = randomStream(1, 'a');
    const other = randomStream(1, 'b');
    const interleaved = draw(50, () => {
      other.normal();
      other.pert(0, 1, 2);
      return together.next();
    });
    expect(interleaved).toEqual(expected);
  });

  test.each([
    ['names that differ in one letter', randomStream(7, 'move-1'), randomStream(7, 'move-2')],
    ['seeds that differ by one', randomStream(7, 'move'), randomStream(8, 'move')],
    ['a letter that passes from seed to name', randomStream('7a', 'b'), randomStream('7', 'ab')],
  ])('is not correlated with another: %s', (_name, one, two) => {
    const [a, b] = [draw(DRAWS, one.next), draw(DRAWS, two.next)];
    const product = a.map((value, index) => (value - 0.5) * ((b[index] ?? 0) - 0.5));
    // Variance of a uniform is 1/12; the correlation of so many draws stays within 4 sigma.
    expect(Math.abs(momentsOf(product).mean * 12)).toBeLessThan(4 / Math.sqrt(DRAWS));
  });
});

describe('distributions', () => {
  const random = randomStream('moments', 'distributions');

  test('uniform numbers lie in [0, 1) and fill it evenly', () => {
    const values = draw(DRAWS, random.next);
    expect(values.every(value => value >= 0 && value < 1)).toBe(true);
    const { mean, variance } = momentsOf(values);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
    const counts = new Array<number>(16).fill(0);
    for (const value of values) counts[Math.floor(value * 16)] = (counts[Math.floor(value * 16)] ?? 0) + 1;
    const expected = DRAWS / 16;
    const chiSquare = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
    // 99.9th percentile with 15 degrees of freedom.
    expect(chiSquare).toBeLessThan(37.7);
  });

  test('whole numbers reach both ends and nothing beyond', () => {
    const values = draw(2000, () => random.integer(-2, 3));
    expect(new Set(values)).toEqual(new Set([-2, -1, 0, 1, 2, 3]));
    expect(random.integer(5, 5)).toBe(5);
  });

  test('normal numbers have mean 0, variance 1 and no skew', () => {
    const values = draw(DRAWS, random.normal);
    const { mean, variance } = momentsOf(values);
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(DRAWS));
    expect(variance).toBeCloseTo(1, 1);
    expect(Math.abs(momentsOf(values.map(value => value ** 3)).mean)).toBeLessThan(0.1);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  test.each([
    [0.8, 0.95, 1],
    [0.5, 0.8, 1],
    [0.3, 0.6, 1],
    [0, 0, 10],
    [0, 10, 10],
    [-5, 1, 3],
  ])('PERT(%f, %f, %f) has its mean and variance, and stays within its ends', (low, mode, high) => {
    const stream: Random = randomStream('pert', `${low}/${mode}/${high}`);
    const values = draw(DRAWS, () => stream.pert(low, mode, high));
    expect(values.every(value => value >= low && value <= high)).toBe(true);
    const mean = (low + 4 * mode + high) / 6;
    const variance = ((mean - low) * (high - mean)) / 7;
    const found = momentsOf(values);
    expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / DRAWS));
    expect(found.variance / variance).toBeGreaterThan(0.95);
    expect(found.variance / variance).toBeLessThan(1.05);
  });

  test('PERT of a single value is that value', () => {
    expect(random.pert(3, 3, 3)).toBe(3);
    expect(random.pert(3, 5, 2)).toBe(3);
  });
});
