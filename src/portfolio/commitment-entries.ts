/** Entries of a portfolio file become commitments: terms get their dates, reservations their prices. */

import { HOURS_PER_YEAR } from '../engine/calendar.ts';
import type { AzureScope, Commitment } from '../engine/commitments/commitment.ts';
import type { PriceFact } from '../engine/price-book.ts';
import {
  azureReservationPrice,
  type Offer,
  type PortfolioPrices,
  reservedInstancePrice,
  reservedNodePrice,
} from './book-prices.ts';
import type { CommitmentEntry } from './portfolio-schema.ts';
import { flexibleDiscount } from './spend-rates.ts';

/** Something an entry lacks or contradicts, at one of its keys. */
export type EntryProblem = {
  readonly code: string;
  readonly key: string;
  readonly message: string;
  readonly hint: string;
};

/** A commitment, with the book price it was given; or what its entry lacks. */
export type EntryRead =
  | { readonly kind: 'commitment'; readonly commitment: Commitment; readonly bookPrice: PriceFact | null }
  | { readonly kind: 'problem'; readonly problem: EntryProblem };

type Of<Kind extends CommitmentEntry['kind']> = Extract<CommitmentEntry, { kind: Kind }>;

function problem(key: string, message: string, hint: string): EntryRead {
  return { kind: 'problem', problem: { code: 'commitment-incomplete', key, message, hint } };
}

function done(commitment: Commitment, bookPrice: PriceFact | null = null): EntryRead {
  return { kind: 'commitment', commitment, bookPrice };
}

/** The same day some years later; 29 February becomes 1 March. */
function yearsLater(ms: number, years: number): number {
  const date = new Date(ms);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}

function baseOf(entry: CommitmentEntry) {
  const { id, account = null, term = null, payment = null, start = null } = entry;
  const end = entry.end ?? (start !== null && term !== null ? yearsLater(start, term) : null);
  return { id, ownerAccount: account, termYears: term, payment, startMs: start, endMs: end };
}

type Priced = Pick<Of<'reserved-instance'>, 'effectivePerHour' | 'upfront' | 'hourly' | 'payment' | 'term'>;
type ReservationPrice = {
  readonly effectivePerHour: number;
  readonly recurringPerHour: number;
  readonly bookPrice: PriceFact | null;
};

/** Partial upfront is half upfront, as AWS describes it; a payment that is not known is taken for monthly. */
const RECURRING_SHARE = { 'no-upfront': 1, 'partial-upfront': 0.5, 'all-upfront': 0 } as const;

function recurringOf({ hourly, payment }: Priced, effectivePerHour: number): number {
  return hourly ?? effectivePerHour * RECURRING_SHARE[payment ?? 'no-upfront'];
}

/** What the entry says, else the book; null where neither knows. */
function reservationPrice(
  entry: Priced,
  inBook: (offer: Offer) => PriceFact | null,
): ReservationPrice | EntryProblem | null {
  const { effectivePerHour, upfront, hourly, term, payment = 'no-upfront' } = entry;
  if (upfront !== undefined && upfront > 0 && term === undefined && effectivePerHour === undefined) {
    const hint = 'Write `term: 1y` or `term: 3y`.';
    return { code: 'commitment-incomplete', key: 'upfront', message: 'an upfront price needs a term', hint };
  }
  const paid =
    upfront === undefined && hourly === undefined
      ? undefined
      : (upfront ?? 0) / (HOURS_PER_YEAR * (term ?? 1)) + (hourly ?? 0);
  const own = effectivePerHour ?? paid;
  if (own !== undefined) {
    const recurring = recurringOf(entry, own);
    if (recurring <= own * (1 + 1e-9)) {
      return { effectivePerHour: own, recurringPerHour: Math.min(own, recurring), bookPrice: null };
    }
    const hint = 'The effective price is the hourly fee and the upfront price spread over the term.';
    const message = 'the hourly fee is more than the effective price';
    return { code: 'commitment-price', key: 'hourly', message, hint };
  }
  const bookPrice = term === undefined ? null : inBook({ termYears: term, payment });
  if (bookPrice === null) return null;
  const { price } = bookPrice;
  return { effectivePerHour: price, recurringPerHour: recurringOf(entry, price), bookPrice };
}

function withPrice(
  entry: Priced,
  inBook: (offer: Offer) => PriceFact | null,
  build: (price: Omit<ReservationPrice, 'bookPrice'>) => Commitment,
): EntryRead {
  const price = reservationPrice(entry, inBook);
  if (price === null) {
    const hint = 'Write `effectivePerHour`, or `upfront` and `hourly`, of one reservation.';
    const why =
      entry.term === undefined
        ? 'without a term the price book is not asked'
        : 'the price book does not know it';
    return problem('id', `the price of the reservation is missing: ${why}`, hint);
  }
  if ('code' in price) return { kind: 'problem', problem: price };
  const { bookPrice, ...perHour } = price;
  return done(build(perHour), bookPrice);
}

