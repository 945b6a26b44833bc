/** What the meters of a resource are called in the price book, to compare their price in two Regions. */

import type { MeterUse, Resource, ResourceBase, UnitUsage } from '../../estate/estate.ts';
import type { PriceBook } from '../../price-book.ts';
import { METERS, type MeterName, metersNamed } from '../storage-network/aws-meters.ts';

type BookUnit = Pick<UnitUsage, 'service' | 'item' | 'component'>;

/** One price stands for all volume bands of a meter: they differ alike between Regions. */
const UNITS: readonly (readonly [MeterName, BookUnit])[] = [
  [METERS.internetEgress, { service: 'data_transfer_out', item: 'internet', component: 'first_10tb' }],
  [METERS.crossZone, { service: 'data_transfer', item: 'cross_az', component: 'each_direction' }],
  [METERS.natBytes, { service: 'nat_gateway', item: 'zonal', component: 'data_processed' }],
  [{ usageType: /^NatGateway-Hours$/ }, { service: 'nat_gateway', item: 'zonal', component: 'hour' }],
  [{ usageType: /^PublicIPv4:/ }, { service: 'public_ipv4', item: 'any', component: 'hour' }],
  [
    { usageType: /^VpcEndpoint-Hours$/ },
    { service: 'vpc_endpoint', item: 'interface', component: 'hour_per_az' },
  ],
  [METERS.logIngestion, { service: 'cloudwatch_logs', item: 'logs', component: 'ingest_standard' }],
  [METERS.logStorage, { service: 'cloudwatch_logs', item: 'logs', component: 'storage' }],
  [{ usageType: /^EBS:SnapshotUsage$/ }, { service: 'ebs', item: 'snapshot_standard', component: 'storage' }],
];

function unitOf(resource: ResourceBase, meter: MeterUse): BookUnit | null {
  const alone = { ...resource, meters: [meter] };
  return UNITS.find(([name]) => metersNamed(alone, name).length > 0)?.[1] ?? null;
}

/** A meter and its price in the new Region over the one in the old. */
export type MeterRatio = Pick<MeterUse, 'usageType' | 'operation'> & { readonly priceRatio: number };

/** Price ratios of all meters that cost something; the usage type of the first one whose prices are not known. */
export function meterRatios(
  resource: Resource,
  toRegion: string,
  book: PriceBook,
): { readonly ratios: readonly MeterRatio[] } | { readonly unknown: string } {
  const ratios: MeterRatio[] = [];
  for (const meter of resource.meters) {
    if (meter.cost === 0) continue;
    const unit = unitOf(resource, meter);
    const price = (region: string) =>
      unit === null ? null : (book.unitPrice(unit.service, unit.item, unit.component, region)?.price ?? null);
    const [from, to] = [price(resource.region ?? ''), price(toRegion)];
    if (from === null || to === null || from <= 0) return { unknown: meter.usageType };
    const { usageType, operation } = meter;
    ratios.push({ usageType, operation, priceRatio: to / from });
  }
  return { ratios };
}

/** GiB of data that must cross between the Regions. */
export function dataGib(resource: Resource): number {
  if (resource.kind === 'volume') return resource.sizeGib;
  if (resource.kind !== 'bucket' && resource.kind !== 'database') return 0;
  return resource.storage.reduce((total, { gibMonths }) => total + gibMonths, 0);
}
