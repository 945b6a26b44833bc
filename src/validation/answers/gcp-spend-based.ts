/** Worked examples of Google Cloud spend-based commitments: the bill by SKU, the bill in total, conversion of the models. */

import { z } from 'zod';
import {
  breakEvenUtilization,
  consumptionBill,
  legacyBill,
  type SpendRow,
  spendDiscount,
  toConsumptionCommitment,
  toLegacyCommitment,
} from '../../engine/commitments/gcp/index.ts';
import type { Answer, Inputs } from '../answer.ts';
import { readAnswer } from './read-answer.ts';

const KIND = 'gcp-cud';
const amount = z.number().min(0).max(1e12);
const discount = z.number().min(0).lt(1);

/** Terms under which a discount follows from what the provider publishes. */
const terms = {
  discount: discount.optional(),
  product: z.string().max(100).optional(),
  term_years: z.union([z.literal(1), z.literal(3)]).optional(),
};
type Terms = { discount?: number | undefined; product?: string | undefined; term_years?: 1 | 3 | undefined };

function discountOf(given: Terms): number | null {
  if (given.discount !== undefined) return given.discount;
  return given.term_years ? spendDiscount(given.product ?? 'compute', given.term_years) : null;
}

const skuRow = z.object({
  sku: z.string().min(1).max(200),
  quantity: amount,
  list_rate: amount,
  cud_rate: amount.optional(),
  list_cost: amount.optional(),
});
const bySkuSchema = z.object({
  usage: z.array(skuRow).min(1).max(1000),
  ...terms,
  commitment_on_demand_per_hour: amount.optional(),
  commitment_new_model_per_hour: amount.optional(),
  flexible_order: z.enum(['highest-discount-first', 'proportional']).optional(),
});

