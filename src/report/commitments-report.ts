/** Commitments applied to usage, as data: the answer of `commitments simulate`, and what the answer of `size` shares with it. */

import { isoTime, type Period } from '../engine/calendar.ts';
import type { Application, CommitmentMetrics } from '../engine/commitments/application.ts';
import type { Commitment } from '../engine/commitments/commitment.ts';
import type { UsagePool } from '../engine/commitments/usage.ts';
import type { Finding } from '../engine/finding.ts';
import { decimal, toLedger, toText } from '../engine/money.ts';
import type { CommitmentsSimulateReport } from './contract.ts';

/** Where the answer comes from. */
export type CommitmentSource = {
  readonly usage: {
    readonly file: string;
    readonly rows: number;
    readonly period: Period;
    readonly hours: number;
    readonly isIndexed: boolean;
  };
  /** Pools that are counted, with the source of their price; null: the usage file. */
  readonly pools: readonly {
    readonly pool: UsagePool;
    readonly bookPrice: { readonly source: string } | null;
  }[];
  readonly leftOut: readonly { readonly id: string; readonly row: number }[];
  /** The portfolio file; null when none was given. */
  readonly portfolioFile: string | null;
  readonly commitments: readonly Commitment[];
  readonly findings: readonly Finding[];
};

/** A computed amount as text, to a nano-dollar. */
export const amountText = (value: number) => toText(toLedger(value));
/** A price keeps all its digits: some are below a nano-dollar. */
const rate = (value: number) => toText(decimal(value));

/** KPIs as text and shares. */
export function metricsReport(totals: CommitmentMetrics): CommitmentsSimulateReport['totals'] {
  return {
    listCost: amountText(totals.listCost),
    onDemandEquivalentCost: amountText(totals.onDemandEquivalentCost),
    effectiveCost: amountText(totals.effectiveCost),
    billedCost: amountText(totals.billedCost),
    onDemandCost: amountText(totals.onDemandCost),
    unusedCost: amountText(totals.unusedCost),
    commitmentCoverage: totals.commitmentCoverage,
    commitmentUtilization: totals.commitmentUtilization,
    effectiveSavingsRate: totals.effectiveSavingsRate,
    effectiveSavingsRateOverList: totals.effectiveSavingsRateOverList,
  };
}

/** Where an answer comes from. */
export function sourceReport({ usage, pools, leftOut, portfolioFile, commitments }: CommitmentSource) {
  const { file, rows, period, hours, isIndexed } = usage;
  return {
    usage: {
      file,
      rows,
      pools: pools.length + leftOut.length,
      hours,
      start: isoTime(period.startMs),
      end: isoTime(period.endMs),
      isIndexed,
    },
    portfolio: portfolioFile === null ? null : { file: portfolioFile, commitments: commitments.length },
    currency: 'USD',
    leftOut: leftOut.map(({ id, row }) => ({ pool: id, row })),
  };
}

function commitmentRows(
  application: Application,
  { commitments, usage }: CommitmentSource,
): CommitmentsSimulateReport['byCommitment'] {
  const endOf = new Map(commitments.map(({ id, endMs }) => [id, endMs]));
  return application.byCommitment.map(outcome => {
    const endMs = endOf.get(outcome.id) ?? null;
    return {
      id: outcome.id,
      kind: outcome.kind,
      instrument: outcome.instrument,
      committedCost: amountText(outcome.committedCost),
      usedCost: amountText(outcome.usedCost),
      unusedCost: amountText(outcome.unusedCost),
      coveredOnDemandCost: amountText(outcome.coveredOnDemandCost),
      coveredListCost: amountText(outcome.coveredListCost),
      netSavings: amountText(outcome.netSavings),
      upfrontBilledCost: amountText(outcome.upfrontBilledCost),
      recurringBilledCost: amountText(outcome.recurringBilledCost),
      utilization: outcome.utilization,
      breakEvenUtilization: outcome.breakEvenUtilization,
      breakEvenMonth: outcome.breakEvenMonth,
      end: endMs === null ? null : isoTime(endMs),
      endsInPeriod: endMs !== null && endMs > usage.period.startMs && endMs < usage.period.endMs,
    };
  });
}

function poolRows(
  application: Application,
  { pools }: CommitmentSource,
): CommitmentsSimulateReport['byPool'] {
  const known = new Map(pools.map(priced => [priced.pool.id, priced]));
  return application.byPool.map(outcome => {
    const priced = known.get(outcome.id);
    return {
      id: outcome.id,
      workload: outcome.workload,
      unit: priced?.pool.unit ?? '',
      onDemandRate: rate(priced?.pool.onDemandRate ?? 0),
      rateSource: priced?.bookPrice?.source ?? 'usage file',
      quantity: outcome.quantity,
      coveredQuantity: outcome.coveredQuantity,
      onDemandEquivalentCost: amountText(outcome.onDemandEquivalentCost),
      onDemandCost: amountText(outcome.onDemandCost),
      effectiveCost: amountText(outcome.effectiveCost),
      isEligible: outcome.isEligible,
      coveredBy: outcome.coveredBy.map(({ commitmentId, quantity, effectiveCost }) => ({
        commitmentId,
        quantity,
        effectiveCost: amountText(effectiveCost),
      })),
    };
  });
}

function hourRows({ hourly }: Application, { usage }: CommitmentSource): CommitmentsSimulateReport['hourly'] {
  const series = (values: Float64Array) => Array.from(values, amountText);
  return {
    start: isoTime(usage.period.startMs),
    onDemandEquivalentCost: series(hourly.onDemandEquivalentCost),
    effectiveCost: series(hourly.effectiveCost),
    onDemandCost: series(hourly.onDemandCost),
    unusedCost: series(hourly.unusedCost),
  };
}

/** The answer of `commitments simulate`. @param options.withHours adds the hourly series */
export function commitmentsSimulateReport(
  application: Application,
  source: CommitmentSource,
  options: {
    readonly withHours: boolean;
    readonly focus: { readonly file: string; readonly rows: number } | null;
  },
): CommitmentsSimulateReport {
  return {
    schema: 'trimtab/commitments-simulate/1',
    ...sourceReport(source),
    totals: metricsReport(application.totals),
    byCommitment: commitmentRows(application, source),
    byInstrument: application.byInstrument.map(each => ({
      instrument: each.instrument,
      committedCost: amountText(each.committedCost),
      usedCost: amountText(each.usedCost),
      unusedCost: amountText(each.unusedCost),
      coveredOnDemandCost: amountText(each.coveredOnDemandCost),
      utilization: each.utilization,
    })),
    byWorkload: application.byWorkload.map(each => ({
      workload: each.workload,
      onDemandEquivalentCost: amountText(each.onDemandEquivalentCost),
      effectiveCost: amountText(each.effectiveCost),
      onDemandCost: amountText(each.onDemandCost),
      commitmentCoverage: each.commitmentCoverage,
    })),
    byPool: poolRows(application, source),
    hourly: options.withHours ? hourRows(application, source) : null,
    focus: options.focus,
    findings: source.findings.map(finding => ({ ...finding })),
  };
}
