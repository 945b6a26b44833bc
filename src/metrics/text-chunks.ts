/** Reads a text file piece by piece: a regular file in UTF-8, not too large. */

import { closeSync, fstatSync, readSync } from 'node:fs';
import type { Finding } from '../engine/finding.ts';
import { openFile } from '../input/read-text-file.ts';

const CHUNK_BYTES = 1 << 20;
/** How Node names text that does not decode. */
const NOT_UTF_8 = 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** Why a file is not read further. */
export type TextProblem = Pick<Finding, 'code' | 'message' | 'hint'>;

function problemOf(descriptor: number, maxBytes: number): TextProblem | null {
  const status = fstatSync(descriptor);
  if (!status.isFile())
    return { code: 'not-a-file', message: 'this is not a file', hint: 'Name a regular file.' };
  if (status.size <= maxBytes) return null;
  const message = `the file is larger than ${maxBytes / 1_000_000} MB`;
  return { code: 'file-too-large', message, hint: 'Split it, or ask for longer periods.' };
}

/**
 * Calls `take` with pieces of the text, without a byte order mark, until it answers false or the text ends.
 * @returns what is wrong with the file; null when all of it was read or nobody wanted more
 * @throws UserError when there is no such file or it cannot be opened (exit code 3)
 */
export function readChunks(
  path: string,
  maxBytes: number,
  take: (chunk: string) => boolean,
): TextProblem | null {
  const descriptor = openFile(path);
  try {
    const problem = problemOf(descriptor, maxBytes);
    if (problem !== null) return problem;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (;;) {
      const length = readSync(descriptor, buffer, 0, CHUNK_BYTES, null);
      const text = decoder.decode(buffer.subarray(0, length), { stream: length > 0 });
      if (length === 0 || !take(text)) return null;
    }
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && error.code === NOT_UTF_8)) throw error;
    return { code: 'not-utf-8', message: 'the file is not text in UTF-8', hint: 'Save it as UTF-8.' };
  } finally {
    closeSync(descriptor);
  }
}
