/** Move objects on from Standard-IA to Glacier Instant Retrieval: still read in milliseconds, dearer to read. */

import type { RetierEffect } from '../../effect.ts';
import type { BucketResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { LIFECYCLE, S3_CLASSES } from './archive-lifecycle.ts';
import {
  ALREADY,
  dollars,
  METERS,
  metersNamed,
  shareParam,
  totalOf,
  traceOf,
  wasChangedBy,
  whole,
} from './aws-meters.ts';

const ID = 's3-infrequent-to-glacier-instant';
const CANVA = 'https://www.canva.dev/blog/engineering/optimising-s3-savings/';

type Shares = {
  readonly movedPercent: number;
  readonly readPercent: number;
  readonly meanObjectKib: number;
  readonly turnoverMonths: number;
};

function effectOn(bucket: BucketResource, storedGib: number, readGib: number, shares: Shares): RetierEffect {
  const gib = (storedGib * shares.movedPercent) / 100;
  // Standard-IA has counted small objects as 128 KiB already, and the new class does the same.
  const objects = (gib * 2 ** 20) / shares.meanObjectKib;
  return {
    kind: 'retier',
    resourceId: bucket.id,
    fromClass: 'STANDARD_IA',
    // No rule on Standard loses anything by it.
    fromDays: Number.MAX_SAFE_INTEGER,
    gib,
    to: [{ storageClass: 'GLACIER_IR', gib }],
    transitionClass: 'GLACIER_IR',
    objectsOnce: objects,
    objectsPerMonth: objects / shares.turnoverMonths,
    retrievedGibPerMonth: readGib,
    earlyDeletedGibPerMonth: 0,
    earlyDeletedMonthsCharged: 0,
    monitoredObjects: 0,
    added: [traceOf(ID)],
  };
}

export const s3InfrequentToGlacierInstant = defineLever({
  meta: {
    id: ID,
    title: 'S3 Standard-IA to Glacier Instant',
    summary: 'Move what Standard-IA holds and nobody reads for months to Glacier Instant Retrieval.',
    capability: 'rate-optimization',
    stage: 'storage-network',
    effortDays: { low: 0.5, mode: 1.5, high: 4 },
    leadTimeMonths: 0,
    reversible: false,
    headline: {
      text: '68 % of the storage price',
      source: 'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework',
    },
    planning: {
      text: 'Canva moved about 130 of 230 PB and saved $300,000 a month, where list prices of the bytes alone say $1.1 million',
      source: CANVA,
    },
    realization: REALIZATION,
    sources: [LIFECYCLE, S3_CLASSES, CANVA],
    excludes: [],
  },
  target: 'bucket',
  params: {
    movedPercent: shareParam({
      label: 'Share moved',
      description: 'Assumption: share of Standard-IA that nobody reads for 90 days. Canva moved 57 %.',
      default: 55,
    }),
    readPercent: numberParam({
      label: 'Read back',
      unit: '% a month',
      description:
        'Assumption, used where the bill shows no retrieval from Standard-IA. What the bill shows is taken to be read from the moved part.',
      default: 1,
      min: 0,
      max: 100,
      step: 0.5,
    }),
    meanObjectKib: numberParam({
      label: 'Mean object size',
      unit: 'KiB',
      description: 'Assumption: each object pays a transition.',
      default: 1024,
      min: 128,
      max: 1_048_576,
      step: 128,
    }),
    turnoverMonths: numberParam({
      label: 'Objects stay for',
      unit: 'months',
      description:
        'Assumption: one of so many objects is new each month and pays a transition. Kept 90 days at least.',
      default: 24,
      min: 3,
      max: 240,
      step: 1,
    }),
  },
  eligible: (bucket, params, context) => {
    if (wasChangedBy(bucket, ID)) return ALREADY;
    const stored = bucket.storage.find(({ storageClass }) => storageClass === 'STANDARD_IA')?.gibMonths ?? 0;
    if (stored <= 0) return no('holds no Standard-IA storage');
    if (params.movedPercent === 0) return no('nothing would be moved');
    const metered = totalOf(metersNamed(bucket, METERS.infrequentRetrieval)).quantity;
    const read = metered > 0 ? metered : (stored * params.movedPercent * params.readPercent) / 10_000;
    const effect = effectOn(bucket, stored, read, params);
    const saved = context.saving(effect);
    if (saved === null) return no(`no GLACIER_IR price in ${bucket.region ?? 'this region'}`);
    if (saved <= 0) return no(`retrieval and fees would cost ${dollars(-saved)} more than storage saves`);
    return yes(
      `${whole(effect.gib)} of ${whole(stored)} GiB in Standard-IA, ${whole(read)} GiB read back a month`,
      metered > 0 ? 'inferred' : 'assumed',
      { effect },
    );
  },
  effect: (_bucket, { effect }) => effect,
  risk: () => [
    {
      kind: 'storage-class',
      to: 'GLACIER_IR',
      retrieval: 'standard',
      reason: 'read in milliseconds and kept in three zones, as before',
    },
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: 'a lifecycle rule; both classes are designed for 99.9 %',
    },
  ],
});
