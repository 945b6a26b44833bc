/** Opportunities as data. */

import {
  ASSUMED_BUDGET_PRICE,
  assertNever,
  type BudgetPrice,
  type Commitment,
  effectivePerHour,
  leverById,
  type Move,
  naiveTotal,
  OPPORTUNITY_ORDERS,
  type Opportunity,
  type OpportunityOrder,
  opportunityValue,
  type PurchaseOutlook,
  rankOpportunities,
  toLedger,
  toText,
} from '../engine/index.ts';
import type { OpportunitiesReport } from './contract.ts';

/** A move as data. */
function moveReport({ scope, params, ...move }: Move): OpportunitiesReport['opportunities'][number]['move'] {
  const list = (names: readonly string[] | null) => (names === null ? null : [...names]);
  return {
    ...move,
    scope: {
      workloads: list(scope.workloads),
      environments: list(scope.environments),
      accounts: list(scope.accounts),
      regions: list(scope.regions),
      resources: list(scope.resources),
    },
    params: { ...params },
  };
}

type PurchaseReport = NonNullable<OpportunitiesReport['opportunities'][number]['purchase']>;

const amountText = (value: number) => toText(toLedger(value));

/** What a commitment is for, in the words of its provider. */
function whatOf(commitment: Commitment): string {
  switch (commitment.kind) {
    case 'savings-plan':
      return [commitment.offering, commitment.family, commitment.region].filter(Boolean).join(' ');
    case 'reserved-instance':
      return `${commitment.count} x ${commitment.instanceType} ${commitment.region}`;
    case 'reserved-node':
      return `${commitment.count} x ${commitment.nodeClass} ${commitment.region}`;
    case 'resource-commitment':
      return `${commitment.amount} ${commitment.resource} ${commitment.series} ${commitment.region}`;
    case 'azure-reservation':
      return `${commitment.quantity} x ${commitment.sku} ${commitment.region ?? ''}`.trim();
    case 'flexible-commitment':
    case 'pre-purchase':
      return commitment.product;
    case 'hybrid-benefit':
      return `${commitment.cores} cores of ${commitment.licence}`;
    case 'azure-savings-plan':
      return 'compute';
    default:
      return assertNever(commitment);
  }
}

/** A purchase as data. */
function purchaseReport(purchase: PurchaseOutlook): PurchaseReport {
  const { regret } = purchase;
  return {
    commitments: purchase.commitments.map(each => ({
      kind: each.kind,
      what: whatOf(each),
      perHour: amountText(effectivePerHour(each)),
    })),
    committedPerHour: amountText(purchase.committedPerHour),
    commitmentCoverage: purchase.commitmentCoverage,
    commitmentUtilization: purchase.commitmentUtilization,
    breakEvenUtilization: purchase.breakEvenUtilization,
    regret: {
      p10: amountText(regret.p10),
      p50: amountText(regret.p50),
      p90: amountText(regret.p90),
      cvar95: amountText(regret.cvar95),
      probabilityOfLoss: regret.probabilityOfLoss,
      usageDown20: amountText(regret.usageDown20),
      assumption: regret.assumption,
    },
    strands: purchase.strands.map(({ leverId, workload, savedPerMonth, lostPerMonth }) => ({
      leverId,
      workload,
      savedPerMonth: toText(savedPerMonth),
      lostPerMonth: toText(lostPerMonth),
    })),
    strandedPerMonth: toText(purchase.strandedPerMonth),
  };
}

type OpportunityReport = OpportunitiesReport['opportunities'][number];

/** JSON has no infinity: of no budget there is no share. */
const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null);

/** What an opportunity is worth, and which guardrails it breaks. */
function valueReport(opportunity: Opportunity, price: BudgetPrice): OpportunityReport['value'] {
  const { equivalentDays, savedPerDay, range } = opportunityValue(opportunity, price);
  const amount = (value: number | null) => (value === null ? null : amountText(value));
  return {
    savedPerDay: amount(savedPerDay),
    range: { low: amount(range.low), high: amount(range.high) },
    equivalentDays: finite(equivalentDays),
    budgetShare: finite(opportunity.budgetShare),
  };
}

/** One opportunity as data. */
function opportunityReport(
  opportunity: Opportunity,
  ranks: OpportunityReport['ranks'],
  price: BudgetPrice,
): OpportunityReport {
  const { range } = opportunity;
  return {
    id: opportunity.id,
    leverId: opportunity.leverId,
    title: leverById(opportunity.leverId)?.meta.title ?? opportunity.leverId,
    workload: opportunity.workload,
    resources: opportunity.applied.length,
    savedPerMonth: toText(opportunity.savedPerMonth),
    range: {
      low: amountText(range.low),
      expected: amountText(range.expected),
      high: amountText(range.high),
    },
    evidence: { ...opportunity.evidence },
    effortDays: { ...opportunity.effortDays },
    addedBadMinutes: opportunity.addedBadMinutes,
    addedBreachProbability: opportunity.addedBreachProbability,
    value: valueReport(opportunity, price),
    breaks: opportunity.breaks.map(({ rule, message, source }) => ({ rule, message, source })),
    ranks,
    why: opportunity.applied[0]?.why ?? '',
    applied: opportunity.applied.map(({ resourceId, why, evidence }) => ({ resourceId, why, evidence })),
    skipped: opportunity.skipped.map(({ resourceId, reason }) => ({ resourceId, reason })),
    purchase: opportunity.purchase === null ? null : purchaseReport(opportunity.purchase),
    move: moveReport(opportunity.move),
  };
}

/** How a list of opportunities is ranked. */
export type Ranking = { readonly order: OpportunityOrder; readonly budgetPrice: BudgetPrice };

/** By value, a budget at its assumed price. */
export const DEFAULT_RANKING: Ranking = { order: 'value', budgetPrice: ASSUMED_BUDGET_PRICE };

/** Place of every opportunity in every order, from 1. */
function placesOf(opportunities: readonly Opportunity[], price: BudgetPrice) {
  const places = OPPORTUNITY_ORDERS.map(order => {
    const ranked = rankOpportunities(opportunities, order, price);
    return [order, new Map(ranked.map(({ id }, index) => [id, index + 1]))] as const;
  });
  const byOrder = new Map<OpportunityOrder, ReadonlyMap<string, number>>(places);
  return (id: string) => {
    const place = (order: OpportunityOrder) => byOrder.get(order)?.get(id) ?? 0;
    return {
      value: place('value'),
      saving: place('saving'),
      effort: place('effort'),
      risk: place('risk'),
    };
  };
}

/** Opportunities as data, in the wanted order. */
export function opportunitiesReport(
  opportunities: readonly Opportunity[],
  currency: string,
  { order, budgetPrice }: Ranking = DEFAULT_RANKING,
): OpportunitiesReport {
  const placeOf = placesOf(opportunities, budgetPrice);
  const ranked = rankOpportunities(opportunities, order, budgetPrice);
  return {
    schema: 'trimtab/opportunities/1',
    currency,
    ranking: { order, budgetPrice: { ...budgetPrice } },
    opportunities: ranked.map(each => opportunityReport(each, placeOf(each.id), budgetPrice)),
    sum: toText(naiveTotal(opportunities)),
  };
}
