/**
 * Instances that may be moved to spot: what they cost there, which part of a tier they are, and what forbids it.
 *
 * The price is the bill's own where the same type ran on spot; else the price book's, with its date; else a share of the list
 * price, which is an assumption: spot prices move, and their average discount is far from the advertised one.
 */

import type { ComputeUsage, Estate, InstanceResource } from '../../estate/estate.ts';
import type { Tier } from '../../estate/workload-inputs.ts';
import type { LeverContext } from '../../lever.ts';
import { choiceParam, numberParam } from '../../lever-params.ts';
import { poolOf } from '../../rate-card.ts';
import { BAND_PROBABILITY } from '../../reliability/spot-pools.ts';
import { hasCountedLicence } from './windows-licence.ts';

/** Parameters of levers that move machines to spot. */
export const SPOT_PARAMS = {
  pools: numberParam({
    label: 'Pools',
    unit: 'pools',
    description:
      'Instance types times zones that it is spread over: machines of one pool are interrupted together. Assumption: 2 types in 3 zones.',
    default: 6,
    min: 2,
    max: 60,
    step: 1,
  }),
  interruptionBand: choiceParam({
    label: 'Interruptions a month',
    unit: '',
    description: 'Band of the Spot Instance Advisor for the pools; `unknown` takes the default of the model.',
    default: 'unknown',
    choices: ['unknown', 'lt5', '5to10', '10to15', '15to20', 'gt20'],
  }),
  spotPricePercent: numberParam({
    label: 'Spot price where nothing shows one',
    unit: '% of on-demand',
    description:
      'Used where neither the bill nor the price book has a spot price of the type. Assumption, range 30 to 70 %: medians of three types in 2026-09 were 41 to 44 % of on-demand; zones differ by a factor of 1.4.',
    default: 45,
    min: 10,
    max: 100,
    step: 5,
  }),
  fallbackPercent: numberParam({
    label: 'Hours without spot capacity',
    unit: '% of the spot hours',
    description: 'Assumption: on-demand machines stand in for so many of them.',
    default: 5,
    min: 0,
    max: 50,
    step: 5,
  }),
} as const;

type SpotParams = {
  readonly interruptionBand: 'unknown' | keyof typeof BAND_PROBABILITY;
  readonly spotPricePercent: number;
  readonly fallbackPercent: number;
};

/** Chance of an interruption of a pool in a month; null: the default of the model. */
export function monthlyProbability({ interruptionBand }: SpotParams): number | null {
  return interruptionBand === 'unknown' ? null : BAND_PROBABILITY[interruptionBand].value;
}

const total = (hours: Float64Array) => hours.reduce((sum, units) => sum + units, 0);

/** The on-demand usage that could run on spot; a reason when there is none. */
export function spotCandidate(instance: InstanceResource): ComputeUsage | string {
  const { compute } = instance;
  if (hasCountedLicence(instance)) return 'a licence for windows is no cheaper on spot';
  const [usage, ...others] = compute;
  if (compute.length > 0 && compute.every(({ purchase }) => purchase === 'spot')) return 'already on spot';
  if (!usage || others.length > 0) return 'ran several types or purchase options in the period';
  if (usage.operatingSystem !== 'linux')
    return `a licence for ${usage.operatingSystem} is no cheaper on spot`;
  if (usage.tenancy !== 'shared') return `spot has no ${usage.tenancy} tenancy`;
  return total(usage.hours) > 0 ? usage : 'did not run';
}

type Fleet = {
  /** Machines that ran, and machine-hours in all, of candidates, and on spot. */
  machines: number;
  hours: number;
  candidateHours: number;
  spotHours: number;
};
type SpotView = {
  readonly fleets: ReadonlyMap<string, Fleet>;
  /** Cost and hours of machines that the bill has on spot, by type. */
  readonly spot: ReadonlyMap<string, { readonly cost: number; readonly hours: number }>;
};

/** An estate is never changed in place: one look at it serves every instance that is asked about. */
const views = new WeakMap<Estate, SpotView>();

const spotKey = (region: string | null, { instanceType, operatingSystem }: ComputeUsage) =>
  [region, instanceType, operatingSystem].join('|');

