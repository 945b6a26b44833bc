/** Fleets of instances and their volumes: who runs when, how hard, on which disks. */

import {
  hourOfWeek,
  MS_PER_HOUR,
  type Percentiles,
  type PriceBook,
  type Random,
  randomStream,
  UserError,
  type Utilization,
} from '../engine/index.ts';
import type { Company, Fleet } from './company.ts';
import type { GeneratedMetrics, UsageLine } from './usage-line.ts';

/** The month being generated. */
export type Month = {
  readonly startMs: number;
  readonly hours: number;
  readonly days: number;
};

/** A random AWS-like id: 17 hex digits. */
export function randomId(prefix: string, random: Random): string {
  const digits = Array.from({ length: 16 }, () => random.integer(0, 15).toString(16)).join('');
  return `${prefix}-0${digits}`;
}

const NO_QUANTILES: Percentiles = { p50: null, p95: null, p99: null, max: null };

/** Utilisation with nothing observed. */
export const NOTHING_OBSERVED: Utilization = {
  observedDays: 30,
  cpu: NO_QUANTILES,
  memory: NO_QUANTILES,
  iops: NO_QUANTILES,
  throughputMibps: NO_QUANTILES,
  networkMbps: NO_QUANTILES,
  lastAccess: null,
  objectAges: [],
};

/** Quantiles of one member of a fleet: the fleet's, times its own luck; never above `limit`. */
function vary(
  quantiles: readonly number[] | undefined,
  factor: number,
  scale: number,
  limit: number,
): Percentiles {
  if (!quantiles) return NO_QUANTILES;
  const round = (value: number) => Math.round(Math.min(limit, value * factor * scale) * 1e4) / 1e4;
  const [p50 = 0, p95 = 0, p99 = 0, max = 0] = quantiles;
  return { p50: round(p50), p95: round(p95), p99: round(p99), max: round(max) };
}

/** Load of the company's working week at an hour, 0..1: a peak in the day, a quiet night, a thinner weekend. */
export function loadAt(ms: number, peakHour: number): number {
  const hour = hourOfWeek(ms);
  const day = (1 + Math.cos((2 * Math.PI * ((hour % 24) - peakHour)) / 24)) / 2;
  return hour < 120 ? day : day * 0.6;
}

/** Whether member `index` of a fleet of `count` runs in each hour. */
function runningHours(
  fleet: Fleet,
  index: number,
  company: Company,
  month: Month,
  random: Random,
): Float64Array {
  const { hours } = fleet;
  const profile = new Float64Array(month.hours);
  switch (hours.kind) {
    case 'always':
      return profile.fill(1);
    case 'follow-load': {
      // Member i is the (i+1)-th to be needed: it runs while the load asks for more than i members.
      const low = hours.lowPercent / 100;
      return profile.map((_, hour) => {
        const needed = low + (1 - low) * loadAt(month.startMs + hour * MS_PER_HOUR, company.peakHour);
        return index < Math.ceil(needed * fleet.count) ? 1 : 0;
      });
    }
    case 'nightly':
      return profile.map((_, hour) => {
        const hourOfDay = (new Date(month.startMs).getUTCHours() + hour) % 24;
        return (hourOfDay - hours.fromHour + 24) % 24 < hours.hours ? 1 : 0;
      });
    case 'bursts': {
      // Bursts of six hours on average; the share of hours that start one follows from the share that is on.
      const share = hours.sharePercent / 100;
      let left = 0;
      return profile.map(() => {
        if (left === 0 && random.next() < share / (6 * (1 - share) + share)) left = random.integer(3, 9);
        if (left === 0) return 0;
        left--;
        return 1;
      });
    }
  }
}

function volumeLines(
  fleet: Fleet,
  owner: {
    readonly zone: string;
    readonly account: string;
    readonly random: Random;
    readonly factor: number;
    readonly observedDays: number;
  },
  month: Month,
  price: number,
): { lines: UsageLine[]; metrics: GeneratedMetrics[] } {
  const { volume } = fleet;
  const lines: UsageLine[] = [];
  const metrics: GeneratedMetrics[] = [];
  for (let copy = 0; volume && copy < volume.perInstance; copy++) {
    const resourceId = randomId('vol', owner.random);
    lines.push({
      account: owner.account,
      resourceId,
      service: 'AmazonEC2',
      product: 'Amazon Elastic Compute Cloud',
      usageType: `EBS:VolumeUsage.${volume.type}`,
      operation: `CreateVolume-G${volume.type.slice(1)}`,
      zone: null,
      unit: 'GB-Mo',
      instanceType: null,
      tags: fleet.tags,
      rate: price,
      pricing: 'on-demand',
      rowHours: 24,
      quantities: new Float64Array(month.days).fill(volume.gib / month.days),
    });
    if (!volume.iops && !volume.mibps) continue;
    metrics.push({
      resourceId,
      utilization: {
        ...NOTHING_OBSERVED,
        observedDays: owner.observedDays,
        iops: vary(volume.iops, owner.factor, 1, 16_000),
        throughputMibps: vary(volume.mibps, owner.factor, 1, 1000),
      },
    });
  }
  return { lines, metrics };
}

