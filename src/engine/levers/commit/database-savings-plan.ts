/**
 * Commit to an hourly spend on databases: RDS, Aurora, DynamoDB, ElastiCache for Valkey, DocumentDB, Neptune and others.
 *
 * Sold for one year without upfront payment only, and for nodes of generation 7 and newer. A database reservation on the same
 * usage is deeper and narrower; it is drawn first (by analogy with EC2, a setting of the engine), and this plan is sized on
 * what is left, so none excludes the other. The book has no rates: they are read off a plan of the bill, or assumed.
 */

import { nodeGeneration } from '../../commitments/aws/savings-plan-eligibility.ts';
import type { NodeService } from '../../commitments/usage.ts';
import { defineLever, type LeverContext, no, yes } from '../../lever.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';
import { commitmentsOf, purchaseOf, whyOf } from './choose-purchases.ts';
import { assumedDiscountParam, BILLING_ONLY, COMMITMENT_PARAM, SHARE_PARAM } from './purchase-terms.ts';
import {
  eligibleUsage,
  isRunning,
  planTemplate,
  whyNoPlan,
  withAssumedDiscount,
} from './savings-plan-offers.ts';

const KINDS = 'https://docs.aws.amazon.com/savingsplans/latest/userguide/what-is-savings-plans.html';

/** The only terms that are sold. */
const TERMS = { termYears: 1, payment: 'no-upfront' } as const;

/** First generation of nodes that the plan covers (vendor posts, December 2025 to March 2026). */
const GENERATION_MIN = 7;

/** Services whose nodes it covers from that generation on; of ElastiCache Valkey only. */
const SERVICES: ReadonlySet<NodeService> = new Set(['rds', 'aurora', 'documentdb', 'neptune', 'elasticache']);

/** Classes that run and are too old, each once. */
function tooOld({ uncoveredUsage }: LeverContext): string[] {
  const classes = uncoveredUsage()
    .filter(isRunning)
    .flatMap(({ shape }) =>
      shape.kind === 'aws-node' &&
      SERVICES.has(shape.service) &&
      (nodeGeneration(shape.nodeClass) ?? 0) < GENERATION_MIN
        ? [shape.nodeClass]
        : [],
    );
  return [...new Set(classes)].sort();
}

function whyNot(template: ReturnType<typeof planTemplate>, context: LeverContext): string {
  const old = tooOld(context);
  if (old.length > 0 && eligibleUsage(template, context).length === 0) {
    const shown = old.length > 3 ? `${old.slice(0, 3).join(', ')} and others` : old.join(', ');
    return `the plan covers nodes from generation ${GENERATION_MIN} on: what is left is ${shown}`;
  }
  const unknown = 'nobody publishes the rates of Database Savings Plans: state assumedDiscountPercent';
  return whyNoPlan([template], 'eligible database usage', unknown, context);
}

export const databaseSavingsPlan = defineLever({
  meta: {
    id: 'database-savings-plan',
    title: 'Database Savings Plan',
    summary: 'Commit to dollars an hour of databases for one year, of any engine, size and Region.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: false,
    headline: {
      text: 'up to 35 % of serverless, 20 % of provisioned instances, 18 % of DynamoDB on demand, 12 % of its capacity',
      source: KINDS,
    },
    planning: {
      text: 'no rate was found: the maximum of what you run is an upper limit, not a plan',
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
    assumedDiscountPercent: assumedDiscountParam('database usage', 35),
  },
  eligible: (_estate, params, context) => {
    const plan = planTemplate('database', TERMS);
    const { template, evidence } = withAssumedDiscount(plan, params.assumedDiscountPercent, context);
    const wanted = { ...params, given: params.commitmentPerHour, purchasesMax: 0 };
    const purchase = purchaseOf({ scope: '', template }, context.sizePurchase(template), wanted);
    if (!purchase) return no(whyNot(template, context));
    return yes(whyOf([purchase]), evidence, { purchases: [purchase] });
  },
  effect: (_estate, { purchases }) => ({ kind: 'commit', commitments: commitmentsOf(purchases) }),
  risk: () => BILLING_ONLY,
});
