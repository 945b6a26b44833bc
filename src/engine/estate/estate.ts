/** The estate: what a bill pays for, as resources with a shape that levers can change. */

import type { BillExtract, BillLine, Granularity } from '../bill-extract.ts';
import type { Period } from '../calendar.ts';
import type { Commitment } from '../commitments/commitment.ts';
import type { CommitmentRules } from '../commitments/settings.ts';
import type { UsageShape } from '../commitments/usage.ts';
import type { Finding } from '../finding.ts';
import type { Workload } from './workload.ts';

/** Usage in each hour of the estate's period; length = Estate.hours. Never changed in place. */
export type UsageProfile = Float64Array;

/** Quantiles of a metric over the observed days; null where the metric was not given. */
export type Percentiles = {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  /** 99.5th percentile; absent where only the others were given. */
  readonly p995?: number | null;
  /** Days that this metric's samples stand for; absent where no series was read. */
  readonly observedDays?: number | null;
  /** Points of the series; absent where no series was read. */
  readonly samples?: number | null;
  /** Share of the points between the first and the last that are missing, 0..1; absent where no series was read. */
  readonly gapsShare?: number | null;
};

/** Objects of a bucket in one range of age. */
export type ObjectAgeGroup = {
  /** Days since creation, inclusive. */
  readonly fromDays: number;
  readonly objectCount: number;
  readonly storageGib: number;
  /** Objects under 128 KiB and their size: they gain nothing from a colder class. */
  readonly smallObjectCount: number;
  readonly smallObjectGib: number;
  /** GiB read out of this group in a month. */
  readonly retrievedGibPerMonth: number;
};

/** Observed use of a resource. Every field may be missing: a lever says so instead of guessing. */
export type Utilization = {
  readonly observedDays: number | null;
  /** Share of the vCPUs, 0..1. */
  readonly cpu: Percentiles;
  /** Share of the memory, 0..1. */
  readonly memory: Percentiles;
  /** Operations a second. */
  readonly iops: Percentiles;
  /** MiB a second. */
  readonly throughputMibps: Percentiles;
  /** Megabits a second, in and out. */
  readonly networkMbps: Percentiles;
  /** RFC 3339 date of the last read or write. */
  readonly lastAccess: string | null;
  /** Age groups of a bucket, youngest first; empty when not given. */
  readonly objectAges: readonly ObjectAgeGroup[];
  /** Requests or invocations a second. */
  readonly requestsPerSecond?: Percentiles;
  /** Open connections. */
  readonly connections?: Percentiles;
  /** Bytes a second through a gateway or load balancer. */
  readonly bytesProcessed?: Percentiles;
  /** Milliseconds of an invocation. */
  readonly durationMs?: Percentiles;
  /** Capacity units consumed a second by a table. */
  readonly readCapacityUnits?: Percentiles;
  readonly writeCapacityUnits?: Percentiles;
  /** Lowest CPU credit balance seen. */
  readonly cpuCreditBalanceMin?: number | null;
  /** Lowest burst balance of a volume or database seen, 0..1. */
  readonly burstBalanceMin?: number | null;
  /** Least free memory seen, GiB: what is used follows from the size of the machine. */
  readonly freeableMemoryGibMin?: number | null;
  /** Points of the metric that has fewest; absent where no series was read. */
  readonly samples?: number | null;
  /** Share of missing points of the metric that misses most, 0..1; absent where no series was read. */
  readonly gapsShare?: number | null;
};

/** What one service bills for a resource; exact decimal text. */
export type ServiceCost = {
  readonly serviceName: string;
  readonly billedCost: string;
  readonly effectiveCost: string;
};

/** A meter of a resource that its kind does not model: what the bill counts and charges. */
export type MeterUse = {
  /** The provider's service code and meter, for example `AmazonCloudWatch`, `DataProcessing-Bytes`. */
  readonly serviceCode: string | null;
  readonly usageType: string;
  readonly operation: string | null;
  readonly unit: string | null;
  /** In the period; the price paid for a unit is cost / quantity. */
  readonly quantity: number;
  /** Effective cost in the bill, as a float. */
  readonly cost: number;
};

/** Units of something that the price book knows by name. */
export type UnitUsage = {
  readonly service: string;
  readonly item: string;
  readonly component: string;
  readonly region: string;
  /** In the price's unit. */
  readonly quantity: number;
};

/** What every resource has, whatever it is. Costs are exact decimal text for the estate's period. */
export type ResourceBase = {
  /** FOCUS ResourceId, or `service · account · region` in round brackets where the provider gives none. */
  readonly id: string;
  readonly name: string | null;
  /** The service that bills most of it. */
  readonly serviceName: string;
  readonly serviceCode: string | null;
  readonly region: string | null;
  readonly availabilityZone: string | null;
  readonly account: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Name of the workload; `unallocated` when no rule matched. */
  readonly workload: string;
  readonly billedCost: string;
  readonly effectiveCost: string;
  /** Part of billedCost that does not come again next month: upfront fees of commitments. */
  readonly oneTimeBilledCost: string;
  /** The costs by service, dearest first: transfer and storage of one resource are often billed by two services. */
  readonly byService: readonly ServiceCost[];
  /** Part of effectiveCost whose charges the model re-prices, as a float; the rest stays while the resource lives. */
  readonly modelledCost: number;
  /** Usage that its kind does not model: less of it costs less, at the price the bill shows. */
  readonly meters: readonly MeterUse[];
  /** Units a month that moves have added, at the prices of the book. */
  readonly added: readonly UnitUsage[];
  /** What a new contract leaves of its price, 1 without one. */
  readonly contractFactor: number;
  /** Usage and list prices over those of the reference month; left out: nothing has changed. */
  readonly drift?: { readonly usageFactor: number; readonly priceFactor: number };
  readonly utilization: Utilization | null;
};

