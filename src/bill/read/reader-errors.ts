/** What DuckDB and the system say when they can't read or write a file, and what that means for a person. */

import { resolve, sep } from 'node:path';
import { UserError } from '../../engine/errors.ts';
import type { BillSource } from '../source.ts';

/** DuckDB gives up on a file that mixes line ends, or that it can't cut into parts for several processors. */
export function isReaderGivingUp(error: unknown): boolean {
  return (
    error instanceof Error &&
    /state machine reached an invalid state|Parallel CSV Reader/i.test(error.message)
  );
}

/** EFBIG is how a limit on file sizes shows itself. */
const DISK_FULL_CODES: readonly string[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const UNWRITABLE_CODES: readonly string[] = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'];

/** Code and path of an error of the system; null for any other. */
function systemFailure(error: unknown): { readonly code: string; readonly path: string | null } | null {
  if (!(error instanceof Error) || error instanceof UserError || !('syscall' in error) || !('code' in error))
    return null;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : null;
  return { code: String(error.code), path };
}

/** True when the system does not let a folder be made or changed. */
export function isUnwritable(error: unknown): boolean {
  return UNWRITABLE_CODES.includes(systemFailure(error)?.code ?? '');
}

function diskFull(): UserError {
  return new UserError({
    code: 'disk-full',
    message: 'There is not enough disk space for the import; the workspace is as it was',
    hint: 'Free some space, or put the workspace on another disk.',
    exitCode: 4,
  });
}

function outOfMemory(file: string | null): UserError {
  return new UserError({
    code: 'out-of-memory',
    message: `${file ?? 'The import'} needs more memory than allowed`,
    hint: 'Allow more memory, for example --memory 2GB.',
    exitCode: 4,
  });
}

function unreadable(file: string, why: string): UserError {
  return new UserError({
    code: 'unreadable-file',
    message: `${file} can't be read: ${why}`,
    hint: 'Check its permissions and that the disk it is on is still there.',
    exitCode: 4,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'it is on a read-only disk',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a file is in the place of a folder',
  EIO: 'the disk reports an error',
};

/**
 * A failure of the system during a change of the workspace in a person's words; other errors stay as they are.
 * @param workspace tells writing from reading: nothing else is written
 */
export function systemError(error: unknown, workspace: string): unknown {
  const failure = systemFailure(error);
  if (failure === null) return duckDbLimit(error, null) ?? error;
  const { code, path } = failure;
  if (DISK_FULL_CODES.includes(code)) return diskFull();
  const root = resolve(workspace);
  const isWorkspace =
    path === null || path === root || root.startsWith(path + sep) || path.startsWith(root + sep);
  if (isWorkspace && UNWRITABLE_CODES.includes(code)) {
    return new UserError({
      code: 'workspace-not-writable',
      message: `The workspace ${workspace} can't be written: ${REASONS[code] ?? code}`,
      hint: 'Change its permissions, or choose another folder with --workspace.',
      exitCode: 4,
    });
  }
  if (path === null) return error;
  if (code === 'ENOENT')
    return new UserError({
      code: 'file-changed',
      message: `${path} went away during the import`,
      hint: 'Wait until it is complete and import again.',
      exitCode: 3,
    });
  return REASONS[code] === undefined ? error : unreadable(path, REASONS[code]);
}

/** DuckDB's limits of memory and disk; null for another error. */
function duckDbLimit(error: unknown, source: BillSource | null): UserError | null {
  if (!(error instanceof Error) || error instanceof UserError) return null;
  if (/out of memory|failed to allocate|could not allocate/i.test(error.message))
    return outOfMemory(source?.file.name ?? null);
  if (/no space left|disk full|could not write|max_temp_directory_size|file too large/i.test(error.message))
    return diskFull();
  return null;
}

/** A DuckDB error in a person's words. Errors that already are stay as they are. */
export function readableError(error: unknown, source: BillSource): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const { message } = error;
  if (/interrupt/i.test(message)) return error;
  const limit = duckDbLimit(error, source);
  if (limit !== null) return limit;
  if (/permission denied/i.test(message)) return unreadable(source.file.name, 'permission denied');
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
