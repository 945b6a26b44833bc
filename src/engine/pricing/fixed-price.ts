/** Monthly cost of what no commitment touches: volumes, buckets, storage of databases. */

import type { BucketResource, DatabaseResource, Resource, VolumeResource } from '../estate/estate.ts';
import type { RateCard } from '../rate-card.ts';
import { volumeCost } from './block-storage.ts';
import { type PriceTier, tieredCost } from './object-storage.ts';

/** Average USD per GiB-month of STANDARD storage by Region: its graduated price depends on the whole estate. */
export type StandardStorageRates = ReadonlyMap<string, number>;

/** Graduated price of S3 Standard in a Region: first 50 TB, next 450 TB, above (1 TB = 1,024 GiB). Null when unknown. */
export function standardTiers(rates: RateCard, region: string): readonly PriceTier[] | null {
  const first = rates.unitPrice('s3', 'STANDARD', 'storage', region);
  if (first === null) return null;
  return [
    { upTo: 51_200, price: first },
    { upTo: 512_000, price: rates.unitPrice('s3', 'STANDARD', 'storage_next_450tb', region) ?? first },
    {
      upTo: Number.POSITIVE_INFINITY,
      price: rates.unitPrice('s3', 'STANDARD', 'storage_over_500tb', region) ?? first,
    },
  ];
}

/** Average price of a GiB-month of STANDARD in each Region, over all buckets. */
export function standardStorageRates(resources: Iterable<Resource>, rates: RateCard): StandardStorageRates {
  const gibByRegion = new Map<string, number>();
  for (const resource of resources) {
    if (resource.kind !== 'bucket') continue;
    const region = resource.region ?? '';
    for (const { storageClass, gibMonths } of resource.storage) {
      if (storageClass === 'STANDARD') gibByRegion.set(region, (gibByRegion.get(region) ?? 0) + gibMonths);
    }
  }
  const result = new Map<string, number>();
  for (const [region, gib] of gibByRegion) {
    const tiers = standardTiers(rates, region);
    if (tiers && gib > 0) result.set(region, tieredCost(gib, tiers) / gib);
  }
  return result;
}

/** USD of a volume in the estate's period; null when a price is missing. */
export function priceVolume(volume: VolumeResource, rates: RateCard): number | null {
  const region = volume.region ?? '';
  const perGibMonth = rates.unitPrice('ebs', volume.volumeType, 'storage', region);
  if (perGibMonth === null) return null;
  const isGp3 = volume.volumeType === 'gp3';
  const cost = volumeCost(
    volume,
    {
      perGibMonth,
      perIopsMonth: rates.unitPrice('ebs', volume.volumeType, isGp3 ? 'iops_above_3000' : 'iops', region),
      perMibpsMonth: isGp3 ? rates.unitPrice('ebs', 'gp3', 'throughput_above_125', region) : null,
    },
    volume.monthShare,
  );
  return cost?.total ?? null;
}

/** USD of a bucket's storage, retrievals, transitions and monitoring in a month; null when a price is missing. */
export function priceBucket(
  bucket: BucketResource,
  rates: RateCard,
  standard: StandardStorageRates,
): number | null {
  const region = bucket.region ?? '';
  const parts: (number | null)[] = [];
  const charge = (item: string, component: string, quantity: number) => {
    if (quantity === 0) return;
    const price = rates.unitPrice('s3', item, component, region);
    parts.push(price === null ? null : price * quantity);
  };
  for (const { storageClass, gibMonths } of bucket.storage) {
    if (storageClass === 'STANDARD') {
      const price = standard.get(region);
      if (gibMonths > 0) parts.push(price === undefined ? null : price * gibMonths);
    } else charge(storageClass, 'storage', gibMonths);
  }
  for (const { storageClass, gibPerMonth } of bucket.retrievals) {
    charge(storageClass, storageClass === 'GLACIER_IR' ? 'retrieval' : 'retrieval_standard', gibPerMonth);
  }
  for (const { storageClass, objectsPerMonth } of bucket.transitions) {
    charge(storageClass, 'lifecycle_transition', objectsPerMonth / 1000);
  }
  for (const { storageClass, gibPerMonth, monthsCharged } of bucket.earlyDeletions) {
    charge(storageClass, 'storage', gibPerMonth * monthsCharged);
  }
  charge('INT', 'monitoring', bucket.monitoredObjects);
  return parts.reduce<number | null>(
    (total, part) => (total === null || part === null ? null : total + part),
    0,
  );
}

/** USD of a database's storage; null when a price is missing. */
export function priceDatabaseStorage(database: DatabaseResource, rates: RateCard): number | null {
  const region = database.region ?? '';
  const component = database.multiAz ? 'storage_multi_az' : 'storage_single_az';
  let total = 0;
  for (const { type, gibMonths } of database.storage) {
    const price = rates.unitPrice('rds_storage', type, component, region);
    if (price === null) return null;
    total += price * gibMonths;
  }
  return total;
}

/** USD of a database's instance-hours without commitments, and of its storage; null when a price is missing. */
export function priceDatabase(database: DatabaseResource, rates: RateCard): number | null {
  const { instanceClass, engine, region, multiAz } = database;
  const perHour = rates.databasePerHour(instanceClass, engine, region ?? '', multiAz);
  const storage = priceDatabaseStorage(database, rates);
  if (perHour === null || storage === null) return null;
  return database.hours.reduce((total, hours) => total + hours * perHour, storage);
}
