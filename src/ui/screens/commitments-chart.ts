/** The demand that commitments may cover, drawn in layers of cells, with the level that is being moved across it. */

import type { Axis, ChartView, LayerKind } from '../../report/demand-chart-view.ts';
import { money } from '../../report/format.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Line, line, lineWidth, type Part, type Span, saying, span, textWidth } from '../line.ts';
import type { Token } from '../theme.ts';

/** What is drawn. */
export type ChartProps = {
  readonly chart: ChartView;
  readonly curve: 'week' | 'duration';
  readonly isZoomed: boolean;
  /** Height of the level, money an hour at on-demand prices; null: no level is shown. */
  readonly lineAt: number | null;
  readonly currency: string;
  readonly glyphs: Glyphs;
};

type Look = { readonly glyph: string; readonly token: Token };

const EXISTING: readonly Token[] = ['layer.1', 'layer.2', 'layer.3'];

/** How a layer is drawn; `at` counts the layers from the bottom. */
function lookOf(kind: LayerKind, at: number, { layers }: Glyphs): Look {
  switch (kind) {
    case 'existing':
      return { glyph: layers.existing[at] ?? '', token: EXISTING[at] ?? 'layer.3' };
    case 'planned':
      return { glyph: layers.planned, token: 'layer.planned' };
    case 'open':
      return { glyph: layers.open, token: 'layer.open' };
    case 'other':
      return { glyph: layers.other, token: 'layer.other' };
  }
}

/** The axis in use. */
export function axisOf({ chart, isZoomed }: Pick<ChartProps, 'chart' | 'isZoomed'>): Axis {
  return isZoomed && chart.zoom ? chart.zoom : chart.axis;
}

/** Cells of one row put together where they look the same. */
function joined(cells: readonly Look[]): Span[] {
  const spans: { text: string; token: Token }[] = [];
  for (const { glyph, token } of cells) {
    const last = spans.at(-1);
    if (last?.token === token) last.text += glyph;
    else spans.push({ text: glyph, token });
  }
  return spans;
}

const BLANK_CELL: Look = { glyph: ' ', token: 'text' };

/** How the cells of a chart are counted. */
type Grid = { readonly rows: number; readonly axis: Axis };

/** Rows from the bottom up to a height. */
function rowsUpTo(height: number, { rows, axis: { low, high } }: Grid): number {
  if (high <= low) return 0;
  return Math.min(rows, Math.max(0, Math.round(((height - low) / (high - low)) * rows)));
}

/**
 * Upper ends of the layers of one point, in rows. A thin layer of commitments gets a row at the cost of what lies above it:
 * it must not vanish from the picture. The whole keeps its height.
 */
function layerRows({ chart, curve }: ChartProps, point: number, grid: Grid): number[] {
  const edges = chart[curve];
  const heights = chart.layers.map((_, index) => edges[index]?.[point] ?? 0);
  const top = rowsUpTo(heights.at(-1) ?? 0, grid);
  let below = 0;
  return chart.layers.map(({ kind }, index) => {
    const height = heights[index] ?? 0;
    const isSeen =
      grid.rows >= ROWS_FOR_THIN &&
      height - (heights[index - 1] ?? 0) > THIN * grid.axis.high &&
      height > grid.axis.low;
    const least = (kind === 'existing' || kind === 'planned') && isSeen ? below + 1 : below;
    below = Math.min(top, Math.max(least, rowsUpTo(height, grid)));
    return below;
  });
}

/** Part of the axis below which a layer is too thin for a row of its own, and rows from which there is room for such rows. */
const THIN = 0.005;
const ROWS_FOR_THIN = 6;

/** The cells of one point, from the bottom to the top. @param lineRow row of the level; null: it is not shown */
function column(props: ChartProps, point: number, grid: Grid, lineRow: number | null): Look[] {
  const { chart, curve, lineAt, glyphs } = props;
  const { layers } = glyphs;
  const ends = layerRows(props, point, grid);
  const open = chart.layers.findIndex(({ kind }) => kind === 'open');
  const isUsed = lineAt !== null && (chart[curve][open]?.[point] ?? 0) >= lineAt;
  // Where the level lies above the axis everything is below it.
  const line = lineRow ?? (lineAt !== null && lineAt > grid.axis.low ? grid.rows : -1);
  return Array.from({ length: grid.rows }, (_, row): Look => {
    if (row === lineRow) return { glyph: isUsed ? layers.lineUsed : layers.lineUnused, token: 'level' };
    const at = ends.findIndex(end => row < end);
    const layer = chart.layers[at];
    if (!layer) return row < line ? { glyph: layers.unused, token: 'layer.unused' } : BLANK_CELL;
    if (layer.kind === 'open' && row < line) return { glyph: layers.level, token: 'layer.level' };
    return lookOf(layer.kind, at, glyphs);
  });
}

