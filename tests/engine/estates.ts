/** Resources, estates, plans and runs for the tests of the engine, one week long unless a test says otherwise. */

import type { Commitment, ReservedInstance, SavingsPlan } from '../../src/engine/commitments/commitment.ts';
import { recurringFee } from '../../src/engine/commitments/fees.ts';
import { DEFAULT_COMMITMENT_RULES } from '../../src/engine/commitments/settings.ts';
import type {
  BucketResource,
  CommitmentResource,
  ComputeUsage,
  DatabaseResource,
  Estate,
  InstanceResource,
  ObjectAgeGroup,
  OtherResource,
  PaidRates,
  Percentiles,
  Resource,
  ResourceBase,
  Utilization,
  VolumeResource,
} from '../../src/engine/estate/estate.ts';
import { UNALLOCATED_WORKLOAD } from '../../src/engine/estate/match-workload.ts';
import type { Environment, Workload } from '../../src/engine/estate/workload.ts';
import { defaultParams } from '../../src/engine/lever-params.ts';
import { leverById } from '../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS, type Move, type Plan, WHOLE_ESTATE } from '../../src/engine/plan.ts';
import type { PriceBook } from '../../src/engine/price-book.ts';
import { type EstatePrice, priceEstate } from '../../src/engine/pricing/price-estate.ts';
import { createRateCard, type RateCard } from '../../src/engine/rate-card.ts';
import { DEFAULT_PLAN_POLICY } from '../../src/engine/reliability/plan-policy.ts';
import { leverContext } from '../../src/engine/simulate/lever-context.ts';
import { testBook } from '../helpers/test-book.ts';

/** A week: Monday 2024-01-01 00:00 UTC to the next Monday. */
export const HOURS = 168;
export const START_MS = Date.UTC(2024, 0, 1);
export const REGION = 'us-east-1';

export const NO_RATES: PaidRates = {
  onDemandPerHour: new Map(),
  savingsPlanPerHour: new Map(),
  unitPrice: new Map(),
  contractFactor: new Map(),
};

/** A profile with the same quantity in every hour. */
export function flat(quantity: number, hours = HOURS): Float64Array {
  return new Float64Array(hours).fill(quantity);
}

/** A profile of one unit, Monday to Friday from 8 to 20. */
export function officeHours(): Float64Array {
  return Float64Array.from({ length: HOURS }, (_, hour) =>
    hour < 120 && hour % 24 >= 8 && hour % 24 < 20 ? 1 : 0,
  );
}

const NOTHING: Percentiles = { p50: null, p95: null, p99: null, max: null };

/** Metrics; what is not given was not measured. */
export function utilization(more: {
  readonly observedDays?: number | null;
  readonly cpu?: Partial<Percentiles>;
  readonly memory?: Partial<Percentiles>;
  readonly iops?: Partial<Percentiles>;
  readonly throughputMibps?: Partial<Percentiles>;
  readonly networkMbps?: Partial<Percentiles>;
  readonly objectAges?: readonly ObjectAgeGroup[];
}): Utilization {
  const { observedDays = 30, objectAges = [], cpu, memory, iops, throughputMibps, networkMbps } = more;
  return {
    observedDays,
    cpu: { ...NOTHING, ...cpu },
    memory: { ...NOTHING, ...memory },
    iops: { ...NOTHING, ...iops },
    throughputMibps: { ...NOTHING, ...throughputMibps },
    networkMbps: { ...NOTHING, ...networkMbps },
    lastAccess: null,
    objectAges,
  };
}

function baseOf(id: string, more: Partial<ResourceBase> = {}): ResourceBase {
  return {
    id,
    name: null,
    serviceName: 'Amazon Elastic Compute Cloud',
    serviceCode: 'AmazonEC2',
    region: REGION,
    availabilityZone: null,
    account: '111122223333',
    tags: {},
    workload: 'shop',
    billedCost: '0',
    effectiveCost: '0',
    oneTimeBilledCost: '0',
    byService: [],
    modelledCost: 0,
    meters: [],
    added: [],
    contractFactor: 1,
    utilization: null,
    ...more,
  };
}

/** Hours of an m5.large on Linux, all week, unless told otherwise. */
export function usage(more: Partial<ComputeUsage> = {}): ComputeUsage {
  return {
    instanceType: 'm5.large',
    operatingSystem: 'linux',
    tenancy: 'shared',
    purchase: 'on-demand',
    hours: flat(1),
    effectiveCost: 0,
    spotPerHour: null,
    ...more,
  };
}

/** An instance with one usage. */
export function instance(
  id: string,
  compute: Partial<ComputeUsage> | readonly ComputeUsage[] = {},
  more: Partial<ResourceBase> = {},
): InstanceResource {
  const usages = Array.isArray(compute)
    ? (compute as readonly ComputeUsage[])
    : [usage(compute as Partial<ComputeUsage>)];
  return { ...baseOf(id, more), kind: 'instance', compute: usages };
}

