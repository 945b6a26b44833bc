/** Let a lifecycle rule expire noncurrent versions of objects. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { expire, isExpired, standardGib, unlistedGib } from './aws-meters.ts';
import { removalRisks } from './unused.ts';

const VERSIONS =
  'https://aws.amazon.com/blogs/storage/reduce-storage-costs-with-fewer-noncurrent-versions-using-amazon-s3-lifecycle';
const INFRACOST =
  'https://www.infracost.io/resources/finops-policies/amazon-s3-consider-deleting-or-moving-non-current-object-versions';

export const expireNoncurrentVersions = defineLever({
  meta: {
    id: 'expire-noncurrent-versions',
    title: 'Expire noncurrent object versions',
    summary: 'Let a lifecycle rule expire versions of objects that were overwritten or deleted long ago.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    // Somebody has to decide for each bucket how far back it must be possible to go.
    effortDays: { low: 0.5, mode: 1.5, high: 4 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: '20-40 % of S3 storage', source: INFRACOST },
    planning: {
      text: 'what the bill charges beyond the objects of an inventory; no share is published',
      source: VERSIONS,
    },
    realization: REALIZATION,
    sources: [VERSIONS, INFRACOST],
    excludes: [],
  },
  target: 'bucket',
  params: {
    keptPercent: numberParam({
      label: 'Kept',
      unit: '% of the old versions',
      description: 'Assumption: versions young enough for the rule to keep them.',
      default: 20,
      min: 0,
      max: 99,
      step: 5,
    }),
    unlistedPercentMin: numberParam({
      label: 'Charged beyond its objects at least',
      unit: '% of Standard',
      description: 'Assumption: a smaller gap is the growth between the inventory and the bill.',
      default: 5,
      min: 0,
      max: 90,
      step: 1,
    }),
  },
  eligible: (bucket, params, { saving }) => {
    if (isExpired(bucket, 'noncurrent-versions')) return no('has the rule already');
    const standard = standardGib(bucket);
    if (standard <= 0) return no('holds no Standard storage');
    const unlisted = unlistedGib(bucket);
    if (unlisted === null) return no('its objects are not listed: import ages and sizes before it is tiered');
    const percent = (100 * unlisted) / standard;
    if (percent === 0 || percent < params.unlistedPercentMin)
      return no(`${percent.toFixed(1)} % of its storage is beyond its listed objects`);
    const gib = unlisted * (1 - params.keptPercent / 100);
    const effect = expire(bucket, gib, 'noncurrent-versions');
    if (saving(effect) === null) return no(`no Standard price in ${bucket.region ?? 'this region'}`);
    return yes(
      `${Math.round(standard).toLocaleString('en-US')} GiB charged, ${percent.toFixed(1)} % of it beyond its listed objects: about ${gib.toFixed(1)} GiB of old versions`,
      'inferred',
      { effect },
    );
  },
  effect: (_bucket, { effect }) => effect,
  risk: () => [
    { kind: 'copy-deletion', reason: 'an old version is what undoes an overwrite or a deletion' },
    ...removalRisks('an expired version does not come back'),
  ],
});
