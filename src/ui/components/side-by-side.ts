/** Two panes beside each other. */

import type { Glyphs } from '../glyphs.ts';
import { BLANK, fitLine, type Line, lineText, span } from '../line.ts';

/** Columns between two panes: blank, divider, blank. */
export const DIVIDER_WIDTH = 3;

/** Joins two panes row by row; the longer one decides how many rows there are. */
export function sideBySide(
  left: readonly Line[],
  right: readonly Line[],
  widths: { readonly left: number; readonly right: number },
  glyphs: Glyphs,
): Line[] {
  const divider = span(` ${glyphs.divider} `, 'rule');
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const a = left[index] ?? BLANK;
    const b = right[index] ?? BLANK;
    const say = [a, b].map(row => row.say ?? lineText(row)).filter(text => text !== '');
    return {
      spans: [...fitLine(a, widths.left, glyphs).spans, divider, ...fitLine(b, widths.right, glyphs).spans],
      say: say.join(' '),
    };
  });
}
