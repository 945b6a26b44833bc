/** `trimtab reliability evaluate` and `calibrate` over the example files, and with files that cannot be used. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reliabilityCalibrateSchema, reliabilityEvaluateSchema } from '../../src/report/contract.ts';
import { runForCode } from '../bill/command-line.ts';

const ROOT = join(import.meta.dirname, '../..');
const fixture = (path: string) => join(ROOT, 'fixtures', path);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-reliability-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: readonly string[]) => runForCode(folder, 'reliability', ...args);
const evaluated = async (...args: readonly string[]) => {
  const { out, code } = await run('evaluate', ...args, '--json');
  expect(code).toBe(0);
  return reliabilityEvaluateSchema.parse(JSON.parse(out));
};
const calibrated = async (...args: readonly string[]) => {
  const { out, code } = await run('calibrate', ...args, '--json');
  expect(code).toBe(0);
  return reliabilityCalibrateSchema.parse(JSON.parse(out));
};
const wrote = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return name;
};

describe('evaluate', () => {
  test('one register answers its schema, adds up, and has nothing to compare with', async () => {
    const { result, before, delta, assumptions } = await evaluated(fixture('reliability/register.yaml'));

    expect([before, delta, assumptions]).toEqual([null, null, []]);
    const sum = result.byClass.reduce((total, { expectedBadMinutes }) => total + expectedBadMinutes, 0);
    expect(sum).toBeCloseTo(result.expectedBadMinutes, 9);
    expect(result.topDriver).toBe('payments');
    expect(result.budgetMinutes).toBeCloseTo(43.2, 9);
    expect(Number(result.revenueAtRisk?.mean)).toBeCloseTo(500 * result.expectedBadMinutes, 1);
    expect(result.simulation).toBeNull();
  });

  test('two registers show the difference, and the defaults that were used', async () => {
    const { result, before, delta, assumptions } = await evaluated(
      fixture('reliability/standby-removed.yaml'),
    );

    expect(delta?.expectedBadMinutes).toBeCloseTo(
      result.expectedBadMinutes - (before?.expectedBadMinutes ?? 0),
      12,
    );
    expect(delta?.breachProbability).toBeGreaterThan(0);
    expect(assumptions.map(({ name, provenance }) => [name, provenance])).toEqual([
      ['userImpactingShare', 'default'],
      ['changeImpact', 'default'],
      ['changeRecoveryBands', 'default'],
      ['changeRecoverySigma', 'default'],
    ]);
    const { out } = await run('evaluate', fixture('reliability/standby-removed.yaml'));
    for (const words of [
      'before',
      'after',
      'change',
      'Revenue at risk',
      'remove standby',
      'PERT 0.01, 0.1, 1',
    ])
      expect(out).toContain(words);
  });

  test.each([0, 1, 2])('published example %i is taken as its inputs and as a whole', async index => {
    const pack = JSON.parse(readFileSync(fixture('worked-examples/reliability-engine.json'), 'utf8'));
    const example = pack.examples[index];
    const whole = await evaluated(wrote('whole.json', JSON.stringify(example, null, '\t')));
    const inputs = await evaluated(wrote('inputs.json', JSON.stringify(example.inputs)));

    expect(whole.result).toEqual(inputs.result);
    expect(whole.result.expectedBadMinutes).toBeCloseTo(example.expected.expectedBadMinutes, 4);
    expect(whole.result.breachProbability).toBeCloseTo(example.pBreach.value ?? example.pBreach, 3);
  });

  test('a simulation is drawn when it is asked for: the same bytes for the same seed', async () => {
    const file = fixture('reliability/standby-removed.yaml');
    const first = await run('evaluate', file, '--seed', '3', '--runs', '2000', '--json');
    const second = await run('evaluate', file, '--seed', '3', '--runs', '2000', '--json');

    expect(first.out).toBe(second.out);
    expect((await evaluated(file, '--seed', '4')).result.simulation).toMatchObject({ runs: 20_000, seed: 4 });
    expect((await run('evaluate', file, '--runs', '500')).out).toContain(
      'Simulated: 500 windows with seed 1',
    );
  });

  test('names of a hostile register do not reach the terminal as they are', async () => {
    const name = '\u001b[2Jcleared';
    const text = JSON.stringify({
      slo: 0.9,
      classes: [{ name, ratePerYear: 1, duration: { dist: 'fixed', minutes: 1 } }],
    });
    const { out } = await run('evaluate', wrote('names.json', text));

    expect(out).not.toContain('\u001b');
    expect(out).toContain('cleared');
  });

  test.each<readonly [string, string, string]>([
    ['a slip of the pen', 'clases: []\n', 'Did you mean `classes`?'],
    ['an unknown distribution', 'classes: [{ ratePerYear: 1, duration: { dist: normal } }]\n', 'normal'],
    ['an objective above 100 %', 'slo: 101%\nclasses: []\n', 'slo'],
    ['a list', '- 1\n', 'expected a mapping'],
    ['nothing', '', 'the file is empty'],
    ['a cut JSON', '{"classes": [', 'something is missing'],
    [
      'a bomb',
      `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefgh'
        .split('')
        .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`)
        .join('\n')}\n`,
      'more than',
    ],
    ['an example of something else', '{"id": "x", "inputs": {"mean": 3}}', 'mean'],
  ])('%s is said with its place: exit code 3', async (_what, text, words) => {
    await expect(run('evaluate', wrote('bad.yaml', text))).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(words),
    });
  });

  test.each<readonly [string, readonly string[]]>([
    ['no file', []],
    ['two files', ['a', 'b']],
    ['one run', [fixture('reliability/register.yaml'), '--runs', '1']],
    ['a seed that is no number', [fixture('reliability/register.yaml'), '--seed', 'x']],
    ['an option that is none', [fixture('reliability/register.yaml'), '--run', '5']],
  ])('%s: exit code 2', async (_what, args) => {
    await expect(run('evaluate', ...args)).rejects.toMatchObject({ exitCode: 2 });
  });

  test('a simulation that would take for ever is refused: exit code 2', async () => {
    const file = wrote(
      'wild.yaml',
      'classes: [{ ratePerYear: 1e9, duration: { dist: fixed, minutes: 1 } }]\n',
    );
    await expect(run('evaluate', file, '--runs', '1000')).rejects.toMatchObject({ exitCode: 2 });
  });

  test('a file that is not there: exit code 3', async () => {
    await expect(run('evaluate', 'none.yaml')).rejects.toMatchObject({ exitCode: 3, code: 'file-not-found' });
  });
});

describe('calibrate', () => {
  const FILES = [
    fixture('incidents/pagerduty.csv'),
    '--workloads',
    fixture('incidents/workloads.yaml'),
    '--from',
    '2025-07-01',
    '--until',
    '2026-06-30',
  ];

  test('a year of incidents moves every default towards what was seen', async () => {
    const report = await calibrated(...FILES);

    expect(report).toMatchObject({
      incidents: 37,
      findings: [],
      period: { from: '2025-07-01', until: '2026-06-30', years: 1, isDeclared: true },
    });
    expect(report.workloads.map(({ workload }) => workload)).toEqual(['checkout-api', 'search', 'batch']);
    for (const { ratePerYear, duration } of report.workloads) {
      const [low, high] = [ratePerYear.default.mean, ratePerYear.observed ?? 0].toSorted((a, b) => a - b);
      expect(ratePerYear.posterior.mean).toBeGreaterThanOrEqual(low ?? 0);
      expect(ratePerYear.posterior.mean).toBeLessThanOrEqual(high ?? 0);
      expect(duration.posterior.p50).toBeGreaterThan(duration.observed?.p50 ?? 0);
      expect(duration.posterior.p50).toBeLessThan(duration.default.p50);
    }
    expect(report.services.filter(({ workload }) => workload === null)).toMatchObject([
      { service: 'Old monolith' },
    ]);
    expect(report.assumptions.length).toBeGreaterThan(0);
  });

  test('the workspace remembers: without FILE the same is shown', async () => {
    const first = await calibrated(...FILES);
    const again = await calibrated('--workloads', fixture('incidents/workloads.yaml'));

    expect(again.workloads).toEqual(first.workloads);
    expect(again.files).toEqual([]);
  });

  test('the text shows default, observation and both together, and who is unknown', async () => {
    const { out } = await run('calibrate', ...FILES);

    for (const words of [
      'checkout-api',
      'together',
      'seen',
      'Old monolith',
      'incidentServices',
      'low urgency',
    ])
      expect(out).toContain(words);
  });

  test('bad rows are findings, and the good ones count', async () => {
    const { findings, incidents, period } = await calibrated(fixture('incidents/hostile.csv'));

    expect(incidents).toBe(5);
    expect(period?.isDeclared).toBe(false);
    expect(findings.filter(({ severity }) => severity === 'error').length).toBe(7);
    expect(findings.at(-1)?.source?.file).toBe(fixture('incidents/hostile.csv'));
  });

  test('a quiet month is an observation when its days are said', async () => {
    const file = wrote('quiet.csv', 'id,service_name,created_on\n');
    const { period, workloads } = await calibrated(file, '--from', '2026-01-01', '--until', '2026-01-31');

    expect(period?.years).toBeCloseTo(31 / 365, 12);
    expect(workloads).toEqual([]);
  });

  test.each<readonly [string, readonly string[], number]>([
    ['a day that is none', ['x.csv', '--from', '2026-02-30'], 2],
    ['a period that runs backwards', ['x.csv', '--from', '2026-02-02', '--until', '2026-02-01'], 2],
    ['days of no file', ['--from', '2026-02-02'], 2],
    ['a file that is not there', ['none.csv'], 3],
    ['a file of something else', [fixture('metrics/utilization.csv')], 3],
    ['a workloads file that is none', ['--workloads', fixture('incidents/pagerduty.csv')], 3],
  ])('%s', async (_what, args, exitCode) => {
    await expect(run('calibrate', ...args)).rejects.toMatchObject({ exitCode });
  });
});
