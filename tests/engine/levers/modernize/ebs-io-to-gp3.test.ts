/** Provisioned IOPS against gp3: large savings where the IOPS were not used, and a volume that dies more often. */

import { describe, expect, test } from 'vitest';
import type { VolumeResource } from '../../../../src/engine/estate/estate.ts';
import { utilization, volume } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'ebs-io-to-gp3';
const seen = (iops: number | null, mibps: number | null) =>
  utilization({ iops: { max: iops }, throughputMibps: { max: mibps } });
const io = (more: Partial<VolumeResource> = {}) =>
  volume('v', { volumeType: 'io1', sizeGib: 500, iops: 10_000, utilization: seen(2000, 60), ...more });

test('500 GiB with 10,000 IOPS that used 2,000: 712.50 USD a month become 40', () => {
  expect(answerFor(LEVER, [io()])).toMatchObject({
    evidence: 'measured',
    effect: { kind: 'reprovision', volumeType: 'gp3', iops: 3000, throughputMibps: 125 },
  });
  // 500 x 0.125 + 10,000 x 0.065; 500 x 0.08.
  expect(savedBy(LEVER, [io()])).toBeCloseTo(712.5 - 40, 6);
});

test('what was used stays: 8,000 IOPS and 300 MiB/s with a fifth more', () => {
  const busy = io({ utilization: seen(8000, 300) });
  expect(answerFor(LEVER, [busy])).toMatchObject({ effect: { iops: 9600, throughputMibps: 360 } });
  // 6,600 IOPS at 0.005 and 235 MiB/s at 0.04 above what is included.
  expect(savedBy(LEVER, [busy])).toBeCloseTo(712.5 - 40 - 33 - 9.4, 6);
});

test('no more than was provisioned is needed, whatever was seen', () => {
  expect(answerFor(LEVER, [io({ utilization: seen(10_000, 100) })])).toMatchObject({
    effect: { iops: 10_000 },
  });
});

test('without metrics all that is provisioned is needed, and only when asked', () => {
  const unseen = io({ utilization: null });
  expect(reasonOf(answerFor(LEVER, [unseen]))).toBe('IOPS and throughput not observed: import metrics');
  expect(answerFor(LEVER, [unseen], { acceptUnobserved: true })).toMatchObject({
    evidence: 'assumed',
    effect: { iops: 10_000, throughputMibps: 1000 },
  });
});

test('only io2 loses durability: 0.001 % of volumes a year become 0.2 %', () => {
  const risks = (volumeType: string) => {
    const found = answerFor(LEVER, [io({ volumeType })]);
    return 'risks' in found ? found.risks : [];
  };
  expect(risks('io2')).toMatchObject([
    { kind: 'volume-type', volumes: 1, annualFailureRate: 0.002 },
    { kind: 'change-event', multiplier: 0.5 },
  ]);
  expect(risks('io1')).toMatchObject([{ kind: 'change-event', multiplier: 0.5 }]);
});

describe('no', () => {
  test.each<readonly [string, Partial<VolumeResource>, string]>([
    ['for gp2', { volumeType: 'gp2', iops: null }, 'is gp2, not io1 or io2'],
    ['for gp3', { volumeType: 'gp3' }, 'is gp3, not io1 or io2'],
    [
      'above 16,000 IOPS',
      { iops: 40_000, utilization: seen(30_000, 100) },
      'needs more than gp3 offers at this size',
    ],
    ['without a price', { region: 'xx-nowhere-9' }, 'no price of io1 or gp3 in xx-nowhere-9'],
  ])('%s', (_name, more, reason) => {
    expect(reasonOf(answerFor(LEVER, [io(more)]))).toBe(reason);
  });
});
