/** Exact decimals in SQL: which texts are numbers, how wide a type they need, and what does not fit. */

import type { DecimalGroup } from '../columns.ts';
import { sqlText } from '../sql.ts';

/**
 * Index into WIDTHS. DECIMAL(18,10) is three times faster than the 128-bit ones, and real bills mostly fit it.
 * Digits before the point are limited below what the type holds, so that sums over rows do not overflow.
 */
export type Width = 0 | 1 | 2;

const WIDTHS: readonly { readonly type: string; readonly integerDigits: number; readonly scale: number }[] = [
  { type: 'DECIMAL(18,10)', integerDigits: 7, scale: 10 },
  { type: 'DECIMAL(38,18)', integerDigits: 17, scale: 18 },
  { type: 'DECIMAL(38,24)', integerDigits: 9, scale: 24 },
];

/** Width of each group of decimals in one file. */
export type Widths = Readonly<Record<DecimalGroup, Width>>;

/** SQL type of a width. */
export function decimalType(width: Width): string {
  return at(width).type;
}

function at(width: Width): (typeof WIDTHS)[number] {
  const found = WIDTHS[width];
  if (found === undefined) throw new RangeError(`no such width: ${width}`);
  return found;
}

/** Optional sign, digits, fraction, Java's exponent. Not what a cast accepts: DuckDB also reads `1_000` and ` 1`. */
const NUMBER = String.raw`[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?`;

/**
 * Money as spreadsheets write it and the examples of the FOCUS specification hold it: `$10,000.00 `, `$100.00 `, `0.00 `.
 * A comma without a point and without a dollar sign may be a decimal comma, so it is not a number.
 */
const MONEY_TEXT = String.raw`\s*-?(\$?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|\$[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?|\$?[0-9]+(\.[0-9]+)?)\s*`;

/** SQL macros that `decimalSql` and `decimalProblem` call; run once per connection. */
export const DECIMAL_MACROS: readonly string[] = [
  `CREATE OR REPLACE MACRO plain_number(t) AS CASE
     WHEN regexp_full_match(t, ${sqlText(NUMBER)}) THEN t
     WHEN regexp_full_match(t, ${sqlText(MONEY_TEXT)}) THEN regexp_replace(t, '[$,\\s]', '', 'g') END`,
  // Decimals that a plain number needs: those of the mantissa without trailing zeros, moved by the exponent.
  `CREATE OR REPLACE MACRO decimals_needed(t) AS CASE
     WHEN regexp_full_match(t, '[+-]?[0.]+([eE].*)?') THEN 0
     ELSE length(regexp_extract(t, '\\.([0-9]*?)0*([eE]|$)', 1))
        - coalesce(TRY_CAST(regexp_extract(t, '[eE](.*)$', 1) AS INTEGER), 0) END`,
];

/** A source cell that holds a number: its column in the statement and whether it is a binary double. */
export type NumberCell = { readonly sql: string; readonly isDouble: boolean };

/** Condition, true when the quick exact way fits; null for an empty cell. Most cells of a real bill take it. */
export function isPlainDecimal(cell: NumberCell, width: Width): string {
  if (cell.isDouble) {
    // A double below 100,000 that ten decimals reproduce has that decimal as its shortest text (15 digits).
    return `(abs(${cell.sql}) < 1e5 AND CAST(TRY_CAST(${cell.sql} AS DECIMAL(18,10)) AS DOUBLE) = ${cell.sql})`;
  }
  const { integerDigits, scale } = at(width);
  const pattern = String.raw`[+-]?[0-9]{1,${integerDigits}}(\.[0-9]{0,${scale}}0*)?`;
  return `regexp_full_match(${cell.sql}, ${sqlText(pattern)})`;
}

function textOf(cell: NumberCell): string {
  return cell.isDouble ? `CAST(${cell.sql} AS VARCHAR)` : cell.sql;
}

/**
 * The number as a decimal of this width, rounded where it needs more decimals (`decimalProblem` says so), null where it
 * is no number or too large.
 * @param plain column that holds `isPlainDecimal`
 */
export function decimalSql(cell: NumberCell, plain: string, width: Width): string {
  const { type, integerDigits } = at(width);
  const quick = cell.isDouble
    ? `CAST(TRY_CAST(${cell.sql} AS DECIMAL(18,10)) AS ${type})`
    : `TRY_CAST(${cell.sql} AS ${type})`;
  const slow = `TRY_CAST(plain_number(${textOf(cell)}) AS ${type})`;
  return `CASE WHEN ${plain} THEN ${quick} WHEN ${cell.sql} IS NULL THEN NULL
    WHEN abs(${slow}) < 1e${integerDigits} THEN ${slow} END`;
}

/**
 * What is wrong with a cell as SQL text, null when nothing is: `not-a-number`; `too-large` for the digits before the point;
 * `inexact` when it has more decimals than the type.
 */
export function decimalProblem(cell: NumberCell, plain: string, value: string, width: Width): string {
  const number = `plain_number(${textOf(cell)})`;
  return `CASE WHEN ${cell.sql} IS NULL OR ${plain} THEN NULL
    WHEN ${number} IS NULL THEN 'not-a-number' WHEN ${value} IS NULL THEN 'too-large'
    WHEN decimals_needed(${number}) > ${at(width).scale} THEN 'inexact' END`;
}
