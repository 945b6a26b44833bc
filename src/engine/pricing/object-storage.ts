/** S3: classes, what each charges besides storage, and graduated prices. Rules from the S3 user guide and price page. */

/** S3 storage classes a bucket of the estate may hold. `INT_*` are the tiers of Intelligent-Tiering. */
export type StorageClass =
  | 'STANDARD'
  | 'STANDARD_IA'
  | 'ONEZONE_IA'
  | 'INT_FREQUENT'
  | 'INT_INFREQUENT'
  | 'INT_ARCHIVE_INSTANT'
  | 'GLACIER_IR'
  | 'GLACIER_FLEXIBLE'
  | 'DEEP_ARCHIVE';

/** Objects below this size gain nothing from a colder class: billed as if this large, or never moved (KiB). */
export const MINIMUM_OBJECT_KIB = 128;

/** Days for which each class charges an object at least (S3 storage classes page). */
const MINIMUM_DAYS: Readonly<Partial<Record<StorageClass, number>>> = {
  STANDARD_IA: 30,
  ONEZONE_IA: 30,
  GLACIER_IR: 90,
  GLACIER_FLEXIBLE: 90,
  DEEP_ARCHIVE: 180,
};

/** Days for which a class charges an object at least; 0 where there is no minimum. */
export function minimumDays(storageClass: StorageClass): number {
  return MINIMUM_DAYS[storageClass] ?? 0;
}

/** One step of a graduated price. */
export type PriceTier = {
  /** Units up to which this price holds; Infinity for the last tier. */
  readonly upTo: number;
  readonly price: number;
};

/** Cost of an amount under graduated prices: each part at the price of its own tier. */
export function tieredCost(amount: number, tiers: readonly PriceTier[]): number {
  let cost = 0;
  let from = 0;
  for (const tier of tiers) {
    if (amount <= from) break;
    cost += (Math.min(amount, tier.upTo) - from) * tier.price;
    from = tier.upTo;
  }
  return cost;
}

/** GiB-months of some bytes held for some hours of a month. @param hoursInMonth 744 for a month of 31 days */
export function gibMonths(byteHours: number, hoursInMonth: number): number {
  return byteHours / 2 ** 30 / hoursInMonth;
}

/**
 * Fee for removing or moving an object before its class's minimum duration: the rest of the minimum at the class's rate.
 * @param ageDays days since it entered the class
 */
export function earlyDeletionFee(
  gib: number,
  perGibMonth: number,
  minimumDays: number,
  ageDays: number,
): number {
  return (gib * perGibMonth * Math.max(0, minimumDays - ageDays)) / 30;
}

/** Size S3 bills for an object in an infrequent-access class, GiB. */
export function billableGib(gib: number, objects: number): number {
  return Math.max(gib, (objects * MINIMUM_OBJECT_KIB) / 2 ** 20);
}

/** What an archived object takes besides itself: an index at the archive's rate, its name and metadata at Standard's (KiB). */
const ARCHIVE_INDEX_KIB = 32;
const ARCHIVE_METADATA_KIB = 8;

/** GiB that S3 bills for objects in Glacier Flexible Retrieval and Deep Archive, by whose rate (S3 storage classes page). */
export function archivedGib(
  gib: number,
  objects: number,
): { readonly archive: number; readonly standard: number } {
  return {
    archive: gib + (objects * ARCHIVE_INDEX_KIB) / 2 ** 20,
    standard: (objects * ARCHIVE_METADATA_KIB) / 2 ** 20,
  };
}

/** Midnight UTC at which a lifecycle rule acts on an object: creation plus days, rounded up to the next midnight. */
export function lifecycleDate(createdMs: number, days: number): number {
  const dayMs = 86_400_000;
  return Math.ceil((createdMs + days * dayMs) / dayMs) * dayMs;
}
