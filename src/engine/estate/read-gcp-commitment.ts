/** Reads the commitments of a Google Cloud bill from their fees: `Commitment v1: N2 Cpu in EMEA for 1 Year`. */

import type { BillLine } from '../bill-extract.ts';
import type { FlexibleCommitment, ResourceCommitment, TermYears } from '../commitments/commitment.ts';
import { spendDiscount } from '../commitments/gcp/index.ts';
import { gcpSeriesOf } from './meters/gcp-committable.ts';
import type { CommitmentFacts } from './read-commitments.ts';

const RESOURCE_FEE = /^Commitment v\d+:\s*(.*?)\s*\b(Cpu|Core|Ram)\b/i;
const SPEND_FEE = /dollar[- ]based|flexible/i;

const RESOURCES: Readonly<Record<string, 'vcpu' | 'memory-gib'>> = {
  cpu: 'vcpu',
  core: 'vcpu',
  ram: 'memory-gib',
};

/** Products by what their fees are called (`GCE for 3 years`, `Compute Flexible for 1 year`); compute where nothing matches. */
const PRODUCTS: readonly (readonly [pattern: RegExp, product: string])[] = [
  [/Cloud SQL/i, 'cloud-sql'],
  [/Cloud Run/i, 'cloud-run'],
  [/Spanner/i, 'cloud-spanner'],
  [/Kubernetes|GKE|Autopilot/i, 'gke'],
  [/GCE|Compute|flexible/i, 'compute'],
];

/** Commitments of Cloud SQL hold in one Region. */
const REGIONAL = ['cloud-sql'];

/** A fee in units, as the bill has it before credits take it off. */
type Fee = { readonly perHour: number; readonly unitPrice: number };

/**
 * The fee of an hour in force. A bill that ends early spreads it over all its hours, like the usage in it: what is
 * committed in the model is what the bill charges.
 */
function feeOf({ fees, hours }: Pick<CommitmentFacts, 'fees' | 'hours'>): Fee | null {
  // A fee that use has offset is billed at what is unused: what it was before stands in the contracted cost.
  const costOf = ({ contractedCost, billedCost }: BillLine) => Number(contractedCost ?? billedCost);
  const quantity = fees.reduce((sum, line) => sum + (line.pricingQuantity ?? 0), 0);
  const cost = fees.reduce((sum, line) => sum + costOf(line), 0);
  return quantity > 0 && cost > 0 ? { perHour: quantity / hours, unitPrice: cost / quantity } : null;
}

/** Term in the text of a fee. */
function termOf(description: string): TermYears | null {
  const years = /\b([13])[- ]?Y(?:ea)?rs?\b/i.exec(description)?.[1];
  return years === '3' ? 3 : years === '1' ? 1 : null;
}

/** Units of a fee in dollars: a dollar, or a cent (Cloud SQL). */
const UNIT_VALUES = [1, 0.01];
/** A price this close to the published one is that price. */
const TOLERANCE = 0.005;

/**
 * How much on-demand usage a fee commits. The published discounts say what the unit of a fee is; where the price of a unit
 * fits none of them, the fee itself counts, at the published discount of its product and term.
 */
function legacyAmount(fee: Fee, product: string, term: TermYears | null) {
  const terms: readonly TermYears[] = term === null ? [1, 3] : [term];
  for (const termYears of terms) {
    const discount = spendDiscount(product, termYears);
    if (discount === null) continue;
    for (const value of UNIT_VALUES) {
      const paid = fee.unitPrice / value;
      if (Math.abs(paid - (1 - discount)) < TOLERANCE)
        return { commitmentPerHour: fee.perHour * value, discount: 1 - paid, termYears };
    }
  }
  const discount = spendDiscount(product, term ?? 1);
  if (discount === null) return null;
  const commitmentPerHour = (fee.perHour * fee.unitPrice) / (1 - discount);
  return { commitmentPerHour, discount, termYears: term };
}

function readFlexible(facts: CommitmentFacts, fee: Fee, description: string): FlexibleCommitment | null {
  const { fees } = facts;
  const product = PRODUCTS.find(([pattern]) => pattern.test(description))?.[1];
  if (product === undefined) return null;
  const region = fees.find(line => line.regionId !== null)?.regionId ?? null;
  if (REGIONAL.includes(product) && region === null) return null;
  const termYears = facts.terms.termYears ?? termOf(description);
  const place = REGIONAL.includes(product) && region !== null ? { region } : {};
  const terms = { ...facts.terms, kind: 'flexible-commitment', product, ...place } as const;
  // In the consumption model the fee of a committed dollar is a dollar: the discount stands in the prices of usage.
  if (Math.abs(fee.unitPrice - 1) < TOLERANCE) {
    const discount = spendDiscount(product, termYears ?? 1) ?? 0;
    return { ...terms, termYears, model: 'consumption', commitmentPerHour: fee.perHour, discount };
  }
  const amount = legacyAmount(fee, product, termYears);
  return amount === null ? null : { ...terms, ...amount, model: 'legacy' };
}

/** SKUs of fees: `Commitment v1: ...` and `Commitment - dollar based v1: ...`. */
const FEE = /^Commitment\b.*\bv\d+:/i;

/**
 * A name for the commitment of a fee that names none: older Google exports have no subscription on it. Fees of one SKU in
 * one project and Region are one commitment.
 * @returns null for what is no such fee
 */
export function unnamedFeeId(line: BillLine): string | null {
  const { chargeCategory, commitmentDiscountId, usageType, subAccountId, regionId } = line;
  if (chargeCategory !== 'Purchase' || commitmentDiscountId !== null || !FEE.test(usageType ?? ''))
    return null;
  return [usageType, subAccountId, regionId].filter(part => part !== null).join(' · ');
}

/** A resource-based or spend-based commitment; null for what is only a credit, or cannot be told. */
export function readGcpCommitment(facts: CommitmentFacts): ResourceCommitment | FlexibleCommitment | null {
  const { terms, fees } = facts;
  const fee = feeOf(facts);
  const description = fees[0]?.usageType ?? '';
  if (fee === null) return null;
  if (SPEND_FEE.test(description)) return readFlexible(facts, fee, description);
  const match = RESOURCE_FEE.exec(description);
  const resource = RESOURCES[match?.[2]?.toLowerCase() ?? ''];
  const region = fees.find(line => line.regionId !== null)?.regionId;
  if (!match || resource === undefined || !region) return null;
  const name = match[1] ?? '';
  // Fees of the first generation name no series: `Commitment v1: Cpu in Americas for 1 Year`.
  const series = name === '' ? 'n1' : gcpSeriesOf(name);
  if (series === null) return null;
  return {
    ...terms,
    termYears: terms.termYears ?? termOf(description),
    kind: 'resource-commitment',
    series,
    region,
    resource,
    amount: fee.perHour,
    feePerUnitHour: fee.unitPrice,
    // Sharing is a setting of the billing account that no bill shows; it is on for new accounts.
    isShared: true,
  };
}
