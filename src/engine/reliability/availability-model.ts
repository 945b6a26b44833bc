/** From the estate to the availability model: which machines, databases and dependencies keep a workload up. */

import { assert } from '../assert.ts';
import type {
  DatabaseResource,
  InstanceResource,
  Percentiles,
  Resource,
  UsageProfile,
} from '../estate/estate.ts';
import { recoveryPosture } from '../estate/recovery-tags.ts';
import type { Dependency, Workload } from '../estate/workload.ts';
import type { Assumption, Availability, ComputeTier, TierMachine } from './availability.ts';
import { NOTHING_MORE, PLAIN_TIER } from './availability.ts';
import { dependencyClosure } from './blast-radius.ts';
import type { LoadPoint, ReliabilityConstants } from './constants.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import { dataExposureOf } from './data-exposure.ts';
import {
  calibrationOf,
  declaredDatabases,
  declaredTier,
  egressOf,
  instancesOfTier,
  spotOf,
} from './declared-topology.ts';
import { latencyObjectiveOf } from './latency-burn.ts';

/** vCPUs of one machine; null when the price book does not know it. */
type CapacityOf = (instance: InstanceResource) => number | null;

/** What stands beside the resources. */
type BuildOptions = {
  readonly capacityOf: CapacityOf;
  readonly constants?: ReliabilityConstants;
  /** All of the estate: a dependency with the name of one has dependencies of its own. */
  readonly workloads?: readonly Workload[];
};

/**
 * The availability model of a workload. Resources of other workloads are passed over.
 * One tier stands for all its machines, every database is needed, every dependency counts once; what is assumed is listed.
 */
export function buildAvailability(
  workload: Workload,
  resources: readonly Resource[],
  options: BuildOptions,
): Availability {
  const constants = options.constants ?? RELIABILITY_CONSTANTS;
  const own = resources.filter(resource => resource.workload === workload.name);
  const instances = own.filter(
    (resource): resource is InstanceResource => resource.kind === 'instance' && countOf(resource) > 0,
  );
  const databases = own.filter(
    (resource): resource is DatabaseResource => resource.kind === 'database' && total(resource.hours) > 0,
  );
  const assumptions: Assumption[] = [];
  const tier = declaredTier(workload, 'compute');
  const billed =
    instances.length > 0 ? buildTier(workload, instances, options.capacityOf, constants, assumptions) : null;
  const compute = instancesOfTier(tier, billed, workload, constants);
  const deployments = declaredDatabases(
    workload,
    databases.map(({ id, multiAz }) => ({ resourceId: id, multiAz, restoreMinutes: null })),
  );
  const hasStandby = deployments.length > 0 && deployments.every(({ multiAz }) => multiAz);
  const machineCount = compute?.machines.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return {
    ...NOTHING_MORE,
    workload: workload.name,
    slo: workload.slo,
    costPerBadMinute: workload.costPerBadMinute,
    deploysPerMonth: amount(workload.operations.deploysPerMonth),
    changeFailureRate: Math.min(1, amount(workload.operations.changeFailureRate)),
    autoHeal: tier?.autoHeal ?? workload.operations.autoHeal,
    compute,
    databases: deployments,
    dependencies: dependenciesOf(workload, options.workloads ?? []),
    region: own.length > 0 ? { strategy: recoveryPosture(own) } : null,
    egress: egressOf(workload, compute?.zones ?? 1),
    data: dataExposureOf(workload, hasStandby),
    latency: latencyObjectiveOf(workload, machineCount, tier?.requestsPerSecond ?? null),
    calibration: calibrationOf(workload),
    assumptions,
  };
}

const amount = (value: number) => (Number.isFinite(value) && value > 0 ? value : 0);
const share = (value: number) => Math.min(1, amount(value));

function total(profile: UsageProfile): number {
  let sum = 0;
  for (const hours of profile) sum += amount(hours);
  return sum;
}

/** Machines running on average over the period. */
function countOf({ compute }: InstanceResource): number {
  return compute.reduce((sum, { hours }) => sum + (hours.length > 0 ? total(hours) / hours.length : 0), 0);
}

function buildTier(
  workload: Workload,
  instances: readonly InstanceResource[],
  capacityOf: CapacityOf,
  constants: ReliabilityConstants,
  assumptions: Assumption[],
): ComputeTier {
  const capacities = knownCapacities(instances, capacityOf, assumptions);
  const peaks = instances.map(peakOf);
  const unknown = peaks.filter(peak => peak === null).length;
  if (unknown > 0) {
    const value = constants.peakCpuUtilization.value;
    const message = `${unknown} of ${instances.length} machines have no CPU metric: ${value * 100} % at the peak is assumed`;
    assumptions.push({ constant: 'peakCpuUtilization', message });
  }
  const machines = instances.map((instance, index): TierMachine => {
    const count = countOf(instance);
    const capacity = capacities[index] ?? 1;
    const peak = peaks[index] ?? constants.peakCpuUtilization.value;
    const memory = instance.utilization?.memory.max ?? instance.utilization?.memory.p99 ?? null;
    return {
      resourceId: instance.id,
      count,
      capacity,
      peakDemand: capacity * count * peak,
      ...(memory !== null && Number.isFinite(memory) ? { memoryPeak: share(memory) } : {}),
    };
  });
  return {
    machines,
    zones: zonesOf(workload, instances, assumptions),
    maxUtilization: share(workload.maxUtilization) || 1,
    loadProfile: loadProfileOf(instances, machines, constants, assumptions),
    ...PLAIN_TIER,
    spot: spotOf(instances),
  };
}

