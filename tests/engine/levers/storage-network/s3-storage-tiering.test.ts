/** Cold objects to a cheaper class, with the fees that can make it dearer. */

import { describe, expect, test } from 'vitest';
import type { RetierEffect } from '../../../../src/engine/effect.ts';
import type { BucketResource, ObjectAgeGroup } from '../../../../src/engine/estate/estate.ts';
import { testBook, UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ages, ask, bucket, estateOf, utilization } from '../../estates.ts';

const LEVER = 's3-storage-tiering';

function answer(
  groups: readonly ObjectAgeGroup[] | null,
  params: Record<string, number | string | boolean> = {},
  more: Partial<BucketResource> = {},
  book = testBook(),
) {
  const metrics = groups && utilization({ objectAges: groups });
  const estate = estateOf([bucket('b', { utilization: metrics, ...more })], { book });
  return ask(LEVER, estate, 'b', params, book);
}

function effectOf(...args: Parameters<typeof answer>): RetierEffect {
  const found = answer(...args);
  if ('reason' in found || found.effect.kind !== 'retier') throw new Error(JSON.stringify(found));
  return found.effect;
}

const COLD = [ages(0, 200), ages(30, 800)];

describe('no', () => {
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    [
      'when nothing is in Standard',
      answer(COLD, {}, { storage: [{ storageClass: 'STANDARD_IA', gibMonths: 900 }] }),
      'holds no Standard storage',
    ],
    [
      'when Standard holds zero bytes',
      answer(COLD, {}, { storage: [{ storageClass: 'STANDARD', gibMonths: 0 }] }),
      'holds no Standard storage',
    ],
    ['without metrics', answer(null), 'age and size of its objects unknown: import a storage class analysis'],
    [
      'with metrics that tell no ages',
      answer([]),
      'age and size of its objects unknown: import a storage class analysis',
    ],
    ['when nothing is old', answer([ages(0, 1000)]), 'nothing of 128 KiB or more is older than 30 days'],
    [
      'when everything old is small',
      answer([ages(30, 800, { smallObjectGib: 800, smallObjectCount: 80_000 })]),
      'nothing of 128 KiB or more is older than 30 days',
    ],
    [
      'in a Region without prices',
      answer(COLD, {}, { region: UNKNOWN_REGION }),
      `no STANDARD_IA price in ${UNKNOWN_REGION}`,
    ],
    // Saved: 800 x (.023 - .0125) = 8.40. Read back: 1,000 x .01 = 10; 20,278 new objects a month: .20.
    [
      'when it is read too often',
      answer([ages(0, 200), ages(30, 800, { retrievedGibPerMonth: 1000 })]),
      'retrieval and fees would cost $1.80 more than storage saves',
    ],
    // 20,000,000 objects are billed as 2,441 GiB: 30.52 instead of 18.40.
    [
      'when its objects are billed larger than they are',
      answer([ages(30, 800, { objectCount: 20_000_000 })]),
      'retrieval and fees would cost $12.12 more than storage saves',
    ],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });

  test.each([
    ['GLACIER_IR', 's3 GLACIER_IR retrieval'],
    ['INTELLIGENT_TIERING', 's3 INT monitoring'],
  ])('to %s when one of its fees has no price', (toClass, key) => {
    const read = [ages(0, 200), ages(90, 800, { retrievedGibPerMonth: 1 })];
    const book = testBook({ unitPrices: { [key]: null } });
    expect(answer(read, { toClass }, {}, book)).toMatchObject({ reason: `no ${toClass} price in us-east-1` });
  });
});

