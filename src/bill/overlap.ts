/** Notices charges that are probably in the workspace twice: the same account and month from another file. */

import { UserError } from '../engine/errors.ts';
import type { Finding } from '../engine/finding.ts';
import type { StoredFile } from './manifest.ts';
import type { StoredBill } from './store.ts';

/** FOCUS exports of Azure write a subscription as a path, cost details its bare id. */
function plainAccount(account: string): string {
  return account.replace(/^\/subscriptions\//i, '').toLowerCase();
}

function keysOf(file: StoredFile): string[] {
  return file.scopes
    .filter(({ month }) => month !== '')
    .map(({ account, month }) => `${plainAccount(account)}|${month}`);
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

/** Months of an answer of Cost Explorer that adds up all accounts: the same money as any account's charges. */
function monthsOfAllAccounts(file: StoredFile): ReadonlySet<string> {
  const all = file.format === 'aws-cost-explorer' ? file.scopes.filter(({ account }) => account === '') : [];
  return new Set(all.map(({ month }) => month));
}

const isAws = ({ format }: StoredFile) => format.startsWith('aws-');

function sharedKeys(a: StoredFile, b: StoredFile): string[] {
  const keys = new Set(keysOf(b));
  const shared = keysOf(a).filter(key => keys.has(key));
  if (shared.length > 0 || !isAws(a) || !isAws(b)) return shared;
  const [ofA, ofB] = [monthsOfAllAccounts(a), monthsOfAllAccounts(b)];
  const inAll = (file: StoredFile, months: ReadonlySet<string>) =>
    file.scopes.filter(({ month }) => months.has(month)).map(({ account, month }) => `${account}|${month}`);
  return [...inAll(a, ofB), ...inAll(b, ofA)];
}

/** Parts of one export share format, version (Cost Explorer: grouping) and container; the same bill in two forms does not. */
function areParts(a: StoredFile, b: StoredFile): boolean {
  return a.format === b.format && a.version === b.version && a.container === b.container;
}

/**
 * Actual and amortized cost are two views of one ledger: beside the stored view the other one would count twice, and the
 * stored charges can't be merged with it any more.
 */
function assertNoOtherView(file: StoredFile, { id, manifest }: StoredBill): void {
  for (const other of manifest.files) {
    if (file.view === undefined || other.view === undefined || other.view === file.view) continue;
    const [key] = sharedKeys(file, other);
    if (key === undefined) continue;
    throw new UserError({
      code: 'other-azure-view',
      message: `${file.path} is the ${file.view} cost of ${where(key)}, and the ${other.view} cost is already in the workspace (${other.path})`,
      hint: `Both views together make one bill: remove bill ${id} (trimtab bill remove ${id}) and import both files in one command.`,
      exitCode: 3,
    });
  }
}

const RESTATED = 'a month-to-date export restates its month every day: keep only the newest';

/**
 * Overlaps of new files with stored bills, and with each other when they are not parts of one export.
 * @throws UserError (data) when a file is the other view of charges that are stored
 */
export function overlapFindings(files: readonly StoredFile[], stored: readonly StoredBill[]): Finding[] {
  const findings: Finding[] = [];
  for (const [index, file] of files.entries()) {
    for (const bill of stored) {
      assertNoOtherView(file, bill);
      const [first, ...more] = new Set(bill.manifest.files.flatMap(other => sharedKeys(file, other)));
      if (first === undefined) continue;
      const names = bill.manifest.files.map(({ path }) => path).join(', ');
      const hint = `If they are the same charges, remove bill ${bill.id} (${RESTATED}); parts of one month may stay side by side.`;
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
