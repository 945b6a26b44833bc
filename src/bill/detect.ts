/** What a file is, from its first bytes and its column names; never from its name. */

import { BILL_FORMATS, type BillFormat } from './formats/ids.ts';
import { FORMATS } from './formats/index.ts';
import { canonicalName, englishName } from './read/cells.ts';

/** What the first bytes say. */
export type ByteKind = 'parquet' | 'gzip' | 'zip' | 'utf-16' | 'json' | 'text' | 'binary' | 'empty';

/** @param head first bytes of the file, 4 kB or more unless the file is shorter */
export function detectBytes(head: Uint8Array): ByteKind {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.length === 0) return 'empty';
  if (bytes.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return 'zip';
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return 'utf-16';
  // UTF-16 without a mark: every second byte of a Latin header is zero.
  if (bytes.length > 3 && ((bytes[0] === 0 && bytes[2] === 0) || (bytes[1] === 0 && bytes[3] === 0)))
    return 'utf-16';
  // A NUL further down is a dirty cell; in the first line it is no text.
  const firstLine = bytes.subarray(0, bytes.indexOf(0x0a) === -1 ? bytes.length : bytes.indexOf(0x0a));
  if (firstLine.includes(0)) return 'binary';
  const text = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text === '') return 'empty';
  return text.startsWith('{') || text.startsWith('[') ? 'json' : 'text';
}

/** The most likely delimiter of a header line: the one that occurs most outside quotes. */
export function detectDelimiter(text: string): ',' | ';' | '\t' {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n' || character === '\r') break;
    else if (character === ',' || character === ';' || character === '\t') counts[character]++;
  }
  if (counts[';'] > counts[','] && counts[';'] >= counts['\t']) return ';';
  return counts['\t'] > counts[','] ? '\t' : ',';
}

/** A format that is read, a known one that is not read, or neither. */
export type Recognition =
  | { readonly kind: 'bill'; readonly format: BillFormat; readonly version: string | null }
  /** Money, but not a bill: an estimate (Infracost) or an allocation (OpenCost, Kubecost). */
  | { readonly kind: 'document' }
  | { readonly kind: 'unsupported'; readonly what: string }
  | { readonly kind: 'unknown' };

/** Texts near the start of a JSON document that tell what it is. */
const JSON_KINDS: readonly (readonly [RegExp, Recognition])[] = [
  [/"ResultsByTime"/, { kind: 'bill', format: 'aws-cost-explorer', version: null }],
  [/"totalMonthlyCost"|"diffTotalMonthlyCost"|"totalCost"/, { kind: 'document' }],
  [/"billing_account_id"/, { kind: 'bill', format: 'gcp-billing-export', version: null }],
];

/** @param text start of a JSON document */
export function recognizeJson(text: string): Recognition {
  return JSON_KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? { kind: 'unknown' };
}

/** Signs of a format that a file must have to be called nearly that. */
const SIGNS_MIN = 3;

/** For columns that no format takes: the format that they come closest to, and what it misses; null when none is near. */
export function nearestFormat(
  columns: readonly string[],
): { readonly format: BillFormat; readonly missing: readonly string[] } | null {
  const names = new Set(columns.flatMap(name => [name, englishName(name) ?? name]).map(canonicalName));
  const near = BILL_FORMATS.map(format => {
    const { required, signs } = FORMATS[format];
    return {
      format,
      seen: signs.filter(sign => names.has(sign)).length,
      missing: required.filter(name => !names.has(canonicalName(name))),
    };
  }).filter(({ seen, missing }) => seen >= SIGNS_MIN && missing.length > 0);
  near.sort((a, b) => b.seen - a.seen);
  return near[0] ?? null;
}

/** @param columns names as written in the header */
export function recognizeColumns(columns: readonly string[]): Recognition {
  const english = columns.flatMap(name => englishName(name) ?? []);
  const names = { canonical: new Set([...columns, ...english].map(canonicalName)), written: columns };
  if (names.canonical.has('contractcommitmentid')) {
    return {
      kind: 'unsupported',
      what: 'a FOCUS contract commitment dataset (commitments, not charges)',
    };
  }
  for (const format of BILL_FORMATS) {
    const version = FORMATS[format].recognize(names);
    if (version !== false) return { kind: 'bill', format, version };
  }
  return { kind: 'unknown' };
}
