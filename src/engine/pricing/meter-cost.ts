/** What the meters of a resource cost that its kind does not model, and what moves have put in their place. */

import type { Resource } from '../estate/estate.ts';
import type { RateCard } from '../rate-card.ts';

/** USD of counted units at the prices the bill shows, and of added units at those of the book; null when one is unknown. */
export function meterCost({ meters, added }: Resource, rates: RateCard): number | null {
  let total = 0;
  for (const { cost } of meters) total += cost;
  for (const { service, item, component, region, quantity } of added) {
    if (quantity === 0) continue;
    const price = rates.unitPrice(service, item, component, region);
    if (price === null) return null;
    total += quantity * price;
  }
  return total;
}
