/** A long answer that is kept up to date. */

import { describe, expect, test } from 'vitest';
import { keepAnswer } from '../../src/app/kept-answer.ts';

/** Questions that are answered when the test says so. */
function desk() {
  const told: (readonly [string, unknown])[] = [];
  const waiting: { question: number; signal: AbortSignal; answer(value: string): void; fail(): void }[] = [];
  const ask = keepAnswer<number, string>({
    ask: (question, { signal }) =>
      new Promise<string>((resolve, reject) => {
        if (!signal) throw new Error('a question can be stopped');
        signal.addEventListener('abort', () => reject(signal.reason));
        waiting.push({ question, signal, answer: resolve, fail: () => reject(new Error('no answer')) });
      }),
    isSame: (a, b) => a === b,
    onShare: share => told.push(['share', share]),
    onValue: (value, question) => told.push([value, question]),
    onError: error => told.push(['error', error instanceof Error ? error.message : error]),
  });
  return { ask, told, waiting };
}

describe('a question', () => {
  test('is asked once, however often it is put, and its answer comes with it', async () => {
    const { ask, told, waiting } = desk();
    const asked = ask(1);
    await ask(1);
    waiting[0]?.answer('one');
    await asked;
    expect(waiting).toHaveLength(1);
    expect(told).toEqual([
      ['share', 0],
      ['one', 1],
      ['share', null],
    ]);
  });

  test('replaces the one before it, whose answer never arrives', async () => {
    const { ask, told, waiting } = desk();
    const first = ask(1);
    const second = ask(2);
    waiting[1]?.answer('two');
    await Promise.all([first, second]);
    expect(waiting[0]?.signal.aborted).toBe(true);
    expect(told.filter(([name]) => name !== 'share')).toEqual([['two', 2]]);
  });

  test('that failed says so and may be put again', async () => {
    const { ask, told, waiting } = desk();
    const asked = ask(1);
    waiting[0]?.fail();
    await asked;
    const again = ask(1);
    waiting[1]?.answer('one');
    await again;
    expect(told.filter(([name]) => name !== 'share')).toEqual([
      ['error', 'no answer'],
      ['one', 1],
    ]);
  });
});
