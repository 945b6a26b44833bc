/** Turns the bill lines of one resource into a resource of the right kind. */

import type { BillLine, HourlyUsage } from '../bill-extract.ts';
import { sum, toText } from '../money.ts';
import { priceIdOf } from '../rate-card.ts';
import { compareText } from '../text-order.ts';
import { awsMeter, type Meter } from './aws-meter.ts';
import type {
  ComputeUsage,
  MeteredUsage,
  Resource,
  ResourceBase,
  ServiceCost,
  UsageProfile,
  Utilization,
} from './estate.ts';
import { type Committable, committableOf } from './meters/committable.ts';
import { metersOf } from './meters/meter-uses.ts';
import { hoursPerPricingUnit } from './meters/pricing-unit.ts';

/** A bill line, what it measures, and what it is to commitments. */
export type MeteredLine = {
  readonly line: BillLine;
  readonly meter: Meter;
  readonly committable: Committable | null;
};

/** AWS service codes by FOCUS ServiceName, for bills that carry no code. */
const SERVICE_CODES: Readonly<Record<string, string>> = {
  'Amazon Elastic Compute Cloud': 'AmazonEC2',
  'Amazon Simple Storage Service': 'AmazonS3',
  'Amazon Relational Database Service': 'AmazonRDS',
};

/** Adds the meter to a line. */
export function meteredLine(line: BillLine): MeteredLine {
  const code = line.serviceCode ?? SERVICE_CODES[line.serviceName] ?? null;
  const coded = { ...line, serviceCode: code };
  return { line, meter: awsMeter(code, line.usageType, line.operation), committable: committableOf(coded) };
}

/** What building one resource needs besides its lines. */
export type BuildContext = {
  /** Hours of the period and of the calendar month it starts in. */
  readonly hours: number;
  readonly monthHours: number;
  profile(line: BillLine): UsageProfile;
};

/** Finds the hour profile of a line; without one its quantity is spread evenly, which is what the bill allows to say. */
export function profileLookup(
  hourly: readonly HourlyUsage[],
  hours: number,
): (line: BillLine) => UsageProfile {
  const key = (...parts: (string | null)[]) => parts.map(part => part ?? '').join('\u0000');
  // Covered and uncovered hours of a meter are one usage: spot is told apart, commitments are not.
  const kind = (pricingCategory: string | null) => (pricingCategory === 'Dynamic' ? 'spot' : 'on-demand');
  const found = new Map<string, UsageProfile>();
  for (const usage of hourly) {
    const id = key(usage.resourceId, usage.usageType, usage.operation, kind(usage.pricingCategory));
    const known = found.get(id);
    found.set(
      id,
      known ? known.map((units, hour) => units + (usage.quantities[hour] ?? 0)) : usage.quantities,
    );
  }
  return line => {
    const known = found.get(key(line.resourceId, line.usageType, line.operation, kind(line.pricingCategory)));
    if (known) return known;
    const quantity = (line.pricingQuantity ?? 0) * hoursPerPricingUnit(line.pricingUnit);
    return new Float64Array(hours).fill(quantity / hours);
  };
}

function costOf(lines: readonly { readonly line: BillLine }[]): number {
  return Number(sum(lines.map(({ line }) => line.effectiveCost)));
}

/** Lines that consume something: a credit or a tax on a meter changes what it costs, not how much of it there is. */
function consuming<Line extends { readonly line: BillLine }>(lines: readonly Line[]): Line[] {
  return lines.filter(({ line }) => line.chargeCategory === 'Usage');
}

function quantityOf(lines: readonly { readonly line: BillLine }[]): number {
  return consuming(lines).reduce((total, { line }) => total + (line.pricingQuantity ?? 0), 0);
}

function ofKind<K extends Meter['kind']>(lines: readonly MeteredLine[], kind: K) {
  return lines.flatMap(({ line, meter }) =>
    meter.kind === kind ? [{ line, meter: meter as Extract<Meter, { kind: K }> }] : [],
  );
}

/** Profiles of lines added up; lines that share one (covered and uncovered hours of a meter) count it once. */
function addedProfiles(lines: readonly { readonly line: BillLine }[], context: BuildContext): UsageProfile {
  const sum = new Float64Array(context.hours);
  for (const profile of new Set(consuming(lines).map(({ line }) => context.profile(line)))) {
    for (let hour = 0; hour < sum.length; hour++) sum[hour] = (sum[hour] ?? 0) + (profile[hour] ?? 0);
  }
  return sum;
}

