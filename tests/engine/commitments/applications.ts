/** Small organisations to apply commitments to, with orders made by hand. */

import type { ApplicationInput } from '../../../src/engine/commitments/application.ts';
import type { ReservedInstance, SavingsPlan } from '../../../src/engine/commitments/commitment.ts';
import type { ApplicationOrder, Benefit, Step } from '../../../src/engine/commitments/draw.ts';
import {
  type CommitmentSettings,
  DEFAULT_COMMITMENT_SETTINGS,
} from '../../../src/engine/commitments/settings.ts';
import type { UsagePool } from '../../../src/engine/commitments/usage.ts';

export const START_MS = Date.UTC(2026, 0, 1);
const MS_PER_HOUR = 3_600_000;

export function pool(
  id: string,
  quantities: readonly number[],
  onDemandRate = 1,
  overrides: Partial<UsagePool> = {},
): UsagePool {
  return {
    id,
    account: 'a',
    workload: null,
    shape: { kind: 'aws-metered', service: 'AWSFargate', region: 'us-east-1', item: 'vcpu-hour' },
    unit: 'vcpu-hour',
    listRate: onDemandRate,
    onDemandRate,
    quantities: Float64Array.from(quantities),
    ...overrides,
  };
}

export function savingsPlan(
  id: string,
  commitmentPerHour: number,
  overrides: Partial<SavingsPlan> = {},
): SavingsPlan {
  return {
    kind: 'savings-plan',
    id,
    ownerAccount: null,
    termYears: 1,
    payment: 'no-upfront',
    startMs: null,
    endMs: null,
    offering: 'compute',
    family: null,
    region: null,
    commitmentPerHour,
    ...overrides,
  };
}

export function reservedInstance(id: string, overrides: Partial<ReservedInstance> = {}): ReservedInstance {
  return {
    kind: 'reserved-instance',
    id,
    ownerAccount: null,
    termYears: 1,
    payment: 'all-upfront',
    startMs: START_MS,
    endMs: START_MS + 8760 * MS_PER_HOUR,
    offeringClass: 'standard',
    instanceType: 'm5.large',
    region: 'us-east-1',
    availabilityZone: null,
    operatingSystem: 'linux',
    tenancy: 'shared',
    count: 1,
    effectivePerHour: 0.6,
    recurringPerHour: 0,
    ...overrides,
  };
}

type Overrides = Partial<Omit<ApplicationInput, 'settings'>> & {
  readonly settings?: Partial<CommitmentSettings>;
};

export function inputOf(pools: readonly UsagePool[], overrides: Overrides = {}): ApplicationInput {
  const hours = pools[0]?.quantities.length ?? 0;
  return {
    period: { startMs: START_MS, endMs: START_MS + hours * MS_PER_HOUR },
    hours,
    pools,
    commitments: [],
    rates: { spendRate: () => null, azureSizeRatio: () => null },
    freeTier: [],
    volumeTiers: [],
    contractDiscounts: [],
    ...overrides,
    settings: { ...DEFAULT_COMMITMENT_SETTINGS, ...overrides.settings },
  };
}

/** An order of draws: each benefit with the pools (by index) it is drawn on by, in order, and their rates. */
export function orderOf(
  ...parts: readonly (readonly [
    Partial<Benefit> & Pick<Benefit, 'id'>,
    readonly (readonly [number, number])[],
  ])[]
): ApplicationOrder {
  return {
    benefits: parts.map(([benefit]) => ({
      instrument: 'compute-savings-plan',
      capacity: 1,
      costPerUnit: 1,
      renewal: 'hour',
      fromHour: 0,
      toHour: 1_000_000,
      ...benefit,
    })),
    steps: parts.flatMap(([, draws], benefit) =>
      draws.map(([usage, unitsPerQuantity]): Step => ({ kind: 'draw', benefit, usage, unitsPerQuantity })),
    ),
  };
}
