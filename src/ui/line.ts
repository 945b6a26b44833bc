/**
 * A row of the screen as data: pieces of text with a meaning, cut and padded by display width.
 * Rows are data, so that nothing wraps, panes stand side by side, and tests need no terminal. Every text is made safe here.
 */

import stringWidth from 'string-width';
import { escapeControl } from '../engine/text.ts';
import type { Glyphs } from './glyphs.ts';
import type { Token } from './theme.ts';

/** A piece of text of one meaning; `isFocused` when it belongs to the row that keys act on. */
export type Span = { readonly text: string; readonly token: Token; readonly isFocused?: boolean };

/** A row. */
export type Line = {
  readonly spans: readonly Span[];
  /** What a screen reader says instead of the text; empty for decoration, null for the text itself. */
  readonly say: string | null;
};

/** A piece of a row; plain text means the token `text`. */
export type Part = string | Span;

/**
 * Characters that terminals draw in different widths: flags, skin tones, key caps. They are written out, because a row
 * that is one cell too long breaks the screen. Variation selectors only choose between two widths: dropped.
 */
const UNSURE_WIDTH = /[\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u20e3]/gu;
const VARIATION_SELECTORS = /[\ufe00-\ufe0f]/g;
const PRINTABLE_ASCII = /^[ -~]*$/;

function safe(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return escapeControl(text)
    .replace(VARIATION_SELECTORS, '')
    .replace(UNSURE_WIDTH, character => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** Cells that a text takes. */
export function textWidth(text: string): number {
  return PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);
}

/** Text with a meaning. */
export function span(text: string, token: Token = 'text'): Span {
  return { text: safe(text), token };
}

/** A row out of pieces. */
export function line(...parts: readonly Part[]): Line {
  return { spans: parts.map(part => (typeof part === 'string' ? span(part) : part)), say: null };
}

/** An empty row. */
export const BLANK: Line = { spans: [], say: '' };

/** A row that a screen reader reads as something else; empty for decoration. */
export function saying(row: Line, say: string): Line {
  return { ...row, say };
}

/** Cells that a row takes. */
export function lineWidth({ spans }: Line): number {
  return spans.reduce((total, { text }) => total + textWidth(text), 0);
}

/** The text of a row. */
export function lineText({ spans }: Line): string {
  return spans.map(({ text }) => text).join('');
}

const SEGMENTER = new Intl.Segmenter();

/** As much of a text as fits, without an ellipsis. */
export function headOf(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let result = '';
  let used = 0;
  for (const { segment } of SEGMENTER.segment(text)) {
    used += textWidth(segment);
    if (used > width) break;
    result += segment;
  }
  return result;
}

/** A text that fits into `width` cells; what is cut shows as an ellipsis. */
export function cutText(text: string, width: number, { ellipsis }: Glyphs): string {
  if (textWidth(text) <= width) return text;
  const room = width - ellipsis.length;
  return room <= 0 ? headOf(text, width) : headOf(text, room) + ellipsis;
}

/** A text that fits, cut in the middle: both ends of an id tell something. */
export function cutMiddle(text: string, width: number, { ellipsis }: Glyphs): string {
  if (textWidth(text) <= width) return text;
  const room = Math.max(0, width - ellipsis.length);
  const head = headOf(text, Math.ceil(room / 2));
  const backwards = [...text].reverse();
  let tail = '';
  for (const character of backwards) {
    if (textWidth(character + tail) > Math.floor(room / 2)) break;
    tail = character + tail;
  }
  return head + headOf(ellipsis, width) + tail;
}

/** Pieces that are too long together, cut to at most `width` cells. */
function cutSpans(spans: readonly Span[], width: number, { ellipsis }: Glyphs): Span[] {
  const result: Span[] = [];
  let left = Math.max(0, width - ellipsis.length);
  for (const piece of spans) {
    const text = headOf(piece.text, left);
    left -= textWidth(piece.text);
    result.push(left < 0 ? { ...piece, text: text + headOf(ellipsis, width) } : { ...piece, text });
    if (left < 0) break;
  }
  return result;
}

/** A row of exactly `width` cells: cut or filled with blanks. */
export function fitLine(row: Line, width: number, glyphs: Glyphs): Line {
  const size = lineWidth(row);
  if (size === width) return row;
  if (size < width)
    return { ...row, spans: [...row.spans, { text: ' '.repeat(width - size), token: 'text' }] };
  const spans = cutSpans(row.spans, width, glyphs);
  const missing = width - spans.reduce((total, { text }) => total + textWidth(text), 0);
  return { ...row, spans: missing > 0 ? [...spans, { text: ' '.repeat(missing), token: 'text' }] : spans };
}

/** Two ends of one row: the left one gives way. */
export function ends(left: Line, right: Line, width: number, glyphs: Glyphs): Line {
  const end = lineWidth(right);
  const start = fitLine(left, Math.max(0, width - end - (end > 0 ? 2 : 0)), glyphs);
  const gap: Span = { text: end > 0 ? '  ' : '', token: 'text' };
  const say = [left.say ?? lineText(left), right.say ?? lineText(right)]
    .filter(text => text !== '')
    .join('; ');
  return { ...left, spans: [...start.spans, gap, ...right.spans], say };
}

/** A row that keys act on. */
export function focused(row: Line): Line {
  return { ...row, spans: row.spans.map(piece => ({ ...piece, isFocused: true })) };
}
