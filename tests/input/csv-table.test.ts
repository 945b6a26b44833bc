import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/engine/errors.ts';
import { type CsvLayout, parseCsvTable, readCsvTable } from '../../src/input/csv-table.ts';

const PEOPLE: CsvLayout<'people'> = { name: 'people', required: ['name'], optional: ['ageYears', 'city'] };
const HOURS: CsvLayout<'hours'> = { name: 'hours', required: ['name', 'hour'], optional: [] };

function parse(text: string) {
  return parseCsvTable(text, 'people.csv', [PEOPLE, HOURS]);
}

function problems(text: string): readonly string[] {
  return parse(text).findings.map(
    ({ code, source, message, hint }) =>
      `${source?.row} ${source?.column} ${code}: ${message}${hint === null ? '' : ` | ${hint}`}`,
  );
}

describe('the header', () => {
  test.each([
    ['a comma', 'name,ageYears\nAda,36\n'],
    ['a semicolon', 'name;ageYears\nAda;36\n'],
    ['a tab', 'name\tageYears\nAda\t36\n'],
    ['a byte order mark', '\ufeffname,ageYears\nAda,36\n'],
    ['line ends of Windows', 'name,ageYears\r\nAda,36\r\n'],
    ['line ends of old Macs', 'name,ageYears\rAda,36\r'],
    ['no line end at the end', 'name,ageYears\nAda,36'],
    ['another order', 'ageYears,name\n36,Ada\n'],
    ['upper case and blanks', ' NAME , AGEYEARS \n Ada , 36 \n'],
    ['quotes', '"name","ageYears"\n"Ada","36"\n'],
  ])('may have %s', (_what, text) => {
    expect(parse(text)).toEqual({
      layout: 'people',
      rows: [{ row: 2, cells: { name: 'Ada', ageYears: '36' } }],
      findings: [],
    });
  });

  test('the layout that asks for most is taken', () => {
    expect(parse('name,hour\nAda,1\n').layout).toBe('hours');
  });

  test.each([
    ['', 'null null empty-file: the file has no header | The first row names the columns.'],
    ['\n\n', 'null null empty-file: the file has no header | The first row names the columns.'],
    [
      'age,city\n1,2',
      '1 null csv-header: the header has no column `name` | The first row names the columns; people needs name; hours needs name, hour.',
    ],
    [`${'a,'.repeat(2_000)}\n`, '1 null csv-too-many-columns: the header has more than 1000 columns'],
  ])('%j is refused', (text, expected) => {
    expect(problems(text)).toEqual([expected]);
    expect(parse(text).layout).toBeNull();
  });

  test('an unknown column is reported with a guess, and not read', () => {
    expect(problems('name,agYears\nAda,36')).toEqual([
      '1 null csv-unknown-column: the column `agYears` is not known and is not read | Did you mean `ageYears`?',
    ]);
    expect(parse('name,agYears\nAda,36').rows[0]?.cells).toEqual({ name: 'Ada' });
  });

  test('of two columns of one name the first is read', () => {
    expect(problems('name,Name\nAda,Bob')).toEqual([
      '1 name csv-duplicate-column: the column name is given twice: the first one is read | Remove one of the two.',
    ]);
    expect(parse('name,Name\nAda,Bob').rows[0]?.cells).toEqual({ name: 'Ada' });
  });
});

describe('rows', () => {
  test('count like a spreadsheet: blank rows count, line breaks in a cell do not', () => {
    const { rows, findings } = parse('name,city\nAda,"New\nYork"\n\n , \nBob,Rome\n');
    expect(rows.map(({ row, cells }) => [row, cells.name, cells.city])).toEqual([
      [2, 'Ada', 'New\nYork'],
      [5, 'Bob', 'Rome'],
    ]);
    expect(findings).toEqual([]);
  });

  test('a missing cell is empty', () => {
    expect(parse('name,city\nAda\n').rows).toEqual([{ row: 2, cells: { name: 'Ada', city: '' } }]);
  });

  test('cells beyond the header are reported, unless they are empty', () => {
    expect(problems('name,city\nAda,Rome,,\nBob,Rome,Italy\n')).toEqual([
      '3 null csv-row-too-long: the row has more cells than the header: the last ones are not read | Put quotes around cells that hold a separator.',
    ]);
  });

  test('a quote inside a plain cell stays', () => {
    expect(parse('name\n12" disk\n').rows[0]?.cells.name).toBe('12" disk');
  });

  test('names that every object has are no columns', () => {
    const { rows } = parse('name,__proto__,constructor\nAda,x,y\n');
    expect(Object.keys(rows[0]?.cells ?? {})).toEqual(['name']);
    expect(Object.getPrototypeOf(rows[0]?.cells)).toBe(Object.prototype);
  });
});

