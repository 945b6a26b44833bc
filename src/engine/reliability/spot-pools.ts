/** Interruptible machines as pools that disappear together: bands, hazards, lost capacity, and work lost with it. */

import { assert } from '../assert.ts';
import { shedFraction } from './composition.ts';
import { assumed, published } from './constants.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';

const ADVISOR = 'https://aws.amazon.com/ec2/spot/instance-advisor/';
const CO_INTERRUPTION = 'https://arxiv.org/abs/2604.16457';
const MONTHS_PER_YEAR = 12;
const HOURS_PER_MONTH = 730;

/** Bands of the Spot Instance Advisor: interruptions of the last month, by the keys that its counts are kept under. */
export type SpotBand = 'lt5' | '5to10' | '10to15' | '15to20' | 'gt20';

/** Monthly probability that stands for a band: its middle. */
export const BAND_PROBABILITY = {
  lt5: published(0.025, 'probability per month', ADVISOR, 'Middle of the band below 5 %.'),
  '5to10': published(0.075, 'probability per month', ADVISOR, 'Middle of the band from 5 to 10 %.'),
  '10to15': published(0.125, 'probability per month', ADVISOR, 'Middle of the band from 10 to 15 %.'),
  '15to20': published(0.175, 'probability per month', ADVISOR, 'Middle of the band from 15 to 20 %.'),
  gt20: assumed(0.3, 0.2, 0.6, 'probability per month', 'The top band is open; no mean of it is published.'),
} as const;

/** Share of interruptions of one pool that fall within three minutes of each other: a pool is computed as one event. */
export const SAME_POOL_SHARE = published(
  0.92,
  'share of co-interruptions',
  CO_INTERRUPTION,
  'Above 92 % of co-interruptions of one type and zone fell within 3 minutes, in 336,033 requests on AWS and Azure.',
  2026,
);

/** The band of a text such as `5-10%`, `<5%` or `gt20`; null for another text. */
export function spotBand(text: string): SpotBand | null {
  const plain = text.toLowerCase().replace(/[\s%]/g, '');
  const bands: Readonly<Record<string, SpotBand>> = {
    lt5: 'lt5',
    '<5': 'lt5',
    '0-5': 'lt5',
    '5to10': '5to10',
    '5-10': '5to10',
    '10to15': '10to15',
    '10-15': '10to15',
    '15to20': '15to20',
    '15-20': '15to20',
    gt20: 'gt20',
    '>20': 'gt20',
  };
  return Object.hasOwn(bands, plain) ? (bands[plain] ?? null) : null;
}

/** Shares of the pools by band, and the mean monthly probability of a pool picked without weights. */
export function bandShares(counts: Readonly<Record<string, number>>): {
  readonly pools: number;
  readonly shares: Readonly<Record<string, number>>;
  /** Null when a key is no band of the advisor. */
  readonly meanMonthlyProbability: number | null;
} {
  const entries = Object.entries(counts);
  const pools = entries.reduce((sum, [, count]) => sum + count, 0);
  assert(
    pools > 0 && entries.every(([, count]) => count >= 0),
    'counts are not negative, and there are some',
  );
  let mean: number | null = 0;
  for (const [key, count] of entries) {
    const band = spotBand(key);
    mean = band && mean !== null ? mean + (count / pools) * BAND_PROBABILITY[band].value : null;
  }
  return {
    pools,
    shares: Object.fromEntries(entries.map(([key, count]) => [key, count / pools])),
    meanMonthlyProbability: mean,
  };
}

/** Events a month of which at least one happens with this probability: -ln(1 - p); Infinity at 1. */
export function monthlyHazard(monthlyProbability: number): number {
  assert(monthlyProbability >= 0 && monthlyProbability <= 1, 'a probability is within [0, 1]');
  return -Math.log1p(-monthlyProbability);
}

/** P(at least one of several independent things happens): machines of pools of their own, or the pools of a fleet. */
export function probabilityOfAny(probability: number, count: number): number {
  assert(probability >= 0 && probability <= 1 && count >= 0, 'a probability is within [0, 1]');
  if (count === 0) return 0;
  return -Math.expm1(count * Math.log1p(-probability));
}

/** A fleet that is partly interruptible. */
export type SpotFleet = {
  /** Machines at the start. */
  readonly machines: number;
  /** Machines that the load needs. */
  readonly needed: number;
  /** Pools (type x zone) that the interruptible share is spread over evenly. */
  readonly pools: number;
  /** 0..1 */
  readonly spotFraction: number;
  readonly monthlyProbability: number;
  /** From the loss of the capacity until it is replaced, the notice taken off. */
  readonly outageMinutes: number;
};

function assertFleet({ machines, needed, pools, spotFraction, outageMinutes }: SpotFleet): void {
  assert(machines > 0 && needed >= 0, 'a fleet has machines');
  assert(Number.isInteger(pools) && pools >= 1, 'a fleet has whole pools');
  assert(spotFraction >= 0 && spotFraction <= 1, 'a spot fraction is a share');
  assert(outageMinutes >= 0, 'minutes are not negative');
}

/** Share of requests that fail while some pools are gone: what is left against what is needed. */
export function shedWithoutPools(fleet: SpotFleet, lostPools: number): number {
  assertFleet(fleet);
  const { machines, needed, pools, spotFraction } = fleet;
  const left = machines * (1 - (spotFraction * lostPools) / pools);
  // 10 x (1 - 1/5) is 8 only but for float noise.
  return left >= needed * (1 - 1e-12) ? 0 : shedFraction(left, needed);
}

/**
 * Bad minutes a year from pools that vanish one at a time: pools x 12 hazard x outage x shed. A pool that nothing replaces
 * because nothing is lost costs nothing: losing one pool is free as long as the other machines carry the load.
 */
export function spotBadMinutesPerYear(fleet: SpotFleet): number {
  const perEvent = shedWithoutPools(fleet, 1) * fleet.outageMinutes;
  if (perEvent === 0) return 0;
  return fleet.pools * MONTHS_PER_YEAR * monthlyHazard(fleet.monthlyProbability) * perEvent;
}

/** Times a year that two pools are gone at once: C(g, 2) (12 h)^2 x 2 R / minutes of a year. Negligible as a rule. */
export function overlapsPerYear(fleet: SpotFleet): number {
  assertFleet(fleet);
  const rate = MONTHS_PER_YEAR * monthlyHazard(fleet.monthlyProbability);
  const pairs = (fleet.pools * (fleet.pools - 1)) / 2;
  return (pairs * rate * rate * 2 * fleet.outageMinutes) / MINUTES_PER_YEAR;
}

/** P(a job of some hours ends without an interruption). */
export function jobSurvival(monthlyProbability: number, hours: number): number {
  assert(hours >= 0, 'a time is not negative');
  return hours === 0 ? 1 : Math.exp((-monthlyHazard(monthlyProbability) * hours) / HOURS_PER_MONTH);
}

/** Expected minutes of work done again at an interruption: half a checkpoint interval, and the restart. */
export function reworkMinutes(checkpointIntervalMinutes: number, restartMinutes: number): number {
  assert(checkpointIntervalMinutes >= 0 && restartMinutes >= 0, 'minutes are not negative');
  return checkpointIntervalMinutes / 2 + restartMinutes;
}
