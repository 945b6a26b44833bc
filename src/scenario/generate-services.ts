/** Tables, tasks and clusters: services that are metered without a machine, or whose machines the provider runs. */

import type { Company } from './company.ts';
import { eachCopy, joined, metricsOf, type ServiceContext, unitPriceOf } from './generate-network.ts';
import { type LineOwner, meterLine, priceOrThrow, seen } from './meter-line.ts';
import type { GeneratedUsage, UsageLine } from './usage-line.ts';

const DYNAMODB = { service: 'AmazonDynamoDB', product: 'Amazon DynamoDB' };
const ECS = { service: 'AmazonECS', product: 'Amazon Elastic Container Service' };
const EKS = { service: 'AmazonEKS', product: 'Amazon Elastic Container Service for Kubernetes' };
const RDS = { service: 'AmazonRDS', product: 'Amazon Relational Database Service' };

/** Prices by the unit are listed for a million; a division of binary fractions leaves a tail of digits. */
const perMillion = (price: number) => Math.round((price / 1e6) * 1e12) / 1e12;

type Table = Company['tables'][number];

/** Meters of reads and writes in the table's mode. */
function tableMeters(table: Table, context: ServiceContext) {
  const { month } = context;
  const price = unitPriceOf(context);
  const isOnDemand = table.mode === 'on-demand';
  const operation = isOnDemand ? 'PayPerRequestThroughput' : 'CommittedThroughput';
  return [
    { kind: 'Read', units: table.reads, onDemand: 'on_demand_read', provisioned: 'provisioned_rcu' },
    { kind: 'Write', units: table.writes, onDemand: 'on_demand_write', provisioned: 'provisioned_wcu' },
  ].map(({ kind, units, onDemand, provisioned }) => {
    const usageType = isOnDemand ? `${kind}RequestUnits` : `${kind}CapacityUnit-Hrs`;
    return {
      usageType,
      operation,
      unit: usageType,
      rate: isOnDemand
        ? perMillion(price('dynamodb', 'standard', onDemand))
        : price('dynamodb', 'standard', provisioned),
      perMonth: isOnDemand ? units : units * month.hours,
      every: 'hour' as const,
    };
  });
}

function tables(context: ServiceContext) {
  const { company, month } = context;
  const price = unitPriceOf(context);
  return eachCopy(company.tables, 'table', context, (table, { account, index }) => {
    const suffix = table.count > 1 ? `-${index + 1}` : '';
    const resourceId = `arn:aws:dynamodb:${company.region}:${account}:table/${table.name}${suffix}`;
    const owner: LineOwner = { ...DYNAMODB, account, resourceId, tags: table.tags };
    const storage = {
      usageType: 'TimedStorage-ByteHrs',
      operation: 'StandardStorage',
      unit: 'GB-Mo',
      rate: price('dynamodb', 'standard', 'storage'),
      perMonth: table.storageGib,
      every: 'day',
    } as const;
    const { readsPerSecond, writesPerSecond } = table;
    return {
      lines: [...tableMeters(table, context), storage].map(meter => meterLine(owner, meter, month)),
      metrics: metricsOf(
        resourceId,
        {
          readCapacityUnits: readsPerSecond && seen(readsPerSecond),
          writeCapacityUnits: writesPerSecond && seen(writesPerSecond),
        },
        context,
      ),
    };
  });
}

function tasks(context: ServiceContext) {
  const { company, month } = context;
  const price = unitPriceOf(context);
  return eachCopy(company.tasks, 'task', context, (task, { account, random }) => {
    const id = Array.from({ length: 32 }, () => random.integer(0, 15).toString(16)).join('');
    const resourceId = `arn:aws:ecs:${company.region}:${account}:task/${task.name}/${id}`;
    const owner: LineOwner = { ...ECS, account, resourceId, tags: task.tags };
    const meter = { operation: 'FargateTask', unit: 'hours', every: 'hour' } as const;
    const vcpu = { usageType: 'USE1-Fargate-vCPU-Hours:perCPU', rate: price('fargate', 'x86_linux', 'vcpu') };
    const memory = { usageType: 'USE1-Fargate-GB-Hours', rate: price('fargate', 'x86_linux', 'memory') };
    return {
      lines: [
        meterLine(owner, { ...meter, ...vcpu, perMonth: task.vcpus * month.hours }, month),
        meterLine(owner, { ...meter, ...memory, perMonth: task.memoryGib * month.hours }, month),
      ],
      metrics: metricsOf(
        resourceId,
        { cpu: task.cpu && seen(task.cpu, 0.01), memory: task.memory && seen(task.memory, 0.01) },
        context,
      ),
    };
  });
}

