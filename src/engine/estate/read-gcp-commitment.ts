/** Reads the commitments of a Google Cloud bill from their fees: `Commitment v1: N2 Cpu in EMEA for 1 Year`. */

import type { FlexibleCommitment, ResourceCommitment } from '../commitments/commitment.ts';
import type { CommitmentFacts } from './read-commitments.ts';

const RESOURCE_FEE = /^Commitment v\d: (?:([A-Z]\d[A-Z]?)\b.*?)?\b(Cpu|Core|Ram|Gpu|Local SSD)\b/i;
const SPEND_FEE = /dollar based|flexible/i;

const RESOURCES: Readonly<Record<string, ResourceCommitment['resource']>> = {
  cpu: 'vcpu',
  core: 'vcpu',
  ram: 'memory-gib',
  gpu: 'gpu',
  'local ssd': 'local-ssd-gib',
};

/** Discounts of the flexible commitment for Compute Engine by term (Google "Spend-based committed use discounts"). */
const FLEXIBLE_DISCOUNT = { 1: 0.28, 3: 0.46 } as const;

/** Below this a fee for a dollar is a dollar: the discount stands in the prices, not in the fee. */
const ONE_DOLLAR = 1e-6;

/** Units a fee is charged for in an hour, and what one costs; null without a fee. */
function feeOf({ fees }: CommitmentFacts): { readonly perHour: number; readonly unitPrice: number } | null {
  const quantity = fees.reduce((sum, line) => sum + (line.pricingQuantity ?? 0), 0);
  const hours = fees.reduce((sum, line) => sum + line.chargeHours, 0);
  const cost = fees.reduce((sum, line) => sum + Number(line.billedCost), 0);
  if (quantity <= 0 || hours <= 0 || cost <= 0) return null;
  return { perHour: quantity / hours, unitPrice: cost / quantity };
}

/** A resource-based or spend-based commitment; null for what is only a credit, or cannot be told. */
export function readGcpCommitment(facts: CommitmentFacts): ResourceCommitment | FlexibleCommitment | null {
  const { terms, fees } = facts;
  const fee = feeOf(facts);
  const description = fees[0]?.usageType ?? '';
  if (fee === null) return null;
  if (SPEND_FEE.test(description)) {
    const isConsumption = Math.abs(fee.unitPrice - 1) < ONE_DOLLAR;
    return {
      ...terms,
      kind: 'flexible-commitment',
      model: isConsumption ? 'consumption' : 'legacy',
      product: 'compute',
      commitmentPerHour: fee.perHour,
      discount: isConsumption ? FLEXIBLE_DISCOUNT[terms.termYears ?? 1] : 1 - fee.unitPrice,
    };
  }
  const match = RESOURCE_FEE.exec(description);
  const resource = RESOURCES[match?.[2]?.toLowerCase() ?? ''];
  const region = fees.find(line => line.regionId !== null)?.regionId;
  if (!match || resource === undefined || !region) return null;
  return {
    ...terms,
    kind: 'resource-commitment',
    series: match[1]?.toLowerCase() ?? 'n1',
    region,
    resource,
    amount: fee.perHour,
    feePerUnitHour: fee.unitPrice,
    // Sharing is a setting of the billing account that no bill shows; it is on for new accounts.
    isShared: true,
  };
}
