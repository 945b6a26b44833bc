/** Search over every price of the book, for people. */

import type { CommitmentOffer, PriceFact } from '../engine/price-book.ts';
import type { BookFile } from './book-files.ts';
import { type DatabasePrices, nodeFacts, rdsReservationFact } from './database-prices.ts';
import { MACHINE_SERVICES } from './instance-catalogue.ts';
import { type ListedRates, offerItem } from './listed-rates.ts';
import { MACHINE_WORDS, type MachineLookups, machineFacts } from './machine-facts.ts';
import type { UnitPrices } from './unit-prices.ts';

/** What to look for. Upper and lower case are the same everywhere. */
export type PriceQuery = {
  /** Each must occur in the provider, service, item or Region; none matches everything. */
  readonly words: readonly string[];
  readonly provider?: string;
  readonly service?: string;
  readonly region?: string;
  /** At most so many facts; all when absent. */
  readonly limit?: number;
};

/** What the search reads. */
export type Searchable = MachineLookups & {
  readonly units: UnitPrices;
  readonly databases: DatabasePrices;
  readonly listed: ListedRates;
};

/** Prices that stand together. */
type Entry = {
  readonly service: string;
  /** Has every word that an item of `facts` has, so that facts are made only where they may match. */
  readonly text: string;
  facts(): readonly PriceFact[];
};

function factEntry(fact: PriceFact): Entry {
  return { service: fact.service, text: fact.item, facts: () => [fact] };
}

function machineEntries(search: Searchable, region: string): readonly Entry[] {
  return search.instances.all(region).map(instance => ({
    service: MACHINE_SERVICES[instance.provider],
    text: `${instance.type.name} ${MACHINE_WORDS}`,
    facts: () => machineFacts(search, instance),
  }));
}

/** Offers of types that the Region has no on-demand price of: the others are found with their machine. */
function loneOfferEntries(search: Searchable, region: string): readonly Entry[] {
  const isLone = (offer: CommitmentOffer) => search.instances.find(offer.instanceType, region) === null;
  return search.listed
    .offers(region)
    .filter(isLone)
    .flatMap(offer => {
      const fact = search.commitmentRate(offer);
      return fact ? { service: 'ec2', text: offerItem(offer), facts: () => [fact] } : [];
    });
}

function entriesOf(search: Searchable, file: BookFile): readonly Entry[] {
  const { files, units, databases } = search;
  const { layout, region } = file;
  switch (layout) {
    case 'ec2':
    case 'gcp-compute':
    case 'azure-vm':
      return machineEntries(search, region);
    case 'ec2-commitments':
      return loneOfferEntries(search, region);
    case 'unit-prices':
      return units.all(region).map(factEntry);
    case 'rds':
      return files.read(file).rows.flatMap(row => databases.ofRow(row, region).map(factEntry));
    case 'rds-reservations':
      return files.read(file).rows.map(row => factEntry(rdsReservationFact(files, row, region)));
    case 'nodes': {
      const table = files.read(file);
      return table.rows.flatMap(row => nodeFacts(files, table, row, region).map(factEntry));
    }
    default:
      return [];
  }
}

type Hit = {
  readonly fact: PriceFact;
  /** Query words that are whole words of the fact. */
  readonly exact: number;
  readonly words: number;
  readonly text: string;
};

/** The fact as a hit, or nothing when a word does not occur in it. */
function toHit(fact: PriceFact, words: readonly string[]): readonly Hit[] {
  const text = `${fact.provider} ${fact.service} ${fact.item} ${fact.region}`.toLowerCase();
  if (!words.every(word => text.includes(word))) return [];
  const whole = new Set(text.split(' '));
  return [{ fact, exact: words.filter(word => whole.has(word)).length, words: whole.size, text }];
}

/** Exact matches first, then the plainest price of each thing, then by name: the same answer on every machine. */
function compareHits(a: Hit, b: Hit): number {
  if (a.exact !== b.exact) return b.exact - a.exact;
  if (a.words !== b.words) return a.words - b.words;
  return a.text < b.text ? -1 : 1;
}

/** The facts that hold every word of the query, best match first. */
export function searchPrices(search: Searchable, query: PriceQuery): readonly PriceFact[] {
  const words = query.words.flatMap(word => word.toLowerCase().split(/\s+/)).filter(word => word !== '');
  const isWanted = (wanted: string | undefined, value: string) =>
    wanted === undefined || wanted.toLowerCase() === value;
  const mayMatch = (file: BookFile, entry: Entry) => {
    const text = `${file.provider} ${entry.service} ${entry.text} ${file.region}`.toLowerCase();
    return isWanted(query.service, entry.service) && words.every(word => text.includes(word));
  };
  const hits = search.files.list
    .filter(file => isWanted(query.provider, file.provider) && isWanted(query.region, file.region))
    .flatMap(file => entriesOf(search, file).filter(entry => mayMatch(file, entry)))
    .flatMap(entry => entry.facts())
    .flatMap(fact => toHit(fact, words));
  return hits
    .sort(compareHits)
    .slice(0, query.limit)
    .map(({ fact }) => fact);
}
