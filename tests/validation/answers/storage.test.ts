/** EBS and S3: examples of our own beside the published ones, worked out by hand from the price pages' rules. */

import { describe, expect, test } from 'vitest';
import { EBS_ANSWERS } from '../../../src/validation/answers/ebs.ts';
import { S3_ANSWERS } from '../../../src/validation/answers/s3.ts';
import { compute, runExample } from '../packs.ts';

type Case = readonly [what: string, inputs: object, expected: object];

const hold = (answers: typeof EBS_ANSWERS, kind: string, inputs: object, expected: object) => {
  const result = runExample(answers, { id: 'x', kind, inputs, expected, tolerance: 1e-6 });
  expect(result.computed).toEqual(expect.anything());
  expect(result.comparisons.filter(({ isWithin }) => !isWithin)).toEqual([]);
  expect(result.status).toBe('pass');
};

const IO2 = [
  [32_000, 0.065],
  [64_000, 0.046],
  [null, 0.032],
];
const VOLUMES: readonly Case[] = [
  ['a whole month when no time is given', { type: 'sc1', gb: 1000, price_gb: 0.015 }, { total: 15, iops: 0 }],
  ['st1 for 15 days', { type: 'st1', gb: 500, price_gb: 0.045, days: 15, month_days: 30 }, { total: 11.25 }],
  [
    'hours of a month of 31 days',
    { type: 'gp2', gb: 310, price_gb: 0.1, hours: 24, month_days: 31 },
    { total: 1 },
  ],
  ['a minute at least', { type: 'gp2', gb: 432, price_gb: 0.1, seconds: 1 }, { total: 43.2 / 43_200 }],
  ['no time at all', { type: 'gp2', gb: 432, price_gb: 0.1, seconds: 0 }, { total: 0 }],
  [
    'gp3 within what is included',
    { type: 'gp3', gb: 100, iops: 3000, mbps: 125, price_gb: 0.08, price_iops: 0.005, price_mbps: 0.04 },
    { storage: 8, iops: 0, throughput: 0, total: 8 },
  ],
  [
    'gp3 beyond another allowance, as stated',
    { type: 'gp3', gb: 100, iops: 5000, free_iops: 4000, price_gb: 0.08, price_iops: 0.005 },
    { iops: 5, total: 13 },
  ],
  [
    'io1: every IOPS is billed',
    { type: 'io1', gb: 10, iops: 100, price_gb: 0.125, price_iops: 0.065 },
    { iops: 6.5 },
  ],
  [
    'io2 in three bands',
    { type: 'io2', gb: 2000, iops: 100_000, price_gb: 0.125, price_iops_tiers: IO2 },
    { storage: 250, iops: 32_000 * 0.065 + 32_000 * 0.046 + 36_000 * 0.032 },
  ],
  [
    'io2 at the end of its first band',
    { type: 'io2', gb: 0, iops: 32_000, price_gb: 0.125, price_iops_tiers: IO2 },
    { iops: 2080 },
  ],
  ['gp2 pays nothing for IOPS', { type: 'gp2', gb: 100, iops: 300, price_gb: 0.1 }, { iops: 0, total: 10 }],
  ['the list price where none is stated', { type: 'gp3', gb: 100 }, { total: 8 }],
  [
    'a calculator bill of io1',
    { gb: 30, iops: 300, prices: { gb: 0.125, iops: 0.065 } },
    { storage: 3.75, iops: 19.5, total: 23.25 },
  ],
  [
    'a calculator bill of a magnetic volume',
    { gb: 30, million_io: 1, prices: { gb: 0.05, io: 0.05 } },
    { storage: 1.5, io: 0.05, total: 1.55 },
  ],
];

