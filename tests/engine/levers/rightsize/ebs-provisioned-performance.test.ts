/** IOPS and throughput that were never used are given back; what is included or needed stays. */

import { describe, expect, test } from 'vitest';
import type { VolumeResource } from '../../../../src/engine/estate/estate.ts';
import { leverById } from '../../../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS } from '../../../../src/engine/plan.ts';
import { applyMove } from '../../../../src/engine/simulate/apply-move.ts';
import { costOf, createBaseline } from '../../../../src/engine/simulate/model-cost.ts';
import { ask, estateOf, move, ratesOf, utilization, volume } from '../../estates.ts';

const LEVER = 'ebs-provisioned-performance';
const GP3 = { volumeType: 'gp3', iops: 10_000, throughputMibps: 500 } as const;
const IO1 = { volumeType: 'io1', iops: 10_000, throughputMibps: null } as const;
const seen = (iops: number | null, mibps: number | null, observedDays = 30) => ({
  utilization: utilization({ iops: { max: iops }, throughputMibps: { max: mibps }, observedDays }),
});
const answer = (more: Partial<VolumeResource>) => ask(LEVER, estateOf([volume('v', more)]), 'v');

describe('keeps what was seen with a fifth more', () => {
  test.each<readonly [string, Partial<VolumeResource>, number, number | null]>([
    ['down to what gp3 includes', { ...GP3, ...seen(100, 10) }, 3000, 125],
    ['above what gp3 includes', { ...GP3, ...seen(5000, 200) }, 6000, 240],
    ['throughput as it is where it is needed', { ...GP3, ...seen(1000, 490) }, 3000, 500],
    // 990 MiB/s need 3,960 IOPS: one for each quarter MiB/s.
    ['IOPS that throughput needs', { ...GP3, throughputMibps: 990, ...seen(100, 825) }, 3960, 990],
    ['of io1', { ...IO1, ...seen(2000, 100) }, 2400, null],
    ['of io1, for its throughput', { ...IO1, ...seen(100, 400) }, 1920, null],
    ['of an idle io1: at least 100', { ...IO1, ...seen(0, 0) }, 100, null],
  ])('%s', (_name, more, iops, throughputMibps) => {
    expect(answer(more)).toMatchObject({
      evidence: 'measured',
      effect: { kind: 'reprovision', volumeType: more.volumeType, iops, throughputMibps },
    });
  });
});

test('saves 7,000 IOPS x $0.005 and 375 MiB/s x $0.04 a month: $50', () => {
  const estate = estateOf([volume('v', { ...GP3, ...seen(100, 10) })]);
  const rates = ratesOf(estate);
  const lever = leverById(LEVER);
  if (!lever) throw new Error('no lever');
  const baseline = createBaseline(estate, rates);
  const { estate: after } = applyMove(estate, move(LEVER), lever, DEFAULT_GUARDRAILS, rates);
  expect(baseline.effective.minus(costOf(after, baseline).effective).toNumber()).toBeCloseTo(50, 6);
});

test.each<readonly [string, Partial<VolumeResource>, string]>([
  ['for gp2: IOPS come with its size', seen(10, 10), 'gp2 has no provisioned performance'],
  ['without metrics', GP3, 'not observed long enough'],
  ['seen for too short a time', { ...GP3, ...seen(10, 10, 3) }, 'not observed long enough'],
  [
    'without throughput',
    { ...GP3, ...seen(10, null) },
    'IOPS and throughput not both observed: import metrics',
  ],
  ['without IOPS', { ...IO1, ...seen(null, 5) }, 'IOPS and throughput not both observed: import metrics'],
  ['when all is used', { ...GP3, ...seen(9000, 450) }, 'pays for no more than it needs'],
  [
    'when it has what is included',
    { ...GP3, iops: 3000, throughputMibps: 125, ...seen(1, 1) },
    'pays for no more than it needs',
  ],
  ['when it needs more than gp3 can do', { ...GP3, ...seen(15_000, 10) }, 'needs more than it can be given'],
  ['without a price', { ...IO1, volumeType: 'io2', ...seen(10, 10) }, 'no io2 price in us-east-1'],
])('no %s', (_name, more, reason) => {
  expect(answer(more)).toEqual({ eligible: false, reason });
});
