import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import type { z } from 'zod';
import * as contract from '../../src/report/contract.ts';
import { ROOT, runProgram } from '../helpers/run-program.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'trimtab-e2e-'));
const bill = (name: string) => join(ROOT, 'fixtures/bills', name);
const CUR2 = bill('aws/cur-2-generated-csv/generated-aster-retail-00001.csv.gz');
const REFERENCE = join(ROOT, 'scenarios/saas-500k/plans/reference.yaml');
const NAIVE = join(ROOT, 'scenarios/saas-500k/plans/naive.yaml');
const sampleEnv = () => ({ TRIMTAB_CACHE_DIR: inject('cacheFolder') });

/** Runs a command with `--json` and holds its answer to the contract. */
async function json<Schema extends z.ZodType>(
  schema: Schema,
  args: readonly string[],
  options: Parameters<typeof runProgram>[1] = {},
) {
  const { code, out, err } = await runProgram([...args, '--json'], options);
  return { code, err, report: schema.parse(JSON.parse(out)) };
}

describe('a real bill, from the outside', () => {
  test('is imported, summed up by several words, listed and removed', async () => {
    const cwd = folder();
    const imported = await json(contract.billImportSchema, ['bill', 'import', CUR2], { cwd });
    expect(imported.code).toBe(0);
    expect(imported.report).toMatchObject({
      rows: 12575,
      totals: [{ currency: 'USD', billedCost: '5943.1258885457', effectiveCost: '6067.3998611484' }],
    });
    expect(imported.report.files[0]).toMatchObject({ format: 'aws-cur-2', rows: 12575 });

    const byCategory = await json(contract.billSummarySchema, ['bill', 'summary', '--by', 'chargeCategory'], {
      cwd,
    });
    expect(
      Object.fromEntries(
        byCategory.report.groups.map(({ key, billedCost }) => [key.chargeCategory, billedCost]),
      ),
    ).toEqual({
      Usage: '4336.8675593885',
      Purchase: '1726.7583291572',
      Credit: '-120.5',
    });
    expect(byCategory.report.resources).toBe(62);

    const listed = await runProgram(['bill', 'list'], { cwd });
    const id = listed.out.split('\n')[1]?.split(' ')[0] ?? '';
    expect(listed.out).toContain('12,575');
    expect((await runProgram(['bill', 'remove', id], { cwd })).code).toBe(0);
    expect((await runProgram(['bill', 'summary'], { cwd })).code).toBe(3);
  });

  test('the same content imported again changes nothing', async () => {
    const cwd = folder();
    await runProgram(['bill', 'import', CUR2], { cwd });
    const again = await json(contract.billImportSchema, ['bill', 'import', CUR2], { cwd });

    expect(again.report.findings.map(({ code }) => code)).toContain('already-imported');
    expect((await json(contract.billSummarySchema, ['bill', 'summary'], { cwd })).report.rows).toBe(12575);
  });

  test('of another provider is read, asked and exported, and says what levers can do about it', async () => {
    const cwd = folder();
    const google = bill('gcp/standard-csv/generated-aster-retail-standard.csv.gz');
    const imported = await json(contract.billImportSchema, ['bill', 'import', google], { cwd });
    expect(imported.report.totals).toMatchObject([{ currency: 'USD', billedCost: '667.207597' }]);

    const summary = (await runProgram([], { cwd })).out;
    expect(summary).toMatch(/Google Cloud bill of 2025-09/);
    expect(summary).toMatch(/Addressable: \$\d+, \d+\.\d % of the effective cost/);
    expect(summary).toMatch(/On this Google Cloud bill the levers can only buy commitments/);

    const exported = await json(contract.billExportSchema, ['bill', 'export', 'out.csv.gz'], { cwd });
    expect(exported.code).toBe(0);
    expect(exported.report.rows).toBe(1402);
    expect(exported.report.violations.filter(({ severity }) => severity === 'error')).toEqual([]);
    const again = await json(
      contract.billImportSchema,
      ['bill', 'import', 'out.csv.gz', '--workspace', 'w'],
      {
        cwd,
      },
    );
    expect(again.report.totals).toMatchObject([{ currency: 'USD', billedCost: '667.207597' }]);
  });

  test('in pieces: standard input and a pattern that the shell left alone', async () => {
    const cwd = folder();
    copyFileSync(CUR2, join(cwd, 'part.csv.gz'));
    const text = readFileSync(
      bill('focus/generated-saas-1.2/generated-aster-retail-saas-focus-1.2.csv'),
      'utf8',
    );
    const piped = await runProgram(['bill', 'import', '-', '--json'], { cwd, input: text });
    expect(JSON.parse(piped.out)).toMatchObject({ rows: 60, files: [{ path: '(stdin)' }] });

    const { report } = await json(contract.billImportSchema, ['bill', 'import', '*.csv.gz'], { cwd });
    expect(report.rows).toBe(12575);
    expect((await runProgram(['bill', 'why', 'Snowflake Compute'], { cwd })).out).toContain('(stdin)');
  });

  test('beside an estimate: kept apart, in no total', async () => {
    const cwd = folder();
    const estimate = join(ROOT, 'fixtures/documents/output-diff.json');
    const { report } = await json(contract.billImportSchema, ['bill', 'import', estimate], { cwd });
    expect(report).toMatchObject({
      totals: [],
      documents: [{ document: { totalMonthlyCost: '1361.3075' } }],
    });

    const listed = await runProgram(['bill', 'list'], { cwd });
    expect(listed.out).toMatch(/an estimate: never paid +\$1,361\.31 a month/);
    const id = report.documents[0]?.id ?? '';
    expect((await runProgram(['bill', 'remove', id], { cwd })).out).toContain('Removed');
    expect((await runProgram(['bill', 'list'], { cwd })).out).not.toContain('estimate');
  });

  test('by workload it adds up to the same bill, what no rule matches stays visible', async () => {
    const cwd = folder();
    await runProgram(['bill', 'import', CUR2], { cwd });
    writeFileSync(
      join(cwd, 'workloads.yaml'),
      'schema: trimtab/workloads/1\nworkloads:\n  - { name: search, match: [{ tags: { team: search } }] }\n  - { name: storage, match: [{ service: AmazonS3 }] }\n',
    );
    const { report } = await json(
      contract.billSummarySchema,
      ['bill', 'summary', '--by', 'workload,chargeCategory'],
      { cwd },
    );
    const names = new Set(report.groups.map(({ key }) => key.workload));
    const billed = report.groups.reduce(
      (total, group) => total + Math.round(Number(group.billedCost) * 1e10),
      0,
    );

    expect([...names].sort()).toEqual(['search', 'storage', 'unallocated']);
    expect(billed / 1e10).toBeCloseTo(5943.1258885457, 9);
    expect(report.rows).toBe(12575);
  });

  test('the empty plan on it is the bill, to the last digit', async () => {
    const cwd = folder();
    await runProgram(['bill', 'import', CUR2], { cwd });
    writeFileSync(
      join(cwd, 'plan.yaml'),
      'schema: trimtab/plan/1\ntitle: Nothing\ntarget: { reduceBy: 10%, byMonth: 3 }\nassumptions: { existingCommitments: renew }\nmoves: []\n',
    );
    const { report } = await json(contract.simulateSchema, ['simulate', 'plan.yaml'], { cwd });

    expect(report.baseline.effectiveCost).toBe('6067.3998611484');
    expect(new Set(report.months.map(({ effectiveCost }) => effectiveCost))).toEqual(
      new Set(['6067.3998611484']),
    );
    expect(new Set(report.ledger.map(({ moveId }) => moveId))).toEqual(new Set([null]));
  });

  test('a broken record is a finding with file, row and reason; the rest is imported', async () => {
    const cwd = folder();
    copyFileSync(
      bill('focus/generated-saas-1.2/generated-aster-retail-saas-focus-1.2.csv'),
      join(cwd, 'bill.csv'),
    );
    const lines = readFileSync(join(cwd, 'bill.csv'), 'utf8').split('\n');
    lines[4] = 'broken,record';
    writeFileSync(join(cwd, 'bill.csv'), lines.join('\n'));
    const { report, code } = await json(contract.billImportSchema, ['bill', 'import', 'bill.csv'], { cwd });

    expect(code).toBe(0);
    expect(report.rows).toBe(59);
    expect(report.findings.find(({ severity }) => severity === 'error')?.source).toMatchObject({
      file: 'bill.csv',
      row: 5,
    });
  });
});

