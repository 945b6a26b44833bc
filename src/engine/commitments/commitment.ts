/** Commitments: what was bought, by whom, for how long, at what price an hour. Every provider's instruments in one union. */

import type { OperatingSystem, Tenancy } from '../estate/estate.ts';
import type { LicenceKind, NodeDeployment, NodeService } from './usage.ts';

export type PaymentOption = 'no-upfront' | 'partial-upfront' | 'all-upfront';
export type TermYears = 1 | 3;

type CommitmentBase = {
  readonly id: string;
  /** Account, project or subscription that bought it: its usage comes first. Null when unknown: nobody comes first. */
  readonly ownerAccount: string | null;
  readonly termYears: TermYears | null;
  readonly payment: PaymentOption | null;
  /** Epoch milliseconds, half-open; null when unknown. */
  readonly startMs: number | null;
  readonly endMs: number | null;
};

/** AWS commitment to spend: dollars an hour, at savings-plan rates. */
export type SavingsPlan = CommitmentBase & {
  readonly kind: 'savings-plan';
  /** Compute: any EC2, Fargate, Lambda. EC2 Instance: one family in one Region. Database and SageMaker: their own pools. */
  readonly offering: SavingsPlanOffering;
  /** Family and Region of an EC2 Instance plan; null for the others. */
  readonly family: string | null;
  readonly region: string | null;
  /** USD an hour, at savings-plan rates, due whether used or not. */
  readonly commitmentPerHour: number;
  /** Share off the on-demand price, 0..1, for usage whose plan rate nobody knows: an assumption of who plans it. */
  readonly assumedDiscount?: number;
};
export type SavingsPlanOffering = 'compute' | 'ec2-instance' | 'database' | 'sagemaker';

/** AWS commitment to use EC2: instances of one type in one Region or zone. */
export type ReservedInstance = CommitmentBase & {
  readonly kind: 'reserved-instance';
  readonly offeringClass: 'standard' | 'convertible';
  readonly instanceType: string;
  readonly region: string;
  /** Zone of a zonal reservation; null when it is regional. */
  readonly availabilityZone: string | null;
  readonly operatingSystem: OperatingSystem;
  readonly tenancy: Tenancy;
  readonly count: number;
  /** Amortised price of one reservation, USD an hour: upfront / hours in term + recurring. */
  readonly effectivePerHour: number;
  /** The part of it that is billed every month, USD an hour. */
  readonly recurringPerHour: number;
};

/** AWS reservation of a database-like service: nodes of one class in one Region. */
export type ReservedNode = CommitmentBase & {
  readonly kind: 'reserved-node';
  readonly service: NodeService;
  /** `db.r6g.large`, `cache.r6g.xlarge`, `ds2.xlarge`, `c5.2xlarge.search`. */
  readonly nodeClass: string;
  /** `postgresql`, `redis`, ...; null where the service has one engine. */
  readonly engine: string | null;
  readonly deployment: NodeDeployment;
  readonly licence: 'included' | 'byol' | null;
  readonly region: string;
  readonly count: number;
  readonly effectivePerHour: number;
  readonly recurringPerHour: number;
};

/** Google Cloud resource-based commitment: an amount of one resource of one machine series in one Region. */
export type ResourceCommitment = CommitmentBase & {
  readonly kind: 'resource-commitment';
  /** `n2`, `c2`, `m1`, ... */
  readonly series: string;
  readonly region: string;
  readonly resource: 'vcpu' | 'memory-gib' | 'gpu' | 'local-ssd-gib';
  /** Units of the resource in every hour. */
  readonly amount: number;
  /** Fee of one unit for an hour. */
  readonly feePerUnitHour: number;
  /** Shared over the billing account, or for the owning project only. */
  readonly isShared: boolean;
};

/** Google Cloud spend-based ("flexible") commitment. */
export type FlexibleCommitment = CommitmentBase & {
  readonly kind: 'flexible-commitment';
  /** Legacy: commits on-demand dollars and gets a credit. Consumption: commits discounted dollars at its own prices. */
  readonly model: 'legacy' | 'consumption';
  /** `compute`, `cloud-sql`, `cloud-run`, ... : the eligible list it belongs to. */
  readonly product: string;
  /** Region of a product whose commitments are regional (Cloud SQL, Memorystore, ...); absent: every Region. */
  readonly region?: string;
  /** USD an hour: on-demand dollars (legacy) or discounted dollars (consumption). */
  readonly commitmentPerHour: number;
  /** Share off the on-demand price, 0..1, where the product has one discount. */
  readonly discount: number;
};

/** Where an Azure benefit applies: the narrower scope first. `id` is null for shared. */
export type AzureScope = {
  readonly level: 'resource-group' | 'subscription' | 'management-group' | 'shared';
  readonly id: string | null;
};

/** Azure reservation: units of one size or product in one Region. */
export type AzureReservation = CommitmentBase & {
  readonly kind: 'azure-reservation';
  /** `virtual-machine`, `sql-database`, `synapse`, `cosmos-db`, `managed-disk`, `storage-capacity`, ... */
  readonly product: string;
  /** `Standard_DS4_v2`, `P30`, ...; the unit where the product has no sizes. */
  readonly sku: string;
  /** Null: every Region (products that are sold so). */
  readonly region: string | null;
  readonly scope: AzureScope;
  /** `group`: applies to the whole size-flexibility group by ratio; `size`: capacity priority, the exact size only. */
  readonly flexibility: 'group' | 'size';
  readonly quantity: number;
  readonly effectivePerHour: number;
  readonly recurringPerHour: number;
};

/** Azure savings plan for compute: dollars an hour at plan prices. */
export type AzureSavingsPlan = CommitmentBase & {
  readonly kind: 'azure-savings-plan';
  readonly scope: AzureScope;
  readonly commitmentPerHour: number;
  /** Share off the pay-as-you-go price, 0..1, for usage whose plan price nobody knows: an assumption of who plans it. */
  readonly assumedDiscount?: number;
};

/** Azure pre-purchase plan: units bought once, used up by usage until they are gone or expire. */
export type PrePurchase = CommitmentBase & {
  readonly kind: 'pre-purchase';
  /** `databricks`, ... */
  readonly product: string;
  readonly scope: AzureScope;
  /** Units left at the start of the period. */
  readonly units: number;
  /** What one unit cost. */
  readonly costPerUnit: number;
};

/** Azure Hybrid Benefit: licences that are owned and take the place of billed ones. */
export type HybridBenefit = CommitmentBase & {
  readonly kind: 'hybrid-benefit';
  readonly licence: LicenceKind;
  readonly scope: AzureScope;
  /** Cores that the licences cover at any time. */
  readonly cores: number;
};

export type Commitment =
  | SavingsPlan
  | ReservedInstance
  | ReservedNode
  | ResourceCommitment
  | FlexibleCommitment
  | AzureReservation
  | AzureSavingsPlan
  | PrePurchase
  | HybridBenefit;

export type CommitmentKind = Commitment['kind'];
