/** Reads a file's bytes once: its hash, and for text whether gzip is whole and how many lines there are. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../engine/errors.ts';
import type { FoundFile } from '../find/find-files.ts';

const CHUNK_BYTES = 1024 * 1024;
const LF = 0x0a;

/** SHA-256 of the file as it is on disk, hexadecimal. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, {
    highWaterMark: CHUNK_BYTES,
    ...(signal && { signal }),
  })) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

/** Streams the text of a file, unpacked. @throws UserError (data) when gzip is damaged or cut short. */
export async function readText(
  file: Pick<FoundFile, 'path' | 'name'>,
  isGzip: boolean,
  onChunk: (chunk: Buffer) => void,
  signal?: AbortSignal,
): Promise<void> {
  const options = signal === undefined ? {} : { signal };
  const consume = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) onChunk(chunk);
  };
  const file$ = createReadStream(file.path, { highWaterMark: CHUNK_BYTES });
  try {
    if (isGzip) await pipeline(file$, createGunzip({ chunkSize: CHUNK_BYTES }), consume, options);
    else await pipeline(file$, consume, options);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('Z_')) throw error;
    throw new UserError({
      code: 'damaged-file',
      message: `${file.name} is a gzip file that is damaged or cut short`,
      hint: 'Download it again: part of the bill is missing.',
      exitCode: 3,
    });
  }
}

const BLANK_LINES = [Buffer.from('\n\n'), Buffer.from('\n\r\n')];

/** What the bytes of a CSV say, independent of the reader. */
export type TextCheck = {
  /** Lines, the last one too when it has no line end. Without line ends inside quotes, records are lines. */
  readonly lines: number;
  /** False: certainly no line is blank. Line ends inside quotes may look like blank lines. */
  readonly mayHaveBlankLine: boolean;
};

/**
 * Checks the text of a CSV: DuckDB takes the end of a cut gzip file for the end of the bill, does not compare checksums,
 * skips blank lines, and miscounts records when it reads quoted line ends in parallel.
 * @throws UserError (data) when gzip is damaged or cut short
 */
export async function checkText(file: FoundFile, isGzip: boolean, signal?: AbortSignal): Promise<TextCheck> {
  let lines = 0;
  let mayHaveBlankLine = false;
  let tail: Buffer = Buffer.alloc(0);
  const scan = (chunk: Buffer) => {
    for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) lines++;
    if (!mayHaveBlankLine) {
      const seam = Buffer.concat([tail, chunk.subarray(0, 2)]);
      mayHaveBlankLine = BLANK_LINES.some(blank => chunk.includes(blank) || seam.includes(blank));
    }
    tail = Buffer.concat([tail, chunk.subarray(-2)]).subarray(-2);
  };
  await readText(file, isGzip, scan, signal);
  const endsInLine = tail.length > 0 && tail.at(-1) !== LF;
  return { lines: lines + (endsInLine ? 1 : 0), mayHaveBlankLine };
}
