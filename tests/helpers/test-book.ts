/** A price book of round numbers, made up by hand: what a test expects can be worked out in the head. */

import type {
  CommitmentOffer,
  InstanceType,
  NodeProduct,
  NodeReservationOffer,
  PriceBook,
  PriceFact,
} from '../../src/engine/price-book.ts';
import { ARCHITECTURE_PRICES } from './architecture-prices.ts';
import { STORAGE_NETWORK_PRICES } from './storage-network-prices.ts';

/** The Regions the book knows, with the same prices in both; every other Region is unknown. */
export const KNOWN_REGIONS: readonly string[] = ['us-east-1', 'eu-west-1'];
/** A Region the book has no price in. */
export const UNKNOWN_REGION = 'xx-nowhere-9';

type Row = readonly [
  name: string,
  vcpus: number,
  memoryGib: number,
  perHour: number,
  networkGbps: number | null,
];

const ROWS: readonly Row[] = [
  ['m5.large', 2, 8, 0.1, 1],
  ['m5.xlarge', 4, 16, 0.2, 2],
  ['m5.2xlarge', 8, 32, 0.4, 4],
  ['m5.4xlarge', 16, 64, 0.8, 8],
  ['c5.large', 2, 4, 0.08, 1],
  ['c5.xlarge', 4, 8, 0.16, 2],
  ['r5.large', 2, 16, 0.12, null],
  ['r5.xlarge', 4, 32, 0.24, null],
  ['t3.small', 2, 2, 0.02, 1],
  ['t3.medium', 2, 4, 0.04, 1],
  ['t3.large', 2, 8, 0.08, 1],
  ['t3.xlarge', 4, 16, 0.16, 1],
  ['g5.xlarge', 4, 16, 1, 2],
  ['g5.2xlarge', 8, 32, 2, 4],
];

/** What Windows adds, USD per vCPU-hour. */
export const WINDOWS_PER_VCPU = 0.05;

/** Discount of a one-year no-upfront Compute Savings Plan by family. */
export const PLAN_DISCOUNT: Readonly<Record<string, number>> = {
  m5: 0.3,
  c5: 0.25,
  r5: 0.35,
  t3: 0.2,
  g5: 0.4,
};
/** Discount of a one-year no-upfront EC2 Instance Savings Plan, every family. */
export const INSTANCE_PLAN_DISCOUNT = 0.45;
/** What three years and paying upfront add to a discount. */
const MORE_DISCOUNT: Readonly<Record<string, number>> = {
  '1 no-upfront': 0,
  '1 partial-upfront': 0.02,
  '1 all-upfront': 0.03,
  '3 no-upfront': 0.15,
  '3 partial-upfront': 0.17,
  '3 all-upfront': 0.18,
};

/** USD by `service item component`. */
const UNIT_PRICES: Readonly<Record<string, readonly [price: number, unit: string]>> = {
  'ebs gp2 storage': [0.1, 'GB-month'],
  'ebs gp3 storage': [0.08, 'GB-month'],
  'ebs gp3 iops_above_3000': [0.005, 'IOPS-month'],
  'ebs gp3 throughput_above_125': [0.04, 'MBps-month'],
  'ebs io1 storage': [0.125, 'GB-month'],
  'ebs io1 iops': [0.065, 'IOPS-month'],
  'ebs st1 storage': [0.045, 'GB-month'],
  'ebs snapshot_standard storage': [0.05, 'GB-month'],
  'ebs snapshot_archive storage': [0.0125, 'GB-month'],
  'ebs snapshot_archive retrieval': [0.03, 'GB'],
  's3 STANDARD storage': [0.023, 'GB-month'],
  's3 STANDARD storage_next_450tb': [0.022, 'GB-month'],
  's3 STANDARD storage_over_500tb': [0.021, 'GB-month'],
  's3 STANDARD_IA storage': [0.0125, 'GB-month'],
  's3 STANDARD_IA retrieval_standard': [0.01, 'GB'],
  's3 STANDARD_IA lifecycle_transition': [0.01, '1k requests'],
  's3 GLACIER_IR storage': [0.004, 'GB-month'],
  's3 GLACIER_IR retrieval': [0.03, 'GB'],
  's3 GLACIER_IR lifecycle_transition': [0.02, '1k requests'],
  's3 INT_FREQUENT storage': [0.023, 'GB-month'],
  's3 INT_INFREQUENT storage': [0.0125, 'GB-month'],
  's3 INT_ARCHIVE_INSTANT storage': [0.004, 'GB-month'],
  's3 INT lifecycle_transition': [0.01, '1k requests'],
  's3 INT monitoring': [0.0000025, 'object-month'],
  'dynamodb standard on_demand_read': [0.125, '1M RRU'],
  'dynamodb standard on_demand_write': [0.625, '1M WRU'],
  'dynamodb standard provisioned_rcu': [0.00013, 'RCU-hour'],
  'dynamodb standard provisioned_wcu': [0.00065, 'WCU-hour'],
  'dynamodb standard_ia on_demand_read': [0.155, '1M RRU'],
  'dynamodb standard_ia on_demand_write': [0.78, '1M WRU'],
  'dynamodb standard_ia storage': [0.1, 'GB-month'],
  'rds_storage gp3 storage_single_az': [0.1, 'GB-month'],
  'rds_storage gp3 storage_multi_az': [0.2, 'GB-month'],
  ...STORAGE_NETWORK_PRICES,
  'aurora io_optimized storage': [0.225, 'GB-month'],
  'aurora standard storage': [0.1, 'GB-month'],
  'aurora standard io': [0.2, '1M I/O'],
  'fargate x86_linux vcpu': [0.04, 'vCPU-hour'],
  'fargate x86_linux memory': [0.004, 'GB-hour'],
  'fargate arm64_linux vcpu': [0.032, 'vCPU-hour'],
  'fargate arm64_linux memory': [0.0032, 'GB-hour'],
  'ec2 windows_licence surcharge_over_linux': [0.05, 'vCPU-hour'],
  'ec2 sql_server_licence enterprise': [0.4, 'vCPU-hour'],
  'ec2 sql_server_licence standard': [0.1, 'vCPU-hour'],
  ...ARCHITECTURE_PRICES,
};

