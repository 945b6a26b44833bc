/** Archive objects that are practically never read in S3 Glacier Flexible Retrieval: minutes to hours until they come back. */

import { defineLever } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { archiveFinding, archiveParams, archiveRisk, LIFECYCLE, S3_CLASSES } from './archive-lifecycle.ts';

export const s3GlacierFlexible = defineLever({
  meta: {
    id: 's3-glacier-flexible',
    title: 'S3 Glacier Flexible Retrieval',
    summary:
      'Archive objects that are hardly ever read; restores take hours and each object has an overhead.',
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
      text: 'list prices of the stored bytes differ by 84 %; overhead bytes, transitions and restores decide what is left',
      source: 'https://aws.amazon.com/s3/pricing/',
    },
    realization: REALIZATION,
    sources: [LIFECYCLE, S3_CLASSES],
    excludes: [],
  },
  target: 'bucket',
  params: archiveParams(90, 1),
  eligible: (bucket, params, context) => archiveFinding(bucket, 'GLACIER_FLEXIBLE', params, context),
  effect: (_bucket, { effect }) => effect,
  risk: () => archiveRisk('GLACIER', 'up to 5 hours'),
});
