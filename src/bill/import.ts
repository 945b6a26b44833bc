/** Imports bill files into a workspace: recognise, load, check, put in place. Nothing is kept of an import that fails. */

import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { UserError } from '../engine/errors.ts';
import type { Finding } from '../engine/finding.ts';
import { keepDocument, type StoredDocument } from './documents/document-store.ts';
import { openDuckDb } from './duckdb.ts';
import { type FoundFile, findFiles } from './find/find-files.ts';
import { fileFindings, limitFindings } from './findings.ts';
import type { BillFormat } from './formats/ids.ts';
import { type Hashed, type ImportOptions, notice, type Session } from './import-session.ts';
import type { StoredFile } from './manifest.ts';
import { overlapFindings } from './overlap.ts';
import { type CurrencyTotal, totalsOf } from './query/totals.ts';
import { DECIMAL_MACROS } from './read/decimals.ts';
import { describeFile, loadAll } from './read/load-all.ts';
import { systemError } from './read/reader-errors.ts';
import { TIME_MACROS } from './read/times.ts';
import { recogniseAll } from './recognise.ts';
import { SUPPORTED_FORMATS } from './source.ts';
import {
  commitBill,
  listBills,
  makeTempFolder,
  parquetFiles,
  type StoredBill,
  type StoredParquet,
} from './store.ts';
import { lockWorkspace } from './workspace-lock.ts';

/** One imported file. */
type ImportedFile = {
  readonly path: string;
  readonly format: BillFormat;
  readonly version: string | null;
  /** Charges, without records that could not be read. */
  readonly rows: number;
  readonly sha256: string;
};

/** The `bill-import` answer: files of this call, whether new or already there. */
export type ImportResult = {
  readonly files: readonly ImportedFile[];
  readonly rows: number;
  readonly findings: readonly Finding[];
  readonly totals: readonly CurrencyTotal[];
  /** Estimates and allocations: kept apart, in no total. */
  readonly documents: readonly StoredDocument[];
};

/** The same files always make the same id, in whatever order they are named. */
function billId(sources: readonly Hashed[]): string {
  const hashes = sources.map(({ sha256, source }) => `${sha256} ${source.format}`).sort();
  return createHash('sha256').update(hashes.join('\n')).digest('hex').slice(0, 16);
}

function assertReadable(files: readonly StoredFile[], findings: readonly Finding[]): void {
  if (files.some(({ rows }) => rows > 0)) return;
  const first = findings.find(({ severity }) => severity === 'error');
  throw new UserError({
    code: 'nothing-read',
    message: `No charge could be read from ${files.map(({ path }) => path).join(', ')}${first === undefined ? '' : `: ${first.message}`}`,
    hint: first?.hint ?? 'The file has a header and no records; export the bill again.',
    exitCode: 3,
  });
}

/** A file that is still being written or downloaded would be stored under the hash of its beginning. */
function changeWatch(files: readonly FoundFile[]): () => void {
  const state = ({ path }: FoundFile) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? 'gone' : `${stats.size} ${stats.mtimeMs} ${stats.ino}`;
  };
  const before = files.map(state);
  return () => {
    const changed = files.find((file, index) => state(file) !== before[index]);
    if (changed === undefined) return;
    throw new UserError({
      code: 'file-changed',
      message: `${changed.name} changed while it was read; nothing was imported`,
      hint: 'Wait until it is complete and import again.',
      exitCode: 3,
    });
  };
}

async function importNew(
  session: Session,
  sources: readonly Hashed[],
  stored: readonly StoredBill[],
  assertUnchanged: () => void,
): Promise<StoredBill> {
  const { duckdb, folder, options, findings } = session;
  const loaded = await loadAll(session, sources);
  const files: StoredFile[] = [];
  const own: Finding[] = [...findings];
  for (const [index, file] of loaded.entries()) {
    options.onProgress?.({
      step: 'check',
      file: file.source.file.name,
      index: index + 1,
      count: loaded.length,
      fraction: null,
      pace: null,
    });
    files.push(await describeFile(session, file, sources[index]?.sha256 ?? ''));
    own.push(...(await fileFindings(duckdb, file)));
  }
  assertReadable(files, own);
  // Amounts that can't be added up are found before anything is put in place.
  await totalsOf(
    duckdb,
    loaded.map(({ parquet, plan }) => ({ path: parquet, widths: plan.widths })),
  );
  own.push(...overlapFindings(files, stored));
  assertUnchanged();
  options.signal?.throwIfAborted();
  return commitBill(options.workspace, billId(sources), folder, { files, findings: [...limitFindings(own)] });
}

