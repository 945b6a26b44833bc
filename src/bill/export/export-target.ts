/** Where an export goes: how a name decides the way of writing, what may be replaced, and what a failing disk means. */

import { existsSync, lstatSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { UserError } from '../../engine/errors.ts';
import type { FocusContainer } from './focus-check.ts';

const EXTENSIONS: readonly (readonly [string, FocusContainer])[] = [
  ['.csv', 'csv'],
  ['.csv.gz', 'csv.gz'],
  ['.parquet', 'parquet'],
];

/** A usage error. */
export function usage(code: string, message: string, hint: string): UserError {
  return new UserError({ code, message, hint, exitCode: 2 });
}

/** How a file of this name is written. @throws UserError (usage) for another extension */
export function containerOf(path: string): FocusContainer {
  const name = basename(path).toLowerCase();
  const found = EXTENSIONS.find(([extension]) => name.endsWith(extension) && name !== extension);
  if (found !== undefined) return found[1];
  throw usage(
    'bad-extension',
    `${path} does not end in .csv, .csv.gz or .parquet`,
    'The end of the name decides how the file is written.',
  );
}

/** @throws UserError (usage) when the file may not be written there */
export function assertFree(path: string, overwrite: boolean): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    if (existsSync(dirname(path))) return;
    throw usage('no-folder', `There is no folder ${dirname(path)}`, 'Make it first.');
  }
  if (stats.isDirectory()) throw usage('is-folder', `${path} is a folder`, 'Name a file.');
  if (!overwrite)
    throw usage('file-exists', `${path} is already there`, 'Name another file, or replace it with --force.');
}

/** The disk and the amounts are the person's; everything else stays what it is. */
export function writeError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  if (/no space|could not write|cannot open file|permission denied|quota/i.test(error.message)) {
    const message = `${path} can't be written: ${error.message.split('\n')[0] ?? ''}`;
    return new UserError({
      code: 'write-failed',
      message,
      hint: 'Look at the space and the permissions of the folder.',
      exitCode: 4,
    });
  }
  if (/out of memory/i.test(error.message)) {
    return new UserError({
      code: 'out-of-memory',
      message: 'The memory does not suffice for this export',
      hint: 'Give it more with --memory, or export month by month.',
      exitCode: 4,
    });
  }
  if (/maximum line size/i.test(error.message)) {
    return new UserError({
      code: 'record-too-long',
      message: 'A charge is too long for a line of CSV that can be checked',
      hint: 'Write Parquet.',
      exitCode: 3,
    });
  }
  if (/overflow|out of range|could not cast|conversion error/i.test(error.message)) {
    return new UserError({
      code: 'amounts-too-large',
      message: 'The bills of the workspace hold numbers that no common decimal type holds exactly',
      hint: 'Export them month by month, or from a workspace of their own.',
      exitCode: 3,
    });
  }
  return error;
}
