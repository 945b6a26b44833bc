/**
 * Commit to an hourly spend on one instance family in one Region: cheaper than a Compute Savings Plan and bound to the family.
 *
 * It excludes no other purchase. With a Compute plan or reserved instances it competes for the same dollar, but every purchase
 * is sized on what those before it leave. AWS lets it pay before a Compute plan, so buy it first.
 */

import { familyOf } from '../../commitments/aws/normalization.ts';
import type { UsagePool } from '../../commitments/usage.ts';
import { defineLever, type LeverContext, no, yes } from '../../lever.ts';
import type { PriceKind } from '../../price-book.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';
import { choosePurchases, commitmentsOf, type Purchase, whyOf } from './choose-purchases.ts';
import {
  BILLING_ONLY,
  COMMITMENT_PARAM,
  evidenceOf,
  PURCHASES_PARAM,
  SHARE_PARAM,
  TERM_PARAMS,
  type Terms,
  termsOf,
} from './purchase-terms.ts';
import { eligibleUsage, isRunning, planTemplate, whyNoPlan } from './savings-plan-offers.ts';

const APPLYING = 'https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html';

/** One plan for each family and Region that runs on demand. */
function plansFor(pools: readonly UsagePool[], terms: Terms) {
  const places = new Map<string, { readonly family: string; readonly region: string }>();
  for (const { shape } of pools) {
    if (shape.kind !== 'aws-instance') continue;
    const family = familyOf(shape.instanceType);
    places.set(`${shape.region}|${family}`, { family, region: shape.region });
  }
  return [...places.values()].map(place => ({
    scope: `${place.family} in ${place.region}`,
    template: planTemplate('ec2-instance', terms, place),
  }));
}

/** How the book knows the rates of what is bought. */
function rateKinds(purchases: readonly Purchase[], terms: Terms, context: LeverContext): PriceKind[] {
  return purchases.flatMap(({ commitment }) => {
    if (commitment.kind !== 'savings-plan') return [];
    return eligibleUsage(commitment, context).flatMap(({ shape }) => {
      if (shape.kind !== 'aws-instance') return [];
      const { instanceType, region, operatingSystem } = shape;
      const offering = 'ec2-instance-savings-plan';
      const offer = { offering, instanceType, region, operatingSystem, ...terms } as const;
      return context.rates.book.commitmentRate(offer)?.kind ?? [];
    });
  });
}

export const ec2InstanceSavingsPlan = defineLever({
  meta: {
    id: 'ec2-instance-savings-plan',
    title: 'EC2 Instance Savings Plan',
    summary:
      'Commit to dollars an hour of one instance family in one Region, at lower rates than a Compute plan.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.1, mode: 0.5, high: 2 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: 'up to 72 %', source: 'https://aws.amazon.com/savingsplans/faqs' },
    planning: {
      text: '32 to 37 % for one year without upfront payment, by family: the rates of standard reservations',
      source: 'https://github.com/LeanerCloud/ec2-instances-info (price list of 2023-08-30)',
    },
    realization: CONTRACT_REALIZATION,
    sources: [
      APPLYING,
      'https://docs.aws.amazon.com/savingsplans/latest/userguide/what-is-savings-plans.html',
    ],
    excludes: [],
  },
  target: 'estate',
  params: {
    commitmentPerHour: COMMITMENT_PARAM,
    shareOfOptimumPercent: SHARE_PARAM,
    purchasesMax: PURCHASES_PARAM,
    ...TERM_PARAMS,
  },
  eligible: (_estate, params, context) => {
    const terms = termsOf(params);
    const offers = plansFor(context.uncoveredUsage().filter(isRunning), terms);
    const purchases = choosePurchases(offers, { ...params, given: params.commitmentPerHour }, context);
    if (purchases.length === 0) {
      const plans = offers.map(({ template }) => template);
      const unknown = 'no plan rate is known for the EC2 usage that is left on demand';
      return no(whyNoPlan(plans, 'EC2 usage', unknown, context));
    }
    return yes(whyOf(purchases), evidenceOf(rateKinds(purchases, terms, context)), { purchases });
  },
  effect: (_estate, { purchases }) => ({ kind: 'commit', commitments: commitmentsOf(purchases) }),
  risk: () => BILLING_ONLY,
});
