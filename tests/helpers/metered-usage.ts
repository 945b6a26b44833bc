/** Usage that only commitments move, on AWS: nodes and serverless meters, with the prices that a bill tells of them. */

import type { UsageShape } from '../../src/engine/commitments/usage.ts';
import type { MeteredUsage, OtherResource, PaidRates, ResourceBase } from '../../src/engine/estate/estate.ts';
import { priceIdOf } from '../../src/engine/rate-card.ts';
import { NO_RATES, other, REGION } from '../engine/estates.ts';
import { NODES } from './test-book.ts';

export type NodeShape = Extract<UsageShape, { readonly kind: 'aws-node' }>;
export type MeterShape = Extract<UsageShape, { readonly kind: 'aws-metered' }>;

/** A node of Redis on one large node, unless told otherwise. */
export function nodeShape(more: Partial<NodeShape> = {}): NodeShape {
  return {
    kind: 'aws-node',
    service: 'elasticache',
    nodeClass: 'cache.r5.large',
    engine: 'redis',
    deployment: 'single-az',
    licence: null,
    isIoOptimized: false,
    region: REGION,
    ...more,
  };
}

/** A meter of a service that only a Savings Plan covers. */
export function meterShape(service: string, item: string): MeterShape {
  return { kind: 'aws-metered', service, region: REGION, item };
}

/** A resource with usage that commitments may cover and no lever changes. */
export function metered(
  id: string,
  uses: readonly (Omit<MeteredUsage, 'unit'> & { readonly unit?: string })[],
  more: Partial<ResourceBase> = {},
): OtherResource {
  return {
    ...other(id, '0', more),
    metered: uses.map(use => ({ unit: 'instance-hour', ...use })),
  };
}

/** Prices on demand as a bill tells them. */
export function meteredPrices(prices: readonly (readonly [UsageShape, number])[]): PaidRates {
  return { ...NO_RATES, onDemandPerHour: new Map(prices.map(([shape, price]) => [priceIdOf(shape), price])) };
}

/** Every node of the test book as a shape. */
const BOOK_NODES = Object.keys(NODES).map(key => {
  const [service = '', nodeClass = '', engine = ''] = key.split(' ');
  return nodeShape({
    service: service as NodeShape['service'],
    nodeClass,
    engine: engine === '' ? null : engine,
  });
});

/** Shapes and prices of random estates: nodes that the book has reservations of, one it has none of, and meters. */
export const METERED_PRICES: readonly (readonly [UsageShape, number])[] = [
  ...BOOK_NODES.map(
    shape => [shape, NODES[`${shape.service} ${shape.nodeClass} ${shape.engine ?? ''}`] ?? 0] as const,
  ),
  [nodeShape({ service: 'redshift', nodeClass: 'ra3.xlplus', engine: null }), 1],
  [nodeShape({ service: 'documentdb', nodeClass: 'db.r7g.large', engine: null }), 0.3],
  [meterShape('AmazonSageMaker', 'ml.m5.large'), 0.115],
  [meterShape('AWSFargate', 'Fargate-vCPU-Hours:perCPU'), 0.04],
  [meterShape('AmazonDynamoDB', 'WriteCapacityUnit-Hrs'), 0.00065],
];
