/** What an average price says about the volume behind it, and what a cut of that volume leaves. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PriceTier, tieredCost } from '../../../src/engine/pricing/object-storage.ts';
import {
  CDN_EGRESS,
  CUSTOM_METRICS,
  costShareLeft,
  ENDPOINT_TRAFFIC,
  INTERNET_EGRESS,
  tiersOf,
  unitsByBand,
  VENDED_TO_CLOUDWATCH,
  VENDED_TO_S3,
  volumeAtAverage,
} from '../../../src/engine/pricing/price-bands.ts';
import { openEmbeddedBook } from '../../../src/prices/embedded-book.ts';
import { estateOf, ratesOf } from '../estates.ts';

const TIERS: readonly PriceTier[] = [
  { upTo: 100, price: 3 },
  { upTo: 300, price: 2 },
  { upTo: Number.POSITIVE_INFINITY, price: 1 },
];

describe('the volume behind an average price', () => {
  test.each([
    [3, null],
    [4, null],
    [2.5, 200],
    [7 / 3, 300],
    [1.75, 1600 / 3],
    [1, null],
    [0.5, null],
  ])('at an average of %s it is %s', (average, volume) => {
    const found = volumeAtAverage(average, TIERS);
    if (volume === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(volume, 9);
  });

  test('is the volume that was billed, wherever it lies above the first band', () => {
    fc.assert(
      fc.property(fc.integer({ min: 101, max: 1_000_000 }), volume => {
        const found = volumeAtAverage(tieredCost(volume, TIERS) / volume, TIERS);
        expect((found ?? 0) / volume).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe('what is left of the cost', () => {
  test.each<[string, number, readonly PriceTier[] | null, number, number]>([
    ['a part of a flat price is the same part', 3, TIERS, 0.5, 0.5],
    ['without tiers the same', 2.5, null, 0.25, 0.25],
    // 200 cost 500; 100 cost 300.
    ['the cheaper band goes first', 2.5, TIERS, 0.5, 0.6],
    ['all of it is all of it', 2.5, TIERS, 0, 0],
    ['nothing of it is nothing', 2.5, TIERS, 1, 1],
  ])('%s', (_name, average, tiers, shareLeft, costLeft) => {
    expect(costShareLeft(average, tiers, shareLeft)).toBeCloseTo(costLeft, 12);
  });
});

test('the units of all bands are the quantity, each with its part of the volume', () => {
  const units = unitsByBand(INTERNET_EGRESS, 512, 51_200, 'us-east-1');
  expect(units.map(({ component, quantity }) => [component, quantity])).toEqual([
    ['first_10tb', 102.4],
    ['next_40tb', 409.6],
  ]);
  expect(unitsByBand(INTERNET_EGRESS, 0, 0, 'us-east-1')).toEqual([]);
});

test.each([
  INTERNET_EGRESS,
  CDN_EGRESS,
  ENDPOINT_TRAFFIC,
  VENDED_TO_CLOUDWATCH,
  VENDED_TO_S3,
  CUSTOM_METRICS,
])(
  'the book has every band of $service $item, each cheaper than the one before and from where the last ends',
  item => {
    const book = openEmbeddedBook();
    const tiers = tiersOf(item, ratesOf(estateOf([]), book), 'us-east-1') ?? [];
    expect(tiers.length).toBe(item.bands.length);
    expect(tiers.map(({ price }) => price)).toEqual(tiers.map(({ price }) => price).sort((a, b) => b - a));
    const unit =
      book.unitPrice(item.service, item.item, item.bands[0]?.component ?? '', 'us-east-1')?.unit ?? '';
    const listed = book.volumeTiers(item.service, item.item, unit, 'us-east-1') ?? [];
    expect(listed.map(({ fromQuantity }) => fromQuantity)).toEqual([
      0,
      ...item.bands.slice(0, -1).map(({ upTo }) => upTo),
    ]);
  },
);

test('a Region without the bands has no tiers', () => {
  expect(tiersOf(ENDPOINT_TRAFFIC, ratesOf(estateOf([]), openEmbeddedBook()), 'eu-west-1')).toBeNull();
});
