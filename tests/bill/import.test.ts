import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { importBills } from '../../src/bill/import.ts';
import { listBills } from '../../src/bill/store.ts';
import { UserError } from '../../src/engine/errors.ts';
import { atDesk, csv, curFile, type Desk, FOCUS_HEADER, focusFile, focusRecord } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/bills');

/** The error that an import ends with. */
async function refusal(desk: Desk, ...paths: string[]): Promise<UserError> {
  const error = await desk.import(...paths).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

function gzip(text: string): Uint8Array {
  return gzipSync(text);
}

describe('every container and spelling of one bill gives one result', () => {
  const records = ['1.25', '-0.5', '1000.0000000001'].map(cost => focusRecord(cost));
  const plain = csv(FOCUS_HEADER, records);

  test.each([
    ['plain text', plain],
    ['gzip', gzip(plain)],
    ['gzip in two members', Buffer.concat([gzip(plain.slice(0, 200)), gzip(plain.slice(200))])],
    ['a byte order mark', `\uFEFF${plain}`],
    ['a byte order mark before a quoted header', `\uFEFF${plain.replace('BilledCost', '"BilledCost"')}`],
    ['CRLF', csv(FOCUS_HEADER, records, ',', '\r\n')],
    ['mixed line ends', plain.replace('\n', '\r\n')],
    ['CR alone', plain.replaceAll('\n', '\r')],
    ['mixed line ends in gzip', gzip(plain.replace('\n', '\r\n'))],
    ['semicolons', csv(FOCUS_HEADER, records, ';')],
    ['tabs', csv(FOCUS_HEADER, records, '\t')],
    ['no last line end', plain.trimEnd()],
    ['blank lines', plain.replaceAll('\n', '\n\n')],
    ['other capitals in the header', plain.replace('BilledCost,EffectiveCost', 'billedcost,EFFECTIVECOST')],
  ])('%s', async (_name, content) => {
    await atDesk(async desk => {
      const result = await desk.import(desk.file('any name.txt', content));

      expect(result.findings).toEqual([]);
      expect(result.rows).toBe(3);
      expect(result.totals).toEqual([
        {
          currency: 'USD',
          billedCost: '1000.7500000001',
          effectiveCost: '1000.7500000001',
          listCost: null,
          contractedCost: null,
        },
      ]);
    });
  });
});

describe('a file that is not a bill is refused with what it is', () => {
  test.each([
    ['a damaged zip archive', Buffer.from('PK\u0003\u0004....'), 'damaged-file', 'zip'],
    [
      'FOCUS without its cost',
      'EffectiveCost,ChargeCategory,ServiceName\n1,Usage,S3\n',
      'missing-column',
      'no column BilledCost',
    ],
    ['another table', 'name,age\nx,1\n', 'unknown-format', 'columns'],
    ['an empty file', '', 'empty-file', 'empty'],
    [
      'a binary',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0]),
      'unknown-format',
      'neither text nor Parquet',
    ],
    ['a damaged Parquet file', Buffer.from('PAR1 cut short'), 'damaged-file', 'Parquet'],
    ['a damaged gzip file', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), 'damaged-file', 'gzip'],
  ])('%s', async (_name, content, code, words) => {
    await atDesk(async desk => {
      const error = await refusal(desk, desk.file('file', content));

      expect(error).toMatchObject({ code, exitCode: 3 });
      expect(error.message).toContain(words);
      expect(listBills(desk.workspace)).toEqual([]);
    });
  });

  test('the zip of a real report that was cut short', async () => {
    await atDesk(async desk => {
      const whole = readFileSync(join(ROOT, 'aws/cur-legacy-zip/MockTestReport-00001.csv.zip'));

      const error = await refusal(desk, desk.file('report.csv.zip', whole.subarray(0, -40)));

      expect(error).toMatchObject({ code: 'damaged-file', exitCode: 3 });
    });
  });

  test('a path that does not exist is a usage error', async () => {
    await atDesk(async desk => {
      expect(await refusal(desk, join(desk.folder, 'nothing.csv'))).toMatchObject({
        code: 'no-such-file',
        exitCode: 2,
      });
    });
  });

  test('a format that the columns contradict is refused', async () => {
    await atDesk(async desk => {
      const paths = [desk.file('bill.csv', focusFile('1'))];

      await expect(
        importBills({ paths, workspace: desk.workspace, format: 'aws-cur-2' }),
      ).rejects.toMatchObject({ code: 'wrong-format' });
    });
  });

  test('a format that the person names overrides an unknown header', async () => {
    await atDesk(async desk => {
      const paths = [desk.file('bill.csv', 'BilledCost,x\n1.5,\n')];

      const result = await importBills({ paths, workspace: desk.workspace, format: 'focus' });

      expect(result.totals).toMatchObject([{ currency: null, billedCost: '1.5' }]);
    });
  });
});

