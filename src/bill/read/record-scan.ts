/** Counts the records of a CSV byte by byte: slow, and independent of any reader. Asked only where a file is difficult. */

import type { FoundFile } from '../find/find-files.ts';
import { readText } from './integrity.ts';

/** What a text holds. */
export type RecordScan = {
  /** Records with something in them, the header too. */
  readonly records: number;
  /** Rows of blank lines, counted as a spreadsheet does: the header is 1, a line end inside quotes does not count. */
  readonly blankRows: readonly number[];
  /** A quote that is never closed: the row and the line of the text in which its record starts. */
  readonly openQuote: { readonly row: number; readonly line: number } | null;
};

const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;

/** Where a byte stands: at the start of a cell, in a plain one, in a quoted one, or after a quote in a quoted one. */
type Place = 'start' | 'plain' | 'quoted' | 'after-quote';

function scanner(delimiter: number): { scan(chunk: Buffer): void; result(): RecordScan } {
  let place: Place = 'start';
  let row = 1;
  let line = 1;
  let recordLine = 1;
  let isEmpty = true;
  let records = 0;
  const blankRows: number[] = [];

  const endRecord = () => {
    if (isEmpty) blankRows.push(row);
    else records++;
    row++;
    recordLine = line;
    isEmpty = true;
    place = 'start';
  };
  const step = (byte: number) => {
    if (byte === LF) line++;
    if (place === 'quoted') {
      if (byte === QUOTE) place = 'after-quote';
      return;
    }
    if (byte === LF) endRecord();
    else if (byte === QUOTE && place !== 'plain') {
      // The second quote of a pair goes on with the cell; at the start of a cell it opens one.
      place = 'quoted';
      isEmpty = false;
    } else if (byte !== CR) {
      place = byte === delimiter ? 'start' : 'plain';
      isEmpty = false;
    }
  };
  return {
    scan: chunk => {
      for (const byte of chunk) step(byte);
    },
    result: () => ({
      records: records + (isEmpty ? 0 : 1),
      blankRows,
      openQuote: place === 'quoted' ? { row, line: recordLine } : null,
    }),
  };
}

/** Scans a whole file. @throws UserError (data) when gzip is damaged or cut short */
export async function scanRecords(
  file: Pick<FoundFile, 'path' | 'name'>,
  isGzip: boolean,
  delimiter: string,
  signal?: AbortSignal,
): Promise<RecordScan> {
  const { scan, result } = scanner(delimiter.charCodeAt(0));
  await readText(file, isGzip, scan, signal);
  return result();
}
