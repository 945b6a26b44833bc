import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openDuckDb } from '../../src/bill/duckdb.ts';
import { importBills } from '../../src/bill/import.ts';
import { paceOf } from '../../src/bill/import-pace.ts';
import { summarizeBill } from '../../src/bill/query/summary.ts';
import { listBills } from '../../src/bill/store.ts';
import type { Io } from '../../src/cli/command.ts';
import { dispatch } from '../../src/cli/dispatch.ts';
import { UserError } from '../../src/engine/errors.ts';
import { importProgressText } from '../../src/report/text/import-progress.ts';
import { startImport } from '../helpers/import-child.ts';
import { atDesk, csv, type Desk, FOCUS_HEADER, focusFile, focusRecord } from './workspace.ts';

/** A record with one cell changed. */
const cell = (column: string, text: string) => focusRecord('1', { [column]: text });
/** A file of good records around a bad one, which is row 3. */
const around = (record: readonly string[]) => csv(FOCUS_HEADER, [focusRecord('1'), record, focusRecord('2')]);
/** Many records that do not compress well. */
const large = (rows: number) =>
  csv(
    FOCUS_HEADER,
    Array.from({ length: rows }, (_, index) =>
      focusRecord('1', { ResourceId: `i-${Math.imul(index + 1, 2654435761) >>> 0}`, SubAccountId: '222' }),
    ),
  );