describe('a broken gzip file never passes for a shorter bill', () => {
  const text = csv(
    FOCUS_HEADER,
    Array.from({ length: 5000 }, (_, index) =>
      focusRecord(String(index), { ResourceId: `i-${index * 7919}` }),
    ),
  );
  const whole = gzip(text);

  test.each([
    ['cut short', whole.subarray(0, whole.length - 5000)],
    ['without its checksum', whole.subarray(0, whole.length - 8)],
    ['with a wrong checksum', Buffer.concat([whole.subarray(0, -8), Buffer.alloc(8, 1)])],
  ])('%s', async (_name, content) => {
    await atDesk(async desk => {
      expect(await refusal(desk, desk.file('bill.csv.gz', content))).toMatchObject({
        code: 'damaged-file',
        exitCode: 3,
      });
      expect(listBills(desk.workspace)).toEqual([]);
    });
  });
});

describe('a broken record is a finding with its row, and the rest is imported', () => {
  test('records with too few or too many cells', async () => {
    await atDesk(async desk => {
      const lines = focusFile('1', '2', '3', '4').split('\n');
      lines[2] = '9,9';
      lines[3] = `${lines[3]},one more`;
      const path = desk.file('bill.csv', lines.join('\n'));

      const result = await desk.import(path);

      expect(result.totals[0]?.billedCost).toBe('5');
      expect(result.findings).toEqual([
        expect.objectContaining({
          code: 'unreadable-record',
          severity: 'error',
          message: 'The record has 2 cells, the header has 11.',
          source: { file: path, row: 3, column: 'BillingCurrency' },
        }),
        expect.objectContaining({ code: 'unreadable-record', source: { file: path, row: 4, column: null } }),
      ]);
      expect(await desk.query('SELECT row, CAST(BilledCost AS VARCHAR) FROM charges ORDER BY row')).toEqual([
        [2, '1.0000000000'],
        [5, '4.0000000000'],
      ]);
    });
  });

  test('a quote in the wrong place is named with its column', async () => {
    await atDesk(async desk => {
      const path = desk.file('bill.csv', focusFile('1', '2').replace('i-1', '"i"1'));

      const { findings, rows } = await desk.import(path);

      expect(rows).toBe(1);
      expect(findings).toMatchObject([
        { code: 'unreadable-record', source: { row: 2, column: 'ResourceId' } },
      ]);
      expect(findings[0]?.message).toContain('CSV_');
    });
  });

  test('text that is not UTF-8', async () => {
    await atDesk(async desk => {
      const content = Buffer.from(focusFile('1', '2').replace('Compute', 'C\u00f6mpute'), 'latin1');

      const { findings, rows } = await desk.import(desk.file('bill.csv', content));

      expect(rows).toBe(1);
      expect(findings).toMatchObject([{ code: 'unreadable-record', source: { row: 2 } }]);
      expect(findings[0]?.message).toContain('UTF-8');
    });
  });

  test('a cell of 10 MB', async () => {
    await atDesk(async desk => {
      const huge = csv(FOCUS_HEADER, [
        focusRecord('1', { ServiceName: 'x'.repeat(10_000_000) }),
        focusRecord('2'),
      ]);

      const { findings, rows } = await desk.import(desk.file('bill.csv', huge));

      expect(rows).toBe(1);
      expect(findings).toMatchObject([{ code: 'unreadable-record', source: { row: 2 } }]);
    });
  });

  test.each(['NaN', 'Infinity', '1e308', 'free', '1_000', '10,5', '0x10'])(
    'a billed cost of %s leaves the record out',
    async cost => {
      await atDesk(async desk => {
        const path = desk.file('bill.csv', focusFile('1', cost, '2'));

        const result = await desk.import(path);

        expect(result).toMatchObject({ rows: 2, totals: [{ billedCost: '3' }] });
        const finding = result.findings.find(({ source }) => source?.column === 'BilledCost');
        expect(finding).toMatchObject({ severity: 'error', source: { file: path, row: 3 } });
        expect(finding?.message).toContain(JSON.stringify(cost));
      });
    },
  );

  test('an unreadable effective cost or time keeps the billed cost in the total', async () => {
    await atDesk(async desk => {
      const records = [
        focusRecord('1', { EffectiveCost: 'none' }),
        focusRecord('2', { ChargePeriodStart: '2025-99-01T00:00:00Z' }),
        focusRecord('4', { EffectiveCost: '' }),
      ];

      const result = await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));

      expect(result).toMatchObject({ rows: 3, totals: [{ billedCost: '7', effectiveCost: '7' }] });
      expect(
        result.findings.map(({ code, severity, source }) => [code, severity, source?.row, source?.column]),
      ).toEqual([
        ['unreadable-number', 'error', 2, 'EffectiveCost'],
        ['unreadable-time', 'warning', 3, 'ChargePeriodStart'],
        ['missing-amount', 'warning', 4, 'EffectiveCost'],
      ]);
    });
  });

  test('nothing readable at all is an error, not an empty bill', async () => {
    await atDesk(async desk => {
      const path = desk.file('bill.csv', focusFile('free', 'also free'));

      expect(await refusal(desk, path)).toMatchObject({ code: 'nothing-read', exitCode: 3 });
      expect(listBills(desk.workspace)).toEqual([]);
    });
  });

  test('a header without records is an error', async () => {
    await atDesk(async desk => {
      expect(await refusal(desk, desk.file('bill.csv', csv(FOCUS_HEADER, [])))).toMatchObject({
        code: 'nothing-read',
      });
    });
  });

  test('findings are limited, and the rest is counted', async () => {
    await atDesk(async desk => {
      const records = Array.from({ length: 300 }, () => focusRecord('1', { EffectiveCost: 'x' }));

      const { findings } = await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));

      expect(findings).toHaveLength(101);
      expect(findings.at(-1)?.message).toBe('200 more cells of this column have the same problem.');
    });
  });
});

