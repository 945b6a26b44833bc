/** Which of the files are bills, and which of those are the same. */

import { join } from 'node:path';
import type { Finding } from '../engine/finding.ts';
import type { FoundFile } from './find-files.ts';
import { type Hashed, notice, type Session } from './import-session.ts';
import { hashFile } from './integrity.ts';
import { openSource } from './open-source.ts';
import { type NotABill, notABillError } from './source.ts';

/** Inside a folder other files are no error, but they are not passed over in silence. */
function skipOrThrow(file: FoundFile, reason: NotABill, findings: Finding[]): void {
  if (file.isNamed) throw notABillError(file, reason);
  const severity = reason.code === 'unknown-format' ? 'info' : 'warning';
  findings.push(notice('skipped-file', severity, `Not read: ${reason.what}.`, file.name, reason.hint));
}

/**
 * Opens every file; each content is kept once.
 * @throws UserError (data) when a file that the person named is not a bill
 */
export async function recogniseAll(
  { options, duckdb, prepared, findings }: Session,
  files: readonly FoundFile[],
): Promise<readonly Hashed[]> {
  const { format, onProgress, signal } = options;
  const seen = new Map<string, string>();
  const sources: Hashed[] = [];
  for (const [position, file] of files.entries()) {
    signal?.throwIfAborted();
    onProgress?.({
      step: 'recognise',
      file: file.name,
      index: position + 1,
      count: files.length,
      fraction: null,
    });
    const source = await openSource(file, {
      duckdb,
      forced: format,
      preparedPath: () => join(prepared, `text-${position}.csv`),
      signal,
    });
    if ('kind' in source) {
      skipOrThrow(file, source, findings);
      continue;
    }
    const sha256 = await hashFile(file.path, signal);
    const twin = seen.get(sha256);
    if (twin === undefined) sources.push({ source, sha256 });
    else
      findings.push(notice('duplicate-file', 'info', `The same content as ${twin}; read once.`, file.name));
    seen.set(sha256, twin ?? file.name);
  }
  return sources;
}
