/** Let a lifecycle rule abort uploads in parts that were never completed: their parts are charged like objects. */

import { HOURS_PER_DAY, HOURS_PER_MONTH } from '../../calendar.ts';
import type { BucketResource } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam, type ParamValues } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { expire, isExpired, metersNamed, perHourOf, standardGib, unlistedGib } from './aws-meters.ts';
import { ONE_CALL, SURVEYED_WASTE } from './unused.ts';

const DISCOVERING =
  'https://aws.amazon.com/blogs/aws-cloud-financial-management/discovering-and-deleting-incomplete-multipart-uploads-to-lower-amazon-s3-costs/';
const PART_SIZE = 'https://docs.aws.amazon.com/cli/latest/topic/s3-config.html';
const DAYS_PER_MONTH = HOURS_PER_MONTH / HOURS_PER_DAY;
const MIB_PER_GIB = 1024;

const PARAMS = {
  afterDays: numberParam({
    label: 'Abort after',
    unit: 'days',
    description: 'AWS suggests seven days in its example of the rule.',
    default: 7,
    min: 1,
    max: 365,
    step: 1,
  }),
  storedMonths: numberParam({
    label: 'Piled up for',
    unit: 'months',
    description:
      'Assumption: parts stay until somebody removes them. Never more than the bucket charges beyond its objects.',
    default: 12,
    min: 1,
    max: 120,
    step: 1,
  }),
  partMib: numberParam({
    label: 'Size of a part',
    unit: 'MiB',
    description: 'The AWS command line sends parts of 8 MiB unless told otherwise.',
    default: 8,
    min: 5,
    max: 5120,
    step: 1,
  }),
  sentPercent: numberParam({
    label: 'Sent before it broke off',
    unit: '% of the parts',
    description: 'Assumption: an upload breaks off half-way on average.',
    default: 50,
    min: 1,
    max: 100,
    step: 5,
  }),
};

/** Requests of an operation in a month. */
function requests(bucket: BucketResource, operation: string, hours: number): number {
  const meters = metersNamed(bucket, /^Requests-/).filter(meter => meter.operation === operation);
  const quantity = meters.reduce((total, meter) => total + meter.quantity, 0);
  return perHourOf(quantity, hours) * HOURS_PER_MONTH;
}

/** Uploads a month that were begun and not completed, and GiB of parts that they leave. Aborts are free and not in a bill. */
function leftoversOf(
  bucket: BucketResource,
  hours: number,
  { partMib, sentPercent }: ParamValues<typeof PARAMS>,
) {
  const begun = requests(bucket, 'InitiateMultipartUpload', hours);
  const completed = requests(bucket, 'CompleteMultipartUpload', hours);
  const uploads = Math.max(0, begun - completed);
  const parts = requests(bucket, 'UploadPart', hours);
  // Whole uploads sent all of their parts, broken ones a share of them: parts = perUpload (completed + sent x broken).
  const sent = sentPercent / 100;
  const perUpload = parts / Math.max(1, completed + sent * uploads);
  return { uploads, gibPerMonth: (uploads * sent * perUpload * partMib) / MIB_PER_GIB };
}

export const abortIncompleteUploads = defineLever({
  meta: {
    id: 'abort-incomplete-uploads',
    title: 'Abort incomplete multipart uploads',
    summary: 'Let a lifecycle rule remove the parts of uploads that were begun and never completed.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: ONE_CALL,
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '100 % of the parts of uploads that nobody completed', source: DISCOVERING },
    planning: SURVEYED_WASTE,
    realization: REALIZATION,
    sources: [DISCOVERING, PART_SIZE],
    excludes: [],
  },
  target: 'bucket',
  params: PARAMS,
  eligible: (bucket, params, { estate, saving }) => {
    if (isExpired(bucket, 'incomplete-uploads')) return no('has the rule already');
    const { uploads, gibPerMonth } = leftoversOf(bucket, estate.hours, params);
    if (gibPerMonth <= 0) return no('the bill shows no upload that was begun and not completed');
    const piledUp = gibPerMonth * params.storedMonths;
    const keptByRule = gibPerMonth * (params.afterDays / DAYS_PER_MONTH);
    const unlisted = unlistedGib(bucket) ?? Number.POSITIVE_INFINITY;
    const gib = Math.min(piledUp, standardGib(bucket), unlisted) - keptByRule;
    if (gib <= 0) return no(`no more parts than the last ${params.afterDays} days may leave`);
    const effect = expire(bucket, gib, 'incomplete-uploads');
    if (saving(effect) === null) return no(`no Standard price in ${bucket.region ?? 'this region'}`);
    return yes(
      `${Math.round(uploads).toLocaleString('en-US')} uploads a month are begun and not completed: about ${gib.toFixed(1)} GiB of parts`,
      'inferred',
      { effect },
    );
  },
  effect: (_bucket, { effect }) => effect,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason: 'a lifecycle rule; an upload that takes longer than the rule waits has to start again',
    },
  ],
});
