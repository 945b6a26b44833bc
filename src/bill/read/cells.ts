/** The cells of one source file as a format's mapping sees them: asked for by name, read into a typed SQL column. */

import type { DecimalGroup } from '../columns.ts';
import { sqlText } from '../sql.ts';
import type { Widths } from './decimals.ts';
import { Layers } from './layers.ts';

/** A column of the source. */
export type SourceColumn = {
  /** As written in the file. */
  readonly name: string;
  /** Expression that reads it. */
  readonly sql: string;
  /** DuckDB type; `VARCHAR` for every column of a CSV. */
  readonly type: string;
};

/**
 * What an unreadable cell does. `record`: the whole record is left out, since its billed cost is not known; `total`: a
 * total misses this amount; `detail`: the cell stays empty.
 */
export type Weight = 'record' | 'total' | 'detail';

/** How a cell is read. */
export type CellOptions = {
  readonly weight?: Weight;
  /** Condition on the record outside of which the cell means nothing and is not looked at. */
  readonly when?: string;
  /** Expression of a text to read in place of the cell: a number that stands inside of it. Findings name the cell. */
  readonly inside?: string;
};

/** Cells by canonical name. A column that the file does not have reads as null. */
export type Cells = {
  has(name: string): boolean;
  /** Text; empty, `NULL`, `null` and `None` are null. */
  text(name: string): string;
  /** Exact decimal. */
  decimal(name: string, group: DecimalGroup, options?: CellOptions): string;
  /** UTC timestamp. */
  time(name: string, options?: CellOptions): string;
  /** JSON object or array as text; an empty one is null. */
  json(name: string): string;
  /** Text of one key of a map or JSON object. */
  entry(name: string, key: string): string;
  /** A name for an expression over text cells that is used more than once: it is computed once. */
  named(name: string, expression: string): string;
  /** Says that a cell should be filled where the condition holds: its absence is an issue that tells this consequence. */
  expect(name: string, when: string, consequence: string): void;
  /** Source columns whose name as written matches, for tag columns. */
  matching(pattern: RegExp): readonly SourceColumn[];
  /** Text of a column found by `matching`. */
  textOf(column: SourceColumn): string;
};

/** Everything the mapping asked for, as the inner steps of the statement. */
export type CellReader = {
  readonly cells: Cells;
  /** `SELECT` lists from the inside out. */
  layers(): readonly (readonly string[])[];
};

/** Column names are compared by their letters and digits only: `lineItem/UnblendedCost` is `line_item_unblended_cost`. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** `ResourceGroup` of `Ressourcengruppe (ResourceGroup)`; null where no brackets end the name. */
export function englishName(name: string): string | null {
  return /\(([^()]+)\)\s*$/.exec(name)?.[1] ?? null;
}

/** Collects what a mapping asks for. The mapping's expressions are only valid over the layers of the same reader. */
export function readCells(columns: readonly SourceColumn[], fromCsv: boolean, widths: Widths): CellReader {
  const byName = new Map<string, SourceColumn>();
  for (const column of columns) {
    const name = canonicalName(column.name);
    if (!byName.has(name)) byName.set(name, column);
  }
  // A localised header has the English name in brackets; a column of that very name comes first.
  for (const column of columns) {
    const english = canonicalName(englishName(column.name) ?? '');
    if (english !== '' && !byName.has(english)) byName.set(english, column);
  }
  const layers = new Layers(fromCsv, widths);
  const of = (name: string, absent: string, read: (column: SourceColumn) => string): string => {
    const column = byName.get(name);
    return column === undefined ? absent : read(column);
  };
  const cells: Cells = {
    has: name => byName.has(name),
    text: name => of(name, 'NULL', column => layers.text(column)),
    decimal: (name, group, options = {}) =>
      of(name, 'NULL', column => layers.decimal(column, group, options)),
    time: (name, options = {}) => of(name, 'CAST(NULL AS TIMESTAMP)', column => layers.time(column, options)),
    json: name =>
      of(
        name,
        'NULL',
        column => `CASE WHEN ${layers.text(column)} NOT IN ('{}', '[]') THEN ${layers.text(column)} END`,
      ),
    entry: (name, key) =>
      of(name, 'NULL', column =>
        column.type.startsWith('MAP(VARCHAR, VARCHAR')
          ? `nullif(${layers.cell(column)}[${sqlText(key)}], '')`
          : `nullif(json_extract_string(${layers.text(column)}, ${sqlText(`$."${key}"`)}), '')`,
      ),
    named: (name, expression) => layers.name(name, expression),
    expect: (name, when, consequence) => layers.expect(name, byName.get(name), when, consequence),
    matching: pattern => columns.filter(column => pattern.test(column.name)),
    textOf: column => layers.text(column),
  };
  return { cells, layers: () => layers.lists() };
}

/** Expression of a JSON object with the given keys, null when every value is; keys come from column names. */
export function jsonObjectSql(pairs: readonly { readonly key: string; readonly value: string }[]): string {
  if (pairs.length === 0) return 'NULL';
  const members = pairs.map(({ key, value }) => `${sqlText(`${JSON.stringify(key)}:`)} || to_json(${value})`);
  return `nullif('{' || concat_ws(',', ${members.join(', ')}) || '}', '{}')`;
}
