/** The files of the book: which there are, read when first asked for and kept, and where their facts come from. */

import { assert } from '../engine/assert.ts';
import type { PriceFact } from '../engine/price-book.ts';
import { memoize } from './memoize.ts';
import { type PriceTable, readPriceTable } from './price-table.ts';

/** How the rows of a file are to be read. */
type Layout =
  | 'ec2'
  | 'ec2-commitments'
  | 'ec2-commitment-model'
  | 'rds'
  | 'rds-reservations'
  | 'nodes'
  | 'gcp-compute'
  | 'azure-vm'
  | 'unit-prices';

/** One file as listed in `data/index.json`. */
export type BookFile = {
  readonly file: string;
  readonly provider: string;
  readonly region: string;
  readonly layout: string;
};

/** Where a number was read. */
type PriceSource = { readonly origin: string; readonly date: string; readonly licence: string };

/** What a lookup knows of a price before its source is written out. */
export type FactParts = Pick<
  PriceFact,
  'provider' | 'service' | 'item' | 'region' | 'unit' | 'price' | 'kind'
> & {
  /** Id in `data/sources.json`, or several joined by `+`: the first gives the level and the date, the others a ratio or rule. */
  readonly source: string;
  readonly confidence?: PriceFact['confidence'];
  readonly note?: string | null;
  /** USD when absent; `XXX`, the ISO 4217 code for "no currency", for facts that count days, objects or operations. */
  readonly currency?: string;
};

/** Lazy access to the files of the book. */
export type BookFiles = {
  readonly list: readonly BookFile[];
  /** Null when the book has no such file. */
  table(layout: Layout, region: string): PriceTable | null;
  read(file: BookFile): PriceTable;
  source(id: string): PriceSource;
  fact(parts: FactParts): PriceFact;
};

/** Region of facts that hold everywhere. */
export const GLOBAL = 'global';

function combine(sources: readonly PriceSource[]): PriceSource {
  const [first] = sources;
  assert(first, 'a fact names at least one source');
  return {
    origin: sources.map(source => source.origin).join('; with '),
    date: first.date,
    licence: [...new Set(sources.map(source => source.licence))].join(', '),
  };
}

/** @param directory where `index.json` and `sources.json` are, with a slash at the end. */
export function openBookFiles(directory: URL): BookFiles {
  const read = memoize(file => readPriceTable(new URL(file, directory)));
  const list = read('index.json').rows.map(row => ({
    file: row.text('file'),
    provider: row.text('provider'),
    region: row.text('region'),
    layout: row.text('layout'),
  }));
  const byLayoutAndRegion = new Map<string, string>();
  for (const { layout, region, file } of list) byLayoutAndRegion.set(`${layout} ${region}`, file);
  const singleSource = (id: string): PriceSource => {
    const row = read('sources.json').rows.find(candidate => candidate.text('id') === id);
    assert(row, `sources.json lists ${id}`);
    return { origin: row.text('origin'), date: row.text('date'), licence: row.text('licence') };
  };
  const source = memoize(id => combine(id.split('+').map(singleSource)));
  return {
    list,
    read: file => read(file.file),
    table: (layout, region) => {
      const file = byLayoutAndRegion.get(`${layout} ${region}`);
      return file === undefined ? null : read(file);
    },
    source,
    fact: ({ source: id, confidence = null, note = null, currency = 'USD', ...parts }) => {
      const { origin, date, licence } = source(id);
      return { ...parts, currency, source: origin, date, licence, confidence, note };
    },
  };
}