async function refusal(desk: Desk, path: string): Promise<UserError> {
  const error = await desk.import(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

/** The workspace holds what it held, and nothing is left of the attempt. */
async function expectOldState(desk: Desk): Promise<void> {
  expect(listBills(desk.workspace)).toHaveLength(1);
  const { totals } = await summarizeBill({ workspace: desk.workspace, by: [] });
  expect(totals).toMatchObject([{ billedCost: '1' }]);
  expect(readdirSync(join(desk.workspace, 'tmp'))).toEqual([]);
}

async function withOldBill<T>(run: (desk: Desk) => Promise<T>): Promise<T> {
  return atDesk(async desk => {
    await desk.import(desk.file('old.csv', focusFile('1')));
    return run(desk);
  });
}

describe('a fault in a record is said with file, row, column, reason and what to do; the rest is imported', () => {
  const NUMBER = 'Write it with digits and a point';
  const TIME = 'Write it as 2025-09-01T00:00:00Z';
  const LARGE = 'up to 17 digits';

  test.each([
    ['not a number', cell('BilledCost', 'NaN'), 'BilledCost', '"NaN" is not a number', NUMBER],
    ['infinite', cell('BilledCost', '-Infinity'), 'BilledCost', '"-Infinity" is not a number', NUMBER],
    ['1e308', cell('BilledCost', '1e308'), 'BilledCost', '"1e308" is too large', LARGE],
    ['beyond a double', cell('BilledCost', '1e999'), 'BilledCost', '"1e999" is too large', LARGE],
    ['18 digits', cell('BilledCost', '9'.repeat(18)), 'BilledCost', 'is too large', LARGE],
    ['a formula', cell('BilledCost', '=1+1'), 'BilledCost', '"=1+1" is not a number', NUMBER],
    ['an escape sequence', cell('BilledCost', '\u001b[2J1'), 'BilledCost', '"\\u001b[2J1" is not', NUMBER],
    ['a C1 control', cell('BilledCost', '\u009b2J1'), 'BilledCost', '"\\u009b2J1" is not', NUMBER],
    ['NUL', cell('BilledCost', '1\u0000'), 'BilledCost', '"1\\u0000" is not a number', NUMBER],
    ['other digits', cell('BilledCost', '\u0663'), 'BilledCost', 'is not a number', NUMBER],
    ['a decimal comma', cell('BilledCost', '1,5'), 'BilledCost', '"1,5" is not a number', NUMBER],
    [
      'one cell too few',
      focusRecord('1').slice(1),
      'SubAccountId',
      '10 cells, the header has 11',
      'delimiter',
    ],
    ['one cell too many', [...focusRecord('1'), 'x'], null, '12 cells, the header has 11', 'delimiter'],
    ['10 MB', cell('ServiceName', 'x'.repeat(1e7)), 'ServiceName', 'longer than 2 MB', 'Shorten'],
    ['10 MB of quotes', cell('ResourceId', ',"'.repeat(4e6)), 'ResourceId', 'longer than 2 MB', 'Shorten'],
    ['a line of NUL', ['\u0000'.repeat(4096)], 'EffectiveCost', 'has 1 cells', 'delimiter'],
  ])('%s costs the record', async (_name, record, column, reason, hint) => {
    await atDesk(async desk => {
      const path = desk.file('bill.csv', around(record));

      const { rows, totals, findings } = await desk.import(path);

      expect({ rows, billed: totals[0]?.billedCost }).toEqual({ rows: 2, billed: '3' });
      const [finding] = findings;
      expect(finding).toMatchObject({ severity: 'error', source: { file: path, row: 3, column } });
      expect(finding?.message).toContain(reason);
      expect(finding?.hint).toContain(hint);
    });
  });

  test.each([
    ['before 2000', '1999-12-31T23:59:59Z'],
    ['after 2099', '2100-01-01T00:00:00Z'],
    ['a year of five digits', '99999-01-01T00:00:00Z'],
    ['infinite', 'infinity'],
    ['the 30th of February', '2025-02-30T00:00:00Z'],
    ['25 o’clock', '2025-09-01T25:00:00Z'],
    ['seconds since 1970', '1756684800'],
    ['a word of the database', 'epoch'],
  ])('a time %s costs the cell', async (_name, time) => {
    await atDesk(async desk => {
      const path = desk.file('bill.csv', around(cell('ChargePeriodStart', time)));

      const { rows, findings } = await desk.import(path);

      expect(rows).toBe(3);
      expect(findings).toMatchObject([
        {
          code: 'unreadable-time',
          severity: 'warning',
          source: { file: path, row: 3, column: 'ChargePeriodStart' },
        },
      ]);
      expect(findings[0]?.message).toContain(`${JSON.stringify(time)} is not a time between 2000 and 2099`);
      expect(findings[0]?.hint).toContain(TIME);
      expect(await desk.query('SELECT ChargePeriodStart FROM charges WHERE row = 3')).toEqual([[null]]);
    });
  });

  test('what a record that can not be split costs is said where its cell can be read', async () => {
    await atDesk(async desk => {
      const [long = '', short = '', free = ''] = [
        `${focusRecord('12.5').join(',')},one more`,
        '-7.0E-3,1',
        'free,1',
      ];
      const path = desk.file('bill.csv', `${focusFile('1')}${long}\n${short}\n${free}\n`);

      const { findings } = await desk.import(path);

      expect(findings.map(({ hint }) => /Its BilledCost seems to be (\S+)\.$/.exec(hint ?? '')?.[1])).toEqual(
        ['12.5', '-7.0E-3', undefined],
      );
    });
  });

  test.each(['-0', '-0.00', '-0E-10', '-.0'])('negative zero (%s) is 0 and no fault', async zero => {
    await atDesk(async desk => {
      const { totals, findings } = await desk.import(desk.file('bill.csv', focusFile(zero, zero)));

      expect(totals).toMatchObject([{ billedCost: '0', effectiveCost: '0' }]);
      expect(findings).toEqual([]);
    });
  });

  test('formulas, escape sequences and NUL are kept as they are where they are only text', async () => {
    const texts = [
      '=HYPERLINK("x")',
      '+1',
      '@SUM(A1)',
      '\u001b]0;title\u0007',
      'a\u0000b',
      '\u0000',
      '\u202e',
    ];
    await atDesk(async desk => {
      const records = texts.map(text => cell('ServiceName', text));

      await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));

      const stored = await desk.query('SELECT ServiceName FROM charges ORDER BY row');
      expect(stored).toEqual(texts.map(text => [text]));
    });
  });
});

