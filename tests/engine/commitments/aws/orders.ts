/** Small AWS inputs, and what the kernel makes of their order. */

import { MS_PER_HOUR } from '../../../../src/engine/calendar.ts';
import type { FreeTierAllowance, OrderInput } from '../../../../src/engine/commitments/application.ts';
import { awsOrder } from '../../../../src/engine/commitments/aws/order.ts';
import type {
  Commitment,
  ReservedInstance,
  ReservedNode,
  SavingsPlan,
} from '../../../../src/engine/commitments/commitment.ts';
import { createKernel } from '../../../../src/engine/commitments/kernel.ts';
import {
  type CommitmentSettings,
  DEFAULT_COMMITMENT_SETTINGS,
} from '../../../../src/engine/commitments/settings.ts';
import type { UsagePool, UsageShape } from '../../../../src/engine/commitments/usage.ts';

type InstanceShape = Extract<UsageShape, { kind: 'aws-instance' }>;
type NodeShape = Extract<UsageShape, { kind: 'aws-node' }>;

const TERM = { termYears: null, payment: null, startMs: null, endMs: null } as const;
export const PERIOD_START_MS = Date.UTC(2026, 5, 1);

type PoolOptions = { account?: string; rate?: number; quantities?: readonly number[]; quantity?: number };

function pool(id: string, shape: UsageShape, options: PoolOptions): UsagePool {
  const { account = 'A', rate = 1, quantity = 1, quantities = [quantity] } = options;
  return {
    id,
    account,
    workload: null,
    shape,
    unit: 'hour',
    listRate: rate,
    onDemandRate: rate,
    quantities: Float64Array.from(quantities),
  };
}

export function instancePool(
  id: string,
  instanceType: string,
  options: PoolOptions & Partial<InstanceShape> = {},
): UsagePool {
  const { availabilityZone = 'us-east-1a', operatingSystem = 'linux', tenancy = 'shared' } = options;
  const { isEmptySlot = false, region = 'us-east-1' } = options;
  return pool(
    id,
    { kind: 'aws-instance', instanceType, region, availabilityZone, operatingSystem, tenancy, isEmptySlot },
    options,
  );
}

export function nodePool(
  id: string,
  nodeClass: string,
  options: PoolOptions & Partial<NodeShape> = {},
): UsagePool {
  const { service = 'rds', engine = 'mysql', deployment = 'single-az', licence = null } = options;
  const { isIoOptimized = false, region = 'us-east-1' } = options;
  return pool(
    id,
    { kind: 'aws-node', service, nodeClass, engine, deployment, licence, isIoOptimized, region },
    options,
  );
}

export function meteredPool(id: string, service: string, options: PoolOptions & { item?: string } = {}) {
  return pool(id, { kind: 'aws-metered', service, region: 'us-east-1', item: options.item ?? id }, options);
}

export function otherPool(id: string, shape: UsageShape, options: PoolOptions = {}): UsagePool {
  return pool(id, shape, options);
}

export function reserved(
  id: string,
  instanceType: string,
  more: Partial<ReservedInstance> = {},
): ReservedInstance {
  return {
    ...TERM,
    kind: 'reserved-instance',
    id,
    ownerAccount: 'A',
    offeringClass: 'standard',
    instanceType,
    region: 'us-east-1',
    availabilityZone: null,
    operatingSystem: 'linux',
    tenancy: 'shared',
    count: 1,
    effectivePerHour: 0.6,
    recurringPerHour: 0.6,
    ...more,
  };
}

export function reservedNode(id: string, nodeClass: string, more: Partial<ReservedNode> = {}): ReservedNode {
  return {
    ...TERM,
    kind: 'reserved-node',
    id,
    ownerAccount: 'A',
    service: 'rds',
    nodeClass,
    engine: 'mysql',
    deployment: 'single-az',
    licence: null,
    region: 'us-east-1',
    count: 1,
    effectivePerHour: 0.6,
    recurringPerHour: 0.6,
    ...more,
  };
}

export function plan(id: string, commitmentPerHour: number, more: Partial<SavingsPlan> = {}): SavingsPlan {
  return {
    ...TERM,
    kind: 'savings-plan',
    id,
    ownerAccount: 'A',
    offering: 'compute',
    family: null,
    region: null,
    commitmentPerHour,
    ...more,
  };
}

export const familyPlan = (id: string, commitmentPerHour: number, family: string): SavingsPlan =>
  plan(id, commitmentPerHour, { offering: 'ec2-instance', family, region: 'us-east-1' });

export type Case = {
  readonly pools: readonly UsagePool[];
  readonly commitments: readonly Commitment[];
  /** Plan rates by `plan id` or offering, then pool id; 0.7 x on demand where nothing is said. */
  readonly rates?: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly settings?: Partial<CommitmentSettings>;
  readonly freeTier?: readonly FreeTierAllowance[];
};

export function orderInput(each: Case): OrderInput {
  const hours = each.pools[0]?.quantities.length ?? 1;
  return {
    period: { startMs: PERIOD_START_MS, endMs: PERIOD_START_MS + hours * MS_PER_HOUR },
    hours,
    pools: each.pools,
    commitments: each.commitments,
    settings: { ...DEFAULT_COMMITMENT_SETTINGS, ...each.settings },
    rates: {
      spendRate: (commitment, { id, onDemandRate }) => {
        const table =
          each.rates?.[commitment.id] ??
          (commitment.kind === 'savings-plan' ? each.rates?.[commitment.offering] : undefined);
        return table ? (table[id] ?? null) : 0.7 * onDemandRate;
      },
      azureSizeRatio: () => null,
    },
    freeTier: each.freeTier ?? [],
  };
}

/** What became of a case: covered units by pool and commitment, uncovered units, used units, and what is paid. */
export function run(each: Case) {
  const input = orderInput(each);
  const order = awsOrder(input);
  const result = createKernel({ order, pools: input.pools, hours: input.hours, keepUncovered: true }).run();
  const covered: Record<string, Record<string, number>> = {};
  for (const { benefit, pool: index, quantity } of result.covers) {
    const [id, by] = [input.pools[index]!.id, order.benefits[benefit]!.id];
    covered[id] = { ...covered[id], [by]: (covered[id]?.[by] ?? 0) + quantity };
  }
  const uncovered = Object.fromEntries(
    input.pools.map(({ id }, index) => [id, result.uncoveredQuantity[index] ?? 0]),
  );
  const used = Object.fromEntries(order.benefits.map(({ id }, index) => [id, result.usedUnits[index] ?? 0]));
  const onDemandCost = input.pools.reduce(
    (sum, { id, onDemandRate }) => sum + (uncovered[id] ?? 0) * onDemandRate,
    0,
  );
  const committedCost = order.benefits.reduce(
    (sum, { capacity, costPerUnit, fromHour, toHour }) => sum + capacity * costPerUnit * (toHour - fromHour),
    0,
  );
  return {
    order,
    covered,
    uncovered,
    used,
    onDemandCost,
    committedCost,
    total: onDemandCost + committedCost,
  };
}

/** Steps as `commitment -> pool`, in order. */
export function stepNames(each: Case): readonly string[] {
  const { benefits, steps } = awsOrder(orderInput(each));
  return steps.flatMap(step =>
    (step.kind === 'draw' ? [step] : step.targets).map(
      ({ usage }) => `${benefits[step.benefit]?.id} -> ${each.pools[usage]?.id}`,
    ),
  );
}
