/**
 * On-Demand Capacity Reservations: every slot costs the on-demand rate by the second, whether an instance runs in it or not
 * (EC2 user guide, "Capacity Reservation pricing and billing", 2023-06-15).
 */

import { MS_PER_HOUR, type Period } from '../../calendar.ts';
import type { OperatingSystem, Tenancy } from '../../estate/estate.ts';
import type { UsagePool } from '../usage.ts';

/** A capacity reservation and what runs in its zone with its attributes. */
export type CapacityReservation = {
  readonly id: string;
  readonly account: string;
  readonly workload: string | null;
  readonly instanceType: string;
  readonly region: string;
  readonly availabilityZone: string | null;
  readonly operatingSystem: OperatingSystem;
  readonly tenancy: Tenancy;
  /** Instances that it holds capacity for. */
  readonly slots: number;
  /** Epoch milliseconds, half-open, to the second; null: outside of the period. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly listRate: number;
  readonly onDemandRate: number;
  /** Matching instance-hours in each hour of the period, inside the reservation and beyond it. */
  readonly running: Float64Array;
};

/** Share of an hour in which the reservation is active, to the second. */
function activeShare(
  { startMs, endMs }: Pick<CapacityReservation, 'startMs' | 'endMs'>,
  hourStartMs: number,
): number {
  const from = Math.max(hourStartMs, startMs ?? hourStartMs);
  const to = Math.min(hourStartMs + MS_PER_HOUR, endMs ?? hourStartMs + MS_PER_HOUR);
  return Math.max(0, to - from) / MS_PER_HOUR;
}

/** Slot-hours that are billed in each hour of the period. */
export function slotHours(
  reservation: Pick<CapacityReservation, 'slots' | 'startMs' | 'endMs'>,
  { startMs }: Period,
  hours: number,
): Float64Array {
  return Float64Array.from(
    { length: hours },
    (_, hour) => reservation.slots * activeShare(reservation, startMs + hour * MS_PER_HOUR),
  );
}

/**
 * Usage of a reservation as pools: what runs, and the slots that stay empty. The second is covered last of its type, and
 * never by a zonal reservation. Assumption: instances that run while the reservation is active are in its slots first.
 */
export function capacityReservationPools(
  reservation: CapacityReservation,
  period: Period,
  hours: number,
): { readonly running: UsagePool; readonly empty: UsagePool } {
  const { id, account, workload, listRate, onDemandRate, running } = reservation;
  const reserved = slotHours(reservation, period, hours);
  const pool = (suffix: string, isEmptySlot: boolean, quantities: Float64Array): UsagePool => ({
    id: `${id}|${suffix}`,
    account,
    workload,
    shape: {
      kind: 'aws-instance',
      instanceType: reservation.instanceType,
      region: reservation.region,
      availabilityZone: reservation.availabilityZone,
      operatingSystem: reservation.operatingSystem,
      tenancy: reservation.tenancy,
      isEmptySlot,
    },
    unit: 'instance-hour',
    listRate,
    onDemandRate,
    quantities,
  });
  return {
    running: pool('running', false, Float64Array.from(running)),
    empty: pool(
      'empty',
      true,
      reserved.map((slots, hour) => Math.max(0, slots - (running[hour] ?? 0))),
    ),
  };
}