describe('a fault of the whole file is said with the file, the reason and what to do; nothing is imported', () => {
  const gzip = gzipSync(large(5000));
  const noCost = csv(FOCUS_HEADER.slice(1), [focusRecord('1').slice(1)]);

  test.each([
    ['gzip cut short', 'a.csv.gz', gzip.subarray(0, -3000), 'damaged-file', 'cut short', 'Download it again'],
    [
      'gzip and then noise',
      'a.csv.gz',
      Buffer.concat([gzip, Buffer.alloc(600, 7)]),
      'damaged-file',
      '',
      'Download',
    ],
    [
      'a required column missing',
      'a.csv',
      noCost,
      'missing-column',
      'no column BilledCost',
      'Export the bill',
    ],
    [
      'NUL in the header',
      'a.csv',
      focusFile('1').replace('Billed', 'Bil\u0000led'),
      'unknown-format',
      '',
      'Read are',
    ],
    ['only NUL', 'a.csv', Buffer.alloc(100_000), 'unknown-format', '', 'Read are'],
    [
      'sums beyond 38 digits',
      'a.csv',
      focusFile(...Array(2000).fill('9'.repeat(17))),
      'amounts-too-large',
      '',
      'Look for',
    ],
  ])('%s', async (_name, file, content, code, reason, hint) => {
    await withOldBill(async desk => {
      const error = await refusal(desk, desk.file(file, content));

      expect(error).toMatchObject({ code, exitCode: 3 });
      expect(error.message).toContain(reason);
      if (code !== 'amounts-too-large') expect(error.message).toContain(file);
      expect(error.hint).toContain(hint);
      await expectOldState(desk);
    });
  });

  test('a column named twice is read once, and said with its name', async () => {
    await atDesk(async desk => {
      const path = desk.file('a.csv', csv([...FOCUS_HEADER, 'BilledCost'], [[...focusRecord('1'), '5']]));

      const { totals, findings } = await desk.import(path);

      expect(totals[0]?.billedCost).toBe('1');
      expect(findings).toMatchObject([
        { code: 'duplicate-column', severity: 'warning', source: { file: path } },
      ]);
      expect(findings[0]?.message).toContain('"BilledCost" more than once');
      expect(findings[0]?.hint).toContain('rename');
    });
  });

  test('a missing column that totals need is said with its name', async () => {
    await atDesk(async desk => {
      const at = FOCUS_HEADER.indexOf('ChargeCategory');
      const without = (cells: readonly string[]) => cells.filter((_, index) => index !== at);

      const { findings } = await desk.import(
        desk.file('a.csv', csv(without(FOCUS_HEADER), [without(focusRecord('1'))])),
      );

      expect(findings).toMatchObject([{ code: 'missing-column', severity: 'warning' }]);
      expect(findings[0]?.message).toContain('no column ChargeCategory');
    });
  });

  test('a file that is still being written is not taken for the whole', async () => {
    await withOldBill(async desk => {
      const path = desk.file('growing.csv', large(10));
      const work = importBills({
        paths: [path],
        workspace: desk.workspace,
        onProgress: ({ step }) => {
          if (step === 'check') appendFileSync(path, `${focusRecord('5').join(',')}\n`);
        },
      });

      const error = await work.catch((reason: unknown) => reason);

      expect(error).toMatchObject({ code: 'file-changed', exitCode: 3 });
      expect(error).toHaveProperty('message', expect.stringContaining('growing.csv'));
      await expectOldState(desk);
    });
  });
});

