/** Prices that change on a date: of a service, a Region, or of spot capacity alone. */

import type { Resource } from '../estate/estate.ts';
import { matchesPattern } from '../estate/match-workload.ts';
import type { MonthRef } from './month-ref.ts';
import { monthIndexOf } from './month-ref.ts';

/** A change of list prices. What a commitment has fixed does not change with it. */
export type PriceChange = {
  /** First month with the new price. */
  readonly from: MonthRef;
  /** Names or codes of services as the bill has them; `*` matches any run of characters. */
  readonly services: readonly string[];
  readonly regions: readonly string[] | null;
  /** `spot`: only what is bought as spot. */
  readonly purchase: 'any' | 'spot';
  /** Share by which the price rises: 0.1 is 10 % more. More than -1. */
  readonly change: number;
};

/** New price over that of the reference month. */
export type PriceFactors = { readonly price: number; readonly spot: number };

/** Nothing has changed. */
export const SAME_PRICES: PriceFactors = { price: 1, spot: 1 };

function concerns({ services, regions }: PriceChange, resource: Resource): boolean {
  const named = [resource.serviceName, resource.serviceCode ?? ''];
  const isService = services.some(pattern => named.some(name => matchesPattern(pattern, name)));
  const region = resource.region ?? '';
  return isService && (regions === null || regions.some(pattern => matchesPattern(pattern, region)));
}

/** Prices of a resource in a month. Changes multiply. */
export function pricesOf(resource: Resource, changes: readonly PriceChange[]): PriceFactors {
  let { price, spot } = SAME_PRICES;
  for (const each of changes) {
    if (!concerns(each, resource)) continue;
    spot *= 1 + each.change;
    if (each.purchase === 'any') price *= 1 + each.change;
  }
  return { price, spot };
}

/** Changes in force in a month of the run. */
export function changesInForce(
  changes: readonly PriceChange[],
  referenceMonth: string,
  index: number,
): readonly PriceChange[] {
  return changes.filter(({ from }) => monthIndexOf(from, referenceMonth) <= index);
}
