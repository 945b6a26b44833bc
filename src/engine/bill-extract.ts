/** What the engine gets of a bill: charges added up over everything but time, and hour profiles of what is used by the hour. */

import type { Finding } from './finding.ts';

/** Charges that agree in every column below, added up over the bill. Amounts are exact decimal text. */
export type BillLine = {
  /** FOCUS ResourceId; null where the provider bills without one (tax, support, transfer). */
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly serviceName: string;
  /** The provider's own service code, for example `AmazonEC2` (x_ServiceCode); null when the bill has none. */
  readonly serviceCode: string | null;
  readonly regionId: string | null;
  readonly availabilityZone: string | null;
  readonly subAccountId: string | null;
  readonly subAccountName: string | null;
  /** FOCUS ChargeCategory as written; a category outside the specification stays visible. */
  readonly chargeCategory: string;
  /** FOCUS ChargeFrequency: `One-Time`, `Recurring`, `Usage-Based`. */
  readonly chargeFrequency: string | null;
  /** FOCUS PricingCategory: `Standard`, `Dynamic` (spot), `Committed`, `Other`. */
  readonly pricingCategory: string | null;
  readonly commitmentDiscountId: string | null;
  /** FOCUS CommitmentDiscountStatus: `Used`, `Unused`. */
  readonly commitmentDiscountStatus: string | null;
  /** The provider's meter, for example `BoxUsage:m5.large` (x_UsageType). */
  readonly usageType: string | null;
  /** The provider's operation, for example `RunInstances:0002` (x_Operation). */
  readonly operation: string | null;
  /** The provider's name of the machine, for example `m5.large`, `n2-standard-4`, `Standard_D4s_v5` (x_InstanceType). */
  readonly instanceType: string | null;
  readonly pricingUnit: string | null;
  /** Charge rows added up. */
  readonly rows: number;
  readonly billedCost: string;
  readonly effectiveCost: string;
  readonly listCost: string | null;
  readonly contractedCost: string | null;
  /** Sum of PricingQuantity, in pricingUnit; null when no row had one. */
  readonly pricingQuantity: number | null;
  /** Sum of the charge periods' lengths, in hours. */
  readonly chargeHours: number;
};

/** Usage of one resource and meter by the hour of the period. */
export type HourlyUsage = {
  readonly resourceId: string;
  readonly usageType: string;
  readonly operation: string | null;
  /** `Dynamic` usage is spot and no commitment touches it. */
  readonly pricingCategory: string | null;
  /** PricingQuantity in each hour of the period, covered by a commitment or not; length = BillExtract.hours. */
  readonly quantities: Float64Array;
};

/** What the bill says of a commitment it contains. Unknown is null. */
export type BillCommitment = {
  /** FOCUS CommitmentDiscountId. */
  readonly id: string;
  /** FOCUS CommitmentDiscountType, for example `Savings Plan`, `Reserved`. */
  readonly type: string | null;
  /** The provider's offering, for example `ComputeSavingsPlans`, `EC2InstanceSavingsPlans`, `standard`. */
  readonly offering: string | null;
  /** `1yr`, `3yr`. */
  readonly term: string | null;
  /** `No Upfront`, `Partial Upfront`, `All Upfront`. */
  readonly paymentOption: string | null;
  readonly region: string | null;
  /** Account that bought it, from its fee lines; null when the bill has none. */
  readonly ownerAccount: string | null;
  /** Zone of its fee lines: only a zonal reservation has one. */
  readonly availabilityZone: string | null;
  readonly serviceCode: string | null;
  readonly serviceName: string | null;
  /** The machine it was bought for, or the one its hours were used on. */
  readonly instanceType: string | null;
  /** Instance family of an EC2 Instance Savings Plan. */
  readonly instanceFamily: string | null;
  /** RFC 3339; null when the bill does not say. */
  readonly startTime: string | null;
  readonly endTime: string | null;
  /** Number of reservations behind the id; null for a savings plan. */
  readonly reservationCount: number | null;
  /** Meter and operation that a reservation was bought for, for example `BoxUsage:m5.large`. */
  readonly usageType: string | null;
  readonly operation: string | null;
  /** Sums of PricingQuantity over used, unused and purchase lines; null without any. */
  readonly usedQuantity: number | null;
  readonly unusedQuantity: number | null;
  readonly purchasedQuantity: number | null;
  /** Amortised cost of used and unused benefit over the bill, decimal text. */
  readonly usedCost: string;
  readonly unusedCost: string;
  /** Recurring fees billed in the period, decimal text. */
  readonly recurringBilledCost: string;
};

/** Tags of one resource as last seen in the period. */
export type ResourceTags = { readonly resourceId: string; readonly tags: Readonly<Record<string, string>> };

/** How finely the bill tells usage. */
export type Granularity = 'hourly' | 'daily' | 'monthly';

/** Amounts of a part of the bill, exact decimal text. */
export type BilledPart = { readonly billedCost: string; readonly effectiveCost: string };

/** One billing period of one currency: the input of `buildEstate`. */
export type BillExtract = {
  /** FOCUS provider, for example `AWS`; several are joined by a comma. */
  readonly provider: string;
  readonly currency: string;
  /** Epoch milliseconds, half-open, whole UTC hours. */
  readonly period: { readonly startMs: number; readonly endMs: number };
  /** Hours of the period. */
  readonly hours: number;
  readonly granularity: Granularity;
  readonly lines: readonly BillLine[];
  readonly hourly: readonly HourlyUsage[];
  readonly commitments: readonly BillCommitment[];
  readonly tags: readonly ResourceTags[];
  /**
   * What a plan can touch: without tax, credits, corrections, support, marketplace, and usage that commitments pay. Null
   * when it is not known.
   */
  readonly addressable: BilledPart | null;
  readonly findings: readonly Finding[];
};
