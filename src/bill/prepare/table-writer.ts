/** Writes records as a CSV that the bill reader takes: every cell quoted where it needs to be. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** A table being written. */
export type TableWriter = {
  /** Cells by column; a column without a cell is empty. */
  write(cells: ReadonlyMap<string, string>): Promise<void>;
  /** An empty line in place of a record. */
  skip(): Promise<void>;
  /** @throws when the disk is full, as `write` may */
  close(): Promise<void>;
};

/** Text is written in pieces of this size: a write for each record would cost more than the record. */
const PIECE_CHARACTERS = 256 * 1024;

function cellText(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Opens a table with these columns. */
export async function openTable(path: string, columns: readonly string[]): Promise<TableWriter> {
  const stream = createWriteStream(path, { encoding: 'utf8' });
  let piece = '';
  const flush = async () => {
    const text = piece;
    piece = '';
    if (!stream.write(text)) await once(stream, 'drain');
  };
  const put = async (line: string) => {
    piece += `${line}\n`;
    if (piece.length >= PIECE_CHARACTERS) await flush();
  };
  await put(columns.map(cellText).join(','));
  return {
    write: cells => {
      const line = columns.map(column => cellText(cells.get(column) ?? '')).join(',');
      // The only cell of a record, empty, would look like no record.
      return put(line === '' ? '""' : line);
    },
    skip: () => put(''),
    close: async () => {
      await flush();
      stream.end();
      await finished(stream);
    },
  };
}
