/** What Google's SKUs of Compute Engine say: the price of a vCPU and of a GiB of memory of a machine series in a Region. */

import { z } from 'zod';
import type { OverlayPrice } from '../prices/overlay-store.ts';
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

/** How machines are bought. */
export type UsageType = 'OnDemand' | 'Preemptible';
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

/** The series and resource of a description; null for custom machines, sole tenants, reservations and everything else. */
function resourceOf(description: string): { readonly series: string; readonly resource: Resource } | null {
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
  const { usageType } = category;
  const found = resourceOf(description);
  if (category.resourceFamily !== 'Compute' || found === null) return true;
  if (usageType !== 'OnDemand' && usageType !== 'Preemptible') return true;
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

const WORDS: Readonly<Record<UsageType, string>> = { OnDemand: 'linux', Preemptible: 'linux spot' };

/** Adds the prices of a machine: vCPUs and GiB times their rates, on demand and spot. */
export function addMachine(
  sheet: PriceSheet,
  rates: SkuRates,
  machine: PlainMachine,
  place: { readonly region: string; readonly date: string },
): void {
  const { name, series, vcpus, memoryGib } = machine;
  for (const usageType of ['OnDemand', 'Preemptible'] as const) {
    const core = rates.get(rateKey(place.region, series, 'core', usageType)) ?? null;
    const ram = rates.get(rateKey(place.region, series, 'ram', usageType)) ?? null;
    const price = core === null || ram === null ? null : priceOf((vcpus * core + memoryGib * ram).toFixed(9));
    if (price === null || !isName(name)) continue;
    const fact: OverlayPrice = {
      item: `${name} ${WORDS[usageType]}`,
      unit: 'hour',
      price,
      kind: 'derived',
      date: place.date,
      note: `${vcpus} vCPU x ${core} + ${memoryGib} GiB x ${ram}; before the automatic sustained-use discount`,
    };
    sheet.add(fact);
  }
}
