/** Prices that are one number per Region (storage, requests, network, logs) and the published rules that go with them. */

import { assert } from '../engine/assert.ts';
import type { PriceFact } from '../engine/price-book.ts';
import { type BookFiles, GLOBAL } from './book-files.ts';
import { memoize } from './memoize.ts';
import type { TableRow } from './price-table.ts';

/** One step of a volume price. */
export type VolumeTier = {
  /** Quantity of the month, in the price's unit, from which this price holds; the first tier starts at 0. */
  readonly fromQuantity: number;
  readonly fact: PriceFact;
};

/** Lookups of unit prices. */
export type UnitPrices = {
  /** A fact that holds everywhere is found under every AWS Region, and says `global`. */
  find(service: string, item: string, component: string, region: string): PriceFact | null;
  /** Steps of one item priced by volume, lowest first; null where the book has no tiers. */
  tiers(service: string, item: string, unit: string, region: string): readonly VolumeTier[] | null;
  all(region: string): readonly PriceFact[];
};

function toFact(files: BookFiles, row: TableRow, place: { provider: string; region: string }): PriceFact {
  return files.fact({
    ...place,
    service: row.text('service'),
    item: `${row.text('item')} ${row.text('component')}`,
    unit: row.text('unit'),
    price: row.number('value'),
    source: row.text('source'),
    kind: row.kind('kind'),
    note: row.optionalText('note'),
    currency: row.text('currency'),
  });
}

type RegionPrices = {
  readonly place: { provider: string; region: string };
  readonly rows: readonly TableRow[];
  readonly byKey: ReadonlyMap<string, TableRow>;
};

function keyOf(service: string, item: string, component: string): string {
  return `${service}\n${item}\n${component}`;
}

function readRegion(files: BookFiles, region: string): RegionPrices | null {
  const table = files.table('unit-prices', region);
  if (table === null) return null;
  const file = files.list.find(entry => entry.layout === 'unit-prices' && entry.region === region);
  assert(file, `index.json lists the unit prices of ${region}`);
  return {
    place: { provider: file.provider, region },
    rows: table.rows,
    byKey: new Map(
      table.rows.map(row => [keyOf(row.text('service'), row.text('item'), row.text('component')), row]),
    ),
  };
}

/** @param files the files of the book */
export function unitPrices(files: BookFiles): UnitPrices {
  const awsRegions = new Set(files.list.filter(file => file.provider === 'aws').map(file => file.region));
  const pricesOf = memoize(region => readRegion(files, region));
  // Rules hold in Regions the book has no prices of; Regions of other providers must not see them.
  const isAws = (region: string) => awsRegions.has(region) || /^[a-z]{2}(-[a-z]+)+-\d$/.test(region);
  const placesOf = (region: string) => (isAws(region) ? [region, GLOBAL] : [region]);
  return {
    find: (service, item, component, region) => {
      for (const place of placesOf(region)) {
        const prices = pricesOf(place);
        const row = prices?.byKey.get(keyOf(service, item, component));
        if (prices && row) return toFact(files, row, prices.place);
      }
      return null;
    },
    tiers: (service, item, unit, region) => {
      for (const place of placesOf(region)) {
        const prices = pricesOf(place);
        const tiers = (prices?.rows ?? [])
          .filter(
            row => row.text('service') === service && row.text('item') === item && row.text('unit') === unit,
          )
          .flatMap(row => {
            const fromQuantity = row.optionalNumber('fromQuantity');
            return prices && fromQuantity !== null
              ? [{ fromQuantity, fact: toFact(files, row, prices.place) }]
              : [];
          });
        if (tiers.length > 0) return tiers.sort((a, b) => a.fromQuantity - b.fromQuantity);
      }
      return null;
    },
    all: region => {
      const prices = pricesOf(region);
      return prices ? prices.rows.map(row => toFact(files, row, prices.place)) : [];
    },
  };
}
