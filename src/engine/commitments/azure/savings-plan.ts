/** Azure savings plan for compute: dollars an hour, spent on the greatest discount first. */

import type { OrderInput } from '../application.ts';
import type { AzureSavingsPlan } from '../commitment.ts';
import { hoursInForce } from '../hours-in-force.ts';
import { assertAmount, type BenefitDraws, type IndexedPool } from './benefit-draws.ts';
import { compareArrival, compareScope, isInScope } from './scopes.ts';

/** Digits of a discount that count: equal discounts of different prices differ in binary floats. */
const DISCOUNT_DIGITS = 9;

type RatedPool = { readonly usage: number; readonly discount: number; readonly chargedRate: number };

/** Price under the plan and rank of one pool; null where the plan does not apply. */
function rated(plan: AzureSavingsPlan, { usage, pool }: IndexedPool, input: OrderInput): RatedPool | null {
  if (!isInScope(plan, pool)) return null;
  const planRate = input.rates.spendRate(plan, pool);
  if (planRate === null || !Number.isFinite(planRate)) return null;
  const { azurePlanPrice, zeroDiscountUsage } = input.settings;
  const chargedRate =
    azurePlanPrice === 'lower-of-plan-and-negotiated' ? Math.min(planRate, pool.onDemandRate) : planRate;
  if (!(chargedRate > 0)) return null;
  if (zeroDiscountUsage === 'stays-on-demand' && chargedRate >= pool.onDemandRate) return null;
  const payAsYouGoRate = pool.listRate > 0 ? pool.listRate : pool.onDemandRate;
  const discount = payAsYouGoRate > 0 ? 1 - planRate / payAsYouGoRate : 0;
  return { usage, chargedRate, discount: Number(discount.toFixed(DISCOUNT_DIGITS)) };
}

/** The longer term first; an unknown term last. */
function compareTerm(a: AzureSavingsPlan, b: AzureSavingsPlan): number {
  return (b.termYears ?? 0) - (a.termYears ?? 0);
}

/**
 * Savings plans in the order they apply: the narrower scope first, the three-year plan before the one-year plan.
 *
 * Inside a plan the usage whose plan price is the furthest below the public pay-as-you-go price comes first, and each
 * unit takes its price from the commitment: by default the lower of the plan price and the negotiated price (Azure
 * consumption discount), which then is charged and taken.
 * Azure states both rules between plans and not which of them wins: scope before term is this engine's choice.
 * Source: learn.microsoft.com/azure/cost-management-billing/savings-plan/discount-application, 2025-01-07.
 * @param pools every pool of the input, in the order they are served where discounts are equal
 */
export function savingsPlanDraws(input: OrderInput, pools: readonly IndexedPool[]): readonly BenefitDraws[] {
  return input.commitments
    .filter(each => each.kind === 'azure-savings-plan')
    .sort((a, b) => compareScope(a, b) || compareTerm(a, b) || compareArrival(a, b))
    .map(plan => ({
      benefit: {
        id: plan.id,
        instrument: 'azure-savings-plan',
        capacity: assertAmount(plan.commitmentPerHour, 'the commitment of a savings plan'),
        costPerUnit: 1,
        renewal: 'hour',
        ...hoursInForce(plan, input),
      },
      draws: pools
        .filter(({ pool }) => pool.shape.kind === 'azure-vm' || pool.shape.kind === 'azure-metered')
        .flatMap(each => rated(plan, each, input) ?? [])
        // A stable sort: equal discounts keep the order of the pools.
        .sort((a, b) => b.discount - a.discount)
        .map(({ usage, chargedRate }) => ({ usage, unitsPerQuantity: chargedRate })),
    }));
}
