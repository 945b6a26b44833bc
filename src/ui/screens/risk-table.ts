/** The list of workloads by error budget: its columns, and what is said about the chosen one. */

import type { ScoreReport, WorkloadReliabilityReport } from '../../report/contract.ts';
import { minutes, objective } from '../../report/format.ts';
import { budgetMeter } from '../components/meter.ts';
import { LABEL_WIDTH } from '../components/prose.ts';
import type { Column } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { type Line, line, type Part, saying, span, textWidth } from '../line.ts';
import {
  breachText,
  changeParts,
  changeText,
  effectText,
  MINUTES_SHOWN,
  rangeOf,
  rangeText,
  riskVerdict,
  shortPercent,
  stateText,
  verdictSpan,
  worstMonth,
} from '../risk-words.ts';

/** Changes below this are rounding. */
const NO_CHANGE = 1e-9;

/** Share of the error budget before and after; minutes where nothing says how many may be bad. */
function used({ before, after }: WorkloadReliabilityReport): [before: string, after: string] {
  return before.budgetConsumed === null || after.budgetConsumed === null
    ? [minutes(before.expectedBadMinutes), minutes(after.expectedBadMinutes)]
    : [shortPercent(before.budgetConsumed), shortPercent(after.budgetConsumed)];
}

function usedParts(item: WorkloadReliabilityReport, { glyphs }: Canvas): Part[] {
  const isWorse = item.after.expectedBadMinutes > item.before.expectedBadMinutes + NO_CHANGE;
  return changeParts(...used(item), isWorse, glyphs);
}

/** P(breach) with its range; narrow terminals have room for the number alone. */
function breachParts(item: WorkloadReliabilityReport, score: ScoreReport, { size }: Canvas): Part[] {
  const { before, after, workload } = item;
  if (after.breachProbability === null) return [span('no SLO', 'text.muted')];
  const range = size === 'compact' ? null : rangeOf(score, workload);
  const text = breachText(after.breachProbability, range);
  const isWorse = after.breachProbability > (before.breachProbability ?? 0) + NO_CHANGE;
  return [span(text, isWorse ? 'cost.up' : 'text')];
}

function worstText(item: WorkloadReliabilityReport): string {
  const worst = worstMonth(item);
  return worst === null ? '' : `${worst.month} ${worst.value}`;
}

/** Cells that a column of texts needs: a cut number would be a wrong one. */
function widest(texts: readonly string[], least: number): number {
  return texts.reduce((width, text) => Math.max(width, textWidth(text)), least);
}

/** Columns of the list; the less they tell, the earlier they give way. */
export function riskColumns(
  items: readonly WorkloadReliabilityReport[],
  score: ScoreReport,
  canvas: Canvas,
): Column<WorkloadReliabilityReport>[] {
  const { glyphs } = canvas;
  const breaches = items.map(item =>
    breachParts(item, score, canvas)
      .map(part => (typeof part === 'string' ? part : part.text))
      .join(''),
  );
  const verdicts = items.map(item => verdictSpan(riskVerdict(item, score), glyphs).text);
  return [
    { head: 'Workload', say: '', width: 10, max: 24, cell: ({ workload }) => workload },
    {
      head: 'SLO',
      say: 'SLO',
      width: 7,
      align: 'right',
      spare: 4,
      cell: ({ slo }) => (slo ? objective(slo.objective) : ''),
    },
    {
      head: 'Bad minutes',
      say: 'bad minutes',
      width: 15,
      spare: 6,
      cell: ({ before, after }) =>
        changeText(minutes(before.expectedBadMinutes), minutes(after.expectedBadMinutes), glyphs),
    },
    {
      head: 'Budget',
      say: null,
      width: 8,
      max: 16,
      spare: 2,
      cell: ({ before, after }, width) =>
        before.budgetConsumed === null || after.budgetConsumed === null
          ? ''
          : budgetMeter(before.budgetConsumed, after.budgetConsumed, width, glyphs),
    },
    {
      head: 'Used',
      say: 'budget used',
      width: widest(
        items.map(item => changeText(...used(item), glyphs)),
        9,
      ),
      cell: item => usedParts(item, canvas),
    },
    {
      head: 'P(SLO breach)',
      say: 'P(SLO breach)',
      width: widest(breaches, 13),
      cell: item => breachParts(item, score, canvas),
    },
    {
      head: 'Worst month',
      say: 'worst month',
      width: widest(items.map(worstText), 11),
      spare: 3,
      cell: worstText,
    },
    {
      head: 'Guardrails',
      say: 'guardrails',
      width: widest(verdicts, 10),
      cell: item => [verdictSpan(riskVerdict(item, score), glyphs)],
    },
    {
      head: 'Mostly from',
      say: 'mostly from',
      width: 12,
      max: 26,
      spare: 5,
      cell: ({ after }) => after.topDriver ?? '',
    },
  ];
}

/** A label and a text in one row; what does not fit is said all the same. */
function row(label: string, text: string): Line {
  return saying(line(span(label.padEnd(LABEL_WIDTH), 'text.muted'), text), `${label}: ${text}`);
}

function driverText({ before, after }: WorkloadReliabilityReport): string {
  const of = ({ byClass }: typeof after) =>
    byClass.find(({ name }) => name === after.topDriver)?.expectedBadMinutes ?? 0;
  if (after.topDriver === null) return 'nothing that the model knows fails';
  const was = minutes(of(before)) === minutes(of(after)) ? '' : `, ${minutes(of(before))} before`;
  return `${after.topDriver}: ${minutes(of(after))} of ${minutes(after.expectedBadMinutes)}${was}`;
}

function causeText({ moveIds, effects }: WorkloadReliabilityReport): string {
  if (moveIds.length === 0) return 'no move touches it';
  const dear = effects.byMove.filter(({ marginalBadMinutes }) => marginalBadMinutes >= MINUTES_SHOWN);
  if (dear.length === 0) return 'no move adds bad minutes to every window';
  return dear.map(effect => `${effect.moveId} ${effectText(effect)}`).join(', ');
}

/** P(breach), or bad minutes without an objective: before, after, and in the worst month. */
function stateRow(item: WorkloadReliabilityReport, score: ScoreReport, { glyphs }: Canvas): Line {
  const { before, after } = item;
  const worst = worstMonth(item);
  const peak = worst === null ? 'no month reads worse' : `${worst.value} in ${worst.month}, the worst month`;
  const label = after.breachProbability === null ? 'Bad minutes' : 'P(breach)';
  const range = rangeOf(score, item.workload);
  const sure = range === null ? '' : ` (${rangeText(range)})`;
  return row(label, `${changeText(stateText(before), stateText(after), glyphs)}${sure}; ${peak}`);
}

/** Three rows about the chosen workload, for terminals without room for its details beside the list. */
export function chosenRows(item: WorkloadReliabilityReport, score: ScoreReport, canvas: Canvas): Line[] {
  return [row('Mostly from', driverText(item)), stateRow(item, score, canvas), row('Moves', causeText(item))];
}
