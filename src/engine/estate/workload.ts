/** Workloads: resources that serve one purpose, with an owner, an objective, and what is known about how they run. */

import type { CalibratedIncidents } from './workload-calibration.ts';
import type { DataProtection, Tier, Traffic, WorkloadPolicy } from './workload-inputs.ts';

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
  /** Share of good minutes, 0..1: as observed, or the SLA when that is all that is known. */
  readonly availability: number;
  /** Share of good minutes below which its provider pays back, 0..1; a threshold, not a failure rate. Null or left out: not declared. */
  readonly sla?: number | null;
  /** A hard dependency takes the workload down with it; a soft one degrades it by `degradeFraction`. */
  readonly hard: boolean;
  /** Share of requests that fail while a soft dependency is down, 0..1. */
  readonly degradeFraction: number;
};

export type Environment = 'production' | 'staging' | 'development' | 'test' | 'other';

/** How the team runs it. What is null or left out was not declared. */
export type Operations = {
  readonly deploysPerMonth: number;
  /** Share of deployments that need remediation, 0..1 (DORA). */
  readonly changeFailureRate: number;
  /** Failed instances are replaced without a person. */
  readonly autoHeal: boolean;
  /** Mean time to detect, minutes: part of every outage. */
  readonly mttdMinutes?: number | null;
  /** Rehearsed instructions exist for its failures. */
  readonly playbook?: boolean | null;
  readonly engineers?: number | null;
  /** Share of the engineers' time that goes into toil, 0..1. */
  readonly toilShare?: number | null;
  /** Pages in a shift of twelve hours. */
  readonly incidentsPerShift?: number | null;
};

/** A condition on one resource: every given field must match; `*` matches any run of characters. */
export type WorkloadMatch = {
  readonly tags?: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly service?: string;
  readonly region?: string;
  readonly resourceId?: string;
};

/** One workload as declared. Fields that may be left out were not declared. */
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
  /** Name of the preset that filled what was not declared; null: none. */
  readonly preset?: string | null;
  /** Parts that requests pass through, as declared; empty: only what the bill shows. */
  readonly tiers?: readonly Tier[];
  readonly traffic?: Traffic | null;
  readonly data?: DataProtection | null;
  readonly policy?: WorkloadPolicy | null;
  /** Names of services in the incident history that are this workload; `*` matches any run of characters. */
  readonly incidentServices?: readonly string[];
  /** What the incident history makes of the defaults; null: no history was imported. */
  readonly calibration?: CalibratedIncidents | null;
};
