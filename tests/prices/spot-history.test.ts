/** A spot price history: one price for a type and Region, weighted by the time that prices held; hostile records. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spotHistory } from '../../src/prices/spot-history.ts';
import type { SpotRecord } from '../../src/prices/spot-history-file.ts';

const NOW = new Date('2026-11-23T12:00:00Z');

function record(zone: string, price: string, time: string, more: Partial<SpotRecord> = {}): SpotRecord {
  return {
    zone,
    price,
    time,
    type: 'm5.large',
    product: 'Linux/UNIX',
    file: 'spot.json',
    place: 1,
    row: null,
    ...more,
  };
}

const pricesOf = (records: readonly SpotRecord[]) =>
  spotHistory(records, NOW).regions.flatMap(({ region, prices }) =>
    prices.map(({ item, price }) => [region, item, price]),
  );

describe('a history', () => {
  test('each price counts as long as it held, each zone as much as the others', () => {
    // Zone a: 0.04 for one day, 0.07 for two days: 0.06. Zone b: 0.04 for three days.
    const { regions, used } = spotHistory(
      [
        record('us-east-1a', '0.0700', '2026-11-02T00:00:00+00:00'),
        record('us-east-1a', '0.0400', '2026-11-01T00:00:00+00:00'),
        record('us-east-1b', '0.0400', '2026-11-01T00:00:00.000Z'),
        record('us-east-1b', '0.0400', '2026-11-04T00:00:00Z'),
      ],
      NOW,
    );

    expect(used).toBe(4);
    expect(regions).toEqual([
      {
        region: 'us-east-1',
        prices: [
          {
            item: 'm5.large linux spot',
            unit: 'hour',
            price: 0.05,
            kind: 'measured',
            date: '2026-11-04',
            note: 'time-weighted mean of 2 zones, 0.04 to 0.06, of 4 prices from 2026-11-01 to 2026-11-04',
          },
        ],
      },
    ]);
  });

  test('one record is its price; times are compared as times, not as text', () => {
    expect(pricesOf([record('us-east-1a', '0.05', '2026-11-01T00:00:00Z')])).toEqual([
      ['us-east-1', 'm5.large linux spot', 0.05],
    ]);
    // 01:00 at +02:00 is before 00:00 UTC: the dearer price held for one hour of two.
    expect(
      pricesOf([
        record('us-east-1a', '0.06', '2026-11-01T01:00:00+02:00'),
        record('us-east-1a', '0.02', '2026-11-01T00:00:00Z'),
        record('us-east-1b', '0.04', '2026-11-01T01:00:00Z'),
      ]),
    ).toEqual([['us-east-1', 'm5.large linux spot', 0.04]]);
  });

  test('Regions, types and systems are apart', () => {
    const time = '2026-11-01T00:00:00Z';
    expect(
      pricesOf([
        record('us-east-1a', '0.05', time),
        record('us-east-1a', '0.12', time, { product: 'Windows (Amazon VPC)' }),
        record('eu-west-1c', '0.06', time),
        record('ap-southeast-2a', '0.07', time, { type: 'c7g.2xlarge', product: 'Linux/UNIX (Amazon VPC)' }),
      ]),
    ).toEqual([
      ['ap-southeast-2', 'c7g.2xlarge linux spot', 0.07],
      ['eu-west-1', 'm5.large linux spot', 0.06],
      ['us-east-1', 'm5.large linux spot', 0.05],
      ['us-east-1', 'm5.large windows spot', 0.12],
    ]);
  });

  test('systems without a price in the book are counted, not refused', () => {
    const time = '2026-11-01T00:00:00Z';
    const { otherProducts, refused } = spotHistory(
      [
        record('us-east-1a', '0.05', time, { product: 'Red Hat Enterprise Linux' }),
        record('us-east-1a', '0.05', time, { product: 'Red Hat Enterprise Linux' }),
        record('us-east-1a', '0.05', time, { product: 'SUSE Linux (Amazon VPC)' }),
      ],
      NOW,
    );
    expect([...otherProducts]).toEqual([
      ['Red Hat Enterprise Linux', 2],
      ['SUSE Linux (Amazon VPC)', 1],
    ]);
    expect(refused).toEqual([]);
  });
});

describe('a record that cannot be used', () => {
  test.each<readonly [string, Partial<SpotRecord>, RegExp]>([
    ['not a number', { price: 'NaN' }, /price/],
    ['an exponent', { price: '1e308' }, /price/],
    ['zero', { price: '0.000000' }, /price/],
    ['negative', { price: '-0.05' }, /price/],
    ['absurd', { price: '99999999' }, /price/],
    ['nothing', { price: '' }, /price/],
    ['a day that is none', { time: '2026-13-01T00:00:00Z' }, /time/],
    ['a time without a zone', { time: '2026-11-01T00:00:00' }, /time/],
    ['a time to come', { time: '2027-01-01T00:00:00Z' }, /not come yet/],
    ['a local zone', { zone: 'us-west-2-lax-1a' }, /zone/],
    ['a Region', { zone: 'us-east-1' }, /zone/],
    ['a type with a path', { type: '../m5.large' }, /type/],
    ['a type with control characters', { type: 'm5.large\u001b[31m' }, /type/],
    ['a product that is none', { product: '__proto__' }, /product/],
  ])('%s is told of, and the others count', (_what, change, message) => {
    const good = record('us-east-1a', '0.05', '2026-11-01T00:00:00Z');
    const { refused, used, regions } = spotHistory([{ ...good, ...change }, good], NOW);

    expect(refused.map(each => each.message)).toEqual([expect.stringMatching(message)]);
    expect(used).toBe(1);
    expect(regions[0]?.prices[0]?.price).toBe(0.05);
  });
});

test('law: the price lies between the lowest and the highest, and the order of records is no matter', () => {
  const records = fc.array(
    fc
      .tuple(
        fc.constantFrom('a', 'b', 'c'),
        fc.integer({ min: 1, max: 99_999 }),
        fc.integer({ min: 0, max: 80 }),
      )
      .map(([zone, price, day]) =>
        record(
          `us-east-1${zone}`,
          (price / 10_000).toFixed(4),
          new Date(Date.UTC(2026, 8, 1) + day * 86_400_000).toISOString(),
        ),
      ),
    { minLength: 1, maxLength: 30 },
  );
  // Two prices of one zone and time have no order of their own.
  const distinct = records.map(list => [
    ...new Map(list.map(each => [`${each.zone}${each.time}`, each])).values(),
  ]);
  fc.assert(
    fc.property(distinct, list => {
      const price = spotHistory(list, NOW).regions[0]?.prices[0]?.price ?? Number.NaN;
      const all = list.map(each => Number(each.price));
      expect(price).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9);
      expect(price).toBeLessThanOrEqual(Math.max(...all) + 1e-9);
      expect(spotHistory(list.toReversed(), NOW).regions[0]?.prices[0]?.price).toBeCloseTo(price, 8);
    }),
  );
});
