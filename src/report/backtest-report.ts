/** A back-test as data: the answer of `plan backtest`. */

import {
  type Backtest,
  type ErrorSummary,
  type Finding,
  type MissGroup,
  type MonthError,
  type Plan,
  toText,
} from '../engine/index.ts';
import type { PlanBacktestReport } from './contract.ts';

type MonthReport = PlanBacktestReport['months'][number];

function errorReport(error: MonthError): MonthReport['runRate'] {
  return {
    forecast: toText(error.forecast),
    naive: toText(error.naive),
    actual: toText(error.actual),
    error: toText(error.error),
    errorShare: error.errorShare,
    naiveError: toText(error.naiveError),
    range: error.range && { p10: toText(error.range.p10), p90: toText(error.range.p90) },
    isHeld: error.isHeld,
  };
}

function summaryReport(summary: ErrorSummary): PlanBacktestReport['summary']['cash'] {
  return {
    ...summary,
    bias: toText(summary.bias),
    meanAbsoluteError: toText(summary.meanAbsoluteError),
    naiveMeanAbsoluteError: toText(summary.naiveMeanAbsoluteError),
  };
}

const missReport = ({ name, forecast, actual, miss }: MissGroup) => ({
  name,
  forecast: toText(forecast),
  actual: toText(actual),
  miss: toText(miss),
});

/** The report. @param findings months that were left out, and what the reading of the others found */
export function planBacktestReport(
  found: Backtest,
  plan: Plan,
  seed: string,
  findings: readonly Finding[],
): PlanBacktestReport {
  return {
    schema: 'trimtab/plan-backtest/1',
    plan: plan.title,
    scenario: plan.scenario,
    currency: found.currency,
    seed,
    from: found.referenceMonth,
    months: found.months.map(({ index, month, clocks, byService, byWorkload }) => ({
      index,
      month,
      runRate: errorReport(clocks['run-rate']),
      cash: errorReport(clocks.cash),
      byService: byService.map(missReport),
      byWorkload: byWorkload.map(missReport),
    })),
    summary: {
      runRate: summaryReport(found.summary['run-rate']),
      cash: summaryReport(found.summary.cash),
    },
    findings: findings.map(finding => ({ ...finding })),
  };
}
