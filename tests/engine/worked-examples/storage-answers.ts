/** What the engine answers to the published examples of EBS and S3. */

import type { BucketResource } from '../../../src/engine/estate/estate.ts';
import {
  gp2BaselineIops,
  gp2BurstSeconds,
  gp2RefillSeconds,
  gp3SettingFor,
  volumeCost,
} from '../../../src/engine/pricing/block-storage.ts';
import { priceBucket, standardStorageRates } from '../../../src/engine/pricing/fixed-price.ts';
import { gibMonths, lifecycleDate, tieredCost } from '../../../src/engine/pricing/object-storage.ts';
import { createRateCard } from '../../../src/engine/rate-card.ts';
import { openEmbeddedBook } from '../../../src/prices/embedded-book.ts';
import { bucket, NO_RATES } from '../estates.ts';
import type { Answer } from './example.ts';

const rates = createRateCard(NO_RATES, openEmbeddedBook());

type VolumeInputs = {
  readonly seconds: number;
  readonly month_days: number;
  readonly type: string;
  readonly gb: number;
  readonly iops?: number;
  readonly mbps?: number;
  readonly price_gb: number;
  readonly price_iops?: number;
  readonly price_iops_tiers?: readonly (readonly [number, number])[];
  readonly price_mbps?: number;
};

function costOfVolume(inputs: VolumeInputs) {
  const cost = volumeCost(
    {
      volumeType: inputs.type,
      sizeGib: inputs.gb,
      iops: inputs.iops ?? null,
      throughputMibps: inputs.mbps ?? null,
    },
    {
      perGibMonth: inputs.price_gb,
      perIopsMonth: inputs.price_iops ?? inputs.price_iops_tiers?.[0]?.[1] ?? null,
      perMibpsMonth: inputs.price_mbps ?? null,
    },
    inputs.seconds / (inputs.month_days * 86_400),
  );
  return { ...cost };
}

/** The smallest whole number of GiB for which something holds. */
function smallestGib(holds: (sizeGib: number) => boolean): number {
  for (let sizeGib = 1; sizeGib <= 20_000; sizeGib++) if (holds(sizeGib)) return sizeGib;
  return Number.NaN;
}

const EBS: Readonly<Record<string, Answer<never>>> = {
  'aws-ebs-gp3': costOfVolume,
  'aws-ebs-gp2': costOfVolume,
  'aws-ebs-io2-1k': costOfVolume,
  'aws-ebs-st1': costOfVolume,
  'aws-gp2-burst-a': (inputs: { sizes_gib: readonly number[] }) => ({
    baseline_iops: inputs.sizes_gib.map(gp2BaselineIops),
    burst_seconds: inputs.sizes_gib.map(gp2BurstSeconds),
    refill_seconds: inputs.sizes_gib.map(gp2RefillSeconds),
  }),
  'aws-gp2-gp3-limits': () => {
    const perGib = (type: string) => rates.unitPrice('ebs', type, 'storage', 'us-east-1') ?? Number.NaN;
    return {
      gp2_gib_for_16000_iops: smallestGib(gib => gp2BaselineIops(gib) === 16_000),
      gp3_gib_for_16000_iops: smallestGib(gib => gp3SettingFor(gib, 16_000, 0) !== null),
      gp3_iops_for_1000_mibps: gp3SettingFor(1000, 0, 1000)?.iops,
      gp3_saving_per_gib_vs_gp2: 1 - perGib('gp3') / perGib('gp2'),
    };
  },
  'calc-gp3-extra': (inputs: {
    gb: number;
    extra_iops: number;
    extra_mbps: number;
    prices: { gb: number; iops: number; mbps: number };
  }) => {
    const { gb, iops, mbps } = inputs.prices;
    return {
      ...volumeCost(
        {
          volumeType: 'gp3',
          sizeGib: inputs.gb,
          iops: 3000 + inputs.extra_iops,
          throughputMibps: 125 + inputs.extra_mbps,
        },
        { perGibMonth: gb, perIopsMonth: iops, perMibpsMonth: mbps },
        1,
      ),
    };
  },
};

