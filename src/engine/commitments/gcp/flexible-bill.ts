/**
 * One hour of a spend-based commitment as the bill shows it, by SKU, in both models (Google Cloud, "Spend-based CUDs data
 * model updates", example scenarios, 2025-2026).
 */

import { assert } from '../../assert.ts';
import type { CommitmentSettings } from '../settings.ts';

/** Eligible usage of one SKU in an hour. */
export type SpendRow = {
  readonly sku: string;
  readonly quantity: number;
  readonly onDemandRate: number;
  /** Price of a unit in the consumption model. */
  readonly spendRate: number;
  /** As billed: quantity x rate, or the rounded amount that a bill prints. */
  readonly onDemandCost: number;
};

/** What both models have in common, USD of the hour. */
type HourBill<Row> = {
  readonly rows: readonly Row[];
  /** What is due for the commitment, used or not. */
  readonly fee: number;
  /** The part of it that no usage took: the fee row without a SKU. */
  readonly unusedFee: number;
  readonly total: number;
};

/** Legacy model: usage at on-demand prices, a fee, and a credit. */
export type LegacyBill = HourBill<{
  readonly sku: string;
  readonly onDemandCost: number;
  readonly fee: number;
  /** COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE, not positive. */
  readonly credit: number;
}> & { readonly onDemandCost: number; readonly credit: number };

/** Consumption model: covered usage at its own price, the rest at the default price, and a fee that use offsets. */
export type ConsumptionBill = HourBill<{
  readonly sku: string;
  readonly fee: number;
  /** FEE_UTILIZATION_OFFSET, not positive. */
  readonly feeUtilizationOffset: number;
  readonly coveredQuantity: number;
  readonly coveredCost: number;
  readonly defaultQuantity: number;
  readonly defaultCost: number;
}>;

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Share of each demand that a capacity covers: all alike. */
function sharedRatio(demands: readonly number[], capacity: number): number {
  const demand = sumOf(demands);
  return demand > 0 ? Math.min(1, capacity / demand) : 0;
}

/** @param onDemandPerHour committed on-demand dollars  @param discount the commitment's one discount, 0..1 */
export function legacyBill(rows: readonly SpendRow[], onDemandPerHour: number, discount: number): LegacyBill {
  assert(
    onDemandPerHour >= 0 && discount >= 0 && discount <= 1,
    'a commitment and its discount are not negative',
  );
  const demands = rows.map(row => row.onDemandCost);
  const ratio = sharedRatio(demands, onDemandPerHour);
  const billed = rows.map(({ sku, onDemandCost }) => {
    const covered = onDemandCost * ratio;
    return { sku, onDemandCost, fee: covered * (1 - discount), credit: covered === 0 ? 0 : -covered };
  });
  const fee = onDemandPerHour * (1 - discount);
  const onDemandCost = sumOf(demands);
  const credit = sumOf(billed.map(row => row.credit));
  const unusedFee = Math.max(0, fee - sumOf(billed.map(row => row.fee)));
  return { rows: billed, fee, unusedFee, onDemandCost, credit, total: fee + onDemandCost + credit };
}

/** Cost of a row when all of it is covered. */
function fullyCovered({ onDemandCost, onDemandRate, spendRate }: SpendRow): number {
  return onDemandRate > 0 ? (onDemandCost * spendRate) / onDemandRate : 0;
}

/** Share of each row that is covered: rows of one discount alike, by the setting one discount after the other. */
function coveredRatios(
  rows: readonly SpendRow[],
  capacity: number,
  order: CommitmentSettings['gcpFlexibleOrder'],
): ReadonlyMap<SpendRow, number> {
  const discountOf = ({ onDemandRate, spendRate }: SpendRow) =>
    order === 'proportional' || onDemandRate <= 0 ? 0 : Math.round((1 - spendRate / onDemandRate) * 1e9);
  const groups = [...Map.groupBy(rows, discountOf).entries()].toSorted(([a], [b]) => b - a);
  const ratios = new Map<SpendRow, number>();
  let left = capacity;
  for (const [, group] of groups) {
    const demands = group.map(fullyCovered);
    const ratio = sharedRatio(demands, left);
    left = Math.max(0, left - sumOf(demands) * ratio);
    for (const row of group) ratios.set(row, ratio);
  }
  return ratios;
}

/** @param discountedPerHour committed discounted dollars */
export function consumptionBill(
  rows: readonly SpendRow[],
  discountedPerHour: number,
  order: CommitmentSettings['gcpFlexibleOrder'],
): ConsumptionBill {
  assert(discountedPerHour >= 0, 'a commitment is not negative');
  const ratios = coveredRatios(rows, discountedPerHour, order);
  const billed = rows.map(row => {
    const ratio = ratios.get(row) ?? 0;
    const coveredCost = fullyCovered(row) * ratio;
    // The covered quantity follows from its printed cost, so that price x quantity is that cost; never more than was used.
    const coveredQuantity =
      row.spendRate > 0 && ratio < 1
        ? Math.min(row.quantity, coveredCost / row.spendRate)
        : row.quantity * ratio;
    const defaultQuantity = row.quantity - coveredQuantity;
    return {
      sku: row.sku,
      fee: coveredCost,
      feeUtilizationOffset: coveredCost === 0 ? 0 : -coveredCost,
      coveredQuantity,
      coveredCost,
      defaultQuantity,
      defaultCost: defaultQuantity * row.onDemandRate,
    };
  });
  const covered = sumOf(billed.map(row => row.coveredCost));
  const unusedFee = Math.max(0, discountedPerHour - covered);
  const total = covered + unusedFee + sumOf(billed.map(row => row.defaultCost));
  return { rows: billed, fee: discountedPerHour, unusedFee, total };
}
