/** Commitment columns of a Google charge: fees, usage covered by a credit, and usage priced by a consumption model. */

import type { Cells } from '../read/cells.ts';
import type { Mapping } from './format.ts';
import { type Credits, RESOURCE_BASED, SPEND_BASED } from './gcp-credits.ts';

/** Cells that tell commitments apart, as expressions. */
type CommitmentCells = {
  readonly sku: string;
  readonly costType: string;
  /** Subscription that a fee is for; newer accounts also name it on covered usage. */
  readonly subscription: string;
  /** Description; `Default` where no commitment sets the price. */
  readonly consumptionModel: string;
};

/** What is known of a charge's commitment. */
type Commitments = {
  /** Condition, never null: the charge is the fee of a commitment. */
  readonly isPurchase: string;
  /** Condition, never null: a consumption model sets the price of the charge. */
  readonly isCovered: string;
  readonly columns: (quantities: Mapping['columns']) => Mapping['columns'];
};

/** The commitment rules of a charge. */
export function commitmentColumns(cells: Cells, credits: Credits, from: CommitmentCells): Commitments {
  const { sku, costType, subscription, consumptionModel } = from;
  const { commitment } = credits;
  // Fees are named `Commitment v1: …` or `Commitment - dollar based v1: …`; newer accounts take them off by a credit.
  const isFeeSku = cells.named('is_fee_sku', `coalesce(regexp_matches(${sku}, '(?i)^commitment\\b'), FALSE)`);
  const isModel = cells.named('is_model', `coalesce(lower(${consumptionModel}) <> 'default', FALSE)`);
  const isRegular = cells.named('is_regular', `coalesce(lower(${costType}) = 'regular', TRUE)`);
  const isPurchase = `(${isRegular} AND (${isFeeSku} OR ${credits.hasType('FEE_UTILIZATION_OFFSET')}))`;
  const isCovered = `(${isRegular} AND ${isModel} AND NOT ${isPurchase})`;
  const isCredited = `(${commitment.type} IS NOT NULL)`;
  const byKind = (fee: string, model: string, credit: string) =>
    `CASE WHEN ${isPurchase} THEN ${fee} WHEN ${isCovered} THEN ${model} WHEN ${isCredited} THEN ${credit} END`;
  const isSpendFee = `regexp_matches(coalesce(${sku}, ''), '(?i)dollar based|flexible')`;
  const isSpend = byKind(
    `(${isSpendFee} OR ${credits.hasType('FEE_UTILIZATION_OFFSET')})`,
    'TRUE',
    `${commitment.type} = '${SPEND_BASED}'`,
  );
  // A credit names itself, not the subscription that pays for it: what it covers belongs to the credit's id.
  const id = byKind(
    subscription,
    subscription,
    `coalesce(${commitment.id}, ${commitment.name}, ${commitment.type})`,
  );
  const bySpend = (spend: string, resource: string) =>
    `CASE WHEN ${id} IS NULL THEN NULL WHEN ${isSpend} THEN ${spend} ELSE ${resource} END`;
  const years = `regexp_extract(coalesce(${byKind(sku, consumptionModel, commitment.name)}, ''), '(?i)\\b([13])[ -]?y(?:ea)?r', 1)`;
  return {
    isPurchase,
    isCovered,
    columns: ({ PricingQuantity: quantity = 'NULL', PricingUnit: unit = 'NULL' }) => ({
      CommitmentDiscountId: id,
      CommitmentDiscountName: byKind(sku, consumptionModel, commitment.name),
      CommitmentDiscountCategory: bySpend("'Spend'", "'Usage'"),
      CommitmentDiscountType: bySpend("'Spend-based commitment'", "'Resource-based commitment'"),
      CommitmentDiscountStatus: `CASE WHEN ${id} IS NOT NULL AND NOT ${isPurchase} THEN 'Used' END`,
      CommitmentDiscountQuantity: bySpend('NULL', quantity),
      CommitmentDiscountUnit: bySpend('NULL', unit),
      x_CommitmentTerm: `CASE WHEN ${years} <> '' THEN ${years} || 'yr' END`,
      PricingCategory: `CASE WHEN NOT ${isRegular} THEN NULL WHEN ${isPurchase} THEN 'Standard'
        WHEN ${isCovered} OR coalesce(${commitment.type} IN ('${RESOURCE_BASED}', '${SPEND_BASED}'), FALSE) THEN 'Committed'
        WHEN regexp_matches(coalesce(${sku}, ''), '(?i)\\b(spot|preemptible)\\b') THEN 'Dynamic' ELSE 'Standard' END`,
    }),
  };
}
