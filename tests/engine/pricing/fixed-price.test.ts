/** What volumes, buckets and databases cost in a month, with round prices. */

import { describe, expect, test } from 'vitest';
import type { BucketResource } from '../../../src/engine/estate/estate.ts';
import {
  priceBucket,
  priceDatabase,
  priceVolume,
  standardStorageRates,
} from '../../../src/engine/pricing/fixed-price.ts';
import { testBook, UNKNOWN_REGION } from '../../helpers/test-book.ts';
import { bucket, database, estateOf, flat, NO_RATES, ratesOf, volume } from '../estates.ts';

const rates = ratesOf(estateOf([]));
const without = (key: string) => ratesOf(estateOf([]), testBook({ unitPrices: { [key]: null } }));
const bucketCost = (one: BucketResource, card = rates) =>
  priceBucket(one, card, standardStorageRates([one], card));

describe('a volume', () => {
  test.each([
    ['gp2', volume('v', { sizeGib: 100 }), 10],
    ['gp2 for a quarter of the month', volume('v', { sizeGib: 100, monthShare: 0.25 }), 2.5],
    [
      'gp3 within what is included',
      volume('v', { volumeType: 'gp3', sizeGib: 100, iops: 3000, throughputMibps: 125 }),
      8,
    ],
    [
      'gp3 with 1,000 IOPS and 100 MiB/s more',
      volume('v', { volumeType: 'gp3', sizeGib: 100, iops: 4000, throughputMibps: 225 }),
      17,
    ],
    ['io1, whose every IOPS costs', volume('v', { volumeType: 'io1', sizeGib: 100, iops: 1000 }), 77.5],
    ['st1', volume('v', { volumeType: 'st1', sizeGib: 1000 }), 45],
  ])('%s', (_name, one, expected) => {
    expect(priceVolume(one, rates)).toBeCloseTo(expected, 9);
  });

  test.each([
    ['type', volume('v', { volumeType: 'gp9' })],
    ['Region', volume('v', { region: UNKNOWN_REGION })],
    ['Region, because the bill has none', volume('v', { region: null })],
  ])('of an unknown %s has no price', (_name, one) => {
    expect(priceVolume(one, rates)).toBeNull();
  });
});

describe('a bucket', () => {
  test.each<readonly [string, Partial<BucketResource>, number]>([
    [
      'storage in every class it holds',
      {
        storage: [
          { storageClass: 'STANDARD', gibMonths: 1000 },
          { storageClass: 'GLACIER_IR', gibMonths: 1000 },
        ],
      },
      27,
    ],
    ['retrievals from Standard-IA', { retrievals: [{ storageClass: 'STANDARD_IA', gibPerMonth: 100 }] }, 1],
    [
      'retrievals from Glacier Instant',
      { retrievals: [{ storageClass: 'GLACIER_IR', gibPerMonth: 100 }] },
      3,
    ],
    [
      'transitions of new objects, a thousand at a time',
      { transitions: [{ storageClass: 'STANDARD_IA', objectsPerMonth: 50_000 }] },
      0.5,
    ],
    [
      'storage still owed for what is deleted early',
      { earlyDeletions: [{ storageClass: 'GLACIER_IR', gibPerMonth: 1000, monthsCharged: 1.5 }] },
      6,
    ],
    ['monitoring, an object at a time', { monitoredObjects: 1_000_000 }, 2.5],
    [
      'nothing for what is zero, priced or not',
      { retrievals: [{ storageClass: 'NO_SUCH_CLASS', gibPerMonth: 0 }] },
      0,
    ],
  ])('pays %s', (_name, holds, expected) => {
    expect(bucketCost(bucket('b', { storage: [], ...holds }))).toBeCloseTo(expected, 9);
  });

  test('shares the graduated price of its Region with the other buckets', () => {
    const [small, large] = [
      bucket('small', { storage: [{ storageClass: 'STANDARD', gibMonths: 1200 }] }),
      bucket('large', { storage: [{ storageClass: 'STANDARD', gibMonths: 100_000 }] }),
    ];
    const average = standardStorageRates([small, large], rates);
    const total = (priceBucket(small, rates, average) ?? 0) + (priceBucket(large, rates, average) ?? 0);
    expect(total).toBeCloseTo(51_200 * 0.023 + 50_000 * 0.022, 6);
    expect(priceBucket(small, rates, average)).toBeCloseTo((1200 / 101_200) * total, 6);
    // A bucket in another Region starts at the first step again.
    const elsewhere = { ...small, region: 'eu-west-1' };
    expect(bucketCost(elsewhere)).toBeCloseTo(1200 * 0.023, 9);
  });

  test('has no price where one of its charges has none', () => {
    const held = bucket('b', { retrievals: [{ storageClass: 'STANDARD_IA', gibPerMonth: 1 }] });
    expect(bucketCost(held, without('s3 STANDARD_IA retrieval_standard'))).toBeNull();
    expect(bucketCost(bucket('b', { region: UNKNOWN_REGION }))).toBeNull();
  });
});

describe('a database', () => {
  test.each([
    ['Multi-AZ: two machines and two copies', {}, 168 * 0.4 + 100 * 0.2],
    ['Single-AZ', { multiAz: false }, 168 * 0.2 + 100 * 0.1],
    ['half of the hours', { hours: flat(0.5) }, 168 * 0.2 + 100 * 0.2],
    ['without storage', { storage: [] }, 168 * 0.4],
  ])('%s', (_name, more, expected) => {
    expect(priceDatabase(database('d', more), rates)).toBeCloseTo(expected, 9);
  });

  test.each([
    ['class', { instanceClass: 'db.x9.large' }],
    ['engine', { engine: 'oracle' }],
    ['kind of storage', { storage: [{ type: 'io9', gibMonths: 1 }] }],
    ['Region', { region: UNKNOWN_REGION }],
  ])('of an unknown %s has no price', (_name, more) => {
    expect(priceDatabase(database('d', more), rates)).toBeNull();
  });
});

test('a paid price wins over the list, and the contract discount applies to the list only', () => {
  const paid = ratesOf(
    estateOf([], {
      paidRates: {
        ...NO_RATES,
        unitPrice: new Map([['ebs|gp2|storage|us-east-1', 0.07]]),
        contractFactor: new Map([
          ['AmazonEC2', 0.9],
          ['AmazonRDS', 0.5],
        ]),
      },
    }),
  );
  expect(priceVolume(volume('v', { sizeGib: 100 }), paid)).toBeCloseTo(7, 9);
  expect(priceVolume(volume('v', { sizeGib: 100, region: 'eu-west-1' }), paid)).toBeCloseTo(9, 9);
  expect(priceDatabase(database('d', { storage: [] }), paid)).toBeCloseTo(168 * 0.2, 9);
});
