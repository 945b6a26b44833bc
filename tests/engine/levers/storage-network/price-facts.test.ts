/** Facts about storage, network and log prices that break flat percentages, as the book has them. */

import { describe, expect, test } from 'vitest';
import { attachmentCost, egressCost } from '../../../../src/engine/pricing/network.ts';
import { archivedGib, billableGib, minimumDays } from '../../../../src/engine/pricing/object-storage.ts';
import { INTERNET_EGRESS, tiersOf } from '../../../../src/engine/pricing/price-bands.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { estateOf, ratesOf } from '../../estates.ts';

const book = openEmbeddedBook();
const rates = ratesOf(estateOf([]), book);

function price(service: string, item: string, component: string, region = 'us-east-1'): number {
  const found = rates.unitPrice(service, item, component, region);
  if (found === null) throw new Error(`no price of ${service} ${item} ${component}`);
  return found;
}

describe('S3', () => {
  test('a million small objects to Standard-IA cost $10 in transitions alone', () => {
    expect((1_000_000 / 1000) * price('s3', 'STANDARD_IA', 'lifecycle_transition')).toBeCloseTo(10, 9);
  });

  test('below 69.6 KiB an object is dearer in Standard-IA than in Standard', () => {
    const cost = (kib: number) => billableGib(kib / 2 ** 20, 1) * price('s3', 'STANDARD_IA', 'storage');
    const standard = (kib: number) => (kib / 2 ** 20) * price('s3', 'STANDARD', 'storage');
    expect(cost(69)).toBeGreaterThan(standard(69));
    expect(cost(70)).toBeLessThan(standard(70));
  });

  test.each([
    ['STANDARD_IA', 30],
    ['ONEZONE_IA', 30],
    ['GLACIER_IR', 90],
    ['GLACIER_FLEXIBLE', 90],
    ['DEEP_ARCHIVE', 180],
  ] as const)('%s charges %s days at least, in the engine as in the book', (storageClass, days) => {
    expect(minimumDays(storageClass)).toBe(days);
    expect(book.unitPrice('s3', storageClass, 'min_storage_days', 'us-east-1')?.price).toBe(days);
  });

  test.each(['GLACIER_FLEXIBLE', 'DEEP_ARCHIVE'])(
    '%s adds 40 KiB to every object, in the engine as in the book',
    item => {
      const { archive, standard } = archivedGib(0, 2 ** 20);
      const listed = (component: string) => book.unitPrice('s3', item, component, 'us-east-1')?.price;
      expect([archive, standard]).toEqual([
        listed('overhead_at_archive_rate_kb'),
        listed('overhead_at_standard_rate_kb'),
      ]);
      expect(archive + standard).toBe(listed('metadata_overhead_kb'));
    },
  );

  test('an object of 2 KiB costs more in Flexible Retrieval than in Standard', () => {
    const { archive, standard } = archivedGib(2 / 2 ** 20, 1);
    const archived =
      archive * price('s3', 'GLACIER_FLEXIBLE', 'storage') + standard * price('s3', 'STANDARD', 'storage');
    expect(archived).toBeGreaterThan((2 / 2 ** 20) * price('s3', 'STANDARD', 'storage'));
  });
});

describe('the network', () => {
  test('endpoints of six services in three zones cost more than three NAT gateways with 500 GB', () => {
    const nat = attachmentCost({
      count: 3,
      hours: 730,
      perHour: price('nat_gateway', 'zonal', 'hour'),
      gb: 500,
      perGb: [{ upTo: Number.POSITIVE_INFINITY, price: price('nat_gateway', 'zonal', 'data_processed') }],
    });
    const endpoints = attachmentCost({
      count: 18,
      hours: 730,
      perHour: price('vpc_endpoint', 'interface', 'hour_per_az'),
      gb: 500,
      perGb: [
        {
          upTo: Number.POSITIVE_INFINITY,
          price: price('vpc_endpoint', 'interface', 'data_processed_first_1pb'),
        },
      ],
    });
    expect(nat.total).toBeCloseTo(121.05, 9);
    expect(endpoints.total).toBeCloseTo(136.4, 9);
    expect(price('vpc_endpoint', 'gateway_s3_dynamodb', 'hour')).toBe(0);
  });

  test('the first 100 GB to the internet are free, the next 10 TB cost 9 cents, in Singapore 12', () => {
    const cost = (gb: number, region: string) =>
      egressCost(gb, tiersOf(INTERNET_EGRESS, rates, region) ?? []);
    expect(cost(100, 'us-east-1')).toBe(0);
    expect(cost(200, 'us-east-1')).toBeCloseTo(9, 9);
    expect(cost(200, 'ap-southeast-1')).toBeCloseTo(12, 9);
  });

  test('a CDN is 6 % cheaper by the GB than the first band', () => {
    const cdn = price('cloudfront', 'us_mx_ca_eu', 'first_10tb');
    expect(1 - cdn / price('data_transfer_out', 'internet', 'first_10tb')).toBeCloseTo(0.056, 3);
  });
});
