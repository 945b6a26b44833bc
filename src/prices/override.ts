/** Rates agreed with a provider: what they are, which of them are in force, and the layer that they make over the book. */

import type { PriceFact } from '../engine/price-book.ts';
import { compareText } from '../engine/text-order.ts';
import type { LayerPrices } from './overlay.ts';

/** One negotiated rate. */
export type PriceOverride = {
  readonly provider: 'aws' | 'gcp' | 'azure';
  /** As the book names it: `ec2`, `ebs`, `rds`. */
  readonly service: string;
  /** As the book names it: `m5.large linux`, `gp3 storage`. */
  readonly item: string;
  readonly region: string;
  readonly unit: string;
  /** USD per unit, more than 0. */
  readonly price: number;
  /** First day on which it holds, `yyyy-mm-dd`. */
  readonly from: string;
  readonly note: string | null;
  /** File and row that it was read from. */
  readonly source: string;
};

/** A rate by what it prices, upper and lower case aside: `aws/ec2/m5.large linux/us-east-1`. */
export function overrideKey({
  provider,
  service,
  item,
  region,
}: Pick<PriceOverride, 'provider' | 'service' | 'item' | 'region'>): string {
  return [provider, service, item, region].join('/').toLowerCase();
}

/** Order of a list of rates: by what they price, then by date. */
export function compareOverrides(a: PriceOverride, b: PriceOverride): number {
  return compareText(overrideKey(a), overrideKey(b)) || compareText(a.from, b.from);
}

/** Of each thing the rate that holds on a day: the latest that has begun. @param today `yyyy-mm-dd` */
export function overridesInForce(
  overrides: readonly PriceOverride[],
  today: string,
): readonly PriceOverride[] {
  const begun = [...overrides].filter(({ from }) => from <= today).sort(compareOverrides);
  return [...new Map(begun.map(override => [overrideKey(override), override])).values()];
}

function factOf({ from, source, ...override }: PriceOverride): PriceFact {
  return {
    ...override,
    currency: 'USD',
    source,
    date: from,
    licence: 'your own agreement',
    kind: 'measured',
    confidence: null,
  };
}

/**
 * Negotiated rates as a layer.
 * @param today `yyyy-mm-dd`: rates that begin later are not in force
 */
export function overrideLayer(overrides: readonly PriceOverride[], today: string): LayerPrices {
  const facts = overridesInForce(overrides, today).map(factOf);
  const key = (service: string, item: string, region: string) => `${service}|${item}|${region}`.toLowerCase();
  const byPlace = new Map(facts.map(fact => [key(fact.service, fact.item, fact.region), fact]));
  return {
    find: (service, item, region) => byPlace.get(key(service, item, region)) ?? null,
    all: region =>
      facts.filter(fact => region === null || fact.region.toLowerCase() === region.toLowerCase()),
  };
}
