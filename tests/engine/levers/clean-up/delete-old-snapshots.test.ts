/** Old snapshots: only what no younger one needs is freed. */

import { describe, expect, test } from 'vitest';
import type { OtherResource } from '../../../../src/engine/estate/estate.ts';
import { meter, silence } from '../../../helpers/lever-samples/clean-up.ts';
import { ask, estateOf, other } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'delete-old-snapshots';
const OLD = silence({ lastAccess: '2022-06-01T00:00:00Z' });

/** 1,000 GiB-months at .05 = 50. */
function snapshot(more: Partial<OtherResource> = {}) {
  return other('snap', '50', { meters: [meter('EBS:SnapshotUsage', 1000, 0.05)], utilization: OLD, ...more });
}

function answer(more: Partial<OtherResource>, params: Record<string, number> = {}) {
  return ask(LEVER, estateOf([snapshot(more)]), 'snap', params);
}

describe('no', () => {
  const unit = { service: 'ebs', component: 'storage', region: 'us-east-1' };
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    ['for anything else', answer({ meters: [meter('NatGateway-Hours', 168, 0.045)] }), 'no snapshot storage'],
    [
      'when it is young',
      answer({ utilization: silence({ lastAccess: '2023-12-09T00:00:00Z' }) }),
      '30 days old, 365 asked for',
    ],
    [
      'when its age is unknown and nothing may be assumed',
      answer({ utilization: null }, { oldPercent: 0 }),
      'age unknown: import metrics',
    ],
    [
      'when a machine image needs it',
      answer({ name: 'Created by CreateImage(i-0a)' }),
      'belongs to a machine image, which has to go first',
    ],
    [
      'when it was done before',
      answer({ added: [{ ...unit, item: 'snapshot_standard', quantity: 0 }] }),
      'its old part is deleted already',
    ],
    [
      'when it lies in the archive',
      answer({ added: [{ ...unit, item: 'snapshot_archive', quantity: 10 }] }),
      'its old part is archived already',
    ],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });
});

describe('yes', () => {
  test('measured where the age is known, assumed where it is not', () => {
    expect(answer({})).toMatchObject({ evidence: 'measured', risks: [{ kind: 'copy-deletion' }, {}, {}] });
    expect(answer({ utilization: null })).toMatchObject({
      evidence: 'assumed',
      why: '300.0 GiB-months: age unknown, 30 % assumed to be older than 365 days; 38.7 % of it is freed, the rest belongs to younger snapshots',
    });
  });

  test.each<readonly [string, Record<string, number>, Partial<OtherResource>, number]>([
    // 12 snapshots of a volume are charged 1 + 11 x .05 of its size; .6 of it are freed.
    ['twelve of a volume, 5 % changed between two', {}, {}, (50 * 0.6) / 1.55],
    ['one of a volume', { perVolume: 1 }, {}, 50 * 0.05],
    ['a volume that is gone with all of its snapshots', { changedPercent: 100 }, {}, 50],
    ['30 % old, the rest young', { changedPercent: 100 }, { utilization: null }, 15],
  ])('%s', (_name, params, more, amount) => {
    expect(saved(LEVER, snapshot(more), params).perPeriod).toBeCloseTo(amount, 6);
  });
});
