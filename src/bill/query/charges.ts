/** The stored charges of several Parquet files as one relation, at one width of decimals. */

import { CHARGE_COLUMNS, type ChargeColumn, type DecimalGroup } from '../columns.ts';
import { decimalType, type Width } from '../read/decimals.ts';
import { sqlName, sqlPaths } from '../sql.ts';
import type { StoredParquet } from '../store.ts';

/** A Parquet file of charges and the types it was written with. */
export type ChargeFile = Pick<StoredParquet, 'path' | 'widths'>;

function widest(files: readonly ChargeFile[], group: DecimalGroup): Width {
  return files.reduce<Width>((width, file) => (file.widths[group] > width ? file.widths[group] : width), 0);
}

/**
 * A relation of these columns. Each file keeps the type it was written with, and reading files of several types together
 * would silently round to the first or narrower one: they are cast one by one.
 */
export function chargesRelation(files: readonly ChargeFile[], columns: readonly ChargeColumn[]): string {
  const typeOf = (column: ChargeColumn) => {
    const kind = CHARGE_COLUMNS.get(column);
    return kind === 'cost' || kind === 'price' || kind === 'quantity'
      ? decimalType(widest(files, kind))
      : null;
  };
  const list = columns.map(column => {
    const type = typeOf(column);
    return type === null ? sqlName(column) : `CAST(${sqlName(column)} AS ${type}) AS ${sqlName(column)}`;
  });
  const byWidths = Map.groupBy(files, ({ widths }) => `${widths.cost}${widths.price}${widths.quantity}`);
  const parts = [...byWidths.values()].map(
    group =>
      `SELECT ${list.join(', ')} FROM read_parquet(${sqlPaths(group.map(({ path }) => path))}, hive_partitioning = false) WHERE NOT x_Bad`,
  );
  return `(${parts.join(' UNION ALL ')})`;
}

/** Decimal text of DuckDB without the zeros that only show the type. */
export function plainDecimal(text: string): string {
  if (!text.includes('.')) return text;
  const plain = text.replace(/\.?0+$/, '');
  return plain === '-0' || plain === '' ? '0' : plain;
}

/** A money cell of a result: plain decimal text, null for null. */
export function moneyText(value: unknown): string | null {
  return value === null || value === undefined ? null : plainDecimal(String(value));
}
