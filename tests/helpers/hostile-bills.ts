/** Generates hostile FOCUS files, and says with csv-parse and decimal.js what an import of them must find. */

import { gunzipSync, gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { decimal, sum, toText } from '../../src/engine/money.ts';
import { FOCUS_HEADER, focusRecord } from '../bill/workspace.ts';

/** A file, and whether its bytes were damaged after it was written. */
export type HostileFile = { readonly bytes: Uint8Array; readonly isDamaged: boolean };

/** What the oracle reads in a file. */
export type Expected = {
  /** Every record below the header that holds something. */
  readonly records: number;
  /** Records that are charges: as many cells as the header, and a readable cost or none. */
  readonly rows: number;
  /** Exact sum of their costs. */
  readonly billedCost: string;
  /** Their service names, in order. */
  readonly services: readonly (string | null)[];
};

const DELIMITERS = [',', ';', '\t'] as const;
const NULL_WORDS: readonly string[] = ['', 'NULL', 'null', 'None'];
const NUMBER = /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$/;

const goodCost = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 18 }))
  .map(([units, scale]) => decimal(`${units}e-${scale}`).toFixed());
const oddCost = fc.constantFrom(
  ...[
    '-0',
    '+7',
    '.5',
    '5.',
    '1E2',
    '-7.0E-10',
    '0e999',
    'NaN',
    '-Infinity',
    '1e308',
    '1e999',
    '1_000',
    '0x1F',
  ],
  ...[
    '=1+1',
    '@1',
    '１',
    '1 2',
    '--1',
    '1,5',
    '"',
    '\u0000',
    '\u001b[2J',
    'NULL',
    '',
    'null',
    'None',
    '9'.repeat(400),
  ],
);
const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 10 }),
  fc.string({
    unit: fc.constantFrom('a', '"', ',', ';', '\t', '\n', ' ', "'", '\\', '\u0000'),
    maxLength: 8,
  }),
  fc.constantFrom(
    '=cmd|"/c calc"!A0',
    '\u001b]0;x\u0007',
    "'; DROP TABLE x; --",
    '\u202e',
    '\uFEFF',
    '💥'.repeat(40),
  ),
  fc.constantFrom('x'.repeat(70_000), '"'.repeat(5000), '\n'.repeat(300)),
);
const record = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.oneof({ weight: 3, arbitrary: goodCost }, oddCost), hostileText, hostileText)
      .map(([cost, service, resource]) =>
        // A lone CR ends a record for some readers and not for others; line ends of cells are LF here.
        focusRecord(cost, {
          EffectiveCost: '0',
          ServiceName: service.replaceAll('\r', ''),
          ResourceId: resource.replaceAll('\r', ''),
        }),
      ),
  },
  fc.integer({ min: 2, max: 30 }).map(length => Array.from({ length }, () => 'x')),
);

/** How a file is written. */
type Shape = {
  readonly records: readonly (readonly string[])[];
  readonly delimiter: string;
  readonly lineEnd: string;
  readonly quotesAll: boolean;
  readonly hasMark: boolean;
  readonly endsInLine: boolean;
  readonly isGzip: boolean;
  /** Number of the line after which a blank one stands; -1 for none. */
  readonly blankAfter: number;
};

const shape: fc.Arbitrary<Shape> = fc.record({
  records: fc.array(record, { minLength: 1, maxLength: 40 }),
  delimiter: fc.constantFrom(...DELIMITERS),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  quotesAll: fc.boolean(),
  hasMark: fc.boolean(),
  endsInLine: fc.boolean(),
  isGzip: fc.boolean(),
  blankAfter: fc.option(fc.integer({ min: 0, max: 40 }), { nil: -1 }),
});

