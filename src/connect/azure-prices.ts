/** Reads Azure's public Retail Prices API page by page: virtual machines of a Region on demand, spot, reserved and under plans. */

import { z } from 'zod';
import { HOURS_PER_YEAR } from '../engine/calendar.ts';
import type { OverlayPrice } from '../prices/overlay-store.ts';
import {
  dayOf,
  isName,
  type OnRead,
  type PriceSheet,
  priceOf,
  priceSheet,
  type ReadOverlay,
} from './price-answer.ts';
import { answerRefused, type RequestPolicy, readJson } from './requests.ts';

/** Where Azure answers for its retail prices; no credentials are needed. */
export const AZURE_PRICES = 'https://prices.azure.com';

/** A page has 1,000 prices at most. */
const MAX_PAGE_BYTES = 20e6;
/** The largest Region has a tenth of it. */
const MAX_PAGES = 500;

const itemSchema = z.object({
  currencyCode: z.string(),
  armRegionName: z.string(),
  armSkuName: z.string(),
  skuName: z.string(),
  productName: z.string(),
  meterName: z.string(),
  unitOfMeasure: z.string(),
  // NaN, text or nothing is a price that is refused, not an answer.
  retailPrice: z.unknown().optional(),
  type: z.string(),
  effectiveStartDate: z.string(),
  reservationTerm: z.string().optional(),
  tierMinimumUnits: z.number().optional(),
  // In the preview version of the API only; beside the price on demand, an hour under a savings plan for each term.
  savingsPlan: z
    .array(z.object({ term: z.string(), retailPrice: z.unknown().optional() }))
    .max(20)
    .nullish(),
});
const pageSchema = z.object({
  Items: z.array(itemSchema).max(10_000),
  NextPageLink: z.string().max(4000).nullish(),
});

type Item = z.output<typeof itemSchema>;

const TERM_YEARS: Readonly<Record<string, number>> = { '1 Year': 1, '3 Years': 3 };

/** What is read. */
export type AzureRequest = {
  readonly endpoint: URL;
  readonly region: string;
  readonly policy: RequestPolicy;
  readonly now: Date;
  readonly onRead: OnRead;
};

function firstPage({ endpoint, region }: AzureRequest, type: 'Consumption' | 'Reservation'): URL {
  const url = new URL('/api/retail/prices', endpoint);
  url.searchParams.set('api-version', '2023-01-01-preview');
  const filter = `serviceName eq 'Virtual Machines' and armRegionName eq '${region}' and priceType eq '${type}'`;
  url.searchParams.set('$filter', filter);
  return url;
}

/** The next page must be of the same API: an answer must not send us elsewhere. */
function nextPage(endpoint: URL, link: string | null | undefined): URL | null {
  if (!link) return null;
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url?.host !== endpoint.host)
    throw answerRefused(`${endpoint.origin} names a next page at another address`);
  return new URL(`${url.pathname}${url.search}`, endpoint);
}

const isSpot = ({ skuName, meterName }: Item) => /\bSpot\b/.test(`${skuName} ${meterName}`);

/** Low-priority nodes of Batch, hosts and cloud services have prices of their own and are not what the book lists. */
function isPlain({ productName, skuName, meterName, armSkuName, tierMinimumUnits = 0 }: Item): boolean {
  return (
    /^Virtual Machines .*Series( Windows| Linux)?$/.test(productName) &&
    !/\bLow Priority\b/.test(`${skuName} ${meterName}`) &&
    tierMinimumUnits === 0 &&
    isName(armSkuName)
  );
}

/** The reservation's price is that of the whole term, whatever its unit says. */
function reservationOf(item: Item, price: number, date: string): OverlayPrice | null {
  const years = TERM_YEARS[item.reservationTerm ?? ''];
  const perHour = years ? priceOf((price / (years * HOURS_PER_YEAR)).toFixed(9)) : null;
  if (!years || perHour === null) return null;
  return {
    item: `${item.armSkuName} linux reservation ${years}y`,
    unit: 'hour',
    price: perHour,
    kind: 'derived',
    date,
    note: `${price} for the term / ${years * HOURS_PER_YEAR} hours`,
  };
}

/** Hours under a savings plan. Reservations and plans cover the infrastructure: what Windows adds is no price of theirs. */
function addPlans(sheet: PriceSheet, item: Item, onDemand: number, date: string): void {
  for (const { term, retailPrice } of item.savingsPlan ?? []) {
    const years = TERM_YEARS[term];
    if (!years) continue;
    const price = priceOf(retailPrice);
    // A plan price over the price on demand is a price of something else.
    if (price === null || price > onDemand) sheet.refuse();
    else {
      const name = `${item.armSkuName} linux savings-plan ${years}y`;
      sheet.add({ item: name, unit: 'hour', price, kind: 'measured', date, note: null });
    }
  }
}

function addPrice(sheet: PriceSheet, item: Item, price: number, date: string): void {
  const isWindows = item.productName.endsWith(' Windows');
  if (item.type === 'Reservation') {
    const reserved = isWindows ? null : reservationOf(item, price, date);
    if (reserved) sheet.add(reserved);
    return;
  }
  if (item.type !== 'Consumption') return;
  const words = `${isWindows ? 'windows' : 'linux'}${isSpot(item) ? ' spot' : ''}`;
  const note = isSpot(item) ? 'moves with the market' : null;
  sheet.add({ item: `${item.armSkuName} ${words}`, unit: 'hour', price, kind: 'measured', date, note });
  if (!isWindows && !isSpot(item)) addPlans(sheet, item, price, date);
}

function addItem(sheet: PriceSheet, item: Item, { region, now }: AzureRequest): void {
  if (!isPlain(item) || item.unitOfMeasure !== '1 Hour') return;
  const date = dayOf(item.effectiveStartDate);
  // A price that begins later is listed already and does not hold yet.
  if (date !== null && date > now.toISOString().slice(0, 10)) return;
  const price = priceOf(item.retailPrice);
  if (item.currencyCode !== 'USD' || item.armRegionName !== region || price === null || date === null)
    sheet.refuse();
  else addPrice(sheet, item, price, date);
}

async function readPages(
  request: AzureRequest,
  sheet: PriceSheet,
  type: 'Consumption' | 'Reservation',
): Promise<void> {
  const { endpoint, policy, onRead } = request;
  const seen = new Set<string>();
  let items = 0;
  for (let url: URL | null = firstPage(request, type); url !== null; ) {
    if (seen.has(url.href) || seen.size >= MAX_PAGES)
      throw answerRefused(`${endpoint.origin} never ends its pages`);
    seen.add(url.href);
    const page = pageSchema.safeParse(await readJson(url, policy, MAX_PAGE_BYTES));
    if (!page.success) throw answerRefused(`${endpoint.origin} does not answer with retail prices`);
    for (const item of page.data.Items) addItem(sheet, item, request);
    items += page.data.Items.length;
    onRead({ text: `${items} ${type === 'Consumption' ? 'prices' : 'reservations'} read` });
    url = nextPage(endpoint, page.data.NextPageLink);
  }
}

/** Reads the machine prices of one Region. @throws UserError when the API does not answer, or with something else */
export async function readAzurePrices(request: AzureRequest): Promise<readonly ReadOverlay[]> {
  const sheet = priceSheet();
  await readPages(request, sheet, 'Consumption');
  await readPages(request, sheet, 'Reservation');
  return [
    sheet.read({
      provider: 'azure',
      service: 'virtual-machines',
      region: request.region,
      readAt: request.now.toISOString(),
      source: `${request.endpoint.origin}/api/retail/prices`,
    }),
  ];
}
