/** The parameters of a workload's availability: plain data that levers change and the model is evaluated on. */

import type { Dependency, Slo } from '../estate/workload.ts';
import type { ConstantName, LoadPoint } from './constants.ts';
import type { DataExposure, EvidenceKept } from './data-exposure.ts';
import type { RecoveryStrategy } from './disaster-recovery.ts';
import type { LatencyObjective } from './latency-burn.ts';

/** Machines behind one resource. */
export type TierMachine = {
  readonly resourceId: string;
  /** Machines running on average. */
  readonly count: number;
  /** vCPUs of one of them; 0 when it was removed. */
  readonly capacity: number;
  /** vCPUs in use at its busiest, all its machines together. Removing the machine leaves its demand to the others. */
  readonly peakDemand: number;
  /** Most memory seen in use over the memory it has, 0..1; null or left out: not measured. */
  readonly memoryPeak?: number | null;
  /** Got less memory than it was seen to use. */
  readonly outOfMemory?: boolean;
};

/** The interruptible part of a tier: pools that vanish as one. */
export type SpotShare = {
  /** Share of the machines, 0..1. */
  readonly share: number;
  /** Pools (type x zone) that it is spread over evenly. */
  readonly pools: number;
  /** Interruption of a pool in a month, 0..1; null: the default. */
  readonly monthlyProbability: number | null;
};

/** Machines that are started when the load rises, instead of being there. */
export type Scaling = {
  /** Times a day that the load outgrows the machines that run. */
  readonly scaleUpsPerDay: number;
  /** From the alarm until a new machine serves. */
  readonly lagMinutes: number;
  /** Share of capacity kept free for that time, 0..1. */
  readonly headroom: number;
};

/** The machines that serve the workload's requests, taken as one tier behind one load balancer. */
export type ComputeTier = {
  readonly machines: readonly TierMachine[];
  /** Zones the tier is spread over; never more than it has machines when evaluated. */
  readonly zones: number;
  /** Use of a machine beyond which requests suffer, 0..1. */
  readonly maxUtilization: number;
  /** Time at each share of the peak; weights add up to 1. */
  readonly loadProfile: readonly LoadPoint[];
  /** Share of what it needs below which the tier serves nothing; null: it sheds load gracefully. */
  readonly collapseAt: number | null;
  readonly spot: SpotShare | null;
  readonly scaling: Scaling | null;
  /** Load above its even share that the busiest zone carries, 0..1; above 0 without balancing across zones. */
  readonly zoneImbalance: number;
  /** Replacements may fail to start during a zone event: no capacity is reserved any more. */
  readonly unreserved: boolean;
};

/** A relational database of the workload. */
export type DatabaseDeployment = {
  readonly resourceId: string;
  readonly multiAz: boolean;
  /** Time to restore it in another zone; null: without a standby it waits for its zone. */
  readonly restoreMinutes: number | null;
  /** Left out: a database, which the workload needs for every request. A cache that is cold costs the requests behind it. */
  readonly kind?: 'database' | 'cache';
  /** Run by the team instead of the provider: failures wait for a person, patches are its own. */
  readonly selfHosted?: boolean;
  /** Share of the time in which it is asked for more than it may do, and of the requests lost then; left out: none. */
  readonly overload?: { readonly timeShare: number; readonly shedShare: number };
};

/** The way out of the network: gateways in some zones for machines in all of them. */
export type Egress = {
  readonly gateways: number;
  /** Zones that are served. */
  readonly zones: number;
  /** Share of requests that need it, 0..1; null: the default. */
  readonly requestShare: number | null;
};

/** Exposure to events of a whole Region. */
export type RegionExposure = {
  /** Null: one Region, and nothing prepared for its loss but waiting. */
  readonly strategy: RecoveryStrategy | null;
};

/** What an incident history makes of the model. */
export type CalibrationFactors = {
  /** Incidents seen and assumed together over those assumed. */
  readonly rate: number;
  /** The same for their length. */
  readonly duration: number;
};

/** Outages that are planned, inside the hours that the objective counts. */
export type PlannedDowntime = {
  readonly perMonth: number;
  readonly minutes: number;
  /** 0..1 */
  readonly impact: number;
};

/** Object storage that became less available than it was. */
export type StorageClassAvailability = {
  /** Designed share of good time before and after, 0..1. */
  readonly from: number;
  readonly to: number;
  /** Share of requests that read the moved data, 0..1; null: the default applies. */
  readonly requestShare: number | null;
};

/** Machines that are started again and again, and may fail to. */
export type StartSchedule = {
  readonly startsPerMonth: number;
  /** Null: the default. */
  readonly probability: number | null;
  readonly minutes: number | null;
};

/** Something that was not known and was assumed. */
export type Assumption = {
  /** The constant used instead; null when it is not a number of the model. */
  readonly constant: ConstantName | null;
  readonly message: string;
};

/** A workload as the availability model sees it. JSON-friendly, never changed in place. */
export type Availability = {
  readonly workload: string;
  readonly slo: Slo | null;
  /** USD; null: minutes are reported and no money is invented. */
  readonly costPerBadMinute: number | null;
  readonly deploysPerMonth: number;
  /** 0..1 */
  readonly changeFailureRate: number;
  /** Failed machines are replaced without a person. */
  readonly autoHeal: boolean;
  /** Null when the workload has no machines of its own. */
  readonly compute: ComputeTier | null;
  readonly databases: readonly DatabaseDeployment[];
  /** Each dependency once. */
  readonly dependencies: readonly Dependency[];
  /** Null: not modelled, for a workload without resources. */
  readonly region: RegionExposure | null;
  readonly egress: Egress | null;
  readonly data: DataExposure | null;
  /** Logs and metrics that incidents are solved with; null: as they always were. */
  readonly evidence: EvidenceKept | null;
  /** Added to the repair of everything that a person repairs: detection that became slower, support that answers later. */
  readonly slowerResponseMinutes: number;
  /** Latency objective of the requests; null: none is declared, or their rate and service time are not known. */
  readonly latency: LatencyObjective | null;
  readonly planned: readonly PlannedDowntime[];
  /** Null: no incident history. */
  readonly calibration: CalibrationFactors | null;
  /** Resources that got less memory although nobody measured it. */
  readonly memoryUnobserved: readonly string[];
  /** Object storage fails as one service of a Region: of several entries the one that loses most counts. */
  readonly storage: readonly StorageClassAvailability[];
  readonly starts: readonly StartSchedule[];
  readonly assumptions: readonly Assumption[];
};

/** Parameters of a workload of which nothing but machines, databases and dependencies is known. */
export const NOTHING_MORE = {
  storage: [],
  starts: [],
  region: null,
  egress: null,
  data: null,
  evidence: null,
  slowerResponseMinutes: 0,
  latency: null,
  planned: [],
  calibration: null,
  memoryUnobserved: [],
  assumptions: [],
} as const satisfies Partial<Availability>;

/** A tier that is on demand, static, balanced, and reserved. */
export const PLAIN_TIER = {
  collapseAt: null,
  spot: null,
  scaling: null,
  zoneImbalance: 0,
  unreserved: false,
} as const satisfies Partial<ComputeTier>;
