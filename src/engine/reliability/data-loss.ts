/** Data that is gone for good: how old the newest copy is, how often one is needed, and how often a volume dies. */

import { assert } from '../assert.ts';
import type { Constant } from './constants.ts';
import { assumed, RELIABILITY_CONSTANTS } from './constants.ts';

const EBS_VOLUMES = 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html';

/** Share of volumes that die in a year, as printed: a durability of 99.8 to 99.9 %, and of 99.999 % for io2. */
export const VOLUME_FAILURE_RATES = {
  gp3: {
    value: 0.002,
    low: 0.001,
    high: 0.002,
    unit: 'failures per volume-year',
    provenance: 'published',
    source: EBS_VOLUMES,
    year: null,
    note: 'Durability 99.8 to 99.9 %; the worse end counts.',
  },
  gp2: {
    value: 0.002,
    low: 0.001,
    high: 0.002,
    unit: 'failures per volume-year',
    provenance: 'published',
    source: EBS_VOLUMES,
    year: null,
    note: 'Durability 99.8 to 99.9 %; the worse end counts.',
  },
  io1: {
    value: 0.002,
    low: 0.001,
    high: 0.002,
    unit: 'failures per volume-year',
    provenance: 'published',
    source: EBS_VOLUMES,
    year: null,
    note: 'Durability 99.8 to 99.9 %; the worse end counts.',
  },
  io2: {
    value: 0.00001,
    low: 0.00001,
    high: 0.00001,
    unit: 'failures per volume-year',
    provenance: 'published',
    source: EBS_VOLUMES,
    year: null,
    note: 'Durability 99.999 %.',
  },
} as const satisfies Readonly<Record<string, Constant<number>>>;

/** Times a year that a person deletes what was needed. */
export const OPERATOR_DELETIONS = assumed(
  0.05,
  0.01,
  0.5,
  'deletions per year',
  'Once in twenty years; it outweighs hardware wherever data is replicated.',
);

/** Volumes that die: expected in a time. */
export function expectedVolumeFailures(volumes: number, annualFailureRate: number, years: number): number {
  assertVolumes(volumes, annualFailureRate, years);
  return volumes * annualFailureRate * years;
}

/** P(at least one volume dies): 1 - (1 - AFR)^(volumes x years). */
export function probabilityAnyVolumeFails(volumes: number, annualFailureRate: number, years: number): number {
  assertVolumes(volumes, annualFailureRate, years);
  if (volumes * years === 0) return 0;
  return -Math.expm1(volumes * years * Math.log1p(-annualFailureRate));
}

function assertVolumes(volumes: number, annualFailureRate: number, years: number): void {
  assert(volumes >= 0 && years >= 0, 'a number of volumes is not negative');
  assert(annualFailureRate >= 0 && annualFailureRate <= 1, 'an annual failure rate is a share');
}

/** How data is kept safe. */
export type Backup = {
  /** Between two backups. */
  readonly intervalMinutes: number;
  /** Until a backup or a replica has the data. */
  readonly lagMinutes: number;
  /** Logs are kept between backups: the interval is at most the five minutes that they are shipped in. */
  readonly pointInTime?: boolean;
  /** A replica confirms every write: nothing is lost. */
  readonly synchronous?: boolean;
};

/** Minutes of writes that are lost when a loss happens at any time of the interval. */
export type LossAge = { readonly mean: number; readonly p95: number; readonly longest: number };

/** Age of the newest copy when data is lost: uniform over the interval, and the lag on top. */
export function lossAge({
  intervalMinutes,
  lagMinutes,
  pointInTime = false,
  synchronous = false,
}: Backup): LossAge {
  assert(intervalMinutes >= 0 && lagMinutes >= 0, 'minutes are not negative');
  if (synchronous) return { mean: 0, p95: 0, longest: 0 };
  const shipped = RELIABILITY_CONSTANTS.pointInTimeRecoveryMinutes.value;
  const interval = pointInTime ? Math.min(intervalMinutes, shipped) : intervalMinutes;
  return {
    mean: interval / 2 + lagMinutes,
    p95: 0.95 * interval + lagMinutes,
    longest: interval + lagMinutes,
  };
}

/** Losses a year: volumes that die, and people who delete. */
export function lossEventsPerYear(
  volumes: number,
  annualFailureRate: number,
  operatorDeletions: number = OPERATOR_DELETIONS.value,
): number {
  return expectedVolumeFailures(volumes, annualFailureRate, 1) + operatorDeletions;
}
