/** Graviton of the same size: the cheapest generation, never another memory or a system that has no arm64. */

import { describe, expect, test } from 'vitest';
import type { ComputeUsage } from '../../../../src/engine/estate/estate.ts';
import { instance, usage, utilization } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'ec2-graviton';

describe('the type that it takes', () => {
  test.each([
    // By the hour in us-east-1: 0.192 -> 0.154, 0.1632 and 0.17952 for generations 6, 7 and 8.
    ['m5.xlarge', 'm6g.xlarge'],
    ['c5.xlarge', 'c6g.xlarge'],
    ['r5.xlarge', 'r6g.xlarge'],
    ['t3.medium', 't4g.medium'],
    ['t2.medium', 't4g.medium'],
    ['m4.xlarge', 'm6g.xlarge'],
    ['m7i.xlarge', 'm7g.xlarge'],
    ['c7i.xlarge', 'c7g.xlarge'],
    ['m6a.xlarge', 'm6g.xlarge'],
    ['m5d.xlarge', 'm6gd.xlarge'],
  ])('%s -> %s', (from, to) => {
    expect(answerFor(LEVER, [instance('i', { instanceType: from })])).toMatchObject({
      evidence: 'inferred',
      effect: { kind: 'resize', resourceId: 'i', toInstanceType: to, vcpuRatio: 1 },
    });
  });
});

test('an m5.xlarge saves 19.8 % of what it costs: (0.192 - 0.154) USD for each of 168 hours', () => {
  expect(savedBy(LEVER, [instance('i', { instanceType: 'm5.xlarge' })])).toBeCloseTo(0.038 * 168, 9);
  expect(answerFor(LEVER, [instance('i', { instanceType: 'm5.xlarge' })])).toMatchObject({
    why: 'm5.xlarge -> m6g.xlarge costs 19.8 % less an hour',
  });
});

describe('no', () => {
  test.each<readonly [string, Partial<ComputeUsage>, string]>([
    ['on Graviton, although a newer one exists', { instanceType: 'm6g.large' }, 'already on Graviton'],
    ['on the first Graviton', { instanceType: 'a1.large' }, 'already on Graviton'],
    ['for Windows', { operatingSystem: 'windows' }, 'windows is left alone: only Linux is moved to arm64'],
    ['for Red Hat', { operatingSystem: 'rhel' }, 'rhel is left alone: only Linux is moved to arm64'],
    ['on spot', { purchase: 'spot', spotPerHour: 0.04 }, 'runs on spot'],
    [
      'for a GPU',
      { instanceType: 'g4dn.xlarge' },
      'has accelerators: another generation must be benchmarked first',
    ],
    ['for an unknown type', { instanceType: 'x9.large' }, 'x9.large is not in the price book of us-east-1'],
    // There is a c6g.8xlarge and a c6g.12xlarge.
    [
      'for a size that Graviton has not',
      { instanceType: 'c5.9xlarge' },
      'no price of a linux type like c5.9xlarge in us-east-1',
    ],
    ['for dedicated machines', { tenancy: 'dedicated' }, 'no price of m5.large for linux'],
    // 18 TB of local disks behind an i3en, less behind any Graviton of its name.
    [
      'for large local disks',
      { instanceType: 'i3en.2xlarge' },
      'no price of a linux type like i3en.2xlarge in us-east-1',
    ],
  ])('%s', (_name, more, reason) => {
    expect(reasonOf(answerFor(LEVER, [instance('i', more)]))).toBe(reason);
  });

  test('for an instance that changed its type in the period', () => {
    const machine = instance('i', [usage(), usage({ instanceType: 'm5.xlarge' })]);
    expect(reasonOf(answerFor(LEVER, [machine]))).toBe('ran several types or purchase options in the period');
  });

  test('where it was seen to move more than the new type carries', () => {
    const busy = utilization({ networkMbps: { p99: 2000 } });
    expect(reasonOf(answerFor(LEVER, [instance('i', {}, { utilization: busy })]))).toMatch(
      /^m6g\.large carries .* Gbit\/s, 2\.00 were seen$/,
    );
  });
});

test('a benchmark changes the load of the machine, not its hours', () => {
  const found = answerFor(LEVER, [instance('i')], { speedPercent: 80 });
  expect(found).toMatchObject({
    effect: { vcpuRatio: 0.8, memoryRatio: 1 },
    risks: [
      { kind: 'capacity', resourceId: 'i', ratio: 0.8 },
      { kind: 'change-event', multiplier: 1.5 },
    ],
  });
  expect(savedBy(LEVER, [instance('i')], { speedPercent: 80 })).toBeCloseTo((0.096 - 0.077) * 168, 9);
});

test('local disks are empty after the change: a move of data, not a restart', () => {
  const found = answerFor(LEVER, [instance('i', { instanceType: 'i4i.xlarge' })]);
  expect(found).toMatchObject({ effect: { toInstanceType: 'i4g.xlarge' }, risks: [{ multiplier: 2 }] });
});
