/** A waterfall of horizontal bars: from what a bill costs, step by step, down to what is left. */

import type { Glyphs } from '../glyphs.ts';
import { type Span, span } from '../line.ts';
import type { Token } from '../theme.ts';

/** Positions of amounts on a shared axis. Amounts are only drawn here, never computed. */
export type Waterfall = {
  /** A bar up to a level. */
  level(amount: number, token: Token): Span[];
  /** The piece between two levels: what a move takes away, or adds when `after` is higher. */
  step(before: number, after: number): Span[];
  /** Amount at the left edge: the axis need not begin at zero, so it says where it does. */
  readonly from: number;
};

/** A round number at or below `value`, with one digit that is not zero or five. */
function roundDown(value: number): number {
  if (value <= 0) return 0;
  const unit = 10 ** Math.floor(Math.log10(value)) / 2;
  return Math.floor(value / unit) * unit;
}

/**
 * Creates the axis of a waterfall.
 * @param amounts every level that is drawn; the axis reaches from a round number below the least to the greatest
 * @param goal level that is marked in every row; null for none
 */
export function createWaterfall(
  amounts: readonly number[],
  goal: number | null,
  width: number,
  glyphs: Glyphs,
): Waterfall {
  const all = goal === null ? amounts : [...amounts, goal];
  const least = Math.min(...all);
  const to = Math.max(...all);
  // Some room below the least level, so that the last bar does not vanish.
  const from = roundDown(least - (to - least) / 4);
  const cellOf = (amount: number) => {
    const share = to > from ? (amount - from) / (to - from) : 1;
    return Math.min(width, Math.max(0, Math.round(share * width)));
  };
  const goalCell = goal === null ? -1 : Math.min(width - 1, cellOf(goal));

  /** Fills the cells from `start` to `end`; the goal shines through where nothing stands. */
  function draw(start: number, end: number, cell: string, token: Token): Span[] {
    const mark = (first: number, last: number) => {
      if (goalCell < first || goalCell >= last) return [span(' '.repeat(Math.max(0, last - first)))];
      return [
        span(' '.repeat(goalCell - first)),
        span(glyphs.goal, 'warning'),
        span(' '.repeat(last - goalCell - 1)),
      ];
    };
    return [...mark(0, start), span(cell.repeat(Math.max(0, end - start)), token), ...mark(end, width)];
  }

  return {
    from,
    level: (amount, token) => draw(0, Math.max(1, cellOf(amount)), glyphs.bar, token),
    step: (before, after) => {
      const high = Math.min(width, Math.max(1, cellOf(Math.max(before, after))));
      // Something always shows, however small.
      const low = Math.min(high - 1, cellOf(Math.min(before, after)));
      return before >= after
        ? draw(low, high, glyphs.change, 'cost.down')
        : draw(low, high, glyphs.bar, 'cost.up');
    },
  };
}
