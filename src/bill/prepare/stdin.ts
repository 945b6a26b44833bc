/** Standard input as a file: a bill is read more than once, a pipe is not. */

import { createWriteStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../engine/errors.ts';
import type { FoundFile } from '../find/find-files.ts';

/**
 * Writes all that comes to `target`. There is no limit but the disk.
 * @throws UserError (usage) when there is no standard input
 */
export async function spoolStdin(
  file: FoundFile,
  stdin: Readable | undefined,
  target: string,
  signal?: AbortSignal,
): Promise<FoundFile> {
  if (stdin === undefined) {
    throw new UserError({
      code: 'no-stdin',
      message: 'There is no standard input to read',
      hint: 'Give the path of a bill file.',
      exitCode: 2,
    });
  }
  await pipeline(stdin, createWriteStream(target), signal === undefined ? {} : { signal });
  return { ...file, path: target, bytes: statSync(target).size };
}
