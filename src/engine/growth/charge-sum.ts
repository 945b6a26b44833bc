/** The input of a comparison of two months: charges added up over time, and what each of them is in that comparison. */

import { type Decimal, decimal } from '../money.ts';

/** Charges of one month that agree in every column below, added up. Amounts are exact decimal text. */
export type ChargeSum = {
  /** Month of BillingPeriodStart, `yyyy-mm`. */
  readonly month: string;
  readonly provider: string | null;
  readonly billingAccountId: string | null;
  /** FOCUS ResourceId; null where the provider bills without one. */
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly serviceName: string;
  readonly serviceCode: string | null;
  readonly regionId: string | null;
  readonly subAccountId: string | null;
  readonly subAccountName: string | null;
  /** FOCUS ChargeCategory; `unclassified` when the bill has none. */
  readonly chargeCategory: string;
  /** FOCUS ChargeClass: `Correction` or null. */
  readonly chargeClass: string | null;
  readonly pricingCategory: string | null;
  readonly commitmentDiscountId: string | null;
  /** FOCUS CommitmentDiscountStatus: `Used`, `Unused`. */
  readonly commitmentDiscountStatus: string | null;
  readonly skuId: string | null;
  /** The provider's meter and operation, for example `BoxUsage:m5.large` and `RunInstances`. */
  readonly usageType: string | null;
  readonly operation: string | null;
  /** Unit of `quantity`. */
  readonly unit: string | null;
  /** PricingQuantity, or ConsumedQuantity where the bill has only that; null when no charge has either. */
  readonly quantity: string | null;
  readonly effectiveCost: string;
  /** Charges added up. */
  readonly rows: number;
};

/** `usage`: something was used; `commitment`: a commitment's fee or its unused part; `other`: tax, credits, corrections, fees. */
export type ChargeRole = 'usage' | 'commitment' | 'other';

/** What a charge is in a comparison. */
export function chargeRole(charge: ChargeSum): ChargeRole {
  if (charge.chargeClass === 'Correction') return 'other';
  if (charge.commitmentDiscountStatus === 'Unused') return 'commitment';
  if (charge.chargeCategory === 'Purchase')
    return charge.commitmentDiscountId === null ? 'other' : 'commitment';
  return charge.chargeCategory === 'Usage' ? 'usage' : 'other';
}

/** True when a commitment paid for the usage. */
export function isCovered(charge: ChargeSum): boolean {
  return charge.commitmentDiscountStatus === 'Used' || charge.pricingCategory === 'Committed';
}

/** Quantity that was consumed: a line with a negative cost (a discount of its own) repeats the quantity of what it lowers. */
export function consumedQuantity(charge: ChargeSum): Decimal | null {
  if (charge.quantity === null || decimal(charge.effectiveCost).isNegative()) return null;
  const quantity = decimal(charge.quantity);
  return quantity.greaterThan(0) ? quantity : null;
}

/**
 * Id of a resource in a comparison. Azure writes the same id in upper and lower case on different days; ids of other
 * providers are kept as they are.
 */
export function resourceKey(resourceId: string): string {
  return /^\/subscriptions\//i.test(resourceId) ? resourceId.toLowerCase() : resourceId;
}

/**
 * What a charge belongs to: its resource, else its commitment's own lines, else what a service bills without resources in
 * an account and Region. The same in every month.
 */
export function subjectKey(charge: ChargeSum): string {
  const { resourceId, serviceName, subAccountId, regionId } = charge;
  if (chargeRole(charge) === 'commitment' && charge.commitmentDiscountId !== null)
    return JSON.stringify(['commitment', charge.commitmentDiscountId]);
  if (resourceId !== null) return JSON.stringify(['resource', resourceKey(resourceId)]);
  return JSON.stringify(['place', serviceName, subAccountId, regionId]);
}

/**
 * What is metered: the provider's usage type and operation, or the SKU where the bill names no usage type; and the unit,
 * so that quantities of different units never meet.
 */
export function meterKey({ usageType, operation, skuId, unit }: ChargeSum): string {
  return JSON.stringify([usageType === null ? ['sku', skuId] : ['meter', usageType, operation], unit]);
}
