/** Draws spread over worker threads: the same bytes for any number of them, progress, and a stop at once. */

import { describe, expect, test } from 'vitest';
import { drawRuns } from '../../src/app/chance-runner.ts';
import { certain } from '../../src/engine/chance/quantities.ts';
import { summarise } from '../../src/engine/index.ts';
import { plainMove, plainSurrogate } from '../engine/chance/plain-surrogate.ts';

const MOVES = ['a', 'b', 'c'].map(id =>
  plainMove(id, { ratesAhead: [1], shareRealised: { low: 0.5, mode: 0.9, high: 1 } }),
);
const SURROGATE = plainSurrogate(MOVES, [100, 50, 20], {
  rates: [certain(1), { low: 0.5, mode: 0.9, high: 1 }, certain(1)],
  neededSaving: 120,
});
const RUNS = 9000;

describe('workers', () => {
  test('draw the same as this thread, however many there are', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(async workers =>
        summarise(SURROGATE, 'x', await drawRuns(SURROGATE, { seed: 'x', runs: RUNS, workers })),
      ),
    );
    expect(answers[0]?.runs).toBe(RUNS);
    expect(JSON.stringify(answers[1])).toBe(JSON.stringify(answers[0]));
    expect(JSON.stringify(answers[2])).toBe(JSON.stringify(answers[0]));
  });

  test.each([1, 2])('tell how far they are: %d', async workers => {
    const shares: number[] = [];
    await drawRuns(SURROGATE, {
      seed: 1,
      runs: RUNS,
      workers,
      onProgress: ({ share }) => shares.push(share),
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(shares.length).toBeGreaterThan(1);
  });

  test.each([1, 2])('stop with the reason of the signal: %d', async workers => {
    const stop = new AbortController();
    const drawing = drawRuns(SURROGATE, {
      seed: 1,
      runs: 400_000,
      workers,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    const started = performance.now();
    await expect(drawing).rejects.toThrow('enough');
    // All of them would take tens of seconds.
    expect(performance.now() - started).toBeLessThan(10_000);
    await expect(drawRuns(SURROGATE, { seed: 1, runs: 10, signal: stop.signal })).rejects.toThrow('enough');
  });
});
