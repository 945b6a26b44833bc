/** What an hour of a reservable node costs, on demand and reserved: databases, caches, search nodes. */

import type { NodeProduct, NodeReservationOffer, PriceFact } from '../engine/price-book.ts';
import type { BookFiles } from './book-files.ts';
import type { DatabasePrices } from './database-prices.ts';
import { toNano } from './instance-prices.ts';
import { memoize } from './memoize.ts';
import type { TableRow } from './price-table.ts';

/** Lookups of nodes. */
export type NodePrices = {
  price(product: NodeProduct): PriceFact | null;
  reservation(offer: NodeReservationOffer): PriceFact | null;
};

/** The one Region whose list of RDS reservations the book has. */
const RDS_LIST_REGION = 'us-east-1';

/** Engines without a licence: the measured discounts of a family are the same for MySQL and PostgreSQL, to 0.02 %. */
const UNLICENSED_ENGINES: ReadonlySet<string> = new Set(['mysql', 'postgresql', 'mariadb']);

/** Column of a reservation in the files of nodes. */
const COLUMNS = {
  '1 no-upfront': 'reserved1yNoUpfront',
  '1 partial-upfront': 'reserved1yPartialUpfront',
  '1 all-upfront': 'reserved1yAllUpfront',
  '3 no-upfront': 'reserved3yNoUpfront',
  '3 partial-upfront': 'reserved3yPartialUpfront',
  '3 all-upfront': 'reserved3yAllUpfront',
} as const;

const isRds = ({ service }: NodeProduct) => service === 'rds' || service === 'aurora';

/** `db.m6g` of `db.m6g.large`. */
const familyOf = (instanceClass: string) => instanceClass.slice(0, instanceClass.lastIndexOf('.'));

const termWords = ({ termYears, payment }: NodeReservationOffer) => `reserved ${termYears}y ${payment}`;

/** Rows of one term and payment. */
function rowsOfTerms(rows: readonly TableRow[], { termYears, payment }: NodeReservationOffer): TableRow[] {
  return rows.filter(row => row.number('termYears') === termYears && row.text('payment') === payment);
}

/** The row of another class of the family that comes nearest: the same engine first. */
function siblingOf(rows: readonly TableRow[], { nodeClass, engine }: NodeReservationOffer): TableRow | null {
  if (!UNLICENSED_ENGINES.has(engine ?? '')) return null;
  const family = rows.filter(
    row =>
      familyOf(row.text('instanceClass')) === familyOf(nodeClass) &&
      UNLICENSED_ENGINES.has(row.text('engine')),
  );
  return family.find(row => row.text('engine') === engine) ?? family[0] ?? null;
}

/** Listed here, in the same Region, or in another. */
function confidenceOf(isListed: boolean, region: string): 'A' | 'B' | 'C' {
  if (isListed) return 'A';
  return region === RDS_LIST_REGION ? 'B' : 'C';
}

/** @returns reservations of RDS: the listed rate, else the share of the on-demand price that the list gives the family */
function rdsReservations(files: BookFiles, databases: DatabasePrices) {
  return (offer: NodeReservationOffer): PriceFact | null => {
    const { nodeClass, engine, deployment, region } = offer;
    if (offer.service !== 'rds' || engine === null || deployment === 'multi-az-cluster') return null;
    const rows = rowsOfTerms(files.table('rds-reservations', RDS_LIST_REGION)?.rows ?? [], offer);
    const listed = rows.find(
      row =>
        region === RDS_LIST_REGION &&
        row.text('instanceClass') === nodeClass &&
        row.text('engine') === engine,
    );
    const row = listed ?? siblingOf(rows, offer);
    const onDemand = databases.find(nodeClass, engine, region, deployment === 'multi-az');
    if (!row || !onDemand) return null;
    const named = {
      provider: 'aws',
      service: 'rds',
      item: `${nodeClass} ${engine} ${deployment} ${termWords(offer)}`,
      region,
      unit: 'hour',
      source: row.text('source'),
      confidence: confidenceOf(listed !== undefined, region),
    } as const;
    // The list has Single-AZ prices. A standby costs as much again, reserved too (db.t3.large: 0.1914 of 0.272).
    if (listed && deployment === 'single-az')
      return files.fact({ ...named, price: row.number('rate'), kind: row.kind('kind') });
    const ratio = row.number('rate') / row.number('onDemand');
    const like = `${row.text('instanceClass')} ${row.text('engine')} in ${RDS_LIST_REGION}`;
    const note = `on-demand price x ${ratio.toFixed(4)}, as ${like}`;
    return files.fact({ ...named, price: toNano(onDemand.price * ratio), kind: 'derived', note });
  };
}

/**
 * @param files the files of the book
 * @param databases where on-demand prices of RDS are looked up
 */
export function nodePrices(files: BookFiles, databases: DatabasePrices): NodePrices {
  const key = (service: string, nodeClass: string, engine: string | null) =>
    `${service} ${nodeClass} ${engine ?? ''}`;
  const rowsOf = memoize(region => {
    const tables = files.list
      .filter(file => file.layout === 'nodes' && file.region === region)
      .map(file => files.read(file));
    return new Map(
      tables.flatMap(({ meta, rows }) =>
        rows.map(row => {
          const id = key(String(meta.service), row.text('nodeType'), row.optionalText('engine'));
          return [id, { row, source: String(meta.source) }] as const;
        }),
      ),
    );
  });
  /** A price of the files of nodes; null where they have none. */
  const listed = (product: NodeProduct, column: string, words: string): PriceFact | null => {
    const { service, nodeClass, engine, region, deployment } = product;
    if (deployment !== 'single-az') return null;
    const found = rowsOf(region).get(key(service, nodeClass, engine));
    const price = found?.row.optionalNumber(column) ?? null;
    if (!found || price === null) return null;
    const item = [nodeClass, engine, words].filter(Boolean).join(' ');
    const { source } = found;
    return files.fact({
      provider: 'aws',
      service,
      item,
      region,
      unit: 'hour',
      price,
      source,
      kind: 'measured',
      confidence: 'A',
    });
  };
  const rdsReservation = rdsReservations(files, databases);
  return {
    price: product => {
      const { nodeClass, engine, region, deployment } = product;
      if (!isRds(product)) return listed(product, 'onDemand', '');
      if (engine === null || deployment === 'multi-az-cluster') return null;
      return databases.find(nodeClass, engine, region, deployment === 'multi-az');
    },
    reservation: offer =>
      isRds(offer)
        ? rdsReservation(offer)
        : listed(offer, COLUMNS[`${offer.termYears} ${offer.payment}`], termWords(offer)),
  };
}
