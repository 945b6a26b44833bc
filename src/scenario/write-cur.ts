/** Writes generated usage as an AWS CUR 2.0 export (Parquet): the form in which a customer's bill would arrive. */

import { openDuckDb } from '../bill/duckdb.ts';
import { sqlText } from '../bill/sql.ts';
import { recurringFee, tieredCost } from '../engine/index.ts';
import {
  LINE_ROWS_SQL,
  NEGATION_ROWS_SQL,
  PLAN_FEE_ROWS_SQL,
  RESERVATION_FEE_ROWS_SQL,
  SUPPORT_ROW_SQL,
} from './cur-sql.ts';
import { type CurExport, loadTables, round10 } from './cur-tables.ts';

/** AWS Business Support: graduated share of the month's charges, at least 100 USD (secondary source of the price book). */
const BUSINESS_SUPPORT = [
  { upTo: 10_000, price: 0.1 },
  { upTo: 80_000, price: 0.07 },
  { upTo: 250_000, price: 0.05 },
  { upTo: Number.POSITIVE_INFINITY, price: 0.03 },
];
const BUSINESS_SUPPORT_MINIMUM = 100;

/** Support fee on a month's charges, USD. */
export function businessSupportFee(charges: number): number {
  return Math.max(BUSINESS_SUPPORT_MINIMUM, tieredCost(charges, BUSINESS_SUPPORT));
}

/** Charges of the month before support: on-demand usage and recurring fees. */
function chargesOf({ lines, covered, month }: CurExport): number {
  let total = 0;
  for (const run of covered.runs) {
    if (run.commitment < 0) total += run.quantity * run.rows * (lines[run.line]?.rate ?? 0);
  }
  for (const { commitment } of covered.commitments) total += recurringFee(commitment, month.hours);
  return total;
}

/**
 * Writes the export. @param file path of the Parquet file; `tempDirectory` takes what does not fit in memory
 * @returns charge rows written
 */
export async function writeCur(input: CurExport, file: string, tempDirectory: string): Promise<number> {
  const hasSupport = input.company.support === 'business';
  const parts = [LINE_ROWS_SQL, NEGATION_ROWS_SQL, PLAN_FEE_ROWS_SQL, RESERVATION_FEE_ROWS_SQL];
  if (hasSupport) parts.push(SUPPORT_ROW_SQL);
  const db = await openDuckDb({ tempDirectory });
  try {
    await loadTables(db, input, hasSupport ? round10(businessSupportFee(chargesOf(input))) : 0);
    const query = parts.join('\nUNION ALL BY NAME\n');
    await db.run(`COPY (${query}) TO ${sqlText(file)} (FORMAT parquet, COMPRESSION snappy)`);
    const [count] = await db.rows(`SELECT count(*) FROM read_parquet(${sqlText(file)})`);
    return Number(count?.[0] ?? 0);
  } finally {
    db.close();
  }
}
