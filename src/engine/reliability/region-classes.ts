/** Events of a whole Region, and what is prepared for them. */

import type { Availability, PlannedDowntime, RegionExposure } from './availability.ts';
import type { ReliabilityConstants } from './constants.ts';
import { recoveryObjectives } from './disaster-recovery.ts';
import type { Distribution } from './distribution.ts';
import type { ClassDraft } from './failure-class.ts';
import { impactPoints } from './severity.ts';

/** Until the Region is well again, or another one has taken over when that is faster. */
function regionOutage({ strategy }: RegionExposure, constants: ReliabilityConstants): Distribution {
  const base = constants.regionEventMinutes.value;
  const switchMinutes = strategy === null ? 0 : recoveryObjectives(strategy).rtoMinutes;
  return {
    kind: 'mixture',
    parts: impactPoints(constants.regionEventImpact.value, IMPACT_CELLS).map(({ weight, share }) => ({
      weight,
      distribution: {
        kind: 'staged',
        base,
        switchMinutes,
        before: share,
        after: strategy === null ? share : 0,
      },
    })),
  };
}

/** Cells of the share of requests hit: four keep the mean exactly and the spread closely enough for a class of half an event a year. */
const IMPACT_CELLS = 4;

/** Events beyond one zone: errors of the control plane mostly, which machines that run outlive. */
export function regionClasses(
  { region }: Pick<Availability, 'region'>,
  constants: ReliabilityConstants,
): readonly ClassDraft[] {
  if (region === null) return [];
  return [
    {
      name: 'region event',
      kind: 'region',
      ratePerYear: constants.regionEventsPerRegionYear.value,
      impact: 1,
      duration: regionOutage(region, constants),
      constants: ['regionEventsPerRegionYear', 'regionEventImpact', 'regionEventMinutes'],
    },
  ];
}

/** Downtime that is planned, inside the hours that the objective counts. */
export function plannedClasses(planned: readonly PlannedDowntime[]): readonly ClassDraft[] {
  return planned.map(({ perMonth, minutes, impact }) => ({
    name: 'planned downtime',
    kind: 'planned',
    ratePerYear: perMonth * 12,
    impact,
    duration: { kind: 'fixed', minutes },
    constants: [],
  }));
}
