/** Tables: columns that share a width, rows of exactly that width, and the sentence a screen reader says for each. */

import type { Glyphs } from '../glyphs.ts';
import {
  cutText,
  fitLine,
  type Line,
  line,
  lineText,
  lineWidth,
  type Part,
  type Span,
  span,
  textWidth,
} from '../line.ts';

/** A column of a table of `Row`. */
export type Column<Row> = {
  readonly head: string;
  /** The head in words, for a screen reader; empty: the cell speaks for itself; null: it is decoration. */
  readonly say: string | null;
  /** Least cells. */
  readonly width: number;
  /** Most cells; a column without it does not grow. */
  readonly max?: number;
  readonly align?: 'left' | 'right';
  /** Columns that may be left out when there is no room: the highest goes first. */
  readonly spare?: number;
  /** What stands in the cell, at most `width` cells of it are shown. */
  readonly cell: (row: Row, width: number) => readonly Part[] | string;
};

/** A laid-out table. */
export type Table<Row> = {
  readonly head: Line;
  row(row: Row): Line;
  /** Cells of a column, by its head; 0 when it was left out. */
  widthOf(head: string): number;
};

const GAP = 2;

type Placed<Row> = { readonly column: Column<Row>; readonly width: number };

/** The columns that fitLine, with what is left over given to those that grow. */
function place<Row>(columns: readonly Column<Row>[], width: number): Placed<Row>[] {
  let shown = [...columns];
  const needed = () => shown.reduce((total, column) => total + column.width + GAP, -GAP);
  while (needed() > width) {
    const spare = Math.max(...shown.map(column => column.spare ?? 0));
    if (spare === 0) break;
    shown = shown.filter(column => column.spare !== spare);
  }
  let left = width - needed();
  const widths = shown.map(column => column.width);
  while (left > 0) {
    const growing = shown.flatMap(({ max = 0 }, index) => ((widths[index] ?? 0) < max ? [index] : []));
    if (growing.length === 0) break;
    for (const index of growing.slice(0, left)) widths[index] = (widths[index] ?? 0) + 1;
    left -= Math.min(left, growing.length);
  }
  return shown.map((column, index) => ({ column, width: widths[index] ?? column.width }));
}

const lineOf = (parts: readonly Part[] | string) =>
  typeof parts === 'string' ? line(parts) : line(...parts);

/** What is spoken is not cut. */
const SPOKEN_WIDTH = 200;

function cellSpans(
  parts: readonly Part[] | string,
  width: number,
  align: 'left' | 'right',
  glyphs: Glyphs,
): Span[] {
  const row = lineOf(parts);
  const free = width - lineWidth(row);
  if (align === 'right' && free > 0) return [span(' '.repeat(free)), ...row.spans];
  return [...fitLine(row, width, glyphs).spans];
}

const BLANKS = span(' '.repeat(GAP));

/** Lays a table out. Rows are made one by one: only the visible ones cost anything. */
export function createTable<Row>(columns: readonly Column<Row>[], width: number, glyphs: Glyphs): Table<Row> {
  const placed = place(columns, width);
  const join = (cells: readonly (readonly Span[])[]) =>
    cells.flatMap((cell, index) => (index === 0 ? [...cell] : [BLANKS, ...cell]));
  const whole = (spans: readonly Span[], say: string): Line => fitLine({ spans, say }, width, glyphs);
  return {
    head: whole(
      join(
        placed.map(({ column: { head, align = 'left' }, width: cells }) => {
          const text = cutText(head, cells, glyphs);
          const blanks = ' '.repeat(cells - textWidth(text));
          return [span(align === 'right' ? blanks + text : text + blanks, 'text.muted')];
        }),
      ),
      '',
    ),
    row: row => {
      const cells = placed.map(({ column: { cell, align = 'left' }, width: size }) =>
        cellSpans(cell(row, size), size, align, glyphs),
      );
      // Every column speaks, also one for which the screen has no room.
      const said = columns.flatMap(({ say, cell }) => {
        const text = say === null ? '' : lineText(lineOf(cell(row, SPOKEN_WIDTH))).trim();
        return text === '' ? [] : [`${say ?? ''} ${text}`.trim()];
      });
      return whole(join(cells), `${said.join(', ')}.`);
    },
    widthOf: head => placed.find(({ column }) => column.head === head)?.width ?? 0,
  };
}
