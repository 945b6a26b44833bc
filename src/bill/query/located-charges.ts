/** Stored charges with the place they came from: the file as it was named and the row in it. */

import { CHARGE_COLUMNS, type ChargeColumn, type DecimalGroup } from '../columns.ts';
import { decimalType, type Width } from '../read/decimals.ts';
import { sqlName, sqlPaths } from '../sql.ts';
import type { StoredParquet } from '../store.ts';

/**
 * Columns beside the charge's own: `stored` is the Parquet file, `position` the charge's place in it (together unique),
 * `source_file` the file as the person named it, `source_row` as a spreadsheet counts (a record of Parquet from 1).
 */
const PLACE = `filename AS stored, file_row_number AS position, x_SourceFile AS source_file,
  CAST(coalesce(x_SourceRow, file_row_number + x_RowOffset) AS DOUBLE) AS source_row`;

function widest(files: readonly StoredParquet[], group: DecimalGroup): Width {
  return files.reduce<Width>((width, file) => (file.widths[group] > width ? file.widths[group] : width), 0);
}

function isDecimalGroup(kind: string | undefined): kind is DecimalGroup {
  return kind === 'cost' || kind === 'price' || kind === 'quantity';
}

/** Type that holds a sum of the store's costs: wide enough for what is added up, with the decimals of the widest file. */
export function costSumType(files: readonly StoredParquet[]): string {
  return decimalType(widest(files, 'cost')).replace('DECIMAL(18,', 'DECIMAL(38,');
}

/** A relation of these columns and `PLACE` over all readable charges, every decimal at the width of the widest file. */
export function locatedCharges(files: readonly StoredParquet[], columns: readonly ChargeColumn[]): string {
  const list = columns.map(column => {
    const kind = CHARGE_COLUMNS.get(column);
    const name = sqlName(column);
    return isDecimalGroup(kind) ? `CAST(${name} AS ${decimalType(widest(files, kind))}) AS ${name}` : name;
  });
  const byWidths = Map.groupBy(files, ({ widths }) => `${widths.cost}${widths.price}${widths.quantity}`);
  const parts = [...byWidths.values()].map(
    group => `SELECT ${list.join(', ')}, ${PLACE}
      FROM read_parquet(${sqlPaths(group.map(({ path }) => path))}, hive_partitioning = false, file_row_number = true, filename = true)
      WHERE NOT x_Bad`,
  );
  return `(${parts.join(' UNION ALL ')})`;
}