describe('a quote that is never closed costs its own line, not the rest of the bill', () => {
  const many = Array.from({ length: 200 }, (_, index) => focusRecord('1', { ResourceId: `i-${index}` }));
  const lines = csv(FOCUS_HEADER, many).trimEnd().split('\n');

  test.each([
    ['in the middle', 50],
    ['in the first record', 1],
    ['in the last record', 200],
  ])('%s', async (_name, at) => {
    await atDesk(async desk => {
      const broken = lines.map((line, index) => (index === at ? line.replace('Compute', '"Compute') : line));

      const { rows, findings } = await desk.import(desk.file('bill.csv', `${broken.join('\n')}\n`));

      expect(rows).toBe(199);
      expect(findings).toMatchObject([
        { code: 'unreadable-record', severity: 'error', source: { row: at + 1 } },
      ]);
      const wrong = "SELECT CAST(count(*) AS INTEGER) FROM charges WHERE ResourceId <> concat('i-', row - 2)";
      expect(await desk.query(wrong)).toEqual([[0]]);
    });
  });
});

describe('amounts are exact', () => {
  test.each([
    ['10 decimals', ['0.0000000001', '9999999.9999999999'], '10000000'],
    ['18 decimals', ['0.000000000000000001', '1234567890.5'], '1234567890.500000000000000001'],
    ['24 decimals', ['0.000000000000000000000001', '0.1'], '0.100000000000000000000001'],
    ["Java's exponents", ['7.095684E-4', '-7.0E-10', '1.0E1'], '10.0007095677'],
    ['money texts', ['$10,000.00 ', '$100.50 ', '-$0.25'], '10100.25'],
  ])('%s', async (_name, costs, total) => {
    await atDesk(async desk => {
      const result = await desk.import(desk.file('bill.csv', focusFile(...costs)));

      expect(result.totals[0]?.billedCost).toBe(total);
      expect(result.findings).toEqual([]);
    });
  });

  test('more decimals than can be kept are rounded, flagged and kept as text', async () => {
    await atDesk(async desk => {
      const tiny = '0.0000000000000000000000000012';

      const { findings } = await desk.import(desk.file('bill.csv', focusFile('1', tiny)));

      expect(findings).toMatchObject([
        { code: 'inexact-number', source: { row: 3, column: 'BilledCost' } },
        { code: 'inexact-number', source: { row: 3, column: 'EffectiveCost' } },
      ]);
      const [[lossy, bad, issues] = []] = await desk.query(
        'SELECT x_Lossy, x_Bad, x_Issues FROM charges WHERE row = 3',
      );
      expect([lossy, bad]).toEqual([true, false]);
      expect(JSON.parse(String(issues))).toContainEqual({
        column: 'BilledCost',
        weight: 'record',
        problem: 'inexact cost',
        text: tiny,
      });
    });
  });

  test('bills of different precision are added without rounding', async () => {
    await atDesk(async desk => {
      const narrow = desk.file('narrow.csv', focusFile('0.1'));
      const wide = desk.file('wide.csv', focusFile('0.000000000000000000000001'));
      const middle = desk.file('middle.csv', focusFile('0.000000000000000001'));

      const { totals } = await desk.import(narrow, wide, middle);

      expect(totals[0]?.billedCost).toBe('0.100000000000000001000001');
    });
  });

  test('currencies are never added', async () => {
    await atDesk(async desk => {
      const records = [
        focusRecord('1'),
        focusRecord('2', { BillingCurrency: 'EUR' }),
        focusRecord('4', { BillingCurrency: '' }),
      ];

      const { totals } = await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));

      expect(totals.map(({ currency, billedCost }) => [currency, billedCost])).toEqual([
        ['EUR', '2'],
        ['USD', '1'],
        [null, '4'],
      ]);
    });
  });
});

