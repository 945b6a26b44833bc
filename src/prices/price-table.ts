/** A table of the book on disk: JSON with named columns and one data row per line. */

import { readFileSync } from 'node:fs';
import { assert, BugError } from '../engine/assert.ts';
import type { PriceKind } from '../engine/price-book.ts';

type Cell = string | number | boolean | null;

/**
 * One data row, read by column name. A wrong column or type is a bug of the data, not of the user.
 * The sentences of the assertions are made only when they fail: rows are read by the ten thousand.
 */
export class TableRow {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #cells: readonly Cell[];

  constructor(columns: ReadonlyMap<string, number>, cells: readonly Cell[]) {
    this.#columns = columns;
    this.#cells = cells;
  }

  #cell(column: string): Cell {
    const index = this.#columns.get(column);
    if (index === undefined) throw new BugError(`the price table has no column ${column}`);
    return this.#cells[index] ?? null;
  }

  /** Null where the cell is empty. */
  optionalText(column: string): string | null {
    const cell = this.#cell(column);
    if (cell === null || typeof cell === 'string') return cell;
    throw new BugError(`${column} is not text`);
  }

  text(column: string): string {
    const cell = this.#cell(column);
    if (typeof cell === 'string') return cell;
    throw new BugError(`${column} is not text`);
  }

  /** Null where the cell is empty: unknown is never 0. */
  optionalNumber(column: string): number | null {
    return this.#cell(column) === null ? null : this.number(column);
  }

  number(column: string): number {
    const cell = this.#cell(column);
    if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
    throw new BugError(`${column} is not a finite number`);
  }

  kind(column: string): PriceKind {
    const cell = this.#cell(column);
    if (cell === 'measured' || cell === 'derived' || cell === 'assumed') return cell;
    throw new BugError(`${column} is not a kind of price`);
  }

  flag(column: string): boolean {
    const cell = this.#cell(column);
    if (typeof cell === 'boolean') return cell;
    throw new BugError(`${column} is not true or false`);
  }
}

/** A file of the book: what holds for every row, and the rows. */
export type PriceTable = {
  readonly meta: Readonly<Record<string, Cell>>;
  readonly rows: readonly TableRow[];
};

type TableFile = Readonly<Record<string, Cell>> & {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

function isTableFile(value: unknown): value is TableFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'columns' in value &&
    Array.isArray(value.columns) &&
    'rows' in value &&
    Array.isArray(value.rows)
  );
}

/** @throws BugError when the file is not a table: the data is part of the program. */
export function readPriceTable(url: URL): PriceTable {
  const file: unknown = JSON.parse(readFileSync(url, 'utf8'));
  assert(isTableFile(file), `${url.pathname} is a price table`);
  const { columns, rows, ...meta } = file;
  const indexes = new Map(columns.map((column, index) => [column, index]));
  return { meta, rows: rows.map(cells => new TableRow(indexes, cells)) };
}
