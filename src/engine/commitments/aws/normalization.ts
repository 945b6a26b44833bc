/** AWS size factors of reservations: how many units an instance size is worth inside its family. */

/**
 * Units per instance-hour by size (EC2 user guide, "How Reserved Instances are applied", edition 2023-06-15; larger sizes
 * from the price list). An N-times xlarge is 8 N units.
 */
const UNITS_BY_SIZE: ReadonlyMap<string, number> = new Map([
  ['nano', 0.25],
  ['micro', 0.5],
  ['small', 1],
  ['medium', 2],
  ['large', 4],
  ['xlarge', 8],
]);
const UNITS_OF_XLARGE = 8;

/** Bare metal has the units of the equal virtual size of its family (same guide, table of bare metal factors). */
const METAL_UNITS: ReadonlyMap<string, number> = new Map(
  (
    [
      [32, ['a1']],
      [96, ['m5zn', 'z1d']],
      [128, ['c6g', 'c6gd', 'i3', 'm6g', 'm6gd', 'r6g', 'r6gd', 'x2gd']],
      [144, ['c5n']],
      [192, ['c5', 'c5d', 'i3en', 'm5', 'm5d', 'm5dn', 'm5n', 'r5', 'r5b', 'r5d', 'r5dn', 'r5n']],
    ] as const
  ).flatMap(([units, families]) => families.map(family => [family, units] as const)),
);

/**
 * Assumption: families newer than the guide follow the same rule, 8 x the largest virtual size of the family (which is the
 * whole machine). Range: exact where AWS keeps its rule, unknown otherwise.
 */
const ASSUMED_METAL_UNITS: ReadonlyMap<string, number> = new Map(
  (
    [
      [96, ['x2iezn']],
      [128, ['c7g', 'c7gd', 'm7g', 'm7gd', 'r7g', 'r7gd']],
      [192, ['g4dn']],
      [256, ['c6i', 'c6id', 'c6in', 'i4i', 'm6i', 'm6id', 'm6idn', 'm6in', 'r6i', 'r6id', 'r6idn', 'r6in']],
      [256, ['x2idn', 'x2iedn']],
      [384, ['c6a', 'm6a', 'r6a']],
    ] as const
  ).flatMap(([units, families]) => families.map(family => [family, units] as const)),
);

/** `u-6tb1.metal` and its siblings are all 896 units (same guide). */
const HIGH_MEMORY = /^u-/;
const HIGH_MEMORY_METAL_UNITS = 896;

/** Families that get no size flexibility (same guide). */
const INFLEXIBLE_FAMILIES: ReadonlySet<string> = new Set(['g4ad', 'g4dn', 'g5', 'g5g', 'inf1']);

/** Family of an instance type: `m5` of `m5.large`. */
export function familyOf(instanceType: string): string {
  const dot = instanceType.lastIndexOf('.');
  return dot < 0 ? instanceType : instanceType.slice(0, dot);
}

/** Size of an instance type: `large` of `m5.large`. */
export function sizeOf(instanceType: string): string {
  return instanceType.slice(instanceType.lastIndexOf('.') + 1);
}

function metalUnits(family: string): number | null {
  if (HIGH_MEMORY.test(family)) return HIGH_MEMORY_METAL_UNITS;
  return METAL_UNITS.get(family) ?? ASSUMED_METAL_UNITS.get(family) ?? null;
}

/** Units an hour of this instance type is worth; null for a size without a factor. */
export function normalizationFactor(instanceType: string): number | null {
  const size = sizeOf(instanceType);
  const listed = UNITS_BY_SIZE.get(size);
  if (listed !== undefined) return listed;
  if (size === 'metal') return metalUnits(familyOf(instanceType));
  // `metal-24xl` names its equal virtual size (assumption: the rule of the older table holds).
  const multiple = /^(?:metal-([1-9]\d{0,2})xl|([1-9]\d{0,2})xlarge)$/.exec(size);
  return multiple ? UNITS_OF_XLARGE * Number(multiple[1] ?? multiple[2]) : null;
}

/** Whether the factor of this instance type is an assumption: bare metal that the guide does not list. */
export function isAssumedFactor(instanceType: string): boolean {
  const size = sizeOf(instanceType);
  if (size.startsWith('metal-')) return normalizationFactor(instanceType) !== null;
  const family = familyOf(instanceType);
  return size === 'metal' && !METAL_UNITS.has(family) && ASSUMED_METAL_UNITS.has(family);
}

/** Whether reservations of this family may be applied to other sizes (Linux, shared tenancy, regional scope assumed). */
export function isSizeFlexible(family: string): boolean {
  return !INFLEXIBLE_FAMILIES.has(family);
}
