/** The availability of a workload after what levers do to it: parameters are changed, and nothing is added up. */

import { applyDataRisk } from './apply-data-risk.ts';
import { assertRiskChange } from './assert-risk.ts';
import type { Availability, ComputeTier, DatabaseDeployment, TierMachine } from './availability.ts';
import { capacityAfterExhaustion } from './burstable-credits.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import type { RiskChange } from './risk.ts';

type Resize = { readonly resourceId: string; readonly ratio: number; readonly memoryRatio?: number };

/** vCPUs of a live machine on average; 0 when none is left. */
function meanCapacity({ machines }: ComputeTier): number {
  let capacity = 0;
  let count = 0;
  for (const machine of machines) {
    if (machine.capacity <= 0) continue;
    capacity += machine.capacity * machine.count;
    count += machine.count;
  }
  return count > 0 ? capacity / count : 0;
}

/** A tier whose machines changed; requests are served at the speed of the machines that are left. */
function withMachines(availability: Availability, machines: readonly TierMachine[]): Availability {
  const { compute, latency } = availability;
  if (!compute) return availability;
  const changed = { ...compute, machines };
  const [before, after] = [meanCapacity(compute), meanCapacity(changed)];
  const isSlower = latency !== null && before > 0 && after > 0 && before !== after;
  return {
    ...availability,
    compute: changed,
    ...(isSlower ? { latency: { ...latency, speed: latency.speed * (after / before) } } : {}),
  };
}

function isStarved({ memoryPeak = null }: TierMachine, memoryRatio: number): boolean {
  return (
    memoryPeak !== null && memoryPeak * (1 + RELIABILITY_CONSTANTS.memoryNeededMargin.value) > memoryRatio
  );
}

function resized(availability: Availability, { resourceId, ratio, memoryRatio }: Resize): Availability {
  const { compute } = availability;
  if (!compute) return availability;
  let isUnobserved = false;
  const machines = compute.machines.map((machine): TierMachine => {
    if (machine.resourceId !== resourceId) return machine;
    const smaller = { ...machine, capacity: machine.capacity * ratio };
    if (memoryRatio === undefined || memoryRatio >= 1 || ratio === 0) return smaller;
    const peak = machine.memoryPeak ?? null;
    if (peak === null) isUnobserved = true;
    return {
      ...smaller,
      memoryPeak: peak === null ? null : Math.min(1, peak / Math.max(memoryRatio, Number.MIN_VALUE)),
      outOfMemory: machine.outOfMemory === true || isStarved(machine, memoryRatio),
    };
  });
  const next = withMachines(availability, machines);
  return isUnobserved ? { ...next, memoryUnobserved: [...next.memoryUnobserved, resourceId] } : next;
}

/** Average use of the tier's capacity over the day, as a share of what one machine has. */
function averageUse({ peakDemand, capacity, count }: TierMachine, tier: ComputeTier): number {
  if (capacity <= 0 || count <= 0) return 0;
  const load = tier.loadProfile.reduce((sum, point) => sum + point.weight * point.load, 0);
  return Math.min(1, (peakDemand / (capacity * count)) * load);
}

/**
 * A burstable machine that is busier than its baseline on average has no credits left sooner or later, and gets the baseline:
 * credits saved at night are spent in the morning. In unlimited mode it costs more instead.
 */
function burstable(
  availability: Availability,
  change: Extract<RiskChange, { readonly kind: 'burstable' }>,
): Availability {
  const { compute } = availability;
  if (!compute || change.mode === 'unlimited') return availability;
  const machines = compute.machines.map(machine => {
    if (machine.resourceId !== change.resourceId) return machine;
    const use = averageUse(machine, compute);
    const left = capacityAfterExhaustion({ vcpus: 1, baseline: change.baseline }, use);
    // At its baseline a machine is fully used: it serves the share `left` of its average load.
    return left < 1
      ? { ...machine, capacity: (machine.capacity * use * left) / compute.maxUtilization }
      : machine;
  });
  const capped = machines.map((machine, i) => {
    const before = compute.machines[i];
    return before && machine.capacity > before.capacity ? before : machine;
  });
  return withMachines(availability, capped);
}

