/** Something that is done step by step. */

import { describe, expect, test } from 'vitest';
import { followSearch } from '../../src/app/follow-search.ts';

function counting(total: number) {
  let done = 0;
  return { total, next: () => (done < total ? { done: ++done } : null), found: () => done };
}

describe('following a search', () => {
  test('tells how far it is after each step, and what was found', async () => {
    const shares: number[] = [];
    const found = await followSearch(counting(4), 'Counting', {
      onProgress: ({ text, share }) => {
        expect(text).toBe('Counting');
        shares.push(share);
      },
    });
    expect([found, shares]).toEqual([4, [0.25, 0.5, 0.75, 1]]);
  });

  test('ends between two steps when it is told to stop', async () => {
    const controller = new AbortController();
    const search = counting(1000);
    const followed = followSearch(search, 'Counting', {
      signal: controller.signal,
      onProgress: ({ share }) => {
        if (share >= 0.01) controller.abort(new Error('enough'));
      },
    });
    await expect(followed).rejects.toThrow('enough');
    expect(search.found()).toBe(10);
  });
});
