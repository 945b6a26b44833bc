/** Resources of which a bill only counts meters: gateways, file systems, log groups. */

import type { MeterUse, OtherResource, ResourceBase } from '../../src/engine/estate/estate.ts';
import { other } from '../engine/estates.ts';

const SERVICES: readonly (readonly [RegExp, string])[] = [
  [/^([A-Z]{2,4}\d?-)?(DataProcessing|VendedLog|CW:)/, 'AmazonCloudWatch'],
  [/^(Transit|VpcEndpoint)/, 'AmazonVPC'],
  [/^DataTransfer/, 'AWSDataTransfer'],
  [/^NatGateway/, 'AmazonEC2'],
  [/^WarmStorage/, 'AWSBackup'],
];

/** A meter with a price for a unit; its service follows from its name where that is enough. */
export function meter(
  usageType: string,
  quantity: number,
  price: number,
  more: Partial<MeterUse> = {},
): MeterUse {
  return {
    serviceCode: SERVICES.find(([pattern]) => pattern.test(usageType))?.[1] ?? null,
    usageType,
    operation: null,
    unit: 'GB',
    quantity,
    cost: Number((quantity * price).toFixed(6)),
    ...more,
  };
}

/** A meter of stored GB, which several services name alike. */
export function stored(service: 'AmazonCloudWatch' | 'AmazonEFS', quantity: number, price: number): MeterUse {
  return meter('TimedStorage-ByteHrs', quantity, price, { serviceCode: service });
}

/** A resource that costs what its meters cost. */
export function billed(
  id: string,
  meters: readonly MeterUse[],
  more: Partial<ResourceBase> = {},
): OtherResource {
  const cost = meters.reduce((total, each) => total + each.cost, 0);
  return other(id, String(Number(cost.toFixed(6))), { meters, ...more });
}
