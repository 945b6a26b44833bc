/** What the two S3 archives have in common: a lifecycle rule for objects that are practically never read, with overhead bytes and restores. */

import type { RetierEffect } from '../../effect.ts';
import type { BucketResource, UnitUsage } from '../../estate/estate.ts';
import { type Eligible, type Ineligible, type LeverContext, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { archivedGib, minimumDays } from '../../pricing/object-storage.ts';
import type { RiskChange } from '../../reliability/index.ts';
import { dollars, whole } from './aws-meters.ts';
import { coldOf, flowOf } from './object-ages.ts';

export const LIFECYCLE =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html';
export const S3_CLASSES = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html';

export type ArchiveClass = 'GLACIER_FLEXIBLE' | 'DEEP_ARCHIVE';

/** Parameters of both archives, by their defaults. */
export function archiveParams(afterDays: number, readPercentMax: number) {
  return {
    afterDays: numberParam({
      label: 'Archive after',
      unit: 'days',
      description: 'Assumption: an object of this age is only kept because it must be.',
      default: afterDays,
      min: 0,
      max: 3650,
      step: 30,
    }),
    readPercentMax: numberParam({
      label: 'Read back at most',
      unit: '% a month',
      description: 'Assumption: what is read more often than this may not take hours to come back.',
      default: readPercentMax,
      min: 0,
      max: 100,
      step: 0.5,
    }),
  };
}

function restoresOf(bucket: BucketResource, to: ArchiveClass, objectsPerMonth: number): UnitUsage[] {
  return objectsPerMonth > 0
    ? [
        {
          service: 's3',
          item: to,
          component: 'retrieval_requests_standard',
          region: bucket.region ?? '',
          quantity: objectsPerMonth / 1000,
        },
      ]
    : [];
}

function effectOn(bucket: BucketResource, to: ArchiveClass, afterDays: number): RetierEffect {
  const standardGib = bucket.storage.find(({ storageClass }) => storageClass === 'STANDARD')?.gibMonths ?? 0;
  const groups = bucket.utilization?.objectAges ?? [];
  const cold = coldOf(groups, afterDays);
  const gib = Math.min(cold.gib, standardGib);
  const scale = cold.gib > 0 ? gib / cold.gib : 0;
  const objects = cold.objects * scale;
  const minimum = minimumDays(to);
  const flow = flowOf(groups, afterDays, minimum);
  const retrieved = cold.retrievedGib * scale;
  const billed = archivedGib(gib, objects);
  return {
    kind: 'retier',
    resourceId: bucket.id,
    fromClass: 'STANDARD',
    fromDays: afterDays,
    gib,
    to: [
      { storageClass: to, gib: billed.archive },
      { storageClass: 'STANDARD', gib: billed.standard },
    ],
    transitionClass: to,
    objectsOnce: objects,
    objectsPerMonth: flow.objectsPerMonth,
    retrievedGibPerMonth: retrieved,
    earlyDeletedGibPerMonth: flow.earlyDeletedGibPerMonth,
    // Deleted evenly over the minimum: half of it is still owed on average.
    earlyDeletedMonthsCharged: minimum / 2 / 30,
    monitoredObjects: 0,
    added: restoresOf(bucket, to, gib > 0 ? (objects * retrieved) / gib : 0),
  };
}

/** USD a month of restore requests; null without a price. */
function restoreCost(added: readonly UnitUsage[], { rates }: LeverContext): number | null {
  let total = 0;
  for (const { service, item, component, region, quantity } of added) {
    const price = rates.unitPrice(service, item, component, region);
    if (price === null) return null;
    total += price * quantity;
  }
  return total;
}

/** Whether a bucket has something for an archive, and what moving it there does. */
export function archiveFinding(
  bucket: BucketResource,
  to: ArchiveClass,
  params: { readonly afterDays: number; readonly readPercentMax: number },
  context: LeverContext,
): Eligible<{ readonly effect: RetierEffect }> | Ineligible {
  const { afterDays, readPercentMax } = params;
  if (!bucket.storage.some(({ storageClass, gibMonths }) => storageClass === 'STANDARD' && gibMonths > 0))
    return no('holds no Standard storage');
  if (!bucket.utilization || bucket.utilization.objectAges.length === 0)
    return no('age and size of its objects unknown: import a storage class analysis');
  const effect = effectOn(bucket, to, afterDays);
  if (effect.gib <= 0) return no(`nothing of 128 KiB or more is older than ${afterDays} days`);
  const readPercent = (100 * effect.retrievedGibPerMonth) / effect.gib;
  if (readPercent > readPercentMax)
    return no(`${readPercent.toFixed(1)} % of it is read back a month: an archive answers in hours`);
  const saved = context.saving(effect);
  const restores = restoreCost(effect.added ?? [], context);
  if (saved === null || restores === null) return no(`no ${to} price in ${bucket.region ?? 'this region'}`);
  if (saved <= restores)
    return no(`overhead, restores and fees would cost ${dollars(restores - saved)} more than storage saves`);
  return yes(
    `${whole(effect.gib)} GiB in ${whole(effect.objectsOnce)} objects older than ${afterDays} days, ${readPercent.toFixed(1)} % read back a month`,
    'measured',
    { effect },
  );
}

/** Both archives are as available as Standard once restored; what changes is how long a restore takes. */
export function archiveRisk(to: 'GLACIER' | 'DEEP_ARCHIVE', restore: string): readonly RiskChange[] {
  return [
    { kind: 'storage-class', to, retrieval: 'standard', reason: `a read waits for a restore: ${restore}` },
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: 'a lifecycle rule; whoever still reads the objects at once gets an error',
    },
  ];
}
