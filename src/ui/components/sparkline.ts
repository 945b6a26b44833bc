/** A row of small bars: one value after the other. */

import type { Glyphs } from '../glyphs.ts';
import { type Span, span } from '../line.ts';

/**
 * One cell per value, from the lowest glyph at `low` to the highest at the greatest value.
 * @param low value of an empty bar; the least value when it is smaller
 */
export function sparkline(values: readonly number[], low: number, { sparks }: Glyphs): Span {
  const floor = Math.min(low, ...values);
  const top = Math.max(...values);
  const cells = values.map(value => {
    const share = top > floor ? (value - floor) / (top - floor) : 1;
    return sparks[Math.round(share * (sparks.length - 1))] ?? '';
  });
  return span(cells.join(''), 'bar');
}
