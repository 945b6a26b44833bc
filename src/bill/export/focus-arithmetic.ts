/** Price times quantity in SQL without rounding: over whole numbers of up to 38 digits, since a product needs more decimals than a type has. */

/**
 * Decimals to which the product of a unit price and a quantity must be the cost. Providers round amounts to ten decimals
 * (AWS, Azure), so the last one may differ by half a unit.
 */
const IDENTITY_DECIMALS = 10;

/**
 * SQL macros that the functions of this file call; run once per connection. Arguments are decimal texts without an exponent.
 * `price_identity` is null when the numbers have too many digits to be compared.
 */
export const FOCUS_MACROS: readonly string[] = [
  "CREATE OR REPLACE MACRO plain_text(t) AS CASE WHEN contains(t, '.') THEN rtrim(rtrim(t, '0'), '.') ELSE t END",
  "CREATE OR REPLACE MACRO text_scale(t) AS CASE WHEN contains(t, '.') THEN length(t) - instr(t, '.') ELSE 0 END",
  "CREATE OR REPLACE MACRO text_digits(t) AS TRY_CAST(replace(t, '.', '') AS HUGEINT)",
  "CREATE OR REPLACE MACRO power_of_ten(n) AS TRY_CAST(rpad('1', CAST(n AS INTEGER) + 1, '0') AS HUGEINT)",
  `CREATE OR REPLACE MACRO scaled_identity(p, q, c, s, k, n) AS TRY(
     abs(text_digits(p) * text_digits(q) * power_of_ten(n - s) - text_digits(c) * power_of_ten(n - k))
       <= CASE WHEN n > ${IDENTITY_DECIMALS} THEN 5 * power_of_ten(n - ${IDENTITY_DECIMALS + 1}) ELSE 0 END)`,
  `CREATE OR REPLACE MACRO aligned_identity(p, q, c, s, k) AS scaled_identity(p, q, c, s, k, greatest(s, k))`,
  `CREATE OR REPLACE MACRO plain_identity(p, q, c) AS aligned_identity(p, q, c, text_scale(p) + text_scale(q), text_scale(c))`,
  'CREATE OR REPLACE MACRO price_identity(p, q, c) AS plain_identity(plain_text(p), plain_text(q), plain_text(c))',
];

/** A decimal or text column as decimal text. */
function textOf(sql: string): string {
  return `CAST(${sql} AS VARCHAR)`;
}

/** Condition: price times quantity is the cost, to ten decimals. False where it can't be told; null when a part is null. */
export function priceIdentitySql(price: string, quantity: string, cost: string): string {
  return `CASE WHEN ${price} IS NOT NULL AND ${quantity} IS NOT NULL AND ${cost} IS NOT NULL
    THEN coalesce(price_identity(${textOf(price)}, ${textOf(quantity)}, ${textOf(cost)}), FALSE) END`;
}

/** A type whose square fits in 38 digits. */
const FACTOR = 'DECIMAL(18,10)';

/** Price times quantity as a cost of this type, rounded to its decimals; null where either has too many digits. */
export function productSql(price: string, quantity: string, type: string): string {
  const factor = (sql: string) => `TRY_CAST(${sql} AS ${FACTOR})`;
  const isWhole = (sql: string) => `${factor(sql)} = ${sql}`;
  return `CASE WHEN ${isWhole(price)} AND ${isWhole(quantity)} THEN TRY_CAST(${factor(price)} * ${factor(quantity)} AS ${type}) END`;
}

/** A decimal column as the shortest plain text. */
export function plainTextSql(decimal: string): string {
  return `plain_text(${textOf(decimal)})`;
}
