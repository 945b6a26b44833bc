/** Moves a resource to another Region: its machines, storage and units are priced there from then on. */

import type { UsageShape } from './commitments/usage.ts';
import type { MoveRegionEffect } from './effect.ts';
import type { MeterUse, Resource } from './estate/estate.ts';

function shapeIn(shape: UsageShape, region: string): UsageShape {
  switch (shape.kind) {
    case 'aws-instance':
      return { ...shape, region, availabilityZone: null };
    case 'gcp-resource':
      return { ...shape, region, zone: null };
    case 'not-eligible':
      return shape;
    default:
      return { ...shape, region };
  }
}

function priceRatioOf(meter: MeterUse, effect: MoveRegionEffect): number {
  const found = effect.meters.find(
    ({ usageType, operation }) => usageType === meter.usageType && operation === meter.operation,
  );
  return found ? Math.max(0, found.priceRatio) : 1;
}

/** The resource in the new Region. It counts what it counted; only prices change. */
export function moveRegion(resource: Resource, effect: MoveRegionEffect): Resource {
  const { toRegion: region } = effect;
  const moved = {
    ...resource,
    region,
    availabilityZone: null,
    meters: resource.meters.map(meter => {
      const ratio = priceRatioOf(meter, effect);
      return ratio === 1 ? meter : { ...meter, cost: meter.cost * ratio };
    }),
    added: resource.added.map(unit => (unit.region === '' ? unit : { ...unit, region })),
  };
  if (moved.kind !== 'other') return moved;
  return { ...moved, metered: moved.metered.map(use => ({ ...use, shape: shapeIn(use.shape, region) })) };
}
