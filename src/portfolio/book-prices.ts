/** What the price book knows of usage and reservations: list prices, each with its source. An unknown price is null, never 0. */

import type {
  PaymentOption,
  ReservedInstance,
  ReservedNode,
  TermYears,
} from '../engine/commitments/commitment.ts';
import type { UsageShape } from '../engine/commitments/usage.ts';
import type { PriceBook, PriceFact } from '../engine/price-book.ts';

/** The book with its search: nodes and Azure reservations are found by their name only. */
export type PortfolioPrices = PriceBook & {
  findPrices(query: {
    readonly words: readonly string[];
    readonly service?: string;
    readonly region?: string;
  }): readonly PriceFact[];
};

/** A search reads every price of a Region, and usage repeats the same few names. */
const found = new WeakMap<PortfolioPrices, Map<string, PriceFact | null>>();

/** A fact of exactly this name. */
function namedPrice(
  prices: PortfolioPrices,
  { service, region, item }: { service: string; region: string; item: string },
): PriceFact | null {
  const wanted = item.toLowerCase();
  const known = found.get(prices) ?? new Map<string, PriceFact | null>();
  found.set(prices, known);
  const key = `${service}|${region}|${wanted}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const fact =
    prices
      .findPrices({ words: wanted.split(' '), service, region })
      .find(each => each.item.toLowerCase() === wanted && each.region === region) ?? null;
  known.set(key, fact);
  return fact;
}

type NodeShape = Pick<
  Extract<UsageShape, { kind: 'aws-node' }>,
  'service' | 'nodeClass' | 'engine' | 'deployment' | 'licence' | 'region'
>;

/** The engine as the book names it. */
function bookEngine({ service, engine }: NodeShape): string | null {
  if (engine === null || service !== 'aurora' || engine.startsWith('aurora')) return engine;
  return `aurora-${engine}`;
}

function nodePrice(prices: PortfolioPrices, shape: NodeShape): PriceFact | null {
  const { service, nodeClass, region, deployment } = shape;
  const engine = bookEngine(shape);
  switch (service) {
    case 'rds':
    case 'aurora':
      // A Multi-AZ cluster has prices of its own; a licence of one's own too, which the book does not list.
      if (engine === null || deployment === 'multi-az-cluster' || shape.licence === 'byol') return null;
      return prices.databasePrice(nodeClass, engine, region, deployment === 'multi-az');
    case 'elasticache':
      return namedPrice(prices, { service, region, item: `${nodeClass} ${engine ?? 'redis'}` });
    case 'opensearch':
      return namedPrice(prices, { service, region, item: nodeClass });
    case 'redshift':
      return prices.unitPrice('redshift', nodeClass, 'node', region);
    default:
      return null;
  }
}

/** Fargate and Lambda by unit; the item may name the architecture. */
function meteredPrice(
  prices: PortfolioPrices,
  { service, region, item }: Extract<UsageShape, { kind: 'aws-metered' }>,
  unit: string,
): PriceFact | null {
  const isArm = /arm/i.test(item);
  if (service === 'AWSFargate') {
    const component = { 'vcpu-hour': 'vcpu', 'gb-hour': 'memory' }[unit];
    const platform = isArm ? 'arm64_linux' : 'x86_linux';
    return component === undefined ? null : prices.unitPrice('fargate', platform, component, region);
  }
  if (service === 'AWSLambda') {
    const tier = isArm ? 'duration_first_7.5b' : 'duration_first_6b';
    const component = { 'gb-second': tier, 'million-requests': 'requests' }[unit];
    return component === undefined
      ? null
      : prices.unitPrice('lambda', isArm ? 'arm64' : 'x86', component, region);
  }
  return null;
}

/** List price of one unit on demand; null where the book does not know it. */
export function onDemandPrice(prices: PortfolioPrices, shape: UsageShape, unit: string): PriceFact | null {
  switch (shape.kind) {
    case 'aws-instance':
      // Dedicated instances cost more, and the book lists shared ones.
      if (shape.tenancy !== 'shared') return null;
      return prices.instancePrice(shape.instanceType, shape.region, shape.operatingSystem);
    case 'aws-node':
      return shape.isIoOptimized ? null : nodePrice(prices, shape);
    case 'aws-metered':
      return meteredPrice(prices, shape, unit);
    case 'azure-vm':
      // Windows is a line of its own: reservations and plans cover the infrastructure.
      return prices.instancePrice(shape.size, shape.region, 'linux');
    default:
      return null;
  }
}

/** Term and payment that a price is asked for. */
export type Offer = { readonly termYears: TermYears; readonly payment: PaymentOption };

/** Amortised price of an hour of a reserved instance. */
export function reservedInstancePrice(
  prices: PortfolioPrices,
  of: Pick<ReservedInstance, 'instanceType' | 'region' | 'operatingSystem' | 'tenancy' | 'offeringClass'>,
  offer: Offer,
): PriceFact | null {
  if (of.tenancy !== 'shared') return null;
  const { instanceType, region, operatingSystem } = of;
  const offering = of.offeringClass === 'standard' ? 'standard-ri' : 'convertible-ri';
  return prices.commitmentRate({ offering, instanceType, region, operatingSystem, ...offer });
}

/** Amortised price of an hour of a reserved node. */
export function reservedNodePrice(
  prices: PortfolioPrices,
  of: Pick<ReservedNode, 'service' | 'nodeClass' | 'engine' | 'deployment' | 'licence' | 'region'>,
  { termYears, payment }: Offer,
): PriceFact | null {
  const { nodeClass, region } = of;
  const words = `reserved ${termYears}y ${payment}`;
  const engine = bookEngine(of);
  switch (of.service) {
    case 'rds':
    case 'aurora':
      if (engine === null || of.deployment === 'multi-az-cluster' || of.licence === 'byol') return null;
      return namedPrice(prices, {
        service: 'rds',
        region,
        item: `${nodeClass} ${engine} ${of.deployment} ${words}`,
      });
    case 'elasticache':
      return namedPrice(prices, {
        service: 'elasticache',
        region,
        item: `${nodeClass} ${engine ?? 'redis'} ${words}`,
      });
    case 'opensearch':
      return namedPrice(prices, { service: 'opensearch', region, item: `${nodeClass} ${words}` });
    default:
      return null;
  }
}

/** Amortised price of an hour of a reserved Azure virtual machine; the same for every payment. */
export function azureReservationPrice(
  prices: PortfolioPrices,
  { product, sku, region }: { product: string; sku: string; region: string | null },
  termYears: TermYears,
): PriceFact | null {
  if (product !== 'virtual-machine' || region === null) return null;
  const item = `${sku} linux reservation ${termYears}y`;
  return namedPrice(prices, { service: 'virtual-machines', region, item });
}
