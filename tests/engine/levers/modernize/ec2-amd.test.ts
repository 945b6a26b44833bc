/** AMD of the same size: the sixth generation is cheaper than Intel, the seventh a fifth dearer. */

import { describe, expect, test } from 'vitest';
import { instance } from '../../estates.ts';
import { answerFor, BOOK, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'ec2-amd';

describe('the type that it takes', () => {
  test.each([
    // 0.096 -> 0.086 for m5a and 0.0864 for m6a: the older one is cheaper by the hour.
    ['m5.large', 'm5a.large'],
    ['c5.xlarge', 'c6a.xlarge'],
    ['m6i.xlarge', 'm6a.xlarge'],
    ['t3.medium', 't3a.medium'],
  ])('%s -> %s', (from, to) => {
    expect(answerFor(LEVER, [instance('i', { instanceType: from })])).toMatchObject({
      effect: { kind: 'resize', toInstanceType: to },
      risks: [{ kind: 'change-event', multiplier: 1.5 }],
    });
  });

  test('runs Windows too: the licence stays, the machine gets cheaper', () => {
    const windows = instance('i', { instanceType: 'm6i.xlarge', operatingSystem: 'windows' });
    // 0.192 -> 0.1728; 4 vCPUs at 0.046 before and after.
    expect(savedBy(LEVER, [windows])).toBeCloseTo(0.0192 * 168, 6);
  });
});

describe('no', () => {
  test.each([
    ['for AMD', 'm6a.large', 'already on AMD'],
    ['for Graviton', 'm7g.large', 'already on Graviton'],
    [
      'for the seventh generation: 14.9 % more for',
      'm7i.large',
      'm7a.large costs 15.0 % more an hour: it pays only where it needs fewer hours',
    ],
  ])('%s %s', (_name, instanceType, reason) => {
    expect(reasonOf(answerFor(LEVER, [instance('i', { instanceType })]))).toBe(reason);
  });

  test('for an m5 if only the seventh generation were left: 20.8 % dearer', () => {
    const book = {
      ...BOOK,
      instancePrice: (name: string, ...rest: [string, 'linux']) =>
        /^m[56]a\./.test(name) ? null : BOOK.instancePrice(name, ...rest),
    } as typeof BOOK;
    expect(reasonOf(answerFor(LEVER, [instance('i')], {}, { book }))).toMatch(
      /^m7a\.large costs 20\.[78] % more an hour/,
    );
  });
});
