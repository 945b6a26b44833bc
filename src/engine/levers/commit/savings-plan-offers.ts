/** Savings Plans as offers: their templates, rates read off the plans of the bill, and why none is bought. */

import { isPlanEligible } from '../../commitments/aws/savings-plan-eligibility.ts';
import type { SavingsPlan, SavingsPlanOffering } from '../../commitments/commitment.ts';
import type { UsagePool } from '../../commitments/usage.ts';
import type { Evidence, LeverContext } from '../../lever.ts';
import { PLANNED, type Terms } from './purchase-terms.ts';

/** A plan that is to be sized. */
export function planTemplate(
  offering: SavingsPlanOffering,
  terms: Terms,
  more: Partial<Pick<SavingsPlan, 'family' | 'region' | 'assumedDiscount'>> = {},
): SavingsPlan {
  const { family = null, region = null } = more;
  return {
    ...PLANNED,
    ...terms,
    kind: 'savings-plan',
    id: [`${offering}-savings-plan`, family, region].filter(Boolean).join(' '),
    offering,
    family,
    region,
    commitmentPerHour: 0,
    ...(more.assumedDiscount ? { assumedDiscount: more.assumedDiscount } : {}),
  };
}

/** Whether any of it runs. */
export const isRunning = ({ quantities }: Pick<UsagePool, 'quantities'>) =>
  quantities.some(quantity => quantity > 0);

const totalOf = ({ quantities }: UsagePool) => quantities.reduce((sum, quantity) => sum + quantity, 0);

/** Usage on demand that a plan may cover, whether its rate is known or not. */
export function eligibleUsage(
  plan: SavingsPlan,
  { estate, uncoveredUsage }: Pick<LeverContext, 'estate' | 'uncoveredUsage'>,
): UsagePool[] {
  return uncoveredUsage().filter(pool => isRunning(pool) && isPlanEligible(plan, pool, estate.period.endMs));
}

/**
 * The mean discount that plans of the same kind and terms give on the bill, for usage like the one that is left; null where
 * the bill says nothing of some of it: one discount stands for all, and must not stand for what nobody knows.
 */
function discountOnBill(
  plan: SavingsPlan,
  usage: readonly UsagePool[],
  context: LeverContext,
): number | null {
  const { estate, rates } = context;
  const same = estate.commitments.filter(
    (each): each is SavingsPlan =>
      each.kind === 'savings-plan' &&
      each.offering === plan.offering &&
      each.termYears === plan.termYears &&
      each.payment === plan.payment &&
      each.assumedDiscount === undefined,
  );
  let planned = 0;
  let onDemand = 0;
  for (const pool of usage) {
    const rate = same.map(each => rates.spendRate(each, pool.shape)).find(each => each !== null);
    if (rate === undefined || rate === null) return null;
    const quantity = totalOf(pool);
    planned += rate * quantity;
    onDemand += pool.onDemandRate * quantity;
  }
  return onDemand > 0 && planned < onDemand ? 1 - planned / onDemand : null;
}

/** A plan with rates, and how well they are known. */
export type RatedPlan = { readonly template: SavingsPlan; readonly evidence: Evidence };

/**
 * Completes a plan for usage whose rate is neither in the book nor on the bill: first with the mean discount of such plans
 * on the bill, else with the discount that is assumed. Known rates always come first.
 */
export function withAssumedDiscount(
  plan: SavingsPlan,
  assumedDiscountPercent: number,
  context: LeverContext,
): RatedPlan {
  const unrated = eligibleUsage(plan, context).filter(
    ({ shape }) => context.rates.spendRate(plan, shape) === null,
  );
  if (unrated.length === 0) return { template: plan, evidence: 'measured' };
  const onBill = discountOnBill(plan, unrated, context);
  if (onBill !== null) return { template: { ...plan, assumedDiscount: onBill }, evidence: 'inferred' };
  if (assumedDiscountPercent <= 0) return { template: plan, evidence: 'measured' };
  return { template: { ...plan, assumedDiscount: assumedDiscountPercent / 100 }, evidence: 'assumed' };
}

/** Why a plan is not bought: nothing left, no rate, or too seldom. */
export function whyNoPlan(
  plans: readonly SavingsPlan[],
  covered: string,
  unknownRate: string,
  context: LeverContext,
): string {
  const { rates } = context;
  const left = plans.map(plan => ({ plan, usage: eligibleUsage(plan, context) }));
  if (left.every(({ usage }) => usage.length === 0))
    return `no ${covered} with a known price is left on demand`;
  const isRated = left.some(({ plan, usage }) =>
    usage.some(({ shape }) => rates.spendRate(plan, shape) !== null),
  );
  return isRated
    ? `the ${covered} that is left runs too seldom, or too little, for a plan to pay`
    : unknownRate;
}
