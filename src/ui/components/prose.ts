/** Text that wraps: paragraphs, lists, and labelled facts. */

import { wrap } from '../../report/text/table.ts';
import { BLANK, headOf, type Line, line, type Part, saying, span, textWidth } from '../line.ts';
import type { Token } from '../theme.ts';

/** Splits a word that is longer than a row. */
function splitLong(text: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (textWidth(rest) > width) {
    const piece = headOf(rest, width);
    if (piece === '') break;
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest];
}

/** Rows of text of at most `width` cells. Line breaks of the text stay. */
export function wrapText(text: string, width: number): string[] {
  // Escaping first: an escaped character is wider than the one it stands for.
  const safe = text.split('\n').map(paragraph => span(paragraph).text);
  return safe.flatMap(paragraph => wrap(paragraph, width)).flatMap(row => splitLong(row, width));
}

/** The first row says the whole text, the others nothing: a screen reader reads sentences, not rows. */
function saidOnce(rows: readonly Line[], text: string): Line[] {
  return rows.map((row, index) => saying(row, index === 0 ? text : ''));
}

/** A paragraph. A leading `- ` makes a list item with a hanging indent. */
function paragraph(text: string, width: number, token: Token): Line[] {
  const bullet = /^(\s*- )/.exec(text)?.[1] ?? '';
  const rows = wrapText(text.slice(bullet.length), width - bullet.length);
  const indent = ' '.repeat(bullet.length);
  return saidOnce(
    rows.map((row, index) => line(span(`${index === 0 ? bullet : indent}${row}`, token))),
    text,
  );
}

/** Text of several paragraphs. */
export function prose(text: string, width: number, token: Token = 'text'): Line[] {
  return text.split('\n').flatMap(part => (part.trim() === '' ? [BLANK] : paragraph(part, width, token)));
}

/** A list item behind a mark, with a hanging indent. */
export function item(mark: Part, text: string, width: number, token: Token = 'text'): Line[] {
  const markSpan = typeof mark === 'string' ? span(mark) : mark;
  const indent = textWidth(markSpan.text) + 1;
  const rows = wrapText(text, width - indent);
  return saidOnce(
    rows.map((row, index) =>
      index === 0 ? line(markSpan, ' ', span(row, token)) : line(' '.repeat(indent), span(row, token)),
    ),
    [markSpan.text.trim(), text].filter(part => part !== '').join(': '),
  );
}

/** Width of the labels of facts. */
export const LABEL_WIDTH = 12;

/** A label and what it stands for; a long text wraps under itself. */
export function fact(label: string, text: string, width: number, token: Token = 'text'): Line[] {
  const rows = wrapText(text, width - LABEL_WIDTH);
  const indent = ' '.repeat(LABEL_WIDTH);
  return saidOnce(
    rows.map((row, index) =>
      index === 0
        ? line(span(label.padEnd(LABEL_WIDTH), 'text.muted'), span(row, token))
        : line(indent, span(row, token)),
    ),
    label === '' ? text : `${label}: ${text}`,
  );
}
