/**
 * Spot prices out of a price history that a person brings: the answer of `aws ec2 describe-spot-price-history`, as JSON or CSV.
 *
 * A record says what a machine type costs in a zone from a time on. What is kept is one price for a type and Region: the mean of
 * its zones, each weighted by how long its prices held. Spot machines should be spread over zones, so no zone is left out.
 */

import { toNano } from './instance-prices.ts';
import { type OverlayPrice, PRICE_MAX } from './overlay-store.ts';
import type { SpotRecord } from './spot-history-file.ts';

/** Prices of one Region. */
export type SpotRegion = {
  readonly region: string;
  readonly prices: readonly OverlayPrice[];
};

/** A record that cannot be used, and why. */
export type RefusedRecord = { readonly record: SpotRecord; readonly message: string };

/** What a history says. */
export type SpotHistory = {
  readonly regions: readonly SpotRegion[];
  /** Records that the prices are made of. */
  readonly used: number;
  readonly refused: readonly RefusedRecord[];
  /** Records of systems that the book has no prices of (Red Hat, SUSE), by product. */
  readonly otherProducts: ReadonlyMap<string, number>;
};

const SYSTEMS: Readonly<Record<string, 'linux' | 'windows'>> = {
  'Linux/UNIX': 'linux',
  'Linux/UNIX (Amazon VPC)': 'linux',
  Windows: 'windows',
  'Windows (Amazon VPC)': 'windows',
};
const OTHER_PRODUCT = /^(Red Hat|SUSE) [\w ]{1,40}(\(Amazon VPC\))?$/;
const TYPE = /^[a-z][a-z0-9-]{0,19}\.[a-z0-9-]{1,20}$/;
/** A zone of a Region proper: local zones have prices of their own. */
const ZONE = /^([a-z]{2}(?:-[a-z]+){1,3}-\d)[a-z]$/;
const PRICE = /^\d{1,7}(\.\d{1,15})?$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/;

type Point = { readonly time: number; readonly price: number };
type Read = Point & { readonly region: string; readonly item: string; readonly zone: string };

/** The record read, or what is wrong with it. @param latest milliseconds; a later time is none */
function readRecord(record: SpotRecord, system: string, latest: number): Read | string {
  const region = ZONE.exec(record.zone)?.[1];
  if (region === undefined) return 'its zone is no zone of a Region';
  if (!TYPE.test(record.type)) return 'its instance type is none';
  const price = PRICE.test(record.price) ? Number(record.price) : Number.NaN;
  if (!(price > 0 && price <= PRICE_MAX)) return `its price is no amount over 0 and up to ${PRICE_MAX}`;
  const time = TIME.test(record.time) ? Date.parse(record.time) : Number.NaN;
  if (!Number.isFinite(time)) return 'its time is none';
  if (time > latest) return 'its time has not come yet';
  return { region, item: `${record.type} ${system} spot`, zone: record.zone, time, price };
}

/** Mean of a zone's prices, each as long as it held; the plain mean where none held for any time. */
function zoneMean(points: readonly Point[], end: number): number {
  const sorted = [...points].sort((a, b) => a.time - b.time);
  let weighted = 0;
  let held = 0;
  sorted.forEach(({ time, price }, index) => {
    const duration = (sorted[index + 1]?.time ?? end) - time;
    weighted += price * duration;
    held += duration;
  });
  return held > 0 ? weighted / held : sorted.reduce((sum, { price }) => sum + price, 0) / sorted.length;
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The price of one type. @param end last time of the history, milliseconds: until then the last prices held */
function priceOf(item: string, reads: readonly Read[], end: number): OverlayPrice {
  const means = [...Map.groupBy(reads, ({ zone }) => zone).values()].map(zone => zoneMean(zone, end));
  const start = reads.reduce((first, { time }) => Math.min(first, time), end);
  const [low, high] = [Math.min(...means), Math.max(...means)].map(toNano);
  const zones = means.length === 1 ? 'one zone' : `${means.length} zones, ${low} to ${high}`;
  return {
    item,
    unit: 'hour',
    price: toNano(means.reduce((sum, mean) => sum + mean, 0) / means.length),
    kind: 'measured',
    date: dayOf(end),
    note: `time-weighted mean of ${zones}, of ${reads.length} prices from ${dayOf(start)} to ${dayOf(end)}`,
  };
}

function regionOf(region: string, reads: readonly Read[]): SpotRegion {
  const end = reads.reduce((last, { time }) => Math.max(last, time), 0);
  const byItem = [...Map.groupBy(reads, ({ item }) => item)].sort(([a], [b]) => (a < b ? -1 : 1));
  return { region, prices: byItem.map(([item, list]) => priceOf(item, list, end)) };
}

/**
 * Makes prices out of records.
 * @param now records of a later time are refused
 */
export function spotHistory(records: readonly SpotRecord[], now: Date): SpotHistory {
  const otherProducts = new Map<string, number>();
  const refused: RefusedRecord[] = [];
  const reads: Read[] = [];
  for (const record of records) {
    const system = Object.hasOwn(SYSTEMS, record.product) ? SYSTEMS[record.product] : undefined;
    if (system === undefined && OTHER_PRODUCT.test(record.product)) {
      otherProducts.set(record.product, (otherProducts.get(record.product) ?? 0) + 1);
      continue;
    }
    const read = system === undefined ? 'its product is none' : readRecord(record, system, now.getTime());
    if (typeof read === 'string') refused.push({ record, message: read });
    else reads.push(read);
  }
  const byRegion = [...Map.groupBy(reads, ({ region }) => region)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    regions: byRegion.map(([region, list]) => regionOf(region, list)),
    used: reads.length,
    refused,
    otherProducts,
  };
}
