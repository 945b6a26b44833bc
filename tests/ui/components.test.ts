import { describe, expect, test } from 'vitest';
import { budgetMeter, filledCells, meter } from '../../src/ui/components/meter.ts';
import { fact, item, prose, wrapText } from '../../src/ui/components/prose.ts';
import { sideBySide } from '../../src/ui/components/side-by-side.ts';
import { sparkline } from '../../src/ui/components/sparkline.ts';
import { type Column, createTable } from '../../src/ui/components/table.ts';
import { createWaterfall } from '../../src/ui/components/waterfall.ts';
import { glyphsOf } from '../../src/ui/glyphs.ts';
import { type Line, line, lineText, lineWidth, type Span } from '../../src/ui/line.ts';

const glyphs = glyphsOf('unicode');
const ascii = glyphsOf('ascii');
const text = (spans: readonly Span[]) => spans.map(piece => piece.text).join('');

describe('a meter', () => {
  test.each([
    ['nothing', 0, 0],
    ['a trace shows', 0.001, 1],
    ['half', 0.5, 5],
    ['almost all is not all', 0.999, 9],
    ['all', 1, 10],
    ['more than all', 3, 10],
    ['less than nothing', -1, 0],
    ['no number', Number.NaN, 0],
  ])('%s: %d of ten', (_what, share, cells) => {
    expect(filledCells(share, 10)).toBe(cells);
  });

  test('is as wide as it is asked to be, in both glyph sets', () => {
    for (const share of [0, 0.3, 1, 2]) {
      expect(text(meter(share, 12, glyphs))).toHaveLength(12);
      expect(text(meter(share, 12, ascii))).toMatch(/^\[#*\.*\]$/);
    }
  });

  test('of a budget shows before and after without colour', () => {
    expect(text(budgetMeter(0.2, 0.5, 12, ascii))).toBe('[##%%%.....]');
    expect(text(budgetMeter(0.5, 0.2, 12, ascii))).toBe('[##%%%.....]');
    expect(text(budgetMeter(0.2, 0.2, 12, ascii))).toBe('[##........]');
    expect(text(budgetMeter(0.5, 9, 12, ascii))).toBe('[#####%%%%%]');
  });
});

describe('a sparkline', () => {
  test('has one cell per value, the greatest the highest', () => {
    expect(sparkline([500, 400, 250, 0], 0, glyphs).text).toBe('█▇▅▁');
    expect(sparkline([7, 7, 7], 7, glyphs).text).toBe('███');
  });
});

describe('a waterfall', () => {
  const width = 20;
  const fall = createWaterfall([500, 450, 350], 360, width, ascii);

  test('begins at a round number below the least level, and says so', () => {
    expect(fall.from).toBe(300);
  });

  test('draws levels as bars and moves as the piece that they take away', () => {
    expect(text(fall.level(500, 'bar'))).toBe('#'.repeat(20));
    expect(text(fall.step(500, 450))).toBe('      :        %%%%%'.padEnd(width));
    expect(text(fall.step(450, 350))).toBe(`${' '.repeat(5)}${'%'.repeat(10)}     `);
    expect(text(fall.level(350, 'bar'))).toBe(`#####${' '}:${' '.repeat(13)}`);
  });

  test('draws a move that costs with another sign, and a tiny one in one cell', () => {
    expect(text(fall.step(350, 450))).toContain('#');
    expect(text(fall.step(450, 449.9)).match(/%/g)).toHaveLength(1);
  });

  test('keeps every row inside its width, whatever the amounts', () => {
    for (const [before, after] of [
      [0, 0],
      [-5, 10],
      [1e12, -1e12],
      [360, 360],
    ] as const) {
      const own = createWaterfall([before, after], null, 8, ascii);
      expect(text(own.step(before, after))).toHaveLength(8);
      expect(text(own.level(after, 'bar'))).toHaveLength(8);
    }
  });
});

describe('a table', () => {
  type Row = { readonly name: string; readonly cost: string };
  const columns: readonly Column<Row>[] = [
    { head: 'Name', say: 'name', width: 6, max: 12, cell: ({ name }) => name },
    { head: 'Cost', say: 'costs', width: 8, align: 'right', cell: ({ cost }) => cost },
    { head: 'Bar', say: null, width: 10, spare: 1, cell: () => '##' },
  ];
  const row = { name: 'a-long-name', cost: '$1,234' };

  test('gives every row the same width, and numbers the same edge', () => {
    const table = createTable(columns, 34, glyphs);

    expect(lineText(table.head)).toBe('Name              Cost  Bar       '.padEnd(34));
    expect(lineText(table.row(row))).toBe('a-long-name     $1,234  ##        '.padEnd(34));
    expect(lineWidth(table.row({ name: '東'.repeat(20), cost: '$1' }))).toBe(34);
  });

  test('leaves out what can be spared, and says it all the same', () => {
    const table = createTable(columns, 16, glyphs);

    expect(lineText(table.head)).toBe('Name        Cost');
    expect(lineText(table.row(row))).toBe('a-lon…    $1,234');
    expect(table.row(row).say).toBe('name a-long-name, costs $1,234.');
  });
});

describe('text', () => {
  test('wraps at words, breaks words that are longer than a row, and keeps escapes whole rows wide', () => {
    expect(wrapText('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrapText('https://example.org/a/long/path', 10)).toEqual([
      'https://ex',
      'ample.org/',
      'a/long/pat',
      'h',
    ]);
    for (const row of wrapText('\u001b'.repeat(30), 10)) expect(row.length).toBeLessThanOrEqual(10);
  });

  test('hangs list items and facts under themselves', () => {
    const rows = [
      ...prose('- one two three', 10),
      ...fact('Why', 'because it fits', 24),
      ...item('!', 'three words here', 12),
    ];

    expect(rows.map(lineText)).toEqual([
      '- one two',
      '  three',
      'Why         because it',
      '            fits',
      '! three',
      '  words here',
    ]);
  });

  test('is said once, as a sentence', () => {
    expect(fact('Why', 'because it fits', 24).map(({ say }) => say)).toEqual(['Why: because it fits', '']);
  });
});

test('two panes stand side by side, each in its own columns', () => {
  const left: Line[] = [line('a'), line('longer than it may be')];
  const rows = sideBySide(left, [line('x')], { left: 6, right: 3 }, glyphs);

  expect(rows.map(lineText)).toEqual(['a      │ x  ', 'longe… │    ']);
});