describe('hostile files', () => {
  test('a quote that is never closed keeps the rows before it', () => {
    const { rows, findings } = parse('name,city\nAda,Rome\nBob,"Paris\nEve,Oslo\n');
    expect(rows.map(({ cells }) => cells.name)).toEqual(['Ada']);
    expect(findings).toMatchObject([{ code: 'csv-quote', severity: 'error', source: { row: 3 } }]);
  });

  test('a cell longer than a spreadsheet holds is not read', () => {
    const { rows, findings } = parse(`name,city\nAda,${'x'.repeat(40_000)}\nBob,Rome\n`);
    expect(rows.map(({ cells }) => cells)).toEqual([{ name: 'Ada' }, { name: 'Bob', city: 'Rome' }]);
    expect(findings).toMatchObject([{ code: 'csv-cell-too-long', source: { row: 2, column: 'city' } }]);
  });

  test('rows after a million are not read', () => {
    const { rows, findings } = parse(`name\n${'a\n'.repeat(1_000_005)}`);
    expect(rows).toHaveLength(1_000_000);
    expect(findings).toMatchObject([{ code: 'csv-too-many-rows', source: { row: 1_000_002 } }]);
  });

  test('thousands of bad rows are counted, not all kept', () => {
    const { findings } = parse(`name\n${'a,b\n'.repeat(5_000)}`);
    expect(findings).toHaveLength(1_001);
    expect(findings.at(-1)).toMatchObject({
      code: 'more-findings',
      message: '4000 more problems are not shown',
    });
  });

  test('control characters are escaped in messages', () => {
    expect(problems('name,\u001b[2J\u202e\nAda,1')).toEqual([
      '1 null csv-unknown-column: the column `\\x1b[2J\\u{202e}` is not known and is not read',
    ]);
  });

  test('whatever the text, nothing is thrown and rows rise', () => {
    const fragments = fc.constantFrom(
      'name',
      ',',
      ';',
      '\t',
      '"',
      '""',
      '\n',
      '\r\n',
      '\r',
      'a',
      ' ',
      '\ufeff',
      '\0',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 60 }), parts => {
        const { rows } = parse(`name,city\n${parts.join('')}`);
        expect(rows.every(({ row }, index) => row >= index + 2)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what is written with quotes is read back', () => {
    const cell = fc.stringMatching(/^[!-~ \n,;"\t]{0,20}$/).map(text => text.trim());
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), cell), { minLength: 1 }), pairs => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = pairs.map(pair => pair.map(quoted).join(',')).join('\n');
        const { rows } = parse(`name,city\n${text}\n`);
        expect(rows.map(({ cells }) => [cells.name, cells.city])).toEqual(pairs);
      }),
    );
  });
});

describe('readCsvTable', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-csv-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('reads a file and names it in its findings', () => {
    const path = join(folder, 'people.csv');
    writeFileSync(path, 'name,x\nAda,1\n');
    expect(readCsvTable(path, [PEOPLE])).toMatchObject({
      layout: 'people',
      rows: [{ row: 2 }],
      findings: [{ source: { file: path } }],
    });
  });

  test.each([
    ['a spreadsheet in UTF-16', Buffer.from('\ufeffname\tcity', 'utf16le'), 'not-utf-8'],
    ['more than 50 MB', Buffer.alloc(50_000_001, 'a'), 'file-too-large'],
  ])('%s is a finding', (_what, content, code) => {
    const path = join(folder, 'hostile.csv');
    writeFileSync(path, content);
    expect(readCsvTable(path, [PEOPLE])).toMatchObject({ layout: null, rows: [], findings: [{ code }] });
  });

  test("a missing file is the user's to mend", () => {
    expect(() => readCsvTable(join(folder, 'none.csv'), [PEOPLE])).toThrow(UserError);
  });
});
