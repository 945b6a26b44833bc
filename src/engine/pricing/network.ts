/**
 * Network charges: gateways and endpoints by the hour and the GB, traffic between zones, traffic to the internet.
 * Source: VPC, PrivateLink and EC2 price pages, us-east-1.
 */

import { type PriceTier, tieredCost } from './object-storage.ts';
import { beyondFree } from './volume-tiers.ts';

/** Something in the network that is charged by the hour and by the GB it processes: a NAT gateway, an interface endpoint. */
export type NetworkAttachment = {
  /** How many of them, in every zone together. */
  readonly count: number;
  /** Hours of the month that each exists. */
  readonly hours: number;
  readonly perHour: number;
  /** GB through all of them, both directions. */
  readonly gb: number;
  readonly perGb: readonly PriceTier[];
};

/** USD of a month. */
export function attachmentCost({ count, hours, perHour, gb, perGb }: NetworkAttachment) {
  const hourly = count * hours * perHour;
  const processing = tieredCost(gb, perGb);
  return { hourly, processing, total: hourly + processing };
}

/** GB of traffic to the internet that an organisation has free every month. */
export const FREE_EGRESS_GB = 100;

/** USD of traffic to the internet; the price bands begin after the free amount. */
export function egressCost(gb: number, tiers: readonly PriceTier[], freeGb = FREE_EGRESS_GB): number {
  return tieredCost(beyondFree(gb, freeGb), tiers);
}

/** USD of traffic between two zones: charged where it leaves and where it arrives. */
export function crossZoneCost(gb: number, perGbEachWay: number): number {
  return 2 * gb * perGbEachWay;
}
