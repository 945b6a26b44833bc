/** What is taken from the answer of a price API, and what is refused: nothing that an API sends is trusted. */

import { type OverlayPrice, PRICE_MAX, type PriceOverlay } from '../prices/overlay-store.ts';

/** What came of one service and Region. */
export type ReadOverlay = {
  readonly overlay: PriceOverlay;
  /** Prices that were left out: of another currency, not a number, or two for the same thing. */
  readonly refused: number;
};

/** Tells how far the reading is. */
export type OnRead = (progress: { readonly text: string }) => void;

const PRICE = /^\d{1,8}(\.\d{1,20})?$/;
/** Names of machines and classes: what else stands there is no name. */
const NAME = /^[A-Za-z0-9][\w.+-]{0,79}$/;

/** A price as text or number; null for what is no amount, and for 0: what is free is not what this reads. */
export function priceOf(value: unknown): number | null {
  const price = typeof value === 'string' && PRICE.test(value) ? Number(value) : value;
  const isPrice = typeof price === 'number' && Number.isFinite(price) && price > 0 && price <= PRICE_MAX;
  return isPrice ? price : null;
}

/** True for what may stand in the name of an item. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

/** `yyyy-mm-dd` of a date of an API; null for what is none. */
export function dayOf(value: unknown): string | null {
  const day = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})(T|$)/.exec(value)?.[1] : undefined;
  return day !== undefined && Number.isFinite(Date.parse(day)) ? day : null;
}

/** Collects the prices of one service and Region. */
export type PriceSheet = {
  /** Two different prices for one item: neither is used, since nothing says which one is meant. */
  add(price: OverlayPrice): void;
  refuse(): void;
  read(head: Omit<PriceOverlay, 'prices'>): ReadOverlay;
};

/** An empty sheet. */
export function priceSheet(): PriceSheet {
  const prices = new Map<string, OverlayPrice | null>();
  let refused = 0;
  return {
    add: price => {
      const key = price.item.toLowerCase();
      const known = prices.get(key);
      if (known === undefined) prices.set(key, price);
      else if (known === null || known.price !== price.price || known.unit !== price.unit) {
        refused += known === null ? 1 : 2;
        prices.set(key, null);
      }
    },
    refuse: () => {
      refused += 1;
    },
    read: head => ({
      overlay: {
        ...head,
        prices: [...prices.values()]
          .filter(price => price !== null)
          .sort((a, b) => (a.item < b.item ? -1 : 1)),
      },
      refused,
    }),
  };
}
