/** Score: the judgement of the plan, what it rests on, and what went wrong. */

import type { EstateInfo, PlanView } from '../../app/engine-host.ts';
import type { ScoreReport } from '../../report/contract.ts';
import { chance, money, percent } from '../../report/format.ts';
import { targetProgress } from '../../report/target-progress.ts';
import { heading } from '../components/heading.ts';
import { bar } from '../components/meter.ts';
import { fact, item, prose } from '../components/prose.ts';
import { createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, line, saying, span } from '../line.ts';
import { changeText, rangeOf, rangeText, stateText } from '../risk-words.ts';
import { effortText } from '../words.ts';
import { chanceLines } from './score-chance.ts';
import { monthsLines, movesLines } from './score-months.ts';
import { mainWidth, rowsOf, type Screen, textScreen } from './screen.ts';

/** What the score screen shows. */
export type ScoreProps = {
  readonly info: EstateInfo;
  /** Null before the first judgement. */
  readonly view: PlanView | null;
  readonly isJudging: boolean;
  /** Share of the draws that is done; null when nothing is drawn. */
  readonly share: number | null;
  readonly canvas: Canvas;
};

const SIDE_WIDTH = 64;

function verdict(
  { info, view, isJudging, canvas }: ScoreProps & { readonly view: PlanView },
  width: number,
): Line[] {
  const { score } = view;
  const { currency } = info;
  const progress = targetProgress(score);
  const { target } = score;
  const spare = money(target.margin, currency);
  const text = {
    met: `TARGET MET, ${spare} a month to spare`,
    'guardrail-broken': 'TARGET NOT MET: the amount is reached, but guardrails are broken',
    missed: `TARGET MISSED by ${money(progress.missing, currency)} a month`,
  }[progress.verdict];
  const token = progress.verdict === 'met' ? 'good' : 'bad';
  const mark = progress.verdict === 'met' ? canvas.glyphs.check : canvas.glyphs.cross;
  const cash = target.basis === 'cash' ? ' (cash)' : '';
  return [
    heading(score.plan, width, canvas.glyphs, isJudging ? [span('updating ...', 'text.muted')] : []),
    ...item(span(mark, token), text, width, token),
    ...prose(
      `${money(target.baselineCost, currency)} ${canvas.glyphs.arrow} ${money(target.reachedCost, currency)} in month ${target.byMonth} (${target.month})${cash}, allowed ${money(target.allowedCost, currency)}.`,
      width,
    ),
  ];
}

function numbers({ info, canvas }: ScoreProps, score: ScoreReport, width: number): Line[] {
  const { currency } = info;
  const { low, mean, high } = score.effortDays;
  const capacity = info.team ? info.team.engineerDaysPerMonth * score.target.byMonth : null;
  const room =
    capacity === null
      ? ''
      : `; the team has ${capacity.toFixed(0)} until month ${score.target.byMonth}${high > capacity ? ': it may not be enough' : ''}`;
  return [
    ...fact(
      'Saves',
      `${money(score.savedPerMonth, currency)} a month, ${percent(score.savedFraction)}`,
      width,
      'text.strong',
    ),
    ...fact(
      'Likely',
      `${money(score.range.p10, currency)} to ${money(score.range.p90, currency)} (P10 to P90), P50 ${money(score.range.p50, currency)}`,
      width,
    ),
    ...fact('Chance', `${chance(score.probabilityOfTarget)} to reach the amount`, width),
    ...fact('Effort', `${effortText({ low, mean, high })}${room}`, width),
    ...breachFact(score, canvas, width),
  ];
}

/** The workload that is likeliest to miss its objective, and how sure that is. */
function breachFact(score: ScoreReport, { glyphs }: Canvas, width: number): Line[] {
  const [worst] = score.reliability
    .filter(({ after }) => after.breachProbability !== null)
    .sort((a, b) => (b.after.breachProbability ?? 0) - (a.after.breachProbability ?? 0));
  if (!worst) return [];
  const { workload, before, after } = worst;
  const range = rangeOf(score, workload);
  const sure = range === null ? '' : ` (${rangeText(range)}, P10 to P90)`;
  const change = changeText(stateText(before), stateText(after), glyphs);
  return fact('P(breach)', `${change}${sure} of ${workload}, the likeliest to miss its objective`, width);
}

