/** Worked examples of the network: NAT gateways, interface and gateway endpoints, internet egress, traffic between zones. */

import { attachmentCost, crossZoneCost, egressCost } from '../../engine/pricing/network.ts';
import type { PriceTier } from '../../engine/pricing/object-storage.ts';
import { beyondFree, costByTier } from '../../engine/pricing/volume-tiers.ts';
import type { Answer, Inputs } from '../answer.ts';
import { has, numberIn, numberOf, numberOr, tiersOf } from '../read-inputs.ts';
import { isPricedParts, pricedParts } from './priced-parts.ts';
import { sameName } from './same-name.ts';

/** Hours of a month in price calculators: 8,760 / 12. */
const MONTH_HOURS = 730;
const GB_PER_TB = 1024;
const PER_HOUR = ['price_hour', 'hourly_price', 'price_per_hour'];
const PER_GB = ['price_gb', 'gb_price', 'price_per_gb'];

const hasAny = (inputs: Inputs, keys: readonly string[]) => keys.some(key => has(inputs, key));

/** GB of the month: stated, or by the day. */
function gigabytes(inputs: Inputs): number {
  const terabytes = numberIn(inputs, 'tb');
  const perDay = numberIn(inputs, 'gb_per_day');
  if (perDay !== null) return perDay * numberOr(inputs, 'days', 30);
  if (terabytes !== null) return terabytes * numberOr(inputs, 'gb_per_tb', GB_PER_TB);
  return numberOr(inputs, 'gb', 0);
}

function tiersIn(inputs: Inputs): readonly PriceTier[] {
  if (has(inputs, 'tiers')) return tiersOf(inputs, 'tiers', numberOr(inputs, 'gb_per_tb', GB_PER_TB));
  return [{ upTo: Number.POSITIVE_INFINITY, price: numberIn(inputs, ...PER_GB) ?? 0 }];
}

/** How many are charged: gateways, or one endpoint in each zone. */
function countIn(inputs: Inputs): number {
  const zones = numberIn(inputs, 'zones', 'azs', 'enis') ?? 1;
  return numberOr(inputs, 'gateways', 1) * numberOr(inputs, 'endpoints', 1) * zones;
}

/** Traffic between zones, where the inputs have any. */
function crossZone(inputs: Inputs): number | null {
  const gb = numberIn(inputs, 'cross_az_gb');
  return gb === null
    ? null
    : crossZoneCost(gb, numberOf(inputs, 'cross_az_price_each_way', 'cross_az_price'));
}

function attached(inputs: Inputs) {
  const gb = gigabytes(inputs);
  const perGb = tiersIn(inputs);
  const zone = crossZone(inputs);
  const { hourly, processing, total } = attachmentCost({
    count: countIn(inputs),
    hours: numberOr(inputs, 'hours', MONTH_HOURS),
    perHour: numberOf(inputs, ...PER_HOUR),
    gb,
    perGb,
  });
  return {
    hourly,
    hourly_cost: hourly,
    endpoint_cost: hourly,
    gateway_cost: hourly,
    processing,
    data_cost: processing,
    data_cost_by_tier: costByTier(gb, perGb),
    cross_az_cost: zone ?? undefined,
    total: total + (zone ?? 0),
  };
}

/** Bytes to S3 or DynamoDB through NAT, and through a gateway endpoint, which is free. */
function throughNat(inputs: Inputs) {
  const processing = attachmentCost({
    count: 0,
    hours: 0,
    perHour: 0,
    gb: gigabytes(inputs),
    perGb: tiersIn(inputs),
  });
  const endpoint = attachmentCost({ count: 0, hours: 0, perHour: 0, gb: gigabytes(inputs), perGb: [] });
  return {
    nat_processing_per_month: processing.total,
    gateway_endpoint_per_month: endpoint.total,
    saving_per_month: processing.total - endpoint.total,
  };
}

function egress(inputs: Inputs) {
  const gb = gigabytes(inputs);
  // An example that states no free amount has none.
  const free = numberOr(inputs, 'free_gb', 0);
  const tiers = tiersIn(inputs);
  const zone = crossZone(inputs);
  const cost = egressCost(gb, tiers, free);
  return {
    billable_gb: beyondFree(gb, free),
    cost_by_tier: costByTier(beyondFree(gb, free), tiers),
    egress_cost: cost,
    data_cost: cost,
    cross_az_cost: zone ?? undefined,
    total: cost + (zone ?? 0),
  };
}

const NETWORK: readonly Answer[] = [
  { kind: 'network', accepts: isPricedParts, compute: pricedParts },
  { kind: 'network', accepts: inputs => hasAny(inputs, PER_HOUR), compute: attached },
  {
    kind: 'network',
    accepts: inputs => has(inputs, 'gb_per_day') && hasAny(inputs, PER_GB),
    compute: throughNat,
    resolve: (key, inputs) => {
      if (!key.endsWith('_per_year')) return undefined;
      const month: Readonly<Record<string, number>> = throughNat(inputs);
      const value = month[key.replace(/_per_year$/, '_per_month')];
      return value === undefined ? undefined : 12 * value;
    },
  },
  {
    kind: 'network',
    accepts: inputs =>
      hasAny(inputs, ['gb', 'tb', 'cross_az_gb']) &&
      hasAny(inputs, ['tiers', 'cross_az_price_each_way', 'cross_az_price', ...PER_GB]),
    compute: egress,
  },
];

export const NETWORK_ANSWERS: readonly Answer[] = NETWORK.map(answer => ({ resolve: sameName, ...answer }));
