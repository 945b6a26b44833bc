/** The Savings Plans of which one purchase covers everything they reach: those with neither a family nor a Region. */

import type { PaymentOption, SavingsPlanOffering } from '../../commitments/commitment.ts';
import { type Eligible, type Ineligible, type LeverContext, no, yes } from '../../lever.ts';
import { type Purchase, purchaseOf, whyOf } from './choose-purchases.ts';
import { termsOf } from './purchase-terms.ts';
import { planTemplate, whyNoPlan, withAssumedDiscount } from './savings-plan-offers.ts';

/** One plan in words: what it covers, and what is missing where no rate of it is known. */
type SinglePlan = {
  readonly offering: SavingsPlanOffering;
  readonly covered: string;
  readonly unknownRate: string;
};

/** What a person states: dollars an hour (0: the optimum), a share of the optimum, terms, and a discount in percent. */
type SinglePlanParams = {
  readonly commitmentPerHour: number;
  readonly shareOfOptimumPercent: number;
  readonly termYears: '1' | '3';
  readonly payment: PaymentOption;
  readonly assumedDiscountPercent: number;
};

/** Sizes the plan on the usage that is left on demand; says why where it does not pay. */
export function sizeSinglePlan(
  { offering, covered, unknownRate }: SinglePlan,
  params: SinglePlanParams,
  context: LeverContext,
): Eligible<{ readonly purchases: readonly Purchase[] }> | Ineligible {
  const plan = planTemplate(offering, termsOf(params));
  const { template, evidence } = withAssumedDiscount(plan, params.assumedDiscountPercent, context);
  const wanted = { ...params, given: params.commitmentPerHour, purchasesMax: 0 };
  const purchase = purchaseOf({ scope: '', template }, context.sizePurchase(template), wanted);
  if (!purchase) return no(whyNoPlan([template], covered, unknownRate, context));
  return yes(whyOf([purchase]), evidence, { purchases: [purchase] });
}
