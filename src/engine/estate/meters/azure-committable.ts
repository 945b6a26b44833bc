/** Azure usage that a reservation or the savings plan for compute may cover: virtual machines by their size. */

import type { Committable } from './aws-committable.ts';

/** Resource group and subscription of an Azure resource id. */
const RESOURCE_GROUP = /\/resourcegroups\/([^/]+)/i;

/** What a line of usage is to commitments; null for what none covers (spot, disks, licences). */
export function azureCommittable(line: {
  readonly serviceName: string;
  readonly usageType: string | null;
  readonly instanceType: string | null;
  readonly regionId: string | null;
  readonly resourceId: string | null;
  readonly pricingUnit: string | null;
}): Committable | null {
  const { serviceName, usageType, instanceType, regionId, resourceId } = line;
  if (!/^Virtual Machines/i.test(serviceName) || instanceType === null) return null;
  if (/\b(Spot|Low Priority|Windows|License)\b/i.test(usageType ?? '')) return null;
  return {
    unit: 'instance-hour',
    shape: {
      kind: 'azure-vm',
      size: instanceType,
      region: regionId ?? '',
      resourceGroup: RESOURCE_GROUP.exec(resourceId ?? '')?.[1]?.toLowerCase() ?? null,
      managementGroup: null,
    },
  };
}
