/** Reserved nodes of database-like services in an hour: owner first, smallest node first where sizes are flexible. */

import { compareText } from '../../text-order.ts';
import type { OrderInput } from '../application.ts';
import type { Commitment, ReservedNode } from '../commitment.ts';
import { engineOf, reservationUnitsFor, unitsOfReservation } from './node-units.ts';
import {
  addBenefit,
  addReservationSteps,
  type OrderDraft,
  poolsByKey,
  type ReservationDraft,
} from './order-draft.ts';

const isReservedNode = (commitment: Commitment): commitment is ReservedNode =>
  commitment.kind === 'reserved-node';

/** Valkey first: it applies to Valkey only, while what is left of Redis OSS may still cover Valkey (assumption). */
const isNarrow = (reservation: ReservedNode) => engineOf(reservation) === 'valkey';

/** Adds every reserved node of the input. */
export function addNodeReservations(draft: OrderDraft, input: OrderInput): void {
  const reservations = input.commitments
    .filter(isReservedNode)
    .sort((a, b) => Number(isNarrow(b)) - Number(isNarrow(a)) || compareText(a.id, b.id));
  if (reservations.length === 0) return;
  const pools = poolsByKey(input, ({ shape }) =>
    shape.kind === 'aws-node' ? `${shape.service}|${shape.region}` : null,
  );
  const drafts = reservations.map((reservation): ReservationDraft => {
    const units = unitsOfReservation(reservation);
    const costPerUnit = reservation.effectivePerHour / units;
    const { index, isInForce } = addBenefit(draft, input, reservation, {
      instrument: 'reserved-node',
      capacity: reservation.count * units,
      costPerUnit,
    });
    const candidates = isInForce ? (pools.get(`${reservation.service}|${reservation.region}`) ?? []) : [];
    const targets = candidates.flatMap(indexed => {
      const { shape } = indexed.pool;
      const taken = shape.kind === 'aws-node' ? reservationUnitsFor(reservation, shape) : null;
      return taken === null ? [] : [{ ...indexed, unitsPerQuantity: taken }];
    });
    return { benefit: index, costPerUnit, ownerAccount: reservation.ownerAccount, targets };
  });
  addReservationSteps(draft, input, drafts);
}
