/** Azure inputs made up by hand, and a plain runner of orders that shares no code with the engine's. */

import type { OrderInput } from '../../../../src/engine/commitments/application.ts';
import { azureOrder } from '../../../../src/engine/commitments/azure/order.ts';
import { ratioTable } from '../../../../src/engine/commitments/azure/size-flexibility.ts';
import type {
  AzureReservation,
  AzureSavingsPlan,
  AzureScope,
  HybridBenefit,
  PrePurchase,
} from '../../../../src/engine/commitments/commitment.ts';
import type { ApplicationOrder } from '../../../../src/engine/commitments/draw.ts';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../../../src/engine/commitments/settings.ts';
import type { UsagePool } from '../../../../src/engine/commitments/usage.ts';

export const SHARED: AzureScope = { level: 'shared', id: null };

export const DSV2 = ratioTable({
  'DSv2 Series': {
    Standard_DS1_v2: 1,
    Standard_DS2_v2: 2,
    Standard_DS3_v2: 4,
    Standard_DS4_v2: 8,
    Standard_DS5_v2: 16,
  },
  'DSv2 Series High Memory': { Standard_DS11_v2: 1, Standard_DS12_v2: 2 },
});

const TERM = {
  ownerAccount: null,
  termYears: 1,
  payment: null,
  startMs: null,
  endMs: null,
  scope: SHARED,
} as const;

export function reservation(own: Partial<AzureReservation> & { readonly id: string }): AzureReservation {
  return {
    ...TERM,
    kind: 'azure-reservation',
    product: 'virtual-machine',
    sku: 'Standard_DS4_v2',
    region: 'westeurope',
    flexibility: 'group',
    quantity: 1,
    effectivePerHour: 0.8,
    recurringPerHour: 0,
    ...own,
  };
}

export function savingsPlan(own: Partial<AzureSavingsPlan> & { readonly id: string }): AzureSavingsPlan {
  return { ...TERM, kind: 'azure-savings-plan', commitmentPerHour: 1, ...own };
}

export function prePurchase(own: Partial<PrePurchase> & { readonly id: string }): PrePurchase {
  return { ...TERM, kind: 'pre-purchase', product: 'databricks', units: 100, costPerUnit: 0.9, ...own };
}

export function hybridBenefit(own: Partial<HybridBenefit> & { readonly id: string }): HybridBenefit {
  return { ...TERM, kind: 'hybrid-benefit', licence: 'windows-server', cores: 8, ...own };
}

type Place = {
  readonly account?: string;
  readonly resourceGroup?: string;
  readonly managementGroup?: string;
};

function pool(
  id: string,
  quantities: readonly number[],
  shape: UsagePool['shape'],
  rates: { readonly listRate?: number; readonly onDemandRate?: number } & Place,
): UsagePool {
  const listRate = rates.listRate ?? 1;
  return {
    id,
    account: rates.account ?? 'sub-1',
    workload: null,
    shape,
    unit: 'hour',
    listRate,
    onDemandRate: rates.onDemandRate ?? listRate,
    quantities: Float64Array.from(quantities),
  };
}

export function vms(
  id: string,
  size: string,
  quantities: readonly number[],
  own: Place & {
    readonly region?: string;
    readonly listRate?: number;
    readonly onDemandRate?: number;
  } = {},
): UsagePool {
  const { region = 'westeurope', resourceGroup = null, managementGroup = null } = own;
  return pool(id, quantities, { kind: 'azure-vm', size, region, resourceGroup, managementGroup }, own);
}

export function metered(
  id: string,
  product: string,
  quantities: readonly number[],
  own: Place & {
    readonly sku?: string;
    readonly region?: string;
    readonly unitsPerQuantity?: number;
    readonly listRate?: number;
  } = {},
): UsagePool {
  const { sku = 'unit', region = 'westeurope', resourceGroup = null, managementGroup = null } = own;
  const { unitsPerQuantity = 1 } = own;
  return pool(
    id,
    quantities,
    { kind: 'azure-metered', product, sku, region, resourceGroup, managementGroup, unitsPerQuantity },
    own,
  );
}

export function licences(
  id: string,
  licence: 'windows-server' | 'sql-server-standard',
  quantities: readonly number[],
  own: Place & { readonly vcpusPerMachine?: number } = {},
): UsagePool {
  const { resourceGroup = null, managementGroup = null, vcpusPerMachine } = own;
  return pool(
    id,
    quantities,
    {
      kind: 'licence',
      licence,
      region: 'westeurope',
      resourceGroup,
      managementGroup,
      ...(vcpusPerMachine === undefined ? {} : { vcpusPerMachine }),
    },
    own,
  );
}

/** An input of whole hours from the first of January 2026. */
export function orderInput(own: Partial<OrderInput>): OrderInput {
  const hours = own.hours ?? own.pools?.[0]?.quantities.length ?? 1;
  const startMs = Date.UTC(2026, 0, 1);
  return {
    period: { startMs, endMs: startMs + hours * 3_600_000 },
    hours,
    pools: [],
    commitments: [],
    settings: DEFAULT_COMMITMENT_SETTINGS,
    rates: { spendRate: () => null, azureSizeRatio: DSV2 },
    freeTier: [],
    ...own,
  };
}

export type Cover = {
  readonly benefit: string;
  readonly pool: string;
  readonly hour: number;
  readonly quantity: number;
};

/** Runs the draws of an order, hour by hour and step by step, as slowly and plainly as possible. */
export function runOrder(order: ApplicationOrder, input: OrderInput) {
  const remaining = input.pools.map(({ quantities }) => [...quantities]);
  const covers: Cover[] = [];
  const usedUnits = order.benefits.map(() => 0);
  for (let hour = 0; hour < input.hours; hour++) {
    const left = order.benefits.map((benefit, index) =>
      benefit.renewal === 'period' ? benefit.capacity - (usedUnits[index] ?? 0) : benefit.capacity,
    );
    for (const step of order.steps) {
      if (step.kind !== 'draw') throw new Error('Azure has no shares');
      const benefit = order.benefits[step.benefit]!;
      if (hour < benefit.fromHour || hour >= benefit.toHour) continue;
      const quantity = Math.min(left[step.benefit]! / step.unitsPerQuantity, remaining[step.usage]![hour]!);
      if (!(quantity > 0)) continue;
      remaining[step.usage]![hour]! -= quantity;
      left[step.benefit]! -= quantity * step.unitsPerQuantity;
      usedUnits[step.benefit]! += quantity * step.unitsPerQuantity;
      covers.push({ benefit: benefit.id, pool: input.pools[step.usage]!.id, hour, quantity });
    }
  }
  return { covers, remaining, usedUnits };
}

/** Applies the Azure commitments of an input: who covered how much of what, and what is left. */
export function applyAzure(own: Partial<OrderInput>) {
  const input = orderInput(own);
  const run = runOrder(azureOrder(input), input);
  const quantityOf = (match: (cover: Cover) => boolean) =>
    run.covers.filter(match).reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    ...run,
    coveredBy: (benefit: string, poolId?: string) =>
      quantityOf(cover => cover.benefit === benefit && (poolId === undefined || cover.pool === poolId)),
    covered: (poolId: string) => quantityOf(cover => cover.pool === poolId),
  };
}
