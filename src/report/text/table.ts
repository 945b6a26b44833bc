/** Text tables: aligned columns that fit a width, safe to print whatever the cells hold. */

import stringWidth from 'string-width';
import { escapeControl } from '../../engine/text.ts';

/** A column: its head, on which side its cells stand, and how narrow it may become; without `shrink` it is never cut. */
export type Column = { readonly head: string; readonly align?: 'left' | 'right'; readonly shrink?: number };

const ELLIPSIS = '...';

/** Cuts a text to a display width; what is cut is shown by dots. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let result = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const next = stringWidth(segment);
    if (used + next > width - ELLIPSIS.length) break;
    result += segment;
    used += next;
  }
  return width >= ELLIPSIS.length ? result + ELLIPSIS : '.'.repeat(Math.max(0, width));
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? space + text : text + space;
}

/** Widths of the columns; where they are too wide together, the ones that may shrink give way, the widest first. */
function widthsOf(columns: readonly Column[], rows: readonly (readonly string[])[], limit: number): number[] {
  const widths = columns.map(({ head }, index) =>
    Math.max(stringWidth(head), ...rows.map(row => stringWidth(row[index] ?? ''))),
  );
  const gaps = 2 * (columns.length - 1);
  for (let excess = widths.reduce((sum, width) => sum + width, gaps) - limit; excess > 0; excess--) {
    let widest = -1;
    columns.forEach(({ shrink }, index) => {
      const width = widths[index] ?? 0;
      if (shrink !== undefined && width > shrink && width > (widths[widest] ?? 0)) widest = index;
    });
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/**
 * A table as lines of text. Cells are escaped; lines carry no trailing spaces.
 * @param width characters that a line may have; columns marked `shrink` are cut to make it
 */
export function table(
  columns: readonly Column[],
  cells: readonly (readonly string[])[],
  width = 100,
): string[] {
  const rows = cells.map(row => row.map(escapeControl));
  const widths = widthsOf(columns, rows, width);
  const line = (row: readonly string[]) =>
    columns
      .map(({ align = 'left' }, index) =>
        pad(cut(row[index] ?? '', widths[index] ?? 0), widths[index] ?? 0, align),
      )
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ head }) => head)), ...rows.map(line)];
}

/** Wraps prose to a width, paragraph by paragraph; a word longer than the line stands alone. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap(paragraph => {
    const lines: string[] = [];
    let line = '';
    for (const word of escapeControl(paragraph).split(' ')) {
      if (line !== '' && stringWidth(line) + 1 + stringWidth(word) > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}
