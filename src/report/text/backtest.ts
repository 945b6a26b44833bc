/** A back-test as text. */

import type { PlanBacktestReport } from '../contract.ts';
import { count, money, percent, plural, shortRange } from '../format.ts';
import { findingsText } from './findings.ts';
import { table, wrap } from './table.ts';

type Month = PlanBacktestReport['months'][number];
type ClockName = 'runRate' | 'cash';

/** Services and workloads that are shown of each month. */
const SHOWN = 3;
const SHOWN_FROM = 0.005;

/** Narrow names. */
const HEADS: Readonly<Record<ClockName, string>> = { runRate: 'Effective', cash: 'Invoiced' };
const CLOCKS: Readonly<Record<ClockName, string>> = { runRate: 'Effective cost', cash: 'Invoiced' };

function signedMoney(amount: string, currency: string): string {
  const text = money(amount, currency);
  return Number(amount) >= 0.5 ? `+${text}` : text;
}

function signedShare(value: number | null): string {
  if (value === null) return '';
  return `${value > 0 ? '+' : ''}${percent(value)}`;
}

function heldText({ range, isHeld }: Month['runRate'], currency: string): string {
  if (range === null) return '';
  return `${isHeld ? 'in' : 'outside'} ${shortRange(range.p10, range.p90, currency)}`;
}

function clockTable(report: PlanBacktestReport, clock: ClockName, width: number): string[] {
  const { currency, months } = report;
  return table(
    [
      { head: HEADS[clock] },
      { head: 'Forecast', align: 'right' },
      { head: 'Bill', align: 'right' },
      { head: 'Error', align: 'right' },
      { head: '', align: 'right' },
      { head: 'Naive', align: 'right' },
      { head: 'P10-P90', shrink: 8 },
    ],
    months.map(month => {
      const each = month[clock];
      return [
        month.month,
        money(each.forecast, currency),
        money(each.actual, currency),
        signedMoney(each.error, currency),
        signedShare(each.errorShare),
        signedMoney(each.naiveError, currency),
        heldText(each, currency),
      ];
    }),
    width,
  );
}

function summaryText(report: PlanBacktestReport, clock: ClockName): string {
  const { currency } = report;
  const found = report.summary[clock];
  const bias = Number(found.bias);
  const lean =
    Math.abs(bias) < SHOWN_FROM
      ? 'no bias'
      : `too ${bias > 0 ? 'high' : 'low'} by ${money(Math.abs(bias), currency)} on average`;
  const peer =
    found.relativeError === null
      ? 'the reference month repeated makes no error at all'
      : `${found.relativeError.toFixed(2)} times the error of the reference month repeated (${found.relativeError < 1 ? 'better' : found.relativeError > 1 ? 'worse' : 'the same'})`;
  const scaled =
    found.scaledError === null
      ? ''
      : `, ${found.scaledError.toFixed(2)} times the usual step from month to month`;
  const range =
    found.ranged === 0 ? '' : `; the range held ${count(found.held)} of ${plural(found.ranged, 'month')}`;
  const share = found.meanAbsoluteShare === null ? '' : ` (${percent(found.meanAbsoluteShare)})`;
  return `${CLOCKS[clock]}: mean absolute error ${money(found.meanAbsoluteError, currency)}${share}, ${lean}; ${peer}${scaled}${range}.`;
}

function missLines({ months, currency }: PlanBacktestReport): string[] {
  return months.flatMap(({ month, byService, byWorkload }) => {
    const of = (groups: Month['byService']) =>
      groups
        .filter(({ miss }) => Math.abs(Number(miss)) >= SHOWN_FROM)
        .slice(0, SHOWN)
        .map(({ name, miss }) => `${name} ${signedMoney(miss, currency)}`)
        .join(', ');
    const [services, workloads] = [of(byService), of(byWorkload)];
    return services === '' ? [] : [`${month}: by service ${services}; by workload ${workloads}.`];
  });
}

/** Both clocks, errors over all months, and where the forecast missed. */
export function planBacktestText(report: PlanBacktestReport, width: number): string[] {
  const findings = findingsText(report.findings);
  const misses = missLines(report);
  return [
    ...wrap(
      `${report.plan}: forecast on ${report.from} against ${plural(report.months.length, 'bill')} since.`,
      width,
    ),
    '',
    ...clockTable(report, 'runRate', width),
    '',
    ...clockTable(report, 'cash', width),
    ...wrap('Error: forecast less bill. Naive: the error of the reference month repeated.', width),
    '',
    ...(['runRate', 'cash'] as const).flatMap(clock => wrap(summaryText(report, clock), width)),
    ...(misses.length > 0 ? ['', 'Where the bill was higher (+) or lower than the forecast:'] : []),
    ...misses.flatMap(line => wrap(line, width)),
    ...(findings.length > 0 ? ['', ...findings] : []),
  ];
}