function machinesChanged(
  availability: Availability,
  change: Extract<RiskChange, { readonly kind: 'machines' }>,
): Availability {
  const { compute } = availability;
  if (!compute) return availability;
  return withMachines(
    availability,
    compute.machines.map(machine =>
      machine.resourceId === change.resourceId
        ? {
            ...machine,
            count: machine.count * change.countRatio,
            capacity: change.countRatio === 0 ? 0 : machine.capacity * change.capacityRatio,
          }
        : machine,
    ),
  );
}

function withTier(availability: Availability, change: Partial<ComputeTier>): Availability {
  const { compute } = availability;
  return compute ? { ...availability, compute: { ...compute, ...change } } : availability;
}

function withDatabase(
  availability: Availability,
  resourceId: string,
  change: Partial<DatabaseDeployment>,
): Availability {
  const databases = availability.databases.map(item =>
    item.resourceId === resourceId ? { ...item, ...change } : item,
  );
  return { ...availability, databases };
}

/** Changes of machines and zones; null for changes of another kind. */
function applyTierRisk(availability: Availability, change: RiskChange): Availability | null {
  switch (change.kind) {
    case 'capacity':
      return resized(availability, change);
    case 'burstable':
      return burstable(availability, change);
    case 'machines':
      return machinesChanged(availability, change);
    case 'zones':
      return withTier(availability, { zones: change.zones });
    case 'zone-affinity':
      return withTier(availability, {
        zoneImbalance: change.imbalance ?? RELIABILITY_CONSTANTS.zoneImbalance.value,
      });
    case 'spot': {
      const { share, pools, monthlyProbability = null } = change;
      return withTier(availability, { spot: share > 0 ? { share, pools, monthlyProbability } : null });
    }
    case 'scaling': {
      const { scaleUpMinutes, scaleUpHeadroom } = RELIABILITY_CONSTANTS;
      const { scaleUpsPerDay, lagMinutes = scaleUpMinutes.value, headroom = scaleUpHeadroom.value } = change;
      return withTier(availability, { scaling: { scaleUpsPerDay, lagMinutes, headroom } });
    }
    case 'reservation-dropped':
      return withTier(availability, { unreserved: true });
    default:
      return null;
  }
}

/** Changes of databases, networks and dependencies; null for changes of another kind. */
function applyServiceRisk(availability: Availability, change: RiskChange): Availability | null {
  switch (change.kind) {
    case 'database-deployment':
      return withDatabase(availability, change.resourceId, { multiAz: change.multiAz });
    case 'database-hosting':
      return withDatabase(availability, change.resourceId, { selfHosted: change.selfHosted });
    case 'database-capacity': {
      const { timeShare, shedShare } = change;
      return withDatabase(availability, change.resourceId, { overload: { timeShare, shedShare } });
    }
    case 'egress': {
      const { gateways, zones, requestShare = null } = change;
      return { ...availability, egress: { gateways, zones, requestShare } };
    }
    case 'dependency': {
      const { kind: _kind, reason: _reason, id, ...declared } = change;
      const dependencies = availability.dependencies.map(item =>
        item.id === id ? { ...item, ...declared } : item,
      );
      return { ...availability, dependencies };
    }
    case 'recovery-strategy':
      return availability.region ? { ...availability, region: { strategy: change.to } } : availability;
    case 'region': {
      const { latency } = availability;
      return latency
        ? { ...availability, latency: { ...latency, addedMs: latency.addedMs + change.addedMs } }
        : availability;
    }
    default:
      return null;
  }
}

/**
 * The availability after changes that last: parameters are changed, and the model is evaluated once afterwards. The order
 * matters only where two changes set the same thing. Events of the month itself (`change-event`, `wrong-removal`) change
 * no parameter: they are handed to `evaluateReliability` for the window in which they happen.
 * Changes of resources that the model does not hold are passed over.
 */
export function applyRisk(availability: Availability, changes: readonly RiskChange[]): Availability {
  let result = availability;
  for (const change of changes) {
    assertRiskChange(change);
    result =
      applyTierRisk(result, change) ?? applyServiceRisk(result, change) ?? applyDataRisk(result, change);
  }
  return result;
}
