import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openDuckDb } from '../../src/bill/duckdb.ts';
import { findFiles } from '../../src/bill/find/find-files.ts';
import { rowCountFindings } from '../../src/bill/read/row-count.ts';
import { listBills, parquetFiles } from '../../src/bill/store.ts';
import { atDesk, type Desk, focusFile } from './workspace.ts';

const GUID_A = '16e57707-f9e3-49be-8be6-b84e684b5194';
const GUID_B = '8dcb1b6e-1f5b-4c6b-9ff0-f486d68ed593';

/** What is read of a folder, and what is said. */
function read(desk: Desk, folder = 'root') {
  const { files, findings } = findFiles([join(desk.folder, folder)]);
  const short = (name: string | null | undefined) =>
    name?.slice(desk.folder.length + folder.length + 2) ?? null;
  return {
    files: files.map(({ name }) => short(name)),
    expectedRows: files.map(({ expectedRows }) => expectedRows),
    findings: findings.map(({ code, severity, source }) => `${severity} ${code} ${short(source?.file)}`),
    messages: findings.map(({ message }) => message),
  };
}

function curManifest(assemblyId: string, keys: readonly string[], month = '20250901'): string {
  return JSON.stringify({
    assemblyId,
    account: '210000000011',
    reportName: 'cur',
    billingPeriod: { start: `${month}T000000.000Z`, end: '' },
    reportKeys: keys,
  });
}

function exportManifest(executionId: string, dataFiles: readonly string[]): string {
  return JSON.stringify({
    executionId,
    exportArn: 'arn:aws:bcm-data-exports:us-east-1:1:export/x',
    dataFiles,
  });
}

type Run = {
  readonly id: string;
  readonly submitted: string;
  readonly end?: string;
  readonly type?: string;
  readonly blobs: readonly { blobName: string; byteCount?: number; dataRowCount?: number }[];
};

function azureManifest({
  id,
  submitted,
  end = '2025-09-30T00:00:00',
  type = 'FocusCost',
  blobs,
}: Run): string {
  return JSON.stringify({
    manifestVersion: '2024-04-01',
    blobs,
    exportConfig: {
      exportName: 'daily',
      resourceId: '/subscriptions/1/providers/Microsoft.CostManagement/exports/daily',
      type,
    },
    runInfo: { runId: id, startDate: '2025-09-01T00:00:00', endDate: end, submittedTime: submitted },
  });
}

const MONTH = 'root/prefix/cur/20250901-20251001';
const OLD = '20250930T010203Z';
const NEW = '20251003T010203Z';

function keyOf(version: string, file = 'cur-00001.csv.gz'): string {
  return `prefix/cur/20250901-20251001/${version}/${file}`;
}

/** A month of AWS CUR with two assemblies. */
function curMonth(desk: Desk, old = OLD, newer = NEW): void {
  for (const version of [old, newer]) {
    desk.file(`${MONTH}/${version}/cur-00001.csv.gz`, gzipSync(version));
    desk.file(`${MONTH}/${version}/cur-Manifest.json`, curManifest(version, [keyOf(version)]));
  }
}

