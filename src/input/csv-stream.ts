/** Reads a long CSV file record by record, in memory that does not grow with the file. */

import { closeSync, fstatSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Finding } from '../engine/finding.ts';
import { type CsvLayout, type CsvReport, chooseLayout, readHeader, separatorOf } from './csv-table.ts';
import { findingLog } from './finding-log.ts';
import { openFile } from './read-text-file.ts';

/**
 * Called for each data row. `cells` are trimmed, in the order of the layout's required and optional columns; the array is
 * used again for the next row.
 */
export type OnCsvRow = (cells: readonly string[], row: number) => void;

/** What came out of a long CSV file besides its rows. */
export type CsvStreamResult<Name extends string> = {
  /** Null when the header fits no layout, or the file is no text. */
  readonly layout: Name | null;
  /** Columns of the layout that the file has. */
  readonly columns: readonly string[];
  readonly rows: number;
  readonly findings: readonly Finding[];
};

/** How a long file is read. */
export type CsvStreamOptions = {
  /** More rows are an error. */
  readonly maxRows: number;
  readonly signal?: AbortSignal;
};

const CHUNK_BYTES = 1 << 20;
/** A longer record has a quote that is never closed. */
const MAX_RECORD_CHARACTERS = 1 << 20;
const MAX_COLUMNS = 1_000;
const MAX_FINDINGS = 200;
/** Chunks between two looks at Ctrl+C. */
const CHUNKS_PER_TURN = 16;
/** How Node names text that does not decode. */
const NOT_UTF_8 = 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** What stands in quotes, and the place after the closing one; null when the text ends inside. */
function quotedText(text: string, open: number): { value: string; end: number } | null {
  let value = '';
  for (let from = open + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0 || quote + 1 >= text.length) return null;
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}

/** One cell and the place of the separator or line break after it; null when the text ends first. */
function cellAt(text: string, start: number, separator: string): { cell: string; end: number } | null {
  let at = start;
  while (text[at] === ' ') at += 1;
  const quoted = text[at] === '"' ? quotedText(text, at) : { value: '', end: start };
  if (quoted === null) return null;
  let end = quoted.end;
  // Not by a search for the separator: the last cell of a record would search all records after it.
  while (end < text.length && text[end] !== separator && text[end] !== '\n') end += 1;
  if (end >= text.length) return null;
  return { cell: quoted.value + text.slice(quoted.end, end), end };
}

/** A record with quotes, RFC 4180: `next` is where the next one starts; null when the text ends inside it. */
function quotedRecord(
  text: string,
  start: number,
  separator: string,
): { cells: string[]; next: number } | null {
  const cells: string[] = [];
  for (let at = start; ; ) {
    const found = cellAt(text, at, separator);
    if (found === null) return null;
    cells.push(found.cell);
    at = found.end + 1;
    if (text[found.end] === '\n') return { cells, next: at };
  }
}