/** vCPUs by machine; an unknown one counts as the mean of the known ones, since only proportions matter. */
function knownCapacities(
  instances: readonly InstanceResource[],
  capacityOf: CapacityOf,
  assumptions: Assumption[],
): number[] {
  const read = instances.map(instance => amount(capacityOf(instance) ?? 0));
  const known = read.filter(capacity => capacity > 0);
  if (known.length === read.length) return read;
  const substitute = known.length > 0 ? known.reduce((sum, capacity) => sum + capacity, 0) / known.length : 1;
  const unknown = read.length - known.length;
  assumptions.push({
    constant: null,
    message: `${unknown} of ${read.length} machines have an unknown size: the mean of the others is assumed`,
  });
  return read.map(capacity => (capacity > 0 ? capacity : substitute));
}

/** Busiest use of a machine: p99, else p95, 0..1; null when neither was measured. */
function peakOf({ utilization }: InstanceResource): number | null {
  const peak = utilization?.cpu.p99 ?? utilization?.cpu.p95 ?? null;
  return peak === null || !Number.isFinite(peak) ? null : share(peak);
}

function zonesOf(
  workload: Workload,
  instances: readonly InstanceResource[],
  assumptions: Assumption[],
): number {
  if (workload.zones !== null && Number.isFinite(workload.zones))
    return Math.max(1, Math.floor(workload.zones));
  const zones = new Set(instances.flatMap(({ availabilityZone }) => availabilityZone ?? []));
  if (zones.size > 0) return zones.size;
  assumptions.push({
    constant: null,
    message: 'no zone is declared and the bill names none: a single zone is assumed',
  });
  return 1;
}

/**
 * Time at each share of the peak: half of it at or below p50, 45 % between p50 and p95, 4 % up to p99, 1 % at the peak,
 * all machines being busy at the same time. Without these metrics on every machine, the default day curve.
 */
function loadProfileOf(
  instances: readonly InstanceResource[],
  machines: readonly TierMachine[],
  constants: ReliabilityConstants,
  assumptions: Assumption[],
): readonly LoadPoint[] {
  const sum = { p50: 0, p95: 0, p99: 0 };
  for (const [index, { utilization }] of instances.entries()) {
    const quantiles = utilization && orderedQuantiles(utilization.cpu);
    if (!quantiles) {
      assumptions.push({
        constant: 'loadProfile',
        message: 'not every machine has p50, p95 and p99 of its CPU: a default day curve is assumed',
      });
      return constants.loadProfile.value;
    }
    const machine = machines[index];
    assert(machine, 'machines and instances correspond');
    const weight = machine.capacity * machine.count;
    sum.p50 += weight * quantiles.p50;
    sum.p95 += weight * quantiles.p95;
    sum.p99 += weight * quantiles.p99;
  }
  if (sum.p99 === 0) return constants.loadProfile.value;
  return [
    { weight: 0.5, load: sum.p50 / sum.p99 },
    { weight: 0.45, load: (sum.p50 + sum.p95) / 2 / sum.p99 },
    { weight: 0.04, load: (sum.p95 + sum.p99) / 2 / sum.p99 },
    { weight: 0.01, load: 1 },
  ];
}

/** Quantiles in their order, 0..1; null when one is missing. */
function orderedQuantiles({ p50, p95, p99 }: Percentiles): { p50: number; p95: number; p99: number } | null {
  if (p50 === null || p95 === null || p99 === null) return null;
  const top = share(p99);
  const upper = Math.min(top, share(p95));
  return { p50: Math.min(upper, share(p50)), p95: upper, p99: top };
}

/** Each dependency once at any depth, with shares within 0..1. */
function dependenciesOf(workload: Workload, workloads: readonly Workload[]): readonly Dependency[] {
  const clean = (each: Workload): Pick<Workload, 'name' | 'dependencies'> => ({
    name: each.name,
    dependencies: each.dependencies.map(dependency => ({
      ...dependency,
      availability: share(dependency.availability),
      degradeFraction: share(dependency.degradeFraction),
    })),
  });
  return dependencyClosure(clean(workload), workloads.map(clean));
}
