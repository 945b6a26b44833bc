/** Opens a bill file just enough to know what it is; what is no CSV or Parquet yet is made one first. */

import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { CsvError, parse } from 'csv-parse/sync';
import {
  detectBytes,
  detectDelimiter,
  nearestFormat,
  type Recognition,
  recognizeColumns,
  recognizeJson,
} from './detect.ts';
import { readDocument } from './documents/read-document.ts';
import type { DuckDb } from './duckdb.ts';
import type { FoundFile } from './find/find-files.ts';
import type { BillFormat } from './formats/ids.ts';
import { FORMATS } from './formats/index.ts';
import { JSON_TABLES } from './prepare/json-table.ts';
import { writeUtf8Copy } from './prepare/utf16.ts';
import { canonicalName, englishName, type SourceColumn } from './read/cells.ts';
import { parquetColumns } from './read/parquet-columns.ts';
import { type BillSource, type NotABill, notABill, type OpenedDocument } from './source.ts';

/** What opening a file may use. */
export type Opening = {
  readonly duckdb: DuckDb;
  /** Format that the person named; the content decides only the container. */
  readonly forced: BillFormat | undefined;
  /** Path of a new file for the text that a file becomes (UTF-8, a table); thrown away with the import. */
  readonly preparedPath: () => string;
  readonly signal: AbortSignal | undefined;
};

/** What a file turns out to be. */
type Opened = BillSource | OpenedDocument | NotABill;

/** Enough for a header of several hundred columns. */
const HEAD_BYTES = 256 * 1024;
/** A small gzip head may hide a lot of zeros. */
const HEAD_BYTES_UNPACKED_MAX = 64 * 1024 * 1024;

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

function fromRecognition(
  recognition: Recognition,
  known: Omit<BillSource, 'format' | 'version'>,
  forced: BillFormat | undefined,
): BillSource | NotABill {
  if (forced !== undefined) {
    const names = new Set(
      known.columns.flatMap(({ name }) => [name, englishName(name) ?? name]).map(canonicalName),
    );
    const missing = FORMATS[forced].required.find(name => !names.has(canonicalName(name)));
    if (missing !== undefined)
      return notABill('wrong-format', `it has no column ${missing}, so it is not ${forced}`);
    const version = recognition.kind === 'bill' && recognition.format === forced ? recognition.version : null;
    return { ...known, format: forced, version };
  }
  if (recognition.kind === 'bill')
    return { ...known, format: recognition.format, version: recognition.version };
  if (recognition.kind === 'unsupported')
    return notABill('unsupported-format', `it is ${recognition.what}, which is not read yet`);
  const near = nearestFormat(known.columns.map(({ name }) => name));
  if (near === null) return notABill('unknown-format', 'its columns are not those of a known bill');
  return notABill(
    'missing-column',
    `it looks like ${near.format} but has no column ${near.missing.join(', ')}`,
    'Export the bill with this column: without it no charge has a cost.',
  );
}

function openCsv(
  file: FoundFile,
  head: Buffer,
  how: { readonly isGzip: boolean; readonly firstRow: 1 | 2 },
  { forced }: Opening,
): BillSource | NotABill {
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  const delimiter = detectDelimiter(text);
  const header = readHeader(text, delimiter);
  if (header === null) return notABill('unknown-format', 'its first line is not a readable header');
  const known = { file, container: { kind: 'csv', delimiter, ...how } as const, columns: csvColumns(header) };
  return fromRecognition(recognizeColumns(header), known, forced);
}

async function openParquet(file: FoundFile, { duckdb, forced }: Opening): Promise<BillSource | NotABill> {
  const columns = await parquetColumns(duckdb, file.path);
  if (columns === null) {
    return notABill(
      'damaged-file',
      'it is a damaged or encrypted Parquet file',
      'Download it again; encrypted Parquet is not read.',
    );
  }
  const known = { file, container: { kind: 'parquet' } as const, columns };
  return fromRecognition(recognizeColumns(columns.map(({ name }) => name)), known, forced);
}

/** JSON becomes a table; its rows are counted as records of the JSON. */
async function openJson(file: FoundFile, head: Buffer, isGzip: boolean, opening: Opening): Promise<Opened> {
  const recognition = recognizeJson(head.toString('utf8'));
  if (recognition.kind === 'document') {
    const document = readDocument(file, isGzip);
    if (document !== null) return { kind: 'document', document };
  }
  if (recognition.kind === 'unsupported')
    return notABill('unsupported-format', `it is ${recognition.what}, which is not read yet`);
  const write = recognition.kind === 'bill' ? JSON_TABLES[recognition.format] : undefined;
  if (write === undefined) return notABill('unknown-format', 'it is JSON of an unknown kind');
  const path = opening.preparedPath();
  const table = await write(file, isGzip, path, opening.signal);
  const source = openCsv({ ...file, path }, readHead(path), { isGzip: false, firstRow: 1 }, opening);
  return 'kind' in source ? source : { ...source, ...table };
}

async function openUtf16(file: FoundFile, head: Buffer, isGzip: boolean, opening: Opening): Promise<Opened> {
  const path = opening.preparedPath();
  const findings = await writeUtf8Copy(file, isGzip, head, path, opening.signal);
  const copy = { ...file, path };
  const text = readHead(path);
  // Windows PowerShell writes JSON in UTF-16 as well.
  const source =
    detectBytes(text) === 'json'
      ? await openJson(copy, text, false, opening)
      : openCsv(copy, text, { isGzip: false, firstRow: 2 }, opening);
  return 'kind' in source ? source : { ...source, findings: [...findings, ...(source.findings ?? [])] };
}

/** Recognises a file by its content. @throws UserError (data) when JSON is damaged */
export async function openSource(file: FoundFile, opening: Opening): Promise<Opened> {
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
      return openParquet(file, opening);
    case 'text':
      return openCsv(file, head, { isGzip, firstRow: 2 }, opening);
    case 'json':
      return openJson(file, head, isGzip, opening);
    case 'utf-16':
      return openUtf16(file, head, isGzip, opening);
    case 'zip':
      // Archives are opened before; what is left is an archive inside gzip or inside another archive.
      return notABill('unsupported-format', 'it is an archive inside an archive', 'Unpack it first.');
    case 'empty':
      return isGzip
        ? notABill('damaged-file', 'it is an empty or damaged gzip file', 'Download it again.')
        : notABill('empty-file', 'it is empty');
    case 'gzip':
    case 'binary':
      return notABill('unknown-format', 'it is neither text nor Parquet');
  }
}