/** Row of the level, from the bottom: above everything that is covered already; null where the axis does not reach it. */
function lineRowOf(props: ChartProps, points: number, grid: Grid): number | null {
  const { chart, lineAt } = props;
  const { low, high } = grid.axis;
  if (lineAt === null || lineAt < low || lineAt > high) return null;
  const planned = chart.layers.findIndex(({ kind }) => kind === 'open') - 1;
  const covered = Array.from({ length: points }, (_, point) => layerRows(props, point, grid)[planned] ?? 0);
  return Math.min(grid.rows - 1, Math.max(rowsUpTo(lineAt, grid), ...covered));
}

/** Columns of the labels left of the chart. */
const LABELS = 9;

/** `$350/h`, with cents where the axis is that small. */
function axisLabel(value: number, { high }: Axis, currency: string): string {
  return `${money(value, currency, high < 10 ? 2 : 0)}/h`;
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const SHARES = ['0 %', '25 %', '50 %', '75 %', '100 %'];

/** The axis below: days of the week, or shares of the hours. */
function bottomLabels({ curve }: ChartProps, width: number): string {
  const row = Array<string>(width).fill(' ');
  const names = curve === 'week' ? DAYS : SHARES;
  const parts = curve === 'week' ? names.length : names.length - 1;
  names.forEach((name, index) => {
    const from = Math.min(Math.round((index * width) / parts), width - textWidth(name));
    [...name].forEach((character, offset) => {
      row[from + offset] = character;
    });
  });
  return row.join('');
}

/** The chart: `rows` rows of cells and one of labels below. A screen reader gets the sentence of the caller instead. */
export function chartLines(props: ChartProps, width: number, rows: number): Line[] {
  const { chart, curve, currency } = props;
  const grid = { rows, axis: axisOf(props) };
  const { axis } = grid;
  const columns = Math.max(1, width - LABELS);
  const points = chart[curve][0]?.length ?? 0;
  const lineRow = lineRowOf(props, points, grid);
  const cells = Array.from({ length: columns }, (_, at) =>
    column(props, Math.floor(((at + 0.5) * points) / columns), grid, lineRow),
  );
  const label = (row: number): Part => {
    if (row === lineRow) return span('level '.padStart(LABELS), 'level');
    const value = row === rows - 1 ? axis.high : row === Math.floor((rows - 1) / 2) ? axis.middle : null;
    const text = value === null ? '' : axisLabel(value, axis, currency);
    return span(`${text} `.padStart(LABELS), 'text.muted');
  };
  const drawn = Array.from({ length: rows }, (_, fromTop) => {
    const row = rows - 1 - fromTop;
    return saying(line(label(row), ...joined(cells.map(each => each[row] ?? BLANK_CELL))), '');
  });
  const bottom = line(
    span(`${axisLabel(axis.low, axis, currency)} `.padStart(LABELS), 'text.muted'),
    span(bottomLabels(props, columns), 'text.muted'),
  );
  return [...drawn, saying(bottom, '')];
}

/** What each glyph stands for, in as many rows as that takes. */
export function legendLines(props: ChartProps, width: number): Line[] {
  const { chart, lineAt, glyphs } = props;
  const { layers } = glyphs;
  const entries = chart.layers.flatMap(({ kind, name }, at): [string, Token, string][] => {
    const { glyph, token } = lookOf(kind, at, glyphs);
    const own: [string, Token, string] = [glyph, token, name];
    return kind === 'open' && lineAt !== null ? [[layers.level, 'layer.level', 'this level'], own] : [own];
  });
  if (lineAt !== null) entries.push([layers.unused, 'layer.unused', 'unused']);
  const rows: Part[][] = [];
  for (const [glyph, token, name] of entries) {
    const parts: Part[] = [span(glyph, token), ` ${name}`];
    const last = rows.at(-1);
    const longer = last && line(...last, '  ', ...parts);
    if (last && longer && lineWidth(longer) <= width) last.push('  ', ...parts);
    else rows.push(parts);
  }
  return rows.map(parts => saying(line(...parts), ''));
}

/** The curve in one sentence. */
export function chartSentence({ chart, curve, lineAt, currency }: ChartProps): string {
  const perHour = (value: number) => axisLabel(value, chart.axis, currency);
  const what = curve === 'week' ? 'by hour of the week' : 'sorted by size';
  const level = lineAt === null ? '' : ` The level pays for demand up to ${perHour(lineAt)}.`;
  const layers = chart.layers.map(({ name }) => name).join(', ');
  return `Demand for ${chart.usage} ${what}, at on-demand prices: ${perHour(chart.lowest)} to ${perHour(chart.highest)}, mean ${perHour(chart.mean)}; from below: ${layers}.${level}`;
}
