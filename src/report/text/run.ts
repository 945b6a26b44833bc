/** Runs and scores as text. */

import { escapeControl } from '../../engine/text.ts';
import type { ScoreReport, SimulateReport } from '../contract.ts';
import { chance, count, money, percent, plural } from '../format.ts';
import { chanceText } from './chance-text.ts';
import { financeText } from './finance.ts';
import { findingsText } from './findings.ts';
import { table, wrap } from './table.ts';
import { unitCostsText } from './unit-costs.ts';
import { reliabilityText } from './workload-reliability.ts';

type Move = SimulateReport['moves'][number] | ScoreReport['moves'][number];

function movesText(moves: readonly Move[], currency: string, width: number): string[] {
  return table(
    [
      { head: 'Move', shrink: 12 },
      { head: 'Lever', shrink: 12 },
      { head: 'From', align: 'right' },
      { head: 'Effect', align: 'right' },
      { head: 'Saves/month', align: 'right' },
      { head: 'Once', align: 'right' },
      { head: 'Resources', align: 'right' },
      { head: 'Days', align: 'right' },
      { head: 'Owner', shrink: 12 },
    ],
    moves.map(move => [
      move.moveId,
      move.title,
      String(move.start),
      move.effectMonth === null ? 'never' : String(move.effectMonth),
      money(move.savedPerMonth, currency),
      money(move.oneOffCost, currency),
      count('applied' in move ? move.applied.length : move.appliedCount),
      move.effortDays.mean.toFixed(1),
      move.owner ?? '(nobody)',
    ]),
    width,
  );
}

type Month = SimulateReport['months'][number];

const shareText = (share: number | null) => (share === null ? '-' : percent(share));

/** Months of a run; what they would cost without the plan where that is not the bill again and again. */
function monthsText({ months, baseline, currency }: SimulateReport, width: number): string[] {
  const differs = months.some(({ forecastCost }) => forecastCost !== baseline.effectiveCost);
  const forecast = (month: Month) => (differs ? [money(month.forecastCost, currency)] : []);
  const saved = (month: Month) => (differs ? month.savedAgainstForecast : month.savedCost);
  const rows = table(
    [
      { head: 'Month' },
      ...(differs ? [{ head: 'No plan', align: 'right' as const }] : []),
      { head: 'Run-rate', align: 'right' },
      { head: 'Effective', align: 'right' },
      { head: 'Invoiced', align: 'right' },
      { head: 'Saved', align: 'right' },
      { head: 'Coverage', align: 'right' },
      { head: 'Used', align: 'right' },
      { head: 'ESR', align: 'right' },
    ],
    months.map(month => [
      month.month,
      ...forecast(month),
      money(month.runRateCost, currency),
      money(month.effectiveCost, currency),
      money(month.billedCost, currency),
      money(saved(month), currency),
      shareText(month.commitments.commitmentCoverage),
      shareText(month.commitments.commitmentUtilization),
      shareText(month.commitments.effectiveSavingsRate),
    ]),
    width,
  );
  const events = months.flatMap(({ month, events: happen }) =>
    happen.flatMap(text => wrap(`${month}: ${text}`, width)),
  );
  return [...rows, ...(events.length === 0 ? [] : ['', ...events])];
}

/** How far the savings have come. */
function pipelineText({ pipeline, currency, moves }: SimulateReport, width: number): string[] {
  if (moves.length === 0) return [];
  return [
    '',
    ...table(
      [
        { head: 'Stage' },
        { head: 'Moves', align: 'right' },
        { head: 'Saves/month', align: 'right' },
        { head: 'Expected to get there', align: 'right' },
      ],
      pipeline.map(({ stage, moves: count, reached, expected }) => [
        stage,
        String(count),
        money(reached, currency),
        money(expected, currency),
      ]),
      width,
    ),
  ];
}

/** What is left to chance, where it was drawn. */
function chanceLines({ chance, currency }: SimulateReport | ScoreReport, width: number): string[] {
  return chance === null ? [] : ['', ...chanceText(chance, currency, width)];
}

