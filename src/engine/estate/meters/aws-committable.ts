/** AWS usage that a commitment may cover beside EC2 instances and RDS instances: nodes, Fargate, Lambda, SageMaker, DynamoDB. */

import type { NodeDeployment, NodeService, UsageShape } from '../../commitments/usage.ts';

/** A shape and the unit it is metered in. */
export type Committable = {
  readonly shape: UsageShape;
  readonly unit: string;
  /** Units of the rules in one unit of the bill, where the bill counts machines and the rules count cores; absent: 1. */
  readonly unitsPerPricingUnit?: number;
};

/** Region prefix of a usage type; us-east-1 has none. */
const REGION_PREFIX = /^[A-Z]{2,4}\d?-(?=[A-Z])/;

/** Services with reservable nodes by their code. */
const NODE_SERVICES: Readonly<Record<string, NodeService>> = {
  AmazonElastiCache: 'elasticache',
  AmazonMemoryDB: 'memorydb',
  AmazonRedshift: 'redshift',
  AmazonES: 'opensearch',
  AmazonDocDB: 'documentdb',
  AmazonNeptune: 'neptune',
  AmazonRDS: 'rds',
};

/** Engines by operation code (ElastiCache; other codes leave the engine unknown). */
const CACHE_ENGINES: Readonly<Record<string, string>> = { '0001': 'memcached', '0002': 'redis' };

/** Engines of RDS by operation code; Aurora is a service of its own here. */
const DATABASE_ENGINES: Readonly<Record<string, string>> = {
  '0002': 'mysql',
  '0010': 'sqlserver-ex',
  '0011': 'sqlserver-web',
  '0012': 'sqlserver-se',
  '0014': 'postgresql',
  '0015': 'sqlserver-ee',
  '0016': 'aurora-mysql',
  '0018': 'mariadb',
  '0021': 'aurora-postgresql',
};

const NODE_METER =
  /^(NodeUsage|InstanceUsage|InstanceUsageIOOptimized|Multi-AZUsage|Multi-AZClusterUsage|ESInstance|Node):([a-z0-9][a-z0-9.-]*)$/;

const DEPLOYMENTS: Readonly<Record<string, NodeDeployment>> = {
  'Multi-AZUsage': 'multi-az',
  'Multi-AZClusterUsage': 'multi-az-cluster',
};

function engineOf(service: NodeService, operation: string): string | null {
  const code = /:(\d{4})/.exec(operation)?.[1] ?? '';
  if (service === 'elasticache') return CACHE_ENGINES[code] ?? null;
  return service === 'rds' ? (DATABASE_ENGINES[code] ?? null) : null;
}

function node(code: string, meter: string, operation: string, region: string): Committable | null {
  const service = NODE_SERVICES[code];
  const match = NODE_METER.exec(meter);
  if (service === undefined || !match?.[1] || !match[2]) return null;
  const engine = engineOf(service, operation);
  const isSearch = service === 'opensearch' && !match[2].endsWith('.search');
  return {
    unit: 'instance-hour',
    shape: {
      kind: 'aws-node',
      service: engine?.startsWith('aurora') ? 'aurora' : service,
      nodeClass: isSearch ? `${match[2]}.search` : match[2],
      engine,
      deployment: DEPLOYMENTS[match[1]] ?? 'single-az',
      licence: null,
      isIoOptimized: match[1] === 'InstanceUsageIOOptimized',
      region,
    },
  };
}

/** Meters that only a Savings Plan covers: service code, pattern of the meter, unit. */
const METERED: readonly { readonly code: RegExp; readonly meter: RegExp; readonly unit: string }[] = [
  {
    code: /^Amazon(ECS|EKS)$|^AWSFargate$/,
    meter: /^Fargate-(ARM-|Windows-)?vCPU-Hours/,
    unit: 'vcpu-hour',
  },
  { code: /^Amazon(ECS|EKS)$|^AWSFargate$/, meter: /^Fargate-(ARM-|Windows-)?GB-Hours/, unit: 'gb-hour' },
  { code: /^AWSLambda$/, meter: /^Lambda-(Provisioned-)?(GB-Second|Concurrency)/, unit: 'gb-second' },
  { code: /^AWSLambda$/, meter: /^Request/, unit: 'request' },
  { code: /^AmazonSageMaker$/, meter: /(^|:)ml\./, unit: 'instance-hour' },
  { code: /^AmazonDynamoDB$/, meter: /^(Read|Write)RequestUnits/, unit: 'request-unit' },
  { code: /^AmazonDynamoDB$/, meter: /^(Read|Write)CapacityUnit-Hrs/, unit: 'capacity-unit-hour' },
];

/** Service codes under which the rules know Fargate. */
const FARGATE = /^Amazon(ECS|EKS)$/;

/** What a line of usage is to commitments; null for what none covers. */
export function awsCommittable(
  serviceCode: string | null,
  usageType: string | null,
  operation: string | null,
  region: string | null,
): Committable | null {
  if (serviceCode === null || usageType === null) return null;
  const meter = usageType.replace(REGION_PREFIX, '');
  const found = node(serviceCode, meter, operation ?? '', region ?? '');
  if (found) return found;
  const metered = METERED.find(each => each.code.test(serviceCode) && each.meter.test(meter));
  if (!metered) return null;
  const service = FARGATE.test(serviceCode) ? 'AWSFargate' : serviceCode;
  return {
    unit: metered.unit,
    shape: { kind: 'aws-metered', service, region: region ?? '', item: meter },
  };
}
