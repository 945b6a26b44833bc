/** How headroom becomes bad minutes: what a tier of machines sheds when some of them are gone, or when it is too small. */

import type { ComputeTier } from './availability.ts';
import { shedFraction } from './composition.ts';
import type { LoadPoint } from './constants.ts';

/** A tier as n machines of equal size. */
export type TierShape = {
  readonly machines: number;
  /** Never more than machines. */
  readonly zones: number;
  /** Machines needed at the peak: demand over what one may take. Not rounded up, so that a little more load sheds a little. */
  readonly neededAtPeak: number;
  readonly loadProfile: readonly LoadPoint[];
  readonly collapseAt: number | null;
};

/** Larger fleets are computed as this many machines: single failures no longer matter there. */
const MACHINES_MAX = 10_000;

/** The shape of a tier; null when nothing of it is left, which is a workload that was shut down. */
export function tierShape(tier: ComputeTier): TierShape | null {
  let count = 0;
  let capacity = 0;
  let demand = 0;
  for (const machine of tier.machines) {
    demand += machine.peakDemand;
    if (machine.capacity <= 0) continue;
    count += machine.count;
    capacity += machine.capacity * machine.count;
  }
  if (capacity <= 0) return null;
  const machines = Math.min(MACHINES_MAX, Math.max(1, Math.round(count)));
  const busiest = tier.zones > 1 ? 1 + tier.zoneImbalance : 1;
  return {
    machines,
    zones: Math.min(machines, tier.zones),
    neededAtPeak: (demand / (capacity * tier.maxUtilization)) * machines * busiest,
    loadProfile: tier.loadProfile,
    collapseAt: tier.collapseAt,
  };
}

/** Share of requests that fail with `up` machines at a share of the peak load. */
export function shedAt(shape: TierShape, up: number, load: number): number {
  return shedFraction(up, shape.neededAtPeak * load, shape.collapseAt);
}

/** Share of requests that fail over the day with every machine up: demand above what the tier may take. */
export function steadyShed(shape: TierShape): number {
  return shape.loadProfile.reduce(
    (sum, { weight, load }) => sum + weight * shedAt(shape, shape.machines, load),
    0,
  );
}

/** True when the peak is still served with one zone gone, without any machine being started. */
export function isStaticallyStable(shape: TierShape): boolean {
  if (shape.zones < 2) return false;
  return (shape.machines * (shape.zones - 1)) / shape.zones >= shape.neededAtPeak;
}