describe('Parquet that lies or is damaged', () => {
  /** 300 rows, so that their number is the bytes d8 04 of the footer. */
  async function parquet(desk: Desk): Promise<Buffer> {
    const path = join(desk.folder, 'good.parquet');
    const duckdb = await openDuckDb({ tempDirectory: join(desk.folder, 'spill') });
    await duckdb.run(
      `COPY (SELECT CAST(i AS DOUBLE) AS BilledCost, CAST(i AS DOUBLE) AS EffectiveCost, 'USD' AS BillingCurrency,
         'Usage' AS ChargeCategory, 'service ' || i AS ServiceName FROM range(300) t(i)) TO '${path}' (COMPRESSION snappy)`,
    );
    duckdb.close();
    return readFileSync(path);
  }

  test.each<readonly [string, (file: Buffer) => Buffer]>([
    ['cut in the middle', file => file.subarray(0, file.length / 2)],
    ['a hole before the footer', file => Buffer.concat([file.subarray(0, 500), file.subarray(-900)])],
    ['pages of zeros', file => Buffer.concat([file.subarray(0, 4), Buffer.alloc(400), file.subarray(404)])],
    [
      'flipped page headers',
      file => Buffer.concat([file.subarray(0, 4), Buffer.alloc(60, 255), file.subarray(64)]),
    ],
    [
      'a footer larger than the file',
      file => Buffer.concat([file.subarray(0, -8), Buffer.from('\u007f\u007f\u007f\u007fPAR1')]),
    ],
    ['no end mark', file => file.subarray(0, -4)],
  ])('%s is refused', async (_name, damage) => {
    await withOldBill(async desk => {
      const error = await refusal(desk, desk.file('bill.parquet', damage(await parquet(desk))));

      expect(error).toMatchObject({ code: 'damaged-file', exitCode: 3 });
      expect(error.message).toContain('bill.parquet');
      expect(error.hint).toContain('Download it again');
      await expectOldState(desk);
    });
  });

  test.each([
    ['in the file alone', false],
    ['in its groups and pages too', true],
  ])('a billion rows that are only claimed, %s, never become charges', async (_name, isEverywhere) => {
    await withOldBill(async desk => {
      const good = await parquet(desk);
      const length = good.readUInt32LE(good.length - 8);
      const footer = good.subarray(-8 - length, -8).toString('hex');
      // A field of 64 bits (16) with 300 and with 1,000,000,000, as Thrift's compact protocol writes them.
      const [rows, claim] = ['16d804', '1680a8d6b907'];
      expect(footer).toContain(rows);
      const lie = Buffer.from(
        isEverywhere ? footer.replaceAll(rows, claim) : footer.replace(rows, claim),
        'hex',
      );
      const tail = Buffer.alloc(4);
      tail.writeUInt32LE(lie.length);
      const content = Buffer.concat([good.subarray(0, -8 - length), lie, tail, Buffer.from('PAR1')]);

      const result = await desk.import(desk.file('bill.parquet', content)).catch((reason: unknown) => reason);

      if (result instanceof UserError) expect(result).toMatchObject({ code: 'damaged-file', exitCode: 3 });
      else expect(result).toMatchObject({ rows: 300, totals: [{ billedCost: '44850' }] });
    });
  });

  test('not numbers, infinities and negative zero among doubles', async () => {
    await atDesk(async desk => {
      const path = join(desk.folder, 'bill.parquet');
      const duckdb = await openDuckDb({ tempDirectory: join(desk.folder, 'spill') });
      const doubles = ['1.5', '-0.0', 'NaN', 'Infinity', '-Infinity', '1e308', '2.5'];
      await duckdb.run(
        `COPY (SELECT CAST(c AS DOUBLE) AS BilledCost, 0.0 AS EffectiveCost, 'USD' AS BillingCurrency, 'Tax' AS ChargeCategory
         FROM (VALUES ${doubles.map(text => `('${text}')`).join(', ')}) t(c)) TO '${path}'`,
      );
      duckdb.close();

      const { rows, totals, findings } = await desk.import(path);

      expect({ rows, billed: totals[0]?.billedCost }).toEqual({ rows: 3, billed: '4' });
      const errors = findings.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ source }) => [source?.row, source?.column])).toEqual(
        [3, 4, 5, 6].map(row => [row, 'BilledCost']),
      );
    });
  });
});

describe('a machine that says no leaves the workspace as it was', () => {
  const difficult = large(3000);

  test.each([
    ['CSV', difficult],
    ['gzip', gzipSync(difficult)],
    ['text that needs a clean copy', difficult.replace('\n', '\r\n')],
    ['UTF-16', Buffer.from(`\uFEFF${difficult}`, 'utf16le')],
  ])('the disk is full while %s is read', async (_name, content) => {
    await withOldBill(async desk => {
      const paths = [desk.file('new', content)];

      const { code, message } = await startImport({ workspace: desk.workspace, paths }, { fileKib: 4 }).ended;

      expect(code).toBe('disk-full');
      expect(message).toContain('disk space');
      expect(message).toContain('Free some space');
      await expectOldState(desk);
    });
  });

  test('memory is too small', async () => {
    await withOldBill(async desk => {
      const paths = [desk.file('new.csv', difficult)];
      const work = importBills({ paths, workspace: desk.workspace, memoryLimit: '1MB' });

      await expect(work).rejects.toMatchObject({
        code: 'out-of-memory',
        exitCode: 4,
        message: expect.stringContaining('new.csv'),
        hint: expect.stringContaining('--memory'),
      });
      await expectOldState(desk);
    });
  });

  test('the workspace is a file', async () => {
    await atDesk(async desk => {
      const path = desk.file('bill.csv', focusFile('1'));
      for (const workspace of [path, join(path, 'below')]) {
        await expect(importBills({ paths: [path], workspace })).rejects.toMatchObject({
          code: 'workspace-not-writable',
          exitCode: 4,
          message: expect.stringContaining(workspace),
          hint: expect.stringContaining('--workspace'),
        });
      }
    });
  });

  /** Root may write everywhere: then another user imports. */
  const limits = process.getuid?.() === 0 ? { userId: 65_534 } : {};

  test('the workspace may only be read', async () => {
    await withOldBill(async desk => {
      const paths = [desk.file('new.csv', difficult)];
      chmodSync(desk.folder, 0o755);
      for (const folder of [join(desk.workspace, 'tmp'), desk.workspace]) chmodSync(folder, 0o555);

      const { code, message } = await startImport({ workspace: desk.workspace, paths }, limits).ended;

      expect(code).toBe('workspace-not-writable');
      expect(message).toContain('permission denied');
      if (process.getuid?.() !== 0) {
        const { totals } = await summarizeBill({ workspace: desk.workspace, by: [] });
        expect(totals).toMatchObject([{ billedCost: '1' }]);
      }
      for (const folder of [desk.workspace, join(desk.workspace, 'tmp')]) chmodSync(folder, 0o755);
      await expectOldState(desk);
    });
  });

  test('the bill may not be read', async () => {
    await atDesk(async desk => {
      const path = desk.file('secret.csv', difficult);
      const workspace = join(desk.folder, 'open', 'workspace');
      mkdirSync(join(desk.folder, 'open'));
      chmodSync(desk.folder, 0o755);
      chmodSync(join(desk.folder, 'open'), 0o777);
      chmodSync(path, 0o000);

      const { code, message } = await startImport({ workspace, paths: [path] }, limits).ended;

      expect(code).toBe('unreadable-file');
      expect(message).toContain('secret.csv');
      expect(message).toContain('permission denied');
    });
  });
});

