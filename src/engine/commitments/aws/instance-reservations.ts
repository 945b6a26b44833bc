/**
 * EC2 Reserved Instances in an hour: all zonal ones, for every account, before the first regional one (EC2 user guide, "How
 * Reserved Instances are applied", edition 2023-06-15). Benefits are pools of instance-seconds, so an hour's sums are exact.
 */

import type { OrderInput } from '../application.ts';
import type { Commitment, ReservedInstance } from '../commitment.ts';
import type { UsagePool } from '../usage.ts';
import { familyOf, isSizeFlexible, normalizationFactor } from './normalization.ts';
import {
  addBenefit,
  addReservationSteps,
  compareReservations,
  type IndexedPool,
  type OrderDraft,
  poolsByKey,
  type ReservationDraft,
  type ReservationTarget,
} from './order-draft.ts';

const isReservedInstance = (commitment: Commitment): commitment is ReservedInstance =>
  commitment.kind === 'reserved-instance';

type InstanceKey = Pick<ReservedInstance, 'region' | 'operatingSystem' | 'tenancy'>;

/** Dedicated Hosts have reservations of their own: no Reserved Instance applies. */
const keyOf = (group: string, { region, operatingSystem, tenancy }: InstanceKey): string | null =>
  tenancy === 'host' ? null : [region, operatingSystem, tenancy, group].join('|');

/**
 * Whether a reservation applies to other sizes of its family: Linux without a licence, shared tenancy, regional, family not
 * excluded, size with a factor (same guide, "Instance size flexibility", limitations).
 */
export function isFlexible(
  reservation: Pick<ReservedInstance, 'instanceType' | 'availabilityZone' | 'operatingSystem' | 'tenancy'>,
): boolean {
  const { instanceType, availabilityZone, operatingSystem, tenancy } = reservation;
  return (
    availabilityZone === null &&
    operatingSystem === 'linux' &&
    tenancy === 'shared' &&
    isSizeFlexible(familyOf(instanceType)) &&
    normalizationFactor(instanceType) !== null
  );
}

const reservedUnits = (reservation: ReservedInstance) =>
  (isFlexible(reservation) ? normalizationFactor(reservation.instanceType) : null) ?? 1;

/** Pools by exact type and by family; a zonal reservation looks for its zone in the first. */
function instancePools(input: Pick<OrderInput, 'pools'>) {
  const keyBy = (groupOf: (instanceType: string) => string) => (pool: UsagePool) =>
    pool.shape.kind === 'aws-instance' ? keyOf(groupOf(pool.shape.instanceType), pool.shape) : null;
  return {
    byType: poolsByKey(
      input,
      keyBy(type => type),
    ),
    byFamily: poolsByKey(input, keyBy(familyOf)),
  };
}

type InstancePools = ReturnType<typeof instancePools>;

/** Never an empty slot of a capacity reservation (EC2 user guide, "Capacity Reservation pricing and billing", 2023-06-15). */
function isInZone({ pool: { shape } }: IndexedPool, availabilityZone: string): boolean {
  return shape.kind === 'aws-instance' && !shape.isEmptySlot && shape.availabilityZone === availabilityZone;
}

function targetsOf(reservation: ReservedInstance, pools: InstancePools): ReservationTarget[] {
  const { instanceType, availabilityZone } = reservation;
  if (isFlexible(reservation)) {
    const family = pools.byFamily.get(keyOf(familyOf(instanceType), reservation) ?? '') ?? [];
    return family.flatMap(indexed => {
      const { shape } = indexed.pool;
      const units = shape.kind === 'aws-instance' ? normalizationFactor(shape.instanceType) : null;
      return units === null ? [] : [{ ...indexed, unitsPerQuantity: units }];
    });
  }
  const exact = pools.byType.get(keyOf(instanceType, reservation) ?? '') ?? [];
  return exact
    .filter(indexed => availabilityZone === null || isInZone(indexed, availabilityZone))
    .map(indexed => ({ ...indexed, unitsPerQuantity: 1 }));
}

/** Adds zonal, then regional reservations. */
export function addInstanceReservations(draft: OrderDraft, input: OrderInput): void {
  const compare = compareReservations(input.settings);
  const reservations = input.commitments
    .filter(isReservedInstance)
    .map(reservation => ({
      reservation,
      id: reservation.id,
      isConvertible: reservation.offeringClass === 'convertible',
      size: normalizationFactor(reservation.instanceType) ?? Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => compare(a, b))
    .map(({ reservation }) => reservation);
  if (reservations.length === 0) return;
  const pools = instancePools(input);
  for (const isZonal of [true, false]) {
    const drafts = reservations
      .filter(({ availabilityZone }) => (availabilityZone !== null) === isZonal)
      .map((reservation): ReservationDraft => {
        const units = reservedUnits(reservation);
        const costPerUnit = reservation.effectivePerHour / units;
        const { index, isInForce } = addBenefit(draft, input, reservation, {
          instrument: isZonal ? 'zonal-reserved-instance' : 'regional-reserved-instance',
          capacity: reservation.count * units,
          costPerUnit,
        });
        const { ownerAccount } = reservation;
        return {
          benefit: index,
          costPerUnit,
          ownerAccount,
          targets: isInForce ? targetsOf(reservation, pools) : [],
        };
      });
    addReservationSteps(draft, input, drafts);
  }
}
