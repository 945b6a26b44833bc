/** What a workload can lose for good, and what its people lose when logs are gone: events a year, and minutes of data. */

import type { Workload } from '../estate/workload.ts';
import { lossAge, lossEventsPerYear, OPERATOR_DELETIONS, VOLUME_FAILURE_RATES } from './data-loss.ts';
import {
  DWELL_SIGMA,
  MEDIAN_DWELL_DAYS,
  probabilityEvidenceExpired,
  repairTimeFactor,
} from './evidence-retention.ts';

/** How the data of a workload is kept, as parameters that levers change. Null: not known. */
export type DataExposure = {
  readonly volumes: number | null;
  /** Share of the volumes that dies in a year, 0..1. */
  readonly annualFailureRate: number;
  readonly backupIntervalMinutes: number | null;
  readonly lagMinutes: number;
  readonly pointInTime: boolean;
  /** Every write is confirmed by a replica: volumes that die lose nothing, deletions by a person still do. */
  readonly synchronous: boolean;
  /** Days that backups are kept. */
  readonly backupRetentionDays: number | null;
  readonly restoreMinutes: number | null;
};

/** Logs that are kept to solve incidents with. */
export type EvidenceKept = {
  readonly days: number;
  /** Before any lever. */
  readonly daysBefore: number;
};

/** Data loss of one workload. Null where nothing about its backups is known. */
export type DataLoss = {
  /** Losses a year: volumes that die unless a replica has the data, and people who delete. */
  readonly eventsPerYear: number;
  /** P(at least one in a year), 0..1. */
  readonly anyPerYear: number;
  /** Minutes of writes lost in one event. */
  readonly minutesP50: number | null;
  readonly minutesP95: number | null;
  /** The longest: what a recovery point objective is held against. */
  readonly rpoMinutes: number | null;
  /** Expected minutes of writes lost in a year. */
  readonly minutesPerYear: number | null;
  /** P(damage is found only after every clean backup has expired), 0..1. */
  readonly foundTooLate: number | null;
};

/** What a workload declares about its data, as parameters; null when it declares nothing. */
export function dataExposureOf({ data }: Pick<Workload, 'data'>, hasStandby: boolean): DataExposure | null {
  if (!data) return null;
  return {
    volumes: data.volumes,
    annualFailureRate: data.annualFailureRate ?? VOLUME_FAILURE_RATES.gp3.value,
    backupIntervalMinutes: data.backupIntervalMinutes,
    lagMinutes: data.replicationLagMinutes ?? 0,
    pointInTime: data.pitr === true,
    synchronous: hasStandby || data.replicationLagMinutes === 0,
    backupRetentionDays: null,
    restoreMinutes: data.restoreMinutes,
  };
}

/** Data loss by the parameters; null when they are not known. */
export function dataLossOf(data: DataExposure | null): DataLoss | null {
  if (data === null) return null;
  const { volumes, annualFailureRate, synchronous, backupIntervalMinutes, lagMinutes, pointInTime } = data;
  const eventsPerYear = synchronous
    ? OPERATOR_DELETIONS.value
    : lossEventsPerYear(volumes ?? 0, annualFailureRate);
  // A replica repeats what a person deletes: only a backup, or logs up to the moment, have it.
  const intervalMinutes = pointInTime ? (backupIntervalMinutes ?? Infinity) : backupIntervalMinutes;
  const age =
    intervalMinutes === null
      ? null
      : lossAge({ intervalMinutes, lagMinutes, pointInTime, synchronous: false });
  return {
    eventsPerYear,
    anyPerYear: -Math.expm1(-eventsPerYear),
    minutesP50: age?.mean ?? null,
    minutesP95: age?.p95 ?? null,
    rpoMinutes: age?.longest ?? null,
    minutesPerYear: age ? eventsPerYear * age.mean : null,
    foundTooLate: data.backupRetentionDays === null ? null : expiredBefore(data.backupRetentionDays),
  };
}

/** P(what happened is found after so many days). */
function expiredBefore(days: number): number {
  return probabilityEvidenceExpired(days, MEDIAN_DWELL_DAYS[2025].value, DWELL_SIGMA.value);
}

/**
 * Factor on the time people need to repair: 1 with the logs that there always were, more with the chance that those of an
 * incident are gone. Only what a lever took away counts: teams work with the logs they have.
 * @param factor on the repair without logs
 */
export function repairFactorOf(evidence: EvidenceKept | null, factor: number): number {
  if (evidence === null || evidence.days >= evidence.daysBefore) return 1;
  const lost = expiredBefore(evidence.days) - expiredBefore(evidence.daysBefore);
  return repairTimeFactor(Math.min(1, Math.max(0, lost)), factor);
}
