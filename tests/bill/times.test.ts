import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DuckDb, openDuckDb } from '../../src/bill/duckdb.ts';
import { TIME_MACROS, timeInRangeSql, timeSql } from '../../src/bill/read/times.ts';
import { sqlText } from '../../src/bill/sql.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'trimtab-times-'));

let duckdb: DuckDb;
beforeAll(async () => {
  duckdb = await openDuckDb({ tempDirectory: FOLDER });
  for (const macro of TIME_MACROS) await duckdb.run(macro);
});
afterAll(() => {
  duckdb.close();
  rmSync(FOLDER, { recursive: true, force: true });
});

async function read(value: string, type: string): Promise<unknown> {
  const [row] = await duckdb.rows(
    `SELECT strftime(${timeInRangeSql('q')}, '%Y-%m-%dT%H:%M:%S') FROM (SELECT ${timeSql('c', type)} AS q FROM (SELECT CAST(${sqlText(value)} AS ${type}) AS c))`,
  );
  return row?.[0];
}

test.each([
  ['2025-09-01T00:00:00Z', '2025-09-01T00:00:00'],
  ['2025-09-01T05:30:00.000Z', '2025-09-01T05:30:00'],
  ['2025-09-01 00:00:00', '2025-09-01T00:00:00'],
  ['2025-09-01 00:00:00+00:00', '2025-09-01T00:00:00'],
  ['2025-09-01T02:00:00+02:00', '2025-09-01T00:00:00'],
  ['2025-09-01T00:00:00-05:00', '2025-09-01T05:00:00'],
  ['2025-09-01 00:00:00 UTC', '2025-09-01T00:00:00'],
  ['2023-11-13T10:00Z', '2023-11-13T10:00:00'],
  ['2025-09-01', '2025-09-01T00:00:00'],
  ['4/1/25', '2025-04-01T00:00:00'],
  ['12/31/2025', '2025-12-31T00:00:00'],
])('%s is %s UTC', async (text, time) => {
  expect(await read(text, 'VARCHAR')).toBe(time);
});

test.each([
  '2023-02-01T30:00:00Z',
  '2025-02-30',
  '1999-12-31',
  '2100-01-01T00:00:00Z',
  '20123-01-01T00:00:00Z',
  'infinity',
  'epoch',
  '13/13/25',
  '20250901',
  '1756684800',
  'yesterday',
])('%s is not a billing time', async text => {
  expect(await read(text, 'VARCHAR')).toBeNull();
});

test.each([
  ['2025-09-01 12:00:00', 'TIMESTAMP', '2025-09-01T12:00:00'],
  ['2025-09-01 12:00:00', 'TIMESTAMP_MS', '2025-09-01T12:00:00'],
  ['2025-09-01 12:00:00', 'TIMESTAMP_NS', '2025-09-01T12:00:00'],
  ['2025-09-01 12:00:00+02', 'TIMESTAMPTZ', '2025-09-01T10:00:00'],
  ['2025-09-01', 'DATE', '2025-09-01T00:00:00'],
])('%s as %s is %s UTC', async (text, type, time) => {
  expect(await read(text, type)).toBe(time);
});

test.each(['TIMESTAMP', 'TIMESTAMPTZ', 'DATE'])('infinity as %s is no time', async type => {
  expect(await read('infinity', type)).toBeNull();
});
