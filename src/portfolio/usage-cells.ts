/** Reads the cells of a usage row: hours and numbers, with limits. */

import { MS_PER_HOUR } from '../engine/calendar.ts';
import { quote } from '../input/quote.ts';

/** A cell that is refused, in the words of the finding. */
export type CellProblem = { readonly code: string; readonly message: string; readonly hint: string };

/** An hour of the file: counted from the epoch for a time, from the start of the usage for an index. */
export type HourCell = { readonly kind: 'time' | 'index'; readonly hour: number };

/** Three years of which one is a leap year twice over: no usage file is longer. */
export const MAX_HOURS = 3 * 8784;
/** Units of one pool in an hour; a larger number is another unit. */
const MAX_QUANTITY = 1e12;
/** Prices of one unit, and units taken. */
const MAX_RATE = 1e9;

const INDEX = /^\d{1,5}$/;
const TIME = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.0+)?)?([Zz]|[+-]\d{2}:\d{2})$/;
/** Decimal point or exponent; no thousands separators, no signs of a currency, no spreadsheet formulas. */
const NUMBER = /^\+?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

const HOUR_HINT = 'Write a UTC hour as 2026-09-01T13:00:00Z, or a number that counts hours from 0.';

function problem(code: string, message: string, hint: string): CellProblem {
  return { code, message, hint };
}

/** True for a day that the calendar has: 2026-02-30 is none. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().slice(0, 10) === day;
}

/** A whole UTC hour (RFC 3339) or an index from 0. */
export function readHour(cell: string): HourCell | CellProblem {
  if (cell === '') return problem('usage-no-hour', 'the row names no hour', HOUR_HINT);
  if (INDEX.test(cell)) {
    const hour = Number(cell);
    return hour < MAX_HOURS
      ? { kind: 'index', hour }
      : problem('usage-hour', `the hour ${quote(cell)} is not below ${MAX_HOURS} (three years)`, HOUR_HINT);
  }
  const match = TIME.exec(cell);
  const time = match === null ? Number.NaN : Date.parse(cell.replace(' ', 'T').toUpperCase());
  if (match === null || !isDay(match[1] ?? '') || !Number.isFinite(time)) {
    return problem('usage-hour', `${quote(cell)} is not an hour`, HOUR_HINT);
  }
  if (time % MS_PER_HOUR !== 0) {
    const hint = 'Sum the usage by whole hours: commitments apply by the hour.';
    return problem('usage-hour', `${quote(cell)} is not the start of a UTC hour`, hint);
  }
  return { kind: 'time', hour: time / MS_PER_HOUR };
}

function readNumber(cell: string, low: number, high: number, isLowAllowed: boolean): number | CellProblem {
  const value = Number(cell);
  if (!NUMBER.test(cell)) {
    if (/^-/.test(cell) && Number.isFinite(value)) {
      return problem('usage-negative', `${quote(cell)} is negative`, 'Usage and prices are never below 0.');
    }
    const hint = /^[\d.]+,\d+$/.test(cell) ? 'Write the decimals after a point.' : 'Write a plain number.';
    return problem('usage-not-a-number', `${quote(cell)} is not a number`, hint);
  }
  if (value > high || value < low || (value === low && !isLowAllowed)) {
    const words = `${isLowAllowed ? 'from' : 'above'} ${low} to ${high}`;
    return problem('usage-out-of-range', `${quote(cell)} is not ${words}`, 'Look at the unit of the column.');
  }
  return value;
}

/** Units in the hour, 0 or more. */
export function readQuantity(cell: string): number | CellProblem {
  if (cell === '') {
    return problem('usage-no-quantity', 'the row has no quantity', 'Write 0 where nothing ran.');
  }
  return readNumber(cell, 0, MAX_QUANTITY, true);
}

/** Consecutive hours that the row stands for; 1 for an empty cell. */
export function readHours(cell: string): number | CellProblem {
  if (cell === '') return 1;
  const value = readNumber(cell, 1, MAX_HOURS, true);
  if (typeof value !== 'number' || Number.isInteger(value)) return value;
  return problem('usage-not-whole', `${quote(cell)} is not a whole number`, 'Give whole hours.');
}

/** A price, or units taken: above 0; null for an empty cell. */
export function readRate(cell: string): number | null | CellProblem {
  return cell === '' ? null : readNumber(cell, 0, MAX_RATE, false);
}