function savingsPlan(entry: Of<'savings-plan'>): EntryRead {
  const { offering, family = null, region = null, commitment, assumedDiscount } = entry;
  const isInstancePlan = offering === 'ec2-instance';
  if (isInstancePlan && (family === null || region === null)) {
    const key = family === null ? 'family' : 'region';
    return problem(
      key,
      `an EC2 Instance Savings Plan names its ${key}`,
      'For example `family: m5`, `region: us-east-1`.',
    );
  }
  if (!isInstancePlan && (family !== null || region !== null)) {
    const key = family === null ? 'region' : 'family';
    return problem(
      key,
      `only an EC2 Instance Savings Plan has a ${key}`,
      'Remove it, or write `offering: ec2-instance`.',
    );
  }
  return done({
    kind: 'savings-plan',
    ...baseOf(entry),
    offering,
    family,
    region,
    commitmentPerHour: commitment,
    ...(assumedDiscount === undefined ? {} : { assumedDiscount }),
  });
}

function reservedInstance(entry: Of<'reserved-instance'>, prices: PortfolioPrices): EntryRead {
  const { scope, zone = null } = entry;
  if (scope === 'zonal' && zone === null) {
    return problem('scope', 'a zonal reservation names its zone', 'For example `zone: us-east-1a`.');
  }
  if (scope === 'regional' && zone !== null) {
    return problem('zone', 'a regional reservation has no zone', 'Remove it, or write `scope: zonal`.');
  }
  const of = {
    instanceType: entry.type,
    region: entry.region,
    operatingSystem: entry.os,
    tenancy: entry.tenancy,
    offeringClass: entry.class,
  };
  return withPrice(
    entry,
    offer => reservedInstancePrice(prices, of, offer),
    price => ({
      kind: 'reserved-instance',
      ...baseOf(entry),
      ...of,
      availabilityZone: zone,
      count: entry.count,
      ...price,
    }),
  );
}

function reservedNode(entry: Of<'reserved-node'>, prices: PortfolioPrices): EntryRead {
  const { service, type, engine = null, deployment, licence = null, region, count } = entry;
  const of = { service, nodeClass: type, engine, deployment, licence, region };
  return withPrice(
    entry,
    offer => reservedNodePrice(prices, of, offer),
    price => ({ kind: 'reserved-node', ...baseOf(entry), ...of, count, ...price }),
  );
}

function scopeOf(scope: Of<'azure-savings-plan'>['scope']): AzureScope {
  return scope === 'shared' ? { level: 'shared', id: null } : scope;
}

function azureReservation(entry: Of<'azure-reservation'>, prices: PortfolioPrices): EntryRead {
  const { product, type, region = null, flexibility, count } = entry;
  const of = { product, sku: type, region };
  return withPrice(
    entry,
    ({ termYears }) => azureReservationPrice(prices, of, termYears),
    price => ({
      kind: 'azure-reservation',
      ...baseOf(entry),
      ...of,
      scope: scopeOf(entry.scope),
      flexibility,
      quantity: count,
      ...price,
    }),
  );
}

function flexibleCommitment(entry: Of<'flexible-commitment'>): EntryRead {
  const { model, product, region, commitment } = entry;
  const discount = entry.discount ?? flexibleDiscount(product, entry.term ?? null);
  if (discount === null) {
    const hint =
      'Write `discount: 28%`, or `term:` for a product whose discount is published (compute, cloud-sql).';
    return problem('id', 'the discount of the commitment is missing', hint);
  }
  return done({
    kind: 'flexible-commitment',
    ...baseOf(entry),
    model,
    product,
    ...(region === undefined ? {} : { region }),
    commitmentPerHour: commitment,
    discount,
  });
}

/** The commitment of an entry. */
export function readEntry(entry: CommitmentEntry, prices: PortfolioPrices): EntryRead {
  const { start, end } = entry;
  if (start !== undefined && end !== undefined && end <= start) {
    return problem('end', 'the commitment ends before it starts', 'Look for mixed up dates.');
  }
  switch (entry.kind) {
    case 'savings-plan':
      return savingsPlan(entry);
    case 'reserved-instance':
      return reservedInstance(entry, prices);
    case 'reserved-node':
      return reservedNode(entry, prices);
    case 'flexible-commitment':
      return flexibleCommitment(entry);
    case 'azure-reservation':
      return azureReservation(entry, prices);
    case 'resource-commitment': {
      const { kind, series, region, resource, amount, feePerUnitHour, shared: isShared } = entry;
      return done({ kind, ...baseOf(entry), series, region, resource, amount, feePerUnitHour, isShared });
    }
    case 'azure-savings-plan': {
      const { kind, commitment: commitmentPerHour, assumedDiscount } = entry;
      const assumed = assumedDiscount === undefined ? {} : { assumedDiscount };
      return done({ kind, ...baseOf(entry), scope: scopeOf(entry.scope), commitmentPerHour, ...assumed });
    }
    case 'pre-purchase': {
      const { kind, product, units, costPerUnit } = entry;
      return done({ kind, ...baseOf(entry), product, scope: scopeOf(entry.scope), units, costPerUnit });
    }
    case 'hybrid-benefit': {
      const { kind, licence, cores } = entry;
      return done({ kind, ...baseOf(entry), licence, scope: scopeOf(entry.scope), cores });
    }
  }
}
