/** List prices of usage that is metered without a machine: Fargate by vCPU and GB, Lambda by GB-second, tables by request or capacity. */

import type { UsageShape } from '../commitments/usage.ts';

type MeteredShape = Extract<UsageShape, { readonly kind: 'aws-metered' }>;

/** Where the book has the price of a meter. */
export type MeteredUnit = {
  readonly service: string;
  readonly item: string;
  readonly component: string;
  /** Units of the meter in one unit of the price: requests are sold by the million, everything else one by one. */
  readonly unitsPerPrice: number;
};

/** Meters by service and name; Windows tasks have other prices and are not among them. */
const UNITS: readonly { readonly service: string; readonly meter: RegExp; readonly unit: MeteredUnit }[] = [
  fargate(/^Fargate-vCPU-Hours/, 'x86_linux', 'vcpu'),
  fargate(/^Fargate-GB-Hours/, 'x86_linux', 'memory'),
  fargate(/^Fargate-ARM-vCPU-Hours/, 'arm64_linux', 'vcpu'),
  fargate(/^Fargate-ARM-GB-Hours/, 'arm64_linux', 'memory'),
  // The first band: what a bill pays beyond it is read off the other architecture, whose bands have the same ratio.
  lambda(/^Lambda-GB-Second$/, 'x86', 'duration_first_6b'),
  lambda(/^Lambda-GB-Second-ARM$/, 'arm64', 'duration_first_7.5b'),
  table(/^ReadRequestUnits$/, 'on_demand_read', 1_000_000),
  table(/^WriteRequestUnits$/, 'on_demand_write', 1_000_000),
  table(/^ReadCapacityUnit-Hrs$/, 'provisioned_rcu', 1),
  table(/^WriteCapacityUnit-Hrs$/, 'provisioned_wcu', 1),
];

function fargate(meter: RegExp, item: string, component: string) {
  return { service: 'AWSFargate', meter, unit: { service: 'fargate', item, component, unitsPerPrice: 1 } };
}

function lambda(meter: RegExp, item: string, component: string) {
  return { service: 'AWSLambda', meter, unit: { service: 'lambda', item, component, unitsPerPrice: 1 } };
}

/** Tables of the Standard class. */
function table(meter: RegExp, component: string, unitsPerPrice: number) {
  return {
    service: 'AmazonDynamoDB',
    meter,
    unit: { service: 'dynamodb', item: 'standard', component, unitsPerPrice },
  };
}

/** The unit of the book that a meter is priced by; null for a meter that it has no price of. */
export function meteredUnitOf({ service, item }: MeteredShape): MeteredUnit | null {
  return UNITS.find(each => each.service === service && each.meter.test(item))?.unit ?? null;
}

/** The same meter on arm64. */
export function onArm(shape: MeteredShape): MeteredShape {
  const item =
    shape.service === 'AWSFargate' ? shape.item.replace(/^Fargate-/, 'Fargate-ARM-') : `${shape.item}-ARM`;
  return { ...shape, item };
}

/** The same meter on x86; null for one that is on it. */
export function onX86(shape: MeteredShape): MeteredShape | null {
  const item = shape.item.replace(/^Fargate-ARM-/, 'Fargate-').replace(/-ARM$/, '');
  return item === shape.item ? null : { ...shape, item };
}
