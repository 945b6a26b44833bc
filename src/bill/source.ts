/** A bill file opened just enough to know what it is: container, delimiter, columns, format. */

import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../engine/errors.ts';
import { canonicalName, type SourceColumn } from './cells.ts';
import {
  type BillFormat,
  detectBytes,
  detectDelimiter,
  type Recognition,
  recognizeColumns,
  recognizeJson,
} from './detect.ts';
import type { DuckDb } from './duckdb.ts';
import type { FoundFile } from './find-files.ts';
import { sqlPath } from './sql.ts';

/** How the records are stored. */
type Container =
  | { readonly kind: 'csv'; readonly isGzip: boolean; readonly delimiter: ',' | ';' | '\t' }
  | { readonly kind: 'parquet' };

/** A recognised bill file. */
export type BillSource = {
  readonly file: FoundFile;
  readonly container: Container;
  readonly format: BillFormat;
  /** FOCUS or CUR version; null where the format has none. */
  readonly version: string | null;
  readonly columns: readonly SourceColumn[];
};

/** Enough for a header of several hundred columns. */
const HEAD_BYTES = 256 * 1024;
/** A small gzip head may hide a lot of zeros. */
const HEAD_BYTES_UNPACKED_MAX = 64 * 1024 * 1024;

/** Tells why a file is not a bill that can be read. Not an error yet: inside a folder such files are skipped. */
export type NotABill = {
  readonly kind: 'not-a-bill';
  readonly code: string;
  readonly what: string;
  readonly hint: string;
};

/** What can be imported, as a hint. */
export const SUPPORTED_FORMATS =
  'Read are FOCUS 1.0 to 1.3 and AWS Cost and Usage Reports, as CSV, CSV.gz or Parquet.';

function notABill(code: string, what: string, hint: string = SUPPORTED_FORMATS): NotABill {
  return { kind: 'not-a-bill', code, what, hint };
}

