/** Dated, sourced unit prices. The engine looks them up; the data is handed in. An unknown price is null, never 0. */

import type { PaymentOption, TermYears } from './commitments/commitment.ts';
import type { NodeDeployment, NodeService } from './commitments/usage.ts';
import type { OperatingSystem } from './estate/estate.ts';

/** `measured`: read from the provider or a copy of its list; `derived`: computed from measured ones; `assumed`: neither. */
export type PriceKind = 'measured' | 'derived' | 'assumed';

/** One unit price with where it comes from. */
export type PriceFact = {
  /** `aws`, `gcp`, `azure`. */
  readonly provider: string;
  /** Service of the book, for example `ec2`, `ebs`, `s3`. */
  readonly service: string;
  /** What is priced, for example `m5.large linux`, `gp3 storage`. */
  readonly item: string;
  readonly region: string;
  /** `hour`, `GB-month`, `1k requests`, ... */
  readonly unit: string;
  /** In `currency` per `unit`, list price without private discounts. */
  readonly price: number;
  /** ISO 4217; `XXX` (no currency) for a published rule, which counts days, objects or operations and takes no discount. */
  readonly currency: string;
  /** Where it was read: repository, file and commit, or page. */
  readonly source: string;
  /** Date of the price, `yyyy`, `yyyy-mm` or `yyyy-mm-dd`. */
  readonly date: string;
  readonly licence: string;
  readonly kind: PriceKind;
  /** A read for this very item and region; B same family's regional ratio; C a sibling's. Null where the source gives no grade. */
  readonly confidence: 'A' | 'B' | 'C' | null;
  readonly note: string | null;
  /** Absent for the book's own price; `override` is a negotiated rate, which no further discount applies to. */
  readonly layer?: 'override' | 'overlay';
};

/** A virtual machine size with its on-demand Linux price. */
export type InstanceType = {
  readonly name: string;
  readonly family: string;
  readonly size: string;
  readonly region: string;
  readonly vcpus: number;
  readonly memoryGib: number;
  readonly architecture: 'x86_64' | 'arm64';
  readonly accelerators: number;
  /** Sustained, not burst; null when not known. */
  readonly networkGbps: number | null;
  readonly localNvmeGb: number | null;
  readonly currentGeneration: boolean;
  /** AWS's reservation size factor (a large is 4, an xlarge 8). */
  readonly normalizationFactor: number | null;
};

/** A commitment offer on one instance type. */
export type CommitmentOffer = {
  readonly offering: 'compute-savings-plan' | 'ec2-instance-savings-plan' | 'standard-ri' | 'convertible-ri';
  readonly instanceType: string;
  readonly region: string;
  readonly operatingSystem: OperatingSystem;
  readonly termYears: TermYears;
  readonly payment: PaymentOption;
};

/** A node of a database-like service: what it costs on demand depends on all of this. */
export type NodeProduct = {
  readonly service: NodeService;
  /** `db.r6g.large`, `cache.r6g.xlarge`, `c5.2xlarge.search`. */
  readonly nodeClass: string;
  /** `postgresql`, `redis`, ...; null where the service has one engine or the bill does not say. */
  readonly engine: string | null;
  readonly deployment: NodeDeployment;
  readonly region: string;
};

/** A reservation offer on such a node. */
export type NodeReservationOffer = NodeProduct & {
  readonly termYears: TermYears;
  readonly payment: PaymentOption;
};

/** A resource-based commitment of Google Cloud: one machine series in one Region. */
export type ResourceCommitmentOffer = {
  /** `n2`, `c2`, `m1`, ... */
  readonly series: string;
  readonly region: string;
  readonly termYears: TermYears;
};

/** A reservation or a savings plan on an Azure machine size in one Region: the infrastructure, without software. */
export type AzureReservationOffer = {
  /** `Standard_D4s_v5`. */
  readonly size: string;
  readonly region: string;
  readonly termYears: TermYears;
};

/** Lookups over the book. Every method answers null for what the book does not know. */
export type PriceBook = {
  /** A price that is one number per Region: storage, requests, network, logs. */
  unitPrice(service: string, item: string, component: string, region: string): PriceFact | null;
  instanceType(name: string, region: string): InstanceType | null;
  /** Sizes of a family offered in a Region, smallest first (vCPUs, then memory). */
  instanceFamily(family: string, region: string): readonly InstanceType[];
  /** On-demand price of an instance-hour, shared tenancy. */
  instancePrice(name: string, region: string, operatingSystem: OperatingSystem): PriceFact | null;
  /** On-demand price of a database instance-hour. */
  databasePrice(instanceClass: string, engine: string, region: string, multiAz: boolean): PriceFact | null;
  /** Amortised price of an hour under a commitment. */
  commitmentRate(offer: CommitmentOffer): PriceFact | null;
  /** On-demand price of a node-hour. */
  nodePrice(product: NodeProduct): PriceFact | null;
  /** Amortised price of a node-hour under a reservation. */
  nodeReservationRate(offer: NodeReservationOffer): PriceFact | null;
  /**
   * Fee of a resource-based commitment as a share (0..1) of the on-demand price of the same vCPU or memory, before
   * sustained use.
   */
  resourceCommitmentShare(offer: ResourceCommitmentOffer): PriceFact | null;
  /** Amortised price of an hour of a reserved Azure size. */
  azureReservationRate(offer: AzureReservationOffer): PriceFact | null;
  /** Price of an hour of an Azure size under a savings plan for compute; the same for every payment. */
  azureSavingsPlanRate(offer: AzureReservationOffer): PriceFact | null;
  /**
   * Price of an instance-hour on spare capacity as a source showed it on the date of the fact. It moves with the market:
   * the date, the kind and the note say how far it can be trusted.
   */
  spotPrice(name: string, region: string, operatingSystem: OperatingSystem): PriceFact | null;
};
