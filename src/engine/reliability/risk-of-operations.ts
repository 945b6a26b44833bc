/** What a lever may say about Regions, data, logs and the people who repair. */

import type { RecoveryStrategy } from './disaster-recovery.ts';
import type { RetrievalOption } from './storage-classes.ts';

/** What is prepared for the loss of a Region. */
export type RecoveryStrategyChange = {
  readonly kind: 'recovery-strategy';
  readonly to: RecoveryStrategy | null;
  readonly reason: string;
};

/** The workload moves to another Region. */
export type RegionChange = {
  readonly kind: 'region';
  readonly from: string;
  readonly to: string;
  /** Longer way of a request. */
  readonly addedMs: number;
  readonly reason: string;
};

/** Volumes of another kind. */
export type VolumeTypeChange = {
  readonly kind: 'volume-type';
  readonly volumes: number;
  /** Share that dies in a year, 0..1. */
  readonly annualFailureRate: number;
  readonly reason: string;
};

/** Backups less or more often, or kept for another time. What is left out stays. */
export type BackupChange = {
  readonly kind: 'backup';
  readonly intervalMinutes?: number;
  readonly retentionDays?: number;
  readonly pointInTime?: boolean;
  readonly reason: string;
};

/** Logs are kept for another time, or fewer of them are written. */
export type LogRetentionChange = {
  readonly kind: 'log-retention';
  readonly daysBefore: number;
  readonly days: number;
  /** Days that can be searched at once; left out: all of them. */
  readonly hotDays?: number;
  readonly reason: string;
};

/** Metrics come less often: alarms fire later. */
export type MetricIntervalChange = {
  readonly kind: 'metric-interval';
  readonly secondsBefore: number;
  readonly seconds: number;
  /** Periods that alarms wait for; left out: the default. */
  readonly periods?: number;
  readonly reason: string;
};

/** Help of the provider comes later. */
export type SupportChange = {
  readonly kind: 'support';
  readonly laterMinutes: number;
  readonly reason: string;
};

/** Planned outages inside the hours that the objective counts. */
export type PlannedDowntimeChange = {
  readonly kind: 'planned-downtime';
  readonly perMonth: number;
  readonly minutes: number;
  readonly impact: number;
  readonly reason: string;
};

/** Objects move to a storage class: what comes back late, and what is kept in one zone only. */
export type StorageClassChange = {
  readonly kind: 'storage-class';
  /** As the provider names it. */
  readonly to: string;
  readonly retrieval: RetrievalOption;
  readonly reason: string;
};

/** A copy of data is deleted. */
export type CopyDeletion = { readonly kind: 'copy-deletion'; readonly reason: string };
