/** From the parameters of a workload's availability to its failure classes. */

import type { Dependency } from '../estate/workload.ts';
import type { Availability, StartSchedule, StorageClassAvailability } from './availability.ts';
import { computeClasses, steadyShed, tierShape } from './compute-classes.ts';
import type { ConstantName, ReliabilityConstants } from './constants.ts';
import { RELIABILITY_CONSTANTS, weakestProvenance } from './constants.ts';
import { databaseClasses } from './database-classes.ts';
import type { Lognormal } from './distribution.ts';
import type { ClassDraft, FailureClass, Impact } from './failure-class.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';
import { mean } from './moments.ts';
import type { RiskChange } from './risk.ts';
import { assertRiskChange } from './risk.ts';

const CHANGE_CONSTANTS: readonly ConstantName[] = [
  'userImpactingShare',
  'changeImpact',
  'changeRecoveryBands',
  'changeRecoverySigma',
];

/** Until users are well again after a failed change: teams that fail less also recover faster. */
function changeRecovery(changeFailureRate: number, constants: ReliabilityConstants): Lognormal {
  const bands = constants.changeRecoveryBands.value;
  const band =
    bands.find(({ changeFailureRateMax }) => changeFailureRate <= changeFailureRateMax) ?? bands.at(-1);
  return {
    kind: 'lognormal',
    mu: Math.log(band?.medianMinutes ?? 60),
    sigma: constants.changeRecoverySigma.value,
  };
}

function changeClass(availability: Availability, constants: ReliabilityConstants): ClassDraft {
  const { deploysPerMonth, changeFailureRate } = availability;
  return {
    name: 'change',
    kind: 'change',
    ratePerYear: deploysPerMonth * 12 * changeFailureRate * constants.userImpactingShare.value,
    impact: constants.changeImpact.value,
    duration: changeRecovery(changeFailureRate, constants),
    constants: CHANGE_CONSTANTS,
  };
}

/** Incidents of provider length, as many as make up the share of time that is lost. */
function incidentRate(lostShare: number, constants: ReliabilityConstants): number {
  return (lostShare * MINUTES_PER_YEAR) / mean(constants.providerIncidentMinutes.value);
}

function dependencyClass(
  { id, availability, hard, degradeFraction }: Dependency,
  constants: ReliabilityConstants,
): ClassDraft {
  return {
    name: `dependency ${id}`,
    kind: 'dependency',
    ratePerYear: incidentRate(1 - availability, constants),
    impact: hard ? 1 : degradeFraction,
    duration: constants.providerIncidentMinutes.value,
    constants: ['providerIncidentMinutes'],
  };
}

/** Of several moves of objects the one that loses most: object storage fails as one service. */
function storageClasses(
  moves: readonly StorageClassAvailability[],
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  const drafts = moves.map(({ from, to, requestShare }): ClassDraft & { readonly impact: number } => ({
    name: 'storage class',
    kind: 'storage',
    ratePerYear: incidentRate(Math.max(0, from - to), constants),
    impact: requestShare ?? constants.coldDataRequestShare.value,
    duration: constants.providerIncidentMinutes.value,
    constants:
      requestShare === null
        ? ['coldDataRequestShare', 'providerIncidentMinutes']
        : ['providerIncidentMinutes'],
  }));
  drafts.sort((a, b) => b.ratePerYear * b.impact - a.ratePerYear * a.impact || b.ratePerYear - a.ratePerYear);
  return drafts.slice(0, 1);
}

/** A machine that does not come back takes its share of the tier with it: everything starts at once, nothing is spare. */
function startClasses(starts: readonly StartSchedule[], machines: number): readonly ClassDraft[] {
  const rateByMinutes = new Map<number, number>();
  for (const { startsPerMonth, probability, minutes } of starts) {
    rateByMinutes.set(minutes, (rateByMinutes.get(minutes) ?? 0) + startsPerMonth * 12 * probability);
  }
  return [...rateByMinutes].map(([minutes, ratePerYear]) => ({
    name: 'failed start',
    kind: 'start',
    ratePerYear,
    impact: 1 / machines,
    duration: { kind: 'fixed', minutes },
    constants: ['startFailureProbability', 'startFailureMinutes'],
  }));
}

function finish(drafts: readonly ClassDraft[], constants: ReliabilityConstants): readonly FailureClass[] {
  return drafts
    .filter(({ ratePerYear }) => ratePerYear > 0)
    .map(draft => ({ ...draft, provenance: weakestProvenance(constants, draft.constants) }));
}

/** The standing failure classes of a workload. Classes without events are left out. */
export function failureClasses(
  availability: Availability,
  constants: ReliabilityConstants = RELIABILITY_CONSTANTS,
): readonly FailureClass[] {
  const shape = availability.compute && tierShape(availability.compute);
  return finish(
    [
      changeClass(availability, constants),
      ...(shape ? computeClasses(shape, availability, constants) : []),
      ...databaseClasses(availability.databases, constants),
      ...availability.dependencies.map(dependency => dependencyClass(dependency, constants)),
      ...storageClasses(availability.storage, constants),
      ...startClasses(availability.starts, shape?.machines ?? 1),
    ],
    constants,
  );
}

/** Share of requests that fail all the time because the tier is smaller than its load, 0..1. */
export function overloadShare(availability: Availability): number {
  const shape = availability.compute && tierShape(availability.compute);
  return shape ? steadyShed(shape) : 0;
}

/** Failures expected of events that happen once, as a yearly rate that gives as many in this window. */
function ratePerYear(events: number, windowMinutes: number): number {
  return (events * MINUTES_PER_YEAR) / windowMinutes;
}

/**
 * Classes of what happens once in a window: changes that can fail with probability min(1, multiplier x change failure rate)
 * x user-impacting share, and removals that turn out wrong. Lasting changes among them are passed over.
 */
export function oneOffClasses(
  availability: Availability,
  changes: readonly RiskChange[],
  windowMinutes: number,
  constants: ReliabilityConstants = RELIABILITY_CONSTANTS,
): readonly FailureClass[] {
  const failures = new Map<string, { impact: Impact | null; events: number }>();
  const removals = new Map<number, number>();
  for (const change of changes) {
    assertRiskChange(change);
    if (change.kind === 'change-event') {
      const key = JSON.stringify(change.impact ?? null);
      const events =
        Math.min(1, change.multiplier * availability.changeFailureRate) * constants.userImpactingShare.value;
      failures.set(key, { impact: change.impact ?? null, events: events + (failures.get(key)?.events ?? 0) });
    } else if (change.kind === 'wrong-removal') {
      removals.set(change.restoreMinutes, (removals.get(change.restoreMinutes) ?? 0) + change.probability);
    }
  }
  const lever = [...failures.values()].map(
    ({ impact, events }): ClassDraft => ({
      name: 'lever change',
      kind: 'lever-change',
      ratePerYear: ratePerYear(events, windowMinutes),
      impact: impact ?? constants.changeImpact.value,
      duration: changeRecovery(availability.changeFailureRate, constants),
      constants: CHANGE_CONSTANTS,
    }),
  );
  const removal = [...removals].map(
    ([minutes, events]): ClassDraft => ({
      name: 'wrong removal',
      kind: 'wrong-removal',
      ratePerYear: ratePerYear(events, windowMinutes),
      impact: 1,
      duration: { kind: 'fixed', minutes },
      constants: ['wrongRemovalProbability', 'wrongRemovalRestoreMinutes'],
    }),
  );
  return finish([...lever, ...removal], constants);
}
