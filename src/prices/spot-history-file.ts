/** Reads the records of a spot price history from a file of the AWS command line tool (JSON), or from a CSV with its names. */

import type { Finding } from '../engine/finding.ts';
import { type CsvLayout, readCsvTable } from '../input/csv-table.ts';
import { readTextFile } from '../input/read-text-file.ts';

/** A record as written, all text; empty where the file has nothing. */
export type SpotRecord = {
  readonly zone: string;
  readonly type: string;
  readonly product: string;
  /** USD an hour. */
  readonly price: string;
  readonly time: string;
  readonly file: string;
  /** Place in the list, from 1. */
  readonly place: number;
  /** Row of a CSV as a spreadsheet counts; null in a JSON file, whose records have no rows. */
  readonly row: number | null;
};

/** What a file holds. */
export type SpotRecords = { readonly records: readonly SpotRecord[]; readonly findings: readonly Finding[] };

/** Ninety days of every type of the largest Region are a third of it. */
const MAX_BYTES = 200_000_000;
const MAX_RECORDS = 1_000_000;

const CSV_LAYOUT: CsvLayout<'spot price history'> = {
  name: 'spot price history',
  required: ['AvailabilityZone', 'InstanceType', 'ProductDescription', 'SpotPrice', 'Timestamp'],
  optional: ['AvailabilityZoneId'],
};

/** The list in the answer, or the answer itself when `--query SpotPriceHistory` has taken it out. */
function listIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  const isAnswer = typeof value === 'object' && value !== null && 'SpotPriceHistory' in value;
  return isAnswer && Array.isArray(value.SpotPriceHistory) ? value.SpotPriceHistory : null;
}

function textOf(record: unknown, name: string): string {
  if (typeof record !== 'object' || record === null || !Object.hasOwn(record, name)) return '';
  const value: unknown = Reflect.get(record, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : '';
}

function problem(file: string, code: string, message: string, hint: string): Finding {
  return { code, severity: 'error', message, hint, source: { file, row: null, column: null } };
}

function readJson(file: string): SpotRecords {
  const read = readTextFile(file, MAX_BYTES);
  if (read.kind === 'refused') return { records: [], findings: [read.finding] };
  let value: unknown;
  try {
    value = JSON.parse(read.text);
  } catch {
    const hint = 'Give the whole answer of `aws ec2 describe-spot-price-history --output json`.';
    return { records: [], findings: [problem(file, 'spot-no-json', 'the file is not JSON', hint)] };
  }
  const list = listIn(value);
  if (list === null) {
    const hint = 'It should have a list SpotPriceHistory, as the AWS command line tool writes it.';
    return { records: [], findings: [problem(file, 'spot-no-history', 'no spot price history', hint)] };
  }
  const records = list.slice(0, MAX_RECORDS).map((record, index) => ({
    zone: textOf(record, 'AvailabilityZone'),
    type: textOf(record, 'InstanceType'),
    product: textOf(record, 'ProductDescription'),
    price: textOf(record, 'SpotPrice'),
    time: textOf(record, 'Timestamp'),
    file,
    place: index + 1,
    row: null,
  }));
  if (list.length <= MAX_RECORDS) return { records, findings: [] };
  const message = `records after ${MAX_RECORDS} are not read`;
  return { records, findings: [problem(file, 'spot-too-many', message, 'Ask for fewer types or days.')] };
}

function readCsv(file: string): SpotRecords {
  const { rows, findings } = readCsvTable(file, [CSV_LAYOUT]);
  const records = rows.map(({ row, cells }, index) => ({
    zone: cells.AvailabilityZone ?? '',
    type: cells.InstanceType ?? '',
    product: cells.ProductDescription ?? '',
    price: cells.SpotPrice ?? '',
    time: cells.Timestamp ?? '',
    file,
    place: index + 1,
    row,
  }));
  return { records, findings };
}

/**
 * Reads one file: `.csv` as CSV, everything else as JSON.
 * @throws UserError when there is no such file or it cannot be opened (exit code 3)
 */
export function readSpotRecords(file: string): SpotRecords {
  return /\.csv$/i.test(file) ? readCsv(file) : readJson(file);
}
