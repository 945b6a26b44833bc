/** The level that is being moved: what a purchase of this size saves, covers, leaves unused and risks. */

import type { CommitmentsView, InstrumentView, LevelView } from '../../report/commitments-view.ts';
import { count, money, percent } from '../../report/format.ts';
import { heading } from '../components/heading.ts';
import { fact, prose } from '../components/prose.ts';
import type { Glyphs } from '../glyphs.ts';
import { BLANK, fitLine, type Line, line, lineWidth, type Part, saying, span } from '../line.ts';
import type { Token } from '../theme.ts';

/** What the panel shows. */
export type LevelProps = {
  readonly view: CommitmentsView;
  readonly instrument: InstrumentView;
  readonly level: LevelView;
  readonly isOptimum: boolean;
  readonly glyphs: Glyphs;
};

type Fact = { readonly label: string; readonly text: string; readonly token?: Token };

/** Below this two facts do not stand beside each other uncut. */
const PAIRS_FROM = 72;

/** `$255.592/h`: plans are bought in tenths of a cent. */
export function perHourText(amount: number, currency: string): string {
  return `${money(amount, currency, 3)}/h`;
}

function sizeText({ instrument, level, isOptimum, view: { currency } }: LevelProps): string {
  const size = perHourText(level.committedPerHour, currency);
  const ofOptimum = instrument.setting === 'shareOfOptimumPercent' ? `, ${level.setting} % of optimum` : '';
  return `${size}${isOptimum ? ', the optimum' : ofOptimum}`;
}

/** The facts, the most important first. */
function facts(props: LevelProps): Fact[] {
  const { view, instrument, level } = props;
  const { currency } = view;
  const { utilization, breakEven } = level;
  return [
    { label: 'Commit', text: sizeText(props), token: 'text.strong' },
    {
      label: 'Saves',
      text: `${money(level.saved, currency)} a month`,
      token: level.saved < 0 ? 'bad' : 'text.strong',
    },
    { label: 'Coverage', text: `${percent(instrument.coverageBefore)} to ${percent(level.coverage)}` },
    { label: 'Utilisation', text: utilization === null ? 'nothing is bought' : percent(utilization) },
    { label: 'Break-even', text: breakEven === null ? 'none' : `at ${percent(breakEven)} utilisation` },
    { label: 'Unused', text: `${money(level.unused, currency)} a month` },
    { label: 'Used up', text: `in ${percent(level.fullHours)} of hours` },
    { label: 'Usage -20 %', text: `regret ${money(level.regret, currency)} a month` },
  ];
}

/** `1 year, no upfront`, and how many purchases that is. */
function termsText({ purchases, terms }: InstrumentView): string {
  return purchases > 1 ? `${count(purchases)} x ${terms}` : terms;
}

function title({ view: { instruments }, instrument, glyphs }: LevelProps, width: number): Line {
  const at = instruments.indexOf(instrument) + 1;
  const note = instruments.length > 1 ? [span(`${at} of ${instruments.length}, c next`, 'text.muted')] : [];
  // A narrow head has room for the name alone: there the terms are a fact among the others.
  const terms = width < PAIRS_FROM ? '' : `, ${termsText(instrument)}`;
  return heading(`${instrument.title}${terms}`, width, glyphs, note);
}

/** One fact in a cell of a given width. */
function cell({ label, text, token }: Fact, width: number, glyphs: Glyphs): Part[] {
  const row = line(span(label.padEnd(12), 'text.muted'), span(text, token ?? 'text'));
  return [...fitLine(row, width, glyphs).spans];
}

/** Facts one after the other, as many in a row as fit uncut. */
function flowing(all: readonly Fact[], width: number): Line[] {
  const rows: { parts: Part[]; said: string[] }[] = [];
  for (const { label, text, token } of all) {
    const parts: Part[] = [span(`${label} `, 'text.muted'), span(text, token ?? 'text')];
    const last = rows.at(-1);
    const isFitting = last && lineWidth(line(...last.parts, '   ', ...parts)) <= width;
    const row = isFitting ? last : { parts: [], said: [] };
    if (row !== last) rows.push(row);
    row.parts.push(...(row.parts.length > 0 ? ['   '] : []), ...parts);
    row.said.push(`${label}: ${text}`);
  }
  return rows.map(({ parts, said }) => saying(line(...parts), said.join('; ')));
}

/** Two facts beside each other: the panel below a chart. */
export function levelRows(props: LevelProps, width: number): Line[] {
  const { glyphs } = props;
  const terms: Fact = { label: 'Terms', text: termsText(props.instrument) };
  if (width < PAIRS_FROM) return [title(props, width), ...flowing([...facts(props), terms], width)];
  const all = facts(props);
  const left = Math.ceil((width - 2) / 2);
  const rows = Array.from({ length: Math.ceil(all.length / 2) }, (_, index): Line => {
    const pair = all.slice(2 * index, 2 * index + 2);
    const cells = pair.flatMap((each, at) => [
      ...(at === 0 ? [] : ['  ']),
      ...cell(each, at === 0 ? left : width - left - 2, glyphs),
    ]);
    return saying(line(...cells), pair.map(({ label, text }) => `${label}: ${text}`).join('; '));
  });
  return [title(props, width), ...rows];
}

/** The facts one below the other with what they mean: the pane beside a chart. */
export function levelPane(props: LevelProps, width: number): Line[] {
  const { view, instrument, level, isOptimum } = props;
  const { currency } = view;
  const best = instrument.levels[instrument.optimum];
  const optimum =
    best && !isOptimum
      ? fact(
          'Optimum',
          `${perHourText(best.committedPerHour, currency)} saves ${money(best.saved, currency)}; o goes there`,
          width,
        )
      : [];
  return [
    title(props, width),
    ...facts(props).flatMap(({ label, text, token }) => fact(label, text, width, token)),
    ...fact('Terms', termsText(instrument), width),
    ...optimum,
    BLANK,
    ...prose(
      `Coverage is of all ${view.instruments.length > 0 ? instrument.chart.usage : ''} demand at on-demand prices. Used up: hours that use the last committed cent. Regret: what this size loses against the best size if a fifth of the usage goes away.`,
      width,
      'text.muted',
    ),
    BLANK,
    ...prose(
      level.committedPerHour > 0
        ? `Enter puts it into your plan, from month ${instrument.move.start}.`
        : 'Up raises the level.',
      width,
    ),
  ];
}
