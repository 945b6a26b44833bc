/** The parameters of a workload's availability: plain data that levers change and the model is evaluated on. */

import type { Dependency, Slo } from '../estate/workload.ts';
import type { ConstantName, LoadPoint } from './constants.ts';

/** Machines behind one resource. */
export type TierMachine = {
  readonly resourceId: string;
  /** Machines running on average. */
  readonly count: number;
  /** vCPUs of one of them; 0 when it was removed. */
  readonly capacity: number;
  /** vCPUs in use at its busiest, all its machines together. Removing the machine leaves its demand to the others. */
  readonly peakDemand: number;
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
};

/** A relational database of the workload. */
export type DatabaseDeployment = {
  readonly resourceId: string;
  readonly multiAz: boolean;
  /** Time to restore it in another zone; null: without a standby it waits for its zone. */
  readonly restoreMinutes: number | null;
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
  readonly probability: number;
  readonly minutes: number;
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
  /** Object storage fails as one service of a Region: of several entries the one that loses most counts. */
  readonly storage: readonly StorageClassAvailability[];
  readonly starts: readonly StartSchedule[];
  readonly assumptions: readonly Assumption[];
};
