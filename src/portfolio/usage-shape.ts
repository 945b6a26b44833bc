/** What a row's words mean: provider, service and attributes become the shape that the providers' rules ask for. */

import type { LicenceKind, NodeDeployment, NodeService, UsageShape } from '../engine/commitments/usage.ts';
import type { OperatingSystem, Tenancy } from '../engine/estate/estate.ts';
import { closestWord } from '../input/did-you-mean.ts';
import { quote } from '../input/quote.ts';
import type { PoolAttributes, PoolColumn } from './usage-columns.ts';

/** A cell that does not make sense, in the words of the finding. */
export type ShapeProblem = { readonly column: PoolColumn; readonly message: string; readonly hint: string };

const SYSTEMS: Readonly<Record<string, OperatingSystem>> = {
  linux: 'linux',
  'linux/unix': 'linux',
  unix: 'linux',
  windows: 'windows',
  rhel: 'rhel',
  'red hat enterprise linux': 'rhel',
  suse: 'suse',
  sles: 'suse',
  other: 'other',
};
const TENANCIES: Readonly<Record<string, Tenancy>> = {
  shared: 'shared',
  default: 'shared',
  dedicated: 'dedicated',
  host: 'host',
};
const DEPLOYMENTS: Readonly<Record<string, NodeDeployment>> = {
  'single-az': 'single-az',
  'multi-az': 'multi-az',
  'multi-az-cluster': 'multi-az-cluster',
};
const NODE_LICENCES: Readonly<Record<string, 'included' | 'byol'>> = {
  included: 'included',
  'license-included': 'included',
  'licence-included': 'included',
  byol: 'byol',
  'bring-your-own-license': 'byol',
};
const LICENCES: Readonly<Record<string, LicenceKind>> = {
  'windows-server': 'windows-server',
  'sql-server-standard': 'sql-server-standard',
  'sql-server-enterprise': 'sql-server-enterprise',
  'sql-server-web': 'sql-server-web',
  rhel: 'rhel',
  suse: 'suse',
};
const PURCHASES: Readonly<Record<string, 'on-demand' | 'spot'>> = { 'on-demand': 'on-demand', spot: 'spot' };
const FLAGS: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };
const RESOURCES = {
  vcpu: 'vcpu',
  core: 'vcpu',
  'memory-gib': 'memory-gib',
  memory: 'memory-gib',
  ram: 'memory-gib',
  gpu: 'gpu',
  'local-ssd-gib': 'local-ssd-gib',
} as const;

/** Services whose nodes can be reserved, as people write them. */
const NODE_SERVICES: Readonly<Record<string, NodeService>> = {
  rds: 'rds',
  aurora: 'aurora',
  elasticache: 'elasticache',
  memorydb: 'memorydb',
  redshift: 'redshift',
  opensearch: 'opensearch',
  documentdb: 'documentdb',
  neptune: 'neptune',
};

/** Service codes of usage that only Savings Plans cover. */
const METERED_SERVICES: Readonly<Record<string, string>> = {
  'aurora-serverless': 'AmazonAurora',
  'elasticache-serverless': 'AmazonElastiCache',
  'neptune-serverless': 'AmazonNeptune',
  'opensearch-serverless': 'AmazonOpenSearchService',
  fargate: 'AWSFargate',
  awsfargate: 'AWSFargate',
  lambda: 'AWSLambda',
  awslambda: 'AWSLambda',
  sagemaker: 'AmazonSageMaker',
  amazonsagemaker: 'AmazonSageMaker',
  dynamodb: 'AmazonDynamoDB',
  amazondynamodb: 'AmazonDynamoDB',
  keyspaces: 'AmazonMCS',
  amazonmcs: 'AmazonMCS',
  timestream: 'AmazonTimestream',
  amazontimestream: 'AmazonTimestream',
  dms: 'AWSDatabaseMigrationSvc',
  awsdatabasemigrationsvc: 'AWSDatabaseMigrationSvc',
};