describe('what a person sees', () => {
  /** Runs a command as a terminal would. */
  async function run(cwd: string, ...args: string[]) {
    const seen = { out: '', err: '' };
    const io: Io = {
      out: text => {
        seen.out += text;
      },
      err: text => {
        seen.err += text;
      },
      cwd,
      env: {},
      platform: process.platform,
      isOutTty: true,
      isErrTty: true,
      isInTty: true,
      columns: 100,
      signal: new AbortController().signal,
      openScreens: () => Promise.reject(new Error('no screens here')),
    };
    await dispatch(args, io);
    return seen;
  }

  test('escape sequences of a bill, its name and its header reach the terminal as harmless text', async () => {
    await atDesk(async desk => {
      const nasty = '\u001b]0;owned\u0007\u009b31m\u202e';
      const header = [...FOCUS_HEADER, `x${nasty}`, `x${nasty}`];
      const records = [
        [
          ...focusRecord('1', { ServiceName: nasty, ChargePeriodStart: nasty, BillingCurrency: nasty }),
          '',
          '',
        ],
        [...focusRecord(nasty), '', ''],
        [nasty],
      ];
      desk.file(`bill ${nasty}.csv`, csv(header, records));

      const { out, err } = await run(desk.folder, 'bill', 'import', join(desk.folder, `bill ${nasty}.csv`));

      expect(out).toContain('\\x1b');
      expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      // Progress takes its line back with these two, and knows no others.
      expect(err.replaceAll('\r\u001b[K', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(err).toContain('Checking');
    });
  });

  test('progress names the step, the file, the rate and what is left, and fits the line', () => {
    const progress = { step: 'read', file: 'a\u001bb.csv.gz', index: 1, count: 2 } as const;

    expect(importProgressText({ ...progress, pace: null }, 80)).toBe('Reading a\\x1bb.csv.gz (1 of 2)');
    const pace = { bytesPerSecond: 14_250_000, secondsLeft: 37.2 };
    expect(importProgressText({ ...progress, pace }, 80)).toBe(
      'Reading a\\x1bb.csv.gz (1 of 2), 14.3 MB/s, about 40 s left',
    );
    expect(importProgressText({ ...progress, pace: { ...pace, secondsLeft: 190 } }, 80)).toContain(
      'about 3.2 min left',
    );
    const long = importProgressText({ ...progress, file: 'x'.repeat(300), pace }, 80);
    expect(long.length).toBeLessThanOrEqual(80 - ' 100 %'.length);
    expect(long).toContain('left');
  });

  test.each([
    [[100], 0, 0.5, 10, { bytesPerSecond: 5, secondsLeft: 10 }],
    [[100, 300], 1, 0, 10, { bytesPerSecond: 10, secondsLeft: 30 }],
    [[100, 300], 1, 1, 10, { bytesPerSecond: 40, secondsLeft: 0 }],
    [[100], 0, 7, 10, { bytesPerSecond: 10, secondsLeft: 0 }],
    [[100], 0, 0.5, 0.5, null],
    [[100], 0, 0.001, 100, null],
    [[0], 0, 1, 10, null],
    [[], 0, 0, 10, null],
  ])('of files of %j bytes, at file %i, %d done after %d s: %j', (sizes, index, fraction, seconds, pace) => {
    expect(paceOf(sizes, index, fraction, seconds)).toEqual(pace);
  });
});
