/** Reads AWS's public price lists (Bulk API): the index, the offer's Regions, and the offer file of a Region as a stream. */

import { z } from 'zod';
import { HOURS_PER_YEAR } from '../engine/calendar.ts';
import type { OverlayPrice } from '../prices/overlay-store.ts';
import { AWS_SERVICES, type AwsService, type OfferRow, offerItemOf, reservationOf } from './aws-offers.ts';
import { csvRecords } from './csv-records.ts';
import {
  dayOf,
  type OnRead,
  type PriceSheet,
  priceOf,
  priceSheet,
  type ReadOverlay,
} from './price-answer.ts';
import { answerRefused, apiError, type RequestPolicy, readJson, readParts, withRetries } from './requests.ts';

/** Where AWS publishes its price lists; no credentials are needed. */
export const AWS_PRICES = 'https://pricing.us-east-1.amazonaws.com';

/** EC2's list of a large Region has several hundred MB. */
const MAX_OFFER_BYTES = 4e9;
const MAX_INDEX_BYTES = 20e6;
/** Lines of the list between two words of progress. */
const ROWS_PER_PROGRESS = 50_000;

const path = z.string().regex(/^\/[\w./-]{1,300}$/);
const indexSchema = z.object({
  offers: z.record(z.string(), z.object({ currentRegionIndexUrl: path.optional() })),
});
const regionsSchema = z.object({ regions: z.record(z.string(), z.object({ currentVersionUrl: path })) });

/** What is read. */
export type AwsRequest = {
  readonly endpoint: URL;
  readonly region: string;
  /** Services of one offer. */
  readonly services: readonly AwsService[];
  readonly policy: RequestPolicy;
  readonly now: Date;
  readonly onRead: OnRead;
};

/** Address of the CSV of an offer in a Region. */
async function offerFileOf({ endpoint, region, services, policy }: AwsRequest): Promise<URL> {
  const offer = AWS_SERVICES[services[0] ?? 'ec2'];
  const checked = <T>(schema: z.ZodType<T>, value: unknown): T => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw answerRefused(`${endpoint.origin} does not answer with an index of price lists`);
  };
  const indexUrl = new URL('/offers/v1.0/aws/index.json', endpoint);
  const index = checked(indexSchema, await readJson(indexUrl, policy, MAX_INDEX_BYTES));
  const regionsPath = Object.hasOwn(index.offers, offer)
    ? index.offers[offer]?.currentRegionIndexUrl
    : undefined;
  if (regionsPath === undefined)
    throw apiError(`AWS publishes no price list ${offer}`, 'Check the address of the price lists.');
  const { regions } = checked(
    regionsSchema,
    await readJson(new URL(regionsPath, endpoint), policy, MAX_INDEX_BYTES),
  );
  const file = Object.hasOwn(regions, region) ? regions[region]?.currentVersionUrl : undefined;
  if (file === undefined)
    throw apiError(`AWS publishes no price list ${offer} of ${region}`, 'Check the name of the Region.');
  return new URL(file.replace(/\.json$/, '.csv'), endpoint);
}

/** A reserved rate while its two parts arrive. */
type Reserved = { item: string; date: string; upfront: number | null; perHour: number | null; years: number };

/** What a list says so far. */
type Reading = {
  readonly sheets: ReadonlyMap<string, PriceSheet>;
  readonly reserved: Map<string, Reserved>;
};

/** Parts of a reserved rate may be 0 (no upfront, all upfront); that both are is no price. */
function partOf(text: string): number | null {
  return /^0+(\.0+)?$/.test(text) ? 0 : priceOf(text);
}

function addReserved({ sheets, reserved }: Reading, row: OfferRow, item: string, date: string): void {
  const term = reservationOf(row);
  if (!term) return;
  const part = partOf(row('PricePerUnit'));
  const key = `${row('SKU')}.${row('OfferTermCode')}`;
  const rate = reserved.get(key) ?? {
    item: `${item} ${term.words}`,
    date,
    upfront: null,
    perHour: null,
    years: term.termYears,
  };
  if (part === null) sheets.get('ec2')?.refuse();
  else if (row('Unit') === 'Quantity') rate.upfront = part;
  else if (row('Unit') === 'Hrs') rate.perHour = part;
  reserved.set(key, rate);
}

