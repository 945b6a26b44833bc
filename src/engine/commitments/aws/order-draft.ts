/** What the parts of the AWS order have in common: benefits in the making, and who draws on them in which turn. */

import { compareText } from '../../text-order.ts';
import type { OrderInput } from '../application.ts';
import type { Commitment } from '../commitment.ts';
import type { Benefit, Step } from '../draw.ts';
import { hoursInForce } from '../hours-in-force.ts';
import type { UsagePool } from '../usage.ts';
import { rankBySaving, SHARING_TURNS, sharingTurnOf } from './sharing.ts';

/** Benefits and steps of the order so far. */
export type OrderDraft = { readonly benefits: Benefit[]; readonly steps: Step[] };

/** A pool with its index in the input. */
export type IndexedPool = { readonly pool: UsagePool; readonly usage: number };

/** Pools of the input grouped by what must be equal for a commitment to apply; a pool without a key is left out. */
export function poolsByKey(
  input: Pick<OrderInput, 'pools'>,
  keyOf: (pool: UsagePool) => string | null,
): ReadonlyMap<string, readonly IndexedPool[]> {
  const groups = new Map<string, IndexedPool[]>();
  input.pools.forEach((pool, usage) => {
    const key = keyOf(pool);
    if (key === null) return;
    const group = groups.get(key);
    if (group) group.push({ pool, usage });
    else groups.set(key, [{ pool, usage }]);
  });
  return groups;
}

/** Adds the benefit of a commitment. @returns its index, and whether it is in force in any hour of the period */
export function addBenefit(
  draft: OrderDraft,
  input: Pick<OrderInput, 'period' | 'hours'>,
  commitment: Commitment,
  benefit: Pick<Benefit, 'instrument' | 'capacity' | 'costPerUnit'>,
): { readonly index: number; readonly isInForce: boolean } {
  const range = hoursInForce(commitment, input);
  const index = draft.benefits.push({ id: commitment.id, ...benefit, renewal: 'hour', ...range }) - 1;
  return { index, isInForce: range.toHour > range.fromHour && benefit.capacity > 0 };
}

/** A pool that a reservation may cover. */
export type ReservationTarget = IndexedPool & {
  /** Units of benefit that one unit of usage takes; > 0. */
  readonly unitsPerQuantity: number;
};

/** A reservation ready to be drawn on. */
export type ReservationDraft = {
  readonly benefit: number;
  readonly costPerUnit: number;
  readonly ownerAccount: string | null;
  readonly targets: readonly ReservationTarget[];
};

const isEmptySlot = ({ shape }: UsagePool) => shape.kind === 'aws-instance' && shape.isEmptySlot;

/** Running usage before empty slots of capacity reservations (EC2 user guide, "Capacity Reservation billing"), then by id. */
export function compareUse(a: UsagePool, b: UsagePool): number {
  return Number(isEmptySlot(a)) - Number(isEmptySlot(b)) || compareText(a.id, b.id);
}

/** Units of usage in the whole period. */
export function totalQuantity({ quantities }: UsagePool): number {
  return quantities.reduce((sum, quantity) => sum + Math.max(0, quantity), 0);
}

function byAccountSaving(targets: readonly ReservationTarget[], costPerUnit: number): ReservationTarget[] {
  const ranks = rankBySaving(
    targets.map(({ pool, unitsPerQuantity }) => ({
      account: pool.account,
      saving: (pool.onDemandRate - costPerUnit * unitsPerQuantity) * totalQuantity(pool),
    })),
  );
  const rankOf = ({ pool }: ReservationTarget) => ranks.get(pool.account) ?? 0;
  return [...targets].sort((a, b) => rankOf(a) - rankOf(b));
}

/**
 * Appends the steps of reservations: every reservation serves its owner before any serves another account, and within a
 * turn the smallest size comes first (EC2 user guide, "How Reserved Instances are applied", 2023-06-15).
 * @param reservations in order of application
 */
export function addReservationSteps(
  draft: OrderDraft,
  { settings }: Pick<OrderInput, 'settings'>,
  reservations: readonly ReservationDraft[],
): void {
  const drafts = reservations.map(reservation => ({
    ...reservation,
    turnOf: sharingTurnOf(reservation.ownerAccount, settings.sharing),
    targets: [...reservation.targets].sort(
      (a, b) => a.unitsPerQuantity - b.unitsPerQuantity || compareUse(a.pool, b.pool),
    ),
  }));
  for (const turn of SHARING_TURNS) {
    for (const { benefit, costPerUnit, targets, turnOf } of drafts) {
      const inTurn = targets.filter(({ pool }) => turnOf(pool.account) === turn);
      const isByAccount = turn > 0 && settings.leftoverOrder === 'largest-saving-account';
      for (const { usage, unitsPerQuantity } of isByAccount ? byAccountSaving(inTurn, costPerUnit) : inTurn) {
        draft.steps.push({ kind: 'draw', benefit, usage, unitsPerQuantity });
      }
    }
  }
}

/** Order of reservations of one kind: class, then size, then id, as the settings say. */
export function compareReservations(
  settings: OrderInput['settings'],
): (a: SortableReservation, b: SortableReservation) => number {
  return (a, b) =>
    (settings.reservationClassOrder === 'standard-first'
      ? Number(a.isConvertible) - Number(b.isConvertible)
      : 0) ||
    (settings.regionalReservationOrder === 'smallest-first' ? a.size - b.size : 0) ||
    compareText(a.id, b.id);
}

/** What decides the order of reservations. */
export type SortableReservation = {
  readonly id: string;
  readonly isConvertible: boolean;
  /** Units of one reservation. */
  readonly size: number;
};