/** Operation codes of RunInstances by what is billed with the machine. */
const OPERATIONS = {
  linux: 'RunInstances',
  windows: 'RunInstances:0002',
  'windows-sql-web': 'RunInstances:0202',
  'windows-sql-standard': 'RunInstances:0006',
  'windows-sql-enterprise': 'RunInstances:0102',
} as const;
/** SQL Server is licensed for four vCPUs at least. */
const LICENSED_VCPUS_MIN = 4;

/** Price of an hour of a machine with what is billed with it; null when the book does not know a part. */
function hourPrice({ type, operatingSystem }: Fleet, region: string, book: PriceBook): number | null {
  const system = operatingSystem === 'linux' ? 'linux' : 'windows';
  const machine = book.instancePrice(type, region, system);
  const edition = /-sql-(.+)$/.exec(operatingSystem)?.[1];
  if (!machine || edition === undefined) return machine?.price ?? null;
  const licence = book.unitPrice('ec2', 'sql_server_licence', edition, region);
  const vcpus = book.instanceType(type, region)?.vcpus;
  if (!licence || vcpus === undefined) return null;
  return machine.price + licence.price * Math.max(LICENSED_VCPUS_MIN, vcpus);
}

/** Rates that a fleet is billed at. @throws UserError when the price book does not know its type or disks */
function fleetRates(fleet: Fleet, region: string, book: PriceBook): { instance: number; volume: number } {
  const instance = hourPrice(fleet, region, book);
  const volume = fleet.volume ? book.unitPrice('ebs', fleet.volume.type, 'storage', region) : null;
  if (instance === null || (fleet.volume && !volume)) {
    throw new UserError({
      code: 'company-without-price',
      message: `The price book has no price for fleet ${fleet.name} (${fleet.type} on ${fleet.operatingSystem} in ${region}).`,
      hint: 'Choose a type and Region that `trimtab prices get` knows.',
      exitCode: 3,
    });
  }
  const spot = fleet.purchase === 'spot' ? fleet.spotPercent / 100 : 1;
  return { instance: Math.round(instance * spot * 1e6) / 1e6, volume: volume?.price ?? 0 };
}

/** All instances and volumes of a fleet. The same seed gives the same fleet, whatever stands beside it. */
export function generateFleet(
  fleet: Fleet,
  company: Company,
  month: Month,
  seed: string,
  book: PriceBook,
): { lines: UsageLine[]; metrics: GeneratedMetrics[] } {
  const random = randomStream(seed, `fleet/${fleet.name}`);
  const rates = fleetRates(fleet, company.region, book);
  const { observedDays } = company;
  const account = company.accounts[fleet.account] ?? company.payer;
  const lines: UsageLine[] = [];
  const metrics: GeneratedMetrics[] = [];
  for (let index = 0; index < fleet.count; index++) {
    const resourceId = randomId('i', random);
    const zone = company.zones[index % company.zones.length] ?? company.region;
    const factor = 0.9 + 0.2 * random.next();
    lines.push({
      account,
      resourceId,
      service: 'AmazonEC2',
      product: 'Amazon Elastic Compute Cloud',
      usageType: `${fleet.purchase === 'spot' ? 'SpotUsage' : 'BoxUsage'}:${fleet.type}`,
      operation: fleet.purchase === 'spot' ? 'RunInstances:SV001' : OPERATIONS[fleet.operatingSystem],
      zone,
      unit: 'Hrs',
      instanceType: fleet.type,
      tags: { ...fleet.tags, Name: `${fleet.name}-${String(index + 1).padStart(2, '0')}` },
      rate: rates.instance,
      pricing: fleet.purchase,
      rowHours: 1,
      quantities: runningHours(fleet, index, company, month, random),
    });
    metrics.push({
      resourceId,
      utilization: {
        ...NOTHING_OBSERVED,
        observedDays,
        cpu: vary(fleet.cpu, factor, 0.01, 1),
        memory: vary(fleet.memory, factor, 0.01, 1),
        networkMbps: vary(fleet.networkMbps, factor, 1, 100_000),
      },
    });
    const disks = volumeLines(fleet, { zone, account, random, factor, observedDays }, month, rates.volume);
    lines.push(...disks.lines);
    metrics.push(...disks.metrics);
  }
  return { lines, metrics };
}
