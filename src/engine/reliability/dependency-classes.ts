/** How the things that a workload needs and does not own fail: dependencies, and object storage. */

import type { Dependency } from '../estate/workload.ts';
import type { StorageClassAvailability } from './availability.ts';
import type { ReliabilityConstants } from './constants.ts';
import type { ClassDraft } from './failure-class.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';
import { mean } from './moments.ts';

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

/** Each dependency once: a hard one takes every request with it, a soft one the share that it degrades. */
export function dependencyClasses(
  dependencies: readonly Dependency[],
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  return dependencies.map(dependency => dependencyClass(dependency, constants));
}

/** Of several moves of objects the one that loses most: object storage fails as one service. */
export function storageClasses(
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