describe('AWS CUR with several versions of a month', () => {
  const newest = 'prefix/cur/20250901-20251001/20251003T010203Z/cur-00001.csv.gz';
  const older = 'info older-version prefix/cur/20250901-20251001/20250930T010203Z/cur-00001.csv.gz';

  test('the newest is read, the older one is one finding', async () => {
    await atDesk(async desk => {
      curMonth(desk);

      expect(read(desk)).toMatchObject({ files: [newest], findings: [older] });
    });
  });

  test('the copy of the manifest in the folder of the month decides where names tell no time', async () => {
    await atDesk(async desk => {
      curMonth(desk, GUID_A, GUID_B);
      desk.file(`${MONTH}/cur-Manifest.json`, curManifest(GUID_A, [keyOf(GUID_A)]));

      expect(read(desk)).toMatchObject({
        files: [`prefix/cur/20250901-20251001/${GUID_A}/cur-00001.csv.gz`],
        findings: [`info older-version prefix/cur/20250901-20251001/${GUID_B}/cur-00001.csv.gz`],
      });
    });
  });

  test('the copy is enough: versions need no manifest of their own', async () => {
    await atDesk(async desk => {
      for (const version of [GUID_A, GUID_B]) desk.file(`${MONTH}/${version}/cur-00001.csv.gz`, version);
      desk.file(`${MONTH}/cur-Manifest.json`, curManifest(GUID_B, [keyOf(GUID_B)]));

      expect(read(desk)).toMatchObject({
        files: [`prefix/cur/20250901-20251001/${GUID_B}/cur-00001.csv.gz`],
        findings: [`info older-version prefix/cur/20250901-20251001/${GUID_A}/cur-00001.csv.gz`],
      });
    });
  });

  test('without any manifest the times in the folder names decide', async () => {
    await atDesk(async desk => {
      for (const version of [NEW, OLD]) desk.file(`${MONTH}/${version}/cur-00001.csv.gz`, version);

      expect(read(desk)).toMatchObject({ files: [newest], findings: [older] });
    });
  });

  test('where nothing tells, the latest file date decides, and that is a warning', async () => {
    await atDesk(async desk => {
      const paths = [GUID_A, GUID_B].map(version =>
        desk.file(`${MONTH}/${version}/cur-00001.csv.gz`, version),
      );
      for (const [at, path] of paths.entries()) utimesSync(path, 1000 - at, 1000 - at);

      expect(read(desk)).toMatchObject({
        files: [`prefix/cur/20250901-20251001/${GUID_A}/cur-00001.csv.gz`],
        findings: [`warning older-version prefix/cur/20250901-20251001/${GUID_B}/cur-00001.csv.gz`],
      });
    });
  });

  test('a version without a manifest beside one with it is not finished', async () => {
    await atDesk(async desk => {
      curMonth(desk);
      desk.file(`${MONTH}/20251005T010203Z/cur-00001.csv.gz`, 'half');

      expect(read(desk)).toMatchObject({
        files: [newest],
        findings: [
          older,
          'info older-version prefix/cur/20250901-20251001/20251005T010203Z/cur-00001.csv.gz',
        ].sort(),
      });
    });
  });

  test('two months are two bills', async () => {
    await atDesk(async desk => {
      curMonth(desk);
      const august = 'prefix/cur/20250801-20250901';
      desk.file(`root/${august}/${OLD}/cur-00001.csv.gz`, 'august');
      desk.file(
        `root/${august}/${OLD}/cur-Manifest.json`,
        curManifest(OLD, [`${august}/${OLD}/cur-00001.csv.gz`], '20250801'),
      );

      expect(read(desk).files).toEqual([`${august}/${OLD}/cur-00001.csv.gz`, newest]);
    });
  });

  test('the same month downloaded twice into two folders is one bill', async () => {
    await atDesk(async desk => {
      for (const [folder, version] of [
        ['monday', OLD],
        ['friday', NEW],
      ] as const) {
        desk.file(`root/${folder}/cur-00001.csv.gz`, version);
        desk.file(`root/${folder}/cur-Manifest.json`, curManifest(version, [keyOf(version)]));
      }

      expect(read(desk)).toMatchObject({
        files: ['friday/cur-00001.csv.gz'],
        findings: ['info older-version monday/cur-00001.csv.gz'],
      });
    });
  });

  test.each([
    ['the folder of the version', `${MONTH}/${NEW}`],
    ['the folder of the month', MONTH],
    ['the bucket', 'root'],
  ])('read from %s, the same file is found', async (_name, folder) => {
    await atDesk(async desk => {
      curMonth(desk);

      const { files, findings } = read(desk, folder);

      expect(files).toHaveLength(1);
      expect(`${folder}/${files[0]}`).toBe(`root/${newest}`);
      expect(findings.filter(text => text.startsWith('warning'))).toEqual([]);
    });
  });

  test('a pattern reads the newest version too', async () => {
    await atDesk(async desk => {
      curMonth(desk);

      const { files } = findFiles([join(desk.folder, 'root/**/*.csv.gz')]);

      expect(files.map(({ name }) => name)).toEqual([join(desk.folder, 'root', newest)]);
    });
  });

  test('an unpacked file stands for the packed one', async () => {
    await atDesk(async desk => {
      desk.file('root/cur-00001.csv', 'x');
      desk.file('root/cur-Manifest.json', curManifest(NEW, [keyOf(NEW)]));

      expect(read(desk)).toMatchObject({ files: ['cur-00001.csv'], findings: [] });
    });
  });
});

