/** The workloads file a person writes (YAML): who owns what, and what it has to withstand. */

import { assert } from '../assert.ts';
import { doraReport } from '../reliability/change-failures.ts';
import type { Dependency, Operations, Slo, Workload } from './workload.ts';
import type { DataProtection, Tier, Traffic, WorkloadPolicy } from './workload-inputs.ts';
import {
  UNDECLARED_DATA,
  UNDECLARED_POLICY,
  UNDECLARED_TIER,
  UNDECLARED_TRAFFIC,
} from './workload-inputs.ts';
import type { Preset } from './workload-presets.ts';
import { WORKLOAD_DEFAULTS, WORKLOAD_PRESETS } from './workload-presets.ts';
import type { WorkloadEntry, WorkloadsFile } from './workload-schema.ts';

export { type WorkloadsFile, workloadsFileSchema } from './workload-schema.ts';

/** The report whose clusters `doraBand` names. */
const DORA_YEAR = 2024;

/** Members that were given: an undefined one would hide a default when objects are laid over each other. */
function given<T extends object>(members: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}

function changeFailureRateOf(operations: WorkloadEntry['operations']): number {
  const { changeFailureRate, doraBand } = operations ?? {};
  if (doraBand === undefined) return changeFailureRate ?? WORKLOAD_DEFAULTS.changeFailureRate;
  const rate = doraReport(DORA_YEAR)?.find(({ cluster }) => cluster === doraBand)?.changeFailureRate;
  assert(typeof rate === 'number', 'the report gives one rate for each cluster');
  return rate;
}

function operationsOf(operations: WorkloadEntry['operations'], preset: Preset | null): Operations {
  const { doraBand: _band, changeFailureRate: _rate, ...declared } = operations ?? {};
  return {
    deploysPerMonth: preset?.deploysPerMonth.value ?? WORKLOAD_DEFAULTS.deploysPerMonth,
    autoHeal: WORKLOAD_DEFAULTS.autoHeal,
    ...given(declared),
    changeFailureRate: changeFailureRateOf(operations),
  };
}

function dependencyOf(dependency: WorkloadEntry['dependencies'][number]): Dependency {
  const { id, availability, sla, hard, degradeFraction } = dependency;
  return {
    id,
    // With nothing better the SLA stands in for what was observed: it is on the safe side.
    availability: availability ?? sla ?? 1,
    ...(sla === undefined ? {} : { sla }),
    hard: hard ?? WORKLOAD_DEFAULTS.hard,
    degradeFraction: degradeFraction ?? WORKLOAD_DEFAULTS.degradeFraction,
  };
}

function declaredTier(tier: NonNullable<WorkloadEntry['tiers']>[number]): Tier {
  const { spot, ...rest } = tier;
  return {
    ...UNDECLARED_TIER,
    name: tier.kind,
    ...given(rest),
    spot: spot === undefined ? null : { ...spot, band: spot.band ?? null },
  };
}

/** Tiers as declared; those of the preset when none is. */
function tiersOf(entry: WorkloadEntry, preset: Preset | null): readonly Tier[] | null {
  if (entry.tiers !== undefined) return entry.tiers.map(declaredTier);
  return (
    preset?.tiers.map(({ kind, stateful }) => ({ ...UNDECLARED_TIER, name: kind, kind, stateful })) ?? null
  );
}

function dataOf(entry: WorkloadEntry, preset: Preset | null): DataProtection | null {
  const backup = preset?.backupIntervalMinutes ?? null;
  if (entry.data === undefined && backup === null) return null;
  return { ...UNDECLARED_DATA, backupIntervalMinutes: backup?.value ?? null, ...given(entry.data ?? {}) };
}

function policyOf(policy: NonNullable<WorkloadEntry['policy']>): WorkloadPolicy {
  const { rtoMinutes: _rto, rpoMinutes: _rpo, ...rest } = policy;
  return { ...UNDECLARED_POLICY, ...given(rest) };
}

function trafficOf(traffic: NonNullable<WorkloadEntry['traffic']>): Traffic {
  return { ...UNDECLARED_TRAFFIC, ...given(traffic) };
}

function sloOf(entry: WorkloadEntry, preset: Preset | null): Slo | null {
  if (entry.slo !== undefined) return entry.slo;
  return preset === null
    ? null
    : { objective: preset.objective.value, windowDays: WORKLOAD_DEFAULTS.windowDays };
}

/** What was declared beyond the fields that every workload has. */
function declaredInputs(entry: WorkloadEntry, preset: Preset | null): Partial<Workload> {
  const tiers = tiersOf(entry, preset);
  const data = dataOf(entry, preset);
  return {
    ...(entry.preset === undefined ? {} : { preset: entry.preset }),
    ...(tiers === null ? {} : { tiers }),
    ...(entry.traffic === undefined ? {} : { traffic: trafficOf(entry.traffic) }),
    ...(data === null ? {} : { data }),
    ...(entry.policy === undefined ? {} : { policy: policyOf(entry.policy) }),
    ...(entry.incidentServices === undefined ? {} : { incidentServices: entry.incidentServices }),
  };
}

function workloadOf(entry: WorkloadEntry): Workload {
  const preset = entry.preset === undefined ? null : WORKLOAD_PRESETS[entry.preset];
  return {
    name: entry.name,
    owner: entry.owner ?? null,
    environment: entry.environment ?? WORKLOAD_DEFAULTS.environment,
    criticality: entry.criticality ?? null,
    slo: sloOf(entry, preset),
    zones: entry.zones ?? null,
    maxUtilization: entry.maxUtilization ?? preset?.maxUtilization.value ?? WORKLOAD_DEFAULTS.maxUtilization,
    dependencies: entry.dependencies.map(dependencyOf),
    operations: operationsOf(entry.operations, preset),
    costPerBadMinute: entry.costPerBadMinute === undefined ? null : Number(entry.costPerBadMinute),
    rtoMinutes: entry.rtoMinutes ?? entry.policy?.rtoMinutes ?? null,
    rpoMinutes: entry.rpoMinutes ?? entry.policy?.rpoMinutes ?? null,
    match: entry.match.map(given),
    ...declaredInputs(entry, preset),
  };
}

/** Workloads of a parsed file, in its order: the first that matches a resource wins. What is declared goes before what a preset says. */
export function workloadsOf(file: WorkloadsFile): Workload[] {
  return file.workloads.map(workloadOf);
}