describe('hostile contents stay contents', () => {
  test('formulas, escape sequences, quotes and SQL in cells and header', async () => {
    await atDesk(async desk => {
      const nasty = `=cmd|'/c calc'!A0 \u001b[31m "'; DROP TABLE x; -- \u0000`;
      const header = [...FOCUS_HEADER, `x"); DROP TABLE charges; --`, `'`, 'BilledCost'];
      const path = desk.file(
        'bill.csv',
        csv(header, [[...focusRecord('1', { ServiceName: nasty }), 'a', 'b', '7']]),
      );

      const { totals, findings } = await desk.import(path);

      expect(totals[0]?.billedCost).toBe('1');
      expect(findings).toMatchObject([{ code: 'duplicate-column' }]);
      expect(await desk.query('SELECT ServiceName FROM charges')).toEqual([[nasty]]);
    });
  });

  test('file names with glob characters, quotes and partition folders', async () => {
    await atDesk(async desk => {
      desk.file("BILLING_PERIOD=2025-09/b*[1]'?.csv", focusFile('1'));
      desk.file('BILLING_PERIOD=2025-09/b1.csv', focusFile('2'));

      const { files, totals } = await desk.import(join(desk.folder, "BILLING_PERIOD=2025-09/b*[1]'?.csv"));

      expect(files).toHaveLength(1);
      expect(totals[0]?.billedCost).toBe('1');
    });
  });

  test('line ends inside quotes that look like records are not records', async () => {
    await atDesk(async desk => {
      const fake = focusRecord('1000').join(',');
      const records = Array.from({ length: 50 }, () => focusRecord('1', { ServiceName: `a\n${fake}\nb` }));

      const { rows, totals } = await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));

      expect({ rows, total: totals[0]?.billedCost }).toEqual({ rows: 50, total: '50' });
    });
  });
});

describe('rows are numbered as a spreadsheet shows them', () => {
  test('a blank line inside a cell is part of the cell', async () => {
    await atDesk(async desk => {
      const records = [focusRecord('1', { ServiceName: 'two\n\nlines' }), focusRecord('2')];
      const path = desk.file('bill.csv', csv(FOCUS_HEADER, records));

      await desk.import(path);

      expect(await desk.query('SELECT ServiceName, row FROM charges ORDER BY row')).toEqual([
        ['two\n\nlines', 2],
        ['Compute', 3],
      ]);
    });
  });

  test('blank lines and rejected records count', async () => {
    await atDesk(async desk => {
      const [header, ...records] = focusFile('1', '2', '3', '4').trimEnd().split('\n');
      const lines = [header, records[0], '', '9', records[1], '', '', records[2], 'x,y', records[3], '', ''];

      await desk.import(desk.file('bill.csv', lines.join('\n')));

      expect(await desk.query('SELECT CAST(BilledCost AS INTEGER), row FROM charges ORDER BY row')).toEqual([
        [1, 2],
        [2, 5],
        [3, 8],
        [4, 10],
      ]);
    });
  });

  test('a line end inside a cell does not', async () => {
    await atDesk(async desk => {
      const records = [focusRecord('1', { ServiceName: 'two\nlines' }), focusRecord('2')];

      await desk.import(desk.file('bill.csv', csv(FOCUS_HEADER, records)));

      expect(await desk.query('SELECT CAST(BilledCost AS INTEGER), row FROM charges ORDER BY row')).toEqual([
        [1, 2],
        [2, 3],
      ]);
    });
  });

  test('the order of a large file is kept', async () => {
    await atDesk(async desk => {
      const records = Array.from({ length: 300_000 }, (_, index) => focusRecord(String(index)).join(','));

      await desk.import(desk.file('bill.csv', `${FOCUS_HEADER.join(',')}\n${records.join('\n')}\n`));

      expect(
        await desk.query('SELECT CAST(count(*) AS INTEGER) FROM charges WHERE row <> BilledCost + 2'),
      ).toEqual([[0]]);
    });
  });

  test('Parquet records count from 1', async () => {
    await atDesk(async desk => {
      await desk.import(
        join(ROOT, 'azure/focus-1.2-generated/generated-aster-retail-focus-1.2.snappy.parquet'),
      );

      expect(await desk.query('SELECT min(row), max(row) FROM charges')).toEqual([[1, 509]]);
    });
  });
});