function pointsLines({ points }: ScoreReport, { glyphs }: Canvas, width: number): Line[] {
  const table = createTable<ScoreReport['points']['parts'][number]>(
    [
      { head: 'Part', say: '', width: 11, cell: ({ name }) => name },
      { head: 'Points', say: '', width: 8, align: 'right', cell: part => `${part.points} of ${part.max}` },
      {
        head: '',
        say: null,
        width: 10,
        spare: 1,
        cell: (part, cells) => bar(part.max > 0 ? part.points / part.max : 0, cells, glyphs),
      },
      { head: 'Why', say: 'because', width: 16, max: 90, cell: ({ why }) => [span(why, 'text.muted')] },
    ],
    width,
    glyphs,
  );
  return [
    heading('Points', width, glyphs, [span(`${points.total} of ${points.max}`, 'text.strong')]),
    ...points.parts.map(part => table.row(part)),
  ];
}

function mistakeLines({ mistakes, guardrails }: ScoreReport, { glyphs }: Canvas, width: number): Line[] {
  const broken = guardrails.filter(({ allowed }) => allowed === false);
  if (mistakes.length + broken.length === 0)
    return [
      heading('Mistakes', width, glyphs),
      ...item(span(glyphs.check, 'good'), 'None found, and no guardrail is broken.', width),
    ];
  return [
    heading('Mistakes', width, glyphs),
    ...mistakes.flatMap(({ message, rule }) => [
      ...item(span(glyphs.cross, 'bad'), message, width),
      ...item(' ', rule, width, 'text.muted'),
    ]),
    ...broken.flatMap(({ workload, message, source }) => [
      ...item(span(glyphs.cross, 'bad'), `${workload}: ${message}`, width, 'bad'),
      ...item(' ', source, width, 'text.muted'),
    ]),
  ];
}

function assumptionLines({ assumptions, findings }: ScoreReport, { glyphs }: Canvas, width: number): Line[] {
  return [
    heading('Taken for granted', width, glyphs),
    ...assumptions.flatMap(text => item(span(glyphs.bullet, 'text.muted'), text, width, 'text.muted')),
    ...findings.flatMap(({ message, hint }) =>
      item(span(glyphs.warning, 'warning'), hint === null ? message : `${message} ${hint}`, width),
    ),
  ];
}

function noScore({ isJudging }: ScoreProps): Screen {
  const text = isJudging ? 'Working it out ...' : 'Not judged yet.';
  return textScreen(
    rowsOf([saying(line(span(text, 'text.muted')), text)]),
    'Press 3 for the levers that fit.',
  );
}

/** The score screen. */
export function scoreScreen(props: ScoreProps): Screen {
  const { view, canvas, info } = props;
  if (!view) return noScore(props);
  const { score, run } = view;
  const details = (cells: number) => [
    ...monthsLines(run, info.currency, canvas, cells),
    BLANK,
    ...movesLines(score, info.currency, canvas, cells),
  ];
  const right = details(SIDE_WIDTH);
  const hasSide = canvas.size === 'wide' && right.length <= canvas.height;
  const width = hasSide ? mainWidth(canvas, SIDE_WIDTH) : canvas.width;
  const lines = [
    ...verdict({ ...props, view }, width),
    BLANK,
    ...numbers(props, score, width),
    BLANK,
    ...pointsLines(score, canvas, width),
    BLANK,
    ...mistakeLines(score, canvas, width),
    BLANK,
    ...(hasSide ? [] : [...details(width), BLANK]),
    ...chanceLines(score, props.share, info.currency, canvas, width),
    BLANK,
    ...assumptionLines(score, canvas, width),
  ];
  const advice =
    score.moves.length === 0
      ? 'Your plan is empty: press 3 and add levers.'
      : 'w saves the plan, 4 changes it, 5 shows the risk.';
  return { ...textScreen(rowsOf(lines), advice), side: hasSide ? { width: SIDE_WIDTH, lines: right } : null };
}
