/** Why a workload is as reliable as it is: what fails, which move did it, and what leaving a move out would buy back. */

import type { ScoreReport, WorkloadReliabilityReport } from '../../report/contract.ts';
import { minutes, money, percent, points } from '../../report/format.ts';
import { heading } from '../components/heading.ts';
import { item, prose } from '../components/prose.ts';
import { createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, span } from '../line.ts';
import { effectText, MINUTES_SHOWN, signedMinutes } from '../risk-words.ts';

type Effect = WorkloadReliabilityReport['effects']['byMove'][number];

type ClassRow = {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly worst: number;
  /** Of the state after the plan; null for what only happens once. */
  readonly reach: { readonly impact: number; readonly perYear: number } | null;
};

/** Failure classes of before, after and the worst month, the greatest first. */
function classRows({ before, after, worst, outcomes }: WorkloadReliabilityReport): ClassRow[] {
  const of = ({ byClass }: typeof before, name: string) =>
    byClass.find(each => each.name === name)?.expectedBadMinutes ?? 0;
  const reaches = [...outcomes.after.blastRadius.byClass, ...outcomes.before.blastRadius.byClass];
  const classes = new Set([before, after, worst].flatMap(({ byClass }) => byClass.map(({ name }) => name)));
  return [...classes]
    .map(name => ({
      name,
      before: of(before, name),
      after: of(after, name),
      worst: of(worst, name),
      reach: reaches.find(each => each.name === name) ?? null,
    }))
    .sort((a, b) => b.worst - a.worst || (a.name < b.name ? -1 : 1));
}

/** What fails, in expected bad minutes of a window. */
export function classLines(workload: WorkloadReliabilityReport, canvas: Canvas, width: number): Line[] {
  const { glyphs } = canvas;
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
        cell: ({ before, after }) => [
          span(number(after), number(after) !== number(before) && after > before ? 'cost.up' : 'text'),
        ],
      },
      { head: 'Worst', say: 'in the worst month', width: 7, align: 'right', cell: row => number(row.worst) },
      {
        head: 'A year',
        say: 'times a year',
        width: 7,
        align: 'right',
        spare: 1,
        cell: ({ reach }) => (reach === null ? '' : reach.perYear.toFixed(2)),
      },
      {
        head: 'Requests',
        say: 'share of requests that fail',
        width: 8,
        align: 'right',
        spare: 1,
        cell: ({ reach }) => (reach === null ? '' : percent(reach.impact, 0)),
      },
    ],
    width,
    glyphs,
  );
  return [
    heading('Expected bad minutes', width, glyphs, [
      span(`in ${workload.after.windowDays} days`, 'text.muted'),
    ]),
    table.head,
    ...classRows(workload).map(row => table.row(row)),
  ];
}

function moveTable(score: ScoreReport, { glyphs }: Canvas, width: number) {
  const titleOf = (id: string) => score.moves.find(({ moveId }) => moveId === id)?.title ?? '';
  const isMore = ({ marginalBadMinutes }: Effect) => marginalBadMinutes >= MINUTES_SHOWN;
  return createTable<Effect>(
    [
      { head: 'Move', say: '', width: 18, max: 28, cell: ({ moveId }) => moveId },
      {
        head: 'A window',
        say: 'a window',
        width: 9,
        align: 'right',
        cell: effect => [span(signedMinutes(effect.marginalBadMinutes), isMore(effect) ? 'cost.up' : 'text')],
      },
      {
        head: 'P(breach)',
        say: 'P(breach)',
        width: 9,
        align: 'right',
        cell: ({ marginalBreachProbability: breach }) => (breach === null ? 'no SLO' : points(breach)),
      },
      {
        head: 'Once',
        say: 'the change itself once',
        width: 8,
        align: 'right',
        spare: 1,
        cell: ({ oneOffBadMinutes }) => minutes(oneOffBadMinutes),
      },
      {
        head: 'Alone',
        say: 'without the other moves',
        width: 9,
        align: 'right',
        spare: 2,
        cell: ({ aloneBadMinutes }) => signedMinutes(aloneBadMinutes),
      },
      {
        head: 'Lever',
        say: '',
        width: 14,
        max: 34,
        spare: 3,
        cell: ({ moveId }) => [span(titleOf(moveId), 'text.muted')],
      },
    ],
    width,
    glyphs,
  );
}

/** What moves add because they meet, as a sentence. */
function interactionText(added: number): string {
  if (Math.abs(added) < MINUTES_SHOWN)
    return 'Interaction 0.0 min: the moves cost together what each costs alone.';
  const than = added > 0 ? 'more' : 'less';
  return `Interaction ${signedMinutes(added)}: the moves cost together ${minutes(Math.abs(added))} a window ${than} than each alone.`;
}

/** Which move did it. */
export function moveLines(
  { effects, moveIds }: WorkloadReliabilityReport,
  score: ScoreReport,
  canvas: Canvas,
  width: number,
): Line[] {
  const right = width < 70 ? [] : [span('all moves, less all but this one', 'text.muted')];
  const title = heading('Which move did it', width, canvas.glyphs, moveIds.length === 0 ? [] : right);
  if (moveIds.length === 0) return [title, ...prose('No move of the plan touches it.', width, 'text.muted')];
  const table = moveTable(score, canvas, width);
  return [
    title,
    table.head,
    ...effects.byMove.map(effect => table.row(effect)),
    ...(effects.byMove.length < 2 ? [] : prose(interactionText(effects.interactionBadMinutes), width)),
  ];
}

/** What leaving one move out gives back, and what it gives up. */
function undoText(effect: Effect, score: ScoreReport): string {
  const move = score.moves.find(({ moveId }) => moveId === effect.moveId);
  const back = effectText({
    ...effect,
    marginalBadMinutes: -effect.marginalBadMinutes,
    marginalBreachProbability:
      effect.marginalBreachProbability === null ? null : -effect.marginalBreachProbability,
  });
  const lost =
    move === undefined
      ? ''
      : ` It gives up the ${money(move.savedPerMonth, score.currency)} a month that the move saves on the whole bill.`;
  return `Without ${effect.moveId}: ${back} a window.${lost}`;
}

/** What would buy it back: every move that costs bad minutes, the dearest first. */
export function buyBackLines(
  { effects, moveIds }: WorkloadReliabilityReport,
  score: ScoreReport,
  { glyphs }: Canvas,
  width: number,
): Line[] {
  if (moveIds.length === 0) return [];
  const title = heading('What would buy it back', width, glyphs);
  const dear = effects.byMove.filter(({ marginalBadMinutes }) => marginalBadMinutes >= MINUTES_SHOWN);
  if (dear.length > 0)
    return [
      title,
      ...dear.flatMap(effect => item(span(glyphs.bullet, 'text.muted'), undoText(effect, score), width)),
    ];
  const once = effects.byMove.filter(({ oneOffBadMinutes }) => oneOffBadMinutes >= MINUTES_SHOWN);
  const rest =
    once.length === 0
      ? ''
      : ' What a change itself may cost comes once; starts in different months spread it.';
  return [title, ...prose(`Nothing to buy back: no move adds bad minutes to every window.${rest}`, width)];
}

/** A blank row in front of a section that is there. */
export function section(lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [BLANK, ...lines];
}