/** Editions of SQL Server that EC2 bills with an instance. */
export type SqlServerEdition = 'web' | 'standard' | 'enterprise';
/** What an instance is billed with. A database licence makes another product with another price out of the same system. */
export type OperatingSystem =
  | 'linux'
  | 'windows'
  | 'rhel'
  | 'suse'
  | `${'linux' | 'windows'}-sql-${SqlServerEdition}`
  | 'other';
export type Tenancy = 'shared' | 'dedicated' | 'host';

/** Hours of one instance type by one resource. */
export type ComputeUsage = {
  readonly instanceType: string;
  readonly operatingSystem: OperatingSystem;
  readonly tenancy: Tenancy;
  readonly purchase: 'on-demand' | 'spot';
  /** Instance-hours in each hour. */
  readonly hours: UsageProfile;
  /** Paid for these hours in the bill, commitments included, USD as a float. */
  readonly effectiveCost: number;
  /** USD paid per instance-hour of spot; null for on-demand, whose rate is the estate's. */
  readonly spotPerHour: number | null;
};

/** A virtual machine. */
export type InstanceResource = ResourceBase & {
  readonly kind: 'instance';
  readonly compute: readonly ComputeUsage[];
};

/** A block volume. */
export type VolumeResource = ResourceBase & {
  readonly kind: 'volume';
  /** `gp2`, `gp3`, `io1`, ... */
  readonly volumeType: string;
  readonly sizeGib: number;
  /** Provisioned; null where the type has no such setting. */
  readonly iops: number | null;
  readonly throughputMibps: number | null;
  /** Part of a calendar month for which the bill charges it, 0..1. */
  readonly monthShare: number;
};

/** Storage of one class in a bucket. */
export type StorageAmount = {
  /** Provider's class, for example `STANDARD`, `STANDARD_IA`. */
  readonly storageClass: string;
  readonly gibMonths: number;
};

/** An object-storage bucket. */
export type BucketResource = ResourceBase & {
  readonly kind: 'bucket';
  readonly storage: readonly StorageAmount[];
  /** Objects that pay the monitoring fee of Intelligent-Tiering. */
  readonly monitoredObjects: number;
  /** GiB a month that pay a retrieval fee, by class. */
  readonly retrievals: readonly { readonly storageClass: string; readonly gibPerMonth: number }[];
  /** GiB a month that are deleted too early for their class, with the months of storage still charged. */
  readonly earlyDeletions: readonly {
    readonly storageClass: string;
    readonly gibPerMonth: number;
    readonly monthsCharged: number;
  }[];
  /** Lifecycle transitions that new data makes every month, by class they go to. */
  readonly transitions: readonly { readonly storageClass: string; readonly objectsPerMonth: number }[];
};

/** A managed relational database instance. */
export type DatabaseResource = ResourceBase & {
  readonly kind: 'database';
  /** `db.r6g.large`. */
  readonly instanceClass: string;
  /** `postgresql`, `mysql`, `aurora-postgresql`, ... */
  readonly engine: string;
  readonly multiAz: boolean;
  readonly hours: UsageProfile;
  /** Provisioned storage, GiB, by the provider's type (`gp2`, `gp3`, ...). */
  readonly storage: readonly { readonly type: string; readonly gibMonths: number }[];
  /** True when a reservation pays some of its hours. */
  readonly isCommitted: boolean;
};

/** A savings plan or reservation that the bill pays for. */
export type CommitmentResource = ResourceBase & { readonly kind: 'commitment' };

/** Usage that commitments may cover; its price is read off the bill. */
export type MeteredUsage = {
  readonly shape: UsageShape;
  readonly unit: string;
  /** Units in each hour. */
  readonly hours: UsageProfile;
};

/** Everything that no lever changes yet: only commitments move its cost. */
export type OtherResource = ResourceBase & {
  readonly kind: 'other';
  readonly metered: readonly MeteredUsage[];
};

export type Resource =
  | InstanceResource
  | VolumeResource
  | BucketResource
  | DatabaseResource
  | CommitmentResource
  | OtherResource;

export type ResourceKind = Resource['kind'];

/** Workloads, resources, commitments and prices paid, for one reference period of one currency. */
export type Estate = {
  readonly provider: string;
  readonly currency: string;
  readonly period: Period;
  /** Hours of the period: the length of every usage profile. */
  readonly hours: number;
  readonly granularity: Granularity;
  /** Sorted by id. */
  readonly resources: readonly Resource[];
  readonly workloads: readonly Workload[];
  readonly commitments: readonly Commitment[];
  readonly rules: CommitmentRules;
  readonly paidRates: PaidRates;
  readonly findings: readonly Finding[];
};

/** Unit prices read off the bill: they win over list prices. */
export type PaidRates = {
  /** On-demand price paid per `priceIdOf` of the usage, USD per unit. */
  readonly onDemandPerHour: ReadonlyMap<string, number>;
  /** Rate paid under a commitment to spend, by `planRateKey`, USD per unit. */
  readonly savingsPlanPerHour: ReadonlyMap<string, number>;
  /** Price paid per unit by `unitRateKey` (EBS and database storage, cold storage classes), USD. */
  readonly unitPrice: ReadonlyMap<string, number>;
  /** Paid over list for on-demand usage, by service code (1 = list price): the contract discount. */
  readonly contractFactor: ReadonlyMap<string, number>;
};

/** Name of the workload of everything that no rule matches. */
export const UNALLOCATED = 'unallocated';

export type { BillExtract, BillLine };
