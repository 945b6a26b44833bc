/** Gateways, load balancers, addresses, snapshots, loose volumes and log groups: what machines leave behind, and what they talk through. */

import { type PriceBook, type Random, randomStream } from '../engine/index.ts';
import type { Company } from './company.ts';
import { type Month, randomId } from './generate-fleets.ts';
import { type LineOwner, meterLine, observed, priceOrThrow, seen } from './meter-line.ts';
import type { GeneratedMetrics, GeneratedUsage, UsageLine } from './usage-line.ts';

/** What every generator of services needs. */
export type ServiceContext = {
  readonly company: Company;
  readonly month: Month;
  readonly seed: string;
  readonly book: PriceBook;
};

/** One thing that is billed, with what was observed on it. */
type Generated = { readonly lines: readonly UsageLine[]; readonly metrics?: GeneratedMetrics | null };

const EC2 = { service: 'AmazonEC2', product: 'Amazon Elastic Compute Cloud' };
const ELB = { service: 'AWSELB', product: 'Elastic Load Balancing' };
const VPC = { service: 'AmazonVPC', product: 'Amazon Virtual Private Cloud' };
const LOGS = { service: 'AmazonCloudWatch', product: 'AmazonCloudWatch' };

/** Price of a unit of the book in the company's Region. @throws UserError when the book has none */
export function unitPriceOf({ book, company }: ServiceContext) {
  return (service: string, item: string, component: string): number =>
    priceOrThrow(
      book.unitPrice(service, item, component, company.region),
      `${service} ${item} ${component} in ${company.region}`,
    );
}

/** What was observed of a resource; null when nothing was. */
export function metricsOf(
  resourceId: string | null,
  metrics: Parameters<typeof observed>[0],
  { company }: ServiceContext,
): GeneratedMetrics | null {
  const utilization = observed(metrics);
  return resourceId === null || utilization === null
    ? null
    : { resourceId, utilization: { ...utilization, observedDays: company.observedDays } };
}

type Named = { readonly account: string; readonly name: string; readonly count: number };

/** One result for each copy of an entry; the same seed gives the same copies, whatever stands beside the entry. */
export function eachCopy<Entry extends Named, Result>(
  entries: readonly Entry[],
  kind: string,
  { company, seed }: ServiceContext,
  make: (entry: Entry, copy: { account: string; index: number; random: Random }) => Result,
): Result[] {
  return entries.flatMap(entry => {
    const random = randomStream(seed, `${kind}/${entry.name}`);
    const account = company.accounts[entry.account] ?? company.payer;
    return Array.from({ length: entry.count }, (_, index) => make(entry, { account, index, random }));
  });
}

function natGateways(context: ServiceContext): Generated[] {
  const { company, month } = context;
  const price = unitPriceOf(context);
  return eachCopy(company.natGateways, 'nat', context, (gateway, { account, random }) => {
    const resourceId = `arn:aws:ec2:${company.region}:${account}:natgateway/${randomId('nat', random)}`;
    const owner: LineOwner = { ...EC2, account, resourceId, tags: gateway.tags };
    const meter = { operation: 'NatGateway', every: 'hour' } as const;
    const perHour = price('nat_gateway', 'zonal', 'hour');
    const perGb = price('nat_gateway', 'zonal', 'data_processed');
    return {
      lines: [
        meterLine(
          owner,
          { ...meter, usageType: 'NatGateway-Hours', unit: 'Hrs', rate: perHour, perMonth: month.hours },
          month,
        ),
        meterLine(
          owner,
          { ...meter, usageType: 'NatGateway-Bytes', unit: 'GB', rate: perGb, perMonth: gateway.gb },
          month,
        ),
      ],
      metrics: metricsOf(
        resourceId,
        { bytesProcessed: gateway.bytesPerSecond && seen(gateway.bytesPerSecond) },
        context,
      ),
    };
  });
}

function loadBalancers(context: ServiceContext): Generated[] {
  const { company, month } = context;
  const price = unitPriceOf(context);
  return eachCopy(company.loadBalancers, 'load-balancer', context, (balancer, { account, index, random }) => {
    const id = randomId('', random).slice(2);
    const resourceId = `arn:aws:elasticloadbalancing:${company.region}:${account}:loadbalancer/app/${balancer.name}-${index + 1}/${id}`;
    const owner: LineOwner = { ...ELB, account, resourceId, tags: balancer.tags };
    const meter = { operation: 'LoadBalancing:Application', every: 'hour' } as const;
    const hours = { usageType: 'LoadBalancerUsage', unit: 'Hrs', rate: price('alb', 'alb', 'hour') };
    const units = { usageType: 'LCUUsage', unit: 'LCU-Hrs', rate: price('alb', 'alb', 'lcu') };
    return {
      lines: [
        meterLine(owner, { ...meter, ...hours, perMonth: month.hours }, month),
        meterLine(owner, { ...meter, ...units, perMonth: balancer.lcuPerHour * month.hours }, month),
      ],
      metrics: metricsOf(
        resourceId,
        { requestsPerSecond: balancer.requestsPerSecond && seen(balancer.requestsPerSecond) },
        context,
      ),
    };
  });
}

