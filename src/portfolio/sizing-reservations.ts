/** Reservations that could be bought: one candidate for each thing that runs, with its price. */

import type { Commitment, TermYears } from '../engine/commitments/commitment.ts';
import { recurringShare } from '../engine/commitments/fees.ts';
import type { UsageShape } from '../engine/commitments/usage.ts';
import {
  azureReservationPrice,
  type Offer,
  type PortfolioPrices,
  reservedInstancePrice,
  reservedNodePrice,
} from './book-prices.ts';
import type { PricedPool } from './price-usage.ts';
import {
  type Candidate,
  type Candidates,
  type PurchaseTerms,
  purchaseBase,
  type SizedInstrument,
} from './purchase.ts';

type Price = { readonly effectivePerHour: number; readonly recurringPerHour: number };

/** What can be reserved of a shape. */
type Reservable = {
  readonly instrument: SizedInstrument;
  readonly scope: string;
  priceInBook(offer: Offer): number | null;
  make(id: string, size: number, price: Price, terms: PurchaseTerms): Commitment;
};

const joined = (words: readonly (string | null)[]) =>
  words.filter(word => word !== null && word !== '').join(' ');

function instance(shape: Extract<UsageShape, { kind: 'aws-instance' }>, prices: PortfolioPrices): Reservable {
  const { instanceType, region, operatingSystem, tenancy } = shape;
  const of = { instanceType, region, operatingSystem, tenancy, offeringClass: 'standard' } as const;
  const system = operatingSystem === 'linux' ? null : operatingSystem;
  return {
    instrument: 'reserved-instance',
    scope: joined([instanceType, system, tenancy === 'shared' ? null : tenancy, region]),
    priceInBook: offer => reservedInstancePrice(prices, of, offer)?.price ?? null,
    make: (id, count, price, terms) => ({
      kind: 'reserved-instance',
      ...purchaseBase(id, terms),
      ...of,
      availabilityZone: null,
      count,
      ...price,
    }),
  };
}

function node(shape: Extract<UsageShape, { kind: 'aws-node' }>, prices: PortfolioPrices): Reservable {
  const { service, nodeClass, engine, deployment, licence, region } = shape;
  const of = { service, nodeClass, engine, deployment, licence, region };
  const zones = deployment === 'single-az' ? null : deployment;
  return {
    instrument: 'reserved-node',
    scope: joined([nodeClass, engine ?? service, zones, licence, region]),
    priceInBook: offer => reservedNodePrice(prices, of, offer)?.price ?? null,
    make: (id, count, price, terms) => ({
      kind: 'reserved-node',
      ...purchaseBase(id, terms),
      ...of,
      count,
      ...price,
    }),
  };
}

function azure(of: { product: string; sku: string; region: string }, prices: PortfolioPrices): Reservable {
  return {
    instrument: 'azure-reservation',
    scope: joined([of.sku || of.product, of.region]),
    priceInBook: ({ termYears }) => azureReservationPrice(prices, of, termYears)?.price ?? null,
    make: (id, quantity, price, terms) => ({
      kind: 'azure-reservation',
      ...purchaseBase(id, terms),
      ...of,
      scope: { level: 'shared', id: null },
      flexibility: 'group',
      quantity,
      ...price,
    }),
  };
}

function reservableOf(shape: UsageShape, prices: PortfolioPrices): Reservable | null {
  switch (shape.kind) {
    case 'aws-instance':
      return instance(shape, prices);
    case 'aws-node':
      return node(shape, prices);
    case 'azure-vm':
      return azure({ product: 'virtual-machine', sku: shape.size, region: shape.region }, prices);
    case 'azure-metered':
      return azure({ product: shape.product, sku: shape.sku, region: shape.region }, prices);
    default:
      return null;
  }
}

/** Price of a reserved unit that the usage file gives; a term without a column of its own takes the plain one. */
export function givenReservationRate({ rows }: PricedPool, termYears: TermYears): number | null {
  const { reservation_rate: plain, reservation_rate_3y: three } = rows.numbers;
  return termYears === 3 ? (three ?? plain) : plain;
}

function candidateOf(
  { make, instrument, scope }: Reservable,
  { poolId, effectivePerHour }: { poolId: string; effectivePerHour: number },
  terms: PurchaseTerms,
): Candidate {
  const id = `planned ${instrument} ${terms.termYears}y ${terms.payment} ${scope}`;
  const price = { effectivePerHour, recurringPerHour: effectivePerHour * recurringShare(terms) };
  return { id, scope, measure: 'units', poolId, build: size => make(id, size, price, terms) };
}

/** In order of their on-demand price: the smallest size of a flexible family comes first and then serves all of them. */
export function reservationCandidates(
  instrument: SizedInstrument,
  pools: readonly PricedPool[],
  terms: PurchaseTerms,
  prices: PortfolioPrices,
): Candidates {
  const unpriced: string[] = [];
  const byId = new Map<string, Candidate>();
  const cheapestFirst = [...pools].sort(
    (a, b) => a.pool.onDemandRate - b.pool.onDemandRate || (a.pool.id < b.pool.id ? -1 : 1),
  );
  for (const priced of cheapestFirst) {
    const reservable = reservableOf(priced.pool.shape, prices);
    if (reservable?.instrument !== instrument) continue;
    const price = givenReservationRate(priced, terms.termYears) ?? reservable.priceInBook(terms);
    if (price === null || !(price > 0)) {
      unpriced.push(priced.pool.id);
      continue;
    }
    const candidate = candidateOf(reservable, { poolId: priced.pool.id, effectivePerHour: price }, terms);
    if (!byId.has(candidate.id)) byId.set(candidate.id, candidate);
  }
  return { candidates: [...byId.values()], unpriced };
}
