/** Turns commitments and instances into the rows that the hourly allocation works on. */

import type { EligibleUsage, ReservationPool, SpendPlan } from '../commitments/allocate.ts';
import type { Commitment, ReservedInstance } from '../commitments/commitment.ts';
import { familyOf, isSizeFlexible, normalizationFactor } from '../commitments/normalization.ts';
import type { InstanceResource, Resource } from '../estate/estate.ts';
import { type ComputePool, poolOf, type RateCard } from '../rate-card.ts';
import { compareText } from '../text-order.ts';

/** On-demand instance-hours of an estate, pooled by price. */
export type ComputeDemand = {
  /** Sorted by id; only of instances whose every hour has a known rate. */
  readonly pools: readonly ComputePool[];
  readonly usage: readonly EligibleUsage[];
  readonly indexById: ReadonlyMap<string, number>;
};

type FoundPool = { readonly pool: ComputePool; readonly rate: number; readonly quantities: Float64Array };

/** The pool of some usage, found or opened; null when nobody knows its on-demand rate. */
function openPool(
  found: Map<string, FoundPool>,
  pool: ComputePool,
  rates: RateCard,
  hours: number,
): FoundPool | null {
  const known = found.get(pool.id);
  if (known) return known;
  const rate = rates.onDemandPerHour(pool);
  if (rate === null) return null;
  const opened = { pool, rate, quantities: new Float64Array(hours) };
  found.set(pool.id, opened);
  return opened;
}

/** Adds one profile to another. A plain loop: it runs over every hour of every instance. */
function addProfile(sum: Float64Array, profile: Float64Array): void {
  for (let hour = 0; hour < sum.length; hour++) sum[hour] = (sum[hour] ?? 0) + (profile[hour] ?? 0);
}

/** Whether every on-demand hour of an instance has a known rate. */
export function isPriceable(instance: InstanceResource, rates: RateCard): boolean {
  return instance.compute.every(
    usage =>
      usage.purchase === 'spot' || rates.onDemandPerHour(poolOf(instance.region ?? '', usage)) !== null,
  );
}

/**
 * Adds up what every instance runs on demand, hour by hour. Spot is left out: no commitment touches it. So is an instance
 * with hours of an unknown rate: its cost is known as a whole only, and half of it must not be priced a second time.
 */
export function computeDemand(resources: Iterable<Resource>, rates: RateCard, hours: number): ComputeDemand {
  const found = new Map<string, FoundPool>();
  for (const resource of resources) {
    if (resource.kind !== 'instance' || !isPriceable(resource, rates)) continue;
    for (const usage of resource.compute) {
      if (usage.purchase !== 'on-demand') continue;
      const opened = openPool(found, poolOf(resource.region ?? '', usage), rates, hours);
      if (opened) addProfile(opened.quantities, usage.hours);
    }
  }
  const entries = [...found.values()].sort((a, b) => compareText(a.pool.id, b.pool.id));
  return {
    pools: entries.map(entry => entry.pool),
    usage: entries.map(({ pool, rate, quantities }) => ({ id: pool.id, onDemandRate: rate, quantities })),
    indexById: new Map(entries.map(({ pool }, index) => [pool.id, index])),
  };
}

function reservationPool(reserved: ReservedInstance, pools: readonly ComputePool[]): ReservationPool {
  const family = familyOf(reserved.instanceType);
  const ownUnits = normalizationFactor(reserved.instanceType);
  const isFlexible =
    ownUnits !== null &&
    reserved.availabilityZone === null &&
    reserved.operatingSystem === 'linux' &&
    reserved.tenancy === 'shared' &&
    isSizeFlexible(family);
  const targets = pools.flatMap((pool, usage) => {
    const isSame =
      pool.region === reserved.region &&
      pool.operatingSystem === reserved.operatingSystem &&
      pool.tenancy === reserved.tenancy;
    if (!isSame) return [];
    if (!isFlexible)
      return pool.instanceType === reserved.instanceType ? [{ usage, unitsPerQuantity: 1 }] : [];
    const units = normalizationFactor(pool.instanceType);
    return familyOf(pool.instanceType) === family && units !== null
      ? [{ usage, unitsPerQuantity: units }]
      : [];
  });
  // Smallest size of the family first, as AWS applies a flexible reservation.
  targets.sort((a, b) => a.unitsPerQuantity - b.unitsPerQuantity || a.usage - b.usage);
  const unitsEach = isFlexible ? ownUnits : 1;
  return {
    id: reserved.id,
    unitsPerHour: reserved.count * unitsEach,
    costPerUnit: reserved.effectivePerHour / unitsEach,
    targets,
  };
}

/** A zonal reservation fits one type only: it is applied before regional ones, which can move on to other sizes (AWS). */
function zonalFirst(a: Commitment, b: Commitment): number {
  const rank = (each: Commitment) =>
    each.kind === 'reserved-instance' && each.availabilityZone !== null ? 0 : 1;
  return rank(a) - rank(b);
}

/** Commitments as the allocation wants them, in a fixed order. */
export function commitmentPools(
  commitments: readonly Commitment[],
  pools: readonly ComputePool[],
  rates: RateCard,
): { readonly reservations: readonly ReservationPool[]; readonly plans: readonly SpendPlan[] } {
  const ordered = [...commitments].sort((a, b) => zonalFirst(a, b) || compareText(a.id, b.id));
  return {
    reservations: ordered.flatMap(each =>
      each.kind === 'reserved-instance' ? [reservationPool(each, pools)] : [],
    ),
    plans: ordered.flatMap(each =>
      each.kind === 'savings-plan'
        ? [
            {
              id: each.id,
              offering: each.offering,
              commitmentPerHour: each.commitmentPerHour,
              rates: pools.map(pool => rates.savingsPlanPerHour(each, pool)),
            },
          ]
        : [],
    ),
  };
}
