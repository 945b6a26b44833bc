/** The Windows licence follows active vCPUs at 0.046 USD an hour each; the machine costs what it did. */

import { describe, expect, test } from 'vitest';
import { applyEffect } from '../../../../src/engine/apply-effect.ts';
import type { ComputeUsage } from '../../../../src/engine/estate/estate.ts';
import { estateOf, instance, utilization } from '../../estates.ts';
import { answerFor, BOOK, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'windows-optimize-cpus';
const machine = (p99: number | null, more: Partial<ComputeUsage> = {}) =>
  instance(
    'w',
    { instanceType: 'm5.4xlarge', operatingSystem: 'windows', ...more },
    { utilization: utilization({ cpu: { p99 } }) },
  );

test('16 vCPUs that use a fifth of themselves keep 4: 12 licences of 0.046 an hour go', () => {
  expect(savedBy(LEVER, [machine(0.2)])).toBeCloseTo(12 * 0.046 * 168, 6);
  expect(answerFor(LEVER, [machine(0.2)])).toMatchObject({
    evidence: 'measured',
    effect: { kind: 'resize', toInstanceType: 'm5.4xlarge', vcpuRatio: 0.25, memoryRatio: 1 },
    risks: [
      { kind: 'capacity', ratio: 0.25 },
      { kind: 'change-event', multiplier: 1.5 },
    ],
  });
});

test('never fewer than one core, and nothing for the other levers to take for Linux', () => {
  const found = answerFor(LEVER, [machine(0.001)]);
  if ('reason' in found || found.effect.kind !== 'resize') throw new Error('said no');
  expect(found.effect.vcpuRatio).toBe(2 / 16);
  const estate = estateOf([machine(0.001)], { book: BOOK });
  const [before] = estate.resources;
  const after = before && applyEffect(before, found.effect, estate.period).resource;
  if (!after) throw new Error('gone');
  expect(reasonOf(answerFor('ec2-graviton', [after]))).toBe(
    'windows is left alone: only Linux is moved to arm64',
  );
  expect(reasonOf(answerFor(LEVER, [after]))).toBe('its licence is counted by active vCPU already');
  expect(reasonOf(answerFor('spot-instances', [after]))).toBe('a licence for windows is no cheaper on spot');
});

describe('no', () => {
  test.each([
    ['for a busy machine', machine(0.9), 'needs 18 of its 16 vCPUs'],
    [
      'for Linux',
      machine(0.1, { operatingSystem: 'linux' }),
      'runs no Windows with a licence of the provider',
    ],
    ['without CPU metrics', machine(null), 'CPU not observed: import metrics'],
    [
      'for a licence that is not by vCPU',
      machine(0.1, { instanceType: 't3.medium' }),
      'the licence of t3.medium is not priced by vCPU',
    ],
    [
      'without a price',
      machine(0.1, { instanceType: 't3.large' }),
      'no price of t3.large with and without Windows in us-east-1',
    ],
  ])('%s', (_name, resource, reason) => {
    expect(reasonOf(answerFor(LEVER, [resource]))).toBe(reason);
  });
});
