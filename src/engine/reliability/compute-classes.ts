/** How the machines of a tier fail, and what their headroom makes of it. */

import type { Availability, ComputeTier } from './availability.ts';
import type { TierShape } from './capacity-shedding.ts';
import { shedAt, steadyShed } from './capacity-shedding.ts';
import { downProbability, unavailabilityOf } from './composition.ts';
import type { ReliabilityConstants } from './constants.ts';
import type { ClassDraft } from './failure-class.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';
import type { WeightedSeverity } from './severity-mixture.ts';
import { asMixture, RATE_MIN } from './severity-mixture.ts';
import { spotPools } from './spot-classes.ts';
import { launchFailures, zoneEvents } from './zone-events.ts';

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
  const severities: WeightedSeverity[] = [];
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

/** Machines with less memory than they were seen to use: each runs out of it now and then, and its share of the requests with it. */
function outOfMemory(
  tier: ComputeTier,
  shape: TierShape,
  constants: ReliabilityConstants,
): ClassDraft | null {
  const starved = tier.machines.reduce(
    (sum, { outOfMemory: isStarved, count, capacity }) => (isStarved && capacity > 0 ? sum + count : sum),
    0,
  );
  if (starved === 0 || shape.neededAtPeak === 0) return null;
  return {
    name: 'out of memory',
    kind: 'overload',
    ratePerYear: starved * constants.outOfMemoryPerYear.value,
    impact: (1 - steadyShed(shape)) / shape.machines,
    duration: { kind: 'fixed', minutes: constants.outOfMemoryRestartMinutes.value },
    constants: ['outOfMemoryPerYear', 'outOfMemoryRestartMinutes'],
  };
}

/**
 * Load that rises while the machines for it are still being started: from one level of the day to the next one, less what is
 * kept free. The rise is even, so half of what is missing at its end fails.
 */
function scaleUps(tier: ComputeTier, shape: TierShape): ClassDraft | null {
  const { scaling } = tier;
  if (scaling === null || shape.neededAtPeak === 0) return null;
  const loads = shape.loadProfile.map(({ load }) => load).sort((a, b) => a - b);
  let missing = 0;
  for (let i = 1; i < loads.length; i++) {
    const [from = 0, to = 0] = [loads[i - 1], loads[i]];
    if (to > 0) missing = Math.max(missing, 1 - ((1 + scaling.headroom) * from) / to);
  }
  if (missing <= 0) return null;
  return {
    name: 'scale-up lag',
    kind: 'overload',
    ratePerYear: scaling.scaleUpsPerDay * 365,
    impact: missing / 2,
    duration: { kind: 'fixed', minutes: scaling.lagMinutes },
    constants: ['scaleUpMinutes', 'scaleUpHeadroom', 'loadProfile'],
  };
}

/** Failure classes of the tier. */
export function computeClasses(
  tier: ComputeTier,
  shape: TierShape,
  recovery: Recovery,
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  const drafts = [
    independentFailures(shape, recovery, constants),
    commonCause(shape, recovery, constants),
    zoneEvents(shape, constants),
    launchFailures(shape, tier.unreserved, constants),
    spotPools(tier, shape, constants),
    outOfMemory(tier, shape, constants),
    scaleUps(tier, shape),
  ];
  return drafts.filter(draft => draft !== null);
}
