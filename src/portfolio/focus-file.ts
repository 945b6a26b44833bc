/** Writes FOCUS rows as CSV that a spreadsheet opens without running anything. */

import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { UserError } from '../engine/errors.ts';
import { escapeControl } from '../engine/text.ts';

/** One FOCUS row; null is an empty cell. */
export type FocusCells = Readonly<Record<string, string | number | null>>;

/** A cell that a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

function cellText(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows as CSV, line by line: the columns of the first row, in its order. */
export function* focusLines(rows: Iterable<FocusCells>): Generator<string> {
  let columns: readonly string[] | null = null;
  for (const row of rows) {
    if (columns === null) {
      columns = Object.keys(row);
      yield `${columns.join(',')}\n`;
    }
    yield `${columns.map(column => cellText(row[column])).join(',')}\n`;
  }
}

/** Lines that are written at once: a year of hours and pools is more than a string may hold. */
const LINES_AT_ONCE = 10_000;

function writeLines(descriptor: number, lines: Iterable<string>): number {
  let written = 0;
  let waiting: string[] = [];
  const flush = () => {
    writeSync(descriptor, waiting.join(''));
    waiting = [];
  };
  for (const line of lines) {
    waiting.push(line);
    written += 1;
    if (waiting.length === LINES_AT_ONCE) flush();
  }
  flush();
  return Math.max(0, written - 1);
}

/**
 * Writes the rows; the file appears under its name when it is complete.
 * @returns how many rows
 * @throws UserError when the file is there already, or its folder cannot be written
 */
export function writeFocusFile(
  path: string,
  rows: Iterable<FocusCells>,
  options: { readonly overwrite: boolean },
): number {
  if (!options.overwrite && existsSync(path)) {
    throw new UserError({
      code: 'file-exists',
      message: `${escapeControl(path)} is there already.`,
      hint: 'Name another file, or add --force to replace it.',
      exitCode: 2,
    });
  }
  const draft = `${path}.part-${process.pid}`;
  try {
    const descriptor = openSync(draft, 'wx');
    let count: number;
    try {
      count = writeLines(descriptor, focusLines(rows));
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, path);
    return count;
  } catch (error) {
    rmSync(draft, { force: true });
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    const code = String(error.code);
    throw new UserError({
      code: 'file-not-writable',
      message: `${escapeControl(path)} cannot be written (${code}).`,
      hint: 'Check the folder and its permissions.',
      exitCode: 4,
    });
  }
}
