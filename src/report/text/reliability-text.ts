/** Risk registers and calibrations as text. */

import { escapeControl } from '../../engine/text.ts';
import type { ReliabilityCalibrateReport, ReliabilityEvaluateReport } from '../contract.ts';
import { figure, minutes, money, objective, percent, plural, points, signed } from '../format.ts';
import { findingsText } from './findings.ts';
import { type Column, table, wrap } from './table.ts';

type Evaluated = ReliabilityEvaluateReport['result'];
type Assumption = ReliabilityEvaluateReport['assumptions'][number];

const NONE = '-';
const CLASSES_SHOWN = 20;

/** Four decimals of a percent are three seconds of a month. */
const availabilityText = (value: number) => percent(value, 4);

/** Never 0 % for what can happen, nor 100 % for what can be avoided. */
function probabilityText(value: number | null): string {
  if (value === null) return NONE;
  if (value > 0 && value < 0.00005) return 'under 0.01 %';
  if (value < 1 && value > 0.99995) return 'over 99.99 %';
  return percent(value, 2);
}

const orNone = <T>(value: T | null, text: (value: T) => string) => (value === null ? NONE : text(value));
const dollars = (value: string) => money(value, 'USD');
const signedMinutes = (value: number) => signed(minutes(value).replace(/^-0\.0 /, '0.0 '), value);

/** One line: what it is, how it reads, and how its change reads. */
type Row = {
  readonly label: string;
  readonly value: (evaluation: Evaluated) => string;
  readonly change: string;
};

function rowsOf({ result, delta }: ReliabilityEvaluateReport): readonly Row[] {
  const change = <T>(value: T | null | undefined, text: (value: T) => string) =>
    value === null || value === undefined ? '' : text(value);
  return [
    {
      label: 'Expected bad minutes',
      value: e => minutes(e.expectedBadMinutes),
      change: change(delta?.expectedBadMinutes, signedMinutes),
    },
    { label: 'Standard deviation', value: e => minutes(e.sdBadMinutes), change: '' },
    { label: 'P10', value: e => minutes(e.badMinutes.p10), change: '' },
    { label: 'P50', value: e => minutes(e.badMinutes.p50), change: change(delta?.p50, signedMinutes) },
    { label: 'P90', value: e => minutes(e.badMinutes.p90), change: change(delta?.p90, signedMinutes) },
    { label: 'P99', value: e => minutes(e.badMinutes.p99), change: change(delta?.p99, signedMinutes) },
    {
      label: 'Mean of the worst 5 %',
      value: e => minutes(e.badMinutes.cvar95),
      change: change(delta?.cvar95, signedMinutes),
    },
    {
      label: 'Availability',
      value: e => availabilityText(e.availability),
      change: change(delta?.availability, value => signed(`${figure(value * 100, 2)} pt`, value)),
    },
    { label: 'Error budget', value: e => orNone(e.budgetMinutes, minutes), change: '' },
    {
      label: 'Budget consumed',
      value: e => orNone(e.budgetConsumed, percent),
      change: change(delta?.budgetConsumed, points),
    },
    { label: 'Burn rate', value: e => orNone(e.burnRate, value => figure(value, 3)), change: '' },
    {
      label: 'P(breach) in a window',
      value: e => probabilityText(e.breachProbability),
      change: change(delta?.breachProbability, points),
    },
    {
      label: 'P(breach) in a quarter',
      value: e => probabilityText(e.quarterBreachProbability),
      change: change(delta?.quarterBreachProbability, points),
    },
    {
      label: 'Time to recover P50 / P90',
      value: e => orNone(e.recovery, ({ p50, p90 }) => `${minutes(p50)} / ${minutes(p90)}`),
      change: '',
    },
    ...(result.revenueAtRisk === null
      ? []
      : [
          {
            label: 'Revenue at risk, mean',
            value: (e: Evaluated) => orNone(e.revenueAtRisk, ({ mean }) => dollars(mean)),
            change: change(delta?.revenueAtRisk, value => signed(dollars(value), Number(value))),
          },
          {
            label: 'Revenue at risk, P90',
            value: (e: Evaluated) => orNone(e.revenueAtRisk, ({ p90 }) => dollars(p90)),
            change: '',
          },
          {
            label: 'Revenue at risk, worst 5 %',
            value: (e: Evaluated) => orNone(e.revenueAtRisk, ({ cvar95 }) => dollars(cvar95)),
            change: '',
          },
        ]),
  ];
}

