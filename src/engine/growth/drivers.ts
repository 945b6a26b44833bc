/** What changed between two months, by group and cause: exact, and adding up to the change of the effective cost. */

import { assert } from '../assert.ts';
import { monthPeriod } from '../calendar.ts';
import type { Utilization } from '../estate/estate.ts';
import { matchWorkload } from '../estate/match-workload.ts';
import type { Workload } from '../estate/workload.ts';
import { type Decimal, sum, toLedger, ZERO } from '../money.ts';
import { compareText } from '../text-order.ts';
import { type ChargeSum, resourceKey, subjectKey } from './charge-sum.ts';
import type { MonthPair } from './choose-months.ts';
import { type ChangeParts, NO_CHANGE } from './meter-change.ts';
import { amountsPerDay, type NotCompared } from './per-day.ts';
import { addParts, type ComparedMonths, type Presence, presenceOf, subjectChange } from './subject-change.ts';
import { classifyUse, isMachine, type UseClass, type UseVerdict } from './use-class.ts';

/** Columns that charges may be grouped by. */
export const DRIVER_KEYS = ['serviceName', 'workload', 'subAccountId', 'regionId'] as const;

/** One of the columns. */
export type DriverKey = (typeof DRIVER_KEYS)[number];

/** What `findDrivers` looks at. */
export type DriversInput = {
  readonly pair: MonthPair;
  /** Charges of both months, in one currency. */
  readonly charges: readonly ChargeSum[];
  readonly by: readonly DriverKey[];
  readonly workloads: readonly Workload[];
  /** Tags by resource id, as last seen in the two months. */
  readonly tags: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly utilization: ReadonlyMap<string, Utilization>;
};

/** What resources cost more because they are new or used more, by what it may be; the three add up to `total`. */
export type UseIncrease = { readonly total: Decimal } & Readonly<Record<UseClass, Decimal>>;

/** A change of the effective cost and everything said about it. */
export type Change = {
  readonly from: Decimal;
  readonly to: Decimal;
  /** `to - from`, and the sum of the parts. */
  readonly change: Decimal;
  /** Change of the amount a day, rounded half-even to nine decimals. */
  readonly changePerDay: Decimal;
  readonly parts: ChangeParts;
  /** `newResources`, `goneResources` and `usage` added up, of each resource for which that is more than 0. */
  readonly increase: UseIncrease;
  /** The same of the others: 0 or less. */
  readonly decrease: Decimal;
  /** Resources with an id, by whether they have usage in both months. */
  readonly resources: { readonly new: number; readonly gone: number; readonly continuing: number };
};

/** Charges that agree in every key. */
export type DriverGroup = Change & { readonly key: Readonly<Record<string, string | null>> };

/** A resource that costs more although its metrics show no use. */
export type WasteCandidate = {
  readonly resourceId: string;
  readonly increase: Decimal;
  readonly why: string;
};

/** What changed. On the basis `day`, every amount is an amount a day. */
export type Drivers = {
  readonly pair: MonthPair;
  readonly by: readonly DriverKey[];
  /** Largest change first, whether up or down, then by key. */
  readonly groups: readonly DriverGroup[];
  readonly total: Change;
  /** Dearest first, then by id. */
  readonly wasteCandidates: readonly WasteCandidate[];
  /** On the basis `day`: what is not billed by the day. */
  readonly notCompared: readonly NotCompared[];
};

/** The charges of one subject that are in one group, taken apart. */
type Piece = {
  readonly key: DriverGroup['key'];
  readonly from: Decimal;
  readonly to: Decimal;
  readonly parts: ChangeParts;
  readonly useChange: Decimal;
  readonly verdict: UseVerdict;
  readonly presence: Presence;
  /** Null for charges without a resource. */
  readonly resourceId: string | null;
};

/** A subject has one workload in both months: a change of tags is no growth. @param first as the later month has it */
function workloadOfSubject(first: ChargeSum, input: DriversInput, tags: DriversInput['tags']): string {
  const place = [first.serviceName, first.subAccountName ?? first.subAccountId, first.regionId];
  return matchWorkload(input.workloads, {
    id:
      first.resourceId ??
      first.commitmentDiscountId ??
      `(${place.filter(part => part !== null).join(' · ')})`,
    name: first.resourceName,
    account: first.subAccountId,
    accountName: first.subAccountName,
    serviceName: first.serviceName,
    serviceCode: first.serviceCode,
    region: first.regionId,
    tags: (first.resourceId === null ? null : tags.get(resourceKey(first.resourceId))) ?? {},
  });
}

/** Looks things up under the ids that resources have in a comparison. */
function byResourceKey<T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...map].map(([id, value]) => [resourceKey(id), value]));
}

