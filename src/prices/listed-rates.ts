/** Commitment rates as the providers' lists give them: one row per offer. */

import { BugError } from '../engine/assert.ts';
import type { CommitmentOffer, PriceFact } from '../engine/price-book.ts';
import type { BookFiles } from './book-files.ts';
import { memoize } from './memoize.ts';
import type { LayerPrices } from './overlay.ts';
import type { TableRow } from './price-table.ts';

/** An hourly rate with how it was made. */
export type Rate = Pick<PriceFact, 'kind' | 'confidence'> & {
  readonly perHour: number;
  /** Ids of `sources.json` joined by `+`; empty where a newer list alone gave the rate. */
  readonly source: string;
  /** The newer list that the rate was read from, or made out of; null: what the program shipped with. */
  readonly newer: Pick<PriceFact, 'source' | 'date' | 'licence'> | null;
  readonly notes: readonly string[];
};

/** Lookups of listed rates. */
export type ListedRates = {
  /**
   * The listed rate of exactly this offer; null when there is none, when it is rounded too coarsely to be better than a
   * rule, or when the on-demand price has moved since it was read.
   * @param onDemandPerHour today's on-demand price of the same type and system; null when the book has none
   */
  find(offer: CommitmentOffer, onDemandPerHour: number | null): Rate | null;
  /** Every offer that a list of the Region names. */
  offers(region: string): readonly CommitmentOffer[];
};

/** Half a step of rounding may shift a listed rate by this share before the rule is the better answer: most listed rates follow the rules to 0.1 %. */
const MAX_ROUNDING_ERROR = 0.001;
/** A rate belongs to an on-demand price: moved by more than this share, the rate is stale (our choice; lists move by more or not at all). */
const MAX_PRICE_DRIFT = 0.005;

export const OFFERINGS = [
  'compute-savings-plan',
  'ec2-instance-savings-plan',
  'standard-ri',
  'convertible-ri',
] as const;
export const TERMS = [1, 3] as const;
export const PAYMENTS = ['no-upfront', 'partial-upfront', 'all-upfront'] as const;
const SYSTEMS = ['linux', 'windows'] as const;

function oneOf<T>(words: readonly T[], value: unknown): T {
  for (const word of words) if (word === value) return word;
  throw new BugError(`a commitment row does not say one of ${words.join(', ')}`);
}

function offerOf(row: TableRow, region: string): CommitmentOffer {
  return {
    instanceType: row.text('instanceType'),
    region,
    operatingSystem: oneOf(SYSTEMS, row.text('operatingSystem')),
    offering: oneOf(OFFERINGS, row.text('offering')),
    termYears: oneOf(TERMS, row.number('termYears')),
    payment: oneOf(PAYMENTS, row.text('payment')),
  };
}

/** The name of an offer as a price item: `m5.large linux standard-ri 1y no-upfront`. */
export function offerItem(offer: CommitmentOffer): string {
  return `${offer.instanceType} ${offer.operatingSystem} ${offer.offering} ${offer.termYears}y ${offer.payment}`;
}

/** `offerItem` of a row, without reading the row as an offer: a Region has thousands, and one is asked for. */
function rowItem(row: TableRow): string {
  const type = row.text('instanceType');
  const system = row.text('operatingSystem');
  return `${type} ${system} ${row.text('offering')} ${row.number('termYears')}y ${row.text('payment')}`;
}

/** Where two lists name the same offer, the newer one counts. */
function readRegion(files: BookFiles, region: string): ReadonlyMap<string, TableRow> {
  const byItem = new Map<string, TableRow>();
  const dateOf = (row: TableRow) => files.source(row.text('source')).date;
  for (const row of files.table('ec2-commitments', region)?.rows ?? []) {
    const item = rowItem(row);
    const known = byItem.get(item);
    if (!known || dateOf(row) > dateOf(known)) byItem.set(item, row);
  }
  return byItem;
}

function isUsable(row: TableRow, onDemandPerHour: number | null): boolean {
  const step = row.optionalNumber('roundedTo');
  if (step !== null && step / 2 / row.number('rate') > MAX_ROUNDING_ERROR) return false;
  const onDemandThen = row.optionalNumber('onDemand');
  if (onDemandThen === null || onDemandPerHour === null) return true;
  return Math.abs(onDemandThen / onDemandPerHour - 1) <= MAX_PRICE_DRIFT;
}

/** @param files the files of the book */
export function listedRates(files: BookFiles): ListedRates {
  const listOf = memoize(region => readRegion(files, region));
  return {
    find: (offer, onDemandPerHour) => {
      const row = listOf(offer.region).get(offerItem(offer));
      if (!row || !isUsable(row, onDemandPerHour)) return null;
      const note = row.optionalText('note');
      return {
        perHour: row.number('rate'),
        kind: row.kind('kind'),
        confidence: 'A',
        source: row.text('source'),
        newer: null,
        notes: note === null ? [] : [note],
      };
    },
    offers: region => [...listOf(region).values()].map(row => offerOf(row, region)),
  };
}

/** Rates of newer lists before those of the book, for what is made out of them by a rule. */
export function newestRates(listed: ListedRates, overlay: LayerPrices): ListedRates {
  return {
    ...listed,
    find: (offer, onDemandPerHour) => {
      const newer = overlay.find('ec2', offerItem(offer), offer.region);
      if (newer === null) return listed.find(offer, onDemandPerHour);
      const { price, kind, confidence } = newer;
      return { perHour: price, kind, confidence, source: '', newer, notes: [] };
    },
  };
}