function resultTable(report: ReliabilityEvaluateReport, width: number): readonly string[] {
  const { before, result } = report;
  const number = (head: string): Column => ({ head, align: 'right' });
  const rows = rowsOf(report);
  if (before === null)
    return table(
      [{ head: `In ${plural(result.windowDays, 'day')}` }, number('')],
      rows.map(({ label, value }) => [label, value(result)]),
      width,
    );
  return table(
    [{ head: `In ${plural(result.windowDays, 'day')}` }, number('before'), number('after'), number('change')],
    rows.map(({ label, value, change }) => [label, value(before), value(result), change]),
    width,
  );
}

function classTable({ before, result }: ReliabilityEvaluateReport, width: number): readonly string[] {
  const earlier = new Map(before?.byClass.map(item => [item.name, item.expectedBadMinutes]));
  const names = [
    ...result.byClass,
    ...(before?.byClass.filter(({ name }) => !result.byClass.some(item => item.name === name)) ?? []).map(
      item => ({ ...item, expectedBadMinutes: 0, share: 0 }),
    ),
  ];
  const shown = names.slice(0, CLASSES_SHOWN);
  const rows = shown.map(({ name, expectedBadMinutes, share }) => [
    name,
    ...(before === null ? [] : [minutes(earlier.get(name) ?? 0)]),
    minutes(expectedBadMinutes),
    percent(share),
  ]);
  const columns: readonly Column[] = [
    { head: 'By class', shrink: 12 },
    ...(before === null ? [] : [{ head: 'before', align: 'right' as const }]),
    { head: before === null ? 'bad minutes' : 'after', align: 'right' },
    { head: 'share', align: 'right' },
  ];
  const rest = names.length - shown.length;
  return [
    ...table(columns, rows, width),
    ...(rest > 0 ? [`... and ${plural(rest, 'more class')} (--json shows all of them)`] : []),
  ];
}

function simulationText({ simulation, breachProbability }: Evaluated, width: number): readonly string[] {
  if (simulation === null) return [];
  const { runs, seed, mean, standardError, breachProbability: counted, breachStandardError } = simulation;
  const breach =
    counted === null || breachStandardError === null || breachProbability === null
      ? ''
      : `; P(breach) ${percent(counted, 2)} ± ${percent(breachStandardError, 2)}, computed ${probabilityText(breachProbability)}`;
  return wrap(
    `Simulated: ${plural(runs, 'window')} with seed ${seed} have a mean of ${figure(mean, 4)} ± ${figure(standardError, 2)} min${breach}.`,
    width,
  );
}

function assumptionLines(assumptions: readonly Assumption[], width: number): readonly string[] {
  if (assumptions.length === 0) return [];
  return [
    'Defaults where the file says nothing:',
    ...assumptions.flatMap(({ name, value, shape, low, high, unit, provenance, note }) => {
      const range =
        low === null || high === null || low === high ? '' : ` (${figure(low)} to ${figure(high)})`;
      const number = value === null ? (shape ?? '') : `${figure(value)}${range}`;
      return wrap(`${name}: ${number} ${unit}, ${provenance}. ${note}`, width - 2).map(line => `  ${line}`);
    }),
  ];
}

