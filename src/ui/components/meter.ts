/** Bars: a share of a whole, and what a plan adds to it. */

import type { Glyphs } from '../glyphs.ts';
import { type Span, span } from '../line.ts';
import type { Token } from '../theme.ts';

/** Cells of `width` that a share fills: never all of them before the whole is reached, never none for something. */
export function filledCells(share: number, width: number): number {
  if (!(share > 0)) return 0;
  if (share >= 1) return width;
  return Math.min(width - 1, Math.max(1, Math.round(share * width)));
}

/** A bar without a track: length is the message. */
export function bar(share: number, width: number, { bar: cell }: Glyphs, token: Token = 'bar'): Span[] {
  const filled = filledCells(share, width);
  return [span(cell.repeat(filled), token), span(' '.repeat(width - filled))];
}

/** `[#####.....]`: a share of a whole, `width` cells with its brackets. */
export function meter(share: number, width: number, glyphs: Glyphs, token: Token = 'bar'): Span[] {
  const inner = width - 2;
  const filled = filledCells(share, inner);
  return [
    span('['),
    span(glyphs.bar.repeat(filled), token),
    span(glyphs.track.repeat(inner - filled), 'bar.track'),
    span(']'),
  ];
}

/** Token of an error budget of which this share is consumed. */
export function budgetToken(share: number): Token {
  return share >= 1 ? 'budget.spent' : share >= 0.5 ? 'budget.low' : 'budget.ok';
}

/** `[###%......]`: a budget with what was consumed before, and what a plan adds. */
export function budgetMeter(before: number, after: number, width: number, glyphs: Glyphs): Span[] {
  const inner = width - 2;
  const then = filledCells(Math.min(before, after), inner);
  const now = Math.max(then, filledCells(Math.max(before, after), inner));
  return [
    span('['),
    span(glyphs.bar.repeat(then), budgetToken(Math.min(before, after))),
    span(glyphs.change.repeat(now - then), budgetToken(after)),
    span(glyphs.track.repeat(inner - now), 'bar.track'),
    span(']'),
  ];
}
