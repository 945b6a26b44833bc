/** Quoting for generated SQL: nothing that comes from a file reaches a statement in any other way. */

/** A text literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A quoted identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A path as DuckDB's readers take it: glob characters of the name stand for themselves. */
export function sqlPath(path: string): string {
  return sqlText(path.replaceAll(/[*?[\]]/g, '[$&]'));
}

/** A list literal of paths. */
export function sqlPaths(paths: readonly string[]): string {
  return `[${paths.map(sqlPath).join(', ')}]`;
}

/** How Parquet of the store is written. Level 1 is a tenth larger than the default and a fifth faster. */
export const PARQUET_OPTIONS = 'FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1';
