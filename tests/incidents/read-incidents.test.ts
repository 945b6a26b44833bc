/** Incident exports: both layouts, times of every kind, and files that mean harm. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readIncidents } from '../../src/incidents/read-incidents.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/incidents');

function read(...texts: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-incidents-'));
  try {
    return readIncidents(
      texts.map((text, index) => {
        const path = join(folder, `${index}.csv`);
        writeFileSync(path, text);
        return path;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const codes = (result: ReturnType<typeof read>) => result.findings.map(({ code }) => code);
const HEAD = 'id,service_name,created_on,resolved_on,seconds_to_resolve,seconds_to_first_ack,urgency\n';
const one = (row: string) => read(`${HEAD}${row}\n`);

test('the report of a year is read without a complaint', () => {
  const { incidents, findings } = readIncidents([join(FIXTURES, 'pagerduty.csv')]);

  expect(findings).toEqual([]);
  expect(incidents).toHaveLength(37);
  expect(incidents.filter(({ minutes }) => minutes === null)).toHaveLength(1);
  expect(new Set(incidents.map(({ service }) => service)).size).toBe(4);
});

test('analytics call the same times by other names', () => {
  const { incidents } = read(
    'id,service_name,created_at,resolved_at\nA,shop,2026-01-01T00:00:00Z,2026-01-01T00:30:00Z\n',
  );
  expect(incidents).toMatchObject([{ minutes: 30, urgency: null, acknowledgedMinutes: null }]);
});

test('nothing of who answered and what it was about is kept', () => {
  const { incidents } = readIncidents([join(FIXTURES, 'pagerduty.csv')]);
  expect(Object.keys(incidents[0] ?? {}).sort()).toEqual([
    'acknowledgedMinutes',
    'createdAt',
    'id',
    'minutes',
    'service',
    'urgency',
  ]);
});

describe('a time', () => {
  test.each([
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:00-08:00', '2026-01-05T18:00:00.000Z'],
    ['2026-01-05T10:00:00+0200', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05 10:00:00 UTC', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05 10:00', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05', '2026-01-05T00:00:00.000Z'],
  ])('%s', (text, createdAt) => {
    expect(one(`A,shop,${text},,60,,high`).incidents).toMatchObject([{ createdAt }]);
  });

  test.each(['2026-02-30', '05/01/2026 10:00', '2026-01-05T25:00:00Z', 'yesterday', '1e308', '2026-13-01'])(
    '%s is none: the row is not read',
    text => {
      const result = one(`A,shop,${text},,60,,high`);
      expect(result.incidents).toEqual([]);
      expect(codes(result)).toEqual(['incident-not-a-time']);
    },
  );
});

describe('a length', () => {
  test('is what the tool states, else the time between the two', () => {
    expect(one('A,shop,2026-01-05T10:00:00Z,2026-01-05T12:00:00Z,600,30,high').incidents).toMatchObject([
      { minutes: 10, acknowledgedMinutes: 0.5 },
    ]);
    expect(one('A,shop,2026-01-05T10:00:00Z,2026-01-05T12:00:00Z,,,high').incidents).toMatchObject([
      { minutes: 120, acknowledgedMinutes: null },
    ]);
  });

  test.each(['-1', 'NaN', '1e308', '1,5', '=1+1', '0x10', 'Infinity'])(
    '%s is none, and the incident counts',
    text => {
      const result = one(`A,shop,2026-01-05T10:00:00Z,,"${text}",,high`);
      expect(result.incidents).toMatchObject([{ minutes: null }]);
      expect(codes(result)).toEqual(['incident-not-seconds']);
    },
  );

  test('of an incident that ends before it starts is none', () => {
    const result = one('A,shop,2026-01-05T10:00:00Z,2026-01-04T10:00:00Z,,,high');
    expect(result.incidents).toMatchObject([{ minutes: null }]);
    expect(codes(result)).toEqual(['incident-times']);
  });
});

describe('what is reported', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['an incident that is told twice', 'A,s,2026-01-01,,60,,\nA,s,2026-01-01,,60,,', ['incident-duplicate']],
    ['no id', ',s,2026-01-01,,60,,', ['incident-no-name']],
    ['no service', 'A,,2026-01-01,,60,,', ['incident-no-name']],
    ['a service of 501 characters', `A,${'x'.repeat(501)},2026-01-01,,60,,`, ['incident-no-name']],
    ['no time', 'A,s,,,60,,', ['incident-no-time']],
    ['an unknown urgency', 'A,s,2026-01-01,,60,,urgent', ['incident-urgency']],
  ])('%s', (_what, rows, expected) => {
    expect(codes(one(rows))).toEqual(expected);
  });

  test('columns that nobody knows, and none of the known ones', () => {
    const head = 'id,incident_number,service_name,created_on,escalation_policy_name,auto_resolved,mood\n';
    const { findings } = read(`${head}A,1,s,2026-01-01,p,true,bad\n`);
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      ['csv-unknown-column', expect.stringContaining('`mood`')],
    ]);
  });

  test('a file that PagerDuty has cut', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `I${index},s,2026-01-01,,60,,`);
    const result = one(rows.join('\n'));
    expect(result.incidents).toHaveLength(20_000);
    expect(codes(result)).toEqual(['incident-export-cut']);
  });

  test.each([
    ['nothing', '', 'empty-file'],
    ['another table', 'resourceId,cpuPercentP95\ni-1,40\n', 'csv-header'],
    ['an unclosed quote', `${HEAD}A,"s,2026-01-01,,60,,\n`, 'csv-quote'],
    ['bytes', `id,service_name,created_on\n\u0000\u0001,\u001b[2J,\u0007\n`, 'incident-not-a-time'],
  ])('%s', (_what, text, code) => {
    const result = read(text);
    expect(result.incidents).toEqual([]);
    expect(codes(result)).toContain(code);
  });

  test('no control character of the file is in a message', () => {
    const result = readIncidents([join(FIXTURES, 'hostile.csv')]);
    expect(result.incidents).toHaveLength(5);
    expect(result.findings.filter(({ message }) => /\p{Cc}/u.test(message))).toEqual([]);
  });
});
