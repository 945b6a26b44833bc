/** Google Cloud sustained use: which series earn it, and what a share of the month costs. Plain numbers, no estate. */

import { assert } from '../../assert.ts';

/** Groups of machine series by the largest discount of a full month. */
export type SustainedUseGroup = 'up-to-30' | 'up-to-20' | 'none';

/**
 * Price of the next hour as a share of the base price, by quarter of the month (Compute Engine, "Sustained use
 * discounts", 2024; the same in 2025). The 20 % group is published with four decimals: a full month is 19.98 % off.
 */
export const SUSTAINED_USE_MULTIPLIERS: Readonly<Record<SustainedUseGroup, readonly number[]>> = {
  'up-to-30': [1, 0.8, 0.6, 0.4],
  'up-to-20': [1, 0.8678, 0.733, 0.6],
  none: [1],
};

/** Series by group (same pages); whatever is not listed earns nothing: E2, T2A, T2D, C3 and later, A2 and later, M3, M4. */
const GROUP_BY_SERIES: ReadonlyMap<string, SustainedUseGroup> = new Map<string, SustainedUseGroup>([
  ['n1', 'up-to-30'],
  ['m1', 'up-to-30'],
  ['m2', 'up-to-30'],
  ['f1', 'up-to-30'],
  ['g1', 'up-to-30'],
  ['n2', 'up-to-20'],
  ['n2d', 'up-to-20'],
  ['c2', 'up-to-20'],
]);

/** Series of a machine type: `n2` of `n2-standard-8`. A series is its own series. */
export function seriesOf(machineType: string): string {
  const name = machineType.toLowerCase();
  const dash = name.indexOf('-');
  return dash < 0 ? name : name.slice(0, dash);
}

/**
 * Group of a resource of a series. GPUs earn it on N1 machines only; local SSDs are not on the list (same pages, 2025).
 * @param series `n1`, `n2d`, ...
 */
export function sustainedUseGroup(
  series: string,
  resource: 'vcpu' | 'memory-gib' | 'gpu' | 'local-ssd-gib' = 'vcpu',
): SustainedUseGroup {
  if (resource === 'local-ssd-gib') return 'none';
  if (resource === 'gpu' && series !== 'n1') return 'none';
  return GROUP_BY_SERIES.get(series) ?? 'none';
}

/** Price of an hour in each equal part of the month. @param baseRate price of an hour, full price */
export function incrementalRates(baseRate: number, multipliers: readonly number[]): readonly number[] {
  return multipliers.map(multiplier => baseRate * multiplier);
}

/**
 * Price of one unit that runs this share of the month, as a share of the full price of a whole month:
 * the sum over the parts of the month of multiplier x the time used in it.
 * @param fraction >= 0; what goes beyond the month (real hours against the 730 of calculators) costs as its last part
 */
export function priceOfFraction(fraction: number, multipliers: readonly number[]): number {
  assert(
    fraction >= 0 && multipliers.length > 0,
    'a share of a month is not negative, and a month has parts',
  );
  const width = 1 / multipliers.length;
  let price = 0;
  let left = fraction;
  multipliers.forEach((multiplier, index) => {
    const isLast = index === multipliers.length - 1;
    const used = isLast ? left : Math.min(left, width);
    price += multiplier * used;
    left -= used;
  });
  return price;
}

/** Average price of the hours used, as a share of the base price; 1 when nothing was used. */
export function averageMultiplier(fraction: number, multipliers: readonly number[]): number {
  return fraction > 0 ? priceOfFraction(fraction, multipliers) / fraction : 1;
}

/** Average discount of the hours used, 0..1; 0 when nothing was used. */
export function averageDiscount(fraction: number, multipliers: readonly number[]): number {
  return 1 - averageMultiplier(fraction, multipliers);
}

/** Price of the k-th hour of a unit in the month, as a share of the full price; it may lie across two parts. */
function priceOfHour(k: number, hoursInMonth: number, multipliers: readonly number[]): number {
  const width = hoursInMonth / multipliers.length;
  const last = multipliers.length - 1;
  let price = 0;
  for (let part = Math.min(last, Math.floor((k - 1) / width)); part <= last && part * width < k; part++) {
    const end = part === last ? k : Math.min(k, (part + 1) * width);
    price += (multipliers[part] ?? 1) * (end - Math.max(k - 1, part * width));
  }
  return price;
}

/**
 * Price of use that is stacked into the fewest units ("inferred instances"), in full-price hours. The k-th highest hour
 * belongs to the units that run at least k hours, so its use pays the price of the k-th hour: exact for any profile, and
 * equal to the integral over the usage level of the price of the share of the month with at least that much use.
 * @param usage units in use in each hour that is known, in any order; not changed
 * @param hoursInMonth hours that make the whole month, known or not
 */
export function stackedPrice(
  usage: Float64Array,
  hoursInMonth: number,
  multipliers: readonly number[],
): number {
  assert(hoursInMonth > 0 && multipliers.length > 0, 'a month has hours, and parts');
  const ascending = usage.toSorted();
  let price = 0;
  for (let k = 1; k <= ascending.length; k++) {
    const level = ascending[ascending.length - k] ?? 0;
    if (level <= 0) break;
    price += level * priceOfHour(k, hoursInMonth, multipliers);
  }
  return price;
}