const SNAPSHOTS: readonly Case[] = [
  [
    'an archive without anything deleted',
    { snapshot_gb: 500, archive_price: 0.0125, restore_price_gb: 0.03 },
    { archive_month: 6.25, restore_fee: 15, minimum_charge: 18.75 },
  ],
  [
    'an archive left after a month: two of three months are due',
    { snapshot_gb: 100, archive_price: 0.0125, months: 1 },
    { early_delete_fee: 2.5, archive_total: 1.25 },
  ],
  [
    'an archive left after the minimum',
    { snapshot_gb: 100, archive_price: 0.0125, months: 5 },
    { early_delete_fee: 0 },
  ],
  [
    'fast restores: the first hour is due whole, later ones by the minute',
    {
      price_dsu_hour: 0.75,
      cases: [
        { snapshots: 2, zones: 2, minutes: 1 },
        { zones: 3, hours: 10 },
      ],
    },
    { costs: [3, 22.5], total: 25.5 },
  ],
  [
    'increments of four snapshots, priced',
    {
      states: [
        { data_gib: 50, changed_or_added_gib: 50 },
        { data_gib: 50, changed_or_added_gib: 0 },
        { data_gib: 60, changed_or_added_gib: 15 },
        { data_gib: 60, changed_or_added_gib: 1 },
      ],
      price_gb: 0.05,
    },
    { snapshot_gib: [50, 0, 15, 1], total_gib: 66, monthly_cost: 3.3 },
  ],
];

const PERFORMANCE: readonly Case[] = [
  [
    'gp2 from the smallest to one that never uses its bucket',
    { sizes_gib: [1, 250, 334, 500, 1000, 6000] },
    {
      baseline_iops: [100, 750, 1002, 1500, 3000, 16_000],
      burst_seconds: [5_400_000 / 2900, 2400, 5_400_000 / 1998, 3600, null, null],
      refill_seconds: [54_000, 7200, 5_400_000 / 1002, 3600, null, null],
    },
  ],
  [
    'limits by the name of the key',
    { gp2_iops_per_gib: 3, gp3_iops_per_gib: 500, gp3_mibps_per_iops: 0.25 },
    { gp2_gib_for_3000_iops: 1000, gp3_gib_for_8000_iops: 16, gp3_iops_for_500_mibps: 2000 },
  ],
  [
    'limits with other ratios',
    { gp2_iops_per_gib: 5, gp3_mibps_per_iops: 0.5 },
    { gp2_gib_for_16000_iops: 3200, gp3_iops_for_1000_mibps: 2000 },
  ],
];

describe('EBS', () => {
  test.each([...VOLUMES, ...SNAPSHOTS, ...PERFORMANCE])('%s', (_what, inputs, expected) => {
    hold(EBS_ANSWERS, 'ebs', inputs, expected);
  });

  test.each([
    ['a negative size', { type: 'gp3', gb: -1, price_gb: 1 }, '`gb` must be a number, 0 or more'],
    ['text for a size', { type: 'gp3', gb: '1', price_gb: 1 }, '`gb` must be a number'],
    [
      'a price that nobody knows',
      { type: 'gp9', gb: 1 },
      '`price_gb` is missing, and the book has no such price',
    ],
    [
      'bands that do not rise',
      {
        type: 'io2',
        gb: 1,
        iops: 9,
        price_gb: 1,
        price_iops_tiers: [
          [5, 1],
          [5, 2],
        ],
      },
      'must rise',
    ],
    ['another bucket than gp2 has', { sizes_gib: [1], bucket_credits: 7 }, 'gp2 has 5400000 credits'],
  ])('%s is a failed example', (_what, inputs, reason) => {
    expect(runExample(EBS_ANSWERS, { id: 'x', kind: 'ebs', inputs })).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining(reason),
    });
  });
});

