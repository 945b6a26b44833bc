/** What a lever does to usage: a closed set of data that the engine applies. A new kind is an architectural decision. */

import type { Commitment } from './commitments/commitment.ts';
import type { UsageShape } from './commitments/usage.ts';
import type { OperatingSystem, UnitUsage } from './estate/estate.ts';
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

/** Another size: the same work on other capacity. For a database `toInstanceType` is its class. */
export type ResizeEffect = {
  readonly kind: 'resize';
  readonly resourceId: string;
  readonly toInstanceType: string;
  /** New over old capacity. */
  readonly vcpuRatio: number;
  readonly memoryRatio: number;
  /** Another system on an instance, where it changes too: its price is that of the machine with this system. */
  readonly toOperatingSystem?: OperatingSystem;
  /** Another engine or edition of a database, where it changes too. */
  readonly toEngine?: string;
  /** Units in the bill's period, from the month of the change on: licences that are counted by themselves. */
  readonly added?: readonly UnitUsage[];
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
  readonly transitionClass: 'STANDARD_IA' | 'INT' | 'GLACIER_IR' | 'GLACIER_FLEXIBLE' | 'DEEP_ARCHIVE';
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
  /** Units a month that the classes do not count: restore requests of an archive. */
  readonly added?: readonly UnitUsage[];
};

/** With or without a standby in another zone. */
export type RetopologizeEffect = {
  readonly kind: 'retopologize';
  readonly resourceId: string;
  readonly multiAz: boolean;
};

/**
 * Other quantities on the meters of a resource: less traffic, shorter retention, another route, another class. What takes
 * their place is added in units of the price book, so that nothing is cheaper only because it was forgotten.
 */
export type RemeterEffect = {
  readonly kind: 'remeter';
  readonly resourceId: string;
  readonly change: 'reroute' | 'retain' | 'retier' | 'reprovision' | 'replatform' | 'consolidate';
  /** New over old quantity by meter, >= 0. */
  readonly meters: readonly {
    readonly usageType: string;
    readonly operation: string | null;
    readonly factor: number;
  }[];
  /** Units in the bill's period, from the month of the change on. */
  readonly added: readonly UnitUsage[];
  /** Units in the month of the change only. */
  readonly once: readonly UnitUsage[];
};

/** A usage and what takes its place. */
export type ReshapedUsage = {
  /** `priceIdOf` of the usage that changes. */
  readonly fromPriceId: string;
  readonly to: UsageShape;
  /** New over old units: fewer nodes, more of a smaller size. */
  readonly quantityRatio: number;
};

/** Another machine behind usage that commitments may cover: node class, engine, architecture. */
export type ReshapeEffect = ReshapedUsage & {
  readonly kind: 'reshape';
  readonly resourceId: string;
  /** Other usage of the resource that changes with it: the memory that is sold beside the vCPUs. */
  readonly also?: readonly ReshapedUsage[];
  /** New over old capacity of one unit, for utilisation. */
  readonly capacityRatio: number;
  /** Units in the bill's period that take the place of part of it: a cache before a table. */
  readonly added?: readonly UnitUsage[];
};

/** Part of an instance's hours on spot capacity. */
export type SpotEffect = {
  readonly kind: 'spot';
  readonly resourceId: string;
  /** Share of the on-demand hours, 0..1. */
  readonly share: number;
  /** USD per instance-hour on spot, redone work included, by instance type. */
  readonly perHour: Readonly<Record<string, number>>;
};

/** A negotiated share off everything the resource is charged for. */
export type RenegotiateEffect = {
  readonly kind: 'renegotiate';
  readonly resourceId: string;
  /** New over old price, 0..1. */
  readonly factor: number;
};

/** The same thing in another Region: what it runs on, keeps and counts is charged there. */
export type MoveRegionEffect = {
  readonly kind: 'move-region';
  readonly resourceId: string;
  readonly toRegion: string;
  /** New over old price by meter that its kind does not model, >= 0; a meter that is not named keeps its price. */
  readonly meters: readonly {
    readonly usageType: string;
    readonly operation: string | null;
    readonly priceRatio: number;
  }[];
  /** Units in the month of the change only: its data crosses between the Regions. */
  readonly once: readonly UnitUsage[];
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
  | RemeterEffect
  | ReshapeEffect
  | SpotEffect
  | RenegotiateEffect
  | MoveRegionEffect
  | CommitEffect;
