/**
 * Commit to an hourly spend on SageMaker instances.
 *
 * Its pool is disjoint from every other plan's, so it excludes none. The book has no SageMaker rates: they are read off a plan
 * of the bill, or assumed by the person who plans.
 */

import { defineLever } from '../../lever.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';
import { commitmentsOf } from './choose-purchases.ts';
import {
  assumedDiscountParam,
  BILLING_ONLY,
  COMMITMENT_PARAM,
  SHARE_PARAM,
  TERM_PARAMS,
} from './purchase-terms.ts';
import { sizeSinglePlan } from './single-plan.ts';

const KINDS = 'https://docs.aws.amazon.com/savingsplans/latest/userguide/what-is-savings-plans.html';

const PLAN = {
  offering: 'sagemaker',
  covered: 'SageMaker usage',
  unknownRate: 'no rate of a SageMaker Savings Plan is known: state assumedDiscountPercent',
} as const;

export const sagemakerSavingsPlan = defineLever({
  meta: {
    id: 'sagemaker-savings-plan',
    title: 'SageMaker Savings Plan',
    summary:
      'Commit to dollars an hour of SageMaker instances, of any family, size and Region; what an hour does not use is lost.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: 'up to 64 %', source: KINDS },
    planning: {
      text: 'no rate or typical percentage was found: take the discount from your own offer',
      source: KINDS,
    },
    realization: CONTRACT_REALIZATION,
    sources: [KINDS, 'https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html'],
    excludes: [],
  },
  target: 'estate',
  params: {
    commitmentPerHour: COMMITMENT_PARAM,
    shareOfOptimumPercent: SHARE_PARAM,
    ...TERM_PARAMS,
    assumedDiscountPercent: assumedDiscountParam('SageMaker usage', 64),
  },
  eligible: (_estate, params, context) => sizeSinglePlan(PLAN, params, context),
  effect: (_estate, { purchases }) => ({ kind: 'commit', commitments: commitmentsOf(purchases) }),
  risk: () => BILLING_ONLY,
});
