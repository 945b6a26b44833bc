/** Notices charges that are probably in the workspace twice: the same account and month from another file. */

import type { Finding } from '../engine/finding.ts';
import type { StoredFile } from './manifest.ts';
import type { StoredBill } from './store.ts';

function keysOf(file: StoredFile): string[] {
  return file.scopes.filter(({ month }) => month !== '').map(({ account, month }) => `${account}|${month}`);
}

function where(key: string): string {
  const [account = '', month = ''] = key.split('|');
  return `account ${account || '(none)'} in ${month}`;
}

function overlap(file: string, key: string, more: number, other: string, hint: string): Finding {
  const others = more > 0 ? ` and ${more} more` : '';
  return {
    code: 'overlapping-bill',
    severity: 'warning',
    message: `Charges of ${where(key)}${others} are also in ${other}.`,
    hint,
    source: { file, row: null, column: null },
  };
}

function sharedKeys(a: StoredFile, b: StoredFile): string[] {
  const keys = new Set(keysOf(b));
  return keysOf(a).filter(key => keys.has(key));
}

/** Parts of one export share format and container; the same bill in two forms does not. */
function areParts(a: StoredFile, b: StoredFile): boolean {
  return a.format === b.format && a.container === b.container;
}

/** Overlaps of new files with stored bills, and with each other when they are not parts of one export. */
export function overlapFindings(files: readonly StoredFile[], stored: readonly StoredBill[]): Finding[] {
  const findings: Finding[] = [];
  for (const [index, file] of files.entries()) {
    for (const bill of stored) {
      const [first, ...more] = new Set(bill.manifest.files.flatMap(other => sharedKeys(file, other)));
      if (first === undefined) continue;
      const names = bill.manifest.files.map(({ path }) => path).join(', ');
      const hint = `If they are the same charges, remove bill ${bill.id}; parts of one month may stay side by side.`;
      findings.push(overlap(file.path, first, more.length, `bill ${bill.id} (${names})`, hint));
    }
    for (const other of files.slice(0, index)) {
      const [first, ...more] = areParts(file, other) ? [] : sharedKeys(file, other);
      if (first === undefined) continue;
      findings.push(
        overlap(
          file.path,
          first,
          more.length,
          other.path,
          'If it is the same bill in two forms, import only one of them.',
        ),
      );
    }
  }
  return findings;
}
