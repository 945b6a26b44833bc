/** What stands around every screen: title and target above, what happened and the keys below. */

import type { Notice, SessionState } from '../app/session-state.ts';
import type { Plan } from '../engine/index.ts';
import { money, percent, shortMoney } from '../report/format.ts';
import { targetProgress } from '../report/target-progress.ts';
import { ruleLine } from './components/heading.ts';
import { meter } from './components/meter.ts';
import type { Glyphs } from './glyphs.ts';
import { keyLabel } from './key-names.ts';
import { bindingsOf } from './keymap.ts';
import { GUTTER, type Layout } from './layout.ts';
import { ends, fitLine, type Line, line, lineWidth, type Part, type Span, saying, span } from './line.ts';
import { type Field, type Place, SCREENS, type ScreenId, type UiState } from './ui-state.ts';

const NAMES: Readonly<Record<ScreenId, string>> = {
  brief: 'Brief',
  bill: 'Bill',
  levers: 'Levers',
  plan: 'Plan',
  risk: 'Risk',
  score: 'Score',
  commitments: 'Commit',
  outlook: 'Outlook',
};

/** `-30 %`, or `to $350.0k`. */
function goalText({ goal }: Plan['target'], currency: string): string {
  if (goal.kind === 'reduce-to') return `to ${shortMoney(goal.amount, currency)}`;
  return `-${percent(goal.fraction, Number.isInteger(Math.round(goal.fraction * 1000) / 10) ? 0 : 1)}`;
}

/** Width of the meter, and whether the amounts are there too. */
const METERS = { compact: [12, false], regular: [12, false], wide: [26, true] } as const;

/** The live meter: how much of the saving that the target asks for is there. */
function targetMeter(state: SessionState, { size }: Layout, glyphs: Glyphs): Line {
  const { info, view, isJudging, plan } = state;
  if (!info) return line();
  const { currency } = info;
  const goal = `${goalText(plan.target, currency)} by month ${plan.target.byMonth}`;
  if (!view) return line(goal, '  ', span(isJudging ? 'working it out ...' : 'not judged', 'text.muted'));
  const progress = targetProgress(view.score);
  const verdict = {
    met: span('met', 'good'),
    'guardrail-broken': span('guardrail broken', 'bad'),
    missed: span(`missing ${shortMoney(progress.missing, currency)}`, 'bad'),
  }[progress.verdict];
  const [width, hasAmounts] = METERS[size];
  const token = progress.verdict === 'met' ? 'budget.ok' : 'bar';
  const amounts = `${shortMoney(progress.saved, currency)} of ${shortMoney(progress.needed, currency)}`;
  const row = line(
    ...(size === 'compact' ? [] : [goal, ' ']),
    ...meter(progress.share, width, glyphs, token),
    ' ',
    span(percent(view.score.savedFraction), 'text.strong'),
    ...(hasAmounts ? ['  ', amounts] : []),
    ' ',
    isJudging ? span('updating ...', 'text.muted') : verdict,
  );
  return saying(row, `Target ${goal}: ${percent(view.score.savedFraction)}, ${amounts}, ${verdict.text}`);
}

function title({ info }: SessionState, { size }: Layout): Line {
  const month = info === null || info.title.includes(info.month) ? '' : `${info.month}  `;
  const bill = info ? `${month}${money(info.effectiveCost, info.currency)}` : '';
  return line(
    span('Trimtab', 'brand'),
    ...(info ? ['  ', span(info.title, 'text')] : []),
    ...(info && size === 'wide' ? ['  ', span(bill, 'text.muted')] : []),
  );
}

/** A tab: its key and its name. */
type Tab = { readonly key: string; readonly name: string; readonly isActive: boolean };

/** The tabs: with blanks of their own where there is room, with one between them elsewhere. */
function tabSpans(all: readonly Tab[], isRoomy: boolean): Span[] {
  return all.flatMap(({ key, name, isActive }, index) => {
    const text = `${key} ${name}`.trim();
    const gap = isRoomy || index === 0 ? [] : [span(' ')];
    // Brackets say it where neither colour nor inverse does.
    if (isActive) return [...gap, span(`[${text}]`, 'tab.active')];
    return [...gap, span(isRoomy ? ` ${text} ` : text, 'text.muted')];
  });
}

