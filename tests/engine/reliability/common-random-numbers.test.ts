import { describe, expect, test } from 'vitest';
import {
  BLOCK_WINDOWS,
  createStream,
  drawPointCount,
  fillFrom,
  heightThreshold,
  PURPOSE,
  startStream,
  streamKey,
  stripAt,
  uniformFrom,
} from '../../../src/engine/reliability/common-random-numbers.ts';

function numbersOf(
  className: string,
  block: number,
  purpose: number,
  count: number,
  workload = 'shop',
): number[] {
  const stream = createStream();
  startStream(stream, streamKey(1, workload, className), block, purpose);
  const numbers = new Uint32Array(count);
  fillFrom(stream, numbers, count);
  return [...numbers];
}

describe('streams', () => {
  test('are functions of class, workload, block and purpose', () => {
    const first = numbersOf('zone', 0, 0, 20);

    expect(numbersOf('zone', 0, 0, 20)).toEqual(first);
    for (const other of [
      numbersOf('change', 0, 0, 20),
      numbersOf('zone', 1, 0, 20),
      numbersOf('zone', 0, 1, 20),
      numbersOf('zone', 0, 0, 20, 'other'),
    ])
      expect(other.filter(number => first.includes(number))).toEqual([]);
  });

  test('names that join to the same text are different', () => {
    expect([...streamKey(1, 'a', 'b/c')]).not.toEqual([...streamKey(1, 'a/b', 'c')]);
    expect([...streamKey(1, 'a', '","b')]).not.toEqual([...streamKey(1, 'a","', 'b')]);
  });

  test('have no number in common with their neighbours, and are even', () => {
    const all = Array.from({ length: 64 }, (_, block) =>
      Object.values(PURPOSE).flatMap(purpose => numbersOf('zone', block, purpose, 256)),
    ).flat();
    // 98,304 numbers of 32 bits have about one pair in common by chance.
    expect(all.length - new Set(all).size).toBeLessThan(8);
    const cells = new Array(64).fill(0);
    for (const number of all) cells[number >>> 26] += 1;
    const expected = all.length / 64;
    const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 63 degrees of freedom: mean 63, sd 11.2.
    expect(chiSquare).toBeGreaterThan(63 - 4 * 11.2);
    expect(chiSquare).toBeLessThan(63 + 4 * 11.2);
    let product = 0;
    for (let i = 1; i < all.length; i++) product += (all[i]! / 2 ** 32 - 0.5) * (all[i - 1]! / 2 ** 32 - 0.5);
    expect(Math.abs(product / all.length) * 12).toBeLessThan(4 / Math.sqrt(all.length));
  });

  test('count what they gave, and uniforms are never 0 or 1', () => {
    const stream = createStream();
    startStream(stream, streamKey(1, 'shop', 'zone'), 0, 0);
    for (let i = 0; i < 100; i++) {
      const value = uniformFrom(stream);
      expect(value > 0 && value < 1).toBe(true);
    }
    expect(stream.drawn).toBe(200);
  });
});

describe('strips', () => {
  test('lie on each other from 0 upwards', () => {
    let top = 0;
    for (let index = 0; index < 20; index++) {
      const { low, height } = stripAt(index);
      expect(low).toBe(top);
      top = low + height;
    }
  });

  test('a threshold keeps the part of a strip that is below the rate', () => {
    const strip = stripAt(3);

    expect(heightThreshold(strip, strip.low + strip.height / 4)).toBe(2 ** 20);
    expect(heightThreshold(strip, strip.low + strip.height)).toBe(2 ** 22);
  });

  test.each([0, 4, 10])('strip %d has Poisson numbers of points', index => {
    const expected = stripAt(index).height * BLOCK_WINDOWS;
    const stream = createStream();
    const blocks = 4000;
    let sum = 0;
    let squares = 0;
    for (let block = 0; block < blocks; block++) {
      startStream(stream, streamKey(1, 'shop', 'zone'), block, PURPOSE.count);
      const count = drawPointCount(stream, index);
      sum += count;
      squares += count * count;
    }
    const mean = sum / blocks;
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(expected / blocks));
    expect(Math.abs((squares / blocks - mean * mean) / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / blocks));
  });
});
