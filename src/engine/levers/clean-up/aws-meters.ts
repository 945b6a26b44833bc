/** What clean-up levers read off the meters of an AWS bill, and how they take meters away. */

import type { Effect, RemeterEffect, RetierEffect } from '../../effect.ts';
import type { BucketResource, MeterUse, Resource, UnitUsage } from '../../estate/estate.ts';

/** Region prefix of a usage type (`USE2-`, `EU-`); us-east-1 has none. */
const REGION_PREFIX = /^[A-Z]{2,4}\d?-(?=[A-Z])/;

/** Meters of a resource whose name, without the Region, matches, and that count something. */
export function metersNamed({ meters }: Resource, pattern: RegExp): readonly MeterUse[] {
  return meters.filter(
    ({ usageType, quantity }) => quantity > 0 && pattern.test(usageType.replace(REGION_PREFIX, '')),
  );
}

/** Units of some meters added up. */
export function quantityOf(meters: readonly MeterUse[]): number {
  return meters.reduce((total, { quantity }) => total + quantity, 0);
}

/** USD of some meters added up. */
export function costOf(meters: readonly MeterUse[]): number {
  return meters.reduce((total, { cost }) => total + cost, 0);
}

/** Charges without a resource id are gathered under a name in round brackets: other things may stand in it. */
export function isGroup({ id }: Resource): boolean {
  return id.startsWith('(');
}

/** Hours of a month by which an amount of the estate's period is compared with a limit. */
export function perHourOf(amount: number, hours: number): number {
  return hours > 0 ? amount / hours : 0;
}

/** An effect that leaves a share of what some meters count. @param factor new over old quantity, 0..1 */
export function scaleMeters(
  { id }: Resource,
  meters: readonly MeterUse[],
  factor: number,
  more: Partial<Pick<RemeterEffect, 'added' | 'once'>> = {},
): RemeterEffect {
  return {
    kind: 'remeter',
    resourceId: id,
    change: 'retain',
    meters: meters.map(({ usageType, operation }) => ({ usageType, operation, factor })),
    added: [],
    once: [],
    ...more,
  };
}

/** Takes the resource away as a whole; of charges without a resource id only these meters. */
export function remove(resource: Resource, meters: readonly MeterUse[]): Effect {
  return isGroup(resource)
    ? scaleMeters(resource, meters, 0)
    : { kind: 'terminate', resourceId: resource.id };
}

/** A unit of the price book that a clean-up leaves or adds. */
export type BookUnit = Pick<UnitUsage, 'service' | 'item' | 'component'>;

/**
 * None of a unit: the trace of a lever that took a part of a meter away, so that the same rule does not find the rest of
 * it again. What is left has the price the bill shows.
 */
export function traceOf(unit: BookUnit, { region }: Resource): UnitUsage {
  return { ...unit, region: region ?? '', quantity: 0 };
}

/** Whether a move has left or added this unit. */
export function hasUnit({ added }: Resource, unit: BookUnit): boolean {
  return added.some(
    each => each.service === unit.service && each.item === unit.item && each.component === unit.component,
  );
}

/** Rules that expire what a bucket holds beside its objects; each leaves its own trace. */
type Expiry = 'incomplete-uploads' | 'noncurrent-versions';

/**
 * Trace of an expiry: early deletions without months charged, which no transition to these classes leaves (their minimum
 * is 30 and 90 days).
 */
const EXPIRY_TRACE: Readonly<Record<Expiry, RetierEffect['transitionClass']>> = {
  'incomplete-uploads': 'STANDARD_IA',
  'noncurrent-versions': 'GLACIER_IR',
};

/** An effect that expires GiB of Standard storage that no object of the age groups stands for. */
export function expire({ id }: BucketResource, gib: number, expiry: Expiry): RetierEffect {
  return {
    kind: 'retier',
    resourceId: id,
    fromClass: 'STANDARD',
    // No object is of this age: the age groups stay as they are.
    fromDays: Number.MAX_SAFE_INTEGER,
    gib,
    to: [],
    transitionClass: EXPIRY_TRACE[expiry],
    objectsOnce: 0,
    objectsPerMonth: 0,
    retrievedGibPerMonth: 0,
    earlyDeletedGibPerMonth: 0,
    earlyDeletedMonthsCharged: 0,
    monitoredObjects: 0,
  };
}

/** Whether a rule has expired this already. */
export function isExpired({ earlyDeletions }: BucketResource, expiry: Expiry): boolean {
  return earlyDeletions.some(
    ({ storageClass, monthsCharged }) => storageClass === EXPIRY_TRACE[expiry] && monthsCharged === 0,
  );
}

/**
 * GiB of Standard storage that the bill charges and no listed object stands for: parts of uploads and old versions. Null
 * where objects are not listed, or where a move has changed what the list stands for.
 */
export function unlistedGib(bucket: BucketResource): number | null {
  const ages = bucket.utilization?.objectAges ?? [];
  const expiries = Object.values(EXPIRY_TRACE);
  const isTiered = bucket.earlyDeletions.some(
    ({ storageClass, monthsCharged }) => monthsCharged > 0 || !expiries.some(each => each === storageClass),
  );
  if (ages.length === 0 || isTiered) return null;
  const listed = ages.reduce((total, { storageGib }) => total + storageGib, 0);
  return Math.max(0, standardGib(bucket) - listed);
}

/** GiB of a bucket in Standard. */
export function standardGib({ storage }: BucketResource): number {
  return storage.find(({ storageClass }) => storageClass === 'STANDARD')?.gibMonths ?? 0;
}
