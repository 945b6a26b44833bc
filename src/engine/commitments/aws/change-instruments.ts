/**
 * Changing EC2 reservations that are already bought: modification, exchange, merge. Answers say why something is refused.
 *
 * Sources: EC2 user guide, "Modify Reserved Instances" and "Exchange Convertible Reserved Instances", edition 2023-06-15.
 */

import { MS_PER_HOUR } from '../../calendar.ts';
import type { OperatingSystem } from '../../estate/estate.ts';
import type { PaymentOption, ReservedInstance, TermYears } from '../commitment.ts';
import { familyOf, normalizationFactor } from './normalization.ts';

/** Whether a change is possible, and why not. */
export type Verdict = { readonly isAllowed: true } | { readonly isAllowed: false; readonly reason: string };

const ALLOWED: Verdict = { isAllowed: true };
const refused = (reason: string): Verdict => ({ isAllowed: false, reason });

/** Some reservations of one type. */
export type ReservedSize = { readonly instanceType: string; readonly count: number };

/** A reservation that is to be modified. */
export type ModifiedReservation = ReservedSize & {
  readonly operatingSystem: OperatingSystem;
  readonly region: string;
  readonly offeringClass: ReservedInstance['offeringClass'];
  /** Epoch milliseconds; null when unknown. */
  readonly endMs: number | null;
};

/** What it is to become. */
export type ModificationTarget = ReservedSize & { readonly region: string };

/** Units of some reservations: sum of count x size factor; null when a size has no factor. */
export function footprint(sizes: readonly ReservedSize[]): number | null {
  let units = 0;
  for (const { instanceType, count } of sizes) {
    const factor = normalizationFactor(instanceType);
    if (factor === null) return null;
    units += factor * count;
  }
  return units;
}

/** Types of which only one size exists (same page): their size cannot be modified. */
const SINGLE_SIZE = new Set(['cc2.8xlarge', 'cr1.8xlarge', 'hs1.8xlarge', 'i3.metal', 't1.micro']);

function countByType(sizes: readonly ReservedSize[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { instanceType, count } of sizes) {
    counts.set(instanceType, (counts.get(instanceType) ?? 0) + count);
  }
  return counts;
}

function isSameSizes(from: readonly ReservedSize[], to: readonly ReservedSize[]): boolean {
  const [before, after] = [countByType(from), countByType(to)];
  return before.size === after.size && [...before].every(([type, count]) => after.get(type) === count);
}

const isWholeCount = ({ count }: ReservedSize) => Number.isInteger(count) && count > 0;

function checkSizes(from: readonly ModifiedReservation[], to: readonly ReservedSize[]): Verdict {
  const all = [...from, ...to];
  if (new Set(all.map(({ instanceType }) => familyOf(instanceType))).size > 1)
    return refused('the size changes inside one family only');
  if (from.some(({ operatingSystem }) => operatingSystem !== 'linux'))
    return refused('only Linux reservations may change their size');
  const single = from.find(({ instanceType }) => SINGLE_SIZE.has(instanceType));
  if (single) return refused(`${single.instanceType} comes in one size`);
  const [before, after] = [footprint(from), footprint(to)];
  if (before === null || after === null) return refused('a size has no normalization factor');
  if (before !== after) return refused(`the footprint is ${before} units and would become ${after}`);
  return ALLOWED;
}

/**
 * Modification of one or several reservations into others: zone, scope, or (Linux only) size, at an equal footprint. Free.
 * Windows and the licensed Linux distributions keep their sizes and may change zone and scope only.
 */
export function checkModification(
  from: readonly ModifiedReservation[],
  to: readonly ModificationTarget[],
): Verdict {
  if (from.length === 0 || to.length === 0) return refused('there is nothing to modify');
  if (![...from, ...to].every(isWholeCount)) return refused('a count is a whole number above 0');
  if (new Set([...from, ...to].map(({ region }) => region)).size > 1)
    return refused('a reservation stays in its Region');
  if (new Set(from.map(({ offeringClass }) => offeringClass)).size > 1)
    return refused('standard and convertible reservations are not modified together');
  if (new Set(from.map(({ operatingSystem }) => operatingSystem)).size > 1)
    return refused('a reservation keeps its platform');
  const endHours = from.flatMap(({ endMs }) => (endMs === null ? [] : [Math.floor(endMs / MS_PER_HOUR)]));
  if (new Set(endHours).size > 1) return refused('the reservations must end in the same hour');
  return isSameSizes(from, to) ? ALLOWED : checkSizes(from, to);
}