/** Lines with the same instance type, system, tenancy and purchase are one usage, whoever paid for its hours. */
function computeUsages(lines: readonly MeteredLine[], context: BuildContext): ComputeUsage[] {
  const groups = Map.groupBy(ofKind(lines, 'instance-hours'), ({ meter }) =>
    [meter.instanceType, meter.operatingSystem, meter.tenancy, meter.purchase].join('|'),
  );
  return [...groups.values()].flatMap(group => {
    const [first] = consuming(group);
    if (!first) return [];
    const { kind: _kind, ...shape } = first.meter;
    const hours = addedProfiles(group, context);
    const effectiveCost = costOf(group);
    const quantity = quantityOf(group);
    const spotPerHour = shape.purchase === 'spot' && quantity > 0 ? effectiveCost / quantity : null;
    return [{ ...shape, hours, effectiveCost, spotPerHour }];
  });
}

function volume(base: ResourceBase, lines: readonly MeteredLine[], context: BuildContext): Resource {
  const storage = ofKind(lines, 'volume-storage');
  const gibMonths = quantityOf(storage);
  const chargedHours = consuming(storage).reduce((total, { line }) => total + line.chargeHours, 0);
  const monthShare = Math.min(1, chargedHours > 0 ? chargedHours / context.monthHours : 1);
  const volumeType = consuming(storage)[0]?.meter.volumeType ?? 'standard';
  const isGp3 = volumeType === 'gp3';
  const extraIops = quantityOf(ofKind(lines, 'volume-iops')) / monthShare;
  // AWS meters throughput in GiB/s-months.
  const extraMibps = (quantityOf(ofKind(lines, 'volume-throughput')) * 1024) / monthShare;
  const isProvisioned = isGp3 || volumeType.startsWith('io');
  return {
    ...base,
    kind: 'volume',
    volumeType,
    sizeGib: gibMonths / monthShare,
    iops: isProvisioned ? extraIops + (isGp3 ? 3000 : 0) : null,
    throughputMibps: isGp3 ? extraMibps + 125 : null,
    monthShare,
    modelledCost: costOf([
      ...storage,
      ...ofKind(lines, 'volume-iops'),
      ...ofKind(lines, 'volume-throughput'),
    ]),
  };
}

function bucket(base: ResourceBase, lines: readonly MeteredLine[]): Resource {
  const storageLines = ofKind(lines, 'bucket-storage');
  const classes = Map.groupBy(storageLines, ({ meter }) => meter.storageClass);
  const monitoring = ofKind(lines, 'bucket-monitoring');
  return {
    ...base,
    kind: 'bucket',
    storage: [...classes].map(([storageClass, group]) => ({ storageClass, gibMonths: quantityOf(group) })),
    monitoredObjects: quantityOf(monitoring),
    retrievals: [],
    transitions: [],
    earlyDeletions: [],
    modelledCost: costOf([...storageLines, ...monitoring]),
  };
}

function database(base: ResourceBase, lines: readonly MeteredLine[], context: BuildContext): Resource {
  const hourLines = ofKind(lines, 'database-hours');
  const storageLines = ofKind(lines, 'database-storage');
  const main = consuming(hourLines).reduce((a, b) =>
    (b.line.pricingQuantity ?? 0) > (a.line.pricingQuantity ?? 0) ? b : a,
  );
  const hours = addedProfiles(hourLines, context);
  const types = Map.groupBy(storageLines, ({ meter }) => meter.storageType);
  return {
    ...base,
    kind: 'database',
    instanceClass: main.meter.instanceClass,
    engine: main.meter.engine,
    multiAz: main.meter.multiAz,
    hours,
    storage: [...types].map(([type, group]) => ({ type, gibMonths: quantityOf(group) })),
    isCommitted: hourLines.some(({ line }) => line.commitmentDiscountId !== null),
    modelledCost: costOf([...hourLines, ...storageLines]),
  };
}

