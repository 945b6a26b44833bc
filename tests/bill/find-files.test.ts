import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findFiles } from '../../src/bill/find/find-files.ts';
import { importBills } from '../../src/bill/import.ts';
import { listBills } from '../../src/bill/store.ts';
import { UserError } from '../../src/engine/errors.ts';
import { atDesk, type Desk, focusFile } from './workspace.ts';

/** Names of the found files below the desk. */
function found(desk: Desk, ...paths: string[]): string[] {
  const { files } = findFiles(paths.map(path => join(desk.folder, path)));
  return files.map(({ name }) => name.slice(desk.folder.length + 1));
}

function usageError(run: () => unknown): UserError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('nothing was thrown');
}

const TREE = [
  'exports/2025-08/a.csv',
  'exports/2025-09/a.csv.gz',
  'exports/2025-09/b.csv.gz',
  'exports/2025-09/notes.txt',
  'exports/2025-09/.hidden.csv.gz',
  'exports/2025-09/deep/down/c.csv.gz',
  'exports/2025-10/[final].csv',
  'exports/all.csv',
];

async function atTree(run: (desk: Desk) => void): Promise<void> {
  await atDesk(async desk => {
    for (const path of TREE) desk.file(path, path);
    run(desk);
  });
}

describe('a pattern that no shell expanded', () => {
  test.each([
    ['exports/*.csv', ['exports/all.csv']],
    ['exports/2025-09/*.csv.gz', ['exports/2025-09/a.csv.gz', 'exports/2025-09/b.csv.gz']],
    ['exports/*/a.*', ['exports/2025-08/a.csv', 'exports/2025-09/a.csv.gz']],
    [
      'exports/**/*.csv.gz',
      ['exports/2025-09/a.csv.gz', 'exports/2025-09/b.csv.gz', 'exports/2025-09/deep/down/c.csv.gz'],
    ],
    ['**/down/**', ['exports/2025-09/deep/down/c.csv.gz']],
    ['exports/**/deep/**/*.gz', ['exports/2025-09/deep/down/c.csv.gz']],
    ['exports/2025-0[8-9]/a.*', ['exports/2025-08/a.csv', 'exports/2025-09/a.csv.gz']],
    ['exports/2025-0[!8]/?.csv.gz', ['exports/2025-09/a.csv.gz', 'exports/2025-09/b.csv.gz']],
    ['exports/{2025-08,2025-10}/*.csv', ['exports/2025-08/a.csv', 'exports/2025-10/[final].csv']],
    [
      'exports/{all,2025-0{8,9}/a}.csv*',
      ['exports/2025-08/a.csv', 'exports/2025-09/a.csv.gz', 'exports/all.csv'],
    ],
    ['exports/2025-08*', ['exports/2025-08/a.csv']],
    ['exports/*/.hid*', []],
  ])('%s', async (pattern, expected) => {
    await atTree(desk => {
      if (expected.length > 0) expect(found(desk, pattern)).toEqual(expected);
      else
        expect(usageError(() => found(desk, pattern))).toMatchObject({ code: 'no-such-file', exitCode: 2 });
    });
  });

  test('a path that exists is taken as it is', async () => {
    await atTree(desk => {
      const path = join(desk.folder, 'exports/2025-10/[final].csv');

      expect(findFiles([path]).files).toMatchObject([{ name: path, isNamed: true }]);
    });
  });

  test.each(['exports/*.json', 'nowhere/*.csv', 'exports/[z-a]*', 'exports/{unclosed', 'exports/a['])(
    '%s matches nothing, which is a usage error',
    async pattern => {
      await atTree(desk => {
        const error = usageError(() => found(desk, pattern));

        expect(error).toMatchObject({ code: 'no-such-file', exitCode: 2 });
        expect(error.message).toContain(pattern);
      });
    },
  );

  test('only folders on the way are looked into', async () => {
    await atTree(desk => {
      const closed = join(desk.folder, 'exports/closed');
      mkdirSync(closed, { mode: 0o000 });
      symlinkSync(join(desk.folder, 'exports'), join(desk.folder, 'exports/2025-08/loop'));

      expect(found(desk, 'exports/2025*/**/a.csv')).toEqual(['exports/2025-08/a.csv']);
      chmodSync(closed, 0o755);
    });
  });

  test('matches are what is found, not what is named: another file among them is no error', async () => {
    await atDesk(async desk => {
      desk.file('a.csv', focusFile('1'));
      desk.file('b.csv', 'name,age\nx,1\n');

      const result = await desk.import(join(desk.folder, '*.csv'));

      expect(result).toMatchObject({ rows: 1, findings: [{ code: 'skipped-file' }] });
    });
  });
});

describe('standard input', () => {
  test.each([
    ['text', Buffer.from(focusFile('1', '2'))],
    ['gzip', gzipSync(focusFile('1', '2'))],
    ['UTF-16', Buffer.from(focusFile('1', '2'), 'utf16le')],
  ])('%s is recognised by its content', async (_name, content) => {
    await atDesk(async desk => {
      const stdin = Readable.from([content.subarray(0, 7), content.subarray(7)]);

      const result = await importBills({ paths: ['-'], workspace: desk.workspace, stdin });

      expect(result).toMatchObject({
        files: [{ path: '(stdin)', format: 'focus', rows: 2 }],
        totals: [{ billedCost: '3' }],
        findings: [],
      });
    });
  });

  test('beside a file, and the same content is read once', async () => {
    await atDesk(async desk => {
      const text = focusFile('1');
      const paths = ['-', desk.file('a.csv', text), '-'];

      const result = await importBills({ paths, workspace: desk.workspace, stdin: Readable.from([text]) });

      expect(result).toMatchObject({ rows: 1, findings: [{ code: 'duplicate-file' }] });
    });
  });

  test.each([
    ['nothing', '', 'empty-file'],
    ['another table', 'a,b\n1,2\n', 'unknown-format'],
  ])('%s is refused', async (_name, content, code) => {
    await atDesk(async desk => {
      const stdin = Readable.from([Buffer.from(content)]);

      const work = importBills({ paths: ['-'], workspace: desk.workspace, stdin });

      await expect(work).rejects.toMatchObject({ code, exitCode: 3 });
      await expect(work).rejects.toThrow('(stdin)');
    });
  });

  test('where there is none, it is a usage error', async () => {
    await atDesk(async desk => {
      await expect(importBills({ paths: ['-'], workspace: desk.workspace })).rejects.toMatchObject({
        code: 'no-stdin',
        exitCode: 2,
      });
    });
  });

  test('a stop ends an input that never ends', async () => {
    await atDesk(async desk => {
      const controller = new AbortController();
      const stdin = new Readable({ read: () => undefined });
      stdin.push(focusFile('1'));
      const { signal } = controller;

      const work = importBills({ paths: ['-'], workspace: desk.workspace, stdin, signal });
      setImmediate(() => controller.abort(new Error('stop')));

      await expect(work).rejects.toThrow('stop');
      expect(listBills(desk.workspace)).toEqual([]);
    });
  });

  test('a file with the name - is read as ./-', async () => {
    await atDesk(async desk => {
      const path = join(desk.folder, '-');
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, focusFile('1'));

      expect(await desk.import(path)).toMatchObject({ rows: 1 });
    });
  });
});