/** A modification counts from the start of the hour in which it is asked for. Epoch milliseconds. */
export function modificationStart(requestMs: number): number {
  return Math.floor(requestMs / MS_PER_HOUR) * MS_PER_HOUR;
}

/** A reservation that is given in exchange. */
export type ExchangedReservation = {
  readonly offeringClass: ReservedInstance['offeringClass'];
  readonly region: string;
  readonly payment: PaymentOption;
  readonly termYears: TermYears;
  readonly remainingHours: number;
  /** What is left of its upfront fee, USD, all instances. */
  readonly remainingUpfront: number;
  /** Recurring price of all its instances, USD an hour. */
  readonly recurringPerHour: number;
};

/** The convertible offer that is taken for it. */
export type ExchangeOffer = {
  readonly region: string;
  readonly payment: PaymentOption;
  readonly termYears: TermYears;
  /** Upfront fee of one instance for the remaining term, USD. */
  readonly proratedUpfront: number;
  readonly recurringPerHour: number;
};

/** Remaining time below which no exchange is accepted. */
const EXCHANGE_HOURS_MIN = 24;
/** Shares of an instance below this are rounding of the division. */
const COUNT_PRECISION = 1e-9;

/** Instances received for a list value: never less value than is given. `35 / 10` gives 4. */
export function exchangeCount(listValue: number, newUnitListValue: number): number {
  return Math.max(1, Math.ceil(listValue / newUnitListValue - COUNT_PRECISION));
}

/** What must be paid: prorated upfront cost of the new reservations above what is left of the old ones; never negative. */
export function trueUp(proratedUpfront: number, remainingUpfront: number): number {
  return Math.max(0, proratedUpfront - remainingUpfront);
}

function checkPayments(from: readonly ExchangedReservation[], offer: ExchangeOffer, count: number): Verdict {
  if (offer.payment !== 'no-upfront') return ALLOWED;
  if (from.some(({ payment }) => payment !== 'no-upfront'))
    return refused('a reservation paid upfront is not exchanged for one without upfront payment');
  const before = from.reduce((sum, { recurringPerHour }) => sum + recurringPerHour, 0);
  return offer.recurringPerHour * count < before * (1 - COUNT_PRECISION)
    ? refused('without upfront payment the new hourly price may not be lower')
    : ALLOWED;
}

/**
 * Exchange of convertible reservations for some instances of one offer.
 * @param count instances of the offer that are received (`exchangeCount`)
 */
export function checkExchange(
  from: readonly ExchangedReservation[],
  offer: ExchangeOffer,
  count: number,
): Verdict {
  if (from.length === 0) return refused('there is nothing to exchange');
  if (from.some(({ offeringClass }) => offeringClass !== 'convertible'))
    return refused('only convertible reservations are exchanged');
  if (from.some(({ region }) => region !== offer.region)) return refused('a reservation stays in its Region');
  if (from.some(({ remainingHours }) => remainingHours < EXCHANGE_HOURS_MIN))
    return refused(`less than ${EXCHANGE_HOURS_MIN} hours remain`);
  if (offer.termYears !== Math.max(...from.map(({ termYears }) => termYears)))
    return refused('the new term is the longest of the old ones');
  return checkPayments(from, offer, count);
}

/** Term and end of what convertible reservations are merged into: the longest term, the latest end. */
export function mergeTerms<Time extends number | string>(
  reservations: readonly { readonly termYears: TermYears; readonly end: Time }[],
): { readonly termYears: TermYears; readonly end: Time } | null {
  const [first, ...others] = reservations;
  if (!first) return null;
  return others.reduce(
    (merged, { termYears, end }) => ({
      termYears: merged.termYears === 3 || termYears === 3 ? 3 : 1,
      end: end > merged.end ? end : merged.end,
    }),
    first,
  );
}