const TIERS = [
  { up_to_gb: 51_200, price: 0.023 },
  { up_to_gb: 512_000, price: 0.022 },
  { up_to_gb: null, price: 0.021 },
];
const S3: readonly Case[] = [
  [
    'byte-hours in the third price band',
    { segments: [{ gb: 600_000, hours: 720 }], hours_in_month: 720, tiers: TIERS },
    { gb_months: 600_000, tier1_cost: 1177.6, tier2_cost: 10_137.6, tier3_cost: 1848, total: 13_163.2 },
  ],
  [
    'byte-hours of half a month, one price',
    { segments: [{ gb: 100, days: 15 }], hours_in_month: 720, price_gb: 0.0125 },
    { gb_months: 50, total: 0.625 },
  ],
  [
    'a decimal gigabyte',
    { segments: [{ bytes: 2e9, hours: 744 }], hours_in_month: 744, bytes_per_gb: 1e9 },
    { gb_months: 2 },
  ],
  [
    'GB-months at bands',
    { gb_months: 60_000, tiers: TIERS },
    { cost_by_tier: [1177.6, 193.6], total: 1371.2 },
  ],
  [
    'requests at any price for any number',
    {
      puts: 2000,
      gets: 1e6,
      lists: 500,
      deletes: 9,
      price_put_per_1000: 0.01,
      price_get_per_1000: 0.001,
      price_list_per_1000: 0.005,
    },
    { put_cost: 0.02, get_cost: 1, list_cost: 0.0025, delete_cost: 0, total: 1.0225 },
  ],
  [
    'archive retrieval with its requests',
    { retrieval_gb: 50, retrieval_price_gb: 0.02, requests: 3000, price_per_1000: 0.1 },
    { retrieval_cost: 1, request_cost: 0.3, total: 1.3 },
  ],
  [
    'one zone, by a calculator',
    {
      gb: 1000,
      thousand_put: 10,
      retrieval_gb: 5,
      prices: { gb: 0.01, put: 0.01, retrieval: 0.01, get: 0.001 },
    },
    { storage: 10, put: 0.1, retrieval: 0.05, total: 10.15 },
  ],
  [
    'removal 60 days early',
    { gb: 100, price_gb: 0.0036, min_days: 90, age_days: 30 },
    { early_fee: 0.72, remaining_days: 60 },
  ],
  ['removal in time', { gb: 100, price_gb: 0.0036, min_days: 90, age_days: 90 }, { early_delete_fee: 0 }],
  [
    'the minimum of a class',
    { gb: 300, price_gb: 0.00099, class: 'DEEP_ARCHIVE', age_days: 150 },
    { fee: 0.297 },
  ],
  [
    'small objects are billed as 128 KB',
    { objects: 2 ** 20, object_kb: 16, price_gb: 0.0125 },
    { billable_kb: 128, gb: 16, billable_gb: 128, storage: 1.6 },
  ],
  [
    'a rule at midnight acts at midnight',
    { created: '2024-02-28T00:00:00Z', days: 1 },
    { transition_at: '2024-02-29T00:00:00Z' },
  ],
  [
    'a rule over the end of a year',
    { created: '2023-12-30T23:59:59Z', days: 1 },
    { expiration_at: '2024-01-01T00:00:00Z' },
  ],
  ['a date by its name', { created: '2014-01-15T10:30:00Z', days: 30 }, { transition_date: '2014-02-15' }],
  [
    'a noncurrent version from its successor',
    { created: '2014-01-01T00:00:00Z', successor_created: '2014-01-15T10:30:00Z', days: 3 },
    { transition_at: '2014-01-19T00:00:00Z' },
  ],
];

describe('S3', () => {
  test.each(S3)('%s', (_what, inputs, expected) => {
    hold(S3_ANSWERS, 's3', inputs, expected);
  });

  test('the total of a directory bucket adds the lines as they are printed, to the cent', () => {
    const inputs = { gb_month: 1, price_gb: 0.114, puts: 1000, price_put_per_1000: 0.114, request_kb: 0 };

    expect(compute(S3_ANSWERS, 's3', inputs)).toMatchObject({ storage: 0.114, puts: 0.114, total: 0.22 });
  });

  test.each([
    ['no date', { created: 'soon', days: 1 }],
    ['a date beyond dates', { created: '2014-01-15T10:30:00Z', days: 1e12 }],
  ])('%s is a failed example', (_what, inputs) => {
    expect(runExample(S3_ANSWERS, { id: 'x', kind: 's3', inputs }).status).toBe('fail');
  });

  test('a shape that no rule fits is not covered', () => {
    expect(runExample(S3_ANSWERS, { id: 'x', kind: 's3', inputs: { buckets: 3 } }).status).toBe(
      'not-covered',
    );
  });
});