function readHead(path: string): Buffer {
  const buffer = Buffer.alloc(HEAD_BYTES);
  const descriptor = openSync(path, 'r');
  try {
    return buffer.subarray(0, readSync(descriptor, buffer, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** Start of a gzip member, cut where the head is cut; null when it is damaged or a bomb. */
function unpackHead(head: Buffer): Buffer | null {
  try {
    return gunzipSync(head, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: HEAD_BYTES_UNPACKED_MAX,
    });
  } catch {
    return null;
  }
}

/** Names in the first record of a CSV; null when there is no readable one. */
function readHeader(text: string, delimiter: string): readonly string[] | null {
  try {
    const records: string[][] = parse(text, {
      bom: true,
      delimiter,
      to: 1,
      relax_column_count: true,
      max_record_size: HEAD_BYTES,
    });
    return records[0]?.map(name => name.trim()) ?? null;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** CSV columns are read by position: names of a hostile header never reach a statement. */
function csvColumns(header: readonly string[]): SourceColumn[] {
  return header.map((name, index) => ({ name, sql: `c${index}`, type: 'VARCHAR' }));
}

/** Without these a file can't be read as a format, whatever the person says it is. */
const REQUIRED_COLUMNS: Readonly<Record<BillFormat, readonly string[]>> = {
  focus: ['BilledCost'],
  'aws-cur-2': ['line_item_unblended_cost', 'line_item_line_item_type'],
  'aws-cur-legacy': ['lineItem/UnblendedCost', 'lineItem/LineItemType'],
};

function fromRecognition(
  recognition: Recognition,
  known: Omit<BillSource, 'format' | 'version'>,
  forced: BillFormat | undefined,
): BillSource | NotABill {
  if (forced !== undefined) {
    const names = new Set(known.columns.map(({ name }) => canonicalName(name)));
    const missing = REQUIRED_COLUMNS[forced].find(name => !names.has(canonicalName(name)));
    if (missing !== undefined)
      return notABill('wrong-format', `it has no column ${missing}, so it is not ${forced}`);
    const version = recognition.kind === 'bill' && recognition.format === forced ? recognition.version : null;
    return { ...known, format: forced, version };
  }
  if (recognition.kind === 'bill')
    return { ...known, format: recognition.format, version: recognition.version };
  if (recognition.kind === 'unsupported')
    return notABill('unsupported-format', `it is ${recognition.what}, which is not read yet`);
  return notABill('unknown-format', 'its columns are not those of a known bill');
}

function openCsv(
  file: FoundFile,
  head: Buffer,
  isGzip: boolean,
  forced: BillFormat | undefined,
): BillSource | NotABill {
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  const delimiter = detectDelimiter(text);
  const header = readHeader(text, delimiter);
  if (header === null) return notABill('unknown-format', 'its first line is not a readable header');
  const known = { file, container: { kind: 'csv', isGzip, delimiter } as const, columns: csvColumns(header) };
  return fromRecognition(recognizeColumns(header), known, forced);
}

async function openParquet(
  file: FoundFile,
  duckdb: DuckDb,
  forced: BillFormat | undefined,
): Promise<BillSource | NotABill> {
  let described: readonly (readonly unknown[])[];
  try {
    described = await duckdb.rows(
      `SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet(${sqlPath(file.path)}, hive_partitioning = false))`,
    );
  } catch {
    return notABill(
      'damaged-file',
      'it is a damaged or encrypted Parquet file',
      'Download it again; encrypted Parquet is not read.',
    );
  }
  const columns = described.map(([name, type]) => {
    const text = String(name);
    return { name: text, sql: `"${text.replaceAll('"', '""')}"`, type: String(type) };
  });
  return fromRecognition(
    recognizeColumns(columns.map(({ name }) => name)),
    { file, container: { kind: 'parquet' }, columns },
    forced,
  );
}

/**
 * Recognises a file by its content.
 * @param forced format that the person named; the content decides only the container
 */
export async function openSource(
  file: FoundFile,
  duckdb: DuckDb,
  forced: BillFormat | undefined,
): Promise<BillSource | NotABill> {
  let head = readHead(file.path);
  let kind = detectBytes(head);
  const isGzip = kind === 'gzip';
  if (isGzip) {
    const unpacked = unpackHead(head);
    if (unpacked === null) return notABill('damaged-file', 'it is a damaged gzip file', 'Download it again.');
    head = unpacked;
    kind = detectBytes(head);
  }
  switch (kind) {
    case 'parquet':
      if (isGzip) return notABill('unsupported-format', 'it is Parquet inside gzip', 'Unpack it first.');
      return openParquet(file, duckdb, forced);
    case 'text':
      return openCsv(file, head, isGzip, forced);
    case 'json': {
      const recognition = recognizeJson(head.toString('utf8'));
      const what =
        recognition.kind === 'unsupported'
          ? `it is ${recognition.what}, which is not read yet`
          : 'it is JSON of an unknown kind';
      return notABill(recognition.kind === 'unsupported' ? 'unsupported-format' : 'unknown-format', what);
    }
    case 'zip':
      return notABill(
        'unsupported-format',
        'it is a zip archive (or a spreadsheet)',
        'Unpack it and import the CSV inside.',
      );
    case 'utf-16':
      return notABill('unsupported-format', 'it is text in UTF-16', 'Save it as UTF-8.');
    case 'empty':
      return isGzip
        ? notABill('damaged-file', 'it is an empty or damaged gzip file', 'Download it again.')
        : notABill('empty-file', 'it is empty');
    case 'gzip':
    case 'binary':
      return notABill('unknown-format', 'it is neither text nor Parquet');
  }
}

/** The error for a file that the person named. */
export function notABillError(file: FoundFile, reason: NotABill): UserError {
  return new UserError({
    code: reason.code,
    message: `${file.name} can't be imported: ${reason.what}`,
    hint: reason.hint,
    exitCode: 3,
  });
}
