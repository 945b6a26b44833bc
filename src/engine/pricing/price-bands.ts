/** Items of the price book with graduated prices, band by band, and what a bill's average price says about the volume behind it. */

import type { UnitUsage } from '../estate/estate.ts';
import type { RateCard } from '../rate-card.ts';
import { type PriceTier, tieredCost } from './object-storage.ts';

/** An item of the book whose price falls with the quantity of a month. */
export type BandedItem = {
  readonly service: string;
  readonly item: string;
  /** Components of the book in order, each with the quantity up to which it holds. */
  readonly bands: readonly { readonly component: string; readonly upTo: number }[];
};

const END = Number.POSITIVE_INFINITY;

/** Traffic to the internet, GB. A TB is 1,024 GB. */
export const INTERNET_EGRESS: BandedItem = {
  service: 'data_transfer_out',
  item: 'internet',
  bands: [
    { component: 'first_10tb', upTo: 10_240 },
    { component: 'next_40tb', upTo: 51_200 },
    { component: 'next_100tb', upTo: 153_600 },
    { component: 'over_150tb', upTo: END },
  ],
};

/** Traffic out of CloudFront's locations in North America and Europe, GB. */
export const CDN_EGRESS: BandedItem = {
  service: 'cloudfront',
  item: 'us_mx_ca_eu',
  bands: [
    { component: 'first_10tb', upTo: 10_240 },
    { component: 'next_40tb', upTo: 51_200 },
    { component: 'next_100tb', upTo: 153_600 },
    { component: 'next_350tb', upTo: 512_000 },
    { component: 'next_524tb', upTo: 1_048_576 },
    { component: 'next_4pb', upTo: 5_242_880 },
    { component: 'over_5pb', upTo: END },
  ],
};

/** Traffic through interface endpoints, GB. */
export const ENDPOINT_TRAFFIC: BandedItem = {
  service: 'vpc_endpoint',
  item: 'interface',
  bands: [
    { component: 'data_processed_first_1pb', upTo: 1_048_576 },
    { component: 'data_processed_next_4pb', upTo: 5_242_880 },
    { component: 'data_processed_over_5pb', upTo: END },
  ],
};

/** Logs that AWS services deliver to CloudWatch, GB. */
export const VENDED_TO_CLOUDWATCH: BandedItem = {
  service: 'cloudwatch_logs',
  item: 'vended_to_cloudwatch',
  bands: vendedBands(),
};

/** Logs that AWS services deliver to S3, GB. */
export const VENDED_TO_S3: BandedItem = {
  service: 'cloudwatch_logs',
  item: 'vended_to_s3',
  bands: vendedBands(),
};

function vendedBands(): BandedItem['bands'] {
  return [
    { component: 'first_10tb', upTo: 10_240 },
    { component: 'next_20tb', upTo: 30_720 },
    { component: 'next_20tb_above_30tb', upTo: 51_200 },
    { component: 'over_50tb', upTo: END },
  ];
}

/** Custom metrics of CloudWatch, metric-months. Beyond 250,000 the book has no lower price: the last one stands. */
export const CUSTOM_METRICS: BandedItem = {
  service: 'cloudwatch',
  item: 'custom_metric',
  bands: [
    { component: 'first_10k', upTo: 10_000 },
    { component: 'next_240k', upTo: END },
  ],
};

/** Graduated prices of an item in a Region; null where one of them is unknown. */
export function tiersOf(
  { service, item, bands }: BandedItem,
  rates: RateCard,
  region: string,
): PriceTier[] | null {
  const tiers: PriceTier[] = [];
  for (const { component, upTo } of bands) {
    const price = rates.unitPrice(service, item, component, region);
    if (price === null) return null;
    tiers.push({ upTo, price });
  }
  return tiers;
}

/**
 * Volume of a month whose average price is `average`. Every charge of an organisation is billed at its own band, so the
 * average that one resource pays tells how much there is in all. Null where no volume has this average: all of it in the
 * first band, or a private price below the last.
 */
export function volumeAtAverage(average: number, tiers: readonly PriceTier[]): number | null {
  let start = 0;
  let cost = 0;
  for (const { upTo, price } of tiers) {
    const volume = average > price ? (cost - start * price) / (average - price) : END;
    if (volume > start && volume <= upTo && Number.isFinite(volume)) return volume;
    if (upTo === END) return null;
    cost += (upTo - start) * price;
    start = upTo;
  }
  return null;
}

/**
 * Cost that is left over cost before when part of a volume goes, 0..1: the cheapest bands go first, so the saving is less than
 * the part. Equal to `shareLeft` where the price is flat or its tiers are unknown.
 */
export function costShareLeft(
  average: number,
  tiers: readonly PriceTier[] | null,
  shareLeft: number,
): number {
  const volume = tiers && volumeAtAverage(average, tiers);
  if (!tiers || volume === null) return shareLeft;
  return Math.min(1, tieredCost(volume * shareLeft, tiers) / tieredCost(volume, tiers));
}

/**
 * Units of an item's bands for a quantity that is part of a larger volume: each band gets its part of the volume.
 * @param volume of everybody together; the quantity itself where nothing is known of others
 */
export function unitsByBand(
  { service, item, bands }: BandedItem,
  quantity: number,
  volume: number,
  region: string,
): UnitUsage[] {
  let start = 0;
  return bands.flatMap(({ component, upTo }) => {
    const inBand = Math.max(0, Math.min(volume, upTo) - start);
    start = upTo;
    return inBand > 0 && quantity > 0
      ? [{ service, item, component, region, quantity: quantity * (inBand / volume) }]
      : [];
  });
}
