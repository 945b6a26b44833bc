/** FOCUS rows as CSV: no cell is a formula, and a file is complete or not there. */

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { focusLines, writeFocusFile } from '../../src/portfolio/focus-file.ts';

test.each([
  ['=cmd()', "'=cmd()"],
  ['+1+1', "'+1+1"],
  ['@x', "'@x"],
  ['-x', "'-x"],
  ['-1.5', '-1.5'],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['two\nlines', '"two\nlines"'],
  [null, ''],
])('the cell %j is written %j', (cell, written) => {
  expect([...focusLines([{ A: 'x', B: cell }])]).toEqual(['A,B\n', `x,${written}\n`]);
});

test('rows that fail half-way leave no file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-focus-'));
  function* rows() {
    yield { A: 1 };
    throw new RangeError('half-way');
  }

  expect(() => writeFocusFile(join(folder, 'x.csv'), rows(), { overwrite: false })).toThrow('half-way');
  expect(readdirSync(folder)).toEqual([]);
  expect(() => writeFocusFile(join(folder, 'no', 'x.csv'), [{ A: 1 }], { overwrite: false })).toThrow(
    /cannot be written/,
  );
  expect(existsSync(join(folder, 'x.csv'))).toBe(false);
  rmSync(folder, { recursive: true });
});
