/** Reads a small CSV file that a person made: the layout is recognised by its header, whatever the order of the columns. */

import { parse } from 'csv-parse/sync';
import type { Finding } from '../engine/finding.ts';
import { closestWord } from './did-you-mean.ts';
import { findingLog } from './finding-log.ts';
import { quote } from './quote.ts';
import { readTextFile } from './read-text-file.ts';

/** Columns of one kind of file. */
export type CsvLayout<Name extends string> = {
  readonly name: Name;
  /** All of these are in the header. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
};

/** One data row. */
export type CsvRow = {
  /** As a spreadsheet counts: the header is row 1, a cell with line breaks does not count twice. */
  readonly row: number;
  /** Trimmed cells by the layout's column name; empty where the file has no such column or cell. */
  readonly cells: Readonly<Record<string, string>>;
};

/** What came out of a CSV file. */
export type CsvTable<Name extends string> = {
  /** Null when the header fits no layout. */
  readonly layout: Name | null;
  readonly rows: readonly CsvRow[];
  readonly findings: readonly Finding[];
};

/** A hundred thousand resources with every metric are a fifth of it. */
const MAX_CSV_BYTES = 50_000_000;
const MAX_ROWS = 1_000_000;
/** A spreadsheet cell holds no more. */
const MAX_CELL_CHARACTERS = 32_767;
const MAX_COLUMNS = 1_000;
const MAX_FINDINGS = 1_000;

/** Adds a finding about the file that is read. */
export type CsvReport = (problem: {
  code: string;
  severity?: Finding['severity'];
  message: string;
  hint?: string | null;
  row?: number | null;
  column?: string | null;
}) => void;

/** The separator that the first line has most of. */
export function separatorOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const line = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  const count = (separator: string) => line.split(separator).length;
  return [',', ';', '\t'].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

function readRecords(text: string, report: CsvReport): string[][] {
  const records: string[][] = parse(text, {
    delimiter: separatorOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    on_skip: error => {
      const row = (typeof error?.records === 'number' ? error.records : 0) + 1;
      const message = 'a quote is opened here and never closed: this row and all after it are not read';
      report({ code: 'csv-quote', message, hint: 'Close the quote, or write it twice.', row });
      return undefined;
    },
    to: MAX_ROWS + 2,
  });
  if (records.length <= MAX_ROWS + 1) return records;
  const hint = 'Split the file.';
  report({
    code: 'csv-too-many-rows',
    message: `rows after ${MAX_ROWS} are not read`,
    hint,
    row: MAX_ROWS + 2,
  });
  return records.slice(0, MAX_ROWS + 1);
}

/** Index of each of the layout's columns in the file; first come, first served. */
export type CsvHeader = ReadonlyMap<string, number>;

/** Where each column of the layout stands; columns that are not known or given twice are findings. */
export function readHeader(
  names: readonly string[],
  layout: CsvLayout<string>,
  report: CsvReport,
): CsvHeader {
  const known = [...layout.required, ...layout.optional];
  const byLowerCase = new Map(known.map(name => [name.toLowerCase(), name]));
  const header = new Map<string, number>();
  names.forEach((written, index) => {
    const name = byLowerCase.get(written.trim().toLowerCase());
    if (name !== undefined && header.has(name)) {
      const message = `the column ${name} is given twice: the first one is read`;
      report({ code: 'csv-duplicate-column', message, hint: 'Remove one of the two.', row: 1, column: name });
    } else if (name !== undefined) header.set(name, index);
    else if (written.trim() !== '') {
      const closest = closestWord(written.trim(), known);
      const message = `the column ${quote(written.trim())} is not known and is not read`;
      const hint = closest === null ? null : `Did you mean ${quote(closest)}?`;
      report({ code: 'csv-unknown-column', severity: 'warning', message, hint, row: 1 });
    }
  });
  return header;
}

function missingColumns(names: readonly string[], layout: CsvLayout<string>): readonly string[] {
  const written = new Set(names.map(name => name.trim().toLowerCase()));
  return layout.required.filter(name => !written.has(name.toLowerCase()));
}

/** The layout whose required columns are all there; of several, the one that asks for most. */
export function chooseLayout<Name extends string>(
  names: readonly string[],
  layouts: readonly CsvLayout<Name>[],
  report: CsvReport,
): CsvLayout<Name> | null {
  const ranked = layouts
    .map(layout => ({ layout, missing: missingColumns(names, layout) }))
    .sort(
      (a, b) => a.missing.length - b.missing.length || b.layout.required.length - a.layout.required.length,
    );
  const best = ranked[0];
  if (best === undefined || best.missing.length === 0) return best?.layout ?? null;
  const message = `the header has no column ${best.missing.map(quote).join(', ')}`;
  const hint = `The first row names the columns; ${layouts.map(({ name, required }) => `${name} needs ${required.join(', ')}`).join('; ')}.`;
  report({ code: 'csv-header', message, hint, row: 1 });
  return null;
}

function readRow(record: readonly string[], header: CsvHeader, row: number, report: CsvReport): CsvRow {
  const cells: Record<string, string> = {};
  for (const [name, index] of header) {
    const cell = record[index] ?? '';
    if (cell.length > MAX_CELL_CHARACTERS) {
      const message = `the cell has more than ${MAX_CELL_CHARACTERS} characters and is not read`;
      report({ code: 'csv-cell-too-long', message, hint: 'Look for a missing quote.', row, column: name });
    } else cells[name] = cell.trim();
  }
  return { row, cells };
}

/**
 * Reads CSV text: comma, semicolon or tab, quotes as in RFC 4180. Blank rows are skipped.
 * @param file its name for the findings
 * @param layouts one of these is recognised by the header
 */
export function parseCsvTable<Name extends string>(
  text: string,
  file: string,
  layouts: readonly CsvLayout<Name>[],
): CsvTable<Name> {
  const log = findingLog(MAX_FINDINGS);
  const report: CsvReport = ({
    code,
    severity = 'error',
    message,
    hint = null,
    row = null,
    column = null,
  }) => {
    log.add({ code, severity, message, hint, source: { file, row, column } });
  };
  const [names, ...records] = readRecords(text.startsWith('\ufeff') ? text.slice(1) : text, report);
  if (names === undefined || names.every(name => name.trim() === '')) {
    report({
      code: 'empty-file',
      message: 'the file has no header',
      hint: 'The first row names the columns.',
    });
    return { layout: null, rows: [], findings: log.all() };
  }
  if (names.length > MAX_COLUMNS) {
    report({
      code: 'csv-too-many-columns',
      message: `the header has more than ${MAX_COLUMNS} columns`,
      row: 1,
    });
    return { layout: null, rows: [], findings: log.all() };
  }
  const layout = chooseLayout(names, layouts, report);
  if (layout === null) return { layout, rows: [], findings: log.all() };
  const header = readHeader(names, layout, report);
  const rows: CsvRow[] = [];
  records.forEach((record, index) => {
    const row = index + 2;
    if (record.every(cell => cell.trim() === '')) return;
    if (record.slice(names.length).some(cell => cell.trim() !== '')) {
      const message = 'the row has more cells than the header: the last ones are not read';
      report({
        code: 'csv-row-too-long',
        severity: 'warning',
        message,
        hint: 'Put quotes around cells that hold a separator.',
        row,
      });
    }
    rows.push(readRow(record, header, row, report));
  });
  return { layout: layout.name, rows, findings: log.all() };
}

/**
 * Reads a CSV file.
 * @throws UserError when there is no such file or it cannot be opened (exit code 3)
 */
export function readCsvTable<Name extends string>(
  path: string,
  layouts: readonly CsvLayout<Name>[],
): CsvTable<Name> {
  const read = readTextFile(path, MAX_CSV_BYTES);
  if (read.kind === 'text') return parseCsvTable(read.text, path, layouts);
  return { layout: null, rows: [], findings: [read.finding] };
}