function viewOf(estate: Estate): SpotView {
  const known = views.get(estate);
  if (known) return known;
  const fleets = new Map<string, Fleet>();
  const spot = new Map<string, { cost: number; hours: number }>();
  for (const resource of estate.resources) {
    if (resource.kind !== 'instance') continue;
    const fleet = fleets.get(resource.workload) ?? { machines: 0, hours: 0, candidateHours: 0, spotHours: 0 };
    fleets.set(resource.workload, fleet);
    const isCandidate = typeof spotCandidate(resource) !== 'string';
    // A machine that a move has put on spot keeps hours on demand: what costs less there is our assumption, not the bill.
    const isBilledSpot = resource.compute.every(({ purchase }) => purchase === 'spot');
    let hours = 0;
    for (const usage of resource.compute) {
      const used = total(usage.hours);
      hours += used;
      if (usage.purchase !== 'spot') continue;
      fleet.spotHours += used;
      if (!isBilledSpot || usage.spotPerHour === null) continue;
      const key = spotKey(resource.region, usage);
      const paid = spot.get(key) ?? { cost: 0, hours: 0 };
      spot.set(key, { cost: paid.cost + used * usage.spotPerHour, hours: paid.hours + used });
    }
    if (hours > 0) fleet.machines++;
    fleet.hours += hours;
    if (isCandidate) fleet.candidateHours += hours;
  }
  const view = { fleets, spot };
  views.set(estate, view);
  return view;
}

/** Machines of the workload that ran. */
export function machinesOf({ workload }: InstanceResource, { estate }: LeverContext): number {
  return viewOf(estate).fleets.get(workload)?.machines ?? 0;
}

/** Share of the workload's machine-hours on spot when this share of every candidate is, 0..1. */
export function tierShare({ workload }: InstanceResource, share: number, { estate }: LeverContext): number {
  const fleet = viewOf(estate).fleets.get(workload);
  if (!fleet || fleet.hours === 0) return share;
  return Math.min(1, (fleet.spotHours + share * fleet.candidateHours) / fleet.hours);
}

/** What a spot hour costs, and what says so. */
export type SpotPrice = {
  /** USD, redone work and hours of on-demand machines that stand in included. */
  readonly perHour: number;
  /** Paid on the bill, or read off a price history or a list of spot prices: not an average of a market, not assumed. */
  readonly isObserved: boolean;
  /** For people: `as the bill pays`, or the date of the price. */
  readonly origin: string;
};

type SpotBase = Pick<SpotPrice, 'isObserved' | 'origin'> & { readonly price: number };

/** A spot hour by itself: the bill, else the book, else the assumed share of the list price. */
function spotBase(
  { region }: InstanceResource,
  usage: ComputeUsage,
  { spotPricePercent }: SpotParams,
  onDemand: number,
  { estate, rates }: LeverContext,
): SpotBase {
  const billed = viewOf(estate).spot.get(spotKey(region, usage));
  if (billed !== undefined && billed.hours > 0)
    return { price: billed.cost / billed.hours, isObserved: true, origin: 'as the bill pays' };
  const fact = rates.spotPrice(poolOf(region ?? '', usage));
  if (fact !== null) {
    const isObserved = fact.kind === 'measured' || fact.layer === 'override';
    return { price: fact.price, isObserved, origin: `the price book's spot price of ${fact.date}` };
  }
  // Spot prices follow the market: a private discount on the list says nothing of them.
  const { instanceType, operatingSystem } = usage;
  const list = rates.book.instancePrice(instanceType, region ?? '', operatingSystem)?.price ?? onDemand;
  return { price: (list * spotPricePercent) / 100, isObserved: false, origin: 'an assumed price' };
}

/** What a spot hour of an instance costs; null without an on-demand price. */
export function spotPrice(
  instance: InstanceResource,
  usage: ComputeUsage,
  params: SpotParams,
  redoneHoursPerHour: number,
  context: LeverContext,
): SpotPrice | null {
  const onDemand = context.rates.onDemandPerHour(poolOf(instance.region ?? '', usage));
  if (onDemand === null) return null;
  const { price, ...rest } = spotBase(instance, usage, params, onDemand, context);
  const perHour = price * (1 + redoneHoursPerHour) + (params.fallbackPercent / 100) * onDemand;
  return { perHour, ...rest };
}

/** What declared compute tiers say: a reason against spot, or whether all of them are stateless. */
export function declaredState(
  tiers: readonly Tier[] | undefined,
): { readonly forbidden: string } | { readonly isStateless: boolean } {
  const compute = (tiers ?? []).filter(({ kind }) => kind === 'compute');
  if (compute.some(({ quorumMember }) => quorumMember === true))
    return { forbidden: 'a member of a quorum: two lost at once are a majority' };
  if (compute.some(({ stateful }) => stateful === true))
    return { forbidden: 'declared stateful: two minutes are too short to move its state' };
  return { isStateless: compute.length > 0 && compute.every(({ stateful }) => stateful === false) };
}

/** Whether a tag of this key, with any prefix of the bill's, is on the resource. */
export function hasTag({ tags }: InstanceResource, pattern: RegExp): boolean {
  return Object.keys(tags).some(key => pattern.test(key));
}
