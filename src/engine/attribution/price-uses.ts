/** Which prices a computation rests on: what the bill paid, or a dated fact of the book. */

import { monthOf } from '../calendar.ts';
import type { Estate } from '../estate/estate.ts';
import type { PriceBook, PriceFact } from '../price-book.ts';
import { createRateCard, type RateCard } from '../rate-card.ts';
import { compareText } from '../text-order.ts';

/** One price and where it comes from. */
export type PriceUse = {
  readonly what: string;
  /** Null where `what` names it. */
  readonly region: string | null;
  /** In the price's currency, per `unit`. */
  readonly price: number;
  readonly unit: string;
  readonly from: 'bill' | 'book';
  readonly source: string;
  /** `yyyy`, `yyyy-mm` or `yyyy-mm-dd`. */
  readonly date: string;
};

/** A map that tells what is read from it. */
class WatchedMap<Value> extends Map<string, Value> {
  readonly #onRead: (key: string, value: Value) => void;

  constructor(entries: ReadonlyMap<string, Value>, onRead: (key: string, value: Value) => void) {
    // The parent's constructor fills the map before the field is there: entries follow.
    super();
    this.#onRead = onRead;
    for (const [key, value] of entries) this.set(key, value);
  }

  override get(key: string): Value | undefined {
    const value = super.get(key);
    if (value !== undefined) this.#onRead(key, value);
    return value;
  }
}

function priceOfFact({ provider, service, item, region, unit, price, source, date }: PriceFact): PriceUse {
  return { what: `${provider} ${service} ${item}`, region, price, unit, from: 'book', source, date };
}

/** What to note: every price, or only rates under commitments. */
export type PricesOfInterest = 'all' | 'commitments';

function watchedBook(
  book: PriceBook,
  interest: PricesOfInterest,
  onRead: (fact: PriceFact) => void,
): PriceBook {
  const told = (fact: PriceFact | null): PriceFact | null => {
    if (fact !== null) onRead(fact);
    return fact;
  };
  const rates: PriceBook = {
    ...book,
    commitmentRate: offer => told(book.commitmentRate(offer)),
    nodeReservationRate: offer => told(book.nodeReservationRate(offer)),
    resourceCommitmentShare: offer => told(book.resourceCommitmentShare(offer)),
    azureReservationRate: offer => told(book.azureReservationRate(offer)),
    azureSavingsPlanRate: offer => told(book.azureSavingsPlanRate(offer)),
  };
  if (interest === 'commitments') return rates;
  return {
    ...rates,
    unitPrice: (...args) => told(book.unitPrice(...args)),
    instancePrice: (...args) => told(book.instancePrice(...args)),
    databasePrice: (...args) => told(book.databasePrice(...args)),
    nodePrice: product => told(book.nodePrice(product)),
    spotPrice: (...args) => told(book.spotPrice(...args)),
  };
}

/**
 * Prices that some work looks up on a rate card of its own, each once, by name. Rules of the book that count days or
 * objects (currency XXX) are no prices and are left out.
 * @param work reads prices from the rate card it is given, and from nothing else
 */
export function pricesUsed(
  estate: Estate,
  book: PriceBook,
  interest: PricesOfInterest,
  work: (rates: RateCard) => void,
): PriceUse[] {
  const uses = new Map<string, PriceUse>();
  const add = (use: PriceUse) => uses.set(`${use.from}|${use.what}|${use.region ?? ''}`, use);
  const date = monthOf(estate.period.startMs);
  const paid = (entries: ReadonlyMap<string, number>, kind: string) =>
    new WatchedMap(entries, (key, price) =>
      add({
        what: `${kind}${key.replaceAll('|', ' ').trim()}`,
        region: null,
        price,
        unit: 'unit',
        from: 'bill',
        source: `paid in the bill of ${date}`,
        date,
      }),
    );
  const { onDemandPerHour, savingsPlanPerHour, unitPrice, contractFactor } = estate.paidRates;
  const rates = createRateCard(
    {
      onDemandPerHour: interest === 'all' ? paid(onDemandPerHour, '') : onDemandPerHour,
      savingsPlanPerHour: paid(savingsPlanPerHour, 'under '),
      unitPrice: interest === 'all' ? paid(unitPrice, '') : unitPrice,
      contractFactor,
    },
    watchedBook(book, interest, fact => {
      if (fact.currency !== 'XXX') add(priceOfFact(fact));
    }),
  );
  work(rates);
  return [...uses.values()].sort(
    (a, b) => compareText(a.what, b.what) || compareText(a.region ?? '', b.region ?? ''),
  );
}
