/** Azure pre-purchase plans: a pool of units that usage draws down until it is used up or expires. */

import { compareText } from '../../text-order.ts';
import type { OrderInput } from '../application.ts';
import type { PrePurchase } from '../commitment.ts';
import { hoursInForce } from '../hours-in-force.ts';
import { assertAmount, type BenefitDraws, type IndexedPool } from './benefit-draws.ts';
import { compareArrival, compareScope, isInScope } from './scopes.ts';

/**
 * Databricks commit units that one DBU takes; null where the tier is not sold.
 * Source: learn.microsoft.com/azure/cost-management-billing/reservations/reservation-discount-databricks, 2021-09-15.
 */
export const DATABRICKS_UNITS_PER_DBU = {
  'all-purpose': { standard: 0.4, premium: 0.55 },
  jobs: { standard: 0.15, premium: 0.3 },
  'jobs-light': { standard: 0.07, premium: 0.22 },
  sql: { standard: null, premium: 0.22 },
} as const;
export type DatabricksWorkload = keyof typeof DATABRICKS_UNITS_PER_DBU;
export type DatabricksTier = 'standard' | 'premium';

/** Commit units that one DBU of a workload takes; null where the workload has no such tier. */
export function databricksUnitsPerDbu(workload: DatabricksWorkload, tier: DatabricksTier): number | null {
  return DATABRICKS_UNITS_PER_DBU[workload][tier];
}

/** Soonest expiry first, a plan without end last, so that the fewest units expire unused. */
function compareExpiry(a: PrePurchase, b: PrePurchase): number {
  if (a.endMs === b.endMs) return 0;
  if (a.endMs === null) return 1;
  if (b.endMs === null) return -1;
  return a.endMs - b.endMs;
}

/**
 * Plans in the order they are drawn down: the narrower scope first, inside one scope the one that expires first.
 * Units do not expire by the hour: what an hour leaves is there for the next.
 * Source: learn.microsoft.com/azure/cost-management-billing/reservations/benefit-application-order, 2026-07-17.
 * @param pools every pool of the input, in the order they are served
 */
export function prePurchaseDraws(input: OrderInput, pools: readonly IndexedPool[]): readonly BenefitDraws[] {
  return input.commitments
    .filter(each => each.kind === 'pre-purchase')
    .sort(
      (a, b) =>
        compareScope(a, b) ||
        compareText(a.product, b.product) ||
        compareExpiry(a, b) ||
        compareArrival(a, b),
    )
    .map(plan => ({
      benefit: {
        id: plan.id,
        instrument: 'pre-purchase',
        capacity: assertAmount(plan.units, 'the units of a pre-purchase plan'),
        costPerUnit: plan.costPerUnit,
        renewal: 'period',
        ...hoursInForce(plan, input),
      },
      draws: pools.flatMap(({ usage, pool }) => {
        const { shape } = pool;
        if (shape.kind !== 'azure-metered' || shape.product !== plan.product) return [];
        const { unitsPerQuantity } = shape;
        const isDrawn = Number.isFinite(unitsPerQuantity) && unitsPerQuantity > 0 && isInScope(plan, pool);
        return isDrawn ? [{ usage, unitsPerQuantity }] : [];
      }),
    }));
}