describe('a manifest that names what is not there', () => {
  test('a missing part is a warning with its name; the others are read', async () => {
    await atDesk(async desk => {
      curMonth(desk);
      desk.file(
        `${MONTH}/${NEW}/cur-Manifest.json`,
        curManifest(NEW, [keyOf(NEW), keyOf(NEW, 'cur-00002.csv.gz')]),
      );

      const { files, findings, messages } = read(desk);

      expect(files).toHaveLength(1);
      expect(findings).toContain(
        `warning missing-file prefix/cur/20250901-20251001/${NEW}/cur-Manifest.json`,
      );
      expect(messages.join()).toContain('cur-00002.csv.gz');
    });
  });

  test('the newest version may be missing as a whole: the next one is read, with a warning', async () => {
    await atDesk(async desk => {
      curMonth(desk);
      const later = '20251010T000000Z';
      desk.file(`${MONTH}/cur-Manifest.json`, curManifest(later, [keyOf(later)]));

      const { files, findings } = read(desk);

      expect(files).toEqual([`prefix/cur/20250901-20251001/${NEW}/cur-00001.csv.gz`]);
      expect(findings).toContain('warning missing-file prefix/cur/20250901-20251001/cur-Manifest.json');
    });
  });

  test('a file of another version never stands for a missing one', async () => {
    await atDesk(async desk => {
      desk.file(`${MONTH}/${OLD}/cur-00001.csv.gz`, 'old');
      desk.file(`${MONTH}/${NEW}/cur-Manifest.json`, curManifest(NEW, [keyOf(NEW)]));

      expect(read(desk)).toMatchObject({
        files: [`prefix/cur/20250901-20251001/${OLD}/cur-00001.csv.gz`],
        findings: [`warning missing-file prefix/cur/20250901-20251001/${NEW}/cur-Manifest.json`],
      });
    });
  });

  test('many missing parts are counted', async () => {
    await atDesk(async desk => {
      const keys = Array.from({ length: 50 }, (_, at) => keyOf(NEW, `cur-${at}.csv.gz`));
      desk.file(`${MONTH}/${NEW}/cur-0.csv.gz`, 'x');
      desk.file(`${MONTH}/${NEW}/cur-Manifest.json`, curManifest(NEW, keys));

      expect(read(desk).findings).toHaveLength(21);
    });
  });

  test('a file in the folder of a version that its manifest does not name is passed over', async () => {
    await atDesk(async desk => {
      curMonth(desk);
      desk.file(`${MONTH}/${NEW}/left-over.csv`, 'x');

      const { files, findings } = read(desk);

      expect(files).toHaveLength(1);
      expect(findings).toContain(`warning unnamed-file prefix/cur/20250901-20251001/${NEW}/left-over.csv`);
    });
  });
});