/** Cuts text into records; what is left of a chunk waits for the next one. */
class RecordReader {
  #rest = '';
  #separator = '';
  /** @returns false when a record does not end: the file cannot be read further */
  take(text: string, isLast: boolean, onRecord: (cells: string[]) => void): boolean {
    const all = isLast && !text.endsWith('\n') ? `${this.#rest}${text}\n` : this.#rest + text;
    let at = 0;
    while (at < all.length) {
      const end = all.indexOf('\n', at);
      if (end < 0) break;
      const line = all.slice(at, all[end - 1] === '\r' ? end - 1 : end);
      if (this.#separator === '') this.#separator = separatorOf(line);
      if (line.includes('"')) {
        const record = quotedRecord(all, at, this.#separator);
        if (record === null) break;
        onRecord(record.cells);
        at = record.next;
      } else {
        onRecord(line.split(this.#separator));
        at = end + 1;
      }
    }
    this.#rest = at === 0 ? all : all.slice(at);
    return isLast ? this.#rest.trim() === '' : this.#rest.length <= MAX_RECORD_CHARACTERS + text.length;
  }
}

/** Turns records into rows of the layout that the first one names. */
class RowReader<Name extends string> {
  layout: CsvLayout<Name> | null = null;
  columns: readonly string[] = [];
  rows = 0;
  /** True when nothing more is to be read. */
  isDone = false;
  #records = 0;
  #width = 0;
  /** Columns of the layout that the file has, and where they stand in it. */
  #places: readonly { readonly cell: number; readonly place: number }[] = [];
  #cells: string[] = [];
  readonly #layouts: readonly CsvLayout<Name>[];
  readonly #onRow: OnCsvRow;
  readonly #report: CsvReport;
  readonly #maxRows: number;

  constructor(layouts: readonly CsvLayout<Name>[], onRow: OnCsvRow, report: CsvReport, maxRows: number) {
    this.#layouts = layouts;
    this.#onRow = onRow;
    this.#report = report;
    this.#maxRows = maxRows;
  }

  add(record: string[]): void {
    this.#records += 1;
    if (this.isDone) return;
    if (this.#records === 1) this.#readHeader(record);
    else this.#readRow(record, this.#records);
  }

  #readHeader(names: readonly string[]): void {
    this.isDone = true;
    const row = 1;
    if (names.every(name => name.trim() === '')) {
      const hint = 'The first row names the columns.';
      this.#report({ code: 'empty-file', message: 'the file has no header', hint, row });
      return;
    }
    if (names.length > MAX_COLUMNS) {
      const message = `the header has more than ${MAX_COLUMNS} columns`;
      this.#report({ code: 'csv-too-many-columns', message, row });
      return;
    }
    this.layout = chooseLayout(names, this.#layouts, this.#report);
    if (this.layout === null) return;
    const header = readHeader(names, this.layout, this.#report);
    this.columns = [...header.keys()];
    this.#width = names.length;
    const known = [...this.layout.required, ...this.layout.optional];
    this.#cells = known.map(() => '');
    this.#places = known.flatMap((name, cell) => {
      const place = header.get(name);
      return place === undefined ? [] : [{ cell, place }];
    });
    this.isDone = false;
  }

  #readRow(record: readonly string[], row: number): void {
    if ((record[0] ?? '').trim() === '' && record.every(cell => cell.trim() === '')) return;
    if (record.length > this.#width && record.slice(this.#width).some(cell => cell.trim() !== '')) {
      const message = 'the row has more cells than the header';
      const hint = 'Put quotes around cells that hold a separator.';
      this.#report({ code: 'csv-row-too-long', message, hint, row });
      return;
    }
    if (this.rows >= this.#maxRows) {
      const message = `the file has more than ${this.#maxRows} rows`;
      this.#report({ code: 'csv-too-many-rows', message, hint: 'Split or aggregate it.', row });
      this.isDone = true;
      return;
    }
    this.rows += 1;
    for (const { cell, place } of this.#places) this.#cells[cell] = (record[place] ?? '').trim();
    this.#onRow(this.#cells, row);
  }

  /** Rows seen, the header among them. */
  get records(): number {
    return this.#records;
  }
}

/** Text of a file in UTF-8, chunk by chunk; the last one is marked. @throws TypeError where it is no UTF-8 */
function* chunksOf(descriptor: number): Generator<{ text: string; isLast: boolean }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const buffer = Buffer.alloc(CHUNK_BYTES);
  for (;;) {
    const length = readSync(descriptor, buffer, 0, CHUNK_BYTES, null);
    const isLast = length === 0;
    yield { text: decoder.decode(buffer.subarray(0, length), { stream: !isLast }), isLast };
    if (isLast) return;
  }
}

async function readAll<Name extends string>(
  descriptor: number,
  rows: RowReader<Name>,
  report: CsvReport,
  signal: AbortSignal | undefined,
): Promise<void> {
  const records = new RecordReader();
  let chunks = 0;
  for (const { text, isLast } of chunksOf(descriptor)) {
    if (chunks === 0 && /^\s*$/.test(text) && isLast) {
      report({ code: 'empty-file', message: 'the file is empty', hint: 'The first row names the columns.' });
      return;
    }
    const isSound = records.take(text, isLast, record => rows.add(record));
    if (!isSound) {
      const message = 'a quote is opened here and never closed, or the record is longer than a megabyte';
      report({
        code: 'csv-quote',
        message,
        hint: 'Close the quote, or write it twice.',
        row: rows.records + 1,
      });
      return;
    }
    if (rows.isDone) return;
    chunks += 1;
    if (chunks % CHUNKS_PER_TURN === 0) await setImmediate();
    signal?.throwIfAborted();
  }
}

/**
 * Reads a CSV file of any length: comma, semicolon or tab, quotes as in RFC 4180, UTF-8. Blank rows are skipped.
 * @param layouts one of these is recognised by the header
 * @throws UserError when there is no such file or it cannot be opened (exit code 3)
 */
export async function streamCsv<Name extends string>(
  path: string,
  layouts: readonly CsvLayout<Name>[],
  onRow: OnCsvRow,
  { maxRows, signal }: CsvStreamOptions,
): Promise<CsvStreamResult<Name>> {
  const log = findingLog(MAX_FINDINGS);
  const report: CsvReport = ({
    code,
    severity = 'error',
    message,
    hint = null,
    row = null,
    column = null,
  }) => {
    log.add({ code, severity, message, hint, source: { file: path, row, column } });
  };
  const rows = new RowReader(layouts, onRow, report, maxRows);
  const descriptor = openFile(path);
  try {
    if (fstatSync(descriptor).isFile()) await readAll(descriptor, rows, report, signal);
    else report({ code: 'not-a-file', message: 'this is not a file', hint: 'Name a regular file.' });
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && error.code === NOT_UTF_8)) throw error;
    const hint = 'Save it as UTF-8; spreadsheets call it "CSV UTF-8".';
    report({ code: 'not-utf-8', message: 'the file is not text in UTF-8', hint, row: rows.records + 1 });
  } finally {
    closeSync(descriptor);
  }
  return { layout: rows.layout?.name ?? null, columns: rows.columns, rows: rows.rows, findings: log.all() };
}
