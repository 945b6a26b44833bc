/** The one door to DuckDB: opens an in-memory instance that spills to its own folder, loads no extension and never uses the network. */

import { mkdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';
import { UserError } from '../engine/errors.ts';
import { sqlText } from './sql.ts';

/** How much of the machine DuckDB may take. */
export type DuckDbOptions = {
  /** For example `1GB` or `512MiB`; default: a quarter of the machine's memory. */
  readonly memoryLimit?: string | undefined;
  /** Folder for what does not fit in memory; made when it is missing. */
  readonly tempDirectory: string;
  /** Default: all processors. */
  readonly threads?: number | undefined;
};

/** An open instance with one connection. */
export type DuckDb = {
  readonly connection: DuckDBConnection;
  /** Rows as arrays in column order: text, numbers, booleans and null; 64-bit integers as bigint. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
  run(sql: string): Promise<void>;
  /** Frees the memory and the temporary files. */
  close(): void;
};

const MEMORY_LIMIT = /^\d+(\.\d+)?\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/i;

/** @throws UserError (usage) when the text is not a size. */
function checkedMemoryLimit(text: string | undefined): string {
  if (text === undefined) return `${Math.floor(totalmem() / 4 / 1024 ** 2)}MiB`;
  if (MEMORY_LIMIT.test(text.trim())) return text.trim();
  throw new UserError({
    code: 'bad-memory-limit',
    message: `${JSON.stringify(text)} is not an amount of memory`,
    hint: 'Write a number and a unit, for example 1GB or 512MB.',
    exitCode: 2,
  });
}

/** Version of the DuckDB that is installed. @throws when its package for this platform is missing */
export async function duckDbVersion(): Promise<string> {
  const { version } = await import('@duckdb/node-api');
  return version();
}

/**
 * Opens DuckDB. The module is loaded only here, so that commands without a bill do not pay for it.
 * @throws UserError (usage) for a bad memory limit
 */
export async function openDuckDb(options: DuckDbOptions): Promise<DuckDb> {
  const memoryLimit = checkedMemoryLimit(options.memoryLimit);
  mkdirSync(options.tempDirectory, { recursive: true });
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    temp_directory: options.tempDirectory,
    threads: String(options.threads ?? availableParallelism()),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  // Zone-less times of a bill are UTC, whatever the machine's zone is.
  await connection.run(`SET TimeZone = ${sqlText('UTC')}`);
  await connection.run('SET enable_progress_bar = true');
  await connection.run('SET enable_progress_bar_print = false');
  return {
    connection,
    run: async sql => {
      await connection.run(sql);
    },
    rows: async sql => (await connection.runAndReadAll(sql)).getRowsJS(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
