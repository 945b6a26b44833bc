import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { findingsText } from '../../src/report/text/findings.ts';
import { cut, table, wrap } from '../../src/report/text/table.ts';

describe('a table', () => {
  test('aligns its columns and cuts only the ones that may shrink', () => {
    const lines = table(
      [
        { head: 'Name', shrink: 8 },
        { head: 'Cost', align: 'right' },
      ],
      [
        ['a very long name of something', '$1,234.00'],
        ['b', '$5.00'],
      ],
      24,
    );

    expect(lines).toEqual([
      'Name                Cost',
      'a very lon...  $1,234.00',
      'b                  $5.00',
    ]);
  });

  test('shows control characters of other people’s text instead of obeying them', () => {
    const [, line] = table([{ head: 'Name' }], [['\u001b[31mred\u202e\u0007']]);

    expect(line).toBe('\\x1b[31mred\\u{202e}\\x07');
  });

  test('never writes a line wider than asked when everything may shrink', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 10 }),
        fc.integer({ min: 30, max: 120 }),
        (rows, width) => {
          const lines = table(
            [
              { head: 'A', shrink: 4 },
              { head: 'B', shrink: 4 },
              { head: 'C', shrink: 4 },
            ],
            rows,
            width,
          );

          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe('prose', () => {
  test('is wrapped at words, paragraph by paragraph', () => {
    expect(wrap('one two three\nfour', 8)).toEqual(['one two', 'three', 'four']);
  });

  test('a cut text is as wide as it may be, dots included', () => {
    expect(cut('abcdefgh', 6)).toBe('abc...');
    expect(cut('日本語日本語', 7)).toBe('日本...');
    expect(cut('abc', 2)).toBe('..');
  });
});

describe('findings', () => {
  const finding = (severity: 'error' | 'warning' | 'info', message: string) => ({
    code: 'x',
    severity,
    message,
    hint: null,
    source: null,
  });

  test('come worst first, and no more than asked', () => {
    const lines = findingsText([finding('info', 'a'), finding('error', 'b'), finding('warning', 'c')], 2);

    expect(lines).toEqual(['error: b', 'warning: c', '... and 1 more (--json shows all of them)']);
  });

  test('say file, row and column, or the line and column of a YAML file', () => {
    const at = (row: number, column: string) => ({
      ...finding('error', 'bad'),
      hint: 'mend it',
      source: { file: 'f.csv', row, column },
    });

    expect(findingsText([at(12, 'BilledCost')])).toEqual(['error: f.csv:12 BilledCost: bad', '  mend it']);
    expect(findingsText([at(3, '3:9')])).toEqual(['error: f.csv:3:9: bad', '  mend it']);
  });
});
