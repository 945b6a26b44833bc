/** Collects the rows of one usage file into pools, and what is wrong with them. */

import type { UsageShape } from '../engine/commitments/usage.ts';
import { type FindingLog, findingLog } from '../input/finding-log.ts';
import { quote } from '../input/quote.ts';
import { HourSeries } from './hour-series.ts';
import {
  type CellProblem,
  type HourCell,
  MAX_HOURS,
  readHour,
  readHours,
  readQuantity,
  readRate,
} from './usage-cells.ts';
import {
  FIRST_NUMBER_CELL,
  FIRST_POOL_CELL,
  HOUR_CELL,
  HOURS_CELL,
  NUMBER_COLUMNS,
  type NumberColumn,
  POOL_COLUMNS,
  type PoolAttributes,
  type PoolColumn,
  QUANTITY_CELL,
} from './usage-columns.ts';
import { defaultUnit, ownerOf, poolName, usageShape } from './usage-shape.ts';

/** One pool as the file gives it: prices may still be missing. */
export type UsageRows = {
  readonly id: string;
  /** Row of the file that names it first. */
  readonly row: number;
  readonly account: string;
  readonly workload: string | null;
  readonly attributes: PoolAttributes;
  readonly shape: UsageShape;
  readonly unit: string;
  readonly numbers: Readonly<Record<NumberColumn, number | null>>;
  readonly quantities: Float64Array;
};

/** Pool-hours in memory: 8 bytes each, and a byte that says whether the hour was given. */
const MAX_CELLS = 60_000_000;
/** More are no aggregate any more. */
const MAX_POOLS = 100_000;
const MAX_FINDINGS = 100;
const MAX_TEXT = 2_048;

/** A pool while its rows are read. */
export type PoolDraft = Omit<UsageRows, 'quantities' | 'numbers'> & {
  readonly series: HourSeries;
  readonly numbers: Record<NumberColumn, number | null>;
  /** The number cells that were read last: most rows repeat them. */
  lastNumbers: string;
};

/** Cells as one key. A loop, because millions of rows go through here. */
function joined(cells: readonly string[], from: number, to: number): string {
  let key = '';
  for (let index = from; index < to; index++) key += `${cells[index] ?? ''}\u001f`;
  return key;
}

const isProblem = (value: HourCell | CellProblem): value is CellProblem => 'code' in value;

/** Collects the rows of one file. */
export class UsageDraft {
  readonly log: FindingLog = findingLog(MAX_FINDINGS);
  readonly pools = new Map<string, PoolDraft>();
  hourKind: HourCell['kind'] | null = null;
  firstHour = Number.POSITIVE_INFINITY;
  lastHour = Number.NEGATIVE_INFINITY;
  isTooLarge = false;
  #cells = 0;
  readonly #file: string;
  /** By the cells of the pool as they are written; null for those that are refused. */
  readonly #byCells = new Map<string, PoolDraft | null>();
  readonly #hours = new Map<string, HourCell | null>();

  constructor(file: string) {
    this.#file = file;
  }

