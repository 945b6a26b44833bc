/** Meters by name, and the traces that keep a rule from finding the same thing twice. */

import { expect, test } from 'vitest';
import { applyEffect } from '../../../../src/engine/apply-effect.ts';
import {
  expire,
  isExpired,
  metersNamed,
  unlistedGib,
} from '../../../../src/engine/levers/clean-up/aws-meters.ts';
import { meter } from '../../../helpers/lever-samples/clean-up.ts';
import { ages, ask, bucket, estateOf, other, utilization } from '../../estates.ts';

const PERIOD = { startMs: 0, endMs: 3_600_000 };

test('a meter has its name in every Region, and counts only where something was used', () => {
  const resource = other('r', '1', {
    meters: [
      meter('EBS:SnapshotUsage', 5, 0.05),
      meter('USE2-EBS:SnapshotUsage', 6, 0.05),
      meter('EUC1-EBS:SnapshotUsage', 0, 0.05),
      meter('EBS:SnapshotUsageUnderBilling', 7, 0.05),
    ],
  });
  expect(metersNamed(resource, /^EBS:SnapshotUsage$/).map(({ quantity }) => quantity)).toEqual([5, 6]);
});

const LISTED = bucket('b', { utilization: utilization({ objectAges: [ages(0, 100), ages(90, 600)] }) });

function expired(from: typeof LISTED, ...args: [number, Parameters<typeof expire>[2]]) {
  const { resource } = applyEffect(from, expire(from, ...args), PERIOD);
  if (resource?.kind !== 'bucket') throw new Error('a bucket stays a bucket');
  return resource;
}

test('what an expiry takes is gone from Standard; the listed objects stay as they are', () => {
  const after = expired(LISTED, 200, 'incomplete-uploads');
  expect(after.storage).toEqual([{ storageClass: 'STANDARD', gibMonths: 800 }]);
  expect(after.utilization).toEqual(LISTED.utilization);
  expect(unlistedGib(LISTED)).toBe(300);
  expect(unlistedGib(after)).toBe(100);
});

test('each expiry is known by its own trace', () => {
  expect(isExpired(LISTED, 'incomplete-uploads')).toBe(false);
  const once = expired(LISTED, 200, 'incomplete-uploads');
  expect([isExpired(once, 'incomplete-uploads'), isExpired(once, 'noncurrent-versions')]).toEqual([
    true,
    false,
  ]);
  const twice = expired(once, 50, 'noncurrent-versions');
  expect([isExpired(twice, 'incomplete-uploads'), isExpired(twice, 'noncurrent-versions')]).toEqual([
    true,
    true,
  ]);
});

test.each(['STANDARD_IA', 'GLACIER_IR', 'INTELLIGENT_TIERING'])(
  'once objects were moved to %s the list tells nothing of the rest, and no expiry is taken for done',
  toClass => {
    const found = ask('s3-storage-tiering', estateOf([LISTED]), 'b', { toClass, onlyIfCheaper: false });
    if ('reason' in found || found.effect.kind !== 'retier') throw new Error('moves nothing');
    const { resource } = applyEffect(LISTED, found.effect, PERIOD);
    if (resource?.kind !== 'bucket') throw new Error('a bucket stays a bucket');
    expect(unlistedGib(resource)).toBeNull();
    expect(isExpired(resource, 'incomplete-uploads')).toBe(false);
    expect(isExpired(resource, 'noncurrent-versions')).toBe(false);
  },
);
