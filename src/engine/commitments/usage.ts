/** What runs, as commitments see it: pools of usage that agree in everything a provider's rules look at. */

import type { OperatingSystem, Tenancy } from '../estate/estate.ts';

/** AWS services whose nodes can be reserved. */
export type NodeService =
  | 'rds'
  | 'aurora'
  | 'elasticache'
  | 'memorydb'
  | 'redshift'
  | 'opensearch'
  | 'documentdb'
  | 'neptune';

/** A Multi-AZ instance counts twice, a Multi-AZ cluster of two readable standbys three times. */
export type NodeDeployment = 'single-az' | 'multi-az' | 'multi-az-cluster';

/** Software that is licensed by core-hour beside the machine. */
export type LicenceKind =
  | 'windows-server'
  | 'sql-server-standard'
  | 'sql-server-enterprise'
  | 'sql-server-web'
  | 'rhel'
  | 'suse';

/** What is used: the attributes that a rule may ask for. */
export type UsageShape =
  | {
      readonly kind: 'aws-instance';
      readonly instanceType: string;
      readonly region: string;
      /** Null when the bill does not say: no zonal reservation applies. */
      readonly availabilityZone: string | null;
      readonly operatingSystem: OperatingSystem;
      readonly tenancy: Tenancy;
      /** An unused slot of a capacity reservation: costs like a running instance and is covered last of its type. */
      readonly isEmptySlot: boolean;
    }
  | {
      /** A node that can be reserved; a Database Savings Plan may cover it too. */
      readonly kind: 'aws-node';
      readonly service: NodeService;
      readonly nodeClass: string;
      readonly engine: string | null;
      readonly deployment: NodeDeployment;
      readonly licence: 'included' | 'byol' | null;
      /** Aurora I/O-Optimized takes 30 % more reserved units. */
      readonly isIoOptimized: boolean;
      readonly region: string;
    }
  | {
      /** Usage that only a Savings Plan covers: Fargate, Lambda, SageMaker, DynamoDB, ... */
      readonly kind: 'aws-metered';
      /** Service code: `AWSFargate`, `AWSLambda`, `AmazonSageMaker`, `AmazonDynamoDB`, ... */
      readonly service: string;
      readonly region: string;
      /** Instance type or meter, for example `ml.m5.large`, `vcpu-hour`. */
      readonly item: string;
    }
  | {
      readonly kind: 'gcp-resource';
      readonly series: string;
      readonly region: string;
      readonly zone: string | null;
      readonly machineType: string | null;
      readonly resource: 'vcpu' | 'memory-gib' | 'gpu' | 'local-ssd-gib';
      readonly sku: string;
      /** `compute`, `cloud-run`, ...: eligible list of spend-based commitments. */
      readonly product: string;
    }
  | {
      /** Other spend-based eligible usage of Google Cloud (Cloud SQL, Spanner, Cloud Run, ...). */
      readonly kind: 'gcp-metered';
      readonly product: string;
      readonly region: string;
      readonly sku: string;
    }
  | {
      readonly kind: 'azure-vm';
      /** `Standard_D4s_v5`. */
      readonly size: string;
      readonly region: string;
      readonly resourceGroup: string | null;
      readonly managementGroup: string | null;
    }
  | {
      /** Other usage of Azure that can be reserved or pre-purchased. */
      readonly kind: 'azure-metered';
      readonly product: string;
      readonly sku: string;
      readonly region: string;
      readonly resourceGroup: string | null;
      readonly managementGroup: string | null;
      /** Reservation units that one unit of this usage takes (RU ratio of a Region, 100-cDWU units, DBCU per DBU). */
      readonly unitsPerQuantity: number;
    }
  | {
      /** Software by core-hour: no compute commitment touches it, a hybrid benefit may. */
      readonly kind: 'licence';
      readonly licence: LicenceKind;
      readonly region: string;
      /** Cores of the machines of the pool, where all have the same: owned licences have a minimum per machine. */
      readonly vcpusPerMachine?: number;
      readonly resourceGroup: string | null;
      readonly managementGroup: string | null;
    }
  /** Nothing covers it: spot, disks, transfer, marketplace, support. */
  | { readonly kind: 'not-eligible'; readonly item: string };

/** Usage of one price: everything that costs the same on demand and under each commitment. */
export type UsagePool = {
  /** Unique; decides ties, so that the order of input never matters. */
  readonly id: string;
  /** Account, project or subscription that runs it; '' when unknown. */
  readonly account: string;
  /** Workload that it belongs to; null when unknown. */
  readonly workload: string | null;
  readonly shape: UsageShape;
  /** Billing unit, for example `instance-hour`, `gb-second`: the tie-break of Savings Plans depends on it. */
  readonly unit: string;
  /** Public on-demand price per unit. */
  readonly listRate: number;
  /** What this customer pays per unit without a commitment; equal to listRate without a contract. */
  readonly onDemandRate: number;
  /** Units in each hour; never changed in place. */
  readonly quantities: Float64Array;
};
