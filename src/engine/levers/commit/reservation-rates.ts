/** What an hour of a reservation costs this customer: as paid on the bill, else list price over list price times what is paid on demand. */

import { engineOf, nodeUnits } from '../../commitments/aws/node-units.ts';
import type { Commitment, ReservedInstance, ReservedNode } from '../../commitments/commitment.ts';
import type { UsageShape } from '../../commitments/usage.ts';
import type { LeverContext } from '../../lever.ts';
import type { PriceFact, PriceKind } from '../../price-book.ts';
import type { Terms } from './purchase-terms.ts';

export type InstanceShape = Extract<UsageShape, { readonly kind: 'aws-instance' }>;
export type NodeShape = Extract<UsageShape, { readonly kind: 'aws-node' }>;

/** Amortised price of an hour, and how it is known. */
export type ReservationRate = { readonly effectivePerHour: number; readonly kind: PriceKind };

type RateContext = Pick<LeverContext, 'estate' | 'rates'>;

/** Reservations of the bill that ran all period: the price of an hour of others is not on it. */
function isWholePeriod({ startMs, endMs }: Commitment, { estate }: RateContext): boolean {
  return (
    startMs !== null && startMs <= estate.period.startMs && (endMs === null || endMs >= estate.period.endMs)
  );
}

function paid<Kind extends Commitment['kind']>(
  kind: Kind,
  terms: Terms,
  context: RateContext,
): Extract<Commitment, { kind: Kind }>[] {
  return context.estate.commitments.filter(
    (each): each is Extract<Commitment, { kind: Kind }> =>
      each.kind === kind &&
      each.termYears === terms.termYears &&
      each.payment === terms.payment &&
      isWholePeriod(each, context),
  );
}

/** The dearest of them: several prices of one thing are one too many, and the cautious one is the highest. */
function dearest(found: readonly (ReservedInstance | ReservedNode)[]): ReservationRate | null {
  if (found.length === 0) return null;
  return {
    effectivePerHour: Math.max(...found.map(({ effectivePerHour }) => effectivePerHour)),
    kind: 'measured',
  };
}

/** A list price as a share of the on-demand list price, of what is really paid on demand. */
function scaled(
  reserved: PriceFact | null,
  listed: PriceFact | null,
  onDemand: number | null,
): ReservationRate | null {
  if (reserved === null || listed === null || onDemand === null || listed.price <= 0) return null;
  return { effectivePerHour: (reserved.price / listed.price) * onDemand, kind: reserved.kind };
}

/** A regional reservation of one instance; null when nobody knows its price. */
export function instanceReservationRate(
  shape: InstanceShape,
  offeringClass: ReservedInstance['offeringClass'],
  terms: Terms,
  context: RateContext,
): ReservationRate | null {
  const { instanceType, region, operatingSystem, tenancy } = shape;
  const onBill = dearest(
    paid('reserved-instance', terms, context).filter(
      each =>
        each.offeringClass === offeringClass &&
        each.availabilityZone === null &&
        each.instanceType === instanceType &&
        each.region === region &&
        each.operatingSystem === operatingSystem &&
        each.tenancy === tenancy,
    ),
  );
  if (onBill !== null) return onBill;
  if (tenancy !== 'shared') return null;
  const { book } = context.rates;
  const offering = `${offeringClass}-ri` as const;
  const reserved = book.commitmentRate({ offering, instanceType, region, operatingSystem, ...terms });
  const listed = book.instancePrice(instanceType, region, operatingSystem);
  return scaled(reserved, listed, context.rates.onDemandRate(shape));
}

/** What a node of standard storage costs on demand: an I/O-Optimized one takes more units of the same reservation. */
function standardRate(shape: NodeShape, { rates }: RateContext): number | null {
  const standard = { ...shape, isIoOptimized: false };
  const known = rates.onDemandRate(standard);
  if (known !== null || !shape.isIoOptimized) return known;
  const rate = rates.onDemandRate(shape);
  const [units, standardUnits] = [nodeUnits(shape), nodeUnits(standard)];
  return rate === null || !units || !standardUnits ? null : (rate * standardUnits) / units;
}

/**
 * A reservation of one node.
 * @param assumedDiscount share off the on-demand price, 0..1, for what nobody knows; 0: none
 * @returns null when nobody knows its price
 */
export function nodeReservationRate(
  shape: NodeShape,
  terms: Terms,
  assumedDiscount: number,
  context: RateContext,
): ReservationRate | null {
  const { service, nodeClass, deployment, region } = shape;
  const onBill = dearest(
    paid('reserved-node', terms, context).filter(
      each =>
        each.service === service &&
        each.nodeClass === nodeClass &&
        each.deployment === deployment &&
        each.licence === shape.licence &&
        each.region === region &&
        engineOf(each) === engineOf(shape),
    ),
  );
  if (onBill !== null) return onBill;
  const { book } = context.rates;
  const product = { service, nodeClass, engine: shape.engine, deployment, region };
  const onDemand = standardRate(shape, context);
  const listed = scaled(
    book.nodeReservationRate({ ...product, ...terms }),
    book.nodePrice(product),
    onDemand,
  );
  if (listed !== null || onDemand === null || assumedDiscount <= 0) return listed;
  return { effectivePerHour: onDemand * (1 - assumedDiscount), kind: 'assumed' };
}
