/** Back to Aurora Standard: 0.125 USD a GB-month and what instances cost less, against 0.20 USD a million requests. */

import { describe, expect, test } from 'vitest';
import { leverById } from '../../../../src/engine/levers/index.ts';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { metered, meteredPrices, nodeShape } from '../../../helpers/metered-usage.ts';
import { flat, HOURS, utilization } from '../../estates.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'aurora-standard-storage';
const INSTANCE = nodeShape({
  service: 'aurora',
  nodeClass: 'db.r5.large',
  engine: 'aurora-mysql',
  isIoOptimized: true,
});
// Standard is 0.29 an hour in the book; the bill pays 30 % more.
const options = { paidRates: meteredPrices([[INSTANCE, 0.377]]) };
const STORAGE = meter('Aurora:IO-OptimizedStorageUsage', 1000, 0.225);
const WRITER = metered('writer', [{ shape: INSTANCE, hours: flat(1) }]);
const seen = (iops: number | null) =>
  iops === null ? null : utilization({ iops: { p50: iops, p95: iops, p99: iops, max: iops } });
const cluster = (iops: number | null) => billed('cluster', [STORAGE], { utilization: seen(iops) });

test('100 requests a second: 60 million cost $12.10, storage saves $125 and the instance $14.62', () => {
  const near = [cluster(100), WRITER];
  expect(savedBy(LEVER, near, {}, options)).toBeCloseTo(125 - (100 * 3600 * HOURS * 0.2) / 1e6, 6);
  expect(savedBy(LEVER, [WRITER, cluster(100)], {}, options)).toBeCloseTo(0.087 * HOURS, 6);
  expect(answerFor(LEVER, near, {}, options)).toMatchObject({
    why: 'the cluster saves $127.52 with its instances and pays $12.10 for I/O',
    evidence: 'measured',
    effect: {
      kind: 'remeter',
      meters: [{ factor: 0 }],
      added: [
        { item: 'standard', component: 'storage', quantity: 1000 },
        { item: 'standard', component: 'io' },
      ],
    },
  });
});

test('the instance goes to Standard with its cluster', () => {
  expect(answerFor(LEVER, [WRITER, cluster(100)], {}, options)).toMatchObject({
    effect: { kind: 'reshape', to: { isIoOptimized: false }, quantityRatio: 1 },
  });
});

test('the two directions exclude each other', () => {
  expect(leverById('aurora-io-optimized')?.meta.excludes).toContain(LEVER);
  expect(leverById(LEVER)?.meta.excludes).toContain('aurora-io-optimized');
});

describe('no', () => {
  test.each([
    [
      'for a busy cluster',
      // 605 million requests cost $120.96: less than the $139.62 saved, but 45 % of the Standard bill.
      [cluster(1000), WRITER],
      'I/O would be 45 % of its Standard bill: I/O-Optimized is made for that',
    ],
    [
      'where I/O costs more than is saved',
      [cluster(2000), WRITER],
      'its I/O of $241.92 would cost $102.30 more than Standard saves',
    ],
    [
      'without metrics',
      [cluster(null), WRITER],
      'its I/O is not in the bill and was not observed: import VolumeReadIOPs and VolumeWriteIOPs',
    ],
    [
      'without its instances',
      [cluster(1)],
      'its instances are not in its workload: what they save is not known',
    ],
    [
      'for an instance without its cluster',
      [WRITER],
      'its cluster is not in its workload: the I/O is not known',
    ],
    [
      'beside another cluster',
      [cluster(1), billed('second', [meter('Aurora:StorageUsage', 1, 0.1)]), WRITER],
      'several clusters in its workload: the bill does not say whose the instances are',
    ],
    [
      'for a cluster in Standard',
      [billed('cluster', [meter('Aurora:StorageUsage', 100, 0.1)]), WRITER],
      'is no part of an I/O-Optimized Aurora cluster',
    ],
  ])('%s', (_name, resources, reason) => {
    expect(reasonOf(answerFor(LEVER, resources, {}, options))).toBe(reason);
  });

  test('for a class without a price in Standard', () => {
    const shape = { ...INSTANCE, nodeClass: 'db.x9.large' };
    const instance = metered('writer', [{ shape, hours: flat(1) }]);
    const paidRates = meteredPrices([[shape, 1]]);
    expect(reasonOf(answerFor(LEVER, [cluster(1), instance], {}, { paidRates }))).toBe(
      'no price of its instances in Standard',
    );
  });
});
