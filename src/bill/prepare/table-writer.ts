/** Writes records as a CSV that the bill reader takes: every cell quoted where it needs to be. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** A table being written. */
export type TableWriter = {
  /** Cells by column; a column without a cell is empty. */
  write(cells: ReadonlyMap<string, string>): Promise<void>;
  close(): Promise<void>;
};

function cellText(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Opens a table with these columns. */
export async function openTable(path: string, columns: readonly string[]): Promise<TableWriter> {
  const stream = createWriteStream(path, { encoding: 'utf8' });
  const put = async (line: string) => {
    if (!stream.write(`${line}\n`)) await once(stream, 'drain');
  };
  await put(columns.map(cellText).join(','));
  return {
    write: cells => put(columns.map(column => cellText(cells.get(column) ?? '')).join(',')),
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}
