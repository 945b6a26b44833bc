/** From incidents to workloads: which incident is whose, and what that says about the defaults. */

import { matchesPattern } from '../engine/estate/match-workload.ts';
import type { Workload } from '../engine/estate/workload.ts';
import { calibrate, calibrationPrior } from '../engine/reliability/calibration.ts';
import type { Incident, IncidentHistory } from './incident.ts';
import { isWithin, periodOf, yearsOf } from './incident.ts';

/** A service name of the incidents, and how many it has. */
export type ServiceIncidents = {
  readonly service: string;
  /** Null: no workload is called like it. */
  readonly workload: string | null;
  readonly incidents: number;
};

/** Workloads with what their incidents say. */
export type CalibratedWorkloads = {
  /** In their order; without `calibration` where no incident history was imported. */
  readonly workloads: readonly Workload[];
  /** By number of incidents, most first. */
  readonly services: readonly ServiceIncidents[];
  /** Not counted: of low urgency, and outside the period. */
  readonly lowUrgency: number;
  readonly outside: number;
};

/** Letters and digits: `Checkout API` and `checkout-api` are one name. */
const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The first workload that names the service in `incidentServices`; else the first one that is called like it. */
function workloadOf(service: string, workloads: readonly Workload[]): string | null {
  const byPattern = workloads.find(({ incidentServices }) =>
    incidentServices?.some(pattern => matchesPattern(pattern, service)),
  );
  if (byPattern !== undefined) return byPattern.name;
  const name = plain(service);
  return workloads.find(workload => plain(workload.name) === name)?.name ?? null;
}

function byService(
  incidents: readonly Incident[],
  workloads: readonly Workload[],
): readonly ServiceIncidents[] {
  const counts = new Map<string, number>();
  for (const { service } of incidents) counts.set(service, (counts.get(service) ?? 0) + 1);
  return [...counts]
    .map(([service, count]) => ({ service, workload: workloadOf(service, workloads), incidents: count }))
    .sort((a, b) => b.incidents - a.incidents || (a.service < b.service ? -1 : 1));
}

/**
 * Calibrates every workload. One without incidents is calibrated too when the history knows its service from elsewhere: to have
 * had none is an observation. A workload that the history says nothing about stays as it is.
 */
export function calibrateWorkloads(
  workloads: readonly Workload[],
  history: IncidentHistory,
): CalibratedWorkloads {
  const period = periodOf(history);
  const inside = period === null ? [] : history.incidents.filter(incident => isWithin(incident, period));
  const urgent = inside.filter(({ urgency }) => urgency !== 'low');
  // A service with nothing but low urgency was watched all the same.
  const services = byService(inside, workloads);
  const ownerOf = new Map(services.map(({ service, workload }) => [service, workload]));
  const watched = new Set(services.map(({ workload }) => workload));
  const ofWorkload = Map.groupBy(urgent, ({ service }) => ownerOf.get(service) ?? null);
  return {
    workloads: workloads.map(workload => {
      if (period === null || !watched.has(workload.name)) return workload;
      const own = ofWorkload.get(workload.name) ?? [];
      const observed = {
        incidents: own.length,
        years: yearsOf(period),
        minutes: own.flatMap(({ minutes }) => minutes ?? []),
      };
      return { ...workload, calibration: calibrate(calibrationPrior(workload), observed) };
    }),
    services,
    lowUrgency: inside.length - urgent.length,
    outside: history.incidents.length - inside.length,
  };
}
