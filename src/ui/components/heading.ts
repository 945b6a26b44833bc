/** The head of a section: its name, a thin rule, and what belongs to it on the right. */

import type { Glyphs } from '../glyphs.ts';
import { fitLine, type Line, line, lineText, lineWidth, type Part, saying, span } from '../line.ts';

/** A heading of `width` cells. */
export function heading(text: string, width: number, glyphs: Glyphs, right: readonly Part[] = []): Line {
  const title = span(text, 'heading');
  const end = line(...right);
  const used = lineWidth(line(title)) + lineWidth(end) + (right.length > 0 ? 2 : 1);
  const rule = span(glyphs.rule.repeat(Math.max(1, width - used)), 'rule');
  const row = fitLine(line(title, ' ', rule, ...(right.length > 0 ? [' ', ...right] : [])), width, glyphs);
  const note = lineText(end);
  return saying(row, note === '' ? `${text}.` : `${text}. ${note}.`);
}

/** A thin rule across a screen. */
export function ruleLine(width: number, glyphs: Glyphs): Line {
  return saying(line(span(glyphs.rule.repeat(width), 'rule')), '');
}
