/** What a bill line is to commitments, whatever the provider. */

import type { BillLine } from '../../bill-extract.ts';
import { awsCommittable, type Committable } from './aws-committable.ts';
import { azureCommittable } from './azure-committable.ts';
import { gcpCommittable } from './gcp-committable.ts';

export type { Committable } from './aws-committable.ts';

/** The shape of a line of usage; null for what no commitment covers. Spot is never covered. */
export function committableOf(line: BillLine): Committable | null {
  if (line.chargeCategory !== 'Usage' || line.pricingCategory === 'Dynamic') return null;
  return (
    awsCommittable(line.serviceCode, line.usageType, line.operation, line.regionId) ??
    gcpCommittable(
      line.serviceName,
      line.usageType,
      line.instanceType,
      line.regionId,
      line.availabilityZone,
    ) ??
    azureCommittable(line)
  );
}
