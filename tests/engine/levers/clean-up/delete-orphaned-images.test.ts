/** Snapshots of images that nothing is launched from. */

import { describe, expect, test } from 'vitest';
import type { OtherResource } from '../../../../src/engine/estate/estate.ts';
import { meter, silence } from '../../../helpers/lever-samples/clean-up.ts';
import { ask, estateOf, other } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'delete-orphaned-images';

function snapshot(more: Partial<OtherResource> = {}) {
  return other('snap', '4', {
    meters: [meter('USW2-EBS:SnapshotUsage', 80, 0.05)],
    tags: { 'image-id': 'ami-0123456789abcdef0' },
    utilization: silence({ lastAccess: '2023-01-01T00:00:00Z' }),
    ...more,
  });
}

function answer(more: Partial<OtherResource>, params: Record<string, number> = {}) {
  return ask(LEVER, estateOf([snapshot(more)]), 'snap', params);
}

test.each<readonly [string, ReturnType<typeof ask>, string]>([
  ['for what is no snapshot', answer({ meters: [] }), 'no snapshot storage'],
  [
    'for a snapshot that no image is known to need',
    answer({ tags: {} }),
    'neither its name nor a tag says that it belongs to an image',
  ],
  [
    'when nobody knows the last launch',
    answer({ utilization: null }),
    'last access not observed: import metrics',
  ],
  [
    'when it was launched lately',
    answer({ utilization: silence({ lastAccess: '2023-12-09T00:00:00Z' }) }),
    'used 30 days ago',
  ],
])('no %s', (_name, found, reason) => {
  expect(found).toEqual({ eligible: false, reason });
});

describe('yes', () => {
  test('when nothing was launched from it for half a year, measured', () => {
    expect(answer({})).toMatchObject({ evidence: 'measured', why: '80.0 GiB-months, not used for 372 days' });
  });

  test.each([
    [100, 4],
    [25, 1],
  ])('with %i %% of its blocks its own it saves $%f', (uniquePercent, amount) => {
    expect(saved(LEVER, snapshot(), { uniquePercent }).perPeriod).toBeCloseTo(amount, 9);
  });
});