/** USD per Single-AZ hour; Multi-AZ is twice that. */
const DATABASES: Readonly<Record<string, number>> = {
  'db.m5.large postgresql': 0.2,
  'db.m5.xlarge postgresql': 0.4,
  'db.r5.large mysql': 0.25,
  'db.r7g.large postgresql': 0.3,
  'db.m5.large sqlserver-se': 0.6,
  'db.m5.xlarge sqlserver-se': 1.2,
  'db.m5.large sqlserver-ee': 1.5,
  'db.m5.xlarge sqlserver-ee': 3,
};

/** USD per hour of a cache or search node. */
export const NODES: Readonly<Record<string, number>> = {
  'elasticache cache.r5.large redis': 0.2,
  'elasticache cache.r5.xlarge redis': 0.4,
  'elasticache cache.r5.large valkey': 0.16,
  'elasticache cache.m5.large memcached': 0.15,
  'opensearch r5.large.search ': 0.2,
  'opensearch r5.xlarge.search ': 0.4,
};

/** Discount of a one-year no-upfront reservation of a database or a node, every class. */
export const NODE_DISCOUNT = 0.35;

function fact(service: string, item: string, region: string, price: number, unit: string): PriceFact {
  return {
    provider: 'aws',
    service,
    item,
    region,
    unit,
    price,
    currency: 'USD',
    source: 'made up for tests',
    date: '2024',
    licence: 'Apache-2.0',
    kind: 'assumed',
    confidence: null,
    note: null,
  };
}

const familyOf = (name: string) => name.slice(0, name.indexOf('.'));

function typeOf([name, vcpus, memoryGib, , networkGbps]: Row, region: string): InstanceType {
  return {
    name,
    family: familyOf(name),
    size: name.slice(name.indexOf('.') + 1),
    region,
    vcpus,
    memoryGib,
    architecture: 'x86_64',
    accelerators: name.startsWith('g') ? 1 : 0,
    networkGbps,
    localNvmeGb: null,
    currentGeneration: true,
    normalizationFactor: null,
  };
}

function planRate(offer: CommitmentOffer, linux: number): number | null {
  const { offering, termYears, payment, instanceType } = offer;
  const base =
    offering === 'compute-savings-plan' ? PLAN_DISCOUNT[familyOf(instanceType)] : INSTANCE_PLAN_DISCOUNT;
  const more = MORE_DISCOUNT[`${termYears} ${payment}`];
  return base === undefined || more === undefined ? null : linux * (1 - base - more);
}

/** Search and cache nodes are reserved on all terms; a database of three years is paid for upfront, at least in part. */
function nodeReservation(
  { service, termYears, payment }: NodeReservationOffer,
  onDemand: number,
): number | null {
  const more = MORE_DISCOUNT[`${termYears} ${payment}`];
  const isSold = service !== 'rds' || termYears === 1 || payment !== 'no-upfront';
  return more === undefined || !isSold ? null : onDemand * (1 - NODE_DISCOUNT - more);
}

function nodeOnDemand({ service, nodeClass, engine, deployment, region }: NodeProduct): number | null {
  if (!KNOWN_REGIONS.includes(region) || deployment === 'multi-az-cluster') return null;
  const isDatabase = service === 'rds' || service === 'aurora';
  const single = isDatabase
    ? DATABASES[`${nodeClass} ${engine}`]
    : NODES[`${service} ${nodeClass} ${engine ?? ''}`];
  if (single === undefined) return null;
  return deployment === 'multi-az' ? 2 * single : single;
}

