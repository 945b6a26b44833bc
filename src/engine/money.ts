/** Exact decimal money. Binary floats are for rates and hours inside a kernel; what a person or a file sees is decimal. */

import { Decimal as DecimalJs } from 'decimal.js';

/**
 * Our own constructor, so that no other module's settings reach it: 60 significant digits hold the sum of any bill
 * (bills carry up to 38 digits), ties round to even as the ledger asks.
 */
export const Decimal = DecimalJs.clone({
  precision: 60,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -40,
  toExpPos: 60,
});

/** An exact decimal number. */
export type Decimal = DecimalJs;

/** Decimals of a ledger amount: nano-dollars. */
export const LEDGER_DECIMALS = 9;

export const ZERO: Decimal = new Decimal(0);

/** @param value a decimal string, or a float whose shortest text is meant. @throws when it is not a finite number. */
export function decimal(value: string | number | Decimal): Decimal {
  const result = new Decimal(value);
  if (!result.isFinite()) throw new RangeError(`not a finite amount: ${String(value)}`);
  return result;
}

/** Exact sum; 0 for nothing. */
export function sum(values: Iterable<string | Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = total.plus(value);
  return total;
}

/** A computed amount as it enters the ledger: rounded half-even to a nano-dollar. */
export function toLedger(amount: number | Decimal): Decimal {
  return decimal(amount).toDecimalPlaces(LEDGER_DECIMALS);
}

/** Plain decimal text without exponent or trailing zeros: the form of money in every `--json` answer. */
export function toText(amount: Decimal): string {
  return amount.isZero() ? '0' : amount.toFixed();
}
