/** Newer generations: worth it from the fourth, never from the fifth, never between Gravitons. */

import { describe, expect, test } from 'vitest';
import { instance } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'ec2-newer-generation';

describe('yes', () => {
  test.each([
    ['m4.xlarge', 'm6i.xlarge', 0.2 - 0.192],
    ['r4.xlarge', 'r6i.xlarge', 0.266 - 0.252],
    ['t2.medium', 't3.medium', 0.0464 - 0.0416],
    ['c4.xlarge', 'c6i.xlarge', 0.199 - 0.17],
  ])('%s -> %s, the newest of equal prices', (from, to, perHour) => {
    const machine = instance('i', { instanceType: from });
    expect(answerFor(LEVER, [machine])).toMatchObject({ effect: { toInstanceType: to } });
    expect(savedBy(LEVER, [machine])).toBeCloseTo(perHour * 168, 9);
  });

  test('for a GPU only when asked: g5 -> g6 is a fifth cheaper', () => {
    const machine = instance('i', { instanceType: 'g5.xlarge' });
    expect(answerFor(LEVER, [machine], { includeAccelerated: true })).toMatchObject({
      effect: { toInstanceType: 'g6.xlarge' },
    });
  });
});

test('local disks that no list has are a no, unless what they hold may go; disks that a list has are kept', () => {
  const old = instance('i', { instanceType: 'c3.large' });
  expect(reasonOf(answerFor(LEVER, [old]))).toBe('c3.large has local disks that c6i.large may not have');
  expect(answerFor(LEVER, [old], { acceptLocalDisks: true })).toMatchObject({
    effect: { toInstanceType: 'c6i.large' },
    risks: [{ kind: 'change-event', multiplier: 2 }],
  });
});

describe('no', () => {
  test.each([
    ['costs the same', 'm5.large', 'm6i.large costs the same'],
    [
      'is dearer between Graviton2 and 3',
      'm6g.large',
      'm7g.large costs 6.0 % more an hour: it pays only where it needs fewer hours',
    ],
    [
      'is dearer between Graviton3 and 4',
      'm7g.large',
      'm8g.large costs 10.0 % more an hour: it pays only where it needs fewer hours',
    ],
    [
      'is dearer after the sixth',
      'm6i.large',
      'm7i.large costs 5.0 % more an hour: it pays only where it needs fewer hours',
    ],
    [
      'is dearer on AMD',
      'm6a.xlarge',
      'm7a.xlarge costs 34.2 % more an hour: it pays only where it needs fewer hours',
    ],
    ['has a GPU', 'g4dn.xlarge', 'has accelerators: another generation must be benchmarked first'],
  ])('where the successor %s: %s', (_name, instanceType, reason) => {
    expect(reasonOf(answerFor(LEVER, [instance('i', { instanceType })]))).toBe(reason);
  });
});