/** What a bucket with nothing but this costs in us-east-1, at the prices of the book. */
function costOfBucket(holds: Partial<BucketResource>): number | null {
  const one = bucket('bucket', { storage: [], ...holds });
  return priceBucket(one, rates, standardStorageRates([one], rates));
}

const storageOf = (storageClass: string, gib: number) =>
  costOfBucket({ storage: [{ storageClass, gibMonths: gib }] });
const transitionsTo = (storageClass: string, thousands: number) =>
  costOfBucket({ transitions: [{ storageClass, objectsPerMonth: thousands * 1000 }] });
const retrievalFrom = (storageClass: string, gibPerMonth: number) =>
  costOfBucket({ retrievals: [{ storageClass, gibPerMonth }] });
/** One price for any amount. */
const atOnePrice = (amount: number, price: number) =>
  tieredCost(amount, [{ upTo: Number.POSITIVE_INFINITY, price }]);

const S3: Readonly<Record<string, Answer<never>>> = {
  'aws-s3-gb-month': (inputs: {
    segments: readonly { bytes: number; hours: number }[];
    hours_in_month: number;
    tiers: readonly { up_to_gb: number; price: number }[];
  }) => {
    const byteHours = inputs.segments.reduce((sum, { bytes, hours }) => sum + bytes * hours, 0);
    const gib = gibMonths(byteHours, inputs.hours_in_month);
    const tiers = inputs.tiers.map(({ up_to_gb, price }) => ({ upTo: up_to_gb, price }));
    const total = tieredCost(gib, tiers);
    const first = tieredCost(Math.min(gib, tiers[0]?.upTo ?? 0), tiers);
    return { byte_hours: byteHours, gb_months: gib, tier1_cost: first, tier2_cost: total - first, total };
  },
  'aws-s3-requests': (inputs: {
    puts: number;
    gets: number;
    price_put_per_1000: number;
    price_get_per_10000: number;
  }) => ({
    put_cost: atOnePrice(inputs.puts / 1000, inputs.price_put_per_1000),
    get_cost: atOnePrice(inputs.gets / 10_000, inputs.price_get_per_10000),
    delete_cost: atOnePrice(0, inputs.price_put_per_1000),
  }),
  'aws-s3-ia-retrieval': (inputs: { gb: number }) => ({
    retrieval_cost: retrievalFrom('STANDARD_IA', inputs.gb),
  }),
  'aws-s3-lifecycle-date': (inputs: { created: string; days: number }) => ({
    transition_at: new Date(lifecycleDate(Date.parse(inputs.created), inputs.days))
      .toISOString()
      .replace('.000', ''),
  }),
  'calc-s3-standard-ia': (inputs: {
    gb: number;
    thousand_put: number;
    thousand_get: number;
    thousand_transitions: number;
    retrieval_gb: number;
    prices: { put: number; get: number };
  }) => ({
    storage: storageOf('STANDARD_IA', inputs.gb),
    put: atOnePrice(inputs.thousand_put, inputs.prices.put),
    get: atOnePrice(inputs.thousand_get, inputs.prices.get),
    transition: transitionsTo('STANDARD_IA', inputs.thousand_transitions),
    retrieval: retrievalFrom('STANDARD_IA', inputs.retrieval_gb),
  }),
  'calc-s3-intelligent-tiering': (inputs: {
    gb: { frequent: number; infrequent: number; archive: number; deep_archive: number };
    thousand_objects: number;
    thousand_transitions: number;
  }) => ({
    frequent: storageOf('INT_FREQUENT', inputs.gb.frequent),
    infrequent: storageOf('INT_INFREQUENT', inputs.gb.infrequent),
    archive: storageOf('INT_ARCHIVE', inputs.gb.archive),
    deep_archive: storageOf('INT_DEEP_ARCHIVE', inputs.gb.deep_archive),
    monitoring: costOfBucket({ monitoredObjects: inputs.thousand_objects * 1000 }),
    transition: transitionsTo('INT', inputs.thousand_transitions),
  }),
};

export const STORAGE_ANSWERS = { ...EBS, ...S3 };
