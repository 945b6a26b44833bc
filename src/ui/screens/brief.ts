/** Brief: the task, what to do next, the story, the bill in five lines, what is known and what is missing. */

import type { EstateInfo } from '../../app/engine-host.ts';
import type { Finding, Plan } from '../../engine/index.ts';
import type { BillView } from '../../report/bill-view.ts';
import type { ScoreReport } from '../../report/contract.ts';
import { money, percent, plural, points } from '../../report/format.ts';
import { targetProgress } from '../../report/target-progress.ts';
import { targetText } from '../../report/target-text.ts';
import { heading } from '../components/heading.ts';
import { bar } from '../components/meter.ts';
import { fact, item, prose } from '../components/prose.ts';
import { createTable } from '../components/table.ts';
import type { Glyphs } from '../glyphs.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, span } from '../line.ts';
import { mainWidth, rowsOf, type Screen, textScreen } from './screen.ts';

/** What the brief shows. */
export type BriefProps = {
  readonly info: EstateInfo;
  readonly plan: Plan;
  readonly isSaved: boolean;
  readonly services: BillView | null;
  readonly score: ScoreReport | null;
  readonly canvas: Canvas;
};

const SIDE_WIDTH = 52;
const TOP_SERVICES = 5;

function task({ info, plan, score, canvas }: BriefProps, width: number): Line[] {
  const { currency } = info;
  const { guardrails } = plan;
  const amounts = score
    ? `: from ${money(score.target.baselineCost, currency)} to ${money(score.target.allowedCost, currency)}, ${money(targetProgress(score).needed, currency)} less every month`
    : '';
  const words = targetText(plan.target);
  return [
    heading('Your task', width, canvas.glyphs),
    ...prose(`${words[0]?.toUpperCase()}${words.slice(1)}${amounts}.`, width, 'text.strong'),
    ...fact(
      'Keep',
      `P(SLO breach) at most ${percent(guardrails.maxBreachProbability, 0)} a window and ${points(guardrails.maxBreachIncrease)} against today`,
      width,
    ),
    ...(info.team
      ? fact(
          'Team',
          `${info.team.engineers} engineers, ${info.team.engineerDaysPerMonth} engineer-days a month for this`,
          width,
        )
      : []),
  ];
}

function steps({ plan, isSaved, score, canvas }: BriefProps, width: number): Line[] {
  const { glyphs } = canvas;
  const hasMoves = plan.moves.length > 0;
  const isSafe = hasMoves && score !== null && !score.guardrails.some(({ allowed }) => allowed === false);
  const owned = hasMoves && plan.moves.every(({ owner }) => owner !== null);
  const all: readonly (readonly [boolean, string])[] = [
    [
      hasMoves,
      'Press 2 and look where the money goes, then 3: the levers that fit. a puts one into your plan.',
    ],
    [owned, 'Press 4: order and months of your moves, their owners and parameters.'],
    [isSafe, 'Press 5: what they do to the error budgets.'],
    [score?.targetMet === true, 'Press 6: is the target met, and what would an interviewer say?'],
    [hasMoves && isSaved, 'Press w to save the plan. ? lists every key.'],
  ];
  return [
    heading('What to do', width, glyphs),
    ...all.flatMap(([isDone, text]) =>
      item(isDone ? span(glyphs.check, 'good') : span(glyphs.open, 'text.muted'), text, width),
    ),
  ];
}

