/** What Google's SKUs of Compute Engine say: the price of a vCPU and of a GiB of memory of a machine series in a Region. */

import { z } from 'zod';
import { HOURS_PER_MONTH } from '../engine/calendar.ts';
import { isName, type PriceSheet, priceOf } from './price-answer.ts';

/** The fields of a SKU that are read; the rest may be anything. */
const skuSchema = z.object({
  description: z.string().max(400),
  category: z.object({ resourceFamily: z.string(), usageType: z.string() }),
  serviceRegions: z.array(z.string().max(60)).max(500),
  pricingInfo: z
    .array(
      z.object({
        pricingExpression: z.object({
          usageUnit: z.string(),
          tieredRates: z.array(
            z.object({
              startUsageAmount: z.number(),
              unitPrice: z.object({ currencyCode: z.string(), units: z.unknown(), nanos: z.unknown() }),
            }),
          ),
        }),
      }),
    )
    .max(100),
});

/** How machines are bought: on demand, as spot, or under a resource-based commitment of one or three years. */
const USAGE_TYPES = ['OnDemand', 'Preemptible', 'Commit1Yr', 'Commit3Yr'] as const;
export type UsageType = (typeof USAGE_TYPES)[number];
type Resource = 'core' | 'ram';

/** USD an hour, by Region, series, resource and how it is bought; null where two SKUs contradict each other. */
export type SkuRates = Map<string, number | null>;

/** Key of a rate. */
export function rateKey(region: string, series: string, resource: Resource, usageType: UsageType): string {
  return [region, series, resource, usageType].join('|');
}

const INSTANCE =
  /^(?:Spot Preemptible )?([A-Z]\d[A-Z]?) (?:(?:AMD|Arm|Predefined) )?Instance (Core|Ram) running in /;
const COMPUTE_OPTIMIZED = /^(?:Spot Preemptible )?Compute optimized (Core|Ram) running in /;

/** Fees: the first generation names no series, and the compute-optimised one only what it is for. */
const COMMITMENT =
  /^Commitment v1: (?:(?:([A-Z]\d[A-Z]?)|(Compute[ -]optimized)) )?(?:(?:AMD|Arm) )?(Cpu|Core|Ram) in .+ for ([13]) Years?$/i;

const TERMS: Readonly<Partial<Record<UsageType, string>>> = { Commit1Yr: '1', Commit3Yr: '3' };

type Sold = { readonly series: string; readonly resource: Resource };

function committedOf(description: string, years: string): Sold | null {
  const [, name, optimized, word, term] = COMMITMENT.exec(description) ?? [];
  if (word === undefined || term !== years) return null;
  const series = optimized === undefined ? (name ?? 'n1').toLowerCase() : 'c2';
  return { series, resource: word.toLowerCase() === 'ram' ? 'ram' : 'core' };
}

/** The series and resource of a description; null for custom machines, sole tenants, reservations and everything else. */
function resourceOf(description: string, usageType: UsageType): Sold | null {
  const years = TERMS[usageType];
  if (years !== undefined) return committedOf(description, years);
  const optimized = COMPUTE_OPTIMIZED.exec(description)?.[1];
  const [, name, part] = INSTANCE.exec(description) ?? [];
  const word = optimized ?? part;
  if (word === undefined) return null;
  return {
    series: optimized ? 'c2' : (name ?? '').toLowerCase(),
    resource: word === 'Core' ? 'core' : 'ram',
  };
}

/** Dollars of whole units and nano-dollars; null for what is no amount. */
function amountOf(units: unknown, nanos: unknown): number | null {
  const whole = typeof units === 'string' && /^\d{1,7}$/.test(units) ? Number(units) : units;
  const isWhole = typeof whole === 'number' && Number.isInteger(whole) && whole >= 0;
  const isNanos = typeof nanos === 'number' && Number.isInteger(nanos) && nanos >= 0 && nanos < 1e9;
  return isWhole && isNanos ? priceOf((whole + nanos / 1e9).toFixed(9)) : null;
}

const UNITS: Readonly<Record<Resource, string>> = { core: 'h', ram: 'GiBy.h' };

/**
 * Adds what a SKU says.
 * @returns false when it should be a rate of a machine and is none that can be used
 */
export function addSku(rates: SkuRates, value: unknown): boolean {
  const parsed = skuSchema.safeParse(value);
  if (!parsed.success) return false;
  const { description, category, serviceRegions, pricingInfo } = parsed.data;
  const usageType = USAGE_TYPES.find(name => name === category.usageType);
  const found = usageType === undefined ? null : resourceOf(description, usageType);
  if (category.resourceFamily !== 'Compute' || usageType === undefined || found === null) return true;
  const expression = pricingInfo.at(-1)?.pricingExpression;
  const [rate, more] = expression?.tieredRates ?? [];
  const isOneRate = rate?.startUsageAmount === 0 && more === undefined;
  const isReadable =
    expression?.usageUnit === UNITS[found.resource] && rate?.unitPrice.currencyCode === 'USD';
  const price = rate && isOneRate && isReadable ? amountOf(rate.unitPrice.units, rate.unitPrice.nanos) : null;
  if (price === null) return false;
  for (const region of serviceRegions) {
    const key = rateKey(region, found.series, found.resource, usageType);
    const known = rates.get(key);
    rates.set(key, known === undefined || known === price ? price : null);
  }
  return true;
}

/** A machine that is priced by its vCPUs and memory alone. */
export type PlainMachine = {
  readonly name: string;
  readonly series: string;
  readonly vcpus: number;
  readonly memoryGib: number;
};

const BEFORE_DISCOUNT = 'before the automatic sustained-use discount';

/** What each way of buying is called in the book, the hours of its unit, and what to know of it. */
const WORDS: Readonly<Record<UsageType, { words: string; unit: string; hours: number; note: string }>> = {
  OnDemand: { words: 'linux', unit: 'hour', hours: 1, note: BEFORE_DISCOUNT },
  Preemptible: { words: 'linux spot', unit: 'hour', hours: 1, note: 'spot has no sustained-use discount' },
  Commit1Yr: {
    words: 'linux commitment 1y',
    unit: 'month',
    hours: HOURS_PER_MONTH,
    note: `${HOURS_PER_MONTH} hours; the sustained-use discount is not added to it`,
  },
  Commit3Yr: {
    words: 'linux commitment 3y',
    unit: 'month',
    hours: HOURS_PER_MONTH,
    note: `${HOURS_PER_MONTH} hours; the sustained-use discount is not added to it`,
  },
};

/** Adds the prices of a machine: vCPUs and GiB times their rates, on demand, spot and committed. */
export function addMachine(
  sheet: PriceSheet,
  rates: SkuRates,
  { name, series, vcpus, memoryGib }: PlainMachine,
  place: { readonly region: string; readonly date: string },
): void {
  for (const usageType of USAGE_TYPES) {
    const { words, unit, hours, note } = WORDS[usageType];
    const core = rates.get(rateKey(place.region, series, 'core', usageType)) ?? null;
    const ram = rates.get(rateKey(place.region, series, 'ram', usageType)) ?? null;
    const price =
      core === null || ram === null ? null : priceOf(((vcpus * core + memoryGib * ram) * hours).toFixed(9));
    if (price === null || !isName(name)) continue;
    const made = `${vcpus} vCPU x ${core} + ${memoryGib} GiB x ${ram}; ${note}`;
    sheet.add({ item: `${name} ${words}`, unit, price, kind: 'derived', date: place.date, note: made });
  }
}
