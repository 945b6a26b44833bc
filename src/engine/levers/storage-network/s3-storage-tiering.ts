/** Let a lifecycle rule move cold objects to a cheaper S3 class, with every fee that comes with it. */

import type { RetierEffect } from '../../effect.ts';
import type { BucketResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam, choiceParam, numberParam } from '../../lever-params.ts';
import { billableGib, minimumDays } from '../../pricing/object-storage.ts';
import { REALIZATION } from '../realization.ts';
import { coldOf, flowOf } from './object-ages.ts';

const LIFECYCLE =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html';

type ToClass = 'STANDARD_IA' | 'INTELLIGENT_TIERING' | 'GLACIER_IR';

function effectOn(bucket: BucketResource, toClass: ToClass, afterDays: number): RetierEffect {
  const standardGib = bucket.storage.find(({ storageClass }) => storageClass === 'STANDARD')?.gibMonths ?? 0;
  const groups = bucket.utilization?.objectAges ?? [];
  const cold = coldOf(groups, afterDays);
  const gib = Math.min(cold.gib, standardGib);
  const scale = cold.gib > 0 ? gib / cold.gib : 0;
  const isTiering = toClass === 'INTELLIGENT_TIERING';
  const minimum = isTiering ? 0 : minimumDays(toClass);
  const flow = flowOf(groups, afterDays, minimum);
  const frequent = Math.min(gib, cold.retrievedGib * scale);
  const archived = Math.min(gib - frequent, cold.archivableGib * scale);
  return {
    kind: 'retier',
    resourceId: bucket.id,
    fromClass: 'STANDARD',
    fromDays: afterDays,
    gib,
    to: isTiering
      ? [
          { storageClass: 'INT_FREQUENT', gib: frequent },
          { storageClass: 'INT_INFREQUENT', gib: gib - frequent - archived },
          { storageClass: 'INT_ARCHIVE_INSTANT', gib: archived },
        ]
      : [{ storageClass: toClass, gib: billableGib(gib, cold.objects * scale) }],
    transitionClass: isTiering ? 'INT' : toClass,
    objectsOnce: cold.objects * scale,
    objectsPerMonth: flow.objectsPerMonth,
    retrievedGibPerMonth: isTiering ? 0 : cold.retrievedGib * scale,
    earlyDeletedGibPerMonth: flow.earlyDeletedGibPerMonth,
    // Deleted evenly over the minimum: half of it is still owed on average.
    earlyDeletedMonthsCharged: minimum / 2 / 30,
    monitoredObjects: isTiering ? cold.objects * scale : 0,
  };
}

export const s3StorageTiering = defineLever({
  meta: {
    id: 's3-storage-tiering',
    title: 'S3 storage tiering',
    summary: 'Move objects that are old and seldom read to a cheaper class, fees and minimums included.',
    capability: 'rate-optimization',
    stage: 'storage-network',
    effortDays: { low: 0.5, mode: 1.5, high: 4 },
    leadTimeMonths: 0,
    reversible: false,
    headline: {
      text: '40-95 % on storage',
      source: 'https://theawstrainer.com/blog/aws-cost-optimization-save-money/',
    },
    planning: {
      text: '30 % of the storage moved to Standard-IA',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [LIFECYCLE, 'https://aws.amazon.com/s3/pricing/'],
    excludes: [],
  },
  target: 'bucket',
  params: {
    toClass: choiceParam({
      label: 'Class',
      unit: '',
      description:
        'Standard-IA: retrieval fee, 30 days minimum. Glacier Instant: 90 days. Intelligent-Tiering: a fee per object, no retrieval fee.',
      default: 'STANDARD_IA',
      choices: ['STANDARD_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'],
    }),
    afterDays: numberParam({
      label: 'Move after',
      unit: 'days',
      description: 'A rule to Standard-IA acts 30 days after creation at the earliest.',
      default: 30,
      min: 0,
      max: 3650,
      step: 30,
    }),
    onlyIfCheaper: booleanParam({
      label: 'Only where it saves',
      unit: '',
      description: 'Buckets that are read often cost more in a cold class.',
      default: true,
    }),
  },
  eligible: (bucket, params, { saving }) => {
    const afterDays = params.toClass === 'STANDARD_IA' ? Math.max(30, params.afterDays) : params.afterDays;
    if (!bucket.storage.some(({ storageClass, gibMonths }) => storageClass === 'STANDARD' && gibMonths > 0)) {
      return no('holds no Standard storage');
    }
    if (!bucket.utilization || bucket.utilization.objectAges.length === 0) {
      return no('age and size of its objects unknown: import a storage class analysis');
    }
    const effect = effectOn(bucket, params.toClass, afterDays);
    if (effect.gib <= 0) return no(`nothing of 128 KiB or more is older than ${afterDays} days`);
    const saved = saving(effect);
    if (saved === null) return no(`no ${params.toClass} price in ${bucket.region ?? 'this region'}`);
    if (params.onlyIfCheaper && saved <= 0)
      return no(`retrieval and fees would cost $${(-saved).toFixed(2)} more than storage saves`);
    return yes(
      `${Math.round(effect.gib).toLocaleString('en-US')} GiB older than ${afterDays} days, ${Math.round(effect.retrievedGibPerMonth).toLocaleString('en-US')} GiB read back a month`,
      'measured',
      { effect },
    );
  },
  effect: (_bucket, { effect }) => effect,
  risk: (_bucket, _facts, params) => [
    {
      kind: 'storage-availability',
      from: 0.9999,
      to: 0.999,
      reason: `S3 is designed for 99.99 % in Standard and 99.9 % in ${params.toClass}`,
    },
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: 'a lifecycle rule; objects stay readable in milliseconds',
    },
  ],
});
