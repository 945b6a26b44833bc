/** Imports bill files into a workspace: recognise, load, check, put in place. Nothing is kept of an import that fails. */

import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../engine/errors.ts';
import type { Finding } from '../engine/finding.ts';
import { DECIMAL_MACROS } from './decimals.ts';
import { openDuckDb } from './duckdb.ts';
import { findFiles } from './find-files.ts';
import { fileFindings, limitFindings } from './findings.ts';
import type { BillFormat } from './formats/ids.ts';
import { type Hashed, type ImportOptions, notice, type Session } from './import-session.ts';
import { describeFile, loadAll } from './load-all.ts';
import type { StoredFile } from './manifest.ts';
import { overlapFindings } from './overlap.ts';
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
import { TIME_MACROS } from './times.ts';
import { type CurrencyTotal, totalsOf } from './totals.ts';

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

async function importNew(
  session: Session,
  sources: readonly Hashed[],
  stored: readonly StoredBill[],
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
  options.signal?.throwIfAborted();
  return commitBill(options.workspace, billId(sources), folder, { files, findings: [...limitFindings(own)] });
}

/** Stored files by the hash of what they were made from. */
function byHash(bills: readonly StoredBill[]): Map<string, StoredParquet> {
  return new Map(parquetFiles(bills).map(file => [file.sha256, file]));
}

async function importWith(session: Session): Promise<ImportResult> {
  const { options, duckdb, findings } = session;
  const found = findFiles(options.paths);
  findings.push(...found.findings);
  const sources = await recogniseAll(session, found.files);
  if (sources.length === 0) {
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
  const bill = fresh.length === 0 ? null : await importNew(session, fresh, stored);
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
  const files = sources.flatMap(({ sha256, source }) => {
    const file = all.get(sha256);
    return file === undefined ? [] : [{ name: source.file.name, file }];
  });
  return {
    files: files.map(({ name, file }) => ({
      path: name,
      format: file.format,
      version: file.version,
      rows: file.rows,
      sha256: file.sha256,
    })),
    rows: files.reduce((total, { file }) => total + file.rows, 0),
    findings: [...(bill?.manifest.findings ?? findings), ...repeated],
    totals: await totalsOf(
      duckdb,
      files.map(({ file }) => file),
    ),
  };
}

/**
 * Imports bills. Content that is already there changes nothing; an import that fails or is stopped leaves the workspace as
 * it was.
 * @throws UserError usage: a path that does not exist; data: not a bill, damaged, or nothing readable in it; environment:
 *   memory or disk
 */
export async function importBills(options: ImportOptions): Promise<ImportResult> {
  options.signal?.throwIfAborted();
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
  } catch (error) {
    // Whatever the stop broke, the reason is the signal's.
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}
