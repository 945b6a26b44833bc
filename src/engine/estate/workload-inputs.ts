/** What a workload may declare beyond its name: tiers, traffic, data protection, policy. Null is always "not declared", never a yes. */

import type { SpotBand } from '../reliability/spot-pools.ts';

/** What a tier is made of. */
export type TierKind =
  | 'compute'
  | 'database'
  | 'cache'
  | 'object-storage'
  | 'load-balancer'
  | 'nat'
  | 'queue';

/** How a tier gets back on its feet: not at all, by a person, by itself. */
export type Failover = 'none' | 'manual' | 'auto';

/** The interruptible part of a tier. */
export type SpotPurchase = {
  /** Share of the instances, 0..1. */
  readonly share: number;
  /** Pools (type x zone) that the share is spread over evenly, 1 or more. */
  readonly pools: number;
  /** Interruption frequency of the pools as their provider publishes it; null: not declared. */
  readonly band: SpotBand | null;
};

/** One part that requests pass through. */
export type Tier = {
  readonly name: string;
  readonly kind: TierKind;
  /** Instances; null: counted from the bill. */
  readonly count: number | null;
  /** Instances that must be up (k of n); null: worked out from load and capacity. */
  readonly needed: number | null;
  /** Null: those of the workload, or counted from the bill. */
  readonly zones: number | null;
  /** Requests a second that one instance serves at full use; null: worked out from utilisation. */
  readonly requestsPerSecond: number | null;
  /** Utilisation an instance may reach, 0..1; null: that of the workload. */
  readonly maxUtilization: number | null;
  readonly spot: SpotPurchase | null;
  readonly failover: Failover | null;
  readonly failoverMinutes: number | null;
  /** Null: as the workload's operations say. */
  readonly autoHeal: boolean | null;
  readonly stateful: boolean | null;
  /** A synchronous standby in another zone; null: as the bill shows. */
  readonly multiAz: boolean | null;
  /** A member of a consensus group. */
  readonly quorumMember: boolean | null;
  /** Between two checkpoints of a batch job. */
  readonly checkpointIntervalMinutes: number | null;
};

/** Load at one part of the day. */
export type TrafficPoint = {
  /** Share of the time, 0..1; the weights of a profile add up to 1. */
  readonly weight: number;
  readonly requestsPerSecond: number;
};

/** Requests, and how fast they are to be answered. */
export type Traffic = {
  /** Empty: the day curve of the metrics, or the default one. */
  readonly loadProfile: readonly TrafficPoint[];
  /** Mean time that one request keeps a server busy. */
  readonly serviceTimeMs: number | null;
  /** Squared coefficient of variation of the times between arrivals; 1: Poisson. */
  readonly ca2: number;
  /** Squared coefficient of variation of the service times; 1: exponential. */
  readonly cs2: number;
  /** A request is good when it is answered within this time. */
  readonly latencySloMs: number | null;
  /** Share of requests that must be good, 0..1. */
  readonly latencyTarget: number | null;
};

/** How data is kept, and kept safe. */
export type DataProtection = {
  readonly backupIntervalMinutes: number | null;
  /** Until a replica or a backup has the data; 0: synchronous. */
  readonly replicationLagMinutes: number | null;
  /** Point-in-time recovery: logs are kept between backups. */
  readonly pitr: boolean | null;
  readonly volumes: number | null;
  /** Share of the volumes that dies in a year, 0..1; null: that of the volume type. */
  readonly annualFailureRate: number | null;
  readonly restoreMinutes: number | null;
  readonly logRetentionDays: number | null;
  /** Days of logs that can be searched at once. */
  readonly hotLogDays: number | null;
  /** What the logs are, for example `audit` or `application`. */
  readonly logClass: string | null;
  /** The data can be produced again from something else. */
  readonly recreatable: boolean | null;
  readonly otherCopies: number | null;
};

/** What no saving may break. Recovery objectives stand in the workload itself. */
export type WorkloadPolicy = {
  /** Names such as `PCI DSS`, `HIPAA`, `SOX`, `GDPR`; null: not declared, empty: none applies. */
  readonly frameworks: readonly string[] | null;
  readonly personalData: boolean | null;
  /** Recorded basis for a transfer to a third country, for example `adequacy` or `SCC`. */
  readonly transferBasis: string | null;
  readonly transferImpactAssessment: boolean | null;
  /** The owner of the evidence agreed in writing to keep less of it. */
  readonly ownerSignOff: boolean | null;
  /** Largest accepted P(breach) of a window, 0..1; null: that of the plan. */
  readonly maxBreachProbability: number | null;
  /** No changes but urgent ones. */
  readonly freeze: boolean | null;
};

/** A tier of which only the kind is known. */
export const UNDECLARED_TIER: Omit<Tier, 'name' | 'kind'> = {
  count: null,
  needed: null,
  zones: null,
  requestsPerSecond: null,
  maxUtilization: null,
  spot: null,
  failover: null,
  failoverMinutes: null,
  autoHeal: null,
  stateful: null,
  multiAz: null,
  quorumMember: null,
  checkpointIntervalMinutes: null,
};

/** Traffic of which nothing is known: Poisson arrivals, exponential service. */
export const UNDECLARED_TRAFFIC: Traffic = {
  loadProfile: [],
  serviceTimeMs: null,
  ca2: 1,
  cs2: 1,
  latencySloMs: null,
  latencyTarget: null,
};

/** Data of which nothing is known. */
export const UNDECLARED_DATA: DataProtection = {
  backupIntervalMinutes: null,
  replicationLagMinutes: null,
  pitr: null,
  volumes: null,
  annualFailureRate: null,
  restoreMinutes: null,
  logRetentionDays: null,
  hotLogDays: null,
  logClass: null,
  recreatable: null,
  otherCopies: null,
};

/** A policy that says nothing. */
export const UNDECLARED_POLICY: WorkloadPolicy = {
  frameworks: null,
  personalData: null,
  transferBasis: null,
  transferImpactAssessment: null,
  ownerSignOff: null,
  maxBreachProbability: null,
  freeze: null,
};
