/** How long incidents last for users, and how long the slowest recovery takes that a workload is prepared for. */

import type { Availability } from './availability.ts';
import type { ReliabilityConstants } from './constants.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import { recoveryObjectives } from './disaster-recovery.ts';
import type { Distribution, SimpleDistribution, Staged } from './distribution.ts';
import type { FailureClass } from './failure-class.ts';
import { meanSeverity } from './failure-class.ts';
import { mean } from './moments.ts';
import { quantile } from './quantiles.ts';

/** Recovery of one workload, minutes; null where nothing can be said. */
export type Recovery = {
  /** Length of an incident that users notice: half are shorter, and nine in ten. */
  readonly mttrP50: number | null;
  readonly mttrP90: number | null;
  /** Slowest recovery that is planned for: a zone lost with a database in it, a Region, a restore. */
  readonly rtoMinutes: number | null;
};

type Part = SimpleDistribution | Staged;

/** The outage behind a severity: stages that scale it are taken off, one that ends it for users stays. */
function lengthOf(part: Part): Part {
  if (part.kind !== 'staged') return part;
  return part.after === 0 && part.before > 0 && part.switchMinutes > 0 ? { ...part, before: 1 } : part.base;
}

/** How long outages of a class last, whatever share of the requests they take. */
export function outageLength(
  item: FailureClass,
  { autoHeal, calibration }: Pick<Availability, 'autoHeal' | 'calibration'>,
  constants: ReliabilityConstants = RELIABILITY_CONSTANTS,
): Distribution {
  const { duration } = item;
  if (item.kind === 'instance') {
    const repair = autoHeal ? constants.autoHealMinutes.value : constants.manualRecoveryMinutes.value;
    return { kind: 'fixed', minutes: repair * (calibration?.duration ?? 1) };
  }
  if (duration.kind !== 'mixture') return lengthOf(duration);
  return {
    kind: 'mixture',
    parts: duration.parts.map(({ weight, distribution }) => ({
      weight,
      distribution: lengthOf(distribution),
    })),
  };
}

/** Lengths of all incidents together, each class as often as it happens; null when nothing happens. */
function incidentLengths(
  classes: readonly FailureClass[],
  availability: Availability,
  constants: ReliabilityConstants,
): Distribution | null {
  const felt = classes.filter(item => meanSeverity(item) > 0);
  const total = felt.reduce((sum, { ratePerYear }) => sum + ratePerYear, 0);
  if (total === 0) return null;
  const weights = new Map<string, { weight: number; distribution: Part }>();
  for (const item of felt) {
    const length = outageLength(item, availability, constants);
    const parts = length.kind === 'mixture' ? length.parts : [{ weight: 1, distribution: length }];
    for (const { weight, distribution } of parts) {
      const key = JSON.stringify(distribution);
      const known = weights.get(key)?.weight ?? 0;
      weights.set(key, { weight: known + (weight * item.ratePerYear) / total, distribution });
    }
  }
  return { kind: 'mixture', parts: [...weights.values()] };
}

/** Slowest planned recovery: databases without a standby wait for their zone or a restore, a Region for its substitute. */
function recoveryTime(availability: Availability, constants: ReliabilityConstants): number | null {
  const zone = quantile(constants.zoneEventMinutes.value, 0.9);
  const times = availability.databases
    .filter(({ kind }) => kind !== 'cache')
    .map(({ multiAz, restoreMinutes, selfHosted }) => {
      if (!multiAz) return Math.min(zone, restoreMinutes ?? Infinity);
      return selfHosted
        ? constants.databaseManualFailoverMinutes.value
        : constants.databaseFailoverMinutes.value.high;
    });
  const strategy = availability.region?.strategy ?? null;
  if (strategy !== null) times.push(recoveryObjectives(strategy).rtoMinutes);
  const restore = availability.data?.restoreMinutes ?? null;
  if (restore !== null) times.push(restore);
  return times.length > 0 ? Math.max(...times) : null;
}

/** Recovery of a workload by its standing failure classes. */
export function recoveryOf(
  classes: readonly FailureClass[],
  availability: Availability,
  constants: ReliabilityConstants = RELIABILITY_CONSTANTS,
): Recovery {
  const lengths = incidentLengths(classes, availability, constants);
  return {
    mttrP50: lengths && quantile(lengths, 0.5),
    mttrP90: lengths && quantile(lengths, 0.9),
    rtoMinutes: recoveryTime(availability, constants),
  };
}

/** Mean share of the requests that an outage of the class takes, 0..1. */
export function meanImpactOf(
  item: FailureClass,
  availability: Availability,
  constants: ReliabilityConstants = RELIABILITY_CONSTANTS,
): number {
  const length = mean(outageLength(item, availability, constants));
  return length > 0 ? Math.min(1, meanSeverity(item) / length) : 0;
}
