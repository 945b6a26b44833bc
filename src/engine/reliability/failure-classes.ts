/** From the parameters of a workload's availability to its failure classes. */

import { assertRiskChange } from './assert-risk.ts';
import type { Availability, StartSchedule } from './availability.ts';
import { steadyShed, tierShape } from './capacity-shedding.ts';
import { computeClasses } from './compute-classes.ts';
import type { ConstantName, ReliabilityConstants } from './constants.ts';
import { RELIABILITY_CONSTANTS, weakestProvenance } from './constants.ts';
import { repairFactorOf } from './data-exposure.ts';
import { databaseClasses } from './database-classes.ts';
import { dependencyClasses, storageClasses } from './dependency-classes.ts';
import type { Lognormal } from './distribution.ts';
import type { ClassDraft, FailureClass, FailureKind, Impact } from './failure-class.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';
import { mean } from './moments.ts';
import { plannedClasses, regionClasses } from './region-classes.ts';
import type { RiskChange } from './risk.ts';
import { scaleDuration } from './scale-duration.ts';
import { egressClasses } from './zone-events.ts';

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

/** A machine that does not come back takes its share of the tier with it: everything starts at once, nothing is spare. */
function startClasses(
  starts: readonly StartSchedule[],
  machines: number,
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  const rateByMinutes = new Map<number, number>();
  for (const start of starts) {
    const probability = start.probability ?? constants.startFailureProbability.value;
    const minutes = start.minutes ?? constants.startFailureMinutes.value;
    const { startsPerMonth } = start;
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

/** Kinds of failures that wait for a person: what slows people down, or an incident history, makes them longer. */
const REPAIRED_BY_PEOPLE: ReadonlySet<FailureKind> = new Set(['change', 'lever-change']);

/** Factor on the length of an outage that people end. */
function responseFactor(
  draft: ClassDraft,
  availability: Availability,
  constants: ReliabilityConstants,
): number {
  const isManual = REPAIRED_BY_PEOPLE.has(draft.kind) || draft.constants.some(name => MANUAL.has(name));
  if (!isManual) return 1;
  const added = availability.slowerResponseMinutes;
  const length = added > 0 ? mean(draft.duration) : 0;
  const slower = length > 0 ? (length + added) / length : 1;
  return slower * repairFactorOf(availability.evidence, constants.missingEvidenceFactor.value);
}

/** Constants that say how long a person takes. */
const MANUAL: ReadonlySet<ConstantName> = new Set(['manualRecoveryMinutes', 'databaseManualFailoverMinutes']);

function asOperated(
  draft: ClassDraft,
  availability: Availability,
  constants: ReliabilityConstants,
): ClassDraft {
  const factor = responseFactor(draft, availability, constants);
  if (factor === 1) return draft;
  return {
    ...draft,
    duration: scaleDuration(draft.duration, factor),
    constants: [...draft.constants, 'missingEvidenceFactor'],
  };
}

/** A history of incidents speaks about all of them: every class happens that much more often, and lasts that much longer. */
function asCalibrated(draft: ClassDraft, { calibration }: Availability): ClassDraft {
  if (calibration === null) return draft;
  return {
    ...draft,
    ratePerYear: draft.ratePerYear * calibration.rate,
    duration: scaleDuration(draft.duration, calibration.duration),
  };
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
  const { compute } = availability;
  const shape = compute && tierShape(compute);
  const drafts = [
    changeClass(availability, constants),
    ...(compute && shape ? computeClasses(compute, shape, availability, constants) : []),
    ...databaseClasses(availability.databases, constants),
    ...egressClasses(availability, constants),
    ...regionClasses(availability, constants),
    ...dependencyClasses(availability.dependencies, constants),
    ...storageClasses(availability.storage, constants),
    ...startClasses(availability.starts, shape?.machines ?? 1, constants),
    ...plannedClasses(availability.planned),
  ];
  return finish(
    drafts.map(draft => asCalibrated(asOperated(draft, availability, constants), availability)),
    constants,
  );
}

/** Share of requests that fail all the time because a tier or a database is smaller than its load, 0..1. */
export function overloadShare(availability: Availability): number {
  const shape = availability.compute && tierShape(availability.compute);
  const parts = [
    shape ? steadyShed(shape) : 0,
    ...availability.databases.map(({ overload }) => (overload ? overload.timeShare * overload.shedShare : 0)),
  ];
  return 1 - parts.reduce((good, bad) => good * (1 - bad), 1);
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
      const { wrongRemovalProbability, wrongRemovalRestoreMinutes } = constants;
      const restore = change.restoreMinutes ?? wrongRemovalRestoreMinutes.value;
      const probability = change.probability ?? wrongRemovalProbability.value;
      removals.set(restore, (removals.get(restore) ?? 0) + probability);
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
  return finish(
    [...lever, ...removal].map(draft => asOperated(draft, availability, constants)),
    constants,
  );
}
