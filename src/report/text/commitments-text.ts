/** Commitments applied to usage, as text; and the lines that sized ones share with them. */

import type { CommitmentsSimulateReport, CommitmentsSizeReport } from '../contract.ts';
import { count, money, percent, plural } from '../format.ts';
import { findingsText } from './findings.ts';
import { type Column, table, wrap } from './table.ts';

/** Tables that `--by` can ask for. */
export const SIMULATE_TABLES = ['commitment', 'instrument', 'workload', 'pool', 'hour'] as const;
export type SimulateTable = (typeof SIMULATE_TABLES)[number];

type Totals = CommitmentsSimulateReport['totals'];

/** Pools that are shown before the rest is counted. */
const POOLS_SHOWN = 30;

/** An empty cell. */
export const NONE = '-';
/** A share, or a dash where there is none. */
export const shareText = (value: number | null, decimals = 1) =>
  value === null ? NONE : percent(value, decimals);
/** Cents where they can be seen. */
export const dollars = (amount: string, currency: string) =>
  money(amount, currency, Math.abs(Number(amount)) < 100_000 ? 2 : 0);
/** `2,400 hours (100 days)`. */
const hoursText = (hours: number) =>
  hours >= 48 ? `${plural(hours, 'hour')} (${count(hours / 24)} days)` : plural(hours, 'hour');

/** What was read, and what is missing from every number. */
export function sourceLines(
  { usage, portfolio, leftOut, currency: _ }: CommitmentsSimulateReport | CommitmentsSizeReport,
  width: number,
): string[] {
  const when = usage.isIndexed ? 'counted from hour 0' : `${usage.start} to ${usage.end}`;
  const bought = portfolio === null ? 'no portfolio' : plural(portfolio.commitments, 'commitment');
  const lines = wrap(
    `${plural(usage.pools, 'pool')} of usage over ${hoursText(usage.hours)}, ${when}; ${bought}.`,
    width,
  );
  if (leftOut.length === 0) return lines;
  const names = leftOut
    .slice(0, 3)
    .map(({ pool }) => pool)
    .join(', ');
  return [
    ...lines,
    ...wrap(
      `LEFT OUT: ${plural(leftOut.length, 'pool')} without a known price (${names}${leftOut.length > 3 ? ', ...' : ''}). Their usage is in no number below.`,
      width,
    ),
  ];
}

function totalsLines(totals: Totals, currency: string, width: number): string[] {
  const amount = (value: string) => dollars(value, currency);
  const rows = [
    ['Effective cost', amount(totals.effectiveCost), 'amortised, unused commitment included'],
    ['Billed cost', amount(totals.billedCost), 'as invoiced in this period'],
    ['On-demand equivalent', amount(totals.onDemandEquivalentCost), 'everything without commitments'],
    ['  stays on demand', amount(totals.onDemandCost), ''],
    ['Unused commitment', amount(totals.unusedCost), 'paid and lost'],
    ['Savings rate (ESR)', shareText(totals.effectiveSavingsRate), 'over what you pay without commitments'],
    ['  over list', shareText(totals.effectiveSavingsRateOverList), 'over public list prices'],
    ['Coverage', shareText(totals.commitmentCoverage), 'of what commitments may cover'],
    ['Utilisation', shareText(totals.commitmentUtilization), 'of what is committed'],
  ];
  return table([{ head: 'Total' }, { head: '', align: 'right' }, { head: '', shrink: 8 }], rows, width);
}

/** One sentence: what commitments did to the bill. */
function simulateSentence({ totals, currency, portfolio }: CommitmentsSimulateReport): string {
  const amount = (value: string | number) => money(value, currency, 2);
  if (portfolio === null || portfolio.commitments === 0) {
    return `Everything on demand costs ${amount(totals.effectiveCost)}; nothing is committed.`;
  }
  const saved = Number(totals.onDemandEquivalentCost) - Number(totals.effectiveCost);
  const words = saved >= 0 ? `${amount(saved)} less than` : `${amount(-saved)} MORE than`;
  return `The usage costs ${amount(totals.effectiveCost)}, ${words} on demand (${shareText(totals.effectiveSavingsRate)}), with ${amount(totals.unusedCost)} of commitment unused.`;
}

/** A column of numbers. */
export const right = (head: string): Column => ({ head, align: 'right' });

function commitmentTable({ byCommitment, currency }: CommitmentsSimulateReport, width: number): string[] {
  if (byCommitment.length === 0) return [];
  const amount = (value: string) => dollars(value, currency);
  const rows = byCommitment.map(each => [
    each.id,
    amount(each.coveredOnDemandCost),
    shareText(each.utilization),
    amount(each.unusedCost),
    amount(each.netSavings),
    shareText(each.breakEvenUtilization, 0),
    each.breakEvenMonth === null ? 'never' : each.breakEvenMonth.toFixed(1),
    each.end === null ? NONE : `${each.end.slice(0, 10)}${each.endsInPeriod ? ' !' : ''}`,
  ]);
  return [
    '',
    ...table(
      [
        { head: 'Commitment', shrink: 9 },
        right('Covers'),
        right('Used'),
        right('Unused'),
        right('Saves'),
        right('BE use'),
        right('BE mon'),
        { head: 'Ends' },
      ],
      rows,
      width,
    ),
  ];
}

