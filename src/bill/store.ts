/** The bills of a workspace: one folder each, with Parquet files and a manifest; complete or not there at all. */

import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '../engine/errors.ts';
import { MANIFEST_SCHEMA, type Manifest, parseManifest, type StoredFile } from './manifest.ts';
import { isUnwritable, systemError } from './read/reader-errors.ts';
import { isAlive, lockWorkspace } from './workspace-lock.ts';

/** A bill of the store. */
export type StoredBill = { readonly id: string; readonly folder: string; readonly manifest: Manifest };

/** A Parquet file of the store, ready to be read. */
export type StoredParquet = StoredFile & { readonly billId: string; readonly path: string };

const BILL_ID = /^[0-9a-f]{16}$/;
const TEMP_NAME = /^(?:import|remove|query)-(\d+)-[0-9a-f]{8}$/;

function billsFolder(workspace: string): string {
  return join(resolve(workspace), 'bills');
}

function corrupt(folder: string, why: string): UserError {
  return new UserError({
    code: 'corrupt-store',
    message: `The stored bill in ${folder} is damaged: ${why}`,
    hint: 'Delete this folder and import the bill again.',
    exitCode: 3,
  });
}

/** Manifests are files like any other: names in them are only accepted in the form that this program writes. */
function readBill(id: string, folder: string): StoredBill {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) throw corrupt(folder, 'manifest.json is missing');
  const manifest = parseManifest(readFileSync(path, 'utf8'));
  if (manifest === null) throw corrupt(folder, 'manifest.json is not readable');
  for (const { parquet, parquetBytes } of manifest.files) {
    const stats = lstatSync(join(folder, parquet), { throwIfNoEntry: false });
    if (!stats?.isFile()) throw corrupt(folder, `${parquet} is missing`);
    if (stats.size !== parquetBytes)
      throw corrupt(folder, `${parquet} has another size than when it was written`);
  }
  return { id, folder, manifest };
}

/**
 * Bills of the workspace by id; none when there is no workspace yet.
 * @throws UserError (data) when a stored bill is damaged
 */
export function listBills(workspace: string): readonly StoredBill[] {
  const root = billsFolder(workspace);
  if (!existsSync(root)) return [];
  const ids = readdirSync(root)
    .filter(name => BILL_ID.test(name))
    .sort();
  return ids.map(id => readBill(id, join(root, id)));
}

/** Parquet files of bills. */
export function parquetFiles(bills: readonly StoredBill[]): readonly StoredParquet[] {
  return bills.flatMap(({ id, folder, manifest }) =>
    manifest.files.map(file => ({ ...file, billId: id, path: join(folder, file.parquet) })),
  );
}

/** What a folder for work in progress is for. */
type TempPurpose = 'import' | 'remove' | 'query';

function makeTempFolderIn(root: string, purpose: TempPurpose): string {
  mkdirSync(root, { recursive: true });
  for (const name of readdirSync(root)) {
    const pid = TEMP_NAME.exec(name)?.[1];
    // A query holds no lock, and a process of another container looks dead from here: it sweeps only after its like.
    const isSwept = purpose !== 'query' || name.startsWith('query-');
    if (pid !== undefined && isSwept && !isAlive(Number(pid)))
      rmSync(join(root, name), { recursive: true, force: true });
  }
  const folder = join(root, `${purpose}-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(folder);
  return folder;
}

/**
 * A new folder for work in progress, inside the workspace so that it can be moved into place in one step. What dead
 * processes left behind is deleted. A query on a workspace that may only be read works in the system's folder.
 */
export function makeTempFolder(workspace: string, purpose: TempPurpose): string {
  try {
    return makeTempFolderIn(join(resolve(workspace), 'tmp'), purpose);
  } catch (error) {
    if (purpose !== 'query' || !isUnwritable(error)) throw error;
    return mkdtempSync(join(tmpdir(), 'trimtab-query-'));
  }
}

/**
 * Puts a finished import in place: the manifest is written last, and one rename shows it all.
 * @param folder holds the Parquet files that the manifest names
 */
export function commitBill(
  workspace: string,
  id: string,
  folder: string,
  manifest: Omit<Manifest, 'schema'>,
): StoredBill {
  const root = billsFolder(workspace);
  mkdirSync(root, { recursive: true });
  const target = join(root, id);
  const complete: Manifest = { schema: MANIFEST_SCHEMA, ...manifest };
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(complete, null, 2)}\n`);
  // The id is the hash of the contents: whoever was faster wrote the same.
  if (!existsSync(target)) renameSync(folder, target);
  return readBill(id, target);
}

function removeLocked(workspace: string, id: string): string {
  const root = billsFolder(workspace);
  const ids = existsSync(root)
    ? readdirSync(root).filter(name => BILL_ID.test(name) && id !== '' && name.startsWith(id))
    : [];
  const [found] = ids;
  if (found === undefined || ids.length > 1) {
    throw new UserError({
      code: 'no-such-bill',
      message: `${ids.length > 1 ? 'More than one bill begins' : 'No bill begins'} with ${JSON.stringify(id)}`,
      hint: 'List the bills of the workspace and give one id.',
      exitCode: 2,
    });
  }
  const temp = makeTempFolder(workspace, 'remove');
  renameSync(join(root, found), join(temp, found));
  rmSync(temp, { recursive: true, force: true });
  return found;
}

/**
 * Deletes a bill.
 * @param id whole, or its first characters when they are unique
 * @throws UserError usage: there is no such bill; environment: another process is changing the workspace, or it may not be
 *   written
 */
export function removeBill(workspace: string, id: string): string {
  try {
    const lock = lockWorkspace(workspace);
    try {
      return removeLocked(workspace, id);
    } finally {
      lock.release();
    }
  } catch (error) {
    throw systemError(error, workspace);
  }
}
