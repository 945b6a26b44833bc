import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDuckDb } from '../../src/bill/duckdb.ts';
import { parquetColumns, structMembers } from '../../src/bill/read/parquet-columns.ts';
import { sqlPath, sqlText } from '../../src/bill/sql.ts';
import { atDesk } from './workspace.ts';

describe('the members of a structure', () => {
  test.each([
    ['STRUCT(id VARCHAR, amount DECIMAL(38,9))', ['id VARCHAR', 'amount DECIMAL(38,9)']],
    ['STRUCT("a, b" VARCHAR, "c""d" STRUCT(e INTEGER)[])', ['a, b VARCHAR', 'c"d STRUCT(e INTEGER)[]']],
    ['STRUCT("x) y" MAP(VARCHAR, VARCHAR))', ['x) y MAP(VARCHAR, VARCHAR)']],
    ['STRUCT(a INTEGER)[]', []],
    ['VARCHAR', []],
    ['MAP(VARCHAR, VARCHAR)', []],
  ])('of %s', (type, members) => {
    expect(structMembers(type).map(member => `${member.name} ${member.type}`)).toEqual(members);
  });
});

/** Columns of a Parquet file with one row, and the row as they read it. */
async function columnsOf(select: string): Promise<readonly (readonly [name: string, value: unknown])[]> {
  return atDesk(async ({ folder }) => {
    const duckdb = await openDuckDb({ tempDirectory: join(folder, 'tmp') });
    try {
      const path = join(folder, 'bill.parquet');
      await duckdb.run(`COPY (SELECT ${select}) TO ${sqlText(path)} (FORMAT parquet)`);
      const columns = (await parquetColumns(duckdb, path)) ?? [];
      const expressions = columns.map(({ sql }) => `CAST(${sql} AS VARCHAR)`).join(', ');
      const [row = []] = await duckdb.rows(`SELECT ${expressions} FROM read_parquet(${sqlPath(path)})`);
      return columns.map(({ name }, index) => [name, row[index]] as const);
    } finally {
      duckdb.close();
    }
  });
}

describe('columns', () => {
  test('of structures are named with dots, at any depth of a bill', async () => {
    const select = `struct_pack(id := 's', part := struct_pack("a ""b" := 1)) AS service, 2 AS cost`;

    expect(await columnsOf(select)).toEqual([
      ['service.id', 's'],
      ['service.part.a "b', '1'],
      ['cost', '2'],
    ]);
  });

  test('of an empty structure read as nothing', async () => {
    expect(await columnsOf("CASE WHEN 1 = 2 THEN struct_pack(id := 'x') END AS service")).toEqual([
      ['service.id', null],
    ]);
  });

  test('of lists of structures are JSON that keeps the digits of decimals', async () => {
    const select = "[struct_pack(amount := CAST('-0.123456789012345678' AS DECIMAL(38,18)))] AS credits";

    expect(await columnsOf(select)).toEqual([['credits', '[{"amount":-0.123456789012345678}]']]);
  });

  test('of lists as BigQuery wraps them are the same lists', async () => {
    const select = `struct_pack(list := [struct_pack(element := struct_pack(amount := -1.5))]) AS credits,
      struct_pack(list := [struct_pack(element := 'a')]) AS names, struct_pack(list := 'x') AS other`;

    expect(await columnsOf(select)).toEqual([
      ['credits', '[{"amount":-1.5}]'],
      ['names', '[a]'],
      ['other.list', 'x'],
    ]);
  });
});

test('a damaged file has no columns', async () => {
  await atDesk(async desk => {
    const duckdb = await openDuckDb({ tempDirectory: join(desk.folder, 'tmp') });
    try {
      expect(await parquetColumns(duckdb, desk.file('bill.parquet', 'PAR1 and no more'))).toBeNull();
    } finally {
      duckdb.close();
    }
  });
});
