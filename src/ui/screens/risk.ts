/** Risk: error budgets of the workloads before and after the plan, and the guardrails it breaks. */

import type { ScoreReport, WorkloadReliabilityReport } from '../../report/contract.ts';
import { objective, percent, plural } from '../../report/format.ts';
import { heading, ruleLine } from '../components/heading.ts';
import { budgetMeter } from '../components/meter.ts';
import { prose } from '../components/prose.ts';
import { type Column, createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, line, type Part, span } from '../line.ts';
import { riskItems } from '../lists.ts';
import { clampCursor, mainWidth, rowsFrom, rowsOf, type Screen } from './screen.ts';
import { workloadLines } from './workload.ts';

/** What the risk screen shows. */
export type RiskProps = {
  /** Null before the first judgement. */
  readonly score: ScoreReport | null;
  readonly isJudging: boolean;
  readonly cursor: number;
  readonly canvas: Canvas;
};

const SIDE_WIDTH = 44;
/** Changes below this are rounding. */
const NO_CHANGE = 1e-9;

/** `1.2`, or `1.2 -> 1.7` where the plan changes it. */
function change(before: string, after: string, isWorse: boolean, { glyphs }: Canvas): Part[] {
  if (before === after) return [before];
  return [`${before} ${glyphs.arrow} `, span(after, isWorse ? 'cost.up' : 'cost.down')];
}

function badMinutes({ before, after }: WorkloadReliabilityReport, canvas: Canvas): Part[] {
  const isWorse = after.expectedBadMinutes > before.expectedBadMinutes + NO_CHANGE;
  return change(before.expectedBadMinutes.toFixed(1), after.expectedBadMinutes.toFixed(1), isWorse, canvas);
}

/** One decimal where it matters. */
function shortPercent(share: number): string {
  return percent(share, share < 0.0995 ? 1 : 0);
}

function breach({ slo, before, worst }: WorkloadReliabilityReport, canvas: Canvas): Part[] {
  const [then, now] = [before.breachProbability, worst.breachProbability];
  if (slo === null || then === null || now === null) return [span('no SLO', 'text.muted')];
  const [low, high] = [shortPercent(then), shortPercent(now)];
  if (low === high) return [low];
  return change(low.replace(' %', ''), high, now > then + NO_CHANGE, canvas);
}

function verdict(
  { workload, slo }: WorkloadReliabilityReport,
  { guardrails }: ScoreReport,
  canvas: Canvas,
): Part[] {
  const own = guardrails.filter(each => each.workload === workload);
  if (own.some(({ allowed }) => allowed === false)) return [span('BROKEN', 'bad')];
  return slo === null ? [span(canvas.glyphs.dash, 'text.muted')] : [span('kept', 'good')];
}

function columns(score: ScoreReport, canvas: Canvas): Column<WorkloadReliabilityReport>[] {
  const { glyphs } = canvas;
  return [
    {
      head: 'Workload',
      say: '',
      width: { compact: 10, regular: 11, wide: 14 }[canvas.size],
      max: 24,
      cell: ({ workload }) => workload,
    },
    {
      head: 'SLO',
      say: 'SLO',
      width: 7,
      align: 'right',
      cell: ({ slo }) => (slo ? objective(slo.objective) : ''),
    },
    { head: 'Bad minutes', say: 'bad minutes', width: 12, cell: row => badMinutes(row, canvas) },
    {
      head: 'Budget',
      say: null,
      width: 10,
      max: 22,
      spare: 2,
      cell: ({ before, after }, width) =>
        before.budgetConsumed === null || after.budgetConsumed === null
          ? ''
          : budgetMeter(before.budgetConsumed, after.budgetConsumed, width, glyphs),
    },
    {
      head: 'Used',
      say: 'error budget used',
      width: 5,
      align: 'right',
      spare: 1,
      cell: ({ after }) =>
        after.budgetConsumed === null ? '' : percent(after.budgetConsumed, 0).replace(/(\d{4,}) /, '$1'),
    },
    { head: 'P(SLO breach)', say: 'P(SLO breach), worst month', width: 13, cell: row => breach(row, canvas) },
    { head: 'Limits', say: 'limits', width: 6, cell: row => verdict(row, score, canvas) },
    {
      head: 'Mostly from',
      say: 'mostly from',
      width: 12,
      max: 26,
      spare: 4,
      cell: ({ after }) => after.topDriver ?? '',
    },
    {
      head: 'Moves',
      say: 'moves',
      width: 5,
      align: 'right',
      spare: 3,
      cell: ({ moveIds }) => (moveIds.length === 0 ? '' : String(moveIds.length)),
    },
  ];
}

function summary({ guardrails, reliability }: ScoreReport): Line {
  const broken = guardrails.filter(({ allowed }) => allowed === false);
  const judged = reliability.filter(({ slo }) => slo !== null).length;
  if (judged === 0)
    return line(
      span('No workload declares an SLO: nothing can be judged. Declare them in workloads.yaml.', 'warning'),
    );
  if (broken.length === 0)
    return line(span(`No guardrail is broken: ${plural(judged, 'workload')} with an SLO.`, 'good'));
  const workloads = [...new Set(broken.map(({ workload }) => workload))];
  return line(span(`${plural(broken.length, 'guardrail')} broken: ${workloads.join(', ')}.`, 'bad'));
}

/** The risk screen. */
export function riskScreen({ score, isJudging, cursor, canvas }: RiskProps): Screen {
  const { glyphs } = canvas;
  const advice = 'Enter shows what fails. An error budget is what the SLO leaves to fail.';
  if (score === null) {
    const text = isJudging ? 'Working out the error budgets ...' : 'Not judged yet.';
    return {
      kind: 'text',
      head: [],
      body: rowsOf(prose(text, canvas.width, 'text.muted')),
      foot: [],
      isFootAttached: false,
      side: null,
      advice,
    };
  }
  const items = riskItems(score.reliability);
  const isWide = canvas.size === 'wide' && items.length > 0;
  const width = isWide ? mainWidth(canvas, SIDE_WIDTH) : canvas.width;
  const table = createTable(columns(score, canvas), width, glyphs);
  const window = items[0] ? `in ${items[0].after.windowDays} days, before ${glyphs.arrow} after` : '';
  const right = isJudging ? 'updating ...' : window;
  const rule = ruleLine(width, glyphs);
  const screen: Screen = {
    kind: items.length === 0 ? 'text' : 'list',
    head: [heading('Reliability', width, glyphs, [span(right, 'text.muted')]), table.head],
    body:
      items.length === 0
        ? rowsOf([BLANK, ...prose('There are no workloads.', width)])
        : rowsFrom(items, item => table.row(item)),
    foot: [rule, summary(score)],
    isFootAttached: false,
    side: null,
    advice,
  };
  const chosen = items[clampCursor(screen, cursor, canvas)];
  if (!isWide || !chosen) return screen;
  return { ...screen, side: { width: SIDE_WIDTH, lines: workloadLines(chosen, score, canvas, SIDE_WIDTH) } };
}
