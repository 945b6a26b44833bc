/** Sized commitments as data: the answer of `commitments size`. */

import type { Application, CommitmentMetrics } from '../engine/commitments/application.ts';
import type { Commitment } from '../engine/commitments/commitment.ts';
import type { LevelOutcome } from '../engine/commitments/sizing/level.ts';
import { amountText, type CommitmentSource, metricsReport, sourceReport } from './commitments-report.ts';
import type { CommitmentsSizeReport } from './contract.ts';

/** One purchase as it was sized. */
export type SizedPurchase = {
  readonly candidate: { readonly scope: string };
  readonly commitment: Commitment;
  readonly commitmentPerHour: number;
  readonly purchases: number | null;
  readonly outcome: LevelOutcome;
  readonly savingsPerMonth: number;
  readonly optimum: LevelOutcome;
  readonly isGoalMet: boolean;
  readonly poolIds: readonly string[];
};

/** One instrument as it was sized; money a month unless the name says otherwise. */
export type SizedAnswer = {
  readonly instrument: string;
  readonly terms: { readonly termYears: number; readonly payment: string };
  readonly alternativeTo: string | null;
  readonly commitmentPerHour: number;
  readonly savingsPerMonth: number;
  readonly utilization: number | null;
  readonly after: CommitmentMetrics;
  readonly levels: readonly {
    readonly factor: number;
    readonly commitmentPerHour: number;
    readonly savingsPerMonth: number;
    readonly coverage: number | null;
    readonly utilization: number | null;
  }[];
  readonly regretsPerMonth: readonly { readonly stress: string; readonly regret: number }[];
  readonly reachPerMonth: { readonly onDemand: number; readonly withPurchases: number };
  readonly policyCostPerMonth: number | null;
  readonly termComparison: {
    readonly oneYearDiscount: number;
    readonly threeYearDiscount: number;
    readonly onDemand: number;
    readonly oneYearOnly: number;
    readonly threeYearOnly: number;
    readonly layered: number;
    readonly oneYearCommitmentPerHour: number;
    readonly threeYearCommitmentPerHour: number;
  } | null;
  readonly ladder: {
    readonly purchases: number;
    readonly costPerMonth: number;
    readonly atOnceCostPerMonth: number;
  } | null;
  readonly purchases: readonly SizedPurchase[];
};

function termsReport(
  terms: SizedAnswer['termComparison'],
): CommitmentsSizeReport['instruments'][number]['terms'] {
  if (terms === null) return null;
  return {
    oneYearDiscount: terms.oneYearDiscount,
    threeYearDiscount: terms.threeYearDiscount,
    onDemand: amountText(terms.onDemand),
    oneYearOnly: amountText(terms.oneYearOnly),
    threeYearOnly: amountText(terms.threeYearOnly),
    layered: amountText(terms.layered),
    oneYearCommitmentPerHour: amountText(terms.oneYearCommitmentPerHour),
    threeYearCommitmentPerHour: amountText(terms.threeYearCommitmentPerHour),
  };
}

function instrumentReport(answer: SizedAnswer): CommitmentsSizeReport['instruments'][number] {
  const { ladder } = answer;
  return {
    instrument: answer.instrument,
    termYears: answer.terms.termYears,
    payment: answer.terms.payment,
    alternativeTo: answer.alternativeTo,
    commitmentPerHour: amountText(answer.commitmentPerHour),
    savingsPerMonth: amountText(answer.savingsPerMonth),
    utilization: answer.utilization,
    after: metricsReport(answer.after),
    levels: answer.levels.map(level => ({
      ...level,
      commitmentPerHour: amountText(level.commitmentPerHour),
      savingsPerMonth: amountText(level.savingsPerMonth),
    })),
    regrets: answer.regretsPerMonth.map(({ stress, regret }) => ({
      stress,
      regretPerMonth: amountText(regret),
    })),
    reach: {
      onDemandPerMonth: amountText(answer.reachPerMonth.onDemand),
      withPurchasesPerMonth: amountText(answer.reachPerMonth.withPurchases),
    },
    policyCostPerMonth: answer.policyCostPerMonth === null ? null : amountText(answer.policyCostPerMonth),
    terms: termsReport(answer.termComparison),
    ladder:
      ladder === null
        ? null
        : {
            purchases: ladder.purchases,
            costPerMonth: amountText(ladder.costPerMonth),
            atOnceCostPerMonth: amountText(ladder.atOnceCostPerMonth),
          },
    purchases: answer.purchases.map(purchase => ({
      scope: purchase.candidate.scope,
      kind: purchase.commitment.kind,
      commitmentPerHour: amountText(purchase.commitmentPerHour),
      units: purchase.purchases,
      savingsPerMonth: amountText(purchase.savingsPerMonth),
      coverage: purchase.outcome.commitmentCoverage,
      utilization: purchase.outcome.commitmentUtilization,
      breakEvenUtilization: purchase.outcome.breakEvenUtilization,
      usedInHours: purchase.outcome.marginalUtilization,
      optimumPerHour: amountText(purchase.optimum.commitmentPerHour),
      meetsGoal: purchase.isGoalMet,
      pools: [...purchase.poolIds],
    })),
  };
}

/** The answer of `commitments size`. */
export function commitmentsSizeReport(
  result: { readonly before: Application; readonly instruments: readonly SizedAnswer[] },
  source: CommitmentSource,
  goal: {
    readonly instrument: string | null;
    readonly coverage: number | null;
    readonly maxRegretPerMonth: number | null;
    readonly stresses: readonly { readonly id: string }[];
    readonly ladder: number | null;
    readonly decayPerYear: number;
  },
): CommitmentsSizeReport {
  const { maxRegretPerMonth } = goal;
  return {
    schema: 'trimtab/commitments-size/1',
    ...sourceReport(source),
    goal: {
      instrument: goal.instrument,
      coverage: goal.coverage,
      maxRegretPerMonth: maxRegretPerMonth === null ? null : amountText(maxRegretPerMonth),
      stresses: goal.stresses.map(({ id }) => id),
      ladder: goal.ladder,
      decayPerYear: goal.decayPerYear,
    },
    before: metricsReport(result.before.totals),
    instruments: result.instruments.map(instrumentReport),
    findings: source.findings.map(finding => ({ ...finding })),
  };
}