const INSTANCE_SERVICES = ['ec2', 'amazonec2'];
const VM_SERVICES = ['vm', 'virtual-machine', 'virtual-machines'];
const GCP_COMPUTE = ['gce', 'compute', 'compute-engine'];
/** Azure products under the names that reservations use. */
const AZURE_PRODUCTS: Readonly<Record<string, string>> = {
  sql: 'sql-database',
  'sql-database': 'sql-database',
  'cosmos-db': 'cosmos-db',
  synapse: 'synapse',
  disk: 'managed-disk',
  'managed-disk': 'managed-disk',
  storage: 'storage-capacity',
  'storage-capacity': 'storage-capacity',
};

/** Reads the cells of one row; what does not make sense is kept, and the fallback is answered. */
type CellWords = {
  readonly of: PoolAttributes;
  readonly problems: ShapeProblem[];
  /** A cell that must not be empty. */
  needed(column: PoolColumn, example: string): string;
  /** One of the known words; the fallback for an empty cell. */
  word<T>(column: PoolColumn, known: Readonly<Record<string, T>>, fallback: T): T;
};

function cellWords(of: PoolAttributes): CellWords {
  const problems: ShapeProblem[] = [];
  return {
    of,
    problems,
    needed: (column, example) => {
      const cell = of[column];
      if (cell === '') {
        const message = `the row names no ${column}, which ${of.service === '' ? 'the service' : quote(of.service)} needs`;
        problems.push({ column, message, hint: `For example ${quote(example)}.` });
      }
      return cell;
    },
    word: (column, known, fallback) => {
      const cell = of[column];
      const found = wordOf(cell, known);
      if (cell !== '' && found === undefined) {
        const words = Object.keys(known);
        const close = closestWord(cell, words);
        const hint = close === null ? `Known: ${words.join(', ')}.` : `Did you mean ${quote(close)}?`;
        problems.push({ column, message: `the ${column} ${quote(cell)} is not known`, hint });
      }
      return found ?? fallback;
    },
  };
}

/** Upper and lower case are the same; own keys only: a cell may say `constructor`. */
function wordOf<T>(cell: string, known: Readonly<Record<string, T>>): T | undefined {
  const key = cell.toLowerCase();
  return Object.hasOwn(known, key) ? known[key] : undefined;
}

const orNull = (cell: string): string | null => (cell === '' ? null : cell);

function ec2Shape({ of, problems, needed, word }: CellWords): UsageShape {
  const instanceType = needed('type', 'm5.large');
  if (instanceType !== '' && !/^[a-z0-9-]+\.[a-z0-9-]+$/.test(instanceType)) {
    const message = `${quote(instanceType)} is not an instance type`;
    problems.push({ column: 'type', message, hint: 'Write it as `m5.large`.' });
  }
  return {
    kind: 'aws-instance',
    instanceType,
    region: needed('region', 'us-east-1'),
    availabilityZone: orNull(of.zone),
    operatingSystem: word('os', SYSTEMS, 'linux'),
    tenancy: word('tenancy', TENANCIES, 'shared'),
    isEmptySlot: word('empty_slot', FLAGS, false),
  };
}

function nodeShape({ of, needed, word }: CellWords, service: NodeService): UsageShape {
  const engine = orNull(of.engine.toLowerCase());
  const isAurora = service === 'aurora' || (engine ?? '').startsWith('aurora');
  return {
    kind: 'aws-node',
    service: service === 'rds' && isAurora ? 'aurora' : service,
    nodeClass: needed('type', 'db.r6g.large'),
    engine,
    deployment: word('deployment', DEPLOYMENTS, 'single-az'),
    licence: word<'included' | 'byol' | null>('licence', NODE_LICENCES, null),
    isIoOptimized: word('io_optimized', FLAGS, false),
    region: needed('region', 'us-east-1'),
  };
}

function awsShape(cells: CellWords): UsageShape {
  const { of, needed } = cells;
  const service = of.service.toLowerCase() || 'ec2';
  if (INSTANCE_SERVICES.includes(service)) return ec2Shape(cells);
  const node = wordOf(service, NODE_SERVICES);
  if (node !== undefined) return nodeShape(cells, node);
  const code = wordOf(service, METERED_SERVICES);
  if (code === undefined) return { kind: 'not-eligible', item: `${of.service} ${of.type}`.trim() };
  const region = needed('region', 'us-east-1');
  return { kind: 'aws-metered', service: code, region, item: of.type || of.unit || code };
}

