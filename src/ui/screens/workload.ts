/** One workload's reliability: what fails, how often, before and after the plan, and what the guardrails say. */

import type { ScoreReport, WorkloadReliabilityReport } from '../../report/contract.ts';
import { minutes, objective, percent } from '../../report/format.ts';
import { heading } from '../components/heading.ts';
import { budgetMeter } from '../components/meter.ts';
import { fact, item } from '../components/prose.ts';
import { createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, line, saying, span } from '../line.ts';
import { rowsOf, type Screen, textScreen } from './screen.ts';

/** What the details show. */
export type WorkloadProps = {
  readonly workload: WorkloadReliabilityReport;
  readonly score: ScoreReport;
  readonly canvas: Canvas;
};

type ClassRow = {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly worst: number;
};

/** Failure classes of before, after and the worst month, the greatest first. */
function classRows({ before, after, worst }: WorkloadReliabilityReport): ClassRow[] {
  const of = (evaluation: typeof before, name: string) =>
    evaluation.byClass.find(each => each.name === name)?.expectedBadMinutes ?? 0;
  const names = new Set([before, after, worst].flatMap(({ byClass }) => byClass.map(({ name }) => name)));
  return [...names]
    .map(name => ({ name, before: of(before, name), after: of(after, name), worst: of(worst, name) }))
    .sort((a, b) => b.worst - a.worst || (a.name < b.name ? -1 : 1));
}

function classLines(workload: WorkloadReliabilityReport, canvas: Canvas, width: number): Line[] {
  const number = (value: number) => value.toFixed(2);
  const table = createTable<ClassRow>(
    [
      { head: 'What fails', say: '', width: 16, max: 36, cell: ({ name }) => name },
      { head: 'Before', say: 'before', width: 7, align: 'right', cell: row => number(row.before) },
      {
        head: 'After',
        say: 'after',
        width: 7,
        align: 'right',
        cell: ({ before, after }) => [span(number(after), after > before + 0.005 ? 'cost.up' : 'text')],
      },
      { head: 'Worst', say: 'in the worst month', width: 7, align: 'right', cell: row => number(row.worst) },
    ],
    width,
    canvas.glyphs,
  );
  return [table.head, ...classRows(workload).map(row => table.row(row))];
}

function budgetLines(
  { slo, before, after, worst }: WorkloadReliabilityReport,
  { glyphs }: Canvas,
  width: number,
): Line[] {
  if (slo === null || before.budgetConsumed === null || after.budgetConsumed === null)
    return fact('SLO', 'none declared: bad minutes are counted, nobody judges them', width, 'warning');
  const { arrow } = glyphs;
  const meterRow = line(
    span('Budget used '.padEnd(12), 'text.muted'),
    ...budgetMeter(before.budgetConsumed, after.budgetConsumed, 18, glyphs),
    ` ${percent(before.budgetConsumed, 0)} ${arrow} ${percent(after.budgetConsumed, 0)}`,
  );
  const said = `Error budget used: ${percent(before.budgetConsumed)} before, ${percent(after.budgetConsumed)} after`;
  // Months in which moves start are worse than the months after them; without such a month there is nothing to name.
  const [settled, peak] = [after, worst].map(({ breachProbability }) => percent(breachProbability ?? 0));
  const worstText = peak === settled ? '' : `, worst ${peak} in ${worst.month}`;
  return [
    ...fact(
      'SLO',
      `${objective(slo.objective)} in ${slo.windowDays} days: ${minutes(before.budgetMinutes ?? 0)} may be bad`,
      width,
    ),
    saying(meterRow, said),
    ...fact('P(breach)', `${percent(before.breachProbability ?? 0)} ${arrow} ${settled}${worstText}`, width),
  ];
}

/** More than half assumed is more assumed than known. */
const MOSTLY = 0.5;

function evidenceText({
  published,
  dataset,
  default: standard,
}: WorkloadReliabilityReport['after']['evidence']): string {
  const shares = `${percent(published, 0)} published, ${percent(dataset, 0)} dataset, ${percent(standard, 0)} default`;
  return standard > MOSTLY ? `mostly default-based: ${shares}` : shares;
}

const MARKS = { true: 'kept', false: 'BROKEN', null: 'not judged' } as const;

function guardrailLines(
  name: string,
  { guardrails }: ScoreReport,
  { glyphs }: Canvas,
  width: number,
): Line[] {
  const own = guardrails.filter(({ workload }) => workload === name);
  return own.flatMap(({ rule, allowed, message, source }) => {
    const mark =
      allowed === false
        ? span(glyphs.cross, 'bad')
        : allowed
          ? span(glyphs.check, 'good')
          : span(glyphs.open, 'text.muted');
    return [
      ...item(mark, `${MARKS[`${allowed}`]}: ${message}`, width, allowed === false ? 'bad' : 'text'),
      ...item(' ', `${rule}; ${source}`, width, 'text.muted'),
    ];
  });
}

/** The details as rows: the pane beside the list and the screen of its own show the same. */
export function workloadLines(
  workload: WorkloadReliabilityReport,
  score: ScoreReport,
  canvas: Canvas,
  width: number,
): Line[] {
  const { glyphs } = canvas;
  const { before, after, moveIds } = workload;
  return [
    heading(
      workload.workload,
      width,
      glyphs,
      after.topDriver === null ? [] : [span(`mostly ${after.topDriver}`, 'text.muted')],
    ),
    ...budgetLines(workload, canvas, width),
    ...fact(
      'Bad minutes',
      `${minutes(before.expectedBadMinutes)} ${glyphs.arrow} ${minutes(after.expectedBadMinutes)} expected in ${after.windowDays} days`,
      width,
    ),
    ...fact('Moves', moveIds.length === 0 ? 'none touches it' : moveIds.join(', '), width),
    ...fact('Evidence', evidenceText(after.evidence), width),
    BLANK,
    heading('Expected bad minutes', width, glyphs),
    ...classLines(workload, canvas, width),
    BLANK,
    heading('Guardrails', width, glyphs),
    ...guardrailLines(workload.workload, score, canvas, width),
  ];
}

/** Details of a workload. */
export function workloadScreen({ workload, score, canvas }: WorkloadProps): Screen {
  return textScreen(
    rowsOf(workloadLines(workload, score, canvas, canvas.width)),
    'Esc goes back to the list.',
  );
}
