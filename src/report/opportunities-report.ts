/** Opportunities as data. */

import { leverById, type Move, naiveTotal, type Opportunity, toLedger, toText } from '../engine/index.ts';
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

/** One opportunity as data. */
function opportunityReport(opportunity: Opportunity): OpportunitiesReport['opportunities'][number] {
  const { range } = opportunity;
  const text = (value: number) => toText(toLedger(value));
  return {
    id: opportunity.id,
    leverId: opportunity.leverId,
    title: leverById(opportunity.leverId)?.meta.title ?? opportunity.leverId,
    workload: opportunity.workload,
    resources: opportunity.applied.length,
    savedPerMonth: toText(opportunity.savedPerMonth),
    range: { low: text(range.low), expected: text(range.expected), high: text(range.high) },
    evidence: { ...opportunity.evidence },
    effortDays: { ...opportunity.effortDays },
    addedBadMinutes: opportunity.addedBadMinutes,
    addedBreachProbability: opportunity.addedBreachProbability,
    why: opportunity.applied[0]?.why ?? '',
    applied: opportunity.applied.map(({ resourceId, why, evidence }) => ({ resourceId, why, evidence })),
    skipped: opportunity.skipped.map(({ resourceId, reason }) => ({ resourceId, reason })),
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
