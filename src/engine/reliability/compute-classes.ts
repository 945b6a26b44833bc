/** How the machines of a tier fail, and what their headroom makes of it. */

import type { Availability, ComputeTier } from './availability.ts';
import { downProbability, shedFraction, unavailabilityOf } from './composition.ts';
import type { LoadPoint, ReliabilityConstants } from './constants.ts';
import type { Mixture, SimpleDistribution, Staged } from './distribution.ts';
import type { ClassDraft } from './failure-class.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';
import { impactPoints } from './severity.ts';

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
  return {
    machines,
    zones: Math.min(machines, tier.zones),
    neededAtPeak: (demand / (capacity * tier.maxUtilization)) * machines,
    loadProfile: tier.loadProfile,
    collapseAt: tier.collapseAt,
  };
}

/** Share of requests that fail with `up` machines at a share of the peak load. */
function shedAt(shape: TierShape, up: number, load: number): number {
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

/** A weighted set of severities that becomes one class. */
type Severities = { readonly rate: number; readonly distribution: SimpleDistribution | Staged };

/** Rates this small (one in a billion years) only make the mixture longer. */
const RATE_MIN = 1e-9;

function asMixture(severities: readonly Severities[]): { ratePerYear: number; duration: Mixture } | null {
  const kept = severities.filter(({ rate }) => rate > RATE_MIN);
  const ratePerYear = kept.reduce((sum, { rate }) => sum + rate, 0);
  if (ratePerYear === 0) return null;
  const parts = kept.map(({ rate, distribution }) => ({ weight: rate / ratePerYear, distribution }));
  return { ratePerYear, duration: { kind: 'mixture', parts } };
}

/** What a tier needs to know of its workload. */
type Recovery = Pick<Availability, 'autoHeal'>;

/**
 * Machines that fail one by one. The states with d of n down are visited P(d) x d / repair times a minute for repair / d each,
 * so that the expected bad minutes equal the k-of-n sum over P(d) x shed(n - d).
 */
function independentFailures(
  shape: TierShape,
  recovery: Recovery,
  constants: ReliabilityConstants,
): ClassDraft | null {
  const { machines: n } = shape;
  const repair = recovery.autoHeal ? constants.autoHealMinutes.value : constants.manualRecoveryMinutes.value;
  const alone = n > 1 ? 1 - constants.commonCauseShare.value : 1;
  const failuresPerMinute = (constants.instanceFailuresPerYear.value * alone) / MINUTES_PER_YEAR;
  const unavailability = unavailabilityOf(failuresPerMinute, repair);
  const severities: Severities[] = [];
  for (let down = 1; down <= n; down++) {
    const probability = downProbability(n, down, unavailability);
    const visitsPerYear = (probability * MINUTES_PER_YEAR * down) / repair;
    // Past the mean the states only get rarer.
    if (visitsPerYear < RATE_MIN && down > n * unavailability) break;
    for (const { weight, load } of shape.loadProfile) {
      const shed = shedAt(shape, n - down, load) - shedAt(shape, n, load);
      if (shed > 0)
        severities.push({
          rate: visitsPerYear * weight,
          distribution: { kind: 'fixed', minutes: (repair / down) * shed },
        });
    }
  }
  const mixture = asMixture(severities);
  if (!mixture) return null;
  const recoveryConstant = recovery.autoHeal ? 'autoHealMinutes' : 'manualRecoveryMinutes';
  return {
    name: 'instance failure',
    kind: 'instance',
    impact: 1,
    ...mixture,
    constants: ['instanceFailuresPerYear', recoveryConstant],
  };
}

/** Failures with one cause for all machines: a bad image, a shared dependency of the hosts. */
function commonCause(
  shape: TierShape,
  recovery: Recovery,
  constants: ReliabilityConstants,
): ClassDraft | null {
  if (shape.machines < 2 || shape.neededAtPeak === 0) return null;
  const recoveryConstant = recovery.autoHeal ? 'autoHealMinutes' : 'manualRecoveryMinutes';
  return {
    name: 'common cause',
    kind: 'instance',
    ratePerYear: constants.instanceFailuresPerYear.value * constants.commonCauseShare.value,
    impact: 1 - steadyShed(shape),
    duration: { kind: 'fixed', minutes: constants[recoveryConstant].value },
    constants: ['instanceFailuresPerYear', 'commonCauseShare', recoveryConstant],
  };
}

/** A single machine is hit or not; while its zone is down nothing replaces it. */
function zoneEventOfSingleMachine(shape: TierShape, constants: ReliabilityConstants): ClassDraft | null {
  if (shape.neededAtPeak === 0) return null;
  return {
    name: 'zone event',
    kind: 'zone',
    ratePerYear: constants.zoneEventsPerZoneYear.value * constants.zoneHitProbability.value,
    impact: 1 - steadyShed(shape),
    duration: constants.zoneEventMinutes.value,
    constants: ['zoneEventsPerZoneYear', 'zoneHitProbability', 'zoneEventMinutes'],
  };
}

/** Cells of the share of machines hit: the tail up to a whole zone is what headroom must carry. */
const HIT_CELLS = 6;

/**
 * A zone event takes a share of the zone's machines: their requests fail until load balancing notices, then the rest of the
 * tier carries the load or sheds. No machine is started meanwhile: the control plane is what suffers first in such events.
 */
function zoneEvents(shape: TierShape, constants: ReliabilityConstants): ClassDraft | null {
  const { machines, zones } = shape;
  if (machines < 2) return zoneEventOfSingleMachine(shape, constants);
  const ratePerYear = constants.zoneEventsPerZoneYear.value * zones;
  const bySeverity = new Map<string, Severities>();
  for (const hit of impactPoints(constants.zoneHitShare.value, HIT_CELLS)) {
    for (const { weight, load } of shape.loadProfile) {
      if (shape.neededAtPeak * load === 0) continue;
      const steady = shedAt(shape, machines, load);
      const before = (hit.share / zones) * (1 - steady);
      const after = Math.max(0, shedAt(shape, machines * (1 - hit.share / zones), load) - steady);
      const key = `${before}/${after}`;
      const rate = ratePerYear * hit.weight * weight + (bySeverity.get(key)?.rate ?? 0);
      const base = constants.zoneEventMinutes.value;
      bySeverity.set(key, {
        rate,
        distribution: {
          kind: 'staged',
          base,
          switchMinutes: constants.zoneFailoverMinutes.value,
          before,
          after,
        },
      });
    }
  }
  const mixture = asMixture([...bySeverity.values()]);
  if (!mixture) return null;
  return {
    name: 'zone event',
    kind: 'zone',
    impact: 1,
    ...mixture,
    constants: ['zoneEventsPerZoneYear', 'zoneHitShare', 'zoneEventMinutes', 'zoneFailoverMinutes'],
  };
}

/** Failure classes of the tier. */
export function computeClasses(
  shape: TierShape,
  recovery: Recovery,
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  const drafts = [
    independentFailures(shape, recovery, constants),
    commonCause(shape, recovery, constants),
    zoneEvents(shape, constants),
  ];
  return drafts.filter(draft => draft !== null);
}