/** What the keys of a SKU end with: `ram`, `n2_core`; a number where two would be the same. */
function keysOf(rows: readonly { readonly sku: string }[]): readonly string[] {
  const seen = new Map<string, number>();
  return rows.map(({ sku }) => {
    const key = sku.toLowerCase().replace(/[^a-z0-9]+/g, '_');
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}_${count}`;
  });
}

function readBySku(inputs: Inputs) {
  const parsed = bySkuSchema.safeParse(inputs);
  if (!parsed.success) return null;
  const { usage, commitment_on_demand_per_hour, commitment_new_model_per_hour, flexible_order } = parsed.data;
  const [first] = usage;
  const ofRow =
    first?.cud_rate !== undefined && first.list_rate > 0 ? 1 - first.cud_rate / first.list_rate : null;
  const share = discountOf(parsed.data) ?? ofRow;
  if (share === null || share < 0 || share >= 1) return null;
  const onDemand =
    commitment_on_demand_per_hour ??
    (commitment_new_model_per_hour === undefined
      ? null
      : toLegacyCommitment(commitment_new_model_per_hour, share));
  if (onDemand === null) return null;
  const rows = usage.map(
    ({ sku, quantity, list_rate, cud_rate, list_cost }): SpendRow => ({
      sku,
      quantity,
      onDemandRate: list_rate,
      spendRate: cud_rate ?? list_rate * (1 - share),
      onDemandCost: list_cost ?? quantity * list_rate,
    }),
  );
  const discounted = commitment_new_model_per_hour ?? toConsumptionCommitment(onDemand, share);
  return { rows, share, onDemand, discounted, order: flexible_order ?? 'highest-discount-first' };
}

/** Amounts of the rows of a bill, each under its name and the key of its SKU. */
function named<Row>(
  rows: readonly Row[],
  keys: readonly string[],
  entries: (row: Row, key: string) => Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return Object.assign({}, ...rows.map((row, index) => entries(row, keys[index] ?? '')));
}

const bySku = readAnswer(KIND, readBySku, ({ rows, share, onDemand, discounted, order }) => {
  const keys = keysOf(rows);
  const legacy = legacyBill(rows, onDemand, share);
  const consumption = consumptionBill(rows, discounted, order);
  return {
    legacy: {
      ...named(legacy.rows, keys, (row, key) => ({
        [`fee_${key}`]: row.fee,
        [`credit_${key}`]: row.credit,
        [`on_demand_${key}`]: row.onDemandCost,
      })),
      fee: legacy.fee,
      fee_unused: legacy.unusedFee,
      unused_fee: legacy.unusedFee,
      credit: legacy.credit,
      total: legacy.total,
    },
    new: {
      ...named(consumption.rows, keys, (row, key) => ({
        [`fee_${key}`]: row.fee,
        [`offset_${key}`]: row.feeUtilizationOffset,
        [`fee_utilization_offset_${key}`]: row.feeUtilizationOffset,
        [`covered_${key}_quantity`]: row.coveredQuantity,
        [`covered_${key}_cost`]: row.coveredCost,
        [`default_${key}_quantity`]: row.defaultQuantity,
        [`default_${key}_cost`]: row.defaultCost,
      })),
      fee: consumption.fee,
      fee_unused: consumption.unusedFee,
      unused_fee: consumption.unusedFee,
      total: consumption.total,
    },
    commitment_new_model_per_hour: discounted,
    commitment_on_demand_per_hour: onDemand,
    on_demand_cost: legacy.onDemandCost,
    total_cost: consumption.total,
    unused_fee: consumption.unusedFee,
    savings: legacy.onDemandCost - consumption.total,
    utilization: discounted > 0 ? 1 - consumption.unusedFee / discounted : null,
    break_even_utilization: breakEvenUtilization(share),
  };
});

const inTotalSchema = z.object({
  ...terms,
  commitment_on_demand_per_hour: amount,
  usage_on_demand: z.union([amount, z.array(amount).min(1).max(10_000)]),
});

/** One hour of a commitment and what was used, in on-demand dollars. */
function hourInTotal(
  committed: number,
  used: number,
  share: number,
): Readonly<Record<string, number | null>> {
  const row = { sku: '', quantity: used, onDemandRate: 1, spendRate: 1 - share, onDemandCost: used };
  const bill = legacyBill([row], committed, share);
  const covered = Math.abs(bill.credit);
  return {
    commitment_fee: bill.fee,
    on_demand_charge: bill.onDemandCost,
    credit: bill.credit,
    total: bill.total,
    overage: used - covered,
    unused_commitment: committed - covered,
    unused_fee: bill.unusedFee,
    savings: used - bill.total,
    utilization: committed > 0 ? covered / committed : null,
    coverage: used > 0 ? covered / used : null,
    effective_savings_rate: used > 0 ? 1 - bill.total / used : null,
    break_even_utilization: breakEvenUtilization(share),
  };
}

const inTotal = readAnswer(
  KIND,
  inputs => {
    const parsed = inTotalSchema.safeParse(inputs);
    const share = parsed.success ? discountOf(parsed.data) : null;
    return parsed.success && share !== null ? { ...parsed.data, share } : null;
  },
  ({ commitment_on_demand_per_hour: committed, usage_on_demand: used, share }) => {
    if (!Array.isArray(used)) return hourInTotal(committed, used, share);
    const hours = used.map(value => hourInTotal(committed, value, share));
    return Object.fromEntries(Object.keys(hours[0] ?? {}).map(key => [key, hours.map(hour => hour[key])]));
  },
);

const conversionSchema = z.object({
  ...terms,
  old_commitment_on_demand: amount.optional(),
  commitment_on_demand_per_hour: amount.optional(),
  new_commitment: amount.optional(),
  commitment_new_model_per_hour: amount.optional(),
});

const conversion = readAnswer(
  KIND,
  inputs => {
    const parsed = conversionSchema.safeParse(inputs);
    const share = parsed.success ? discountOf(parsed.data) : null;
    if (!parsed.success || share === null || 'usage' in inputs) return null;
    const old = parsed.data.old_commitment_on_demand ?? parsed.data.commitment_on_demand_per_hour;
    return {
      share,
      old,
      discounted: parsed.data.new_commitment ?? parsed.data.commitment_new_model_per_hour,
    };
  },
  ({ share, old, discounted }) => {
    const terms = { discount: share, break_even_utilization: breakEvenUtilization(share) };
    const onDemand = old ?? (discounted === undefined ? undefined : toLegacyCommitment(discounted, share));
    if (onDemand === undefined) return terms;
    const converted = discounted ?? toConsumptionCommitment(onDemand, share);
    return {
      ...terms,
      new_commitment: converted,
      old_commitment_on_demand: onDemand,
      commitment_fee: converted,
    };
  },
);

/** The first that accepts the inputs computes them: the most particular shape first. */
export const SPEND_BASED_ANSWERS: readonly Answer[] = [bySku, inTotal, conversion];
