/** Totals of price pages: they add the lines as printed, each rounded to a cent. */

import { decimal, sum } from '../../engine/money.ts';

/** An amount as a price page prints it: to a cent, halves up. */
export function cents(amount: number): number {
  return decimal(amount).toDecimalPlaces(2, ROUND_HALF_UP).toNumber();
}

/** decimal.js: halves away from zero. */
const ROUND_HALF_UP = 4;

/** Sum of lines that are rounded to a cent first. */
export function addedCents(lines: readonly number[]): number {
  return sum(lines.map(line => decimal(cents(line)))).toNumber();
}
