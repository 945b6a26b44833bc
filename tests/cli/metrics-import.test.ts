/** `trimtab metrics import`: the summary, the JSON answer, the options, what the workspace keeps. */

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadMetrics } from '../../src/metrics/metrics-store.ts';
import { metricsImportSchema } from '../../src/report/contract/catalogue.ts';
import { runCommand, runForCode } from '../bill/command-line.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-metrics-cli-'));
  for (const name of [
    'cloudwatch-metric-data.json',
    'cloudwatch-queries.json',
    'cloudwatch-statistics-i-0a1b2c3d4e5f60718.json',
    'prometheus-range.json',
  ])
    copyFileSync(join('fixtures/metrics', name), join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ID = 'i-0a1b2c3d4e5f60718';
const CLOUDWATCH = ['cloudwatch-metric-data.json', 'cloudwatch-queries.json'];

/** `metrics import` of files of the folder, and other arguments. */
const args = (files: readonly string[], ...others: readonly string[]) => [
  'metrics',
  'import',
  ...files.map(name => join(folder, name)),
  ...others,
];

describe('the text', () => {
  test('says resources, metrics, days and levers', async () => {
    const out = await runCommand(folder, ...args(CLOUDWATCH));
    const lines = out.split('\n').map(line => line.replaceAll(/ {2,}/g, '  '));

    expect(lines[0]).toBe('Metrics of 3 resources imported.');
    expect(lines).toContain('Metric  Resources  Points  Days');
    expect(lines).toContain('CPU  1  48  2.0');
    expect(lines).toContain('  terminate-idle-compute: 1 resource');
  });

  test('a lever is measured by what two imports give together', async () => {
    await runCommand(folder, ...args(CLOUDWATCH));
    const out = await runCommand(folder, ...args([`cloudwatch-statistics-${ID}.json`]));

    expect(out).toContain('rightsize-compute: 1 resource');
    expect(loadMetrics(join(folder, '.trimtab')).get(ID)).toMatchObject({
      observedDays: 2,
      samples: 48,
      cpuCreditBalanceMin: 40,
      cpu: { samples: 48, gapsShare: 0 },
    });
  });

  test('says how many series could not be used, and which', async () => {
    const out = await runCommand(folder, ...args(['prometheus-range.json'], '--map', 'web-1:9100=i-1'));

    expect(out).toContain('1 of 2 series parts could not be used');
    expect(out).toContain('instance=web-2:9100');
  });
});

test('with a bill in the workspace a name finds its resource there', async () => {
  const bill = 'fixtures/bills/aws/focus-1.2-generated/generated-aster-retail-focus-1.2-aws.snappy.parquet';
  await runCommand(folder, 'bill', 'import', join(process.cwd(), bill));
  const points = Array.from({ length: 20 }, (_, index) => 1_782_864_000 + index * 300);
  const result = ['orders-1-0', 'nobody'].map((name, index) => ({
    Id: `m${index}`,
    Label: `DatabaseConnections DBInstanceIdentifier=${name} Maximum`,
    Timestamps: points,
    Values: points.map(() => 0),
  }));
  writeFileSync(join(folder, 'connections.json'), JSON.stringify({ MetricDataResults: result }));
  const out = await runCommand(folder, ...args(['connections.json'], '--json'));
  const report = metricsImportSchema.parse(JSON.parse(out));

  expect(report.observations.map(({ resourceId, max }) => [resourceId, max])).toEqual([
    ['arn:aws:rds:us-east-1:310000000011:db:orders-1-0', 0],
    ['nobody', 0],
  ]);
  expect(report.findings.map(({ code }) => code)).toEqual(['metric-not-in-bill']);
});

describe('--json', () => {
  test('has its schema, and numbers for every resource and metric', async () => {
    const out = await runCommand(folder, ...args(CLOUDWATCH, '--json'));
    const report = metricsImportSchema.parse(JSON.parse(out));

    expect(report).toMatchObject({ resources: 3, series: { read: 14, unmatched: 0 }, findings: [] });
    expect(report.observations).toHaveLength(5);
    expect(report.observations[0]).toMatchObject({
      resourceId: ID,
      metric: 'cpu',
      from: 'CPUUtilization',
      first: '2026-07-01T00:00:00.000Z',
      last: '2026-07-02T23:00:00.000Z',
      samples: 48,
      periodSeconds: 3600,
      observedDays: 2,
      gapsShare: 0,
      low: null,
    });
    expect(report.levers).toContainEqual({
      lever: 'rightsize-compute',
      needs: ['cpu', 'memory'],
      resources: 0,
      lacking: 1,
    });
  });
});

describe('errors', () => {
  test('files without a metric are exit code 3 with what is wrong', async () => {
    writeFileSync(join(folder, 'a.json'), '{}');

    await expect(runForCode(folder, ...args(['a.json']))).rejects.toMatchObject({
      code: 'no-metrics-read',
      exitCode: 3,
      message: expect.stringContaining('no answer of CloudWatch or Prometheus'),
    });
  });

  test.each([
    ['--map', 'nonsense'],
    ['--metric', 'nonsense'],
    ['--metric', 'a=nonsense'],
  ])('%s %s is exit code 2', async (option, value) => {
    await expect(runForCode(folder, ...args(['prometheus-range.json'], option, value))).rejects.toMatchObject(
      { exitCode: 2 },
    );
  });

  test('a file that is not there is exit code 3', async () => {
    await expect(runForCode(folder, ...args(['none.json']))).rejects.toMatchObject({ exitCode: 3 });
  });
});