function kubernetesClusters(context: ServiceContext) {
  const { company, month } = context;
  const price = unitPriceOf(context);
  const standard = price('eks', 'control_plane', 'standard_support');
  const extended = price('eks', 'control_plane', 'extended_support');
  return eachCopy(company.kubernetesClusters, 'eks', context, (cluster, { account, index }) => {
    const resourceId = `arn:aws:eks:${company.region}:${account}:cluster/${cluster.name}-${index + 1}`;
    const owner: LineOwner = { ...EKS, account, resourceId, tags: cluster.tags };
    const meter = { unit: 'Hours', perMonth: month.hours, every: 'hour' } as const;
    const perCluster = {
      usageType: 'USE1-AmazonEKS-Hours:perCluster',
      operation: 'CreateOperation',
      rate: standard,
    };
    // The book has the sum of both meters.
    const surcharge = {
      usageType: 'USE1-AmazonEKS-Hours:extendedSupport',
      operation: 'ExtendedSupport',
      rate: Math.round((extended - standard) * 1e9) / 1e9,
    };
    const meters = cluster.support === 'extended' ? [perCluster, surcharge] : [perCluster];
    return { lines: meters.map(each => meterLine(owner, { ...meter, ...each }, month)) };
  });
}

type Aurora = Company['auroraClusters'][number];
const AURORA_CODES = { 'aurora-mysql': '0016', 'aurora-postgresql': '0021' } as const;

function auroraInstances(cluster: Aurora, account: string, context: ServiceContext): UsageLine[] {
  const { company, month, book } = context;
  const isOptimized = cluster.configuration === 'io-optimized';
  const listed = priceOrThrow(
    book.databasePrice(cluster.class, cluster.engine, company.region, false),
    `${cluster.class} with ${cluster.engine}`,
  );
  const rate = isOptimized ? listed * (1 + cluster.ioOptimizedSurchargePercent / 100) : listed;
  return Array.from({ length: cluster.instances }, (_, index) => {
    const resourceId = `arn:aws:rds:${company.region}:${account}:db:${cluster.name}-${index + 1}`;
    const meter = {
      usageType: `${isOptimized ? 'InstanceUsageIOOptimized' : 'InstanceUsage'}:${cluster.class}`,
      operation: `CreateDBInstance:${AURORA_CODES[cluster.engine]}`,
      unit: 'Hrs',
      rate: Math.round(rate * 1e6) / 1e6,
      perMonth: month.hours,
      every: 'hour',
      instanceType: cluster.class,
    } as const;
    return meterLine({ ...RDS, account, resourceId, tags: cluster.tags }, meter, month);
  });
}

function auroraClusters(context: ServiceContext) {
  const { company, month } = context;
  const price = unitPriceOf(context);
  return company.auroraClusters.map(cluster => {
    const account = company.accounts[cluster.account] ?? company.payer;
    const resourceId = `arn:aws:rds:${company.region}:${account}:cluster:${cluster.name}`;
    const owner: LineOwner = { ...RDS, account, resourceId, tags: cluster.tags };
    const isOptimized = cluster.configuration === 'io-optimized';
    const storage = {
      usageType: isOptimized ? 'Aurora:IO-OptimizedStorageUsage' : 'Aurora:StorageUsage',
      operation: `CreateDBCluster:${AURORA_CODES[cluster.engine]}`,
      unit: 'GB-Mo',
      rate: price('aurora', isOptimized ? 'io_optimized' : 'standard', 'storage'),
      perMonth: cluster.storageGib,
      every: 'day',
    } as const;
    const io = {
      ...storage,
      usageType: 'Aurora:StorageIOUsage',
      unit: 'IOs',
      rate: perMillion(price('aurora', 'standard', 'io')),
      perMonth: isOptimized ? 0 : cluster.ioMillions * 1e6,
    } as const;
    return {
      lines: [
        ...[storage, io].map(meter => meterLine(owner, meter, month)),
        ...auroraInstances(cluster, account, context),
      ],
      metrics: metricsOf(resourceId, { iops: cluster.iops && seen(cluster.iops) }, context),
    };
  });
}

/** Tables, tasks and clusters of a company. */
export function generateServices(context: ServiceContext): GeneratedUsage {
  return joined([
    ...tables(context),
    ...tasks(context),
    ...kubernetesClusters(context),
    ...auroraClusters(context),
  ]);
}
