/** What a lever does to reliability, as data: changes of a workload's availability parameters, and events of the month it is done in. */

import type { Impact } from './failure-class.ts';
import type {
  BackupChange,
  CopyDeletion,
  LogRetentionChange,
  MetricIntervalChange,
  PlannedDowntimeChange,
  RecoveryStrategyChange,
  RegionChange,
  StorageClassChange,
  SupportChange,
  VolumeTypeChange,
} from './risk-of-operations.ts';
import type {
  Burstable,
  CapacityChange,
  DatabaseCapacityChange,
  DatabaseDeploymentChange,
  DatabaseHostingChange,
  DependencyChange,
  EgressChange,
  MachineCountChange,
  ReservationDropped,
  ScalingChange,
  SpotChange,
  ZoneAffinity,
  ZonesChange,
} from './risk-of-topology.ts';

/**
 * The change itself can fail, in the window in which it is made. One per workload and rollout: machines changed together
 * are one change.
 */
type ChangeEvent = {
  readonly kind: 'change-event';
  /**
   * Over the team's change failure rate: 0.5 a flag or an API call, 1 a rolling change, 1.5 with a restart or failover,
   * 2 a data migration or a new topology, 3 a move to another Region (an assumed scale of reversibility).
   */
  readonly multiplier: number;
  /** Share of requests that fail when it goes wrong; left out: the default for changes. */
  readonly impact?: Impact;
  readonly reason: string;
};

/** Machines that are stopped and started again on a schedule. */
type StartFailure = {
  readonly kind: 'start-failure';
  readonly startsPerMonth: number;
  /** That one start fails; left out: the default, which then counts as such in what a result rests on. */
  readonly probability?: number;
  /** Until a failed start is repaired; left out: the default. */
  readonly minutes?: number;
  readonly reason: string;
};

/** Something was removed that turns out to be needed, in the window of the removal. */
type WrongRemoval = {
  readonly kind: 'wrong-removal';
  /** Left out: the default, as for its restore. */
  readonly probability?: number;
  readonly restoreMinutes?: number;
  readonly reason: string;
};

/** Objects move to a storage class of another availability. */
type StorageAvailabilityChange = {
  readonly kind: 'storage-availability';
  /** Designed share of good time, 0..1. */
  readonly from: number;
  readonly to: number;
  /** Share of the workload's requests that read the moved objects; left out: the default. */
  readonly requestShare?: number;
  readonly reason: string;
};

/** Nothing that runs is touched. */
type NoRisk = { readonly kind: 'none'; readonly reason: string };

/** One statement of a lever about risk: every row of what cost levers do to availability can be said. */
export type RiskChange =
  | ChangeEvent
  | CapacityChange
  | Burstable
  | MachineCountChange
  | ZonesChange
  | ZoneAffinity
  | SpotChange
  | ScalingChange
  | ReservationDropped
  | EgressChange
  | DatabaseDeploymentChange
  | DatabaseHostingChange
  | DatabaseCapacityChange
  | DependencyChange
  | RecoveryStrategyChange
  | RegionChange
  | VolumeTypeChange
  | BackupChange
  | LogRetentionChange
  | MetricIntervalChange
  | SupportChange
  | PlannedDowntimeChange
  | StartFailure
  | WrongRemoval
  | StorageAvailabilityChange
  | StorageClassChange
  | CopyDeletion
  | NoRisk;
