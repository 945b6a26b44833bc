/** `trimtab plan check` and `plan show` on the sample: exit codes, schemas, and what they do without a bill. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { planCheckSchema, planShowSchema } from '../../src/report/contract.ts';
import { runForCode } from '../bill/command-line.ts';

const ROOT = join(import.meta.dirname, '../..');
let folder = '';

const HEAD =
  'schema: trimtab/plan/1\ntitle: T\ntarget: { reduceBy: 1%, byMonth: 6, basis: run-rate }\nmoves:\n';
const FILES = {
  'sound.yaml': `${HEAD}  - { lever: ebs-gp2-to-gp3, owner: Platform }\n`,
  'warned.yaml': `${HEAD}  - { lever: ebs-gp2-to-gp3 }\n`,
  'wrong.yaml': `${HEAD}  - { lever: ebs-gp2-to-gp3, owner: Platform, scope: { workloads: [serch] } }\n`,
  'unread.yaml': `${HEAD}  - { lever: ebs-gp2-to-gp4, owner: Platform }\n`,
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-plan-check-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (verb: string, ...args: readonly string[]) =>
  runForCode(
    ROOT,
    'plan',
    verb,
    ...args.map(arg => (arg.endsWith('.yaml') ? join(folder, arg) : arg)),
    '--workspace',
    inject('sampleWorkspace'),
    '--workloads',
    'scenarios/saas-500k/workloads.yaml',
  );

describe('plan check', () => {
  test.each([
    [['sound.yaml'], 0, []],
    [['sound.yaml', '--strict'], 0, []],
    [['warned.yaml'], 0, ['no-owner']],
    [['warned.yaml', '--strict'], 1, ['no-owner']],
    [['wrong.yaml'], 1, ['unknown-workload', 'move-without-effect']],
    [['sound.yaml', 'warned.yaml', 'wrong.yaml'], 1, ['no-owner', 'unknown-workload', 'move-without-effect']],
  ])('%j ends with %i', async (args, code, codes) => {
    const answer = await ask('check', ...args, '--json');
    const report = planCheckSchema.parse(JSON.parse(answer.out));
    const about = report.findings.filter(({ severity }) => severity !== 'info');

    expect([answer.code, report.ok]).toEqual([code, code === 0]);
    expect(new Set(about.map(each => each.code))).toEqual(new Set(codes));
    for (const { source } of about) expect(source?.row).toBe(5);
  });

  test('of a file that cannot be read as a plan needs no bill', async () => {
    const { out, code } = await ask('check', 'unread.yaml');
    expect(code).toBe(1);
    expect(out).toMatch(/^1 error\n.*unread\.yaml:5:14: /);
    expect(out).toContain('ebs-gp2-to-gp3');
  });
});

describe('plan show', () => {
  test('has the dates of a plan on its bill', async () => {
    const { out, code } = await ask('show', 'sound.yaml', '--json');
    const report = planShowSchema.parse(JSON.parse(out));
    expect(code).toBe(0);
    expect(report.dates?.moves).toMatchObject([
      { moveId: 'ebs-gp2-to-gp3', owner: 'Platform', start: 1, begunMonth: 1, doneMonth: 1 },
    ]);
    expect(report.dates?.months).toHaveLength(12);
    expect((await ask('show', 'sound.yaml')).out).toMatch(/\nMonth +1 {2}2 {2}3/);
  });

  test('shows the plan alone where there is no bill', async () => {
    const none = join(folder, 'none');
    const { out, code } = await runForCode(
      ROOT,
      ...['plan', 'show', join(folder, 'sound.yaml'), '--workspace', none, '--json'],
    );
    expect(code).toBe(0);
    expect(planShowSchema.parse(JSON.parse(out))).toMatchObject({ title: 'T', dates: null });
  });
});
