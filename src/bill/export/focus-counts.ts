/** What an export did, in numbers: totals by currency and how many charges each repair changed. */

import type { DuckDb } from '../duckdb.ts';
import { moneyText } from '../query/charges.ts';
import type { CurrencyTotal } from '../query/totals.ts';
import { type FocusVersion, focusColumns } from './focus-columns.ts';
import type { Change } from './focus-repairs.ts';
import type { Repaired } from './focus-statement.ts';

/** Charges that a rule changed. */
export type Changed = { readonly column: string; readonly rows: number; readonly rule: string };

const TOTALS = ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost'] as const;

/** Totals of the repaired charges by currency, sorted. */
export async function exportTotals(
  duckdb: DuckDb,
  { relation }: Repaired,
): Promise<readonly CurrencyTotal[]> {
  const sums = TOTALS.map(column => `CAST(sum(${column}) AS VARCHAR)`).join(', ');
  const rows = await duckdb.rows(
    `SELECT BillingCurrency, ${sums} FROM ${relation} GROUP BY 1 ORDER BY 1 NULLS LAST`,
  );
  return rows.map(([currency, billed, effective, list, contracted]) => ({
    currency: currency === null ? null : String(currency),
    billedCost: moneyText(billed),
    effectiveCost: moneyText(effective),
    listCost: moneyText(list),
    contractedCost: moneyText(contracted),
  }));
}

/** How often each repair was applied to a column of this version. */
export async function countChanges(
  duckdb: DuckDb,
  { relation, repairs }: Repaired,
  version: FocusVersion,
): Promise<Readonly<Record<Change, readonly Changed[]>>> {
  const written: readonly string[] = focusColumns(version);
  const shown = repairs.filter(({ repair }) => written.includes(repair.column));
  const counts = shown.map(({ applied }) => `CAST(count(*) FILTER (WHERE ${applied}) AS DOUBLE)`);
  const [row = []] = await duckdb.rows(`SELECT ${counts.join(', ')} FROM ${relation}`);
  const of = (change: Change) =>
    shown
      .map(({ repair: { column, rule, ...repair } }, index) => ({
        change: repair.change,
        changed: { column, rows: Number(row[index]), rule },
      }))
      .filter(each => each.change === change && each.changed.rows > 0)
      .map(({ changed }) => changed)
      .sort((a, b) => written.indexOf(a.column) - written.indexOf(b.column));
  return { filled: of('filled'), corrected: of('corrected'), cleared: of('cleared') };
}
