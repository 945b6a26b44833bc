/** Commitments: what they do in a month of the plan, the demand they cover, and a level to move for the next purchase. */

import type { CommitmentsView } from '../../report/commitments-view.ts';
import { money, percent, plural } from '../../report/format.ts';
import { chosenInstrument, chosenLevel, levelAt } from '../commitment-choice.ts';
import { heading } from '../components/heading.ts';
import { meter } from '../components/meter.ts';
import { item, prose } from '../components/prose.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, line, lineText, type Part, saying, span } from '../line.ts';
import type { CommitmentChoice } from '../ui-state.ts';
import { heldTable } from './commitment-list.ts';
import { type ChartProps, chartLines, chartSentence, legendLines } from './commitments-chart.ts';
import { type LevelProps, levelPane, levelRows } from './commitments-level.ts';
import { mainWidth, rowsOf, type Screen, textScreen } from './screen.ts';

/** What the commitments screen shows. */
export type CommitmentsProps = {
  /** Null before the first answer. */
  readonly view: CommitmentsView | null;
  /** False while an answer for another plan or month is worked out. */
  readonly isCurrent: boolean;
  /** Share of the answer that is worked out; null when nothing is. */
  readonly share: number | null;
  readonly choice: CommitmentChoice;
  readonly canvas: Canvas;
};

const SIDE_WIDTH = 44;
/** Rows of a chart: below the least nothing can be seen, above the most nothing is gained. */
const CHART_LEAST = 4;
const CHART_MOST = 24;
/** Rows of a canvas from which the list of commitments is shown as a table, before the chart grows. */
const ROOMY = 28;
/** Commitments shown below the chart at most: `l` lists all of them. */
const HELD_MOST = 8;

type Kpis = CommitmentsView['today'];

/** What commitments do in a month; short words and no columns where the row is narrow. */
function kpiParts(kpis: Kpis, currency: string, isNarrow: boolean): Part[] {
  const share = (value: number | null) => (value === null ? 'none' : percent(value));
  const cells = [
    [isNarrow ? 'cover' : 'coverage', share(kpis.commitmentCoverage)],
    [isNarrow ? 'used' : 'utilisation', share(kpis.commitmentUtilization)],
    ['ESR', share(kpis.effectiveSavingsRate)],
    ['unused', `${money(kpis.unusedCost, currency)}${isNarrow ? '' : '/mo'}`],
  ] as const;
  return cells.flatMap(([name, text], index): Part[] => [
    `${index === 0 ? '' : '  '}${name} `,
    span(isNarrow || name === 'unused' ? text : text.padStart(7), 'text.strong'),
  ]);
}

/** Today, and the month that is looked at where that differs. */
function kpiLines({ today, planned, index, currency }: CommitmentsView, { size }: Canvas): Line[] {
  const isNarrow = size === 'compact';
  const row = (label: string, short: string, kpis: Kpis): Line => {
    const parts = kpiParts(kpis, currency, isNarrow);
    const said = lineText(line(...kpiParts(kpis, currency, false))).replace(/ +/g, ' ');
    const head = span((isNarrow ? short : label).padEnd(isNarrow ? 6 : 9), 'text.muted');
    return saying(line(head, ...parts), `${label}: ${said}.`);
  };
  const isSame = JSON.stringify(today) === JSON.stringify(planned);
  const now = row('Today', 'Today', today);
  return isSame ? [now] : [now, row(`Month ${index}`, `M${index}`, planned)];
}

function title({ view, isCurrent, share, choice, canvas }: CommitmentsProps, width: number): Line {
  const { glyphs } = canvas;
  const when = view ? ` in month ${view.index}, ${view.month}` : '';
  if (!isCurrent) {
    const progress: Part[] = share === null ? [] : [' ', ...meter(share, 12, glyphs)];
    return heading(`Commitments${when}`, width, glyphs, [span('working it out', 'text.muted'), ...progress]);
  }
  const names = { week: 'mean by hour of the week, UTC', duration: 'all hours, sorted by demand' };
  const short = { week: 'week, UTC', duration: 'hours by size' };
  const curve = (canvas.size === 'compact' ? short : names)[choice.curve];
  return heading(`Commitments${when}`, width, glyphs, [span(curve, 'text.muted')]);
}

/** What the curve cannot tell. */
function warnings({ granularity, movesLater }: CommitmentsView): string[] {
  const coarse =
    granularity === 'hourly'
      ? []
      : [
          `This bill is ${granularity}: its hours are flat, so the curve hides peaks and a level looks safer than it is.`,
        ];
  const later =
    movesLater === 0 ? [] : [`${plural(movesLater, 'move')} of the plan start later than this month.`];
  return [...coarse, ...later];
}

/** Purchases whose reasons are told. */
const REASONS_MOST = 3;

/** Why there is no level to move. */
function noPurchaseLines({ unfit }: CommitmentsView, width: number, { glyphs }: Canvas): Line[] {
  if (unfit.length === 0)
    return prose(
      'No purchase fits: the provider sells none that is known, or guardrails forbid them.',
      width,
      'warning',
    );
  const told = unfit.slice(0, REASONS_MOST);
  const more = unfit.length - told.length;
  return [
    ...prose(
      `No purchase pays in this month${more > 0 ? `; ${plural(more, 'other')} beside these` : ''}:`,
      width,
      'warning',
    ),
    ...told.flatMap(({ title: name, reason }) =>
      item(span(glyphs.bullet, 'text.muted'), `${name}: ${reason}.`, width),
    ),
  ];
}