/** A volume of gp2, charged for the whole month. */
export function volume(id: string, more: Partial<Omit<VolumeResource, 'kind' | 'id'>> = {}): VolumeResource {
  return {
    ...baseOf(id),
    kind: 'volume',
    volumeType: 'gp2',
    sizeGib: 500,
    iops: null,
    throughputMibps: null,
    monthShare: 1,
    ...more,
  };
}

/** A bucket of 1,000 GiB in Standard. */
export function bucket(id: string, more: Partial<Omit<BucketResource, 'kind' | 'id'>> = {}): BucketResource {
  return {
    ...baseOf(id, { serviceName: 'Amazon Simple Storage Service', serviceCode: 'AmazonS3' }),
    kind: 'bucket',
    storage: [{ storageClass: 'STANDARD', gibMonths: 1000 }],
    monitoredObjects: 0,
    retrievals: [],
    earlyDeletions: [],
    transitions: [],
    ...more,
  };
}

/** A group of objects that is large, never read and holds nothing small. */
export function ages(
  fromDays: number,
  storageGib: number,
  more: Partial<ObjectAgeGroup> = {},
): ObjectAgeGroup {
  return {
    fromDays,
    storageGib,
    objectCount: storageGib * 100,
    smallObjectCount: 0,
    smallObjectGib: 0,
    retrievedGibPerMonth: 0,
    ...more,
  };
}

/** A Multi-AZ PostgreSQL database with 100 GiB of gp3. */
export function database(
  id: string,
  more: Partial<Omit<DatabaseResource, 'kind' | 'id'>> = {},
): DatabaseResource {
  return {
    ...baseOf(id, { serviceName: 'Amazon Relational Database Service', serviceCode: 'AmazonRDS' }),
    kind: 'database',
    instanceClass: 'db.m5.large',
    engine: 'postgresql',
    multiAz: true,
    hours: flat(1),
    storage: [{ type: 'gp3', gibMonths: 100 }],
    isCommitted: false,
    ...more,
  };
}

/** A charge that no lever changes. */
export function other(
  id: string,
  effectiveCost: string,
  more: Partial<Omit<OtherResource, 'kind' | 'id'>> = {},
): OtherResource {
  const { metered = [], ...base } = more;
  return { ...baseOf(id, { billedCost: effectiveCost, effectiveCost, ...base }), kind: 'other', metered };
}

/** A Compute Savings Plan bought on other terms nobody knows. */
export function savingsPlan(
  id: string,
  commitmentPerHour: number,
  more: Partial<SavingsPlan> = {},
): SavingsPlan {
  return {
    kind: 'savings-plan',
    id,
    ownerAccount: null,
    offering: 'compute',
    family: null,
    region: null,
    commitmentPerHour,
    termYears: 1,
    payment: 'no-upfront',
    startMs: null,
    endMs: null,
    ...more,
  };
}

/** A regional Linux reservation at 60 % of the price of an m5.large. */
export function reservedInstance(id: string, more: Partial<ReservedInstance> = {}): ReservedInstance {
  return {
    kind: 'reserved-instance',
    id,
    ownerAccount: null,
    offeringClass: 'standard',
    instanceType: 'm5.large',
    region: REGION,
    availabilityZone: null,
    operatingSystem: 'linux',
    tenancy: 'shared',
    count: 1,
    effectivePerHour: 0.06,
    recurringPerHour: 0.06,
    termYears: 1,
    payment: 'no-upfront',
    startMs: null,
    endMs: null,
    ...more,
  };
}

/** A workload with an objective of 99.9 % in production and none elsewhere. */
export function workload(
  name: string,
  environment: Environment = 'production',
  more: Partial<Workload> = {},
): Workload {
  return {
    ...UNALLOCATED_WORKLOAD,
    name,
    environment,
    slo: environment === 'production' ? { objective: 0.999, windowDays: 30 } : null,
    operations: { deploysPerMonth: 4, changeFailureRate: 0.1, autoHeal: true },
    ...more,
  };
}

export const WORKLOADS: readonly Workload[] = [
  workload('shop'),
  workload('vault'),
  workload('staging', 'staging'),
  workload('lab', 'development'),
  UNALLOCATED_WORKLOAD,
];

/** What a made-up estate may differ in. */
export type EstateOptions = {
  readonly commitments?: readonly Commitment[];
  readonly workloads?: readonly Workload[];
  readonly paidRates?: PaidRates;
  readonly book?: PriceBook;
  readonly hours?: number;
  readonly granularity?: Estate['granularity'];
  /** Charges of a resource that the model does not price, in its amortised cost, by id. */
  readonly extraCost?: (id: string) => number;
  /** What the bill charges over the model's price, by id: 1 where the model is right. */
  readonly fit?: (id: string) => number;
};