describe('importing again', () => {
  test('the same content under another name changes nothing', async () => {
    await atDesk(async desk => {
      const first = await desk.import(desk.file('a.csv', focusFile('1', '2')));
      const before = listBills(desk.workspace);

      const second = await desk.import(desk.file('b.csv', focusFile('1', '2')));

      expect(listBills(desk.workspace)).toEqual(before);
      expect(second.totals).toEqual(first.totals);
      expect(second.findings).toMatchObject([{ code: 'already-imported', severity: 'info' }]);
    });
  });

  test('only new files of a folder are added', async () => {
    await atDesk(async desk => {
      desk.file('bills/a.csv', focusFile('1'));
      await desk.import(join(desk.folder, 'bills'));
      desk.file('bills/b.csv', csv(FOCUS_HEADER, [focusRecord('2', { SubAccountId: '222' })]));

      const result = await desk.import(join(desk.folder, 'bills'));

      expect(listBills(desk.workspace)).toHaveLength(2);
      expect(result).toMatchObject({ rows: 2, totals: [{ billedCost: '3' }] });
    });
  });

  test('the same file twice in one import is read once', async () => {
    await atDesk(async desk => {
      const { rows, findings } = await desk.import(
        desk.file('a.csv', focusFile('1')),
        desk.file('b.csv', focusFile('1')),
      );

      expect(rows).toBe(1);
      expect(findings).toMatchObject([{ code: 'duplicate-file' }]);
    });
  });

  test('other charges of the same account and month are a warning that names the other bill', async () => {
    await atDesk(async desk => {
      await desk.import(desk.file('a.csv', focusFile('1')));
      const [first] = listBills(desk.workspace);

      const { findings } = await desk.import(desk.file('b.csv', focusFile('2')));

      expect(findings).toMatchObject([{ code: 'overlapping-bill', severity: 'warning' }]);
      expect(findings[0]?.message).toContain('account 111 in 2025-09');
      expect(findings[0]?.hint).toContain(first?.id);
    });
  });

  test('one bill in two forms is a warning, parts of one export are not', async () => {
    await atDesk(async desk => {
      const folder = join(ROOT, 'aws');
      const twice = await desk.import(
        join(folder, 'cur-2-generated-csv/generated-aster-retail-00001.csv.gz'),
        join(folder, 'cur-2-generated-parquet/generated-aster-retail-00001.snappy.parquet'),
      );
      const parts = await atDesk(other =>
        other.import(other.file('1.csv', focusFile('1')), other.file('2.csv', focusFile('2'))),
      );

      expect(twice.findings.map(({ code }) => code)).toEqual(['overlapping-bill']);
      expect(parts.findings).toEqual([]);
    });
  });
});

