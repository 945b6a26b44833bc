/** Opportunities as data. */

import {
  assertNever,
  type Commitment,
  effectivePerHour,
  leverById,
  type Move,
  naiveTotal,
  type Opportunity,
  type PurchaseOutlook,
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

/** One opportunity as data. */
function opportunityReport(opportunity: Opportunity): OpportunitiesReport['opportunities'][number] {
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
    why: opportunity.applied[0]?.why ?? '',
    applied: opportunity.applied.map(({ resourceId, why, evidence }) => ({ resourceId, why, evidence })),
    skipped: opportunity.skipped.map(({ resourceId, reason }) => ({ resourceId, reason })),
    purchase: opportunity.purchase === null ? null : purchaseReport(opportunity.purchase),
    move: moveReport(opportunity.move),
  };
}

/** A list of opportunities as data. */
export function opportunitiesReport(
  opportunities: readonly Opportunity[],
  currency: string,
): OpportunitiesReport {
  return {
    schema: 'trimtab/opportunities/1',
    currency,
    opportunities: opportunities.map(opportunityReport),
    sum: toText(naiveTotal(opportunities)),
  };
}
