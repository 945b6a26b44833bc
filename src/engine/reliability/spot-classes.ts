/** How the interruptible part of a tier vanishes: pool by pool, each as a whole. */

import type { ComputeTier } from './availability.ts';
import type { TierShape } from './capacity-shedding.ts';
import { shedAt } from './capacity-shedding.ts';
import type { ReliabilityConstants } from './constants.ts';
import type { Pert } from './distribution.ts';
import type { ClassDraft } from './failure-class.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';
import { mean } from './moments.ts';
import type { WeightedSeverity } from './severity-mixture.ts';
import { asMixture } from './severity-mixture.ts';
import { monthlyHazard } from './spot-pools.ts';

const MONTHS_PER_YEAR = 12;

/** Until an interrupted pool is replaced, the notice taken off: machines that are told in time lose less. */
export function spotOutage(constants: ReliabilityConstants): Pert {
  const { low, mode, high } = constants.spotReplacementMinutes.value;
  const left = (minutes: number) => Math.max(0, minutes - constants.spotNoticeMinutes.value);
  return { kind: 'pert', low: left(low), mode: left(mode), high: left(high) };
}

/** Machines that are gone with `lost` of the pools at this load fail so many requests beyond those that fail anyway. */
function shedWith(shape: TierShape, lostShare: number, load: number): number {
  const up = shape.machines * (1 - lostShare);
  const needed = shape.neededAtPeak * load;
  // 10 x (1 - 1/5) is 8 only but for float noise.
  if (up >= needed * (1 - 1e-12)) return 0;
  return Math.max(0, shedAt(shape, up, load) - shedAt(shape, shape.machines, load));
}

/**
 * Pools of spot machines: interruptions of one pool come within minutes of each other, so a pool is one event and never so many
 * coins. Losing one is free as long as the others carry the load; two at once are rare and counted.
 */
export function spotPools(
  tier: ComputeTier,
  shape: TierShape,
  constants: ReliabilityConstants,
): ClassDraft | null {
  const { spot } = tier;
  if (spot === null || spot.share <= 0 || spot.pools < 1 || shape.neededAtPeak === 0) return null;
  const pools = Math.floor(spot.pools);
  const monthly = spot.monthlyProbability ?? constants.spotMonthlyProbability.value;
  const perPool = MONTHS_PER_YEAR * monthlyHazard(Math.min(0.999999, monthly));
  const base = spotOutage(constants);
  const overlaps = ((pools * (pools - 1)) / 2) * perPool ** 2 * ((2 * mean(base)) / MINUTES_PER_YEAR);
  const severities: WeightedSeverity[] = [];
  const add = (rate: number, shed: number) => {
    if (shed > 0)
      severities.push({
        rate,
        distribution: { kind: 'staged', base, switchMinutes: 0, before: shed, after: shed },
      });
  };
  for (const { weight, load } of shape.loadProfile) {
    const one = shedWith(shape, spot.share / pools, load);
    add(pools * perPool * weight, one);
    // Each of the two is counted by itself already: together they only cost what is beyond both.
    if (pools > 1) add(overlaps * weight, shedWith(shape, (2 * spot.share) / pools, load) - 2 * one);
  }
  const mixture = asMixture(severities);
  if (!mixture) return null;
  return {
    name: 'spot pool',
    kind: 'spot',
    impact: 1,
    ...mixture,
    constants: [
      ...(spot.monthlyProbability === null ? (['spotMonthlyProbability'] as const) : []),
      'spotReplacementMinutes',
      'spotNoticeMinutes',
    ],
  };
}
