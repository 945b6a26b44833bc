/** JSON lines (or one JSON list) of records as a table: objects are spread over columns with dots, lists stay JSON text. */

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../engine/errors.ts';
import { type ExactJson, isJsonObject, parseExactJson } from './exact-json.ts';
import type { JsonTableWriter } from './json-table.ts';
import { openTable } from './table-writer.ts';

function spread(value: ExactJson, name: string, cells: Map<string, string>): void {
  if (value === null) return;
  if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value))
      spread(member, name === '' ? key : `${name}.${key}`, cells);
  } else cells.set(name, typeof value === 'string' ? value : JSON.stringify(value));
}

async function* recordsOf(
  path: string,
  name: string,
  isGzip: boolean,
): AsyncGenerator<ReadonlyMap<string, string>> {
  const bytes = createReadStream(path);
  const lines = createInterface({ input: isGzip ? bytes.pipe(createGunzip()) : bytes, crlfDelay: Infinity });
  let row = 0;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    row += 1;
    const cells = new Map<string, string>();
    try {
      spread(parseExactJson(line), '', cells);
    } catch {
      throw new UserError({
        code: 'damaged-file',
        message: `${name} can't be imported: record ${row} is not JSON`,
        hint: 'Export it again as JSON lines: one record on each line.',
        exitCode: 3,
      });
    }
    yield cells;
  }
}

/** Reads twice: once for the columns, once for the cells. */
export const writeRecordTable: JsonTableWriter = async (file, isGzip, target, signal) => {
  const columns = new Set<string>();
  for await (const cells of recordsOf(file.path, file.name, isGzip)) {
    signal?.throwIfAborted();
    for (const name of cells.keys()) columns.add(name);
  }
  const table = await openTable(target, [...columns]);
  for await (const cells of recordsOf(file.path, file.name, isGzip)) {
    signal?.throwIfAborted();
    await table.write(cells);
  }
  await table.close();
};
