/** What the book has near a name that it does not know. */

import type { PriceFact } from '../engine/price-book.ts';
import { compareText } from '../engine/text-order.ts';
import { closestWord } from '../input/did-you-mean.ts';
import type { EmbeddedPriceBook } from './embedded-book.ts';
import type { PriceQuery } from './find-prices.ts';

/** What nothing was found for, and what comes near it. */
export type NearestPrices = {
  /** Words of the query that stand nowhere in the book, each with the nearest one that does; null when none is near. */
  readonly unknown: readonly { readonly word: string; readonly nearest: string | null }[];
  /** What is found with the nearest words in place of the unknown ones, or without one word; the best first. */
  readonly alternatives: readonly PriceFact[];
};

const ALTERNATIVES_MAX = 5;

type Texts = { readonly text: string; readonly words: ReadonlySet<string> };

/** Every word of the book, and all of it as one text to look for parts of words in. */
function wordsOf(facts: readonly PriceFact[]): Texts {
  const words = new Set<string>();
  for (const { provider, service, item, region } of facts)
    for (const word of [provider, service, region, ...item.split(' ')]) words.add(word.toLowerCase());
  return { text: [...words].join('\n'), words };
}

/** Words of the query, its filters among them. */
function queryWords(query: PriceQuery): readonly string[] {
  const filters = [query.provider, query.service, query.region].flatMap(word => word ?? []);
  return [...query.words, ...filters]
    .flatMap(word => word.toLowerCase().split(/\s+/))
    .filter(word => word !== '');
}

/** Facts that hold all words, the plainest names first. */
function holding(facts: readonly PriceFact[], words: readonly string[]): readonly PriceFact[] {
  if (words.length === 0) return [];
  return facts
    .filter(({ provider, service, item, region }) => {
      const text = `${provider} ${service} ${item} ${region}`.toLowerCase();
      return words.every(word => text.includes(word));
    })
    .sort((a, b) => a.item.length - b.item.length || compareText(a.item, b.item))
    .slice(0, ALTERNATIVES_MAX);
}

/** For a query that found nothing. It reads the whole book: an answer to a person, not a lookup. */
export function nearestPrices(book: EmbeddedPriceBook, query: PriceQuery): NearestPrices {
  const facts = book.findPrices({ words: [] });
  const { text, words } = wordsOf(facts);
  const asked = queryWords(query);
  const known = [...words].sort();
  const unknown = asked
    .filter(word => !text.includes(word))
    .map(word => ({ word, nearest: closestWord(word, known) }));
  const nearestOf = new Map(unknown.map(({ word, nearest }) => [word, nearest]));
  const mended = asked.flatMap(word => (nearestOf.has(word) ? (nearestOf.get(word) ?? []) : word));
  const found = holding(facts, mended);
  if (found.length > 0) return { unknown, alternatives: found };
  // Every word is known, but not together: the word that was not needed is dropped, the last one first.
  for (let index = mended.length - 1; index >= 0; index--) {
    const fewer = holding(facts, mended.toSpliced(index, 1));
    if (fewer.length > 0) return { unknown, alternatives: fewer };
  }
  return { unknown, alternatives: [] };
}

/** Names out of a list that are spelled most like one that is not in it; at most three. */
export function nearestItems(items: readonly string[], item: string): readonly string[] {
  const closest = closestWord(item, items);
  const [first = ''] = item.toLowerCase().split(' ');
  const sameStart = items.filter(other => other.toLowerCase().startsWith(`${first} `));
  return [...new Set([...(closest === null ? [] : [closest]), ...sameStart])].slice(0, 3);
}