/** Months and the days their amounts are for: on a daily basis both are one day, and the calendar explains nothing. */
function comparedMonths({ from, to, basis }: MonthPair): ComparedMonths {
  const days = basis === 'month' ? { from: from.days, to: to.days } : { from: 1, to: 1 };
  return { from: from.month, to: to.month, days };
}

function piecesOf(charges: readonly ChargeSum[], input: DriversInput, months: ComparedMonths): Piece[] {
  const tags = byResourceKey(input.tags);
  const utilization = byResourceKey(input.utilization);
  const sinceMs = monthPeriod(months.from).startMs;
  return [...Map.groupBy(charges, subjectKey).values()].flatMap(subject => {
    const first = subject.find(({ month }) => month === months.to) ?? subject[0];
    if (!first) return [];
    const workload = workloadOfSubject(first, input, tags);
    const presence = presenceOf(subject, months);
    const { resourceId } = first;
    const metrics = resourceId === null ? undefined : utilization.get(resourceKey(resourceId));
    const verdict = classifyUse(metrics, isMachine(subject), sinceMs);
    const keyOf = (charge: ChargeSum): DriverGroup['key'] =>
      Object.fromEntries(input.by.map(name => [name, name === 'workload' ? workload : charge[name]]));
    const groups = Map.groupBy(subject, charge => JSON.stringify(keyOf(charge)));
    return [...groups.values()].flatMap(group => {
      const [charge] = group;
      if (!charge) return [];
      const changed = subjectChange(group, presence, months);
      const { newResources, goneResources, usage } = changed.parts;
      const useChange = newResources.plus(goneResources).plus(usage);
      return [{ ...changed, key: keyOf(charge), useChange, verdict, presence, resourceId }];
    });
  });
}

function increaseOf(pieces: readonly Piece[]): UseIncrease {
  const more = pieces.filter(({ useChange }) => useChange.greaterThan(0));
  const of = (useClass: UseClass) =>
    sum(more.filter(({ verdict }) => verdict.useClass === useClass).map(({ useChange }) => useChange));
  return {
    total: sum(more.map(({ useChange }) => useChange)),
    growth: of('growth'),
    waste: of('waste'),
    unknown: of('unknown'),
  };
}

function countResources(pieces: readonly Piece[]): Change['resources'] {
  const count = (presence: Presence) =>
    new Set(
      pieces.flatMap(piece =>
        piece.presence === presence && piece.resourceId !== null ? [resourceKey(piece.resourceId)] : [],
      ),
    ).size;
  return { new: count('new'), gone: count('gone'), continuing: count('continuing') };
}

function changeOf(pieces: readonly Piece[], { days }: ComparedMonths): Change {
  const from = sum(pieces.map(piece => piece.from));
  const to = sum(pieces.map(piece => piece.to));
  const parts = pieces.reduce((total, piece) => addParts(total, piece.parts), NO_CHANGE);
  const change = to.minus(from);
  assert(sum(Object.values(parts)).equals(change), 'the parts of a change add up to it');
  return {
    from,
    to,
    change,
    changePerDay: toLedger(to.dividedBy(days.to).minus(from.dividedBy(days.from))),
    parts,
    increase: increaseOf(pieces),
    decrease: sum(pieces.map(({ useChange }) => (useChange.lessThan(0) ? useChange : ZERO))),
    resources: countResources(pieces),
  };
}

function wasteCandidates(pieces: readonly Piece[]): WasteCandidate[] {
  const found = new Map<string, WasteCandidate>();
  for (const { resourceId, useChange, verdict } of pieces) {
    if (resourceId === null || verdict.useClass !== 'waste' || !useChange.greaterThan(0)) continue;
    const known = found.get(resourceId)?.increase ?? ZERO;
    found.set(resourceId, { resourceId, increase: known.plus(useChange), why: verdict.why });
  }
  return [...found.values()].sort(
    (a, b) => b.increase.comparedTo(a.increase) || compareText(a.resourceId, b.resourceId),
  );
}

/** Takes the change between two months apart. Every charge of both months is in exactly one group. */
export function findDrivers(input: DriversInput): Drivers {
  const { pair, by } = input;
  const months = comparedMonths(pair);
  const { charges, notCompared } =
    pair.basis === 'day' ? amountsPerDay(input.charges, pair) : { charges: input.charges, notCompared: [] };
  const pieces = piecesOf(charges, input, months);
  const groups = [...Map.groupBy(pieces, ({ key }) => JSON.stringify(key))]
    .map(([text, group]) => ({ text, key: group[0]?.key ?? {}, ...changeOf(group, months) }))
    .sort((a, b) => b.change.abs().comparedTo(a.change.abs()) || compareText(a.text, b.text))
    .map(({ text: _text, ...group }) => group);
  return {
    pair,
    by,
    groups,
    total: changeOf(pieces, months),
    wasteCandidates: wasteCandidates(pieces),
    notCompared,
  };
}
