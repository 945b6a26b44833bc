/** The numbers that the availability model rests on, each with where it comes from, so that it can be shown, counted and replaced. */

import type { Constant, LoadPoint, Provenance, RecoveryBand } from './constant.ts';
import { assumed, assumedShape, fitted, UPTIME_ARCHIVE } from './constant.ts';
import type { Pert } from './distribution.ts';
import { TOPOLOGY_CONSTANTS } from './topology-constants.ts';

export type { Constant, ConstantValue, LoadPoint, Provenance, RecoveryBand } from './constant.ts';
export { assumed, published } from './constant.ts';

/** Every default of the model, by name. A caller that knows better hands in its own set. */
export const RELIABILITY_CONSTANTS = {
  ...TOPOLOGY_CONSTANTS,

  windowDays: assumed(
    30,
    28,
    31,
    'days',
    'Window of a workload without an objective; error budget policies use 28 or 30 days.',
  ),

  instanceFailuresPerYear: assumed(
    0.5,
    0.1,
    2,
    'failures per machine-year',
    'No provider publishes it; with an hour of repair it is ten times better than the 99.5 % of a single-machine SLA.',
  ),
  autoHealMinutes: assumed(
    5,
    2,
    15,
    'minutes',
    'Health check, replacement and warm-up of a machine without a person.',
  ),
  manualRecoveryMinutes: assumed(
    60,
    30,
    240,
    'minutes',
    'A person is paged, diagnoses and replaces the machine.',
  ),
  commonCauseShare: assumed(
    0.05,
    0.01,
    0.2,
    'share of failures',
    'Failures that hit every replica at once; without it redundancy looks better than any provider promises.',
  ),
  peakCpuUtilization: assumed(
    0.5,
    0.2,
    0.8,
    'share of capacity',
    'Peak use of a machine that has no metrics.',
  ),
  loadProfile: assumedShape<readonly LoadPoint[]>(
    [
      { weight: 0.7, load: 0.5 },
      { weight: 0.25, load: 0.8 },
      { weight: 0.05, load: 1 },
    ],
    'share of time at share of peak',
    'Day curve of a tier without p50 and p95 metrics.',
  ),

  zoneEventsPerZoneYear: {
    value: 0.185,
    low: 0.0925,
    high: 0.555,
    unit: 'events per zone-year',
    provenance: 'dataset',
    source: UPTIME_ARCHIVE,
    year: 2020,
    note: '36 single-zone events of EC2 in 2018-2020 over about 195 zone-years (zones counted from announcements).',
  } satisfies Constant<number>,
  zoneEventMinutes: fitted(
    4.587,
    0.905,
    '36 single-zone events of EC2 in 2018-2020; median 88, mean 147 minutes.',
  ),
  zoneHitProbability: assumed(
    0.25,
    0.05,
    1,
    'share',
    'Chance that one given machine of the zone is hit: the mode of zoneHitShare.',
  ),
  zoneHitShare: assumedShape<Pert>(
    { kind: 'pert', low: 0.05, mode: 0.25, high: 1 },
    'share of machines',
    'Notices speak of some instances and give no count; the tail up to a whole zone is what headroom must carry.',
  ),
  zoneFailoverMinutes: assumed(
    2,
    0.5,
    5,
    'minutes',
    'Until load balancing stops sending requests to machines of the failed zone.',
  ),

  providerIncidentMinutes: fitted(
    4.776,
    1.032,
    '377 AWS incidents of 2018-2020; median 125, mean 193, p90 440 minutes.',
  ),

  databaseFailuresPerYear: assumed(
    0.5,
    0.1,
    2,
    'failures per instance-year',
    'As for any machine; no provider publishes it.',
  ),
  databaseFailoverMinutes: {
    value: { kind: 'pert', low: 1, mode: 1.5, high: 2 },
    low: null,
    high: null,
    unit: 'minutes',
    provenance: 'published',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html',
    year: null,
    note: 'Failover typically takes 60 to 120 seconds; the shape between is ours.',
  } satisfies Constant<Pert>,
  databaseFailoverSuccess: assumed(
    0.95,
    0.9,
    0.99,
    'probability',
    'Automatic failovers that need no person.',
  ),
  databaseManualFailoverMinutes: assumed(60, 30, 240, 'minutes', 'When the automatic failover did not work.'),
  databaseRestartMinutes: assumed(
    15,
    5,
    60,
    'minutes',
    'Replacement and crash recovery of an instance without a standby.',
  ),
  databaseMaintenancePerYear: assumed(
    4,
    1,
    12,
    'windows per year',
    'Operating system and engine patches that need a restart.',
  ),
  databaseMaintenanceMinutes: assumed(
    10,
    2,
    30,
    'minutes',
    'Downtime of a patch on an instance without a standby.',
  ),

  userImpactingShare: assumed(
    0.2,
    0.05,
    0.5,
    'share of failed changes',
    'A failed change needs remediation; most never reach a user.',
  ),
  changeImpact: assumedShape<Pert>(
    { kind: 'pert', low: 0.01, mode: 0.1, high: 1 },
    'share of requests',
    'Gradual rollouts keep most failures small.',
  ),
  changeRecoveryBands: assumedShape<readonly RecoveryBand[]>(
    [
      { changeFailureRateMax: 0.05, medianMinutes: 20 },
      { changeFailureRateMax: 0.2, medianMinutes: 60 },
      { changeFailureRateMax: 1, medianMinutes: 240 },
    ],
    'minutes',
    'Until rollback ends the impact; bands follow the change failure rates of the 2024 DORA clusters (5, 10 to 20, 40 %).',
  ),
  changeRecoverySigma: assumed(
    0.8,
    0.5,
    1.2,
    'sigma of ln minutes',
    'Spread of the recovery time within a band.',
  ),

  startFailureProbability: assumed(
    0.01,
    0.001,
    0.05,
    'probability per start',
    'A stopped machine does not come back on time: its capacity was not reserved.',
  ),
  startFailureMinutes: assumed(
    15,
    5,
    60,
    'minutes',
    'Until a failed start is noticed and repeated elsewhere.',
  ),
  wrongRemovalProbability: assumed(
    0.01,
    0.001,
    0.05,
    'probability',
    'Something that was idle for 30 days turns out to be needed.',
  ),
  wrongRemovalRestoreMinutes: assumed(
    30,
    10,
    240,
    'minutes',
    'Restore from the snapshot taken before the removal.',
  ),

  coldDataRequestShare: assumed(
    0.05,
    0.001,
    0.5,
    'share of requests',
    'Requests that read data of a colder storage class: it was moved because it is seldom read.',
  ),
  glacierFlexibleRestoreMinutes: assumed(
    300,
    5,
    720,
    'minutes',
    'Standard retrieval takes hours; the 1 to 5 minutes of expedited retrieval are not promised without bought capacity.',
  ),
  deepArchiveRestoreMinutes: {
    value: 720,
    low: 720,
    high: 2880,
    unit: 'minutes',
    provenance: 'published',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html',
    year: null,
    note: 'Standard retrieval within 12 hours, bulk within 48.',
  } satisfies Constant<number>,
  maxBreachProbability: assumed(
    0.05,
    0.01,
    0.1,
    'probability per window',
    'Policy: largest accepted chance of missing an objective.',
  ),
  maxBreachIncrease: assumed(
    0.02,
    0,
    0.05,
    'probability per window',
    'Policy: largest accepted rise of that chance over the baseline.',
  ),

  pointInTimeRecoveryMinutes: {
    value: 5,
    low: 5,
    high: 5,
    unit: 'minutes',
    provenance: 'published',
    source:
      'https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html',
    year: null,
    note: 'Data written since the last shipped log is lost when a database is restored to a point in time.',
  } satisfies Constant<number>,
} as const;

/** Names of the constants. */
export type ConstantName = keyof typeof RELIABILITY_CONSTANTS;

/** A set of constants: the defaults, or a caller's own values in the same places. */
export type ReliabilityConstants = {
  readonly [Name in ConstantName]: (typeof RELIABILITY_CONSTANTS)[Name] extends Constant<infer Value>
    ? Constant<Value>
    : never;
};

const WEAKNESS: Readonly<Record<Provenance, number>> = { published: 0, dataset: 1, default: 2 };

/** The weakest provenance among the named constants: a result is only as good as the worst number in it. `published` for none. */
export function weakestProvenance(
  constants: ReliabilityConstants,
  names: readonly ConstantName[],
): Provenance {
  let weakest: Provenance = 'published';
  for (const name of names) {
    const { provenance } = constants[name];
    if (WEAKNESS[provenance] > WEAKNESS[weakest]) weakest = provenance;
  }
  return weakest;
}
