/** The records of a JSON file as they stream by: one on each line, or objects in one list or one after the other. */

import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../engine/errors.ts';
import type { FoundFile } from '../find/find-files.ts';

/** A record as text, or why it is none. `row` counts records from 1, the unreadable ones too. */
export type JsonRecord = { readonly row: number } & (
  | { readonly text: string }
  | { readonly problem: string; readonly hint: string }
);

/** The reader of the table takes records up to this size. */
const RECORD_BYTES_MAX = 2_000_000;
const CHUNK_BYTES = 1024 * 1024;

const [LF, QUOTE, BACKSLASH] = [0x0a, 0x22, 0x5c];
const [OBJECT, OBJECT_END, LIST, LIST_END] = [0x7b, 0x7d, 0x5b, 0x5d];

/** @throws UserError (data) when gzip is damaged or cut short */
async function* unpacked(
  file: Pick<FoundFile, 'path' | 'name'>,
  isGzip: boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const bytes = createReadStream(file.path, { highWaterMark: CHUNK_BYTES });
  // Errors of either stream come out of the last one; the callback is there for the others to be closed.
  const stream = isGzip ? pipeline(bytes, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined) : bytes;
  try {
    for await (const chunk of stream) {
      signal?.throwIfAborted();
      yield chunk as Buffer;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) throw error;
    throw new UserError({
      code: 'damaged-file',
      message: `${file.name} is a gzip file that is damaged or cut short`,
      hint: 'Download it again: part of the bill is missing.',
      exitCode: 3,
    });
  }
}

/** Follows brackets outside quotes; `depth` 0 is outside every value. */
class Brackets {
  depth = 0;
  private isQuoted = false;
  private isEscaped = false;

  step(byte: number): void {
    if (this.isQuoted) {
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === BACKSLASH) this.isEscaped = true;
      else if (byte === QUOTE) this.isQuoted = false;
    } else if (byte === QUOTE) this.isQuoted = true;
    else if (byte === OBJECT || byte === LIST) this.depth++;
    else if (byte === OBJECT_END || byte === LIST_END) this.depth--;
  }
}

/** Finds where records end; told apart by the first line. */
type Splitter = {
  /** Pieces of records that end in the chunk. */
  split(chunk: Buffer, onPiece: (piece: Buffer, isEnd: boolean) => void): void;
  /** What is wrong with the end of the text. */
  problem(): string | null;
};

function lineSplitter(): Splitter {
  return {
    split: (chunk, onPiece) => {
      let start = 0;
      for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, start)) {
        onPiece(chunk.subarray(start, at), true);
        start = at + 1;
      }
      onPiece(chunk.subarray(start), false);
    },
    problem: () => null,
  };
}

/** Objects inside one list, or one after the other over several lines each. */
class ValueSplitter implements Splitter {
  private readonly brackets = new Brackets();
  /** Depth of the list around the records, 0 without one; null outside every value. */
  private listDepth: 0 | 1 | null = null;

  split(chunk: Buffer, onPiece: (piece: Buffer, isEnd: boolean) => void): void {
    let start = this.isInside() ? 0 : -1;
    for (let at = 0; at < chunk.length; at++) {
      const change = this.step(chunk[at] ?? 0);
      if (change === 'opens') start = at;
      else if (change === 'closes') {
        onPiece(chunk.subarray(start, at + 1), true);
        start = -1;
      }
    }
    if (start !== -1) onPiece(chunk.subarray(start), false);
  }

  problem(): string | null {
    return this.brackets.depth === 0 ? null : 'The text ends before its last bracket is closed';
  }

  private isInside(): boolean {
    return this.listDepth !== null && this.brackets.depth > this.listDepth;
  }

  private step(byte: number): 'opens' | 'closes' | null {
    if (this.isInside()) {
      this.brackets.step(byte);
      const isClosed = !this.isInside();
      if (this.brackets.depth === 0) this.listDepth = null;
      return isClosed ? 'closes' : null;
    }
    // Between records only brackets count: a stray quote there must not hide the rest.
    if (byte === OBJECT || byte === LIST) {
      this.listDepth ??= byte === LIST ? 1 : 0;
      this.brackets.step(byte);
      return this.isInside() ? 'opens' : null;
    }
    if (byte === LIST_END && this.listDepth === 1) {
      this.brackets.step(byte);
      this.listDepth = null;
    }
    return null;
  }
}

/** One record a line when the first line holds whole values. */
function splitterFor(head: Buffer): Splitter {
  const text = head.subarray(0, 3).equals(Buffer.from('\uFEFF')) ? head.subarray(3) : head;
  const first = text.findIndex(byte => byte > 0x20);
  if (text[first] === LIST) return new ValueSplitter();
  const end = text.indexOf(LF, first);
  const brackets = new Brackets();
  for (const byte of text.subarray(first, end === -1 ? text.length : end)) brackets.step(byte);
  return brackets.depth === 0 || end === -1 ? lineSplitter() : new ValueSplitter();
}

/** Gathers pieces of one record; what is too long is let go. */
class Gathered {
  private pieces: Buffer[] = [];
  private bytes = 0;

  add(piece: Buffer): void {
    this.bytes += piece.length;
    if (this.bytes <= RECORD_BYTES_MAX) this.pieces.push(piece);
    else this.pieces = [];
  }

  /** The record, null when there is nothing but space. */
  take(row: number): JsonRecord | null {
    const { pieces, bytes } = this;
    this.pieces = [];
    this.bytes = 0;
    if (bytes > RECORD_BYTES_MAX)
      return { row, problem: 'The record is longer than 2 MB.', hint: 'Shorten it or remove it.' };
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces)).trim();
    } catch {
      return { row, problem: 'The record is not text in UTF-8.', hint: 'Save the file as UTF-8.' };
    }
    return text === '' ? null : { row, text };
  }
}

/**
 * Streams the records.
 * @throws UserError (data) when gzip is damaged or cut short
 */
export async function* jsonRecords(
  file: Pick<FoundFile, 'path' | 'name'>,
  isGzip: boolean,
  signal?: AbortSignal,
): AsyncGenerator<JsonRecord> {
  const gathered = new Gathered();
  let splitter: Splitter | null = null;
  let row = 0;
  const found: JsonRecord[] = [];
  const take = () => {
    const record = gathered.take(row + 1);
    if (record !== null) found.push(record);
    if (record !== null) row++;
  };
  for await (const chunk of unpacked(file, isGzip, signal)) {
    splitter ??= splitterFor(chunk);
    splitter.split(chunk, (piece, isEnd) => {
      gathered.add(piece);
      if (isEnd) take();
    });
    yield* found.splice(0);
  }
  const problem = splitter?.problem() ?? null;
  if (problem === null) take();
  else
    found.push({
      row: row + 1,
      problem: `${problem}; what follows the last whole record is missing.`,
      hint: 'Export or download it again.',
    });
  yield* found;
}
