/** Long CSV files: the same rows as the reader of small ones, across chunks, without loading the file. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CsvStreamResult, streamCsv } from '../../src/input/csv-stream.ts';
import { parseCsvTable } from '../../src/input/csv-table.ts';

const LAYOUT = { name: 'pair', required: ['a', 'b'], optional: ['c'] } as const;

async function stream(
  text: string | Uint8Array,
  maxRows = 1_000_000,
): Promise<CsvStreamResult<'pair'> & { read: { cells: readonly string[]; row: number }[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-csv-'));
  try {
    const path = join(folder, 'x.csv');
    writeFileSync(path, text);
    const read: { cells: readonly string[]; row: number }[] = [];
    const result = await streamCsv(path, [LAYOUT], (cells, row) => read.push({ cells: [...cells], row }), {
      maxRows,
    });
    return { ...result, read };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const quoted = (cell: string) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

test('reads what the reader of small files reads', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', '\n', 'é', '1', '='), maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 20 }), async rows => {
      const text = `a,b\n${rows.map(row => row.map(quoted).join(',')).join('\n')}\n`;
      const { read } = await stream(text);
      const small = parseCsvTable(text, 'x.csv', [LAYOUT]).rows;
      expect(read.map(({ cells: [a, b], row }) => [row, a, b])).toEqual(
        small.map(({ row, cells }) => [row, cells.a, cells.b]),
      );
    }),
    { numRuns: 60 },
  );
});

test('a record may lie across the chunks in which the file is read', async () => {
  const rows = Array.from(
    { length: 40_000 },
    (_, index) => `${index},"über ${index}, ""${'x'.repeat(40)}"""`,
  );
  const { read, findings, rows: count } = await stream(`a,b\n${rows.join('\n')}`);

  expect(findings).toEqual([]);
  expect(count).toBe(40_000);
  expect(read.at(-1)).toEqual({ cells: ['39999', `über 39999, "${'x'.repeat(40)}"`, ''], row: 40_001 });
  expect(read.every(({ cells }, index) => cells[0] === String(index))).toBe(true);
});

describe('a file that cannot be read whole says where', () => {
  test.each([
    ['too many rows', 'a,b\n1,2\n3,4\n5,6\n', 'csv-too-many-rows', 4],
    ['a quote that is never closed', `a,b\n1,2\n"${'x\n'.repeat(5)}`, 'csv-quote', 3],
    ['a row with more cells than the header', 'a,b\n1,2,3\n', 'csv-row-too-long', 2],
    ['another header', 'x,y\n1,2\n', 'csv-header', 1],
    ['a column twice', 'a,b,A\n1,2,3\n', 'csv-duplicate-column', 1],
    ['bytes that are no text', new Uint8Array([97, 44, 98, 10, 0xff, 0xfe, 10]), 'not-utf-8', 1],
  ])('%s', async (_name, text, code, row) => {
    const { findings } = await stream(text, 2);

    expect(findings.map(finding => [finding.code, finding.source?.row])).toContainEqual([code, row]);
  });

  test('a folder is no file', async () => {
    const { findings } = await streamCsv(tmpdir(), [LAYOUT], () => {}, { maxRows: 1 });

    expect(findings.map(({ code }) => code)).toEqual(['not-a-file']);
  });

  test('a file that is not there', async () => {
    await expect(streamCsv('no such file', [LAYOUT], () => {}, { maxRows: 1 })).rejects.toMatchObject({
      code: 'file-not-found',
    });
  });
});
