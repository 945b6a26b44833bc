/** Business metrics CSV: what is read, and what is refused by row and column. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MAX_METRICS,
  parseBusinessMetrics,
  readBusinessMetrics,
} from '../../src/business-metrics/read-business-metrics.ts';
import { UserError } from '../../src/engine/errors.ts';

const HEAD = 'month,metric,value,workload\n';
const read = (rows: string, head = HEAD) => parseBusinessMetrics(head + rows, 'business-metrics.csv');

describe('a business metrics file', () => {
  test('has a value for each month, in any order, by metric and workload', () => {
    const { value, findings } = read(
      '2026-02,orders,120,shop*\n2026-01,orders,100,shop*\n2026-01,orders,7,\n2026-01,customers,1.5e3,\n',
    );

    expect(findings).toEqual([]);
    expect(value).toEqual([
      {
        metric: 'orders',
        workload: 'shop*',
        values: [
          { month: '2026-01', value: 100 },
          { month: '2026-02', value: 120 },
        ],
      },
      { metric: 'orders', workload: '*', values: [{ month: '2026-01', value: 7 }] },
      { metric: 'customers', workload: '*', values: [{ month: '2026-01', value: 1500 }] },
    ]);
  });

  test('needs no column of workloads, and may come from a spreadsheet', () => {
    const { value, findings } = read('12;"Orders; paid";2026-01\n', '\ufeffValue;Metric;Month\n');

    expect(findings).toEqual([]);
    expect(value).toEqual([
      { metric: 'Orders; paid', workload: '*', values: [{ month: '2026-01', value: 12 }] },
    ]);
  });

  test.each([
    ['no month', ',orders,1,', 'business-metric-month', 'month'],
    ['a month that is none', '2026-13,orders,1,', 'business-metric-month', 'month'],
    ['a day', '2026-01-31,orders,1,', 'business-metric-month', 'month'],
    ['a year of another millennium', '9999-01,orders,1,', 'business-metric-month', 'month'],
    ['no metric', '2026-01,,1,', 'business-metric-no-name', 'metric'],
    [
      'a metric as long as a page',
      `2026-01,${'x'.repeat(101)},1,`,
      'business-metric-name-too-long',
      'metric',
    ],
    ['a workload as long', `2026-01,a,1,${'x'.repeat(101)}`, 'business-metric-name-too-long', 'workload'],
    ['no value', '2026-01,orders,,', 'business-metric-no-value', 'value'],
    ['a formula', '2026-01,orders,=1+1,', 'business-metric-not-a-number', 'value'],
    ['thousands', '2026-01,orders,"1,000",', 'business-metric-not-a-number', 'value'],
    ['NaN', '2026-01,orders,NaN,', 'business-metric-not-a-number', 'value'],
    ['infinity', '2026-01,orders,Infinity,', 'business-metric-not-a-number', 'value'],
    ['a hexadecimal number', '2026-01,orders,0x10,', 'business-metric-not-a-number', 'value'],
    ['a negative number', '2026-01,orders,-1,', 'business-metric-out-of-range', 'value'],
    ['a huge number', '2026-01,orders,1e308,', 'business-metric-out-of-range', 'value'],
    ['a number beyond all', '2026-01,orders,1e999,', 'business-metric-out-of-range', 'value'],
    ['a control character', '2026-01,orders,1\u001b[2J,', 'business-metric-not-a-number', 'value'],
  ])('refuses %s, by row and column, and reads the rest', (_name, row, code, column) => {
    const { value, findings } = read(`2026-01,good,1,\n${row}\n2026-02,good,2,\n`);

    expect(findings).toEqual([
      expect.objectContaining({
        code,
        severity: 'error',
        source: { file: 'business-metrics.csv', row: 3, column },
      }),
    ]);
    expect(findings[0]?.message).not.toContain('\u001b');
    expect(value).toHaveLength(1);
    expect(value?.[0]?.values).toHaveLength(2);
  });

  test('names every cell of a row that is wrong', () => {
    const { findings } = read('x,,y,\n');

    expect(findings.map(({ source }) => source?.column)).toEqual(['month', 'metric', 'value']);
  });

  test('reads the first of two values for one month', () => {
    const { value, findings } = read('2026-01,orders,1,\n2026-01,orders,2,\n2026-01,orders,3,shop\n');

    expect(findings.map(({ code, source }) => [code, source?.row])).toEqual([
      ['business-metric-duplicate', 3],
    ]);
    expect(value?.map(({ values }) => values[0]?.value)).toEqual([1, 3]);
  });

  test(`reads ${MAX_METRICS} metrics and says which ones it leaves out`, () => {
    const rows = Array.from({ length: MAX_METRICS + 2 }, (_, index) => `2026-01,m${index},1,`);
    const { value, findings } = read(rows.join('\n'));

    expect(value).toHaveLength(MAX_METRICS);
    expect(findings.map(({ code, source }) => [code, source?.row])).toEqual([
      ['business-metric-too-many', MAX_METRICS + 2],
      ['business-metric-too-many', MAX_METRICS + 3],
    ]);
  });

  test('without its columns is none', () => {
    const { value, findings } = read('2026-01,1\n', 'month,orders\n');

    expect(value).toBeNull();
    expect(findings[0]?.code).toBe('csv-header');
  });

  test('of a million bad rows keeps a few hundred findings', () => {
    const { findings } = read('x,a,1,\n'.repeat(50_000));

    expect(findings.length).toBeLessThan(250);
    expect(findings.at(-1)?.code).toBe('more-findings');
  });

  test('whatever it holds, is read without an exception, and what is read has a range', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('2026-01', 'orders', '5', '-0', '1e15', '""', '*'));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 6 })), rows => {
        const { value } = read(rows.map(each => each.join(',')).join('\n'));
        for (const { metric, workload, values } of value ?? []) {
          expect(metric).not.toBe('');
          expect(workload).not.toBe('');
          expect(values.every(each => each.value >= 0 && each.value <= 1e15)).toBe(true);
          expect(values.map(({ month }) => month)).toEqual(
            [...new Set(values.map(({ month }) => month))].sort(),
          );
        }
      }),
    );
  });
});

describe('a path', () => {
  test('is read', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trimtab-metrics-')), 'business-metrics.csv');
    writeFileSync(path, `${HEAD}2026-01,orders,1,\n2026-01,orders,x,\n`);

    const { value, findings } = readBusinessMetrics(path);
    expect(value).toHaveLength(1);
    expect(findings[0]?.source).toEqual({ file: path, row: 3, column: 'value' });
  });

  test('that leads nowhere is the fault of who named it', () => {
    expect(() => readBusinessMetrics(join(tmpdir(), 'no', 'such.csv'))).toThrow(UserError);
  });

  test('of bytes that are no text is none', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trimtab-metrics-')), 'business-metrics.csv');
    writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00, 0x41, 0xd8, 0x00]));

    expect(readBusinessMetrics(path).value).toBeNull();
  });
});
