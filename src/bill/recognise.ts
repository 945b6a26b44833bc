/** Which of the files are bills, and which of those are the same. */

import { join } from 'node:path';
import type { Finding } from '../engine/finding.ts';
import type { StoredDocument } from './documents/document-store.ts';
import { assertBillsInArchives, expandFiles } from './find/expand-files.ts';
import type { FoundFile } from './find/find-files.ts';
import { type Hashed, notice, type Session } from './import-session.ts';
import { openSource } from './open-source.ts';
import { missingPageFindings } from './prepare/answer-pages.ts';
import { hashFile } from './read/integrity.ts';
import { type NotABill, notABillError } from './source.ts';

/** Inside a folder other files are no error, but they are not passed over in silence. */
function skipOrThrow(file: FoundFile, reason: NotABill, findings: Finding[]): void {
  if (file.isNamed) throw notABillError(file, reason);
  const severity = reason.code === 'unknown-format' ? 'info' : 'warning';
  findings.push(notice('skipped-file', severity, `Not read: ${reason.what}.`, file.name, reason.hint));
}

/** What there is to import. */
export type Recognised = {
  readonly sources: readonly Hashed[];
  /** Estimates and allocations: kept beside the bills. */
  readonly documents: readonly Omit<StoredDocument, 'id'>[];
};

/**
 * Opens every file; each content is kept once.
 * @throws UserError (data) when a file that the person named is not a bill
 */
export async function recogniseAll(session: Session, found: readonly FoundFile[]): Promise<Recognised> {
  const { options, duckdb, prepared, findings } = session;
  const { format, onProgress, signal } = options;
  const { files, archives } = await expandFiles(session, found, (file, reason) =>
    skipOrThrow(file, reason, findings),
  );
  const bills = new Set<FoundFile>();
  const seen = new Map<string, string>();
  const sources: Hashed[] = [];
  const documents: Omit<StoredDocument, 'id'>[] = [];
  for (const [position, file] of files.entries()) {
    signal?.throwIfAborted();
    onProgress?.({
      step: 'recognise',
      file: file.name,
      index: position + 1,
      count: files.length,
      fraction: null,
      pace: null,
    });
    const source = await openSource(file, {
      duckdb,
      forced: format,
      preparedPath: () => join(prepared, `text-${position}.csv`),
      signal,
    });
    if ('kind' in source && source.kind === 'not-a-bill') {
      skipOrThrow(file, source, findings);
      continue;
    }
    bills.add(file);
    const sha256 = await hashFile(file.path, signal);
    if ('kind' in source) {
      documents.push({ path: file.name, sha256, document: source.document });
      continue;
    }
    const twin = seen.get(sha256);
    if (twin === undefined) {
      sources.push({ source, sha256 });
      findings.push(...(source.findings ?? []));
    } else
      findings.push(notice('duplicate-file', 'info', `The same content as ${twin}; read once.`, file.name));
    seen.set(sha256, twin ?? file.name);
  }
  assertBillsInArchives(archives, bills, findings);
  const answers = sources.map(({ source }) => ({ file: source.file.name, pages: source.pages ?? [] }));
  findings.push(...missingPageFindings(answers));
  return { sources, documents };
}
