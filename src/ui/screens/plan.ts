/** Plan: the moves in the order in which they are applied, as a waterfall from the bill down to what is left. */

import { leverById } from '../../engine/index.ts';
import { money, percent } from '../../report/format.ts';
import { targetProgress } from '../../report/target-progress.ts';
import { heading, ruleLine } from '../components/heading.ts';
import { item, prose } from '../components/prose.ts';
import { BLANK, ends, type Line, line, span } from '../line.ts';
import { type PlanItem, planItems, scopeText } from '../lists.ts';
import { outcomeLines } from './move.ts';
import { cashLines } from './plan-cash.ts';
import { type PlanProps, planTable } from './plan-table.ts';
import { clampCursor, rowsOf, type Screen, textScreen } from './screen.ts';

/** Total against target, in one row. */
function summary({ view, info, isJudging, canvas }: PlanProps): Line {
  const { currency } = info;
  if (!view) return line(span(isJudging ? 'Working it out ...' : 'Not judged.', 'text.muted'));
  const { score } = view;
  const progress = targetProgress(score);
  const share = canvas.size === 'compact' ? '' : ` a month (${percent(score.savedFraction)})`;
  const total = `Saves ${money(progress.saved, currency)}${share}, asked for ${money(progress.needed, currency)}`;
  const verdict = {
    met: span('target met', 'good'),
    'guardrail-broken': span('guardrail broken', 'bad'),
    missed: span(`missing ${money(progress.missing, currency)}`, 'bad'),
  }[progress.verdict];
  return ends(
    line(span(total, 'text.strong')),
    line(isJudging ? span('updating ...', 'text.muted') : verdict),
    canvas.width,
    canvas.glyphs,
  );
}

function emptyPlan({ info, canvas }: PlanProps): Screen {
  const { width, glyphs } = canvas;
  const hasPlans = Object.keys(info.plans).length > 0;
  const lines = [
    heading('Your plan', width, glyphs),
    BLANK,
    ...prose('It is empty: nothing is saved yet.', width, 'text.strong'),
    BLANK,
    ...item(span('3', 'key'), 'shows the levers that fit this bill; a puts the chosen one here.', width),
    ...(hasPlans
      ? item(
          span('o', 'key'),
          'opens a plan that ships with the scenario: look at it after you have tried.',
          width,
        )
      : []),
    ...item(span('u', 'key'), 'undoes the last change.', width),
  ];
  return textScreen(rowsOf(lines), 'Press 3 and add levers with a.');
}

/** The plan screen. */
export function planScreen(props: PlanProps): Screen {
  const { info, plan, view, canvas } = props;
  const { width, glyphs } = canvas;
  if (plan.moves.length === 0) return emptyPlan(props);
  const items = planItems(plan, view);
  const table = planTable(props, items);
  const rule = ruleLine(width, glyphs);
  const advice = plan.moves.some(({ owner }) => owner === null)
    ? 'Enter edits a move: give it an owner. ] and [ change its month.'
    : 'Enter edits a move, ] and [ change its month, 5 shows the risk, 6 the score.';
  const screen: Screen = {
    kind: 'list',
    head: [
      heading(plan.title, width, glyphs, [
        span(
          `${canvas.size === 'compact' ? '' : 'in order of application, '}${glyphs.goal} is the target`,
          'text.muted',
        ),
      ]),
      table.head,
      table.bill,
    ],
    body: table.moves,
    foot: [rule, ...(table.left ? [table.left] : []), summary(props)],
    isFootAttached: true,
    side: null,
    advice,
  };
  const chosen = items[clampCursor(screen, props.cursor, canvas)];
  const more = chosen ? outcomeLines(titleOf(chosen), chosen.outcome, info.currency, canvas) : [];
  const cash = view ? cashLines(view.run, info.currency, canvas) : [];
  const room = canvas.height - screen.head.length - items.length - screen.foot.length;
  const shown = [...(more.length <= room ? more : []), ...(more.length + cash.length <= room ? cash : [])];
  return { ...screen, foot: [...screen.foot, ...shown] };
}

/** What a move is, beside its id: the lever, and what it acts on. */
function titleOf({ move }: PlanItem): string {
  return `${leverById(move.lever)?.meta.title ?? move.lever} on ${scopeText(move.scope)}`;
}
