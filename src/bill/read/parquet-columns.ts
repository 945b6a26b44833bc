/** Columns of a Parquet file; the members of a structure are columns of their own, with dots in their names. */

import type { DuckDb } from '../duckdb.ts';
import { sqlName, sqlPath } from '../sql.ts';
import type { SourceColumn } from './cells.ts';

/** Deepest structure that is spread. */
const DEPTH_MAX = 4;

/** `name` and type of each member of `STRUCT(id VARCHAR, "a b" STRUCT(...))`. */
export function structMembers(type: string): readonly { readonly name: string; readonly type: string }[] {
  const inside = /^STRUCT\((.*)\)$/s.exec(type)?.[1];
  if (inside === undefined) return [];
  const parts: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let part = '';
  for (const character of inside) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '(') depth += 1;
    else if (!isQuoted && character === ')') depth -= 1;
    if (character === ',' && depth === 0 && !isQuoted) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part].map(text => {
    const match = /^\s*(?:"((?:[^"]|"")*)"|(\S+))\s+(.*)$/s.exec(text);
    return { name: (match?.[1] ?? match?.[2] ?? '').replaceAll('""', '"'), type: match?.[3] ?? '' };
  });
}

/** A list of structures is read as JSON text, which keeps the digits of its decimals; other lists and maps keep their type. */
function isStructList(type: string): boolean {
  return type.startsWith('STRUCT(') && type.endsWith(')[]');
}

/** BigQuery writes a list as a structure `list` of structures `element`. */
function wrappedElement({ name, type, sql }: SourceColumn): SourceColumn | null {
  const [list, ...others] = structMembers(type);
  if (list?.name !== 'list' || others.length > 0 || !list.type.endsWith('[]')) return null;
  const [element, ...more] = structMembers(list.type.slice(0, -'[]'.length));
  if (element === undefined || more.length > 0) return null;
  if (!['element', 'item'].includes(element.name)) return null;
  const elements = `list_transform(${sql}.list, lambda item: item.${sqlName(element.name)})`;
  return { name, type: `${element.type}[]`, sql: elements };
}

function spread(column: SourceColumn, depth: number): SourceColumn[] {
  const list = wrappedElement(column) ?? column;
  if (isStructList(list.type))
    return [{ name: list.name, sql: `CAST(to_json(${list.sql}) AS VARCHAR)`, type: 'VARCHAR' }];
  if (list !== column) return [list];
  const members = depth < DEPTH_MAX ? structMembers(column.type) : [];
  if (members.length === 0) return [column];
  return members.flatMap(({ name, type }) =>
    spread({ name: `${column.name}.${name}`, sql: `${column.sql}.${sqlName(name)}`, type }, depth + 1),
  );
}

/** Null when the file is damaged or encrypted. */
export async function parquetColumns(duckdb: DuckDb, path: string): Promise<readonly SourceColumn[] | null> {
  let described: readonly (readonly unknown[])[];
  try {
    described = await duckdb.rows(
      `SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet(${sqlPath(path)}, hive_partitioning = false))`,
    );
  } catch {
    return null;
  }
  return described.flatMap(([name, type]) =>
    spread({ name: String(name), sql: sqlName(String(name)), type: String(type) }, 0),
  );
}