describe('the sample, from the outside', () => {
  test('the reference plan is met: exit code 0; the naive plan is not: exit code 1', async () => {
    const good = await json(contract.scoreSchema, ['score', REFERENCE], { env: sampleEnv() });
    const bad = await json(contract.scoreSchema, ['score', NAIVE, '--scenario', 'saas-500k'], {
      env: sampleEnv(),
    });

    expect([good.code, good.report.targetMet]).toEqual([0, true]);
    expect([bad.code, bad.report.targetMet]).toEqual([1, false]);
    expect(bad.report.guardrails.some(({ allowed }) => allowed === false)).toBe(true);
  });

  test('a run is the same to the byte when it is run again', async () => {
    const [first, second] = [
      await runProgram(['simulate', REFERENCE, '--json'], { env: sampleEnv() }),
      await runProgram(['simulate', REFERENCE, '--json'], { env: sampleEnv() }),
    ];

    expect(first.out.length).toBeGreaterThan(1_000_000);
    expect(second.out).toBe(first.out);
  });

  test('opportunities of one lever, and what is left of them after a plan', async () => {
    const all = await json(
      contract.opportunitiesSchema,
      ['opportunities', '--scenario', 'saas-500k', '--lever', 'rightsize-compute'],
      { env: sampleEnv() },
    );
    const left = await json(
      contract.opportunitiesSchema,
      ['opportunities', '--plan', REFERENCE, '--lever', 'rightsize-compute'],
      { env: sampleEnv() },
    );

    expect(new Set(all.report.opportunities.map(({ leverId }) => leverId))).toEqual(
      new Set(['rightsize-compute']),
    );
    expect(all.report.opportunities.map(({ workload }) => workload)).toContain('analytics');
    expect(left.report.opportunities.map(({ workload }) => workload)).not.toContain('analytics');
  });

  test('without a terminal the program prints a summary instead of failing', async () => {
    const { code, out, err } = await runProgram([], { cwd: folder(), env: sampleEnv() });

    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toContain('Target: reduce the run-rate by 30 % by month 6.');
    expect(out).toContain('What fits (first 12 of');
    expect(out).not.toContain('\u001b');
  });

  test('a reader that goes away is no error', async () => {
    const { spawnSync } = await import('node:child_process');
    const shell = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" dist/bin.js simulate "${REFERENCE}" --json | head -c 100`],
      { cwd: ROOT, env: { ...process.env, ...sampleEnv() }, encoding: 'utf8' },
    );

    expect(shell.stderr).toBe('');
    expect(shell.stdout).toHaveLength(100);
  });
});