function tabs(
  state: SessionState,
  screen: ScreenId,
  isHelpOpen: boolean,
  width: number,
  size: Layout['size'],
  glyphs: Glyphs,
): Line {
  const all = [
    ...SCREENS.map((id, index) => {
      const isActive = id === screen && !isHelpOpen;
      // All eight fit only when the others are abbreviated.
      const name = size === 'compact' && !isActive ? NAMES[id].slice(0, 3) : NAMES[id];
      return { key: String(index + 1), name, isActive };
    }),
    // Below the screen the key stands anyway.
    ...(size === 'wide' || isHelpOpen
      ? [{ key: '?', name: size === 'wide' ? 'Help' : '', isActive: isHelpOpen }]
      : []),
  ];
  const { length } = state.plan.moves;
  const moves = length === 0 ? 'no moves yet' : `${length} ${length === 1 ? 'move' : 'moves'}`;
  const note = state.isSaved || length === 0 ? moves : `${moves}, unsaved`;
  const row = line(...tabSpans(all, size === 'wide'));
  const short = state.isSaved || length === 0 ? moves : 'unsaved';
  const fitting = [note, short].find(text => lineWidth(row) + text.length + 2 <= width) ?? '';
  const right = line(...(fitting === '' ? [] : [span(fitting, 'text.muted')]));
  return saying(ends(row, right, width, glyphs), `Screen ${isHelpOpen ? 'Help' : NAMES[screen]}; ${note}`);
}

/** The rows above a screen. */
export function frameTop(
  state: SessionState,
  screen: ScreenId,
  isHelpOpen: boolean,
  layout: Layout,
  glyphs: Glyphs,
): Line[] {
  const { columns } = layout;
  const inner = columns - 2 * GUTTER;
  const gutter = span(' '.repeat(GUTTER));
  const top = ends(title(state, layout), targetMeter(state, layout, glyphs), inner, glyphs);
  // Tabs with blanks of their own start one column earlier; where they need every column, at the edge.
  const indent = { compact: 0, regular: GUTTER, wide: GUTTER - 1 }[layout.size];
  const room = columns - indent - (indent > 0 ? GUTTER : 0);
  const bar = tabs(state, screen, isHelpOpen, room, layout.size, glyphs);
  return [
    { ...top, spans: [gutter, ...top.spans, gutter] },
    fitLine({ ...bar, spans: [span(' '.repeat(indent)), ...bar.spans] }, columns, glyphs),
    ruleLine(columns, glyphs),
  ];
}

/** Keys of a place, as many as fit; help and quit always do. */
export function hintLine(place: Place, width: number, glyphs: Glyphs): Line {
  const hints = bindingsOf(place).flatMap(({ command, keys, hint }) =>
    hint === null ? [] : [{ command, key: keyLabel(keys[0] ?? ''), hint }],
  );
  const isFixed = ({ command }: { command: string }) => command === 'help' || command === 'quit';
  const parts = (list: readonly (typeof hints)[number][]): Part[] =>
    list.flatMap(({ key, hint }, index) => [index === 0 ? '' : '  ', span(key, 'key'), ` ${hint}`]);
  const fixed = line(...parts(hints.filter(isFixed)));
  const chosen: (typeof hints)[number][] = [];
  for (const each of hints.filter(hint => !isFixed(hint))) {
    if (lineWidth(line(...parts([...chosen, each]))) + lineWidth(fixed) + 2 > width) break;
    chosen.push(each);
  }
  const said = [...chosen, ...hints.filter(isFixed)].map(({ key, hint }) => `${key}: ${hint}`).join('; ');
  return saying(ends(line(...parts(chosen)), fixed, width, glyphs), `Keys: ${said}`);
}

/** A message of several lines in one. */
function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

/** A field while it is typed into, with what is wrong with it. */
function fieldLine(field: Field, notice: Notice | null, { dash }: Glyphs): Line {
  const name = field.kind === 'filter' ? 'Filter' : field.kind === 'owner' ? 'Owner' : 'Value';
  const problem = notice?.kind === 'error' ? [` ${dash} `, span(oneLine(notice.text), 'bad')] : [];
  return line(span(`${name}: `, 'text.strong'), span(field.text, 'field'), '_', ...problem);
}

/** The rows below a screen: what just happened or what to do, and the keys. */
export function frameBottom(
  { notice }: SessionState,
  { field }: UiState,
  advice: string,
  place: Place,
  { columns }: Layout,
  glyphs: Glyphs,
): Line[] {
  const inner = columns - 2 * GUTTER;
  const gutter = span(' '.repeat(GUTTER));
  const mark = { info: span(`${glyphs.check} `, 'good'), error: span(`${glyphs.warning} `, 'bad') };
  const text = field
    ? fieldLine(field, notice, glyphs)
    : notice
      ? line(mark[notice.kind], span(oneLine(notice.text), notice.kind === 'error' ? 'bad' : 'text'))
      : line(span(advice, 'text.muted'));
  const keys = hintLine(place, inner, glyphs);
  return [text, keys].map(row => {
    const cut = fitLine(row, inner, glyphs);
    return { ...cut, spans: [gutter, ...cut.spans, gutter] };
  });
}
