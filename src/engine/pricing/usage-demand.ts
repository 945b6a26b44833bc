/** Adds up what an estate runs into the pools of usage that commitments see. */

import { assert } from '../assert.ts';
import type { Commitment } from '../commitments/commitment.ts';
import type { UsagePool, UsageShape } from '../commitments/usage.ts';
import type { InstanceResource, Resource, UsageProfile } from '../estate/estate.ts';
import { databaseShapeOf } from '../estate/meters/shape-of-meter.ts';
import { priceIdOf, type RateCard } from '../rate-card.ts';
import { compareText } from '../text-order.ts';
import { rememberedPool, rememberedUses } from './pricing-memory.ts';

/** Which attributes tell pools apart besides their price: only those that some commitment asks for. */
export type PoolDetail = { readonly byAccount: boolean; readonly byZone: boolean };

/** Usage of one resource that commitments may cover. */
export type ResourceUse = {
  readonly poolId: string;
  readonly account: string;
  readonly shape: UsageShape;
  readonly unit: string;
  readonly onDemandRate: number;
  readonly hours: UsageProfile;
};

/** Usage of an estate, pooled. */
export type UsageDemand = {
  /** Sorted by id. */
  readonly pools: readonly UsagePool[];
  readonly indexById: ReadonlyMap<string, number>;
  /** By resource id; a resource that cannot be priced is missing. */
  readonly usesByResource: ReadonlyMap<string, readonly ResourceUse[]>;
};

/** The finest pools that these commitments need. Zones and accounts nobody asks for would only multiply the work. */
export function poolDetail(commitments: readonly Commitment[]): PoolDetail {
  return {
    byAccount: commitments.some(({ ownerAccount }) => ownerAccount !== null),
    byZone: commitments.some(each => each.kind === 'reserved-instance' && each.availabilityZone !== null),
  };
}

type Use = Pick<ResourceUse, 'shape' | 'unit' | 'hours'>;

function instanceUses(instance: InstanceResource, detail: PoolDetail): Use[] {
  return instance.compute.flatMap(({ instanceType, operatingSystem, tenancy, purchase, hours }) => {
    if (purchase === 'spot') return [];
    const shape = {
      kind: 'aws-instance',
      instanceType,
      region: instance.region ?? '',
      availabilityZone: detail.byZone ? instance.availabilityZone : null,
      operatingSystem,
      tenancy,
      isEmptySlot: false,
    } as const;
    return [{ shape, unit: 'instance-hour', hours }];
  });
}

function usesWithoutPrice(resource: Resource, detail: PoolDetail): readonly Use[] {
  switch (resource.kind) {
    case 'instance':
      return instanceUses(resource, detail);
    case 'database':
      return [{ shape: databaseShapeOf(resource), unit: 'instance-hour', hours: resource.hours }];
    case 'other':
      return resource.metered;
    default:
      return [];
  }
}

/** Usage of a resource that commitments may cover; null when part of it has no known price: it stays as billed. */
export function usesOf(resource: Resource, rates: RateCard, detail: PoolDetail): ResourceUse[] | null {
  const account = detail.byAccount ? (resource.account ?? '') : '';
  const uses: ResourceUse[] = [];
  for (const use of usesWithoutPrice(resource, detail)) {
    const rate = rates.onDemandRate(use.shape);
    if (rate === null) return null;
    const zone = use.shape.kind === 'aws-instance' ? (use.shape.availabilityZone ?? '') : '';
    const price = resource.drift?.priceFactor ?? 1;
    const poolId = [priceIdOf(use.shape), account, zone, ...(price === 1 ? [] : [price])].join('|');
    uses.push({ ...use, account, poolId, onDemandRate: rate * price });
  }
  return uses;
}

/** Adds one profile to another. A plain loop: it runs over every hour of every resource. */
function addProfile(sum: Float64Array, profile: Float64Array): void {
  for (let hour = 0; hour < sum.length; hour++) sum[hour] = (sum[hour] ?? 0) + (profile[hour] ?? 0);
}

/** One pool; what tells it from others is the same in all of its uses. */
function poolOfUses(id: string, uses: readonly ResourceUse[], hours: number): UsagePool {
  const [first] = uses;
  assert(first !== undefined, 'a pool has a use');
  const { account, shape, unit, onDemandRate } = first;
  const quantities = new Float64Array(hours);
  for (const use of uses) addProfile(quantities, use.hours);
  return { id, account, workload: null, shape, unit, listRate: onDemandRate, onDemandRate, quantities };
}

/** Adds up what every resource uses, hour by hour. Spot is left out: no commitment touches it. */
export function usageDemand(
  resources: Iterable<Resource>,
  rates: RateCard,
  hours: number,
  detail: PoolDetail,
): UsageDemand {
  const byPool = new Map<string, ResourceUse[]>();
  const usesByResource = new Map<string, readonly ResourceUse[]>();
  for (const resource of resources) {
    const uses = rememberedUses(rates, resource, detail, () => usesOf(resource, rates, detail));
    if (uses === null) continue;
    usesByResource.set(resource.id, uses);
    for (const use of uses) {
      const pooled = byPool.get(use.poolId);
      if (pooled) pooled.push(use);
      else byPool.set(use.poolId, [use]);
    }
  }
  const pools = [...byPool]
    .map(([id, uses]) => rememberedPool(rates, id, uses, hours, () => poolOfUses(id, uses, hours)))
    .sort((a, b) => compareText(a.id, b.id));
  return { pools, indexById: new Map(pools.map(({ id }, index) => [id, index])), usesByResource };
}
