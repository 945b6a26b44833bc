/** Says where Azure's files have no public price: the list cost of such charges is another cost in its place. */

import type { Finding } from '../../engine/finding.ts';
import type { DuckDb } from '../duckdb.ts';
import { notice } from '../import-session.ts';
import type { Loaded } from '../read/load.ts';
import { sqlPath } from '../sql.ts';

/** One finding when usage has a list cost that no public price made. */
export async function listPriceFindings(
  duckdb: DuckDb,
  { parquet, source }: Loaded,
): Promise<readonly Finding[]> {
  const [row] = await duckdb.rows(
    `SELECT CAST(count(*) AS DOUBLE) FROM read_parquet(${sqlPath(parquet)})
     WHERE NOT x_Bad AND ChargeCategory = 'Usage' AND ListUnitPrice IS NULL AND ListCost <> 0 AND ListCost = ContractedCost`,
  );
  const count = Number(row?.[0] ?? 0);
  if (count === 0) return [];
  const message = `${count} usage charges have no public price (PayGPrice is missing or 0): the contracted cost stands in for their list cost.`;
  return [notice('list-price-missing', 'info', message, source.file.name)];
}