describe('AWS Data Exports', () => {
  const partition = 'BILLING_PERIOD=2025-09';
  const first = `2025-09-30T15:24:15.653Z-${GUID_B}`;
  const second = `2025-10-02T15:24:15.653Z-${GUID_A}`;
  const uri = (path: string) => `s3://bucket/prefix/x/data/${partition}/${path}`;

  test('of several executions the newest is read, wherever the metadata stands', async () => {
    await atDesk(async desk => {
      for (const [id, folder] of [
        [GUID_B, first],
        [GUID_A, second],
      ] as const) {
        const file = `${folder}/x-00001.csv.gz`;
        desk.file(`root/x/data/${partition}/${file}`, id);
        desk.file(`root/x/metadata/${partition}/${folder}/x-Manifest.json`, exportManifest(id, [uri(file)]));
      }
      desk.file(
        `root/x/metadata/${partition}/x-Manifest.json`,
        exportManifest(GUID_A, [uri(`${second}/x-00001.csv.gz`)]),
      );

      expect(read(desk)).toMatchObject({
        files: [`x/data/${partition}/${second}/x-00001.csv.gz`],
        findings: [`info older-version x/data/${partition}/${first}/x-00001.csv.gz`],
      });
    });
  });

  test('without metadata the times in the folder names decide', async () => {
    await atDesk(async desk => {
      for (const folder of [first, second]) desk.file(`root/${partition}/${folder}/x-00001.csv.gz`, folder);

      expect(read(desk).files).toEqual([`${partition}/${second}/x-00001.csv.gz`]);
    });
  });

  test('overwritten exports have one version; months with the same file names are kept apart', async () => {
    await atDesk(async desk => {
      for (const month of ['2025-08', '2025-09']) {
        const folder = `BILLING_PERIOD=${month}`;
        desk.file(`root/data/${folder}/x-00001.csv.gz`, month);
        desk.file(
          `root/metadata/${folder}/x-Manifest.json`,
          exportManifest(GUID_A, [`s3://bucket/x/data/${folder}/x-00001.csv.gz`]),
        );
      }

      expect(read(desk)).toMatchObject({
        files: ['data/BILLING_PERIOD=2025-08/x-00001.csv.gz', 'data/BILLING_PERIOD=2025-09/x-00001.csv.gz'],
        findings: [],
      });
    });
  });
});

describe('Azure exports', () => {
  const month = 'root/daily/20250901-20250930';
  const blobOf = (time: string, id: string, part = 0) =>
    `container/daily/20250901-20250930/${time}/${id}/part_${part}_0001.csv`;

  function run(desk: Desk, time: string, changes: Partial<Run> & { readonly id: string }): void {
    desk.file(`${month}/${time}/${changes.id}/part_0_0001.csv`, changes.id);
    const blobs = [{ blobName: blobOf(time, changes.id), byteCount: 36, dataRowCount: 7 }];
    desk.file(
      `${month}/${time}/${changes.id}/manifest.json`,
      azureManifest({ submitted: '2025-09-10T02:03:04.1234567Z', blobs, ...changes }),
    );
  }

  test('of the runs of a month the last is read', async () => {
    await atDesk(async desk => {
      run(desk, '202509110203', { id: GUID_A, submitted: '2025-09-11T02:03:04.1Z' });
      run(desk, '202509100203', { id: GUID_B });

      expect(read(desk)).toMatchObject({
        files: [`daily/20250901-20250930/202509110203/${GUID_A}/part_0_0001.csv`],
        expectedRows: [7],
        findings: [`info older-version daily/20250901-20250930/202509100203/${GUID_B}/part_0_0001.csv`],
      });
    });
  });

  test('a run that reaches further is newer than one that was submitted later', async () => {
    await atDesk(async desk => {
      run(desk, '202510010203', { id: GUID_A, submitted: '2025-10-01T02:03:04Z' });
      run(desk, '202510020203', {
        id: GUID_B,
        submitted: '2025-10-02T02:03:04Z',
        end: '2025-09-10T00:00:00',
      });

      expect(read(desk).files).toEqual([`daily/20250901-20250930/202510010203/${GUID_A}/part_0_0001.csv`]);
    });
  });

  test('actual and amortized costs are two datasets', async () => {
    await atDesk(async desk => {
      run(desk, '202509110203', { id: GUID_A, type: 'ActualCost' });
      run(desk, '202509110204', { id: GUID_B, type: 'AmortizedCost' });

      expect(read(desk).files).toHaveLength(2);
    });
  });

  test('a file of another size is a warning', async () => {
    await atDesk(async desk => {
      const blobs = [{ blobName: blobOf('202509110203', GUID_A), byteCount: 1000 }];
      run(desk, '202509110203', { id: GUID_A, blobs });

      expect(read(desk).findings).toEqual([
        `warning size-differs daily/20250901-20250930/202509110203/${GUID_A}/part_0_0001.csv`,
      ]);
    });
  });

  test('files of runs without partitions and manifests: the latest file, with a warning', async () => {
    await atDesk(async desk => {
      const paths = [GUID_A, GUID_B].map(id => desk.file(`${month}/daily_${id}.csv`, id));
      for (const [at, path] of paths.entries()) utimesSync(path, 1000 + at, 1000 + at);

      expect(read(desk)).toMatchObject({
        files: [`daily/20250901-20250930/daily_${GUID_B}.csv`],
        findings: [`warning older-version daily/20250901-20250930/daily_${GUID_A}.csv`],
      });
    });
  });
});

