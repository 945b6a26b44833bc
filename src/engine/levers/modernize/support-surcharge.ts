/** Surcharges for running versions past their standard support: meters that go when the version is upgraded. */

import type { RemeterEffect } from '../../effect.ts';
import type { MeterUse, Resource, UnitUsage } from '../../estate/estate.ts';

/** Region prefix of a usage type (`USE1-`, `EU-`). */
const REGION_PREFIX = /^[A-Z]{2,4}\d?-(?=[A-Z])/;

/** Meters of a resource whose name, without the Region, matches, and that count something. */
export function metersLike({ meters }: Resource, pattern: RegExp): readonly MeterUse[] {
  return meters.filter(
    ({ usageType, quantity }) => quantity > 0 && pattern.test(usageType.replace(REGION_PREFIX, '')),
  );
}

/** Units and USD of some meters together. */
export function totalOf(meters: readonly MeterUse[]): { readonly quantity: number; readonly cost: number } {
  return {
    quantity: meters.reduce((total, { quantity }) => total + quantity, 0),
    cost: meters.reduce((total, { cost }) => total + cost, 0),
  };
}

/** Nothing more of some meters, and what is charged in their place. */
export function dropMeters(
  { id }: Resource,
  meters: readonly MeterUse[],
  added: readonly UnitUsage[] = [],
): RemeterEffect {
  return {
    kind: 'remeter',
    resourceId: id,
    change: 'replatform',
    meters: meters.map(({ usageType, operation }) => ({ usageType, operation, factor: 0 })),
    added,
    once: [],
  };
}
