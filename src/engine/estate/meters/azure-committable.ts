/** Azure usage that a reservation, the savings plan for compute or an owned licence may cover: machines by size, Windows by core. */

import type { Committable } from './aws-committable.ts';

/** A line of Azure usage, as far as its meter tells what it is. */
export type AzureLine = {
  readonly serviceName: string;
  readonly usageType: string | null;
  readonly instanceType: string | null;
  readonly regionId: string | null;
  readonly resourceId: string | null;
};

/** Resource group of an Azure resource id. */
const RESOURCE_GROUP = /\/resourcegroups\/([^/]+)/i;

/** Services whose lines are machines: `Virtual Machines`, and `Virtual Machines Licenses` of their software. */
const MACHINES = /^Virtual Machines?\b/i;

/** Meters of machines that no commitment covers, or that are no machine. */
const NOT_COVERED = /\b(Spot|Low Priority|Windows|License|Support|Dedicated Host|vCPU)\b/i;

/**
 * Meters of a machine by its size: `D4s v5`, `NV36adms A10 v5`. Two sizes of one price share a meter (`D2 v3/D2s v3`):
 * the second, with premium storage, stands for both.
 */
const SIZE_METER = /^(?:[^/]+\/)?([A-Z]{1,3}\d+(?:-\d+)?[a-z]*(?: [A-Z]+\d+)?(?: v\d+)?)$/;

/** Azure's name of a machine size: of the line itself, else of its meter; null when neither tells one. */
export function azureSizeOf({
  usageType,
  instanceType,
}: Pick<AzureLine, 'usageType' | 'instanceType'>): string | null {
  if (instanceType !== null) return instanceType;
  const size = SIZE_METER.exec(usageType ?? '')?.[1];
  return size === undefined ? null : `Standard_${size.replaceAll(' ', '_')}`;
}

/**
 * Windows beside a reserved machine: `Reservation-Windows Svr (4 Core)`, billed for hours of machines of that many cores
 * (Azure, "Software costs not included with Azure Reserved VM Instances", 2022-12-06).
 */
const WINDOWS_METER = /\bWindows Svr\b.*\((\d+) Core\)/i;

/** Cores that an hour of a licence meter stands for; null for what is no such meter, or of a kind that it does not name. */
function windowsCores(usageType: string | null): number | null {
  const cores = Number(WINDOWS_METER.exec(usageType ?? '')?.[1] ?? 0);
  return cores > 0 ? cores : null;
}

/**
 * What a line of usage is to commitments; null for what none covers (spot, disks, dedicated hosts).
 *
 * `unitsPerPricingUnit` is above 1 where the bill counts machines and the rules count cores.
 */
export function azureCommittable(line: AzureLine): Committable | null {
  const { serviceName, usageType, regionId, resourceId } = line;
  if (!MACHINES.test(serviceName)) return null;
  const place = {
    region: regionId ?? '',
    resourceGroup: RESOURCE_GROUP.exec(resourceId ?? '')?.[1]?.toLowerCase() ?? null,
    managementGroup: null,
  };
  const cores = windowsCores(usageType);
  if (cores !== null) {
    const shape = { kind: 'licence', licence: 'windows-server', vcpusPerMachine: cores, ...place } as const;
    return { unit: 'core-hour', shape, unitsPerPricingUnit: cores };
  }
  const size = azureSizeOf(line);
  if (size === null || NOT_COVERED.test(usageType ?? '')) return null;
  return { unit: 'instance-hour', shape: { kind: 'azure-vm', size, ...place } };
}
