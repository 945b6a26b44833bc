/** Applies Azure commitments of a worked example to its usage: the engine's order and kernel, nothing of its own. */

import { MS_PER_HOUR } from '../../engine/calendar.ts';
import type { CommitmentRates } from '../../engine/commitments/application.ts';
import { azureOrder } from '../../engine/commitments/azure/order.ts';
import { ratioTable } from '../../engine/commitments/azure/size-flexibility.ts';
import type {
  AzureReservation,
  AzureSavingsPlan,
  Commitment,
  PrePurchase,
} from '../../engine/commitments/commitment.ts';
import { createKernel } from '../../engine/commitments/kernel.ts';
import { DEFAULT_COMMITMENT_SETTINGS } from '../../engine/commitments/settings.ts';
import type { UsagePool } from '../../engine/commitments/usage.ts';
import { UserError } from '../../engine/errors.ts';

/** Usage x hours of one example: far above every published one, far below what fills a memory. */
const CELLS_MAX = 5_000_000;

/** Usage of an example: what it is, and how much of it in each hour. */
export type ExampleUsage = {
  /** `virtual-machine`, `sql-database`, ... */
  readonly product: string;
  readonly sku: string;
  readonly unitsPerQuantity?: number;
  /** Pay-as-you-go price per unit; 1 where the example has no prices. */
  readonly onDemandRate?: number;
  readonly quantities: readonly number[];
};

const WHOLE_BILL = {
  ownerAccount: null,
  termYears: null,
  payment: null,
  startMs: null,
  endMs: null,
  scope: { level: 'shared', id: null },
} as const;

/** A reservation of an example that says nothing of Region, scope or price. */
export function exampleReservation(
  product: string,
  sku: string,
  quantity: number,
  more: Partial<Pick<AzureReservation, 'id' | 'flexibility'>> = {},
): AzureReservation {
  return {
    ...WHOLE_BILL,
    kind: 'azure-reservation',
    id: 'reservation',
    product,
    sku,
    region: null,
    flexibility: 'group',
    quantity,
    effectivePerHour: 0,
    recurringPerHour: 0,
    ...more,
  };
}

/** A pre-purchase plan of an example. */
export function examplePrePurchase(product: string, units: number): PrePurchase {
  return { ...WHOLE_BILL, kind: 'pre-purchase', id: 'pre-purchase', product, units, costPerUnit: 0 };
}

/** A savings plan of an example. */
export function exampleSavingsPlan(commitmentPerHour: number): AzureSavingsPlan {
  return { ...WHOLE_BILL, kind: 'azure-savings-plan', id: 'savings-plan', commitmentPerHour };
}

/** Earlier rows of an example are served first: ids in the order of the rows. */
const rowId = (row: number) => String(row).padStart(9, '0');

function poolOf(
  { product, sku, unitsPerQuantity, onDemandRate, quantities }: ExampleUsage,
  row: number,
): UsagePool {
  const place = { region: '', resourceGroup: null, managementGroup: null };
  const rate = onDemandRate ?? 1;
  return {
    id: rowId(row),
    account: '',
    workload: null,
    shape:
      product === 'virtual-machine'
        ? { kind: 'azure-vm', size: sku, ...place }
        : { kind: 'azure-metered', product, sku, unitsPerQuantity: unitsPerQuantity ?? 1, ...place },
    unit: 'unit-hour',
    listRate: rate,
    onDemandRate: rate,
    quantities: Float64Array.from(quantities),
  };
}

/** What was covered: by row of usage and hour, and by commitment and hour. */
export type ExampleCoverage = {
  readonly covered: readonly (readonly number[])[];
  readonly uncovered: readonly (readonly number[])[];
  /** Units of benefit used, by commitment in the order of application. */
  readonly used: readonly (readonly number[])[];
  /** Units of benefit of an hour that nobody used; means nothing for a pool of units. */
  readonly unused: readonly (readonly number[])[];
};

/** @throws UserError when an example asks for more hours than anybody publishes */
export function requireSize(rows: number, hours: number): void {
  if (Number.isFinite(hours) && rows * hours <= CELLS_MAX) return;
  throw new UserError({
    code: 'example-too-large',
    message: `the example has ${rows} rows of usage over ${hours} hours`,
    hint: `keep rows times hours below ${CELLS_MAX}`,
    exitCode: 3,
  });
}

/**
 * Applies commitments to usage, earlier rows first.
 * @param example `ratios`: one size-flexibility group; `planRates`: price of each row under savings plans, null for none
 */
export function applyExample(example: {
  readonly hours: number;
  readonly usage: readonly ExampleUsage[];
  readonly commitments: readonly Commitment[];
  readonly ratios?: Readonly<Record<string, number>>;
  readonly planRates?: readonly (number | null)[];
}): ExampleCoverage {
  const { hours, usage, commitments, ratios = {}, planRates = [] } = example;
  requireSize(usage.length, hours);
  const pools = usage.map(poolOf);
  const rates: CommitmentRates = {
    spendRate: (_plan, pool) => planRates[Number(pool.id)] ?? null,
    azureSizeRatio: ratioTable({ group: ratios }),
  };
  const order = azureOrder({
    period: { startMs: 0, endMs: hours * MS_PER_HOUR },
    hours,
    pools,
    commitments,
    settings: DEFAULT_COMMITMENT_SETTINGS,
    rates,
    freeTier: [],
  });
  const result = createKernel({ order, pools, hours, keepUncovered: true, keepUsed: true }).run();
  const uncovered = result.uncoveredPerHour.map(row => [...row]);
  const used = result.usedPerHour.map(row => [...row]);
  return {
    covered: pools.map(({ quantities }, row) =>
      Array.from(quantities, (quantity, hour) => quantity - (uncovered[row]?.[hour] ?? 0)),
    ),
    uncovered,
    used,
    unused: order.benefits.map(({ capacity }, index) =>
      (used[index] ?? []).map(units => Math.max(0, capacity - units)),
    ),
  };
}

/** Sum of numbers. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** Sums over the rows, by hour. */
export function sumByHour(rows: readonly (readonly number[])[], hours: number): number[] {
  return Array.from({ length: hours }, (_, hour) => sum(rows.map(row => row[hour] ?? 0)));
}
