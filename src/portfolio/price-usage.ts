/** Gives every pool its on-demand price: what the file says, else the price book; what nobody knows is left out and said. */

import type { UsagePool } from '../engine/commitments/usage.ts';
import type { Finding } from '../engine/finding.ts';
import type { PriceFact } from '../engine/price-book.ts';
import { findingLog } from '../input/finding-log.ts';
import { quote } from '../input/quote.ts';
import { onDemandPrice, type PortfolioPrices } from './book-prices.ts';
import type { UsageFile } from './read-usage.ts';
import type { UsageRows } from './usage-draft.ts';

/** A pool with its prices and where they come from. */
export type PricedPool = {
  readonly pool: UsagePool;
  readonly rows: UsageRows;
  /** Null: the usage file gave the price. */
  readonly bookPrice: PriceFact | null;
};

/** Usage that can be priced, and what could not be. */
export type PricedUsage = {
  readonly pools: readonly PricedPool[];
  readonly leftOut: readonly UsageRows[];
  readonly findings: readonly Finding[];
};

const MAX_FINDINGS = 50;

function priced(rows: UsageRows, prices: PortfolioPrices): PricedPool | null {
  const { on_demand_rate: paid, list_rate: listed } = rows.numbers;
  const isGiven = paid !== null || listed !== null;
  const bookPrice = isGiven ? null : onDemandPrice(prices, rows.shape, rows.unit);
  const onDemandRate = paid ?? listed ?? bookPrice?.price ?? null;
  if (onDemandRate === null || !(onDemandRate > 0)) return null;
  const { id, account, workload, shape, unit, quantities } = rows;
  const listRate = listed ?? onDemandRate;
  return {
    pool: { id, account, workload, shape, unit, listRate, onDemandRate, quantities },
    rows,
    bookPrice,
  };
}

function noPrice(rows: UsageRows, file: string): Finding {
  return {
    code: 'usage-no-price',
    severity: 'error',
    message: `nobody knows the on-demand price of the pool ${quote(rows.id)}: its usage is left out`,
    hint: 'Write it into the column on_demand_rate; `trimtab prices get` shows what the book knows.',
    source: { file, row: rows.row, column: 'on_demand_rate' },
  };
}

/** Services that are not known and nothing covers: one finding each. */
function notEligible(usage: UsageFile): Finding[] {
  const first = new Map<string, UsageRows>();
  for (const rows of usage.pools) {
    const isSpot = rows.attributes.purchase.toLowerCase() === 'spot';
    if (rows.shape.kind === 'not-eligible' && !isSpot && !first.has(rows.attributes.service)) {
      first.set(rows.attributes.service, rows);
    }
  }
  return [...first].map(([service, rows]) => ({
    code: 'usage-not-eligible',
    severity: 'info',
    message: `no commitment covers the service ${quote(service)}: its usage stays on demand`,
    hint: 'docs/commitments.md lists the services that a commitment may cover.',
    source: { file: usage.file, row: rows.row, column: 'service' },
  }));
}

/** @returns every pool with a price, in the order of the file's pools */
export function priceUsage(usage: UsageFile, prices: PortfolioPrices): PricedUsage {
  const log = findingLog(MAX_FINDINGS);
  const pools: PricedPool[] = [];
  const leftOut: UsageRows[] = [];
  for (const rows of usage.pools) {
    const pool = priced(rows, prices);
    if (pool !== null) pools.push(pool);
    else {
      leftOut.push(rows);
      log.add(noPrice(rows, usage.file));
    }
  }
  for (const finding of notEligible(usage)) log.add(finding);
  const fromBook = pools.filter(({ bookPrice }) => bookPrice !== null);
  const [example] = fromBook;
  if (example?.bookPrice) {
    const { item, region, price, date } = example.bookPrice;
    log.add({
      code: 'usage-book-price',
      severity: 'info',
      message: `${fromBook.length} of ${usage.pools.length} pools take their on-demand price from the price book, a list price without your contract (${item} in ${region}: ${price}, ${date})`,
      hint: 'Write what you pay into the column on_demand_rate.',
      source: { file: usage.file, row: null, column: 'on_demand_rate' },
    });
  }
  return { pools, leftOut, findings: log.all() };
}
