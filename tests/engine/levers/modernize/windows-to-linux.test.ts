/** Windows to Linux on the same machine: the whole licence, and only for software of which somebody knows that it runs there. */

import { expect, test } from 'vitest';
import { instance } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'windows-to-linux';
const windows = instance('w', { instanceType: 'm5.large', operatingSystem: 'windows' });

test('an m5.large saves 2 licences of 0.046 USD an hour', () => {
  expect(savedBy(LEVER, [windows], { isPortable: true })).toBeCloseTo(2 * 0.046 * 168, 6);
  expect(answerFor(LEVER, [windows], { isPortable: true })).toMatchObject({
    evidence: 'assumed',
    effect: { toOperatingSystem: 'linux', toInstanceType: 'm5.large' },
    risks: [{ kind: 'change-event', multiplier: 2 }],
  });
});

test('no while nobody has said so, and never for what runs on Linux', () => {
  expect(reasonOf(answerFor(LEVER, [windows]))).toBe('nobody has said that its software runs on Linux');
  expect(reasonOf(answerFor(LEVER, [instance('l')], { isPortable: true }))).toBe(
    'runs no Windows with a licence of the provider',
  );
});
