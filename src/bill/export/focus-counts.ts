/** How many charges each repair of an export changed. */

import type { DuckDb } from '../duckdb.ts';
import { type FocusVersion, focusColumns } from './focus-columns.ts';
import type { Change } from './focus-repairs.ts';
import type { Repaired } from './focus-statement.ts';

/** Charges that a rule changed. */
export type Changed = { readonly column: string; readonly rows: number; readonly rule: string };

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
