/** The Windows licence of an instance: a price per active vCPU that the machine carries, and what is left without it. */

import type { ComputeUsage, InstanceResource, UnitUsage } from '../../estate/estate.ts';
import type { InstanceType } from '../../price-book.ts';
import { poolOf, type RateCard } from '../../rate-card.ts';

/** The licence as the book has it: USD per vCPU-hour. */
const LICENCE = { service: 'ec2', item: 'windows_licence', component: 'surcharge_over_linux' } as const;
/** Windows less Linux may differ by so much from vCPUs times the licence: sizes with a price of their own differ by more. */
const TOLERANCE = 0.02;

/** A Windows machine, and what it costs without its licence. */
export type WindowsMachine = {
  readonly usage: ComputeUsage;
  readonly type: InstanceType;
  readonly hours: number;
  readonly licencePerVcpuHour: number;
};

/** Whether the licence of an instance is counted by itself already: it still runs Windows. */
export function hasCountedLicence({ added }: InstanceResource): boolean {
  return added.some(({ service, item }) => service === LICENCE.service && item === LICENCE.item);
}

/** The Windows machine behind an instance; a reason when it is none, or when its licence is not priced by vCPU. */
export function windowsMachine(instance: InstanceResource, rates: RateCard): WindowsMachine | string {
  const region = instance.region ?? '';
  if (hasCountedLicence(instance)) return 'its licence is counted by active vCPU already';
  const [usage, ...others] = instance.compute;
  if (!usage || others.length > 0) return 'ran several types or purchase options in the period';
  if (usage.operatingSystem !== 'windows') return 'runs no Windows with a licence of the provider';
  if (usage.purchase === 'spot') return 'runs on spot';
  const type = rates.book.instanceType(usage.instanceType, region);
  const rate = (operatingSystem: 'windows' | 'linux') =>
    rates.onDemandPerHour(poolOf(region, { ...usage, operatingSystem }));
  const [windows, linux] = [rate('windows'), rate('linux')];
  const licence = rates.unitPrice(LICENCE.service, LICENCE.item, LICENCE.component, region);
  if (!type || windows === null || linux === null || licence === null)
    return `no price of ${usage.instanceType} with and without Windows in ${region || 'this region'}`;
  if (Math.abs(windows - linux - licence * type.vcpus) > TOLERANCE * (windows - linux))
    return `the licence of ${usage.instanceType} is not priced by vCPU`;
  const hours = usage.hours.reduce((total, units) => total + units, 0);
  return { usage, type, hours, licencePerVcpuHour: licence };
}

/** Licences of so many vCPUs for so many hours. */
export function licenceUnits({ region }: InstanceResource, vcpus: number, hours: number): UnitUsage {
  return { ...LICENCE, region: region ?? '', quantity: vcpus * hours };
}