/** Everything else: what commitments may cover of it is told apart by price. */
function otherResource(base: ResourceBase, lines: readonly MeteredLine[], context: BuildContext): Resource {
  const covered = lines.filter(({ committable }) => committable !== null);
  const groups = Map.groupBy(covered, ({ committable }) => committable && priceIdOf(committable.shape));
  const metered = [...groups.values()].flatMap((group): MeteredUsage[] => {
    const committable = group[0]?.committable;
    if (!committable) return [];
    const { shape, unit, unitsPerPricingUnit = 1 } = committable;
    const hours = addedProfiles(group, context);
    return [
      {
        shape,
        unit,
        hours: unitsPerPricingUnit === 1 ? hours : hours.map(each => each * unitsPerPricingUnit),
      },
    ];
  });
  return { ...base, kind: 'other', metered, modelledCost: costOf(covered) };
}

/** Costs of lines by service, dearest first. */
function serviceCosts(lines: readonly MeteredLine[]): ServiceCost[] {
  const groups = Map.groupBy(lines, ({ line }) => line.serviceName);
  return [...groups]
    .map(([serviceName, group]) => ({
      serviceName,
      billed: sum(group.map(({ line }) => line.billedCost)),
      effective: sum(group.map(({ line }) => line.effectiveCost)),
    }))
    .sort((a, b) => b.effective.comparedTo(a.effective) || compareText(a.serviceName, b.serviceName))
    .map(({ serviceName, billed, effective }) => ({
      serviceName,
      billedCost: toText(billed),
      effectiveCost: toText(effective),
    }));
}

/** Costs and names that every resource has. */
function baseOf(
  id: string,
  lines: readonly MeteredLine[],
  facts: { workload: string; tags: Readonly<Record<string, string>>; utilization: Utilization | null },
): ResourceBase {
  const byService = serviceCosts(lines);
  const pick = (column: 'resourceName' | 'availabilityZone' | 'regionId' | 'subAccountId' | 'serviceCode') =>
    lines.find(({ line }) => line[column] !== null)?.line[column] ?? null;
  // Support and marketplace fees are billed as one-time charges every month; upfront fees of commitments are not.
  const oneTime = lines.filter(
    ({ line }) => line.chargeFrequency === 'One-Time' && line.commitmentDiscountId !== null,
  );
  return {
    id,
    name: pick('resourceName'),
    serviceName: byService[0]?.serviceName ?? '',
    byService,
    serviceCode: pick('serviceCode'),
    region: pick('regionId'),
    availabilityZone: pick('availabilityZone'),
    account: pick('subAccountId'),
    tags: facts.tags,
    workload: facts.workload,
    billedCost: toText(sum(lines.map(({ line }) => line.billedCost))),
    effectiveCost: toText(sum(lines.map(({ line }) => line.effectiveCost))),
    oneTimeBilledCost: toText(sum(oneTime.map(({ line }) => line.billedCost))),
    modelledCost: 0,
    meters: [],
    added: [],
    contractFactor: 1,
    utilization: facts.utilization,
  };
}

/** Builds one resource out of all its lines. @param isCommitment true for the fees of a commitment */
export function buildResource(
  id: string,
  lines: readonly MeteredLine[],
  facts: {
    workload: string;
    tags: Readonly<Record<string, string>>;
    utilization: Utilization | null;
    isCommitment: boolean;
  },
  context: BuildContext,
): Resource {
  const base = baseOf(id, lines, facts);
  if (facts.isCommitment) return { ...base, kind: 'commitment' };
  const kinds = new Set(consuming(lines).map(({ meter }) => meter.kind));
  const withMeters = (resource: Resource, isModelled: (line: MeteredLine) => boolean): Resource => ({
    ...resource,
    meters: metersOf(lines.filter(line => !isModelled(line))),
  });
  if (kinds.has('instance-hours')) {
    const instance: Resource = {
      ...base,
      kind: 'instance',
      compute: computeUsages(lines, context),
      modelledCost: costOf(ofKind(lines, 'instance-hours')),
    };
    return withMeters(instance, ({ meter }) => meter.kind === 'instance-hours');
  }
  if (kinds.has('database-hours'))
    return withMeters(database(base, lines, context), ({ meter }) => meter.kind.startsWith('database-'));
  if (kinds.has('volume-storage'))
    return withMeters(volume(base, lines, context), ({ meter }) => meter.kind.startsWith('volume-'));
  if (kinds.has('bucket-storage'))
    return withMeters(bucket(base, lines), ({ meter }) => meter.kind.startsWith('bucket-'));
  return withMeters(otherResource(base, lines, context), ({ committable }) => committable !== null);
}
