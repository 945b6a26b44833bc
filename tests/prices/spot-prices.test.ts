/** Spot prices of the book: which fact counts, what it stands before, and where there is none. */

import { describe, expect, test } from 'vitest';
import type { PriceFact } from '../../src/engine/price-book.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { displacedBy, type LayerPrices, NO_PRICES } from '../../src/prices/overlay.ts';

const book = openEmbeddedBook();

function layer(...facts: readonly (readonly [item: string, price: number])[]): LayerPrices {
  const made = facts.map(
    ([item, price]): PriceFact => ({
      ...{ provider: 'aws', service: 'ec2', item, region: 'us-east-1', unit: 'hour', price, currency: 'USD' },
      ...{ source: 'here', date: '2026-11-01', licence: '-', kind: 'measured', confidence: 'A', note: null },
    }),
  );
  return {
    find: (service, item, region) =>
      made.find(fact => fact.service === service && fact.item === item && fact.region === region) ?? null,
    all: () => made,
  };
}

const chainOf = (fact: PriceFact | null) =>
  fact === null
    ? []
    : [fact, ...displacedBy(fact)].map(({ item, price, layer: of }) => [of ?? 'book', item, price]);

describe('the book that came with the program', () => {
  test('has a month’s average of AWS, dated, below the price on demand, and called derived', () => {
    const spot = book.spotPrice('m5.large', 'us-east-1', 'linux');
    expect(spot).toMatchObject({ item: 'm5.large linux spot typical', unit: 'hour', kind: 'derived' });
    expect(spot?.date).toBe('2025-06-28');
    expect(spot?.price).toBeLessThan(book.instancePrice('m5.large', 'us-east-1', 'linux')?.price ?? 0);
    expect(spot?.note).toMatch(/order of magnitude; interrupted /);
  });

  test('has Google’s list price of spot', () => {
    expect(book.spotPrice('n2-standard-4', 'us-central1', 'linux')).toMatchObject({
      provider: 'gcp',
      item: 'n2-standard-4 linux spot',
      kind: 'measured',
      date: '2026-07-30',
    });
  });

  test.each([
    ['of Windows', 'm5.large', 'us-east-1', 'windows'],
    ['in a Region that it does not have', 'm5.large', 'eu-north-1', 'linux'],
    ['of a type that it does not have', 'm99.large', 'us-east-1', 'linux'],
    ['of Azure, of which it has a sample of 2022', 'Standard_D4s_v5', 'eastus', 'linux'],
  ] as const)('has none %s', (_what, name, region, system) => {
    expect(book.spotPrice(name, region, system)).toBeNull();
  });

  test('shows people what the lookup answers', () => {
    const found = book.findPrices({ words: ['m5.large', 'spot'], region: 'us-east-1', service: 'ec2' });
    expect(found).toContainEqual(book.spotPrice('m5.large', 'us-east-1', 'linux'));
  });
});

describe('newer facts', () => {
  test('a negotiated one, then the market’s, then a newer average, then the book’s', () => {
    const over = openEmbeddedBook({
      override: layer(['m5.large linux spot', 0.02]),
      overlay: layer(['m5.large linux spot', 0.04], ['m5.large linux spot typical', 0.05]),
    });
    const own = book.spotPrice('m5.large', 'us-east-1', 'linux')?.price;

    expect(chainOf(over.spotPrice('m5.large', 'us-east-1', 'linux'))).toEqual([
      ['override', 'm5.large linux spot', 0.02],
      ['overlay', 'm5.large linux spot', 0.04],
      ['overlay', 'm5.large linux spot typical', 0.05],
      ['book', 'm5.large linux spot typical', own],
    ]);
  });

  test('count where the book has nothing: another system, a new type', () => {
    const overlay = layer(['m5.large windows spot', 0.09], ['m99.large linux spot', 0.03]);
    const over = openEmbeddedBook({ override: NO_PRICES, overlay });

    expect(over.spotPrice('m5.large', 'us-east-1', 'windows')).toMatchObject({
      price: 0.09,
      layer: 'overlay',
    });
    expect(over.spotPrice('m99.large', 'us-east-1', 'linux')).toMatchObject({ price: 0.03, displaced: [] });
    expect(over.spotPrice('m99.large', 'eu-west-1', 'linux')).toBeNull();
  });

  test('are no price of an hour on demand, and none of a commitment', () => {
    const over = openEmbeddedBook({ override: NO_PRICES, overlay: layer(['m5.large linux spot', 0.01]) });
    expect(over.instancePrice('m5.large', 'us-east-1', 'linux')).toEqual(
      book.instancePrice('m5.large', 'us-east-1', 'linux'),
    );
  });
});