/** The commitments, as many as there is room for. */
function heldLines(
  { held, heldText }: CommitmentsView,
  props: CommitmentsProps,
  width: number,
  room: number,
): Line[] {
  const { glyphs, size } = props.canvas;
  if (room < 1) return [];
  const title = (note: string) =>
    heading(heldText.charAt(0).toUpperCase() + heldText.slice(1), width, glyphs, [span(note, 'text.muted')]);
  if (held.length === 0) return [title('all usage is paid on demand')];
  const table = heldTable(width, glyphs, props.view?.currency ?? '', size);
  // One row alone needs no head of a table: its cells are known from the list.
  const hasHead = room > 3;
  const shown = held.slice(0, Math.max(0, room - 1 - Number(hasHead)));
  const more = held.length - shown.length;
  return [
    title(more > 0 ? `l lists ${more === held.length ? 'them' : `${more} more`}` : 'l tells more'),
    ...(hasHead ? [table.head] : []),
    ...shown.map(each => table.row(each)),
  ];
}

function chartOf(view: CommitmentsView, { choice, canvas }: CommitmentsProps): ChartProps | null {
  const instrument = chosenInstrument(view, choice);
  const chart = instrument?.chart ?? view.chart;
  if (!chart) return null;
  const level = instrument && levelAt(instrument, choice);
  const { curve, isZoomed } = choice;
  const lineAt = level?.lineAt ?? null;
  return { chart, curve, isZoomed, lineAt, currency: view.currency, glyphs: canvas.glyphs };
}

function levelOf(view: CommitmentsView, { choice, canvas }: CommitmentsProps): LevelProps | null {
  const instrument = chosenInstrument(view, choice);
  const level = instrument && levelAt(instrument, choice);
  if (!instrument || !level) return null;
  const isOptimum = chosenLevel(instrument, choice) === instrument.optimum;
  return { view, instrument, level, isOptimum, glyphs: canvas.glyphs };
}

function adviceOf({ instruments }: CommitmentsView): string {
  return instruments.length === 0
    ? 'v changes the curve, l lists the commitments, ] and [ change the month.'
    : 'Up and Down move the level, o is the optimum, Enter buys it in your plan.';
}

/** The rows of the screen, for exactly the room there is. */
function mainLines(
  view: CommitmentsView,
  chart: ChartProps,
  props: CommitmentsProps,
  width: number,
  hasPane: boolean,
): Line[] {
  const { height } = props.canvas;
  const level = levelOf(view, props);
  const above = [title(props, width), ...kpiLines(view, props.canvas)];
  const notes = warnings(view).flatMap(text => prose(text, width, 'warning'));
  const panel = level ? (hasPane ? [] : levelRows(level, width)) : noPurchaseLines(view, width, props.canvas);
  const free = height - above.length - notes.length - panel.length;
  // The last row of a chart is its axis. Where it is tight, numbers come before the legend, and the legend before the list.
  const all = legendLines(chart, width);
  const legend = free - all.length - 1 >= CHART_LEAST ? all : [];
  const most = free - legend.length - 1;
  const heldWanted = height < ROOMY ? 2 : Math.min(HELD_MOST, view.held.length) + 2;
  const chartRows = Math.min(CHART_MOST, most - Math.min(heldWanted, Math.max(0, most - CHART_LEAST)));
  const drawn = chartRows >= CHART_LEAST ? [...chartLines(chart, width, chartRows), ...legend] : [];
  const told = saying(BLANK, chartSentence(chart));
  const room = free - drawn.length;
  return [
    ...above.slice(0, 1),
    ...above.slice(1).map((row, index) => (index === 0 ? withSentence(row, told) : row)),
    ...notes,
    ...drawn,
    ...panel,
    ...heldLines(view, props, width, room),
  ];
}

/** A row that also says what a drawing shows. */
function withSentence(row: Line, { say }: Line): Line {
  return saying(row, [row.say, say].filter(Boolean).join(' '));
}

/** The commitments screen. */
export function commitmentsScreen(props: CommitmentsProps): Screen {
  const { view, canvas } = props;
  const { width, size } = canvas;
  const message = (text: string, lines: readonly Line[] = []): Screen =>
    textScreen(
      rowsOf([title(props, width), ...lines, BLANK, ...prose(text, width)]),
      '3 shows the levers that fit.',
    );
  if (!view)
    return message('Working out what commitments cover, and what every further purchase would do ...');
  const chart = chartOf(view, props);
  if (!chart) {
    const text =
      'This bill has no usage that a commitment may cover and whose on-demand price is known: nothing to draw, nothing to buy.';
    return message(text, [
      ...kpiLines(view, canvas),
      ...heldLines(view, props, width, Math.max(0, canvas.height - 6)),
    ]);
  }
  const level = levelOf(view, props);
  const hasPane = size === 'wide' && level !== null;
  const own = hasPane ? mainWidth(canvas, SIDE_WIDTH) : width;
  const body = rowsOf(mainLines(view, chart, props, own, hasPane));
  const screen = textScreen(body, adviceOf(view));
  if (!hasPane) return screen;
  return { ...screen, side: { width: SIDE_WIDTH, lines: levelPane(level, SIDE_WIDTH) } };
}
