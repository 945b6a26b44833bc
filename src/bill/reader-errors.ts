/** What DuckDB says when it can't read or write a file, and what that means for a person. */

import { UserError } from '../engine/errors.ts';
import type { BillSource } from './source.ts';

/** DuckDB gives up on a file that mixes line ends, or that it can't cut into parts for several processors. */
export function isReaderGivingUp(error: unknown): boolean {
  return (
    error instanceof Error &&
    /state machine reached an invalid state|Parallel CSV Reader/i.test(error.message)
  );
}

/** A DuckDB error in a person's words. Errors that already are stay as they are. */
export function readableError(error: unknown, source: BillSource): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const { message } = error;
  if (/interrupt/i.test(message)) return error;
  if (/out of memory/i.test(message)) {
    return new UserError({
      code: 'out-of-memory',
      message: `${source.file.name} needs more memory than allowed`,
      hint: 'Allow more memory, for example 2GB.',
      exitCode: 4,
    });
  }
  if (/no space left|disk full|could not write|max_temp_directory_size/i.test(message)) {
    return new UserError({
      code: 'disk-full',
      message: 'There is not enough disk space for the import',
      hint: 'Free some space, or put the workspace on another disk.',
      exitCode: 4,
    });
  }
  if (
    !/^(IO|Invalid Input|Invalid|Conversion|Serialization|Out of Range|TProtocolException|Parquet|Not implemented)/i.test(
      message,
    )
  )
    return error;
  return new UserError({
    code: 'damaged-file',
    message: `${source.file.name} can't be read: ${message.split('\n')[0] ?? ''}`,
    hint: 'Download it again; if that does not help, the exporter wrote a damaged file.',
    exitCode: 3,
  });
}
