/** Reads the cells of a metrics row; what does not fit is a finding, and the cell counts as not given. */

import type { Finding } from '../engine/finding.ts';
import type { CsvRow } from '../input/csv-table.ts';
import type { FindingLog } from '../input/finding-log.ts';
import { quote } from '../input/quote.ts';

/** Decimal point or exponent; no thousands separators, no signs of a currency, no spreadsheet formulas. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** What a number in a cell must be. */
export type NumberRange = {
  readonly low: number;
  readonly high: number;
  readonly isWhole?: boolean;
};

/** Reads the cells of one row. Every method answers null for an empty or a refused cell. */
export type CellReader = {
  /** The resource; an id longer than a cell of a bill may hold is refused. */
  id(column: string): string | null;
  number(column: string, range: NumberRange): number | null;
  /** RFC 3339 date or date and time, as written. */
  date(column: string): string | null;
  /** Adds a finding about this row. */
  report(problem: Pick<Finding, 'code' | 'message' | 'hint'>, column: string | null): void;
};

const MAX_ID_CHARACTERS = 2_048;

function numberProblem(cell: string, range: NumberRange): Pick<Finding, 'code' | 'message' | 'hint'> | null {
  if (!NUMBER.test(cell)) {
    const hint = /^[\d.]+,\d+$/.test(cell)
      ? 'Write the decimals after a point.'
      : 'Write a plain number, or leave the cell empty.';
    return { code: 'metric-not-a-number', message: `${quote(cell)} is not a number`, hint };
  }
  const value = Number(cell);
  if (!(value >= range.low && value <= range.high)) {
    const message = `${quote(cell)} is not between ${range.low} and ${range.high}`;
    return { code: 'metric-out-of-range', message, hint: 'Look at the unit of the column.' };
  }
  if (range.isWhole && !Number.isInteger(value)) {
    return { code: 'metric-not-whole', message: `${quote(cell)} is not a whole number`, hint: null };
  }
  return null;
}

/** True for a day that the calendar has: 2026-02-30 is none. */
function isDay(cell: string): boolean {
  const day = cell.slice(0, 10);
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().slice(0, 10) === day;
}

/** @param findings where problems are collected */
export function cellReader({ row, cells }: CsvRow, file: string, findings: FindingLog): CellReader {
  const report: CellReader['report'] = (problem, column) => {
    findings.add({ ...problem, severity: 'error', source: { file, row, column } });
  };
  const textOf = (column: string) => cells[column] ?? '';
  return {
    report,
    id: column => {
      const cell = textOf(column);
      if (cell !== '' && cell.length <= MAX_ID_CHARACTERS) return cell;
      const message =
        cell === '' ? 'the row names no resource and is not read' : 'the resource id is too long';
      report({ code: 'metric-no-resource', message, hint: 'Write the resource id of the bill.' }, column);
      return null;
    },
    number: (column, range) => {
      const cell = textOf(column);
      if (cell === '') return null;
      const problem = numberProblem(cell, range);
      if (problem === null) return Number(cell);
      report(problem, column);
      return null;
    },
    date: column => {
      const cell = textOf(column);
      if (cell === '') return null;
      if (DATE.test(cell) && isDay(cell) && Number.isFinite(Date.parse(cell))) return cell;
      report(
        {
          code: 'metric-not-a-date',
          message: `${quote(cell)} is not a date`,
          hint: 'Write it as 2026-07-31.',
        },
        column,
      );
      return null;
    },
  };
}