  error(problem: CellProblem, row: number | null, column: string | null): void {
    this.log.add({ ...problem, severity: 'error', source: { file: this.#file, row, column } });
  }

  note(severity: 'warning' | 'info', problem: CellProblem, row: number | null = null): void {
    this.log.add({ ...problem, severity, source: { file: this.#file, row, column: null } });
  }

  add(cells: readonly string[], row: number): void {
    if (this.isTooLarge) return;
    const hour = this.#hourOf(cells[HOUR_CELL] ?? '', row);
    const quantity = readQuantity(cells[QUANTITY_CELL] ?? '');
    const hours = readHours(cells[HOURS_CELL] ?? '');
    if (typeof quantity !== 'number') this.error(quantity, row, 'quantity');
    if (typeof hours !== 'number') this.error(hours, row, 'hours');
    const pool = this.#poolOf(cells, row);
    if (hour === null || pool === null || typeof quantity !== 'number' || typeof hours !== 'number') return;
    this.#addHours(pool, { from: hour.hour, hours, quantity }, row);
  }

  #addHours(
    pool: PoolDraft,
    { from, hours, quantity }: { from: number; hours: number; quantity: number },
    row: number,
  ) {
    const first = Math.min(this.firstHour, from);
    const last = Math.max(this.lastHour, from + hours - 1);
    if (last - first >= MAX_HOURS) {
      const message = `the usage spans more than ${MAX_HOURS} hours (three years)`;
      this.error({ code: 'usage-too-long', message, hint: 'Give a shorter period.' }, row, 'hour');
      this.isTooLarge = true;
      return;
    }
    this.firstHour = first;
    this.lastHour = last;
    const before = pool.series.size;
    for (let index = 0; index < hours; index++) pool.series.add(from + index, quantity);
    this.#cells += pool.series.size - before;
    if (this.#cells <= MAX_CELLS) return;
    const message = `pools x hours is more than ${MAX_CELLS}`;
    this.error(
      { code: 'usage-too-large', message, hint: 'Aggregate pools, or give a shorter period.' },
      row,
      null,
    );
    this.isTooLarge = true;
  }

  #hourOf(cell: string, row: number): HourCell | null {
    const known = this.#hours.get(cell);
    if (known !== undefined && known !== null) return known;
    const read = readHour(cell);
    if (isProblem(read)) {
      this.error(read, row, 'hour');
      return null;
    }
    this.hourKind ??= read.kind;
    if (read.kind !== this.hourKind) {
      const message = `${quote(cell)} is ${read.kind === 'time' ? 'a time' : 'a number'}, the rows before are not`;
      this.error({ code: 'usage-hour', message, hint: 'Write all hours in one form.' }, row, 'hour');
      return null;
    }
    this.#hours.set(cell, read);
    return read;
  }

  #poolOf(cells: readonly string[], row: number): PoolDraft | null {
    const key = joined(cells, FIRST_POOL_CELL, FIRST_NUMBER_CELL);
    const known = this.#byCells.get(key);
    const pool =
      known === undefined
        ? this.#newPool(cells.slice(FIRST_POOL_CELL, FIRST_NUMBER_CELL), cells, row)
        : known;
    if (known === undefined) this.#byCells.set(key, pool);
    if (pool !== null) this.#readNumbers(pool, cells, row);
    return pool;
  }

  #newPool(poolCells: readonly string[], cells: readonly string[], row: number): PoolDraft | null {
    const attributes = Object.fromEntries(
      POOL_COLUMNS.map((column, index) => [column, poolCells[index] ?? '']),
    ) as Record<PoolColumn, string>;
    const long = POOL_COLUMNS.find(column => attributes[column].length > MAX_TEXT);
    if (long !== undefined) {
      const message = `the cell has more than ${MAX_TEXT} characters`;
      this.error({ code: 'usage-text', message, hint: 'Look for a missing quote.' }, row, long);
      return null;
    }
    const id = attributes.id || poolName(attributes);
    const same = this.pools.get(id);
    if (same !== undefined) return this.#sameId(same, attributes, row);
    const unitsCell = cells[FIRST_NUMBER_CELL + NUMBER_COLUMNS.indexOf('units_per_quantity')] ?? '';
    const units = readRate(unitsCell);
    const shape = usageShape(attributes, typeof units === 'number' ? units : 1);
    if ('message' in shape) {
      const { column, message, hint } = shape;
      this.error({ code: 'usage-attribute', message, hint }, row, column);
      return null;
    }
    if (this.pools.size >= MAX_POOLS) {
      const hint = 'Aggregate usage of equal price, or leave the id out.';
      this.error(
        { code: 'usage-too-large', message: `there are more than ${MAX_POOLS} pools`, hint },
        row,
        'id',
      );
      this.isTooLarge = true;
      return null;
    }
    const pool: PoolDraft = {
      id,
      row,
      account: ownerOf(attributes),
      workload: attributes.workload || null,
      attributes,
      shape,
      unit: attributes.unit.toLowerCase() || defaultUnit(shape),
      numbers: Object.fromEntries(NUMBER_COLUMNS.map(column => [column, null])) as PoolDraft['numbers'],
      series: new HourSeries(),
      lastNumbers: '',
    };
    this.pools.set(id, pool);
    return pool;
  }

  /** Rows of one id may leave cells empty that an earlier one filled; they may not say something else. */
  #sameId(pool: PoolDraft, attributes: PoolAttributes, row: number): PoolDraft | null {
    const other = POOL_COLUMNS.find(
      column => attributes[column] !== '' && attributes[column] !== pool.attributes[column],
    );
    if (other === undefined) return pool;
    const message = `the pool ${quote(pool.id)} has another ${other} than in row ${pool.row}`;
    const hint = 'Give usage that differs in anything but the quantity an id of its own.';
    this.error({ code: 'usage-id-conflict', message, hint }, row, other);
    return null;
  }

  #readNumbers(pool: PoolDraft, cells: readonly string[], row: number): void {
    const key = joined(cells, FIRST_NUMBER_CELL, cells.length);
    if (key === pool.lastNumbers) return;
    pool.lastNumbers = key;
    NUMBER_COLUMNS.forEach((column, index) => {
      const value = readRate(cells[FIRST_NUMBER_CELL + index] ?? '');
      if (value !== null && typeof value !== 'number') {
        this.error(value, row, column);
        return;
      }
      const known = pool.numbers[column];
      if (value === null || value === known) return;
      if (known === null) pool.numbers[column] = value;
      else {
        const message = `${column} of the pool ${quote(pool.id)} is ${value}, and ${known} in an earlier row`;
        const hint = 'A pool has one price: give the usage of another price an id of its own.';
        this.error({ code: 'usage-rate-conflict', message, hint }, row, column);
      }
    });
  }
}