/** A run: months, moves, reliability. */
export function simulateText(report: SimulateReport, width: number): string[] {
  const { currency, baseline } = report;
  return [
    `${report.plan}`,
    `Bill of ${baseline.month}: ${money(baseline.effectiveCost, currency)} effective, ${money(baseline.billedCost, currency)} invoiced.`,
    '',
    ...monthsText(report, width),
    '',
    ...financeText(report, width),
    '',
    ...(report.unitCosts.length === 0 ? [] : [...unitCostsText(report, width), '']),
    ...(report.moves.length === 0 ? ['The plan has no moves.'] : movesText(report.moves, currency, width)),
    ...pipelineText(report, width),
    '',
    ...reliabilityText(report.reliability, width),
    ...chanceLines(report, width),
    '',
    'Taken for granted:',
    ...report.assumptions.flatMap(line => wrap(`- ${line}`, width)),
    ...(report.findings.length === 0 ? [] : ['', ...findingsText(report.findings)]),
  ];
}

function verdict(report: ScoreReport): string[] {
  const { currency, target } = report;
  const margin = Number(target.margin);
  const gap =
    margin >= 0 ? `${money(target.margin, currency)} to spare` : `${money(-margin, currency)} short`;
  const broken = report.guardrails.filter(({ allowed }) => allowed === false);
  const why =
    report.amountReached && !report.targetMet ? ' - the amount is reached, but guardrails are broken' : '';
  return [
    `${report.targetMet ? 'TARGET MET' : 'TARGET MISSED'}${why}`,
    `${money(target.baselineCost, currency)} -> ${money(target.reachedCost, currency)} in ${target.month} (${target.basis}), allowed ${money(target.allowedCost, currency)}: ${gap}.`,
    `Saved ${money(report.savedPerMonth, currency)} a month, ${percent(report.savedFraction)}. Likely ${money(report.range.p10, currency)} to ${money(report.range.p90, currency)} (P10-P90), P50 ${money(report.range.p50, currency)}; chance of the target ${chance(report.probabilityOfTarget)}.`,
    `Effort ${report.effortDays.mean.toFixed(0)} engineer-days (${report.effortDays.low.toFixed(0)}-${report.effortDays.high.toFixed(0)}). ${broken.length === 0 ? 'No guardrail is broken.' : `${plural(broken.length, 'guardrail')} ${broken.length === 1 ? 'is' : 'are'} broken.`}`,
  ];
}

/** How sure the breach probabilities are. */
function rangesText(ranges: ScoreReport['reliabilityRanges'], width: number): string[] {
  if (ranges.length === 0) return [];
  const named = ranges.map(({ workload, breachProbability: { after } }) => {
    const { planned, p10, p90 } = after;
    return `${workload} ${percent(planned)} (${percent(p10)} to ${percent(p90)})`;
  });
  return [
    '',
    ...wrap(
      `P(breach) with its range over what the assumptions may be (P10 to P90): ${named.join(', ')}.`,
      width,
    ),
  ];
}

/** A mistake: what, why, and who says so. */
function mistakeLines({ message, rule, source }: ScoreReport['mistakes'][number], width: number): string[] {
  return [...wrap(`- ${message} ${rule}`, width), ...(source === null ? [] : [`  ${escapeControl(source)}`])];
}

/** A score: verdict, what did it, what is at risk, what went wrong. */
export function scoreText(report: ScoreReport, width: number): string[] {
  const broken = report.guardrails.filter(({ allowed }) => allowed === false);
  return [
    `${report.plan}`,
    ...verdict(report).flatMap(line => wrap(line, width)),
    '',
    ...(report.moves.length === 0
      ? ['The plan has no moves.']
      : movesText(report.moves, report.currency, width)),
    '',
    ...reliabilityText(report.reliability, width),
    ...rangesText(report.reliabilityRanges, width),
    ...chanceLines(report, width),
    ...(broken.length === 0
      ? []
      : [
          '',
          'Guardrails broken:',
          ...broken.flatMap(({ workload, rule, message }) =>
            wrap(`- ${workload}: ${rule}: ${message}`, width),
          ),
        ]),
    ...(report.mistakes.length === 0
      ? []
      : ['', 'Mistakes:', ...report.mistakes.flatMap(each => mistakeLines(each, width))]),
    ...(report.remarks.length === 0
      ? []
      : ['', 'Worth knowing:', ...report.remarks.flatMap(each => mistakeLines(each, width))]),
    '',
    `Points: ${report.points.total} of ${report.points.max}`,
    ...table(
      [{ head: 'Part' }, { head: 'Points', align: 'right' }, { head: 'Why', shrink: 12 }],
      report.points.parts.map(({ name, points, max, why }) => [name, `${points}/${max}`, why]),
      width,
    ),
  ];
}