describe('a folder', () => {
  test('is read with its subfolders; manifests, hidden and other files are not bills', async () => {
    await atDesk(async desk => {
      desk.file('month/data/part-1.csv.gz', gzip(focusFile('1')));
      desk.file('month/data/part-2.csv', focusFile('2'));
      desk.file('month/data/report-Manifest.json', '{"reportKeys": []}');
      desk.file('month/.hidden.csv', focusFile('100'));
      desk.file('month/notes.txt', 'hello\n');

      const { files, findings, totals } = await desk.import(join(desk.folder, 'month'));

      expect(files.map(({ path }) => path)).toEqual([
        join(desk.folder, 'month/data/part-1.csv.gz'),
        join(desk.folder, 'month/data/part-2.csv'),
      ]);
      expect(totals[0]?.billedCost).toBe('3');
      expect(findings).toMatchObject([
        { code: 'skipped-file', source: { file: join(desk.folder, 'month/notes.txt') } },
      ]);
    });
  });

  test('a link out of the folder is not followed', async () => {
    await atDesk(async desk => {
      desk.file('month/a.csv', focusFile('1'));
      symlinkSync(desk.file('secret.csv', focusFile('100')), join(desk.folder, 'month/link.csv'));
      symlinkSync(desk.folder, join(desk.folder, 'month/loop'));

      const { totals, findings } = await desk.import(join(desk.folder, 'month'));

      expect(totals[0]?.billedCost).toBe('1');
      expect(findings.map(({ code }) => code)).toEqual(['skipped-file', 'skipped-file']);
    });
  });

  test('without a bill in it is an error', async () => {
    await atDesk(async desk => {
      desk.file('month/notes.txt', 'hello\n');

      expect(await refusal(desk, join(desk.folder, 'month'))).toMatchObject({ code: 'no-bill', exitCode: 3 });
    });
  });
});

describe('an import that ends early leaves the workspace as it was', () => {
  test('stopped before it starts', async () => {
    await atDesk(async desk => {
      const paths = [desk.file('a.csv', focusFile('1'))];
      const signal = AbortSignal.abort(new Error('stop'));

      await expect(importBills({ paths, workspace: desk.workspace, signal })).rejects.toThrow('stop');
      expect(listBills(desk.workspace)).toEqual([]);
    });
  });

  test.each(['recognise', 'check'] as const)('stopped at the step %s', async step => {
    await atDesk(async desk => {
      await desk.import(desk.file('old.csv', focusFile('1')));
      const before = listBills(desk.workspace);
      const controller = new AbortController();
      const paths = [desk.file('new.csv', focusFile('2'))];

      const work = importBills({
        paths,
        workspace: desk.workspace,
        signal: controller.signal,
        onProgress: progress => {
          if (progress.step === step) controller.abort(new Error('stop'));
        },
      });

      await expect(work).rejects.toThrow('stop');
      expect(listBills(desk.workspace)).toEqual(before);
      expect(readdirSync(join(desk.workspace, 'tmp'))).toEqual([]);
    });
  });

  test('one bad file among named ones keeps all of them out', async () => {
    await atDesk(async desk => {
      await refusal(desk, desk.file('good.csv', focusFile('1')), desk.file('bad.csv', 'a,b\n'));

      expect(listBills(desk.workspace)).toEqual([]);
      expect(existsSync(join(desk.workspace, 'bills'))).toBe(false);
    });
  });
});

test('a bad memory limit is a usage error', async () => {
  await atDesk(async desk => {
    const paths = [desk.file('a.csv', focusFile('1'))];

    await expect(
      importBills({ paths, workspace: desk.workspace, memoryLimit: 'lots' }),
    ).rejects.toMatchObject({
      code: 'bad-memory-limit',
      exitCode: 2,
    });
  });
});

test('progress names every step of every file', async () => {
  await atDesk(async desk => {
    const steps: string[] = [];
    const paths = [desk.file('a.csv', focusFile('1')), desk.file('b.csv', focusFile('2'))];

    await importBills({
      paths,
      workspace: desk.workspace,
      onProgress: ({ step, index, count }) => steps.push(`${step} ${index}/${count}`),
    });

    expect(steps.filter(step => !step.startsWith('read'))).toEqual([
      'recognise 1/2',
      'recognise 2/2',
      'check 1/2',
      'check 2/2',
    ]);
  });
});

test('what is stored holds no path of the machine but the names that the person gave', async () => {
  await atDesk(async desk => {
    await desk.import(desk.file('a.csv', curFile([{ line_item_unblended_cost: '1' }])));
    const [bill] = listBills(desk.workspace);

    const manifest = JSON.parse(readFileSync(join(bill?.folder ?? '', 'manifest.json'), 'utf8'));

    expect(manifest.files).toMatchObject([
      { path: join(desk.folder, 'a.csv'), parquet: 'charges-0.parquet', rows: 1 },
    ]);
  });
});
