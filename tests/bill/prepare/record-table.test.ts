import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { writeRecordTable } from '../../../src/bill/prepare/record-table.ts';
import type { Finding } from '../../../src/engine/finding.ts';
import { atDesk } from '../workspace.ts';

/** The table of a JSON text, header first, and what was found. */
async function tableOf(
  text: string,
): Promise<{ records: readonly string[][]; findings: readonly Finding[]; lines: number }> {
  return atDesk(async desk => {
    const path = desk.file('records.jsonl', text);
    const target = join(desk.folder, 'table.csv');
    const table = await writeRecordTable({ path, name: 'records.jsonl' }, false, target);
    const written = readFileSync(target, 'utf8');
    const records: string[][] = parse(written, { skip_empty_lines: true });
    return { records, findings: table?.findings ?? [], lines: written.split('\n').length - 1 };
  });
}

test('objects become columns with dots, lists stay JSON, numbers keep their digits', async () => {
  const { records, findings } = await tableOf(
    '{"a":{"b":{"c":0.10}},"credits":[{"amount":-1.50}],"t":true,"n":null}\n{"d":"x","a":{"b":null}}',
  );

  expect(records).toEqual([
    ['a.b.c', 'credits', 't', 'd'],
    ['0.10', '[{"amount":"-1.50"}]', 'true', ''],
    ['', '', '', 'x'],
  ]);
  expect(findings).toEqual([]);
});

test('labels that are an object are one column', async () => {
  const { records } = await tableOf('{"labels":{"a":"1","b":"2"},"project":{"labels":{"c":"3"}}}');

  expect(records).toEqual([
    ['labels', 'project.labels'],
    ['{"a":"1","b":"2"}', '{"c":"3"}'],
  ]);
});

describe('a record that can not be read is an empty line and a finding', () => {
  test.each([
    ['damaged', '{"a":', 'The record is not JSON.'],
    ['a number', '5', 'The record is no JSON object.'],
    ['a list', '[1]', 'The record is no JSON object.'],
    ['deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'The record nests too deep.'],
    ['long', `{"a":"${'x'.repeat(3_000_000)}"}`, 'The record is longer than 2 MB.'],
  ])('%s', async (_name, line, message) => {
    const { records, findings, lines } = await tableOf(`{"a":1}\n${line}\n{"a":3}\n`);

    expect(records).toEqual([['a'], ['1'], ['3']]);
    expect(lines).toBe(4);
    expect(findings).toMatchObject([
      { code: 'unreadable-record', severity: 'error', message, source: { file: 'records.jsonl', row: 2 } },
    ]);
  });

  test('of many the first are named and the others counted', async () => {
    const { findings } = await tableOf(`{"a":1}\n${'{"a":\n'.repeat(130)}`);

    expect(findings).toHaveLength(101);
    expect(findings.at(-1)).toMatchObject({
      severity: 'error',
      message: '30 more records have the same problem.',
    });
  });
});

test('a key that stands twice is said', async () => {
  const { records, findings } = await tableOf('{"cost":1}\n{"cost":1,"cost":2}');

  expect(records).toEqual([['cost'], ['1'], ['2']]);
  expect(findings).toMatchObject([{ code: 'duplicate-key', source: { row: 2 } }]);
});

test('keys of every object are columns, whatever they are called', async () => {
  const { records } = await tableOf('{"__proto__":{"constructor":"a"},"toString":"b","":"c"}');

  expect(records).toEqual([
    ['__proto__.constructor', 'toString', ''],
    ['a', 'b', 'c'],
  ]);
});

test('thousands of keys are cut, and said', async () => {
  const many = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`k${index}`, index]));
  const { records, findings } = await tableOf(`{"cost":1}\n${JSON.stringify(many)}`);

  expect(records[0]).toHaveLength(1000);
  expect(records[0]?.[0]).toBe('cost');
  expect(findings).toMatchObject([{ code: 'too-many-columns' }]);
});

test('deeper objects than a bill has stay JSON', async () => {
  const { records } = await tableOf('{"a":{"b":{"c":{"d":{"e":1}}}}}');

  expect(records).toEqual([['a.b.c.d'], ['{"e":"1"}']]);
});

test('rows after an unreadable record keep their number in the import', async () => {
  await atDesk(async desk => {
    const record = (cost: string) =>
      `{"billing_account_id":"1","service":{"id":"2"},"cost_type":"regular","currency":"USD","invoice":{"month":"202509"},"credits":[],"cost":${cost}}`;
    const text = [record('1'), '{"cost":', record('2'), record('"x"'), record('4')].join('\n');

    const result = await desk.import(desk.file('export.jsonl', text));

    expect(result.totals).toMatchObject([{ billedCost: '7' }]);
    expect(result.findings).toMatchObject([
      { code: 'unreadable-record', source: { row: 2 } },
      { code: 'unreadable-number', source: { row: 4, column: 'cost' } },
    ]);
    expect(await desk.query('SELECT row FROM charges WHERE NOT x_Bad ORDER BY row')).toEqual([[1], [3], [5]]);
  });
});
