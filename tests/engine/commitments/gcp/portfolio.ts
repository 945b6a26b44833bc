/** Google Cloud usage and commitments for tests, and a plain reading of an order: one hour, one step at a time. */

import { monthPeriod } from '../../../../src/engine/calendar.ts';
import type { OrderInput } from '../../../../src/engine/commitments/application.ts';
import type {
  FlexibleCommitment,
  ResourceCommitment,
} from '../../../../src/engine/commitments/commitment.ts';
import type { ApplicationOrder } from '../../../../src/engine/commitments/draw.ts';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../../../src/engine/commitments/settings.ts';
import type { UsagePool, UsageShape } from '../../../../src/engine/commitments/usage.ts';

type ResourceShape = Extract<UsageShape, { kind: 'gcp-resource' }>;

/** vCPU of an n2 machine in us-central1, project `a`, at $1 an hour, one unit in one hour. */
export function pool(
  id: string,
  change: Partial<Omit<UsagePool, 'id' | 'shape'>> & { readonly shape?: Partial<ResourceShape> } = {},
): UsagePool {
  const { shape, ...rest } = change;
  return {
    id,
    account: 'a',
    workload: null,
    unit: 'hour',
    listRate: rest.onDemandRate ?? 1,
    onDemandRate: 1,
    quantities: Float64Array.of(1),
    ...rest,
    shape: {
      kind: 'gcp-resource',
      series: 'n2',
      region: 'us-central1',
      zone: null,
      machineType: null,
      resource: 'vcpu',
      sku: id,
      product: 'compute',
      ...shape,
    },
  };
}

export function meteredPool(
  id: string,
  product: string,
  change: Partial<Omit<UsagePool, 'id' | 'shape'>> = {},
): UsagePool {
  return { ...pool(id, change), shape: { kind: 'gcp-metered', product, region: 'us-central1', sku: id } };
}

const unknownTerm = { termYears: null, payment: null, startMs: null, endMs: null } as const;

/** One n2 vCPU in us-central1 at $0.63, shared. */
export function resourceCommitment(id: string, change: Partial<ResourceCommitment> = {}): ResourceCommitment {
  return {
    kind: 'resource-commitment',
    id,
    ownerAccount: 'a',
    ...unknownTerm,
    series: 'n2',
    region: 'us-central1',
    resource: 'vcpu',
    amount: 1,
    feePerUnitHour: 0.63,
    isShared: true,
    ...change,
  };
}

/** $1 an hour on compute, legacy, 28 % off. */
export function flexibleCommitment(id: string, change: Partial<FlexibleCommitment> = {}): FlexibleCommitment {
  return {
    kind: 'flexible-commitment',
    id,
    ownerAccount: 'a',
    ...unknownTerm,
    model: 'legacy',
    product: 'compute',
    commitmentPerHour: 1,
    discount: 0.28,
    ...change,
  };
}

/** One hour of June 2026 unless it says otherwise; no rates are known. */
export function orderInput(change: Partial<OrderInput>): OrderInput {
  return {
    period: monthPeriod('2026-06'),
    hours: 1,
    pools: [],
    commitments: [],
    settings: DEFAULT_COMMITMENT_SETTINGS,
    rates: { spendRate: () => null, azureSizeRatio: () => null },
    freeTier: [],
    ...change,
  };
}

/** What one hour comes to when the steps are taken as they are written down. */
export function runHour({ benefits, steps }: ApplicationOrder, pools: readonly UsagePool[], hour = 0) {
  const left = benefits.map(({ capacity, fromHour, toHour }) =>
    hour >= fromHour && hour < toHour ? capacity : 0,
  );
  const remaining = pools.map(({ quantities }) => quantities[hour]!);
  const covered = benefits.map(() => pools.map(() => 0));
  for (const step of steps) {
    const targets = step.kind === 'draw' ? [step] : step.targets;
    const wanted = targets.map(({ usage, unitsPerQuantity }) => remaining[usage]! * unitsPerQuantity);
    const total = wanted.reduce((sum, units) => sum + units, 0);
    const ratio = total > 0 ? Math.min(1, left[step.benefit]! / total) : 0;
    for (const { usage } of targets) {
      const quantity = remaining[usage]! * ratio;
      covered[step.benefit]![usage]! += quantity;
      remaining[usage]! -= quantity;
    }
    left[step.benefit]! -= total * ratio;
  }
  return {
    /** Quantity by commitment id, then by pool. */
    covered: Object.fromEntries(benefits.map(({ id }, index) => [id, covered[index]!])),
    remaining,
    /** Units of benefit by commitment id. */
    unused: Object.fromEntries(benefits.map(({ id }, index) => [id, left[index]!])),
    fee: benefits.reduce((sum, { capacity, costPerUnit }) => sum + capacity * costPerUnit, 0),
    onDemandCost: pools.reduce((sum, { onDemandRate }, index) => sum + onDemandRate * remaining[index]!, 0),
  };
}
