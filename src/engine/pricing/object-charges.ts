/** S3 charges besides stored bytes: requests, small objects, and what moving objects too early costs. */

import { earlyDeletionFee, MINIMUM_OBJECT_KIB } from './object-storage.ts';

const KIB_PER_GIB = 2 ** 20;

/** USD for some requests at a price for a number of them. */
export function requestCost(requests: number, price: number, perRequests: number): number {
  return (requests / perRequests) * price;
}

/**
 * USD for what an object or a set of them costs to remove, overwrite or move before its class's minimum; with the days that are
 * left of it. Source: S3 user guide, storage classes (2023-06-15).
 */
export function earlyRemoval(gib: number, perGibMonth: number, minimumDays: number, ageDays: number) {
  return {
    remainingDays: Math.max(0, minimumDays - ageDays),
    fee: earlyDeletionFee(gib, perGibMonth, minimumDays, ageDays),
  };
}

/** KiB for which a class with a smallest billable size charges an object. */
export function billableObjectKib(sizeKib: number, minimumKib = MINIMUM_OBJECT_KIB): number {
  return Math.max(sizeKib, minimumKib);
}

/** GiB of some objects of one size. */
export function objectsGib(objects: number, sizeKib: number): number {
  return (objects * sizeKib) / KIB_PER_GIB;
}
