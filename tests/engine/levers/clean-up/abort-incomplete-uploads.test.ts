/** Uploads that were begun and not completed, as the requests of the bill tell. */

import { describe, expect, test } from 'vitest';
import type { BucketResource, MeterUse } from '../../../../src/engine/estate/estate.ts';
import { meter } from '../../../helpers/lever-samples/clean-up.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ages, ask, bucket, estateOf, utilization } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'abort-incomplete-uploads';

/** Requests of a week, as many a month as given. */
function requests(begun: number, completed: number, parts: number): MeterUse[] {
  const week = (operation: string, perMonth: number) =>
    meter('Requests-Tier1', (perMonth * 168) / 730, 0.000005, { serviceCode: 'AmazonS3', operation });
  return [
    week('InitiateMultipartUpload', begun),
    week('CompleteMultipartUpload', completed),
    week('UploadPart', parts),
  ];
}

/**
 * 300 uploads a month, 200 completed: at half the parts sent, 250 whole ones' worth of parts, 2,560,000 / 250 = 10,240 each.
 * The broken ones leave 100 x .5 x 10,240 parts of 8 MiB: 4,000 GiB a month.
 */
const BROKEN = requests(300, 200, 2_560_000);

function answer(more: Partial<BucketResource>, params: Record<string, number> = {}) {
  return ask(LEVER, estateOf([bucket('b', { meters: BROKEN, ...more })]), 'b', params);
}

test.each<readonly [string, ReturnType<typeof ask>, string]>([
  [
    'without such requests',
    answer({ meters: [] }),
    'the bill shows no upload that was begun and not completed',
  ],
  [
    'when all were completed',
    answer({ meters: requests(300, 300, 3000) }),
    'the bill shows no upload that was begun and not completed',
  ],
  // All that is charged is listed: 1,000 GiB of objects.
  [
    'when the listed objects are all that is charged',
    answer({ utilization: utilization({ objectAges: [ages(0, 1000)] }) }),
    'no more parts than the last 7 days may leave',
  ],
  [
    'when the rule keeps what there is',
    answer({}, { afterDays: 365 }),
    'no more parts than the last 365 days may leave',
  ],
  [
    'where Standard has no price',
    answer({ meters: requests(30, 20, 2560), region: UNKNOWN_REGION }),
    `no Standard price in ${UNKNOWN_REGION}`,
  ],
])('no %s', (_name, found, reason) => {
  expect(found).toEqual({ eligible: false, reason });
});

describe('yes', () => {
  /** A hundredth of it: 40 GiB a month, 480 in a year; the last 7 days' 9.2 GiB stay. */
  const some = bucket('b', { meters: requests(300, 200, 25_600) });

  test('inferred from the requests of the bill', () => {
    expect(ask(LEVER, estateOf([some]), 'b')).toMatchObject({
      evidence: 'inferred',
      why: '100 uploads a month are begun and not completed: about 470.8 GiB of parts',
    });
  });

  test('saves the storage of the parts, never more than the bucket charges beyond its objects', () => {
    const kept = (40 * 7 * 24) / 730;
    expect(saved(LEVER, some).perPeriod).toBeCloseTo((480 - kept) * 0.023, 6);
    const listed = { ...some, utilization: utilization({ objectAges: [ages(0, 900)] }) };
    expect(saved(LEVER, listed).perPeriod).toBeCloseTo((100 - kept) * 0.023, 6);
  });
});
