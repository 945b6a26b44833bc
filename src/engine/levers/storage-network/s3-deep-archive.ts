/** Archive objects that are kept because they must be in S3 Glacier Deep Archive: half a day until they come back. */

import { defineLever } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';
import { archiveFinding, archiveParams, archiveRisk, LIFECYCLE, S3_CLASSES } from './archive-lifecycle.ts';

export const s3DeepArchive = defineLever({
  meta: {
    id: 's3-deep-archive',
    title: 'S3 Glacier Deep Archive',
    summary: 'Archive objects that are only kept for the record; 180 days minimum, restores within 12 hours.',
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
      text: 'list prices of the stored bytes differ by 96 %; overhead bytes, transitions and restores decide what is left',
      source: 'https://aws.amazon.com/s3/pricing/',
    },
    realization: REALIZATION,
    sources: [LIFECYCLE, S3_CLASSES],
    excludes: [],
  },
  target: 'bucket',
  params: archiveParams(180, 0.5),
  eligible: (bucket, params, context) => archiveFinding(bucket, 'DEEP_ARCHIVE', params, context),
  effect: (_bucket, { effect }) => effect,
  risk: () => archiveRisk('DEEP_ARCHIVE', 'up to 12 hours'),
});
