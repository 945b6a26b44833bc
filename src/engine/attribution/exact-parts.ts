/** Shares as ledger amounts that add up. */

import { assert } from '../assert.ts';
import { type Decimal, sum, toLedger } from '../money.ts';

/**
 * Computed shares rounded to nano-dollars. What rounding leaves of the whole is put on the largest share, so that the parts
 * add up to it to the last digit.
 */
export function exactParts(shares: readonly number[], whole: Decimal): Decimal[] {
  const parts = shares.map(toLedger);
  const rest = whole.minus(sum(parts));
  assert(parts.length > 0 || rest.isZero(), 'nothing has no parts');
  const largest = parts.reduce((best, part, i) => (part.abs().greaterThan(parts[best] ?? 0) ? i : best), 0);
  return parts.map((part, i) => (i === largest ? part.plus(rest) : part));
}
