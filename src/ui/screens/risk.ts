/** Risk: workloads by error budget, before the plan and after it, what drives it, and the guardrails it breaks. */

import { UNALLOCATED } from '../../engine/index.ts';
import type { ScoreReport, WorkloadReliabilityReport } from '../../report/contract.ts';
import { plural } from '../../report/format.ts';
import { heading, ruleLine } from '../components/heading.ts';
import { prose } from '../components/prose.ts';
import { createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, line, span } from '../line.ts';
import { riskItems } from '../lists.ts';
import { riskVerdict } from '../risk-words.ts';
import { chosenRows, riskColumns } from './risk-table.ts';
import { clampCursor, mainWidth, rowsFrom, rowsOf, type Screen, textScreen } from './screen.ts';
import { workloadLines } from './workload.ts';

/** What the risk screen shows. */
export type RiskProps = {
  /** Null before the first judgement. */
  readonly score: ScoreReport | null;
  readonly isJudging: boolean;
  /** Whether the ranges are being worked out. */
  readonly isRanging: boolean;
  readonly cursor: number;
  readonly canvas: Canvas;
};

const SIDE_WIDTH = 44;
/** Below this the list needs every row. */
const ROWS_FOR_CHOSEN = 14;
const ADVICE = 'Enter shows what fails, which move did it, and what would buy it back.';

/** How a bill gets objectives: where they stand, the least that has to be written, and what it means. */
const WHERE =
  'Objectives stand in workloads.yaml, beside the workspace or named with --workloads. Three lines make a workload that can be judged:';
const EXAMPLE = [
  'schema: trimtab/workloads/1',
  'workloads:',
  '  - name: checkout',
  '    preset: web-service',
  '    match: [{ tags: { service: checkout } }]',
];
const WHY =
  'The preset brings an objective of 99.95 % and what such a service usually is; docs/workloads.md has the others, and all that may be declared.';

function names(items: readonly WorkloadReliabilityReport[]): string {
  return items.map(({ workload }) => workload).join(', ');
}

/** What the rules say of all workloads together. */
function summary(score: ScoreReport): Line {
  const { guardrails, reliability } = score;
  const judged = reliability.filter(({ slo }) => slo !== null).length;
  if (judged === 0)
    return line(
      span('No workload declares an SLO: nothing can be judged. Declare them in workloads.yaml.', 'warning'),
    );
  const broken = guardrails.filter(({ allowed }) => allowed === false);
  if (broken.length > 0) {
    const which = reliability.filter(item => riskVerdict(item, score) === 'broken');
    return line(span(`${plural(broken.length, 'guardrail')} broken: ${names(which)}.`, 'bad'));
  }
  const against = reliability.filter(item => riskVerdict(item, score) === 'policy');
  if (against.length > 0)
    return line(span(`No guardrail is broken, but against the policy: ${names(against)}.`, 'warning'));
  return line(span(`No guardrail is broken: ${plural(judged, 'workload')} with an SLO.`, 'good'));
}

/** What the numbers stand for. */
function legend(
  items: readonly WorkloadReliabilityReport[],
  score: ScoreReport,
  { isRanging, canvas }: RiskProps,
): string {
  const days = new Set(items.filter(({ slo }) => slo !== null).map(({ after }) => after.windowDays));
  const [first] = days;
  const window = days.size === 1 ? `in ${first} days` : 'in an SLO window';
  const known = score.reliabilityRanges.length > 0 ? ' (P10-P90)' : '';
  const range = isRanging ? ', P10-P90 follow' : known;
  return `before ${canvas.glyphs.arrow} after, ${window}${range}`;
}

function textOnly(lines: readonly Line[], advice: string, { width, glyphs }: Canvas): Screen {
  return { ...textScreen(rowsOf(lines), advice), head: [heading('Reliability', width, glyphs), BLANK] };
}

/** Nothing to judge, and what to do about it. */
function emptyScreen(text: string, canvas: Canvas): Screen {
  const { width } = canvas;
  const lines = [
    ...prose(text, width, 'warning'),
    BLANK,
    ...prose(WHERE, width),
    BLANK,
    ...EXAMPLE.map(row => line(span(`  ${row}`, 'text.strong'))),
    BLANK,
    ...prose(WHY, width),
  ];
  return textOnly(lines, 'Write workloads.yaml, then open the bill again.', canvas);
}

/** The list, with the details of the chosen workload beside it or below it. */
function listScreen(
  items: readonly WorkloadReliabilityReport[],
  score: ScoreReport,
  props: RiskProps,
): Screen {
  const { isJudging, cursor, canvas } = props;
  const { glyphs } = canvas;
  const isWide = canvas.size === 'wide';
  const width = isWide ? mainWidth(canvas, SIDE_WIDTH) : canvas.width;
  const table = createTable(riskColumns(items, score, canvas), width, glyphs);
  const right = isJudging ? 'updating ...' : legend(items, score, props);
  const hasChosen = !isWide && canvas.height >= ROWS_FOR_CHOSEN;
  const rule = ruleLine(width, glyphs);
  const foot = [rule, summary(score)];
  const screen: Screen = {
    kind: 'list',
    head: [heading('Reliability', width, glyphs, [span(right, 'text.muted')]), table.head],
    body: rowsFrom(items, item => table.row(item)),
    foot,
    isFootAttached: false,
    side: null,
    advice: ADVICE,
  };
  const chosen = items[clampCursor(screen, cursor, canvas)];
  if (!chosen) return screen;
  if (hasChosen) return { ...screen, foot: [rule, ...chosenRows(chosen, score, canvas), ...foot] };
  if (!isWide) return screen;
  return { ...screen, side: { width: SIDE_WIDTH, lines: workloadLines(chosen, score, canvas, SIDE_WIDTH) } };
}

/** The risk screen. */
export function riskScreen(props: RiskProps): Screen {
  const { score, isJudging, canvas } = props;
  if (score === null) {
    const text = isJudging ? 'Working out the error budgets ...' : 'Not judged yet.';
    return textOnly(prose(text, canvas.width, 'text.muted'), ADVICE, canvas);
  }
  const items = riskItems(score.reliability);
  if (items.length === 0) return emptyScreen('There are no workloads.', canvas);
  if (items.every(({ workload }) => workload === UNALLOCATED))
    return emptyScreen('The whole bill is one workload without an objective: no plan can be judged.', canvas);
  return listScreen(items, score, props);
}