function isInside(folder: string, path: string): boolean {
  return `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);
}

/** Stored files by the hash of what they were made from. */
function byHash(bills: readonly StoredBill[]): Map<string, StoredParquet> {
  return new Map(parquetFiles(bills).map(file => [file.sha256, file]));
}

async function importWith(session: Session): Promise<ImportResult> {
  const { options, duckdb, findings } = session;
  const found = findFiles(options.paths);
  findings.push(...found.findings);
  // A folder may hold the workspace itself.
  const files = found.files.filter(({ path, isNamed }) => isNamed || !isInside(options.workspace, path));
  const assertUnchanged = changeWatch(files);
  const { sources, documents } = await recogniseAll(session, files);
  if (sources.length === 0 && documents.length === 0) {
    throw new UserError({
      code: 'no-bill',
      message: `There is no bill in ${options.paths.join(', ')}`,
      hint: SUPPORTED_FORMATS,
      exitCode: 3,
    });
  }
  const stored = listBills(options.workspace);
  const known = byHash(stored);
  const fresh = sources.filter(({ sha256 }) => !known.has(sha256));
  const bill = fresh.length === 0 ? null : await importNew(session, fresh, stored, assertUnchanged);
  const all = bill === null ? known : new Map([...known, ...byHash([bill])]);
  const repeated = sources
    .filter(({ sha256 }) => known.has(sha256))
    .map(({ source }) =>
      notice(
        'already-imported',
        'info',
        'This content is already in the workspace; nothing changed.',
        source.file.name,
      ),
    );
  const imported = sources.flatMap(({ sha256, source }) => {
    const file = all.get(sha256);
    return file === undefined ? [] : [{ name: source.file.name, file }];
  });
  return {
    files: imported.map(({ name, file }) => ({
      path: name,
      format: file.format,
      version: file.version,
      rows: file.rows,
      sha256: file.sha256,
    })),
    rows: imported.reduce((total, { file }) => total + file.rows, 0),
    findings: [...(bill?.manifest.findings ?? findings), ...repeated],
    totals: await totalsOf(
      duckdb,
      imported.map(({ file }) => file),
    ),
    documents: documents.map(document => keepDocument(options.workspace, document)),
  };
}

async function importLocked(options: ImportOptions): Promise<ImportResult> {
  const temp = makeTempFolder(options.workspace, 'import');
  try {
    const folder = join(temp, 'bill');
    const prepared = join(temp, 'prepared');
    mkdirSync(folder);
    mkdirSync(prepared);
    const duckdb = await openDuckDb({ memoryLimit: options.memoryLimit, tempDirectory: join(temp, 'spill') });
    try {
      for (const macro of [...DECIMAL_MACROS, ...TIME_MACROS]) await duckdb.run(macro);
      return await importWith({ options, duckdb, folder, prepared, findings: [] });
    } finally {
      duckdb.close();
    }
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

/**
 * Imports bills. Content that is already there changes nothing; an import that fails or is stopped leaves the workspace as
 * it was.
 * @throws UserError usage: a path that does not exist; data: not a bill, damaged, or nothing readable in it; environment:
 *   memory, disk, permissions, or another process is changing the workspace
 */
export async function importBills(options: ImportOptions): Promise<ImportResult> {
  options.signal?.throwIfAborted();
  try {
    const lock = lockWorkspace(options.workspace);
    try {
      return await importLocked(options);
    } finally {
      lock.release();
    }
  } catch (error) {
    // Whatever the stop broke, the reason is the signal's.
    options.signal?.throwIfAborted();
    throw systemError(error, options.workspace);
  }
}