describe('other answers', () => {
  test('a price comes with source, date, kind and licence; an unknown one is refused', async () => {
    const known = await json(contract.pricesGetSchema, [
      'prices',
      'get',
      'gp3',
      'storage',
      '--service',
      'ebs',
      '--region',
      'us-east-1',
    ]);
    const unknown = await runProgram(['prices', 'get', 'no-such-machine']);

    expect(known.report.prices[0]).toMatchObject({
      provider: 'aws',
      service: 'ebs',
      item: 'gp3 storage',
      price: '0.08',
      currency: 'USD',
      kind: 'measured',
    });
    expect(known.report.prices[0]?.source).toContain('infracost');
    expect(unknown.code).toBe(1);
    expect(unknown.out).toContain(
      'The book has no such price. An unknown price is refused, never taken for 0.',
    );
  });

  test('levers and scenarios are listed', async () => {
    expect((await json(contract.leversSchema, ['levers'])).report.levers.length).toBeGreaterThan(80);
    const { scenarios } = (await json(contract.scenarioListSchema, ['scenario', 'list'])).report;
    expect(scenarios.map(({ id }) => id)).toEqual(['media-160k', 'saas-500k']);
    expect((await runProgram(['levers', 'ebs-gp2-to-gp3'])).out).toContain('Only where gp3 is cheaper');
    expect((await runProgram(['scenario', 'show', 'saas-500k'])).out).toContain('The CFO wants 30 % less');
  });

  test('metrics are imported and counted', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'metrics.csv'), 'resourceId,observedDays,cpuPercentP95\ni-1,30,2.5\ni-2,30,\n');
    const { report } = await json(contract.metricsImportSchema, ['metrics', 'import', 'metrics.csv'], {
      cwd,
    });

    expect(report.resources).toBeGreaterThan(0);
    expect((await runProgram(['doctor'], { cwd })).out).toContain('metrics');
  });

  test('a plan is checked and shown', async () => {
    expect(
      (await json(contract.planCheckSchema, ['plan', 'check', REFERENCE], { env: sampleEnv() })).report.ok,
    ).toBe(true);
    expect((await runProgram(['plan', 'show', REFERENCE])).out).toContain(
      'Moves in the order of application:',
    );
    const cwd = folder();
    writeFileSync(
      join(cwd, 'bad.yaml'),
      'schema: trimtab/plan/1\ntitle: x\ntarget: { reduceBy: 30%, byMonth: 6 }\nmoves:\n  - { lever: nothing, start: 1 }\n',
    );
    const bad = await json(contract.planCheckSchema, ['plan', 'check', 'bad.yaml'], { cwd });
    expect([bad.code, bad.report.findings[0]?.source]).toEqual([
      1,
      { file: 'bad.yaml', row: 5, column: '5:14' },
    ]);
  });

  test('the version is printed, and an old Node gets one line', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await runProgram(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });

    const { spawnSync } = await import('node:child_process');
    const old = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        "Object.defineProperty(process.versions, 'node', { value: '20.11.1' }); await import('./dist/bin.js')",
      ],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect([old.status, old.stdout]).toEqual([4, '']);
    expect(old.stderr.split('\n')).toEqual([
      'trimtab needs Node.js 22.12 or newer; this is 20.11.1. Install a current one from https://nodejs.org.',
      '',
    ]);
  });
});

