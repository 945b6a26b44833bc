/** AWS size factors of reservations: how many units an instance size is worth inside its family. */

/**
 * Units per instance-hour by size (EC2 user guide, "Apply reserved instances", edition 2023-06-15; larger sizes from the
 * price list). An N-times xlarge is 8 N units.
 */
const UNITS_BY_SIZE: ReadonlyMap<string, number> = new Map([
  ['nano', 0.25],
  ['micro', 0.5],
  ['small', 1],
  ['medium', 2],
  ['large', 4],
  ['xlarge', 8],
]);

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

/** Units an hour of this instance type is worth; null for sizes without a factor (metal is listed by family only). */
export function normalizationFactor(instanceType: string): number | null {
  const size = sizeOf(instanceType);
  const listed = UNITS_BY_SIZE.get(size);
  if (listed !== undefined) return listed;
  const multiple = /^(\d{1,3})xlarge$/.exec(size);
  return multiple ? 8 * Number(multiple[1]) : null;
}

/** Whether reservations of this family may be applied to other sizes (Linux, shared tenancy, regional scope assumed). */
export function isSizeFlexible(family: string): boolean {
  return !INFLEXIBLE_FAMILIES.has(family);
}
