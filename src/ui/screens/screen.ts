/** What a screen is: fixed rows above, rows that scroll, fixed rows below; and how that becomes the rows of the terminal. */

import { DIVIDER_WIDTH, sideBySide } from '../components/side-by-side.ts';
import { type Canvas, GUTTER } from '../layout.ts';
import { BLANK, fitLine, focused, type Line, line, span } from '../line.ts';

/** Rows made on demand: of thousands only the visible ones are. */
export type Rows = { readonly count: number; at(index: number): Line };

/** A screen, laid out for a canvas. */
export type Screen = {
  /** A list has a chosen row; a text only scrolls. */
  readonly kind: 'list' | 'text';
  readonly head: readonly Line[];
  readonly body: Rows;
  readonly foot: readonly Line[];
  /** True: the fixed rows below follow the last row; else they stand at the bottom. */
  readonly isFootAttached: boolean;
  /** A pane on the right of everything, for wide terminals. */
  readonly side: { readonly lines: readonly Line[]; readonly width: number } | null;
  /** What to do here, in one sentence. */
  readonly advice: string;
};

/** Rows that exist already. */
export function rowsOf(lines: readonly Line[]): Rows {
  return { count: lines.length, at: index => lines[index] ?? BLANK };
}

/** Rows of a list, made when they are shown. */
export function rowsFrom<Item>(items: readonly Item[], row: (item: Item, index: number) => Line): Rows {
  return {
    count: items.length,
    at: index => {
      const item = items[index];
      return item === undefined ? BLANK : row(item, index);
    },
  };
}

/** Rows after rows. */
export function joinRows(...parts: readonly Rows[]): Rows {
  return {
    count: parts.reduce((total, { count }) => total + count, 0),
    at: index => {
      let left = index;
      for (const part of parts) {
        if (left < part.count) return part.at(left);
        left -= part.count;
      }
      return BLANK;
    },
  };
}

/** A screen that is one text. */
export function textScreen(body: Rows, advice: string): Screen {
  return { kind: 'text', head: [], body, foot: [], isFootAttached: false, side: null, advice };
}

/** Width that a screen with a side pane leaves to its main pane. */
export function mainWidth(canvas: Canvas, sideWidth: number): number {
  return canvas.width - sideWidth - DIVIDER_WIDTH;
}

/** Rows of the body that are visible at once. */
export function pageOf({ head, foot }: Screen, { height }: Canvas): number {
  return Math.max(1, height - head.length - foot.length);
}

/** A cursor that exists: a row of a list, or the first visible row of a text. */
export function clampCursor(screen: Screen, cursor: number, canvas: Canvas): number {
  const { count } = screen.body;
  const last = screen.kind === 'list' ? count - 1 : count - pageOf(screen, canvas);
  return Math.max(0, Math.min(cursor, last));
}

/** First visible row: a list keeps its chosen row in the middle as far as it can. */
export function topOf(screen: Screen, cursor: number, canvas: Canvas): number {
  const at = clampCursor(screen, cursor, canvas);
  if (screen.kind === 'text') return at;
  const page = pageOf(screen, canvas);
  return Math.max(0, Math.min(at - Math.floor(page / 2), screen.body.count - page));
}

/** The scroll bar's cell beside visible row `index`; blank where everything is visible. */
function scrollCell(index: number, top: number, page: number, count: number, canvas: Canvas) {
  if (count <= page) return span(' ');
  const size = Math.max(1, Math.round((page * page) / count));
  const start = Math.round((top / (count - page)) * (page - size));
  const isThumb = index >= start && index < start + size;
  return span(isThumb ? canvas.glyphs.scrollThumb : canvas.glyphs.scrollTrack, 'rule');
}

/** As much of a pane as there is room for; that there is more is said. */
function cutSide(lines: readonly Line[], { height, glyphs }: Canvas): readonly Line[] {
  if (lines.length <= height) return lines;
  return [...lines.slice(0, height - 1), line(span(`${glyphs.ellipsis} Enter shows the rest`, 'text.muted'))];
}

/** The rows of a screen: as many as the canvas is high, each as wide as the terminal. */
export function paint(screen: Screen, cursor: number, canvas: Canvas): Line[] {
  const { glyphs, width } = canvas;
  const page = pageOf(screen, canvas);
  const at = clampCursor(screen, cursor, canvas);
  const top = topOf(screen, cursor, canvas);
  const own = screen.side === null ? width : mainWidth(canvas, screen.side.width);
  const inner = own + GUTTER;
  const blank = span(' '.repeat(GUTTER));

  const plain = (row: Line): Line => {
    const cut = fitLine(row, own, glyphs);
    return { ...cut, spans: [blank, ...cut.spans, blank] };
  };
  const bodyRow = (index: number): Line => {
    const number = top + index;
    if (number >= screen.body.count) return plain(BLANK);
    const isChosen = screen.kind === 'list' && number === at;
    const row = fitLine(screen.body.at(number), own, glyphs);
    const mark = isChosen ? span(glyphs.marker.padEnd(GUTTER), 'text.strong') : blank;
    const edge = [span(' '), scrollCell(index, top, page, screen.body.count, canvas)];
    const whole: Line = { ...row, spans: [mark, ...row.spans, ...edge] };
    return isChosen ? focused(whole) : whole;
  };

  const shown = screen.isFootAttached ? Math.min(page, screen.body.count) : page;
  const rest = Array.from({ length: page - shown }, () => plain(BLANK));
  const main = [
    ...screen.head.map(plain),
    ...Array.from({ length: shown }, (_, index) => bodyRow(index)),
    ...screen.foot.map(plain),
    ...rest,
  ].slice(0, canvas.height);
  if (screen.side === null) return main;
  const side = cutSide(screen.side.lines, canvas);
  const rows = sideBySide(main, side, { left: inner + GUTTER, right: screen.side.width }, glyphs);
  return rows.slice(0, canvas.height);
}
