import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { summarizeBill } from '../../src/bill/query/summary.ts';
import { listBills, removeBill } from '../../src/bill/store.ts';
import { lockWorkspace } from '../../src/bill/workspace-lock.ts';
import { UserError } from '../../src/engine/errors.ts';
import { type ImportChild, startImport } from '../helpers/import-child.ts';
import { atDesk, csv, type Desk, FOCUS_HEADER, focusFile, focusRecord } from './workspace.ts';

/** Another account, so that two bills do not overlap. */
const other = (cost: string) => csv(FOCUS_HEADER, [focusRecord(cost, { SubAccountId: '222' })]);

async function billed(desk: Desk): Promise<string | null | undefined> {
  return (await summarizeBill({ workspace: desk.workspace, by: [] })).totals[0]?.billedCost;
}

/** A second process that has read `new.csv` and stands still before it puts it in place. */
async function withImporter<T>(run: (desk: Desk, importer: ImportChild) => Promise<T>): Promise<T> {
  return atDesk(async desk => {
    await desk.import(desk.file('old.csv', focusFile('1')));
    const paths = [desk.file('new.csv', other('2'))];
    const importer = startImport({ workspace: desk.workspace, paths, stopsBeforeCommit: true });
    try {
      await importer.stopped;
      return await run(desk, importer);
    } finally {
      importer.process.kill('SIGKILL');
      await importer.ended;
    }
  });
}

describe('while one process imports', () => {
  test('a second one is told its number and what to do, and changes nothing', async () => {
    await withImporter(async (desk, importer) => {
      const error = await desk.import(desk.file('third.csv', other('4'))).catch((reason: unknown) => reason);

      expect(error).toBeInstanceOf(UserError);
      expect(error).toMatchObject({ code: 'workspace-locked', exitCode: 4 });
      expect(error).toHaveProperty('message', expect.stringContaining(`Process ${importer.process.pid} `));
      expect(error).toHaveProperty(
        'hint',
        expect.stringMatching(new RegExp(`try again, or end process ${importer.process.pid}`)),
      );
      const third = startImport({ workspace: desk.workspace, paths: [join(desk.folder, 'third.csv')] });
      expect(await third.ended).toMatchObject({ code: 'workspace-locked' });
      expect(() => removeBill(desk.workspace, listBills(desk.workspace)[0]?.id ?? '')).toThrow(
        expect.objectContaining({ code: 'workspace-locked' }),
      );
      expect(await billed(desk)).toBe('1');
    });
  });

  test('reading sees the old state, and the new one when it is done', async () => {
    await withImporter(async (desk, importer) => {
      const before = await billed(desk);

      importer.resume();

      expect(await importer.ended).toMatchObject({ code: 'imported' });
      expect([before, await billed(desk)]).toEqual(['1', '3']);
      await desk.import(desk.file('third.csv', focusFile('4')));
      expect(await billed(desk)).toBe('7');
      expect(readdirSync(join(desk.workspace, 'tmp'))).toEqual([]);
    });
  });

  test('its lock dies with it', async () => {
    await withImporter(async (desk, importer) => {
      importer.process.kill('SIGKILL');
      await importer.ended;

      await desk.import(join(desk.folder, 'new.csv'));

      expect(await billed(desk)).toBe('3');
      expect(readdirSync(join(desk.workspace, 'tmp'))).toEqual([]);
    });
  });
});

test('of processes that start together at most one imports at a time, and none of them breaks another', async () => {
  await atDesk(async desk => {
    const paths = [1, 2, 3, 4].map(number => {
      const record = focusRecord(String(10 ** number), { SubAccountId: `account-${number}` });
      return desk.file(`${number}.csv`, csv(FOCUS_HEADER, [record]));
    });

    const children = paths.map(path => startImport({ workspace: desk.workspace, paths: [path] }));
    const outcomes = await Promise.all(children.map(({ ended }) => ended));

    const codes = outcomes.map(({ code }) => code);
    expect(codes.every(code => code === 'imported' || code === 'workspace-locked')).toBe(true);
    expect(codes).toContain('imported');
    const expected = codes.reduce(
      (total, code, index) => total + (code === 'imported' ? 10 ** (index + 1) : 0),
      0,
    );
    expect(await billed(desk)).toBe(String(expected));
    expect(readdirSync(join(desk.workspace, 'tmp'))).toEqual([]);
  });
});

describe('a lock that was left behind', () => {
  const claim = (pid: number, content: string) => ({ name: `lock-${pid}-0a1b2c3d`, content });
  const ours = (fields: object) => JSON.stringify({ host: hostname(), processStart: null, ...fields });

  // Process ids stop at 2^22 on Linux: 99999999 is nobody's.
  test.each([
    ['by a dead process', claim(99_999_999, ours({ since: '2025-09-01T00:00:00.000Z' }))],
    ['before it was filled', claim(99_999_999, '')],
    ['with other contents', claim(99_999_999, '[1]')],
  ])('%s is taken over', async (_name, { name, content }) => {
    await atDesk(async desk => {
      mkdirSync(join(desk.workspace, 'tmp'), { recursive: true });
      writeFileSync(join(desk.workspace, 'tmp', name), content);

      await desk.import(desk.file('a.csv', focusFile('1')));

      expect(readdirSync(join(desk.workspace, 'tmp'))).toEqual([]);
    });
  });

  test.runIf(process.platform === 'linux')(
    'by a process whose number another one has now is taken over',
    async () => {
      await atDesk(async desk => {
        mkdirSync(join(desk.workspace, 'tmp'), { recursive: true });
        const { name, content } = claim(process.ppid, ours({ processStart: 'another boot/1' }));
        writeFileSync(join(desk.workspace, 'tmp', name), content);

        await desk.import(desk.file('a.csv', focusFile('1')));

        expect(readdirSync(join(desk.workspace, 'tmp'))).toEqual([]);
      });
    },
  );

  test('on another machine is not judged from here: the message names the file', async () => {
    await atDesk(async desk => {
      mkdirSync(join(desk.workspace, 'tmp'), { recursive: true });
      const path = join(desk.workspace, 'tmp', 'lock-7-0a1b2c3d');
      writeFileSync(path, JSON.stringify({ host: 'another-machine', since: '2025-09-01T00:00:00.000Z' }));

      const error = await desk.import(desk.file('a.csv', focusFile('1'))).catch((reason: unknown) => reason);

      expect(error).toMatchObject({ code: 'workspace-locked', exitCode: 4 });
      expect(error).toHaveProperty(
        'message',
        expect.stringContaining('Process 7 on another-machine is changing'),
      );
      expect(error).toHaveProperty('hint', expect.stringContaining(path));
      rmSync(path);
      await desk.import(join(desk.folder, 'a.csv'));
    });
  });
});

test('a lock that is given back can be taken again', async () => {
  await atDesk(async desk => {
    const first = lockWorkspace(desk.workspace);

    expect(() => lockWorkspace(desk.workspace)).toThrow(
      expect.objectContaining({ code: 'workspace-locked' }),
    );
    first.release();
    first.release();
    lockWorkspace(desk.workspace).release();

    expect(readdirSync(join(desk.workspace, 'tmp'))).toEqual([]);
  });
});
