/** What people declare about tiers, beside what the bill shows of them. */

import type { InstanceResource } from '../estate/estate.ts';
import type { Workload } from '../estate/workload.ts';
import type { Tier, TierKind } from '../estate/workload-inputs.ts';
import type {
  CalibrationFactors,
  ComputeTier,
  DatabaseDeployment,
  Egress,
  SpotShare,
} from './availability.ts';
import { PLAIN_TIER } from './availability.ts';
import type { ReliabilityConstants } from './constants.ts';
import { mean } from './moments.ts';
import { BAND_PROBABILITY } from './spot-pools.ts';

/** The first tier of a kind that a workload declares; null for none. */
export function declaredTier({ tiers }: Pick<Workload, 'tiers'>, kind: TierKind): Tier | null {
  return tiers?.find(tier => tier.kind === kind) ?? null;
}

/** Interruptible machines of the bill: pools are counted by type and zone; null when there are none. */
export function spotOf(instances: readonly InstanceResource[]): SpotShare | null {
  if (!instances.some(({ compute }) => compute.some(({ purchase }) => purchase === 'spot'))) return null;
  let spot = 0;
  let all = 0;
  const pools = new Set<string>();
  for (const { compute, availabilityZone } of instances) {
    for (const { purchase, hours, instanceType } of compute) {
      const used = hours.reduce((sum, hour) => sum + (hour > 0 ? hour : 0), 0);
      all += used;
      if (purchase !== 'spot' || used === 0) continue;
      spot += used;
      pools.add(`${instanceType} ${availabilityZone ?? ''}`);
    }
  }
  return spot > 0 ? { share: spot / all, pools: pools.size, monthlyProbability: null } : null;
}

function declaredSpot({ spot }: Tier): SpotShare | null {
  if (spot === null || spot.share <= 0) return null;
  const monthlyProbability = spot.band === null ? null : BAND_PROBABILITY[spot.band].value;
  return { share: spot.share, pools: spot.pools, monthlyProbability };
}

/** Demand that makes a tier need as many machines as were declared. */
function withNeeded(tier: ComputeTier, needed: number): ComputeTier {
  let demand = 0;
  let capacity = 0;
  let count = 0;
  for (const machine of tier.machines) {
    demand += machine.peakDemand;
    capacity += machine.capacity * machine.count;
    count += machine.count;
  }
  if (demand === 0 || count === 0) return tier;
  const factor = (needed / count) * ((capacity * tier.maxUtilization) / demand);
  return {
    ...tier,
    machines: tier.machines.map(machine => ({ ...machine, peakDemand: machine.peakDemand * factor })),
  };
}

/** A tier of which the bill shows no machine: as many equal ones as were declared. */
function undeclaredMachines(
  tier: Tier,
  workload: Workload,
  constants: ReliabilityConstants,
): ComputeTier | null {
  const count = tier.count ?? 0;
  if (!(count > 0)) return null;
  const maxUtilization = tier.maxUtilization ?? (workload.maxUtilization > 0 ? workload.maxUtilization : 1);
  const peak = tier.needed === null ? constants.peakCpuUtilization.value : maxUtilization;
  return {
    machines: [{ resourceId: tier.name, count, capacity: 1, peakDemand: count * peak }],
    zones: tier.zones ?? workload.zones ?? 1,
    maxUtilization,
    loadProfile: constants.loadProfile.value,
    ...PLAIN_TIER,
  };
}

/** The compute tier as billed, with what was declared about it: declared numbers hold. Null when there is neither. */
export function instancesOfTier(
  declared: Tier | null,
  billed: ComputeTier | null,
  workload: Workload,
  constants: ReliabilityConstants,
): ComputeTier | null {
  if (declared === null) return withTraffic(billed, workload);
  const tier = billed ?? undeclaredMachines(declared, workload, constants);
  if (tier === null) return null;
  const known = {
    ...tier,
    zones: Math.max(1, Math.floor(declared.zones ?? tier.zones)),
    maxUtilization: declared.maxUtilization ?? tier.maxUtilization,
    spot: declaredSpot(declared) ?? tier.spot,
  };
  return withTraffic(declared.needed === null ? known : withNeeded(known, declared.needed), workload);
}

/** The day curve of the declared traffic, if there is one. */
function withTraffic(tier: ComputeTier | null, { traffic }: Workload): ComputeTier | null {
  const profile = traffic?.loadProfile ?? [];
  const peak = Math.max(0, ...profile.map(({ requestsPerSecond }) => requestsPerSecond));
  const total = profile.reduce((sum, { weight }) => sum + weight, 0);
  if (!tier || peak <= 0 || total <= 0) return tier;
  const loadProfile = profile.map(({ weight, requestsPerSecond }) => ({
    weight: weight / total,
    load: requestsPerSecond / peak,
  }));
  return { ...tier, loadProfile };
}

/** Databases of the bill with what was declared about them, and declared databases and caches that it does not show. */
export function declaredDatabases(
  workload: Workload,
  billed: readonly DatabaseDeployment[],
): readonly DatabaseDeployment[] {
  const tiers = workload.tiers ?? [];
  const database = tiers.find(({ kind }) => kind === 'database');
  const restoreMinutes = workload.data?.restoreMinutes ?? null;
  const own = billed.map(deployment => ({
    ...deployment,
    multiAz: database?.multiAz ?? deployment.multiAz,
    restoreMinutes: deployment.restoreMinutes ?? restoreMinutes,
  }));
  const shown: readonly TierKind[] = billed.length > 0 ? ['cache'] : ['cache', 'database'];
  const others = tiers
    .filter(({ kind }) => shown.includes(kind))
    .map(
      (tier): DatabaseDeployment => ({
        resourceId: tier.name,
        multiAz: tier.multiAz ?? tier.failover === 'auto',
        restoreMinutes,
        ...(tier.kind === 'cache' ? { kind: 'cache' } : {}),
      }),
    );
  return [...own, ...others];
}

/** Gateways as declared; null when no gateway is. */
export function egressOf(workload: Workload, zones: number): Egress | null {
  const nat = declaredTier(workload, 'nat');
  if (nat === null) return null;
  return { gateways: Math.max(1, nat.count ?? nat.zones ?? zones), zones, requestShare: null };
}

/** Posterior over prior of the incident history; null without one. */
export function calibrationOf({ calibration }: Pick<Workload, 'calibration'>): CalibrationFactors | null {
  if (!calibration) return null;
  const { ratePerYear, duration } = calibration;
  const factor = (after: number, before: number) =>
    before > 0 && Number.isFinite(after / before) && after > 0 ? after / before : 1;
  return {
    rate: factor(ratePerYear.posterior.mean, ratePerYear.prior.mean),
    duration: factor(mean(duration.posterior), mean(duration.prior)),
  };
}
