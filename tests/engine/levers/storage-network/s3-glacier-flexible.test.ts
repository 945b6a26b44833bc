/** Flexible Retrieval: overhead bytes of every object, restores by the request, and what is read too often. */

import { describe, expect, test } from 'vitest';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { testBook, UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ages, ask, bucket, estateOf, utilization } from '../../estates.ts';

const LEVER = 's3-glacier-flexible';

const cold = (gib: number, objects: number, more = {}, bucketMore = {}) =>
  bucket('b', {
    utilization: utilization({
      objectAges: [ages(0, 1000 - gib), ages(90, gib, { objectCount: objects, ...more })],
    }),
    ...bucketMore,
  });

describe('no', () => {
  test.each([
    [
      'without object ages',
      bucket('b'),
      'age and size of its objects unknown: import a storage class analysis',
    ],
    [
      'when nothing is in Standard',
      cold(800, 8000, {}, { storage: [{ storageClass: 'GLACIER_IR', gibMonths: 900 }] }),
      'holds no Standard storage',
    ],
    ['when nothing is old', cold(0, 0), 'nothing of 128 KiB or more is older than 90 days'],
    [
      'when it is read: an archive answers in hours',
      cold(800, 8000, { retrievedGibPerMonth: 16 }),
      '2.0 % of it is read back a month: an archive answers in hours',
    ],
    [
      'where prices are unknown',
      cold(800, 8000, {}, { region: UNKNOWN_REGION }),
      `no GLACIER_FLEXIBLE price in ${UNKNOWN_REGION}`,
    ],
  ])('%s', (_name, resource, reason) => {
    expect(outcome(LEVER, resource)).toBe(reason);
  });

  test('when overhead eats the saving: 40 KiB for each of very many objects', () => {
    // 20,000,000 objects: 610.35 GiB at .0036 and 152.59 at .023 = 5.71; 500 GiB save 9.70; 3 % of it costs restores:
    // 15 GiB x .01 = .15 and 600,000 requests x .05/1k = 30;
    // and 16,898 new objects a month .51.
    const many = cold(500, 20_000_000, { retrievedGibPerMonth: 15 });
    expect(outcome(LEVER, many, { readPercentMax: 5 })).toBe(
      'overhead, restores and fees would cost $26.66 more than storage saves',
    );
  });

  test('when restore requests have no price', () => {
    const read = cold(800, 8000, { retrievedGibPerMonth: 4 });
    const book = testBook({ unitPrices: { 's3 GLACIER_FLEXIBLE retrieval_requests_standard': null } });
    expect(outcome(LEVER, read, {}, book)).toBe('no GLACIER_FLEXIBLE price in us-east-1');
  });
});

describe('yes', () => {
  test('saves the difference of the classes less overhead, and pays each transition once', () => {
    // 800 x (.023 - .0036) = 15.52; 1,048,576 objects: 32 GiB x .0036 + 8 GiB x .023 = .30; once 1,048,576 x .03/1k.
    const found = yesOf(LEVER, cold(800, 1_048_576, {}, {}), { afterDays: 90 });
    // What crosses 90 days: the group before holds 200 GiB and 20,000 objects in 90 days: 6,759 a month x .03/1k = .20.
    expect(found.saved).toBe(15.02);
    expect(found.once).toBe(31.46);
    expect(found.evidence).toBe('measured');
    expect(found.why).toBe('800 GiB in 1,048,576 objects older than 90 days, 0.0 % read back a month');
  });

  test('asks the guardrails for a recovery time of five hours', () => {
    expect(yesOf(LEVER, cold(800, 8000)).risks).toMatchObject([
      { kind: 'storage-class', to: 'GLACIER', retrieval: 'standard' },
      { kind: 'change-event', multiplier: 0.5 },
    ]);
  });
});

test('bills 32 KiB of an object at the rate of the archive and 8 KiB at that of Standard', () => {
  const estate = estateOf([cold(800, 1_048_576)]);
  const found = ask(LEVER, estate, 'b');
  expect(found).toMatchObject({
    effect: {
      to: [
        { storageClass: 'GLACIER_FLEXIBLE', gib: 832 },
        { storageClass: 'STANDARD', gib: 8 },
      ],
      objectsOnce: 1_048_576,
    },
  });
});
