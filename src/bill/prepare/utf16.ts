/** Text in UTF-16 as UTF-8. */

import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Finding } from '../../engine/finding.ts';
import type { FoundFile } from '../find/find-files.ts';
import { notice } from '../import-session.ts';
import { readText } from '../read/integrity.ts';

const CR = 0x0d;
const LF = 0x0a;
const QUOTE = 0x22;
/** What stands for bytes that are no text. */
const REPLACEMENT = '\uFFFD';
/** The same in UTF-8. */
const REPLACEMENT_BYTES = [0xef, 0xbf, 0xbd];
/** Rows that get a finding of their own. */
const FINDINGS_MAX = 20;

/** Which half of a UTF-16 unit comes first: by the mark, else by where the zeros of Latin letters stand. */
function byteOrder(head: Uint8Array): 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0 ? 'utf-16be' : 'utf-16le';
}

/** Rows of a CSV in UTF-8 in which something was replaced, counted as a spreadsheet does. */
async function replacedRows(copy: Pick<FoundFile, 'path' | 'name'>, signal?: AbortSignal): Promise<number[]> {
  const rows: number[] = [];
  let row = 1;
  let isQuoted = false;
  let isAfterCr = false;
  let matched = 0;
  const step = (byte: number) => {
    matched = byte === REPLACEMENT_BYTES[matched] ? matched + 1 : 0;
    if (matched === REPLACEMENT_BYTES.length) {
      matched = 0;
      if (rows.at(-1) !== row) rows.push(row);
    }
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (!isQuoted && (byte === CR || (byte === LF && !isAfterCr))) row++;
    isAfterCr = byte === CR;
  };
  const scan = (chunk: Buffer) => {
    for (const byte of chunk) step(byte);
  };
  await readText(copy, false, scan, signal);
  return rows;
}

function replacedFindings(name: string, rows: readonly number[]): readonly Finding[] {
  const hint = 'Export the file again; compare its size with the original.';
  const found = rows.slice(0, FINDINGS_MAX).map((row): Finding => {
    const message = 'The record holds bytes that are no UTF-16 text; they are shown as \uFFFD.';
    const source = { file: name, row, column: null };
    return { code: 'replaced-characters', severity: 'warning', message, hint, source };
  });
  const more = rows.length - found.length;
  if (more === 0) return found;
  return [...found, notice('replaced-characters', 'warning', `${more} more records do.`, name, hint)];
}

/**
 * Writes the text at `target` as UTF-8 without a mark.
 * @returns what could not be read: half characters, an odd byte at the end
 * @throws UserError (data) when gzip is damaged or cut short
 */
export async function writeUtf8Copy(
  file: Pick<FoundFile, 'path' | 'name'>,
  isGzip: boolean,
  head: Uint8Array,
  target: string,
  signal?: AbortSignal,
): Promise<readonly Finding[]> {
  let isReplaced = false;
  async function* decode(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
    const decoder = new TextDecoder(byteOrder(head));
    const look = (text: string) => {
      isReplaced ||= text.includes(REPLACEMENT);
      return text;
    };
    for await (const chunk of bytes) yield look(decoder.decode(chunk, { stream: true }));
    yield look(decoder.decode());
  }
  const input = createReadStream(file.path);
  const output = createWriteStream(target, { encoding: 'utf8' });
  const options = signal === undefined ? {} : { signal };
  try {
    if (isGzip) await pipeline(input, createGunzip(), decode, output, options);
    else await pipeline(input, decode, output, options);
  } catch (error) {
    signal?.throwIfAborted();
    // Damaged gzip is an error with a name there.
    if (isGzip) await readText(file, true, () => undefined, signal);
    throw error;
  }
  if (!isReplaced) return [];
  return replacedFindings(file.name, await replacedRows({ path: target, name: file.name }, signal));
}
