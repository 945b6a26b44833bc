/** Changes that show in storage: the type and provisioned performance of a volume, the classes of a bucket. */

import type { ReprovisionEffect, RetierEffect } from '../../effect.ts';
import type { BucketResource, VolumeResource } from '../../estate/estate.ts';
import { byShare, cannotTell, done, notDone, type Verdict } from '../verdict.ts';
import type { Sight } from './sight.ts';

function performanceText({ volumeType, iops, throughputMibps }: VolumeResource): string {
  const parts = [
    volumeType,
    ...(iops === null ? [] : [`${Math.round(iops)} IOPS`]),
    ...(throughputMibps === null ? [] : [`${Math.round(throughputMibps)} MiB/s`]),
  ];
  return parts.join(', ');
}

/** How much of a planned cut of one setting shows; null where the plan does not cut it. */
function cutShare(before: number | null, after: number | null, planned: number | null): number | null {
  if (before === null || planned === null || before <= planned) return null;
  return (before - (after ?? before)) / (before - planned);
}

/** The volume type; where that stays, how much of the provisioned performance was given up. */
export function verifyReprovision({ effect, before, after }: Sight<ReprovisionEffect>): Verdict {
  if (after.kind !== 'volume' || before.kind !== 'volume') return cannotTell('no volume in the bill');
  const seen = performanceText(after);
  if (before.volumeType !== effect.volumeType)
    return after.volumeType === effect.volumeType ? done(seen) : notDone(seen);
  if (after.volumeType !== effect.volumeType) return notDone(seen);
  const cuts = [
    cutShare(before.iops, after.iops, effect.iops),
    cutShare(before.throughputMibps, after.throughputMibps, effect.throughputMibps),
  ].flatMap(share => (share === null ? [] : [share]));
  if (cuts.length === 0) return cannotTell(`${seen}: the plan changes nothing that the bill shows`);
  return byShare(cuts.reduce((a, b) => a + b, 0) / cuts.length, seen);
}

/** Share of a bucket's storage in a class. */
function classShare({ storage }: BucketResource, storageClass: string): number {
  const total = storage.reduce((sum, { gibMonths }) => sum + gibMonths, 0);
  const inClass = storage.reduce(
    (sum, each) => sum + (each.storageClass === storageClass ? each.gibMonths : 0),
    0,
  );
  return total > 0 ? inClass / total : 0;
}

/** How much of what should leave a class has left it. Shares of the bucket: its growth changes nothing. */
export function verifyRetier({ effect, before, plannedFrom, after }: Sight<RetierEffect>): Verdict {
  if (after.kind !== 'bucket' || before.kind !== 'bucket' || plannedFrom.kind !== 'bucket')
    return cannotTell('no storage classes in the bill');
  const planned = plannedFrom.storage.reduce((sum, { gibMonths }) => sum + gibMonths, 0);
  const leaving = planned > 0 ? effect.gib / planned : 0;
  if (leaving <= 0) return cannotTell('the plan moves nothing');
  const start = Math.max(classShare(before, effect.fromClass), classShare(plannedFrom, effect.fromClass));
  const now = classShare(after, effect.fromClass);
  return byShare(
    (start - now) / leaving,
    `${(now * 100).toFixed(1)} % in ${effect.fromClass}, ${(start * 100).toFixed(1)} % before, ${((start - leaving) * 100).toFixed(1)} % planned`,
  );
}
