/** The room on the screen, and what fits into it. */

import type { Glyphs } from './glyphs.ts';

/** How much can stand side by side. */
export type Size = 'compact' | 'regular' | 'wide';

/** Below this nothing useful fits. */
export const LEAST_COLUMNS = 60;
export const LEAST_ROWS = 16;

/** Rows of the frame: title, tabs, rule; notice, keys. */
const FRAME_ROWS = 5;
/** Free columns left and right of a screen: the marker of the chosen row stands left, the scroll bar right. */
export const GUTTER = 2;

/** The terminal's size. */
export type Layout = {
  readonly columns: number;
  readonly rows: number;
  readonly size: Size;
  readonly isTooSmall: boolean;
};

/** Where a screen draws: its columns inside the gutters, its rows inside the frame. */
export type Canvas = {
  readonly width: number;
  readonly height: number;
  readonly size: Size;
  readonly glyphs: Glyphs;
};

/** The layout of a terminal. */
export function layoutOf(columns: number, rows: number): Layout {
  return {
    columns,
    rows,
    size: columns < 80 ? 'compact' : columns < 120 ? 'regular' : 'wide',
    isTooSmall: columns < LEAST_COLUMNS || rows < LEAST_ROWS,
  };
}

/** The canvas that a layout leaves to a screen. */
export function canvasOf({ columns, rows, size }: Layout, glyphs: Glyphs): Canvas {
  return { width: columns - 2 * GUTTER, height: rows - FRAME_ROWS, size, glyphs };
}
