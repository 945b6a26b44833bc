/** One import: what was asked for, how it is reported, and what it works with. */

import type { Readable } from 'node:stream';
import type { Finding } from '../engine/finding.ts';
import type { DuckDb } from './duckdb.ts';
import type { BillFormat } from './formats/ids.ts';
import type { Pace } from './import-pace.ts';
import type { BillSource } from './source.ts';

/** How far an import is. */
type ImportProgress = {
  readonly step: 'recognise' | 'read' | 'check';
  /** File as the person named it. */
  readonly file: string;
  /** Number of the file, from 1, and how many there are. */
  readonly index: number;
  readonly count: number;
  /** Share of this file that is done, 0..1; null when not known. */
  readonly fraction: number | null;
  /** Speed so far, and what is left; null while it can't be told. */
  readonly pace: Pace | null;
};

/** What to import, and how. */
export type ImportOptions = {
  /** Files, folders, patterns; `-` is standard input. */
  readonly paths: readonly string[];
  readonly workspace: string;
  /** Reads the files as this format instead of recognising it. */
  readonly format?: BillFormat | undefined;
  /** For example `1GB`; default: a quarter of the machine. */
  readonly memoryLimit?: string | undefined;
  /** What `-` reads. */
  readonly stdin?: Readable | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Stops the import; the workspace stays as it was. The promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

/** A recognised file and the SHA-256 of its bytes. */
export type Hashed = { readonly source: BillSource; readonly sha256: string };

/** An import under way. */
export type Session = {
  readonly options: ImportOptions;
  readonly duckdb: DuckDb;
  /** Becomes the bill's folder in the store. */
  readonly folder: string;
  /** For texts on their way to a table: thrown away after the import. */
  readonly prepared: string;
  readonly findings: Finding[];
};

/** A finding about a whole file. */
export function notice(
  code: string,
  severity: Finding['severity'],
  message: string,
  file: string,
  hint: string | null = null,
): Finding {
  return { code, severity, message, hint, source: { file, row: null, column: null } };
}
