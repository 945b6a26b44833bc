/** In which Regions there is a price that a Region does not have: a price of one Region is never taken for another. */

import type { PriceFact } from '../engine/price-book.ts';
import { compareText } from '../engine/text-order.ts';
import type { EmbeddedPriceBook } from './embedded-book.ts';
import type { PriceQuery } from './find-prices.ts';

/** `eu-west-1`, `europe-west1`: how AWS and Google write Regions. Azure's are told by the book alone. */
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-?\d+$/;

/** True where each word of the query is a word of the fact, not a part of one. */
function isWhole({ provider, service, item }: PriceFact, words: readonly string[]): boolean {
  const own = new Set(`${provider} ${service} ${item}`.toLowerCase().split(' '));
  return words.every(word => own.has(word));
}

/**
 * Regions that have a price for the words of a query besides the Region that it names, by name; none where it names no Region
 * or has no other words. It reads every Region: an answer to a person, not a lookup.
 */
export function regionsWithPrice(book: EmbeddedPriceBook, query: PriceQuery): readonly string[] {
  const { region, limit: _all, ...rest } = query;
  const asked = query.words.flatMap(word => word.toLowerCase().split(/\s+/)).filter(word => word !== '');
  const isRegion = (word: string) =>
    REGION.test(word) || book.findPrices({ words: [], region: word }).length > 0;
  const words = asked.filter(word => !isRegion(word));
  if ((region === undefined && words.length === asked.length) || words.length === 0) return [];
  const facts = book.findPrices({ ...rest, words });
  const whole = facts.filter(fact => isWhole(fact, words));
  const named = (whole.length > 0 ? whole : facts).map(fact => fact.region);
  return [...new Set(named)].sort(compareText);
}
