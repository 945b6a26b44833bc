/** SQL Server on an instance, billed with it: a licence per vCPU on top of the system, and the system without it. */

import type { ComputeUsage, InstanceResource, SqlServerEdition, UnitUsage } from '../../estate/estate.ts';
import type { InstanceType } from '../../price-book.ts';
import { poolOf, type RateCard } from '../../rate-card.ts';

/** vCPUs whose licence an instance pays for at least (EC2 user guide: four on the smallest machines). */
const LICENSED_VCPUS_MIN = 4;
/** What the bill charges for the licence may differ by so much from vCPUs times the licence of the book. */
const TOLERANCE = 0.02;

/** An instance with SQL Server, and what it costs without. */
export type SqlServerMachine = {
  readonly usage: ComputeUsage;
  readonly type: InstanceType;
  readonly hours: number;
  readonly system: 'linux' | 'windows';
  readonly edition: SqlServerEdition;
};

/** Licences of so many vCPUs for so many hours. */
export function sqlServerUnits(
  { region }: Pick<InstanceResource, 'region'>,
  edition: SqlServerEdition,
  vcpus: number,
  hours: number,
): UnitUsage {
  return {
    service: 'ec2',
    item: 'sql_server_licence',
    component: edition,
    region: region ?? '',
    quantity: Math.max(LICENSED_VCPUS_MIN, vcpus) * hours,
  };
}

function licensed(
  operatingSystem: string,
): { readonly system: 'linux' | 'windows'; readonly edition: SqlServerEdition } | null {
  const match = /^(linux|windows)-sql-(web|standard|enterprise)$/.exec(operatingSystem);
  const system = match?.[1] === 'linux' ? 'linux' : 'windows';
  const edition = (['web', 'standard', 'enterprise'] as const).find(each => each === match?.[2]);
  return edition === undefined ? null : { system, edition };
}

/** Whether an instance was billed with SQL Server at all. */
export function runsSqlServer({ compute }: InstanceResource): boolean {
  return compute.some(({ operatingSystem }) => licensed(operatingSystem) !== null);
}

/** The SQL Server machine behind an instance; a reason when it is none, or when the licence in its bill is not that of the book. */
export function sqlServerMachine(instance: InstanceResource, rates: RateCard): SqlServerMachine | string {
  const region = instance.region ?? '';
  const [usage, ...others] = instance.compute;
  const found = usage && licensed(usage.operatingSystem);
  if (!usage || !found) return 'runs no SQL Server with a licence of the provider';
  if (others.length > 0) return 'ran several types or purchase options in the period';
  if (usage.purchase === 'spot') return 'runs on spot';
  const { system, edition } = found;
  const type = rates.book.instanceType(usage.instanceType, region);
  const withLicence = rates.onDemandPerHour(poolOf(region, usage));
  const without = rates.onDemandPerHour(poolOf(region, { ...usage, operatingSystem: system }));
  const { service, item, component, quantity } = sqlServerUnits(instance, edition, type?.vcpus ?? 0, 1);
  const licence = rates.unitPrice(service, item, component, region);
  if (!type || withLicence === null || without === null || licence === null)
    return `no price of ${usage.instanceType} and of SQL Server by vCPU in ${region || 'this region'}`;
  if (Math.abs(withLicence - without - licence * quantity) > TOLERANCE * licence * quantity)
    return `the bill does not charge ${usage.instanceType} the licence that the book lists`;
  const hours = usage.hours.reduce((sum, units) => sum + units, 0);
  return { usage, type, hours, system, edition };
}