function addresses(context: ServiceContext): Generated[] {
  const { company, month } = context;
  const rate = unitPriceOf(context)('public_ipv4', 'any', 'hour');
  return eachCopy(company.addresses, 'address', context, ({ state, tags }, { account, random }) => {
    const resourceId = `arn:aws:ec2:${company.region}:${account}:elastic-ip/${randomId('eipalloc', random)}`;
    const isIdle = state === 'idle';
    const meter = {
      usageType: isIdle ? 'PublicIPv4:IdleAddress' : 'PublicIPv4:InUseAddress',
      operation: isIdle ? 'AllocateAddressVPC' : 'AssociateAddressVPC',
      unit: 'Hrs',
      rate,
      perMonth: month.hours,
      every: 'hour',
    } as const;
    return { lines: [meterLine({ ...VPC, account, resourceId, tags }, meter, month)] };
  });
}

function snapshots(context: ServiceContext): Generated[] {
  const { company, month } = context;
  const rate = unitPriceOf(context)('ebs', 'snapshot_standard', 'storage');
  return eachCopy(company.snapshots, 'snapshot', context, ({ gib, takenOn, tags }, { account, random }) => {
    const resourceId = `arn:aws:ec2:${company.region}:${account}:snapshot/${randomId('snap', random)}`;
    const meter = {
      usageType: 'EBS:SnapshotUsage',
      operation: 'CreateSnapshot',
      unit: 'GB-Mo',
      rate,
      perMonth: gib,
      every: 'day',
    } as const;
    return {
      lines: [meterLine({ ...EC2, account, resourceId, tags }, meter, month)],
      metrics: metricsOf(resourceId, { lastAccess: takenOn }, context),
    };
  });
}

function looseVolumes(context: ServiceContext): Generated[] {
  const { company, month } = context;
  const price = unitPriceOf(context);
  return eachCopy(company.volumes, 'volume', context, (volume, { account, random }) => {
    const resourceId = randomId('vol', random);
    const meter = {
      usageType: `EBS:VolumeUsage.${volume.type}`,
      operation: `CreateVolume-G${volume.type.slice(1)}`,
      unit: 'GB-Mo',
      rate: price('ebs', volume.type, 'storage'),
      perMonth: volume.gib,
      every: 'day',
    } as const;
    const { iops, mibps } = volume;
    return {
      lines: [meterLine({ ...EC2, account, resourceId, tags: volume.tags }, meter, month)],
      metrics: metricsOf(
        resourceId,
        { iops: iops && seen(iops), throughputMibps: mibps && seen(mibps) },
        context,
      ),
    };
  });
}

function logGroups(context: ServiceContext): Generated[] {
  const { company, month } = context;
  const price = unitPriceOf(context);
  return eachCopy(company.logGroups, 'log-group', context, (group, { account, index }) => {
    const resourceId = `arn:aws:logs:${company.region}:${account}:log-group:${group.name}-${index + 1}`;
    const owner: LineOwner = { ...LOGS, account, resourceId, tags: group.tags };
    const ingestion = {
      usageType: 'DataProcessing-Bytes',
      operation: 'PutLogEvents',
      unit: 'GB',
      rate: price('cloudwatch_logs', 'logs', 'ingest_standard'),
      perMonth: group.ingestedGb,
      every: 'day',
    } as const;
    const storage = {
      usageType: 'TimedStorage-ByteHrs',
      operation: 'HourlyStorageMetering',
      unit: 'GB-Mo',
      rate: price('cloudwatch_logs', 'logs', 'storage'),
      perMonth: group.storedGb,
      every: 'day',
    } as const;
    return {
      lines: [meterLine(owner, ingestion, month), meterLine(owner, storage, month)],
      metrics: metricsOf(resourceId, { lastAccess: group.lastWrite }, context),
    };
  });
}

/** Joins what generators made; a meter that counts nothing is no line of a bill. */
export function joined(parts: readonly Generated[]): GeneratedUsage {
  return {
    lines: parts.flatMap(({ lines }) =>
      lines.filter(({ quantities }) => quantities.some(units => units > 0)),
    ),
    metrics: parts.flatMap(({ metrics }) => metrics ?? []),
  };
}

/** The network of a company and what its machines left behind. */
export function generateNetwork(context: ServiceContext): GeneratedUsage {
  return joined([
    ...natGateways(context),
    ...loadBalancers(context),
    ...addresses(context),
    ...snapshots(context),
    ...looseVolumes(context),
    ...logGroups(context),
  ]);
}