describe('to Standard-IA', () => {
  test('moves what is old and large, and nothing young', () => {
    const groups = [
      ages(0, 200),
      ages(30, 300, { smallObjectGib: 60, smallObjectCount: 3000, retrievedGibPerMonth: 10 }),
      ages(90, 400),
    ];
    expect(effectOf(groups)).toMatchObject({
      fromClass: 'STANDARD',
      fromDays: 30,
      gib: 640,
      to: [{ storageClass: 'STANDARD_IA', gib: 640 }],
      transitionClass: 'STANDARD_IA',
      objectsOnce: 27_000 + 40_000,
      // Small objects keep their share of what is read: 240 of 300 GiB moved.
      retrievedGibPerMonth: 8,
      monitoredObjects: 0,
    });
  });

  test('never before 30 days, even when asked to', () => {
    expect(effectOf(COLD, { afterDays: 0 })).toMatchObject({ fromDays: 30, gib: 800 });
  });

  test('later when asked to', () => {
    expect(effectOf([ages(0, 200), ages(30, 300), ages(180, 500)], { afterDays: 180 })).toMatchObject({
      gib: 500,
    });
    // A group that begins before the age of the rule is left alone as a whole.
    expect(effectOf([ages(0, 200), ages(30, 300), ages(180, 500)], { afterDays: 60 })).toMatchObject({
      gib: 500,
    });
  });

  test('never more than Standard holds: a part of what is old may be elsewhere already', () => {
    const effect = effectOf([ages(30, 2000, { retrievedGibPerMonth: 100 })]);
    expect(effect).toMatchObject({ gib: 1000, objectsOnce: 100_000, retrievedGibPerMonth: 50 });
  });

  test('bills 128 KiB for each object that is smaller', () => {
    // 1,048,576 objects of 128 KiB are 128 GiB, whatever they hold.
    const effect = effectOf([ages(30, 100, { objectCount: 1_048_576 })], { onlyIfCheaper: false });
    expect(effect.to).toEqual([{ storageClass: 'STANDARD_IA', gib: 128 }]);
  });

  test('pays for what new data sends over the rule every month, and for what is deleted too early', () => {
    // 30 GiB and 3,000 objects a day reach day 30, 10 GiB a day are left by day 60.
    const groups = [ages(0, 900), ages(30, 300), ages(60, 300), ages(90, 5)];
    const effect = effectOf(groups, {}, { storage: [{ storageClass: 'STANDARD', gibMonths: 1505 }] });
    const daysPerMonth = 365 / 12;
    expect(effect.objectsPerMonth).toBeCloseTo(3000 * daysPerMonth, 6);
    expect(effect.earlyDeletedGibPerMonth).toBeCloseTo(20 * daysPerMonth, 6);
    // Deleted evenly over 30 days: half of them are owed on average.
    expect(effect.earlyDeletedMonthsCharged).toBe(0.5);
  });

  test('loses nothing early when everything survives the minimum', () => {
    const groups = [ages(0, 300), ages(30, 300), ages(60, 300), ages(90, 300)];
    expect(effectOf(groups).earlyDeletedGibPerMonth).toBe(0);
  });
});

describe('to Glacier Instant Retrieval', () => {
  test('may start at once and owes 90 days', () => {
    const groups = [ages(0, 200), ages(90, 800)];
    expect(effectOf(groups, { toClass: 'GLACIER_IR', afterDays: 0 })).toMatchObject({
      fromDays: 0,
      gib: 1000,
      transitionClass: 'GLACIER_IR',
      earlyDeletedMonthsCharged: 1.5,
    });
  });
});

describe('to Intelligent-Tiering', () => {
  test('sorts what it moves by when it was read, and pays for every object instead of retrieval', () => {
    const groups = [
      ages(0, 200),
      ages(30, 300, { retrievedGibPerMonth: 50 }),
      ages(90, 500, { retrievedGibPerMonth: 20 }),
    ];
    expect(effectOf(groups, { toClass: 'INTELLIGENT_TIERING' })).toMatchObject({
      to: [
        { storageClass: 'INT_FREQUENT', gib: 70 },
        { storageClass: 'INT_INFREQUENT', gib: 250 },
        { storageClass: 'INT_ARCHIVE_INSTANT', gib: 480 },
      ],
      transitionClass: 'INT',
      retrievedGibPerMonth: 0,
      earlyDeletedGibPerMonth: 0,
      monitoredObjects: 80_000,
    });
  });

  test('never bills more than it moves, however much is read', () => {
    const effect = effectOf([ages(90, 100, { retrievedGibPerMonth: 5000 })], {
      toClass: 'INTELLIGENT_TIERING',
      onlyIfCheaper: false,
    });
    expect(effect.to.map(({ gib }) => gib)).toEqual([100, 0, 0]);
  });
});

describe('yes', () => {
  test('when told to do it at a loss', () => {
    const groups = [ages(0, 200), ages(30, 800, { retrievedGibPerMonth: 1000 })];
    expect(answer(groups, { onlyIfCheaper: false })).toMatchObject({
      evidence: 'measured',
      why: '800 GiB older than 30 days, 1,000 GiB read back a month',
    });
  });

  test('says that the colder class is designed for one nine less', () => {
    const found = answer(COLD);
    if ('reason' in found) throw new Error(found.reason);
    expect(found.risks).toMatchObject([
      { kind: 'storage-availability', from: 0.9999, to: 0.999 },
      { kind: 'change-event', multiplier: 0.5 },
    ]);
  });
});
