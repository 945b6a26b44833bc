/** Workloads: resources that serve one purpose, with an owner and an objective. */

/** A service level objective on availability. */
export type Slo = {
  /** Share of good minutes asked for, 0..1, for example 0.999. */
  readonly objective: number;
  readonly windowDays: number;
};

/** A service this workload needs and does not own. */
export type Dependency = {
  /** Shared by name: two workloads with the same id lean on the same thing. */
  readonly id: string;
  /** Share of good minutes, 0..1. */
  readonly availability: number;
  /** A hard dependency takes the workload down with it; a soft one degrades it by `degradeFraction`. */
  readonly hard: boolean;
  /** Share of requests that fail while a soft dependency is down, 0..1. */
  readonly degradeFraction: number;
};

export type Environment = 'production' | 'staging' | 'development' | 'test' | 'other';

/** How the team runs it. */
export type Operations = {
  readonly deploysPerMonth: number;
  /** Share of deployments that need remediation, 0..1 (DORA). */
  readonly changeFailureRate: number;
  /** Failed instances are replaced without a person. */
  readonly autoHeal: boolean;
};

/** A condition on one resource: every given field must match; `*` matches any run of characters. */
export type WorkloadMatch = {
  readonly tags?: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly service?: string;
  readonly region?: string;
  readonly resourceId?: string;
};

/** One workload as declared. */
export type Workload = {
  readonly name: string;
  readonly owner: string | null;
  readonly environment: Environment;
  /** The team's own word, for example `tier-1`; shown, never computed with. */
  readonly criticality: string | null;
  readonly slo: Slo | null;
  /** Zones that the compute tier is spread over; null: counted from the bill. */
  readonly zones: number | null;
  /** Utilisation an instance may reach before requests suffer, 0..1. */
  readonly maxUtilization: number;
  readonly dependencies: readonly Dependency[];
  readonly operations: Operations;
  /** Revenue or cost of one minute of full outage, USD; null: minutes are reported and no money is invented. */
  readonly costPerBadMinute: number | null;
  /** Recovery objectives, minutes; null when none is declared. */
  readonly rtoMinutes: number | null;
  readonly rpoMinutes: number | null;
  /** Any of these makes a resource part of the workload; the first workload that matches wins. */
  readonly match: readonly WorkloadMatch[];
};