function bill({ info, services, canvas }: BriefProps, width: number): Line[] {
  const { glyphs } = canvas;
  const { currency } = info;
  const rows = services?.rows ?? [];
  const top = Math.max(0, ...rows.map(({ share }) => share));
  const table = createTable<BillView['rows'][number]>(
    [
      { head: 'Service', say: '', width: 18, max: 44, cell: ({ label }) => label },
      {
        head: 'Effective',
        say: 'effective',
        width: 11,
        align: 'right',
        cell: row => money(row.effectiveCost, currency),
      },
      { head: 'Share', say: '', width: 7, align: 'right', cell: ({ share }) => percent(share) },
      {
        head: '',
        say: null,
        width: 6,
        max: canvas.size === 'wide' ? 6 : 20,
        spare: 1,
        cell: ({ share }, cells) => bar(top > 0 ? share / top : 0, cells, glyphs),
      },
    ],
    width,
    glyphs,
  );
  const rest = rows.length - TOP_SERVICES;
  return [
    heading(`The bill of ${info.month}`, width, glyphs),
    ...fact(
      'Effective',
      `${money(info.effectiveCost, currency)} a month; ${money(info.billedCost, currency)} billed`,
      width,
    ),
    ...rows.slice(0, TOP_SERVICES).map(row => table.row(row)),
    ...(rest > 0 ? prose(`and ${rest} more services (2)`, width, 'text.muted') : []),
  ];
}

const SEVERITY = { error: 'bad', warning: 'warning', info: 'text.muted' } as const;

function findingRows({ severity, message, hint }: Finding, width: number, glyphs: Glyphs): Line[] {
  const mark =
    severity === 'info' ? span(glyphs.note, 'text.muted') : span(glyphs.warning, SEVERITY[severity]);
  return item(mark, hint === null ? message : `${message} ${hint}`, width);
}

const missingOf = ({ info }: BriefProps) => info.findings.filter(({ severity }) => severity !== 'info');

function knowledge(props: BriefProps, width: number): Line[] {
  const { info, canvas } = props;
  const { glyphs } = canvas;
  const parts = [
    `${plural(info.resources, 'resource')} in ${plural(info.workloads, 'workload')}`,
    `${info.granularity} usage`,
    plural(info.commitments, 'commitment'),
  ];
  return [
    heading('Known and missing', width, glyphs),
    ...item(span(glyphs.check, 'good'), `${info.provider} bill: ${parts.join(', ')}.`, width),
    ...(missingOf(props).length === 0
      ? item(span(glyphs.check, 'good'), 'Nothing is known to be missing.', width)
      : []),
    ...info.findings.flatMap(finding => findingRows(finding, width, glyphs)),
  ];
}

function story({ info, canvas }: BriefProps, width: number): Line[] {
  const text = info.story.trim() === '' ? info.summary : info.story.trim();
  return text === ''
    ? []
    : [heading(info.scenario === null ? 'About' : 'The story', width, canvas.glyphs), ...prose(text, width)];
}

type Paragraph = (props: BriefProps, width: number) => Line[];

/** Those that have something to say, with a blank line between. */
function paragraphs(all: readonly Paragraph[], props: BriefProps, width: number): Line[] {
  const filled = all.map(paragraph => paragraph(props, width)).filter(lines => lines.length > 0);
  return filled.flatMap((lines, index) => (index === 0 ? lines : [BLANK, ...lines]));
}

/** The brief. */
export function briefScreen(props: BriefProps): Screen {
  const { canvas, plan } = props;
  const advice =
    plan.moves.length === 0
      ? 'Press 2 to see where the money goes, or 3 for the levers that fit.'
      : 'Press 4 for your plan, 6 for its score.';
  const side = paragraphs([bill, knowledge], props, SIDE_WIDTH);
  if (canvas.size === 'wide' && side.length <= canvas.height) {
    const left = paragraphs([task, steps, story], props, mainWidth(canvas, SIDE_WIDTH));
    return { ...textScreen(rowsOf(left), advice), side: { lines: side, width: SIDE_WIDTH } };
  }
  // What is missing must be seen without scrolling: it decides what can be found at all.
  const order =
    missingOf(props).length > 0
      ? [task, knowledge, steps, story, bill]
      : [task, steps, story, bill, knowledge];
  return textScreen(rowsOf(paragraphs(order, props, canvas.width)), advice);
}
