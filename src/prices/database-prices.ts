/** What an hour of a managed database, cache or search node costs, on demand and reserved. */

import type { PriceFact } from '../engine/price-book.ts';
import type { BookFiles } from './book-files.ts';
import { memoize } from './memoize.ts';
import type { PriceTable, TableRow } from './price-table.ts';

/** Lookups of database prices. */
export type DatabasePrices = {
  find(instanceClass: string, engine: string, region: string, multiAz: boolean): PriceFact | null;
  /** Single-AZ and Multi-AZ prices of one row. */
  ofRow(row: TableRow, region: string): readonly PriceFact[];
};

function priceOf(files: BookFiles, row: TableRow, region: string, multiAz: boolean): PriceFact | null {
  const price = row.optionalNumber(multiAz ? 'multiAz' : 'singleAz');
  if (price === null) return null;
  const item = `${row.text('instanceClass')} ${row.text('engine')} ${multiAz ? 'multi-az' : 'single-az'}`;
  const licence = row.text('licenceModel');
  return files.fact({
    provider: 'aws',
    service: 'rds',
    item,
    region,
    unit: 'hour',
    price,
    source: row.text('source'),
    kind: row.kind('kind'),
    confidence: 'A',
    note: licence === 'none' ? null : `licence: ${licence}`,
  });
}

/** @param files the files of the book */
export function databasePrices(files: BookFiles): DatabasePrices {
  const rowsOf = memoize(region => {
    const rows = files.table('rds', region)?.rows ?? [];
    return new Map(rows.map(row => [`${row.text('instanceClass')} ${row.text('engine')}`, row]));
  });
  return {
    find: (instanceClass, engine, region, multiAz) => {
      const row = rowsOf(region).get(`${instanceClass} ${engine}`);
      return row ? priceOf(files, row, region, multiAz) : null;
    },
    ofRow: (row, region) => [false, true].flatMap(multiAz => priceOf(files, row, region, multiAz) ?? []),
  };
}

const NODE_PRICES = [
  ['onDemand', ''],
  ['reserved1yNoUpfront', ' reserved 1y no-upfront'],
  ['reserved1yPartialUpfront', ' reserved 1y partial-upfront'],
  ['reserved1yAllUpfront', ' reserved 1y all-upfront'],
  ['reserved3yNoUpfront', ' reserved 3y no-upfront'],
  ['reserved3yPartialUpfront', ' reserved 3y partial-upfront'],
  ['reserved3yAllUpfront', ' reserved 3y all-upfront'],
] as const;

/** Prices of an ElastiCache or OpenSearch node: on demand and each reservation, amortised. */
export function nodeFacts(
  files: BookFiles,
  { meta }: PriceTable,
  row: TableRow,
  region: string,
): readonly PriceFact[] {
  const engine = row.optionalText('engine');
  const name = engine === null ? row.text('nodeType') : `${row.text('nodeType')} ${engine}`;
  const common = { provider: 'aws', service: String(meta.service), region, unit: 'hour' };
  return NODE_PRICES.flatMap(([column, words]) => {
    const price = row.optionalNumber(column);
    if (price === null) return [];
    const source = String(meta.source);
    return files.fact({
      ...common,
      item: `${name}${words}`,
      price,
      source,
      kind: 'measured',
      confidence: 'A',
    });
  });
}

/** Price of a listed RDS reservation, amortised; the list has Single-AZ prices. */
export function rdsReservationFact(files: BookFiles, row: TableRow, region: string): PriceFact {
  const words = [
    row.text('instanceClass'),
    row.text('engine'),
    'single-az',
    'reserved',
    `${row.number('termYears')}y`,
    row.text('payment'),
  ];
  return files.fact({
    provider: 'aws',
    service: 'rds',
    item: words.join(' '),
    region,
    unit: 'hour',
    price: row.number('rate'),
    source: row.text('source'),
    kind: row.kind('kind'),
    confidence: 'A',
    note: row.optionalText('note'),
  });
}