/** Fee over on-demand price of Google Cloud commitments, by `series Region term`. */
export const RESOURCE_SHARES: Readonly<Record<string, number>> = {
  'n1 us-central1 1': 0.63,
  'n1 us-central1 3': 0.45,
  'n2 us-central1 1': 0.63,
  'n2 us-central1 3': 0.45,
  'e2 us-central1 1': 0.63,
  'm1 us-central1 1': 0.6,
};
/** USD an hour of a reserved Azure size, by `size Region term`; on demand it lists $0.20. */
export const AZURE_RESERVED: Readonly<Record<string, number>> = {
  'Standard_D4s_v5 eastus 1': 0.12,
  'Standard_D4s_v5 eastus 3': 0.08,
};
/** List price of the bare machine, USD an hour. */
const AZURE_LINUX: Readonly<Record<string, number>> = {
  'Standard_D4s_v5 eastus': 0.2,
  'Standard_E4s_v5 eastus': 0.25,
};

/** What a test changes in the book: unit prices by `service item component` (null takes a price away), and what it lacks. */
export type TestBookChanges = {
  readonly unitPrices?: Readonly<Record<string, number | null>>;
  /** Spot prices by `type Region`, USD an hour; none without them. */
  readonly spotPrices?: Readonly<Record<string, number>>;
  /** Plan prices by `size Region term`, USD an hour; none without them. */
  readonly azurePlanPrices?: Readonly<Record<string, number>>;
};

/** The book. Linux and Windows have prices, other systems none; no commitment discounts the Windows licence. */
export function testBook(changes: TestBookChanges = {}): PriceBook {
  const find = (name: string, region: string) =>
    KNOWN_REGIONS.includes(region) ? ROWS.find(([each]) => each === name) : undefined;
  const licence = (row: Row, system: string) => (system === 'windows' ? row[1] * WINDOWS_PER_VCPU : 0);
  return {
    unitPrice: (service, item, component, region) => {
      const key = `${service} ${item} ${component}`;
      const [listed, unit] = UNIT_PRICES[key] ?? [null, ''];
      const changed = changes.unitPrices?.[key];
      const price = changed === undefined ? listed : changed;
      return price === null || !KNOWN_REGIONS.includes(region)
        ? null
        : fact(service, `${item} ${component}`, region, price, unit);
    },
    instanceType: (name, region) => {
      const row = find(name, region);
      return row ? typeOf(row, region) : null;
    },
    instanceFamily: (family, region) =>
      KNOWN_REGIONS.includes(region)
        ? ROWS.filter(([name]) => familyOf(name) === family).map(row => typeOf(row, region))
        : [],
    instancePrice: (name, region, system) => {
      const machine = AZURE_LINUX[`${name} ${region}`];
      if (machine !== undefined)
        return system === 'linux' ? fact('virtual-machines', name, region, machine, 'hour') : null;
      const row = find(name, region);
      if (!row || (system !== 'linux' && system !== 'windows')) return null;
      return fact('ec2', `${name} ${system}`, region, row[3] + licence(row, system), 'hour');
    },
    databasePrice: (instanceClass, engine, region, multiAz) => {
      const single = DATABASES[`${instanceClass} ${engine}`];
      return single === undefined || !KNOWN_REGIONS.includes(region)
        ? null
        : fact('rds', `${instanceClass} ${engine}`, region, multiAz ? 2 * single : single, 'hour');
    },
    commitmentRate: offer => {
      const row = find(offer.instanceType, offer.region);
      const { operatingSystem } = offer;
      if (!row || (operatingSystem !== 'linux' && operatingSystem !== 'windows')) return null;
      const rate = planRate(offer, row[3]);
      return rate === null
        ? null
        : fact('ec2', offer.instanceType, offer.region, rate + licence(row, operatingSystem), 'hour');
    },
    nodePrice: product => {
      const price = nodeOnDemand(product);
      return price === null ? null : fact(product.service, product.nodeClass, product.region, price, 'hour');
    },
    nodeReservationRate: offer => {
      const onDemand = nodeOnDemand(offer);
      const rate = onDemand === null ? null : nodeReservation(offer, onDemand);
      return rate === null ? null : fact(offer.service, offer.nodeClass, offer.region, rate, 'hour');
    },
    resourceCommitmentShare: ({ series, region, termYears }) => {
      const share = RESOURCE_SHARES[`${series} ${region} ${termYears}`];
      return share === undefined
        ? null
        : { ...fact('compute-engine', series, region, share, 'share'), kind: 'measured' };
    },
    azureSavingsPlanRate: ({ size, region, termYears }) => {
      const price = changes.azurePlanPrices?.[`${size} ${region} ${termYears}`];
      return price === undefined ? null : fact('virtual-machines', size, region, price, 'hour');
    },
    spotPrice: (name, region, system) => {
      const price = changes.spotPrices?.[`${name} ${region}`];
      return price === undefined ? null : fact('ec2', `${name} ${system} spot`, region, price, 'hour');
    },
    azureReservationRate: ({ size, region, termYears }) => {
      const price = AZURE_RESERVED[`${size} ${region} ${termYears}`];
      return price === undefined
        ? null
        : { ...fact('virtual-machines', size, region, price, 'hour'), kind: 'measured' };
    },
  };
}