function addRow(reading: Reading, row: OfferRow): void {
  const found = offerItemOf(row);
  const sheet = found ? reading.sheets.get(found.service) : undefined;
  if (!found || !sheet) return;
  const date = dayOf(row('EffectiveDate'));
  if (row('Currency') !== 'USD' || date === null) {
    sheet.refuse();
    return;
  }
  if (row('TermType') === 'Reserved') {
    if (found.service === 'ec2') addReserved(reading, row, found.item, date);
    return;
  }
  if (row('TermType') !== 'OnDemand' || !['Hrs', 'GB-Mo'].includes(row('Unit'))) return;
  const price = priceOf(row('PricePerUnit'));
  const fact: Omit<OverlayPrice, 'price'> = {
    item: found.item,
    unit: found.unit,
    kind: 'measured',
    date,
    note: null,
  };
  if (price === null) sheet.refuse();
  else sheet.add({ ...fact, price });
}

/** Amortised: upfront over the hours of the term, and the hourly fee. */
function addRates({ sheets, reserved }: Reading): void {
  const sheet = sheets.get('ec2');
  for (const { item, date, upfront, perHour, years } of reserved.values()) {
    const price = priceOf(((upfront ?? 0) / (years * HOURS_PER_YEAR) + (perHour ?? 0)).toFixed(9));
    if (price === null) sheet?.refuse();
    else {
      const note = upfront
        ? `${upfront} upfront / ${years * HOURS_PER_YEAR} hours + ${perHour ?? 0} an hour`
        : null;
      sheet?.add({ item, unit: 'hour', price, kind: note === null ? 'measured' : 'derived', date, note });
    }
  }
}

/** Columns of the header; null for the lines above it. */
function columnsOf(cells: readonly string[]): ReadonlyMap<string, number> | null {
  if (cells[0] !== 'SKU' || !cells.includes('PricePerUnit') || !cells.includes('Currency')) return null;
  return new Map(cells.map((name, index) => [name, index]));
}

/** Reads a Region's list once. */
async function readOffer(request: AwsRequest, url: URL): Promise<Reading> {
  const { services, policy, onRead } = request;
  const reading: Reading = {
    sheets: new Map(services.map(service => [service, priceSheet()])),
    reserved: new Map(),
  };
  let columns: ReadonlyMap<string, number> | null = null;
  let rows = 0;
  for await (const cells of csvRecords(readParts(url, policy, MAX_OFFER_BYTES))) {
    if (columns === null) {
      columns = columnsOf(cells);
      rows += 1;
      if (columns === null && rows > 20) throw answerRefused(`${url.origin}${url.pathname} is no price list`);
      continue;
    }
    const index = columns;
    if (cells.length !== index.size)
      throw answerRefused(`${url.origin}${url.pathname} has a row of another length`);
    addRow(reading, column => cells[index.get(column) ?? -1] ?? '');
    rows += 1;
    if (rows % ROWS_PER_PROGRESS === 0) onRead({ text: `${rows} rows read` });
  }
  if (columns === null) throw answerRefused(`${url.origin}${url.pathname} is no price list`);
  return reading;
}

/**
 * Reads the list prices of some services of one offer in one Region.
 * @throws UserError when the API does not answer, or with something else than price lists
 */
export async function readAwsPrices(request: AwsRequest): Promise<readonly ReadOverlay[]> {
  const { region, services, policy, now, onRead } = request;
  const url = await offerFileOf(request);
  onRead({ text: 'the list arrives' });
  const reading = await withRetries(policy, () => readOffer(request, url));
  addRates(reading);
  return services.map(service =>
    (reading.sheets.get(service) ?? priceSheet()).read({
      provider: 'aws',
      service,
      region,
      readAt: now.toISOString(),
      source: url.href,
    }),
  );
}
