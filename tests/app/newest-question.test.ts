import { describe, expect, test } from 'vitest';
import { newestOnly } from '../../src/app/newest-question.ts';

/** A question whose answer a test gives. */
function question<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const signals: AbortSignal[] = [];
  return {
    ask: (signal: AbortSignal) => {
      signals.push(signal);
      return promise;
    },
    resolve,
    reject,
    isStopped: () => signals[0]?.aborted === true,
  };
}

describe('of questions that replace each other', () => {
  test('only the newest is answered; the one before is told to stop', async () => {
    const newest = newestOnly();
    const heard: string[] = [];
    const fail = (error: unknown) => heard.push(`failed ${String(error)}`);
    const first = question<string>();
    const second = question<string>();
    const asked = [
      newest(first.ask, value => heard.push(value), fail),
      newest(second.ask, value => heard.push(value), fail),
    ];
    expect([first.isStopped(), second.isStopped()]).toEqual([true, false]);
    second.resolve('second');
    first.resolve('first');
    await Promise.all(asked);

    expect(heard).toEqual(['second']);
  });

  test('what goes wrong is told, but not of a question that was replaced', async () => {
    const newest = newestOnly();
    const heard: unknown[] = [];
    const fail = (error: unknown) => heard.push(error);
    const first = question<string>();
    const second = question<string>();
    const asked = [newest(first.ask, () => {}, fail), newest(second.ask, () => {}, fail)];
    first.reject('stopped');
    second.reject('broken');
    await Promise.all(asked);

    expect(heard).toEqual(['broken']);
  });
});
