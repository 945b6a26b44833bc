/** Opens a person's file: a regular file, not too large, in UTF-8. */

import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { UserError } from '../engine/errors.ts';
import type { Finding } from '../engine/finding.ts';
import { escapeControl } from '../engine/text.ts';

/** The text without its byte order mark, or why it is not read. */
export type ReadText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly finding: Finding };

/** A descriptor of the file. @throws UserError when there is no such file or it cannot be opened (exit code 3) */
export function openFile(path: string): number {
  try {
    // Without waiting: a named pipe that nobody writes to must not hang the program.
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const isMissing = code === 'ENOENT';
    throw new UserError({
      code: isMissing ? 'file-not-found' : 'file-not-readable',
      message: isMissing
        ? `there is no file ${escapeControl(path)}`
        : `${escapeControl(path)} cannot be opened (${code})`,
      hint: isMissing ? 'Check the path.' : 'Check its permissions.',
      exitCode: 3,
    });
  }
}

/** A file that is not read, and why. */
export function refusal(file: string, problem: Pick<Finding, 'code' | 'message' | 'hint'>): ReadText {
  return {
    kind: 'refused',
    finding: { ...problem, severity: 'error', source: { file, row: null, column: null } },
  };
}

function decode(path: string, bytes: Buffer): ReadText {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const hint = 'Save it as UTF-8; spreadsheets call it "CSV UTF-8".';
    return refusal(path, { code: 'not-utf-8', message: 'the file is in UTF-16', hint });
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const message = 'the file is not text in UTF-8';
    return refusal(path, { code: 'not-utf-8', message, hint: 'Save it as UTF-8.' });
  }
}

/**
 * Reads a whole text file.
 * @param maxBytes larger files are refused before they are read
 * @throws UserError when there is no such file or it cannot be opened (exit code 3)
 */
export function readTextFile(path: string, maxBytes: number): ReadText {
  const descriptor = openFile(path);
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) {
      return refusal(path, {
        code: 'not-a-file',
        message: 'this is not a file',
        hint: 'Name a regular file.',
      });
    }
    if (status.size > maxBytes) {
      const message = `the file is larger than ${maxBytes / 1_000_000} MB`;
      return refusal(path, {
        code: 'file-too-large',
        message,
        hint: 'Split it, or leave out what is not needed.',
      });
    }
    return decode(path, readFileSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}
