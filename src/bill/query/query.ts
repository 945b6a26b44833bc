/** Opens the stored bills of a workspace for one query and closes them again. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../engine/errors.ts';
import { type DuckDb, openDuckDb } from '../duckdb.ts';
import { listBills, makeTempFolder, parquetFiles, type StoredParquet } from '../store.ts';

/** Which workspace, and how much memory a query may take. */
export type QueryOptions = {
  readonly workspace: string;
  /** For example `1GB`; default: a quarter of the machine. */
  readonly memoryLimit?: string | undefined;
};

/**
 * Runs a query over all stored charges.
 * @throws UserError (data) when the workspace holds no bill or a damaged one
 */
export async function withCharges<T>(
  { workspace, memoryLimit }: QueryOptions,
  query: (duckdb: DuckDb, files: readonly StoredParquet[]) => Promise<T>,
): Promise<T> {
  const files = parquetFiles(listBills(workspace));
  if (files.length === 0) {
    throw new UserError({
      code: 'no-bill',
      message: `There is no bill in the workspace ${workspace}`,
      hint: 'Import one first: trimtab bill import PATH.',
      exitCode: 3,
    });
  }
  const folder = makeTempFolder(workspace, 'query');
  const duckdb = await openDuckDb({ memoryLimit, tempDirectory: join(folder, 'spill') });
  try {
    return await query(duckdb, files);
  } catch (error) {
    throw damagedStore(error, workspace);
  } finally {
    duckdb.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Parquet file of ours that DuckDB refuses is a damaged store, not a bug. */
function damagedStore(error: unknown, workspace: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  if (!/magic bytes|parquet|Thrift|TProtocol|Invalid Input|snappy|zstd/i.test(error.message)) return error;
  return new UserError({
    code: 'corrupt-store',
    message: `A stored bill of ${workspace} can't be read: ${error.message.split('\n')[0] ?? ''}`,
    hint: 'Remove the bill and import it again.',
    exitCode: 3,
  });
}
