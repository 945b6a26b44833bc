/** A search followed to its end, or to Ctrl+C. */

import { expect, test } from 'vitest';
import type { Io } from '../../src/cli/command.ts';
import { followSearch } from '../../src/cli/follow-search.ts';

function io(signal: AbortSignal, shown: string[]): Io {
  return {
    out: () => {},
    err: text => {
      shown.push(text);
    },
    cwd: '',
    env: {},
    platform: 'linux',
    isOutTty: false,
    isErrTty: true,
    isInTty: false,
    columns: 80,
    signal,
    openScreens: () => Promise.reject(new Error('no screens here')),
  };
}

function counting(total: number, onStep: (done: number) => void = () => {}) {
  let done = 0;
  return {
    total,
    next: () => {
      if (done >= total) return null;
      done++;
      onStep(done);
      return { done };
    },
    found: () => done,
  };
}

test('a search is followed to its end, with progress that is wiped', async () => {
  const shown: string[] = [];
  const found = await followSearch(counting(4), io(new AbortController().signal, shown), 'Counting');

  expect(found).toBe(4);
  expect(shown.join('')).toContain('Counting 50 %');
  expect(shown.at(-1)).toBe('\r\u001b[K');
});

test('Ctrl+C ends it at the next step, and wipes the line', async () => {
  const shown: string[] = [];
  const stop = new AbortController();
  let last = 0;
  const search = counting(1000, done => {
    last = done;
    if (done === 3) stop.abort(new Error('stopped'));
  });

  await expect(followSearch(search, io(stop.signal, shown), 'Counting')).rejects.toThrow('stopped');
  expect(last).toBe(3);
  expect(shown.at(-1)).toBe('\r\u001b[K');
});
