import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { summarizeBill } from '../../src/bill/query/summary.ts';
import { listBills, removeBill } from '../../src/bill/store.ts';
import { startImport } from '../helpers/import-child.ts';
import { atDesk, type Desk, FOCUS_HEADER, focusFile, focusRecord } from './workspace.ts';

const KILLS = 25;
const ROWS = 60_000;
const OLD = '1';
const NEW = String(1 + ROWS);

/** Sizes the work so that a kill has something to hit: every row has its own resource and a cost of 1. */
function writeLargeBill(path: string): void {
  const record = focusRecord('1', { SubAccountId: '222' }).join(',');
  const lines = Array.from({ length: ROWS }, (_, index) => record.replace('i-1', `i-${index * 7919}`));
  writeFileSync(path, `${FOCUS_HEADER.join(',')}\n${lines.join('\n')}\n`);
}

async function state(desk: Desk): Promise<{ bills: number; billed: string | null | undefined }> {
  const { totals } = await summarizeBill({ workspace: desk.workspace, by: ['service'] });
  return { bills: listBills(desk.workspace).length, billed: totals[0]?.billedCost };
}

function leftovers(desk: Desk, prefix: string): readonly string[] {
  const folder = join(desk.workspace, 'tmp');
  return existsSync(folder) ? readdirSync(folder).filter(name => name.startsWith(prefix)) : [];
}

test('kill -9 at any moment of an import leaves the old bills or the new ones, and nothing in the way of the next', async () => {
  await atDesk(async desk => {
    await desk.import(desk.file('old.csv', focusFile('1')));
    const [old] = listBills(desk.workspace);
    const path = join(desk.folder, 'new.csv');
    writeLargeBill(path);
    const importOnce = () => startImport({ workspace: desk.workspace, paths: [path] });
    const removeNew = () => {
      for (const { id } of listBills(desk.workspace)) if (id !== old?.id) removeBill(desk.workspace, id);
    };
    const whole = importOnce();
    await whole.started;
    const startedAt = performance.now();
    expect(await whole.ended).toMatchObject({ code: 'imported' });
    const duration = performance.now() - startedAt;
    expect(await state(desk)).toEqual({ bills: 2, billed: NEW });
    removeNew();

    let midway = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const child = importOnce();
      await child.started;
      // One in each part of the whole time, and a little beyond it.
      const delay = ((kill + Math.random()) / KILLS) * duration * 1.1;
      await new Promise(resolve => setTimeout(resolve, delay));
      child.process.kill('SIGKILL');
      await child.ended;
      if (leftovers(desk, 'import-').length > 0) midway++;

      const after = await state(desk);
      expect([
        { bills: 1, billed: OLD },
        { bills: 2, billed: NEW },
      ]).toContainEqual(after);
      removeNew();
      // A removal sweeps up what the killed import left, its lock too.
      if (after.bills === 2) expect(leftovers(desk, '')).toEqual([]);
    }
    expect(midway).toBeGreaterThan(KILLS / 5);

    expect(await importOnce().ended).toMatchObject({ code: 'imported' });
    expect(await state(desk)).toEqual({ bills: 2, billed: NEW });
    expect(leftovers(desk, '')).toEqual([]);
  });
});