describe('a manifest can only choose among the files of its folder', () => {
  test.each([
    ['a way up', '../../secret.csv'],
    ['a way up inside', 'x/../../secret.csv'],
    ['an absolute path', '/etc/passwd'],
    ['a NUL', 'secret\0.csv'],
    ['nothing', ''],
  ])('%s', async (_name, key) => {
    await atDesk(async desk => {
      desk.file('secret.csv', 'secret');
      desk.file('root/bill.csv', 'x');
      desk.file('root/cur-Manifest.json', curManifest(NEW, [key]));

      expect(read(desk)).toMatchObject({
        files: ['bill.csv'],
        findings: ['warning missing-file cur-Manifest.json'],
      });
    });
  });

  test.each([
    ['no JSON', '{"assemblyId": ', ['warning skipped-file cur-Manifest.json']],
    ['of another kind', '{"files": ["a"]}', []],
    ['a list', '[1, 2]', []],
    ['with wrong types', '{"assemblyId": 1, "reportKeys": "x", "billingPeriod": null}', []],
    ['with a name for everything', curManifest('', ['bill.csv']), []],
    ['__proto__', '{"__proto__": {"assemblyId": "x"}, "reportKeys": []}', []],
  ])('a manifest that is %s changes nothing', async (_name, text, findings) => {
    await atDesk(async desk => {
      desk.file('root/bill.csv', 'x');
      desk.file('root/cur-Manifest.json', text);

      expect(read(desk)).toMatchObject({ files: ['bill.csv'], findings });
    });
  });

  test('a folder without versions is read as it is', async () => {
    await atDesk(async desk => {
      for (const name of ['a.csv', '2025-09/b.csv', '20250901-20251001/c.csv', `${GUID_A}/d.csv`])
        desk.file(`root/${name}`, name);

      expect(read(desk).files).toHaveLength(4);
    });
  });
});

test('an import reads one version and says so', async () => {
  await atDesk(async desk => {
    curMonth(desk);
    desk.file(`${MONTH}/${OLD}/cur-00001.csv.gz`, gzipSync(focusFile('1')));
    desk.file(`${MONTH}/${NEW}/cur-00001.csv.gz`, gzipSync(focusFile('2')));

    const result = await desk.import(join(desk.folder, 'root'));

    expect(result).toMatchObject({
      totals: [{ billedCost: '2' }],
      findings: [{ code: 'older-version', severity: 'info' }],
    });
  });
});

describe('records that a manifest promises', () => {
  test.each([
    ['as many', 3, 0, []],
    ['more', 4, 0, ['row-count-differs']],
    ['fewer', 2, 0, ['row-count-differs']],
    ['as many with those that could not be read', 5, 2, []],
    ['no number', undefined, 0, []],
  ])('%s', async (_name, expectedRows, rejected, codes) => {
    await atDesk(async desk => {
      const name = desk.file('a.csv', focusFile('1', '2', 'x'));
      await desk.import(name);
      const [stored] = parquetFiles(listBills(desk.workspace));
      const duckdb = await openDuckDb({ tempDirectory: join(desk.folder, 'spill') });
      try {
        const findings = await rowCountFindings(duckdb, {
          source: { file: expectedRows === undefined ? { name } : { name, expectedRows } },
          parquet: stored?.path ?? '',
          rejected: { count: rejected },
        });

        expect(findings.map(({ code }) => code)).toEqual(codes);
      } finally {
        duckdb.close();
      }
    });
  });
});