function bare(resources: readonly Resource[], options: EstateOptions): Estate {
  const { hours = HOURS } = options;
  return {
    provider: 'AWS',
    currency: 'USD',
    period: { startMs: START_MS, endMs: START_MS + hours * 3_600_000 },
    hours,
    granularity: options.granularity ?? 'hourly',
    resources: [...resources].sort((a, b) => (a.id < b.id ? -1 : 1)),
    workloads: options.workloads ?? WORKLOADS,
    commitments: options.commitments ?? [],
    rules: DEFAULT_COMMITMENT_RULES,
    paidRates: options.paidRates ?? NO_RATES,
    findings: [],
  };
}

const MONEY_DECIMALS = 9;
const money = (amount: number) => {
  const text = amount.toFixed(MONEY_DECIMALS).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
};

function commitmentResource(id: string, unusedCost: number, billedCost: number): CommitmentResource {
  return {
    ...baseOf(id, {
      workload: 'unallocated',
      effectiveCost: money(unusedCost),
      billedCost: money(billedCost),
    }),
    kind: 'commitment',
  };
}

/**
 * An estate whose bill is what the engine itself prices it at, so that only what a test adds differs: every resource costs
 * its modelled price (times `fit`) and `extraCost`; what commitments leave unused stands under the commitment. A resource
 * that the model cannot price keeps the cost it was given.
 */
export function estateOf(resources: readonly Resource[], options: EstateOptions = {}): Estate {
  const estate = bare(resources, options);
  const rates = createRateCard(estate.paidRates, options.book ?? testBook());
  const price = priceEstate(estate, rates);
  const uncovered = uncoveredCost(estate, price);
  const billed = estate.resources.map((resource): Resource => {
    const modelled = price.byResource.get(resource.id);
    if (modelled === undefined) return resource;
    const fit = options.fit?.(resource.id) ?? 1;
    const text = money(modelled * fit);
    const extra = options.extraCost?.(resource.id) ?? 0;
    return {
      ...resource,
      modelledCost: Number(text),
      effectiveCost: money(Number(text) + extra),
      billedCost: money((uncovered.get(resource.id) ?? modelled) * fit + extra),
    };
  });
  const fees = price.allocation.uses.map(({ id, unusedCost }) => {
    const commitment = estate.commitments.find(each => each.id === id);
    return commitmentResource(id, unusedCost, commitment ? recurringFee(commitment, estate.hours) : 0);
  });
  return bare([...billed, ...fees], options);
}

/** What is billed beside fees: everything without a commitment's part. */
function uncoveredCost(estate: Estate, price: EstatePrice): ReadonlyMap<string, number> {
  const { pools, indexById, usesByResource } = price.demand;
  const { uncovered } = price.allocation;
  const costs = new Map<string, number>();
  for (const resource of estate.resources) {
    const modelled = price.byResource.get(resource.id);
    if (modelled === undefined) continue;
    let open = 0;
    for (const { poolId, hours, onDemandRate } of usesByResource.get(resource.id) ?? []) {
      const index = indexById.get(poolId) ?? -1;
      hours.forEach((units, hour) => {
        const running = pools[index]?.quantities[hour] ?? 0;
        if (units > 0) open += ((uncovered[index]?.[hour] ?? 0) / running) * units * onDemandRate;
      });
    }
    costs.set(resource.id, modelled - (price.pooledByResource.get(resource.id) ?? 0) + open);
  }
  return costs;
}

/** Rates of an estate. */
export function ratesOf(estate: Estate, book: PriceBook = testBook()): RateCard {
  return createRateCard(estate.paidRates, book);
}

/** What a lever answers about one resource of an estate (or about the estate), with these parameters. */
export function ask(
  leverId: string,
  estate: Estate,
  resourceId: string | null,
  params: Readonly<Record<string, number | string | boolean>> = {},
  book: PriceBook = testBook(),
) {
  const lever = leverById(leverId);
  if (!lever) throw new Error(`no lever ${leverId}`);
  const target = resourceId === null ? estate : estate.resources.find(({ id }) => id === resourceId);
  if (!target) throw new Error(`no resource ${resourceId}`);
  return lever.find(
    target,
    { ...defaultParams(lever.params), ...params },
    leverContext(estate, ratesOf(estate, book)),
  );
}

/** A move of a lever on the whole estate in month 1. */
export function move(
  lever: string,
  more: Partial<Omit<Move, 'params'>> & { readonly params?: Move['params'] } = {},
): Move {
  return {
    id: lever,
    lever,
    scope: WHOLE_ESTATE,
    start: 1,
    owner: 'team',
    note: null,
    ...more,
    params: { ...defaultParams(leverById(lever)?.params ?? {}), ...more.params },
  };
}

/** A plan that wants 10 % less by month 3. */
export function plan(moves: readonly Move[], more: Partial<Omit<Plan, 'moves'>> = {}): Plan {
  return {
    title: 'Test plan',
    scenario: null,
    target: { goal: { kind: 'reduce-by', fraction: 0.1 }, byMonth: 3, basis: 'run-rate' },
    guardrails: DEFAULT_GUARDRAILS,
    // Nothing ends unless a test says so.
    assumptions: { existingCommitments: 'renew' },
    policy: DEFAULT_PLAN_POLICY,
    ...more,
    moves,
  };
}
