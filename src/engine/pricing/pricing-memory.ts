/**
 * What was priced before, so that an estate with one changed workload costs no more than the change. Everything is remembered by
 * the identity of what it was worked out from, which nothing ever changes in place: a hit is the very number that would come out.
 */

import type { Commitment } from '../commitments/commitment.ts';
import type { UsagePool } from '../commitments/usage.ts';
import type { Resource } from '../estate/estate.ts';
import type { RateCard } from '../rate-card.ts';
import type { Allocation, AllocationTerms } from './allocate-demand.ts';
import type { PoolDetail, ResourceUse, UsageDemand } from './usage-demand.ts';

/** A pool, and the usage it was added up from, in this order. */
type KnownPool = { readonly pool: UsagePool; readonly uses: readonly ResourceUse[] };

type KnownAllocation = {
  readonly pools: readonly UsagePool[];
  readonly commitments: readonly Commitment[];
  readonly terms: AllocationTerms;
  readonly allocation: Allocation;
};

type KnownTotal = { readonly unitCosts: readonly (Float64Array | undefined)[]; readonly total: number };

/** Memory of one rate card. */
type PricingMemory = {
  readonly uses: readonly WeakMap<Resource, { readonly uses: readonly ResourceUse[] | null }>[];
  readonly pools: Map<string, readonly KnownPool[]>;
  allocations: readonly KnownAllocation[];
  readonly unitCosts: WeakMap<UsagePool, readonly Float64Array[]>;
  readonly pooled: WeakMap<readonly ResourceUse[], readonly KnownTotal[]>;
  readonly fixed: WeakMap<Resource, { readonly price: number | null }>;
};

/** Variants of one pool that are remembered: the bill's, and those of the moves looked at last. */
const POOL_VARIANTS = 3;
/** Pools remembered at most: an estate that grows every month has new ones every month. */
const POOLS_MAX = 20_000;
const ALLOCATIONS_MAX = 6;
/** Hourly costs of one pool: of the bill, and with the purchases looked at last. */
const COST_VARIANTS = 4;

const memories = new WeakMap<RateCard, PricingMemory>();

function memoryOf(rates: RateCard): PricingMemory {
  let memory = memories.get(rates);
  if (!memory) {
    memory = {
      uses: Array.from({ length: 4 }, () => new WeakMap()),
      pools: new Map(),
      allocations: [],
      unitCosts: new WeakMap(),
      pooled: new WeakMap(),
      fixed: new WeakMap(),
    };
    memories.set(rates, memory);
  }
  return memory;
}

/** The newest after the first, which is the bill's and asked for again and again; the oldest of the others goes. */
function withNewest<T>(variants: readonly T[], newest: T, limit: number): readonly T[] {
  const [first, ...later] = variants;
  return first === undefined ? [newest] : [first, newest, ...later.slice(0, limit - 2)];
}

/** Whether two lists hold the same; a difference of sign between zeros is none that any sum over them shows. */
function isSameList<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** Usage of a resource that commitments may cover. */
export function rememberedUses(
  rates: RateCard,
  resource: Resource,
  { byAccount, byZone }: PoolDetail,
  compute: () => readonly ResourceUse[] | null,
): readonly ResourceUse[] | null {
  const known = memoryOf(rates).uses[(byAccount ? 2 : 0) + (byZone ? 1 : 0)];
  const found = known?.get(resource);
  if (found) return found.uses;
  const uses = compute();
  known?.set(resource, { uses });
  return uses;
}

/** A pool of these uses. @param hours length of its profile */
export function rememberedPool(
  rates: RateCard,
  id: string,
  uses: readonly ResourceUse[],
  hours: number,
  compute: () => UsagePool,
): UsagePool {
  const { pools } = memoryOf(rates);
  const variants = pools.get(id) ?? [];
  const known = variants.find(each => each.pool.quantities.length === hours && isSameList(each.uses, uses));
  if (known) return known.pool;
  const pool = compute();
  if (pools.size >= POOLS_MAX) pools.clear();
  pools.set(id, withNewest(variants, { pool, uses }, POOL_VARIANTS));
  return pool;
}

/** What commitments do with the usage of these pools. */
export function rememberedAllocation(
  rates: RateCard,
  demand: UsageDemand,
  commitments: readonly Commitment[],
  terms: AllocationTerms,
  compute: () => Allocation,
): Allocation {
  const memory = memoryOf(rates);
  const isSame = (each: KnownAllocation) =>
    each.terms.period === terms.period &&
    each.terms.hours === terms.hours &&
    each.terms.rules === terms.rules &&
    isSameList(each.commitments, commitments) &&
    isSameList(each.pools, demand.pools);
  const known = memory.allocations.find(isSame);
  if (known) return known.allocation;
  const allocation = compute();
  const { period, hours, rules } = terms;
  const { pools } = demand;
  // A caller may go on adding to its list: what was asked is kept as it was.
  const entry = { pools, commitments: [...commitments], terms: { period, hours, rules }, allocation };
  memory.allocations = withNewest(memory.allocations, entry, ALLOCATIONS_MAX);
  return allocation;
}

/** The same hourly costs as before where they are the same to the last digit: sums over them are then known. */
export function rememberedUnitCosts(rates: RateCard, pool: UsagePool, costs: Float64Array): Float64Array {
  const { unitCosts } = memoryOf(rates);
  const variants = unitCosts.get(pool) ?? [];
  const known = variants.find(each => isSameList(each, costs));
  if (known) return known;
  unitCosts.set(pool, withNewest(variants, costs, COST_VARIANTS));
  return costs;
}

/** USD of uses at these hourly costs. */
export function rememberedTotal(
  rates: RateCard,
  uses: readonly ResourceUse[],
  unitCosts: readonly (Float64Array | undefined)[],
  compute: () => number,
): number {
  const { pooled } = memoryOf(rates);
  const variants = pooled.get(uses) ?? [];
  const known = variants.find(each => isSameList(each.unitCosts, unitCosts));
  if (known) return known.total;
  const total = compute();
  pooled.set(uses, withNewest(variants, { unitCosts, total }, COST_VARIANTS));
  return total;
}

/** USD of what no commitment may cover, of a resource whose price depends on itself alone. */
export function rememberedFixedPrice(
  rates: RateCard,
  resource: Resource,
  compute: () => number | null,
): number | null {
  const { fixed } = memoryOf(rates);
  const known = fixed.get(resource);
  if (known) return known.price;
  const price = compute();
  fixed.set(resource, { price });
  return price;
}