function gcpShape({ of, problems, needed, word }: CellWords): UsageShape {
  const service = of.service.toLowerCase() || 'compute';
  const region = needed('region', 'us-central1');
  const isCompute = GCP_COMPUTE.includes(service);
  if (!isCompute && of.resource === '') {
    return { kind: 'gcp-metered', product: service, region, sku: of.sku || of.type };
  }
  needed('resource', 'vcpu');
  const series = (of.series || of.type.split('-')[0] || '').toLowerCase();
  if (series === '') {
    const hint = 'Write the machine series, for example `n2`.';
    problems.push({ column: 'series', message: 'the row names no series', hint });
  }
  return {
    kind: 'gcp-resource',
    series,
    region,
    zone: orNull(of.zone),
    machineType: orNull(of.type),
    resource: word('resource', RESOURCES, 'vcpu'),
    sku: of.sku,
    product: isCompute ? 'compute' : service,
  };
}

function azureShape({ of, needed }: CellWords, unitsPerQuantity: number): UsageShape {
  const service = of.service.toLowerCase() || 'vm';
  const region = needed('region', 'westeurope');
  const place = {
    region,
    resourceGroup: orNull(of.resource_group),
    managementGroup: orNull(of.management_group),
  };
  if (VM_SERVICES.includes(service)) {
    return { kind: 'azure-vm', size: needed('type', 'Standard_D4s_v5'), ...place };
  }
  const product = wordOf(service, AZURE_PRODUCTS) ?? service;
  return { kind: 'azure-metered', product, sku: of.sku || of.type, unitsPerQuantity, ...place };
}

function shapeOf(cells: CellWords, unitsPerQuantity: number): UsageShape {
  const { of, needed, word } = cells;
  const provider = word('provider', { aws: 'aws', gcp: 'gcp', azure: 'azure' } as const, 'aws');
  if (word('purchase', PURCHASES, 'on-demand') === 'spot') {
    return { kind: 'not-eligible', item: `spot ${of.type || of.service}`.trim() };
  }
  if (of.service.toLowerCase() === 'licence') {
    needed('licence', 'windows-server');
    return {
      kind: 'licence',
      licence: word('licence', LICENCES, 'windows-server'),
      region: of.region,
      resourceGroup: orNull(of.resource_group),
      managementGroup: orNull(of.management_group),
    };
  }
  if (provider === 'aws') return awsShape(cells);
  return provider === 'gcp' ? gcpShape(cells) : azureShape(cells, unitsPerQuantity);
}

/**
 * The shape of a row, or the cell that does not make sense.
 * @param unitsPerQuantity reservation units that one unit of the usage takes; 1 where the file does not say
 */
export function usageShape(of: PoolAttributes, unitsPerQuantity: number): UsageShape | ShapeProblem {
  const cells = cellWords(of);
  const shape = shapeOf(cells, unitsPerQuantity);
  return cells.problems[0] ?? shape;
}

/** The billing unit where the row names none. */
export function defaultUnit(shape: UsageShape): string {
  switch (shape.kind) {
    case 'aws-instance':
    case 'azure-vm':
      return 'instance-hour';
    case 'aws-node':
      return 'node-hour';
    case 'gcp-resource':
      return { vcpu: 'vcpu-hour', 'memory-gib': 'gib-hour', gpu: 'gpu-hour', 'local-ssd-gib': 'gib-hour' }[
        shape.resource
      ];
    case 'licence':
      return 'core-hour';
    default:
      return 'unit';
  }
}

/** Account, project or subscription of a row. */
export function ownerOf(of: PoolAttributes): string {
  return of.account || of.project || of.subscription;
}

/** The name of a pool that has no id of its own: its attributes in the order of the columns. */
export function poolName(of: PoolAttributes): string {
  const { id: _id, workload: _workload, ...rest } = of;
  const words = [...Object.values(rest), of.workload].filter(cell => cell !== '');
  return words.length === 0 ? 'usage' : words.join('/');
}
