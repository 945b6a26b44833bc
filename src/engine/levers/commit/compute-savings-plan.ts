/**
 * Commit to an hourly spend on compute for one or three years.
 *
 * It excludes no other purchase: it and an EC2 Instance Savings Plan are alternatives for the same dollar, but each is sized
 * on what the purchases before it leave, so that none counts twice. AWS applies the narrow plan first, and so does the
 * order of the catalogue; buying the narrow one for the base and this one for the rest is usual.
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

const APPLYING = 'https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html';

const PLAN = {
  offering: 'compute',
  covered: 'compute',
  unknownRate: 'no plan rate is known for the compute that is left on demand',
} as const;

export const computeSavingsPlan = defineLever({
  meta: {
    id: 'compute-savings-plan',
    title: 'Compute Savings Plan',
    summary: 'Commit to dollars an hour of compute at plan rates; what an hour does not use is lost.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: 'up to 66 %', source: 'https://aws.amazon.com/savingsplans/faqs' },
    planning: {
      text: '20 % of on-demand compute',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: CONTRACT_REALIZATION,
    sources: [APPLYING],
    excludes: [],
  },
  target: 'estate',
  params: {
    commitmentPerHour: COMMITMENT_PARAM,
    shareOfOptimumPercent: SHARE_PARAM,
    ...TERM_PARAMS,
    assumedDiscountPercent: assumedDiscountParam('Fargate, Lambda and other compute', 66),
  },
  eligible: (_estate, params, context) => sizeSinglePlan(PLAN, params, context),
  effect: (_estate, { purchases }) => ({ kind: 'commit', commitments: commitmentsOf(purchases) }),
  risk: () => BILLING_ONLY,
});
