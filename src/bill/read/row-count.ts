/** Compares the records of a loaded file with the number that the exporter's manifest promises. */

import type { Finding } from '../../engine/finding.ts';
import type { DuckDb } from '../duckdb.ts';
import type { FoundFile } from '../find/find-files.ts';
import { notice } from '../import-session.ts';
import { sqlPath } from '../sql.ts';

/** What is asked of a loaded file. */
type LoadedRecords = {
  readonly source: { readonly file: Pick<FoundFile, 'name' | 'expectedRows'> };
  readonly parquet: string;
  readonly rejected: { readonly count: number };
};

/** A warning when the file has another number of records than its manifest says; unreadable records count. */
export async function rowCountFindings(
  duckdb: DuckDb,
  { source, parquet, rejected }: LoadedRecords,
): Promise<readonly Finding[]> {
  const { expectedRows, name } = source.file;
  if (expectedRows === undefined) return [];
  const [row] = await duckdb.rows(`SELECT CAST(count(*) AS DOUBLE) FROM read_parquet(${sqlPath(parquet)})`);
  const records = Number(row?.[0] ?? 0) + rejected.count;
  if (records === expectedRows) return [];
  const message = `The file has ${records} records, its manifest says ${expectedRows}.`;
  const hint = 'Download the export again: the amount may be incomplete.';
  return [notice('row-count-differs', 'warning', message, name, hint)];
}