function instrumentTable({ byInstrument, currency }: CommitmentsSimulateReport, width: number): string[] {
  if (byInstrument.length === 0) return [];
  const amount = (value: string) => dollars(value, currency);
  const rows = byInstrument.map(each => [
    each.instrument,
    amount(each.committedCost),
    amount(each.coveredOnDemandCost),
    amount(each.unusedCost),
    shareText(each.utilization),
  ]);
  return [
    '',
    ...table(
      [
        { head: 'Instrument', shrink: 12 },
        right('Committed'),
        right('Covers'),
        right('Unused'),
        right('Used'),
      ],
      rows,
      width,
    ),
  ];
}

function workloadTable({ byWorkload, currency }: CommitmentsSimulateReport, width: number): string[] {
  if (byWorkload.every(({ workload }) => workload === null)) return [];
  const amount = (value: string) => dollars(value, currency);
  const rows = byWorkload.map(each => [
    each.workload ?? '(no workload)',
    amount(each.onDemandEquivalentCost),
    amount(each.effectiveCost),
    amount(each.onDemandCost),
    shareText(each.commitmentCoverage),
  ]);
  return [
    '',
    ...table(
      [
        { head: 'Workload', shrink: 12 },
        right('On-demand eq.'),
        right('Effective'),
        right('On demand'),
        right('Coverage'),
      ],
      rows,
      width,
    ),
  ];
}

function poolTable({ byPool, currency }: CommitmentsSimulateReport, width: number): string[] {
  const sorted = [...byPool].sort(
    (a, b) => Number(b.onDemandEquivalentCost) - Number(a.onDemandEquivalentCost),
  );
  const rows = sorted
    .slice(0, POOLS_SHOWN)
    .map(each => [
      each.id,
      count(each.quantity),
      shareText(each.quantity > 0 ? each.coveredQuantity / each.quantity : null),
      dollars(each.onDemandEquivalentCost, currency),
      dollars(each.effectiveCost, currency),
      each.isEligible
        ? each.coveredBy.map(({ commitmentId }) => commitmentId).join(', ') || NONE
        : 'not eligible',
    ]);
  const rest = sorted.length - rows.length;
  return [
    '',
    ...table(
      [
        { head: 'Pool', shrink: 16 },
        right('Quantity'),
        right('Covered'),
        right('On-demand eq.'),
        right('Effective'),
        { head: 'By', shrink: 8 },
      ],
      rows,
      width,
    ),
    ...(rest > 0 ? [`... and ${count(rest)} smaller (--json shows all of them)`] : []),
  ];
}

/** The mean day: 24 lines say more than 8,760. */
function hourTable({ hourly: series, currency }: CommitmentsSimulateReport, width: number): string[] {
  if (series === null) return [];
  const first = Number(series.start.slice(11, 13));
  const mean = (values: readonly string[], hour: number) => {
    const own = values.filter((_, index) => (index + first) % 24 === hour);
    return own.length === 0
      ? NONE
      : money(own.reduce((sum, value) => sum + Number(value), 0) / own.length, currency, 2);
  };
  const rows = Array.from({ length: 24 }, (_, hour) => [
    `${String(hour).padStart(2, '0')}:00`,
    mean(series.onDemandEquivalentCost, hour),
    mean(series.effectiveCost, hour),
    mean(series.onDemandCost, hour),
    mean(series.unusedCost, hour),
  ]);
  return [
    '',
    ...table(
      [{ head: 'UTC' }, right('On-demand eq.'), right('Effective'), right('On demand'), right('Unused')],
      rows,
      width,
    ),
    ...wrap('Mean of each hour of the day; --json has every hour.', width),
  ];
}

function endingLines({ byCommitment }: CommitmentsSimulateReport, width: number): string[] {
  const ending = byCommitment.filter(({ endsInPeriod }) => endsInPeriod);
  return ending.flatMap(({ id, end }) =>
    wrap(
      `! ${id} ends on ${end?.slice(0, 10) ?? ''}, inside the period: what it covered is on demand after that.`,
      width,
    ),
  );
}

/** Findings under an empty line, wrapped. */
export function findingLines(findings: CommitmentsSimulateReport['findings'], width: number): string[] {
  const lines = findingsText(findings);
  return lines.length === 0 ? [] : ['', ...lines.flatMap(line => wrapHanging(line, width))];
}

/** Wraps a line and keeps its indent. */
function wrapHanging(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return wrap(line.slice(indent.length), width - indent.length - 2).map((part, index) =>
    index === 0 ? `${indent}${part}` : `${indent}  ${part}`,
  );
}

/** The answer of `commitments simulate`. @param by one table; null: commitment, instrument and workload */
export function commitmentsSimulateText(
  report: CommitmentsSimulateReport,
  width: number,
  by: SimulateTable | null,
): string[] {
  const tables: Readonly<Record<SimulateTable, typeof commitmentTable>> = {
    commitment: commitmentTable,
    instrument: instrumentTable,
    workload: workloadTable,
    pool: poolTable,
    hour: hourTable,
  };
  const shown: readonly SimulateTable[] = by === null ? ['commitment', 'instrument', 'workload'] : [by];
  return [
    ...wrap(simulateSentence(report), width),
    ...sourceLines(report, width),
    '',
    ...totalsLines(report.totals, report.currency, width),
    ...shown.flatMap(name => tables[name](report, width)),
    ...endingLines(report, width),
    ...(report.focus === null
      ? []
      : ['', ...wrap(`${plural(report.focus.rows, 'FOCUS row')} written to ${report.focus.file}.`, width)]),
    ...findingLines(report.findings, width),
  ];
}
