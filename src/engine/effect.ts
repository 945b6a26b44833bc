/** What a lever does to usage: a closed set of data that the engine applies. A new kind is an architectural decision. */

import type { Commitment } from './commitments/commitment.ts';
import type { StorageClass } from './pricing/object-storage.ts';

/** Hours of the week in which something stays on, in local time. */
export type WeeklySchedule = {
  /** First hour on and first hour off, 0..24. */
  readonly startHour: number;
  readonly endHour: number;
  /** Days on: 0 is Monday. */
  readonly days: readonly number[];
  /** Local time minus UTC, hours. */
  readonly utcOffsetHours: number;
};

/** Stop paying for it. */
export type TerminateEffect = { readonly kind: 'terminate'; readonly resourceId: string };

/** Run it only in these hours. */
export type ScheduleEffect = {
  readonly kind: 'schedule';
  readonly resourceId: string;
  readonly schedule: WeeklySchedule;
};

/** Another size: the same work on other capacity. */
export type ResizeEffect = {
  readonly kind: 'resize';
  readonly resourceId: string;
  readonly toInstanceType: string;
  /** New over old capacity. */
  readonly vcpuRatio: number;
  readonly memoryRatio: number;
};

/** Another volume type or provisioned performance. */
export type ReprovisionEffect = {
  readonly kind: 'reprovision';
  readonly resourceId: string;
  readonly volumeType: string;
  readonly iops: number | null;
  readonly throughputMibps: number | null;
};

/** Another storage class for part of a bucket. */
export type RetierEffect = {
  readonly kind: 'retier';
  readonly resourceId: string;
  readonly fromClass: StorageClass;
  /** Objects of at least this age leave, small ones excepted: afterwards no rule finds them in `fromClass` again. */
  readonly fromDays: number;
  /** GiB that leave `fromClass`. */
  readonly gib: number;
  /** What is billed instead, in GiB of each class (minimum object sizes included). */
  readonly to: readonly { readonly storageClass: StorageClass; readonly gib: number }[];
  /** Class whose transition and retrieval fees apply. */
  readonly transitionClass: 'STANDARD_IA' | 'INT' | 'GLACIER_IR';
  /** Objects moved once, when the rule starts. */
  readonly objectsOnce: number;
  /** Objects that new data sends over the rule every month. */
  readonly objectsPerMonth: number;
  /** GiB read back every month that pay a retrieval fee. */
  readonly retrievedGibPerMonth: number;
  /** GiB a month deleted before the class's minimum duration, and the months of storage still charged for them. */
  readonly earlyDeletedGibPerMonth: number;
  readonly earlyDeletedMonthsCharged: number;
  /** Objects under the monitoring fee of Intelligent-Tiering. */
  readonly monitoredObjects: number;
};

/** With or without a standby in another zone. */
export type RetopologizeEffect = {
  readonly kind: 'retopologize';
  readonly resourceId: string;
  readonly multiAz: boolean;
};

/** Buy commitments: one, or one for each family or Region. */
export type CommitEffect = { readonly kind: 'commit'; readonly commitments: readonly Commitment[] };

export type Effect =
  | TerminateEffect
  | ScheduleEffect
  | ResizeEffect
  | ReprovisionEffect
  | RetierEffect
  | RetopologizeEffect
  | CommitEffect;

/** A charge that comes once, in the month a move takes effect. */
export type OneOffUsage = {
  readonly service: string;
  readonly item: string;
  readonly component: string;
  readonly region: string;
  readonly quantity: number;
};