function write({
  records,
  delimiter,
  lineEnd,
  quotesAll,
  hasMark,
  endsInLine,
  isGzip,
  blankAfter,
}: Shape): Uint8Array {
  const cell = (text: string) =>
    quotesAll || /["\r\n;,\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = [FOCUS_HEADER, ...records].map(cells => cells.map(cell).join(delimiter));
  if (blankAfter >= 0 && blankAfter < lines.length) lines.splice(blankAfter + 1, 0, '');
  const text = (hasMark ? '\uFEFF' : '') + lines.join(lineEnd) + (endsInLine ? lineEnd : '');
  return isGzip ? gzipSync(text) : Buffer.from(text);
}

/** Whole files, whatever is in their cells. */
export const wholeFile: fc.Arbitrary<HostileFile> = shape.map(each => ({
  bytes: write(each),
  isDamaged: false,
}));

const wound = fc.record({
  /** Share of the file before it; the second half is mostly records. */
  at: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.5, max: 1, noNaN: true })),
  kind: fc.constantFrom('flip', 'cut', 'drop', 'insert', 'repeat'),
  // Noise, or what a CSV is made of: only the latter leaves a text that the oracle can read.
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 6 }),
    fc
      .string({ unit: fc.constantFrom(...',;\t\n"x0-. '), minLength: 1, maxLength: 4 })
      .map(text => new TextEncoder().encode(text)),
  ),
});

/** Files with bytes changed, cut off, left out, put in or doubled. */
export const damagedFile: fc.Arbitrary<HostileFile> = fc
  .tuple(
    fc.oneof(
      wholeFile,
      shape.map(each => ({ bytes: write({ ...each, isGzip: false }) })),
    ),
    fc.array(wound, { minLength: 1, maxLength: 3 }),
  )
  .map(([{ bytes }, wounds]) => {
    let result = Buffer.from(bytes);
    for (const { at, kind, bytes: others } of wounds) {
      const place = Math.floor(at * result.length);
      const [before, after] = [result.subarray(0, place), result.subarray(place)];
      if (kind === 'flip') result = Buffer.concat([before, others, after.subarray(others.length)]);
      else if (kind === 'cut') result = Buffer.from(before);
      else if (kind === 'drop') result = Buffer.concat([before, after.subarray(others.length)]);
      else if (kind === 'insert') result = Buffer.concat([before, others, after]);
      else result = Buffer.concat([before, after.subarray(0, 200), after]);
    }
    return { bytes: result, isDamaged: true };
  });

/** A null cell costs nothing that could be read, and is a charge; a number has at most 17 digits before the point. */
function costOf(text: string): { readonly isCharge: boolean; readonly cost: string } {
  if (NULL_WORDS.includes(text)) return { isCharge: true, cost: '0' };
  // With spaces around it a number is money as spreadsheets write it; dollars and thousands are not generated.
  const number = /^\s*-?[0-9]+(\.[0-9]+)?\s*$/.test(text) && !text.includes('\n') ? text.trim() : text;
  if (!NUMBER.test(number)) return { isCharge: false, cost: '0' };
  const value = decimal(number);
  return { isCharge: value.abs().lessThan('1e17'), cost: toText(value) };
}

/** What csv-parse and decimal.js find in a whole file. */
export function expectedOf({ bytes }: HostileFile): Expected {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = Buffer.from(isGzip ? gunzipSync(bytes) : bytes).toString('utf8');
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  const delimiter = DELIMITERS.find(each => header.includes(each)) ?? ',';
  const parsed: string[][] = parse(text, {
    bom: true,
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const records = parsed.slice(1);
  const charges = records
    .filter(cells => cells.length === FOCUS_HEADER.length)
    .map(cells => ({
      ...costOf(cells[0] ?? ''),
      service: cells[FOCUS_HEADER.indexOf('ServiceName')] ?? '',
    }))
    .filter(({ isCharge }) => isCharge);
  return {
    records: records.length,
    rows: charges.length,
    billedCost: toText(sum(charges.map(({ cost }) => cost))),
    services: charges.map(({ service }) => (NULL_WORDS.includes(service) ? null : service)),
  };
}

/** True when the damage left a text that all readers of CSV agree on, so that the oracle can be asked. */
export function isStillReadable({ bytes }: HostileFile): boolean {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return false;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const header = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
    const isWhole = DELIMITERS.some(delimiter => header.replaceAll('"', '') === FOCUS_HEADER.join(delimiter));
    if (!isWhole || /\r(?!\n)|\$/.test(text)) return false;
    return expectedOf({ bytes, isDamaged: true }).rows > 0;
  } catch {
    return false;
  }
}
