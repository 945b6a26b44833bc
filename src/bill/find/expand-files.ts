/** What has to become files before it can be looked at: standard input and zip archives. */

import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../engine/finding.ts';
import { detectBytes } from '../detect.ts';
import type { Session } from '../import-session.ts';
import { spoolStdin } from '../prepare/stdin.ts';
import { expandZip } from '../prepare/zip.ts';
import { type NotABill, notABill, notABillError } from '../source.ts';
import { type FoundFile, STANDARD_INPUT } from './find-files.ts';

/** An archive and what was unpacked from it. */
type Archive = { readonly file: FoundFile; readonly members: readonly FoundFile[] };

/** Files as they can be opened. */
type ExpandedFiles = { readonly files: readonly FoundFile[]; readonly archives: readonly Archive[] };

function isZip(path: string): boolean {
  const head = Buffer.alloc(4);
  const descriptor = openSync(path, 'r');
  try {
    return detectBytes(head.subarray(0, readSync(descriptor, head, 0, head.length, 0))) === 'zip';
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Spools standard input and unpacks archives into the folder of the import; other files stay what they are.
 * @param refuse is called with an archive that is not read
 * @throws UserError (usage) when there is no standard input
 */
export async function expandFiles(
  { options, prepared, findings }: Session,
  found: readonly FoundFile[],
  refuse: (file: FoundFile, reason: NotABill) => void,
): Promise<ExpandedFiles> {
  const { onProgress, signal, stdin } = options;
  let count = 0;
  const newPath = () => join(prepared, `member-${count++}`);
  const files: FoundFile[] = [];
  const archives: Archive[] = [];
  for (const [position, each] of found.entries()) {
    signal?.throwIfAborted();
    const isStdin = each.path === STANDARD_INPUT;
    const file = isStdin ? await spoolStdin(each, stdin, newPath(), signal) : each;
    if (!isZip(file.path)) {
      files.push(file);
      continue;
    }
    const progress = { step: 'recognise', index: position + 1, count: found.length } as const;
    onProgress?.({ ...progress, file: file.name, fraction: null, pace: null });
    const expanded = await expandZip(file, { newPath, signal });
    if ('kind' in expanded) {
      refuse(file, expanded);
      continue;
    }
    findings.push(...expanded.findings);
    files.push(...expanded.files);
    archives.push({ file, members: expanded.files });
  }
  return { files, archives };
}

/**
 * An archive that the person named must hold a bill.
 * @param findings tell why its members are none
 * @throws UserError (data) when it does not
 */
export function assertBillsInArchives(
  archives: readonly Archive[],
  bills: ReadonlySet<FoundFile>,
  findings: readonly Finding[],
): void {
  for (const { file, members } of archives) {
    if (!file.isNamed || members.some(member => bills.has(member))) continue;
    const why = findings.find(({ source }) => source?.file?.startsWith(`${file.name}/`));
    const first = why === undefined ? '' : `: ${why.source?.file}: ${why.message}`;
    throw notABillError(file, notABill('no-bill', `there is no bill in it${first}`, why?.hint ?? undefined));
  }
}
