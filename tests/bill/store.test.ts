import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { summarizeBill } from '../../src/bill/query/summary.ts';
import { listBills, removeBill } from '../../src/bill/store.ts';
import { atDesk, type Desk, focusFile } from './workspace.ts';

/** A desk with one stored bill. */
async function withBill<T>(run: (desk: Desk, folder: string, id: string) => Promise<T>): Promise<T> {
  return atDesk(async desk => {
    await desk.import(desk.file('a.csv', focusFile('1')));
    const [bill] = listBills(desk.workspace);
    return run(desk, bill?.folder ?? '', bill?.id ?? '');
  });
}

/** Changes the manifest of a stored bill. */
function editManifest(folder: string, change: (text: string) => string): void {
  const path = join(folder, 'manifest.json');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

test('a workspace that is not there holds no bills', () => {
  expect(listBills('/nowhere/at/all')).toEqual([]);
});

test('summing up without a bill says what to do', async () => {
  await atDesk(async desk => {
    await expect(summarizeBill({ workspace: desk.workspace, by: [] })).rejects.toMatchObject({
      code: 'no-bill',
      exitCode: 3,
    });
  });
});

describe('removing a bill', () => {
  test('by its id or the start of it deletes its folder and nothing else', async () => {
    await withBill(async (desk, _folder, id) => {
      await desk.import(desk.file('b.csv', focusFile('2')));

      expect(removeBill(desk.workspace, id.slice(0, 6))).toBe(id);

      expect(listBills(desk.workspace).map(bill => bill.id)).not.toContain(id);
      expect(await summarizeBill({ workspace: desk.workspace, by: [] })).toMatchObject({
        totals: [{ billedCost: '2' }],
      });
      expect(readdirSync(join(desk.workspace, 'tmp'))).toEqual([]);
    });
  });

  test.each(['', '..', 'ffffffffffffffff', '../bills'])('with the id %j is a usage error', async id => {
    await withBill(async desk => {
      expect(() => removeBill(desk.workspace, id)).toThrow(
        expect.objectContaining({ code: 'no-such-bill', exitCode: 2 }),
      );
      expect(listBills(desk.workspace)).toHaveLength(1);
    });
  });
});

describe('a damaged store is an error that says what to do', () => {
  test.each<readonly [string, (folder: string) => void]>([
    ['manifest missing', folder => rmSync(join(folder, 'manifest.json'))],
    ['manifest is not JSON', folder => editManifest(folder, () => '{')],
    [
      'manifest of another version',
      folder => editManifest(folder, text => text.replace('stored-bill/1', 'stored-bill/9')),
    ],
    [
      'manifest points out of the folder',
      folder => editManifest(folder, text => text.replace('charges-0.parquet', '../../charges-0.parquet')),
    ],
    [
      'manifest points to a device',
      folder => editManifest(folder, text => text.replace('charges-0.parquet', '/dev/zero')),
    ],
    ['Parquet missing', folder => rmSync(join(folder, 'charges-0.parquet'))],
    ['Parquet cut short', folder => truncateSync(join(folder, 'charges-0.parquet'), 100)],
    [
      'Parquet replaced by a link',
      folder => {
        rmSync(join(folder, 'charges-0.parquet'));
        symlinkSync('/etc/hostname', join(folder, 'charges-0.parquet'));
      },
    ],
    [
      'Parquet of the same size with other bytes',
      folder => {
        const path = join(folder, 'charges-0.parquet');
        writeFileSync(path, Buffer.alloc(readFileSync(path).length, 7));
      },
    ],
  ])('%s', async (_name, damage) => {
    await withBill(async (desk, folder) => {
      damage(folder);

      await expect(summarizeBill({ workspace: desk.workspace, by: [] })).rejects.toMatchObject({
        code: 'corrupt-store',
        exitCode: 3,
      });
    });
  });
});

test('folders that this program did not make are not bills', async () => {
  await withBill(async desk => {
    mkdirSync(join(desk.workspace, 'bills', 'notes'));

    expect(listBills(desk.workspace)).toHaveLength(1);
  });
});

test('what a killed import left behind is swept away by the next one', async () => {
  await atDesk(async desk => {
    // Process ids stop at 2^22 on Linux: this one is nobody's.
    const left = join(desk.workspace, 'tmp', 'import-99999999-0a1b2c3d');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'charges-0.parquet'), 'half');

    await desk.import(desk.file('a.csv', focusFile('1')));

    expect(readdirSync(join(desk.workspace, 'tmp'))).toEqual([]);
  });
});
