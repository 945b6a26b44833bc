/** Reads AWS's public price lists (Bulk API): the index, the offer's Regions, and the offer file of a Region as a stream. */

import { z } from 'zod';
import { HOURS_PER_YEAR } from '../engine/calendar.ts';
import type { OverlayPrice } from '../prices/overlay-store.ts';
import {
  AWS_SERVICES,
  type AwsService,
  type OfferItem,
  type OfferRow,
  offerItemOf,
  reservationOf,
} from './aws-offers.ts';
import { readRows } from './aws-rows.ts';
import {
  dayOf,
  type OnRead,
  type PriceSheet,
  priceOf,
  priceSheet,
  type ReadOverlay,
} from './price-answer.ts';
import { answerRefused, apiError, type RequestPolicy, readJson, withRetries } from './requests.ts';

/** Where AWS publishes its price lists; no credentials are needed. */
export const AWS_PRICES = 'https://pricing.us-east-1.amazonaws.com';

const MAX_INDEX_BYTES = 20e6;

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

/** A reserved rate while its two parts arrive; the hourly part of an upfront one may be 0, but must be there. */
type Reserved = {
  readonly service: string;
  readonly item: string;
  readonly date: string;
  readonly years: number;
  upfront: number | null;
  perHour: number | null;
};

/** What a list says so far. */
type Reading = {
  readonly sheets: ReadonlyMap<string, PriceSheet>;
  readonly reserved: Map<string, Reserved>;
};

/** Parts of a reserved rate may be 0 (no upfront, all upfront); that both are is no price. */
function partOf(text: string): number | null {
  return /^0+(\.0+)?$/.test(text) ? 0 : priceOf(text);
}

function addReserved({ reserved }: Reading, row: OfferRow, { service, item }: OfferItem, date: string): void {
  const term = reservationOf(service, row);
  if (!term) return;
  const part = partOf(row('PricePerUnit'));
  const key = `${row('SKU')}.${row('OfferTermCode')}`;
  const rate: Reserved = reserved.get(key) ?? {
    service,
    item: `${item} ${term.words}`,
    date,
    years: term.termYears,
    upfront: null,
    perHour: null,
  };
  if (row('Unit') === 'Quantity') rate.upfront = part;
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
    addReserved(reading, row, found, date);
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

/** Amortised: upfront over the hours of the term, and the hourly fee. A part that is missing or unreadable makes no rate. */
function addRates({ sheets, reserved }: Reading): void {
  for (const { service, item, date, upfront, perHour, years } of reserved.values()) {
    const sheet = sheets.get(service);
    const isComplete = perHour !== null && (upfront !== null || item.endsWith(' no-upfront'));
    const hours = years * HOURS_PER_YEAR;
    const price = isComplete ? priceOf(((upfront ?? 0) / hours + perHour).toFixed(9)) : null;
    if (price === null) sheet?.refuse();
    else {
      const note = upfront ? `${upfront} upfront / ${hours} hours + ${perHour} an hour` : null;
      sheet?.add({ item, unit: 'hour', price, kind: note === null ? 'measured' : 'derived', date, note });
    }
  }
}

/** Reads a Region's list once. */
async function readOffer(request: AwsRequest, url: URL): Promise<Reading> {
  const reading: Reading = {
    sheets: new Map(request.services.map(service => [service, priceSheet()])),
    reserved: new Map(),
  };
  await readRows(url, request, ['PricePerUnit', 'TermType'], row => addRow(reading, row));
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
