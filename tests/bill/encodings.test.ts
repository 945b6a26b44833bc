import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/engine/errors.ts';
import { atDesk, csv, FOCUS_HEADER, focusFile, focusRecord } from './workspace.ts';

const MARK = '\uFEFF';

function utf16le(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function utf16be(text: string): Buffer {
  return utf16le(text).swap16();
}

/** Letters of two, three and four bytes, delimiters, quotes and line ends inside cells. */
const RECORDS = [
  focusRecord('1.25', { ServiceName: 'Köln, "Ost"; \t Süd' }),
  focusRecord('-0.5', { ServiceName: 'two\nlines' }),
  focusRecord('1000.0000000001', { ServiceName: '東京 🧾' }),
];

const TEXTS: readonly (readonly [name: string, text: string])[] = [
  ['commas', csv(FOCUS_HEADER, RECORDS)],
  ['CRLF', csv(FOCUS_HEADER, RECORDS, ',', '\r\n')],
  ['semicolons', csv(FOCUS_HEADER, RECORDS, ';')],
  ['tabs and CRLF', csv(FOCUS_HEADER, RECORDS, '\t', '\r\n')],
  ['no last line end', csv(FOCUS_HEADER, RECORDS).trimEnd()],
];

const ENCODINGS: readonly (readonly [name: string, encode: (text: string) => Buffer])[] = [
  ['UTF-8', text => Buffer.from(text)],
  ['UTF-8 with a mark', text => Buffer.from(MARK + text)],
  ['UTF-16 LE', utf16le],
  ['UTF-16 LE with a mark', text => utf16le(MARK + text)],
  ['UTF-16 BE', utf16be],
  ['UTF-16 BE with a mark', text => utf16be(MARK + text)],
];

const CASES = ENCODINGS.flatMap(([encoding, encode]) =>
  TEXTS.flatMap(([layout, text]) => [
    [`${encoding}, ${layout}`, encode(text)] as const,
    [`${encoding}, ${layout}, gzip`, gzipSync(encode(text))] as const,
  ]),
);

test.each(CASES)('one bill, one result: %s', async (_name, content) => {
  await atDesk(async desk => {
    const result = await desk.import(desk.file('bill', content));

    expect(result.findings).toEqual([]);
    expect(result.totals).toMatchObject([
      { currency: 'USD', billedCost: '1000.7500000001', effectiveCost: '1000.7500000001' },
    ]);
    expect(
      await desk.query('SELECT row, ServiceName, CAST(BilledCost AS VARCHAR) FROM charges ORDER BY row'),
    ).toEqual([
      [2, 'Köln, "Ost"; \t Süd', expect.stringMatching(/^1\.250*$/)],
      [3, 'two\nlines', expect.stringMatching(/^-0\.50*$/)],
      [4, '東京 🧾', '1000.0000000001'],
    ]);
  });
});

describe('UTF-16 that is not whole', () => {
  test.each([
    ['an odd byte at the end', Buffer.concat([utf16le(focusFile('1', '2')), Buffer.from([0x41])]), 4],
    [
      'half a character in a cell',
      utf16le(`${MARK}${focusFile('1', '2').replace('Compute', 'Com\uD83Dpute')}`),
      2,
    ],
    [
      'the other half',
      utf16be(MARK + focusFile('1') + focusFile('2').split('\n')[1]?.replace('Compute', 'Com\uDE00pute')),
      3,
    ],
    ['half a character in gzip', gzipSync(utf16le(focusFile('1', '2').replace('Compute', '\uD83D'))), 2],
  ])('%s is a finding with its row', async (_name, content, row) => {
    await atDesk(async desk => {
      const path = desk.file('bill.csv', content);

      const result = await desk.import(path);

      expect(result.totals).toMatchObject([{ billedCost: '3' }]);
      expect(result.findings.find(({ code }) => code === 'replaced-characters')).toMatchObject({
        severity: 'warning',
        source: { file: path, row },
      });
    });
  });

  test('many damaged records are counted, not listed', async () => {
    await atDesk(async desk => {
      const text = focusFile(...Array.from({ length: 50 }, () => '1')).replaceAll('Compute', '\uD83D');

      const { findings } = await desk.import(desk.file('bill.csv', utf16le(text)));

      expect(findings).toHaveLength(21);
      expect(findings.some(({ message }) => message.startsWith('30 more'))).toBe(true);
    });
  });

  test('a cut gzip file is refused', async () => {
    await atDesk(async desk => {
      const whole = gzipSync(utf16le(focusFile(...Array.from({ length: 500 }, (_, at) => String(at ** 3)))));

      const work = desk.import(desk.file('bill.csv.gz', whole.subarray(0, -20)));

      await expect(work).rejects.toThrow(UserError);
      await expect(work).rejects.toMatchObject({ code: 'damaged-file', exitCode: 3 });
    });
  });
});

describe('Latin-1', () => {
  test.each([
    ['in a cell', focusFile('1', '2').replace('Compute', 'K\u00f6ln')],
    ['in a quoted cell', focusFile('1', '2').replace('Compute', '"K\u00f6ln, Ost"')],
    ['as Windows writes it', focusFile('1', '2').replace('Compute', '\u0080 and \u0096')],
  ])('%s: the record is named with file and row, the others are read', async (_name, text) => {
    await atDesk(async desk => {
      const path = desk.file('bill.csv', Buffer.from(text, 'latin1'));

      const result = await desk.import(path);

      expect(result.totals).toMatchObject([{ billedCost: '2' }]);
      expect(result.findings).toMatchObject([
        { code: 'unreadable-record', severity: 'error', source: { file: path, row: 2 } },
      ]);
      expect(result.findings[0]?.message).toContain('UTF-8');
    });
  });
});