/** `trimtab reliability evaluate` as text. */
export function reliabilityEvaluateText(report: ReliabilityEvaluateReport, width: number): string[] {
  const { result, before } = report;
  const head =
    result.objective === null
      ? 'No objective: bad minutes without a budget.'
      : `Objective ${objective(result.objective)}: ${minutes(result.budgetMinutes ?? 0)} of error budget in ${plural(result.windowDays, 'day')}.`;
  const driver =
    result.topDriver === null
      ? 'Nothing fails.'
      : `Most bad minutes come from ${escapeControl(result.topDriver)}.`;
  return [
    head,
    '',
    ...resultTable(report, width),
    '',
    ...(result.byClass.length + (before?.byClass.length ?? 0) > 0 ? [...classTable(report, width), ''] : []),
    ...wrap(driver, width),
    ...simulationText(result, width),
    ...assumptionLines(report.assumptions, width),
  ];
}

type Calibrated = ReliabilityCalibrateReport['workloads'][number];

const rateText = (value: number) => figure(value, 3);

function calibrationCells({ workload, incidents, ratePerYear, duration }: Calibrated): readonly string[] {
  const { posterior } = ratePerYear;
  const { posteriorMedian } = duration;
  return [
    workload,
    figure(incidents),
    rateText(ratePerYear.default.mean),
    orNone(ratePerYear.observed, rateText),
    `${rateText(posterior.mean)} (${rateText(posterior.p10)}-${rateText(posterior.p90)})`,
    minutes(duration.default.p50),
    orNone(duration.observed, ({ p50 }) => minutes(p50)),
    `${minutes(posteriorMedian.mean)} (${figure(posteriorMedian.p10, 2)}-${figure(posteriorMedian.p90, 2)})`,
    minutes(duration.posterior.p90),
  ];
}

function calibrationTable({ workloads }: ReliabilityCalibrateReport, width: number): readonly string[] {
  const number = (head: string): Column => ({ head, align: 'right' });
  return table(
    [
      { head: 'Workload', shrink: 10 },
      number('n'),
      number('rate/yr'),
      number('seen'),
      number('together'),
      number('MTTR P50'),
      number('seen'),
      number('together'),
      number('P90'),
    ],
    workloads.map(calibrationCells),
    width,
  );
}

function periodText({ period, incidents, lowUrgency, outside }: ReliabilityCalibrateReport): string {
  if (period === null) return 'No incidents in the workspace.';
  const ends = period.isDeclared ? '' : ', from the first incident to the last (say --from and --until)';
  const left = [
    lowUrgency > 0 ? `${lowUrgency} of low urgency` : '',
    outside > 0 ? `${outside} outside the period` : '',
  ].filter(text => text !== '');
  const leftOut = left.length === 0 ? '' : ` Not counted: ${left.join(', ')}.`;
  return `${plural(incidents, 'incident')}, ${period.from} to ${period.until} (${figure(period.years, 3)} years)${ends}.${leftOut}`;
}

/** `trimtab reliability calibrate` as text. */
export function reliabilityCalibrateText(report: ReliabilityCalibrateReport, width: number): string[] {
  const strangers = report.services.filter(({ workload }) => workload === null);
  const names = strangers.slice(0, 10).map(({ service, incidents }) => `${service} (${incidents})`);
  return [
    ...wrap(periodText(report), width),
    ...(report.workloads.length > 0
      ? [
          '',
          ...calibrationTable(report, width),
          '',
          ...wrap(
            'rate/yr and MTTR P50 are the default model before it saw an incident; in brackets the middle 80 %.',
            width,
          ),
        ]
      : []),
    ...(strangers.length > 0
      ? wrap(
          `No workload is called like ${names.join(', ')}${strangers.length > names.length ? ', ...' : ''}: name the service in incidentServices of a workload.`,
          width,
        )
      : []),
    ...assumptionLines(report.workloads.length > 0 ? report.assumptions : [], width),
    ...findingsText(report.findings),
  ];
}