describe('mistakes', () => {
  test.each([
    [['bil', 'import'], 2, 'Did you mean `trimtab bill`?'],
    [['bill', 'imprt'], 2, 'Choose one of: bill import'],
    [['bill', 'import'], 2, 'needs PATH...'],
    [['bill', 'summary', '--jsno'], 2, 'Did you mean --json?'],
    [['simulate', REFERENCE, '--months', '99'], 2, '--months must be a whole number from 1 to 36'],
    [['score', 'no-such-plan.yaml'], 3, 'no-such-plan.yaml'],
    [['levers', 'rightsize'], 2, 'There is no lever rightsize.'],
    [['play', 'no-such-scenario'], 2, 'There is no scenario "no-such-scenario".'],
    [['bill', 'import', 'package.json'], 3, 'package.json'],
  ])('%j ends with code %i and says what to do', async (args, code, text) => {
    const outcome = await runProgram(args);

    expect(outcome.code).toBe(code);
    expect(outcome.out).toBe('');
    expect(outcome.err).toContain(text);
    expect(outcome.err).not.toContain('    at ');
  });

  test('every command explains itself', async () => {
    const help = await runProgram(['--help']);
    const names = [...help.out.matchAll(/^ {2}trimtab ([a-z]+(?: [a-z-]+)?)/gm)].map(
      match => match[1]?.trim() ?? '',
    );

    expect(names.length).toBeGreaterThan(12);
    for (const name of names) {
      const outcome = await runProgram([...name.split(' '), '--help']);
      expect([name, outcome.code, outcome.out.startsWith(`trimtab ${name}`)]).toEqual([name, 0, true]);
    }
  });
});
