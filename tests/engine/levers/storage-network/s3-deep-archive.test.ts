/** Deep Archive: 180 days at least, and cheaper than Flexible only for what stays unread. */

import { describe, expect, test } from 'vitest';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ages, bucket, utilization } from '../../estates.ts';

const LEVER = 's3-deep-archive';

const old = (more = {}, bucketMore = {}) =>
  bucket('b', {
    utilization: utilization({
      objectAges: [ages(0, 300, { objectCount: 0 }), ages(180, 700, { objectCount: 100_000, ...more })],
    }),
    ...bucketMore,
  });

describe('no', () => {
  test.each([
    [
      'without object ages',
      bucket('b'),
      {},
      'age and size of its objects unknown: import a storage class analysis',
    ],
    [
      'when nothing is old enough',
      old(),
      { afterDays: 365 },
      'nothing of 128 KiB or more is older than 365 days',
    ],
    [
      'when it is read back more than half a percent a month',
      old({ retrievedGibPerMonth: 7 }),
      {},
      '1.0 % of it is read back a month: an archive answers in hours',
    ],
    [
      'where prices are unknown',
      old({}, { region: UNKNOWN_REGION }),
      {},
      `no DEEP_ARCHIVE price in ${UNKNOWN_REGION}`,
    ],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });
});

test('saves 22 of 23 tenths of a cent a GiB, less overhead, and pays 5 cents for a thousand transitions', () => {
  // 700 x (.023 - .001) = 15.40; overhead 3.05 GiB x .001 + .76 x .023 = .02. Once: 100 x .05.
  expect(yesOf(LEVER, old())).toMatchObject({ saved: 15.38, once: 5 });
});

test('restores are paid by the GiB and by the object', () => {
  // 3.5 GiB x .02 = .07; 500 objects x .10/1k = .05.
  expect(yesOf(LEVER, old({ retrievedGibPerMonth: 3.5 })).saved).toBe(15.26);
});

test('asks the guardrails for a recovery time of twelve hours', () => {
  expect(yesOf(LEVER, old()).risks[0]).toMatchObject({ kind: 'storage-class', to: 'DEEP_ARCHIVE' });
});
