/** Golden files of every format, and what becomes of series that nobody can place. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { billResources } from '../../src/metrics/bill-resources.ts';
import { importMetrics, type MetricsImport } from '../../src/metrics/import-metrics.ts';
import { cloudWatch, codes, prometheus, readTexts } from './series-files.ts';

const fixture = (name: string) => `fixtures/metrics/${name}`;
const expected: Record<string, Record<string, Record<string, number>>> = JSON.parse(
  readFileSync(fixture('series-expected.json'), 'utf8'),
);

async function readFixtures(names: readonly string[], map: string | null = null): Promise<MetricsImport> {
  return importMetrics(names.map(fixture), { map, metric: null, bill: null });
}

describe('golden files', () => {
  test.each([
    ['cloudwatch', ['cloudwatch-metric-data.json', 'cloudwatch-queries.json'], null, []],
    ['cloudwatch', ['cloudwatch-queries.json', 'cloudwatch-metric-data.json'], null, []],
    ['statistics', ['cloudwatch-statistics-i-0a1b2c3d4e5f60718.json'], null, []],
    [
      'prometheus',
      ['prometheus-range.json'],
      'web-1:9100=i-1',
      ['metric-resource-unknown', 'metric-message', 'metric-not-finite', 'metric-gaps'],
    ],
    ['datadogWide', ['datadog-wide.csv'], null, []],
    ['datadogLong', ['datadog-long.csv'], null, []],
  ])('%s is read as counted by hand: %j', async (key, files, map, findings) => {
    const read = await readFixtures(files, map);
    const wanted = expected[key] ?? {};

    expect(codes(read)).toEqual(findings);
    expect(read.observations.map(({ resourceId, metric }) => `${resourceId} ${metric}`).sort()).toEqual(
      Object.keys(wanted).sort(),
    );
    for (const { resourceId, metric, quantiles, low } of read.observations) {
      for (const [quantile, value] of Object.entries(wanted[`${resourceId} ${metric}`] ?? {})) {
        const found = quantile === 'low' ? low : quantiles?.[quantile as 'p50'];
        expect(found, `${resourceId} ${metric} ${quantile}`).toBeCloseTo(value, 9);
      }
    }
  });

  test('two pages of two days are two days without a gap', async () => {
    const { observations } = await readFixtures(['cloudwatch-metric-data.json', 'cloudwatch-queries.json']);

    for (const { samples, observedDays, gapsShare, periodSeconds } of observations)
      expect({ samples, observedDays, gapsShare, periodSeconds }).toEqual({
        samples: 48,
        observedDays: 2,
        gapsShare: 0,
        periodSeconds: 3600,
      });
  });

  test('a gap and points that are not finite are no observation', async () => {
    const { observations } = await readFixtures(['prometheus-range.json'], 'web-1:9100=i-1');

    expect(observations[0]).toMatchObject({ samples: 42, observedDays: 1.75, gapsShare: 0.125 });
  });

  test('all files of one import are one utilisation of each resource', async () => {
    const { utilization } = await readFixtures([
      'cloudwatch-metric-data.json',
      'cloudwatch-queries.json',
      'cloudwatch-statistics-i-0a1b2c3d4e5f60718.json',
    ]);
    const instance = utilization.get('i-0a1b2c3d4e5f60718');

    expect(instance?.cpu.p995).not.toBeNull();
    expect(instance?.memory.max).toBeCloseTo(0.575);
    expect(instance).toMatchObject({ observedDays: 2, samples: 48, gapsShare: 0 });
  });
});

describe('which resource', () => {
  const cpu = Array.from({ length: 20 }, (_, index) => index);

  test.each([
    ['a dimension', 'CPUUtilization InstanceId=i-0a1b2c3d4e5f60718', 'i-0a1b2c3d4e5f60718'],
    ['an id in the text', 'i-0a1b2c3d4e5f60718 CPUUtilization', 'i-0a1b2c3d4e5f60718'],
    [
      'the whole ARN',
      'CPUUtilization arn:aws:rds:us-east-1:1:db:orders',
      'arn:aws:rds:us-east-1:1:db:orders',
    ],
    ['a database', 'CPUUtilization DBInstanceIdentifier=orders Average', 'orders'],
    ['an ECS service', 'CPUUtilization ClusterName=prod ServiceName=web', 'prod/web'],
  ])('%s of a CloudWatch label names it', async (_what, label, id) => {
    const read = await readTexts([cloudWatch(label, cpu)]);

    expect([...read.utilization.keys()]).toEqual([id]);
    expect(codes(read)).toEqual([]);
  });

  test.each([
    ['instance_id', 'i-0a1b2c3d4e5f60718', 'i-0a1b2c3d4e5f60718'],
    ['dimension_InstanceId', 'i-0a1b2c3d4e5f60718', 'i-0a1b2c3d4e5f60718'],
    ['instance', 'i-0a1b2c3d4e5f60718:9100', 'i-0a1b2c3d4e5f60718'],
    ['provider_id', 'aws:///us-east-1a/i-0a1b2c3d4e5f60718', 'i-0a1b2c3d4e5f60718'],
    ['dimension_DBInstanceIdentifier', 'orders', 'orders'],
  ])('the label %s of Prometheus names it', async (label, value, id) => {
    const metric = { __name__: 'aws_ec2_cpuutilization_average', [label]: value };
    const read = await readTexts([prometheus(metric, cpu)]);

    expect([...read.utilization.keys()]).toEqual([id]);
  });

  test('a pod is named by its namespace and its name', async () => {
    const labels = { __name__: 'x', namespace: 'shop', pod: 'web-1' };
    const read = await readTexts([prometheus(labels, [0.1, 0.2])], { metric: 'x=cpuShare' });

    expect([...read.utilization.keys()]).toEqual(['shop/web-1']);
  });

  const bill = [
    'i-0a1b2c3d4e5f60718',
    'arn:aws:rds:us-east-1:1:db:orders',
    'arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/web/50dc6c495c0c9188',
    'arn:aws:dynamodb:us-east-1:1:table/orders',
    'arn:aws:lambda:us-east-1:1:function:resize',
    'arn:aws:lambda:eu-west-1:1:function:resize',
  ];

  test.each([
    ['CPUUtilization DBInstanceIdentifier=orders', 'arn:aws:rds:us-east-1:1:db:orders'],
    ['ConsumedReadCapacityUnits TableName=orders Sum', 'arn:aws:dynamodb:us-east-1:1:table/orders'],
    [
      'RequestCount LoadBalancer=app/web/50dc6c495c0c9188 Sum',
      'arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/web/50dc6c495c0c9188',
    ],
    ['CPUUtilization arn:aws:ec2:us-east-1:1:instance/i-0a1b2c3d4e5f60718', 'i-0a1b2c3d4e5f60718'],
  ])('%s is found in the bill', async (label, id) => {
    const read = await readTexts([cloudWatch(label, cpu)], { bill });

    expect([...read.utilization.keys()]).toEqual([id]);
    expect(codes(read)).toEqual([]);
  });

  test('a name that two resources of the bill have is asked about, not guessed', async () => {
    const read = await readTexts([cloudWatch('Duration FunctionName=resize', cpu)], { bill });

    expect(read.utilization.size).toBe(0);
    expect(codes(read)).toEqual(['metric-resource-ambiguous']);
  });

  test('a name that the bill does not have is kept and said', async () => {
    const read = await readTexts([cloudWatch('CPUUtilization InstanceId=i-0ffffffff', cpu)], { bill });

    expect([...read.utilization.keys()]).toEqual(['i-0ffffffff']);
    expect(codes(read)).toEqual(['metric-not-in-bill']);
  });

  test('an answer of GetMetricStatistics is of the resource that its file is named after', async () => {
    const text = JSON.stringify({
      Label: 'CPUUtilization',
      Datapoints: cpu.map((value, index) => ({
        Timestamp: 1_782_864_000 + index * 300,
        Average: value,
        Unit: 'Percent',
      })),
    });
    const read = await readTexts([['orders.json', text]], { bill });

    expect([...read.utilization.keys()]).toEqual([]);
    expect(codes(read)).toEqual(['metric-resource-ambiguous']);
    expect([
      ...(await readTexts([['orders.json', text]], { map: 'orders=db-1' })).utilization.keys(),
    ]).toEqual(['db-1']);
  });

  test('a series that nobody can place is a finding with its labels', async () => {
    const metric = { __name__: 'instance:node_cpu_utilisation:rate5m', instance: '10.0.0.1:9100' };
    const read = await readTexts([prometheus(metric, [0.1, 0.2])]);

    expect(read).toMatchObject({ series: 1, unmatchedSeries: 1 });
    expect(read.findings[0]).toMatchObject({ code: 'metric-resource-unknown', severity: 'error' });
    expect(read.findings[0]?.message).toContain('instance=10.0.0.1:9100');
    expect(read.findings[0]?.hint).toContain('--map');
  });

  test.each(['web-1:9100=i-1', 'instance=web-1:9100=i-1', 'x=y, web-1:9100=i-1'])(
    '--map %s says it',
    async map => {
      const metric = { __name__: 'instance:node_cpu_utilisation:rate5m', instance: 'web-1:9100' };

      expect([...(await readTexts([prometheus(metric, [0.1, 0.2])], { map })).utilization.keys()]).toEqual([
        'i-1',
      ]);
    },
  );

  test.each(['i-1', '=i-1', 'a=', 'a=i-1,a=i-2'])('--map %s is a usage error', async map => {
    await expect(readTexts([], { map })).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
  });

  test('names that every object has are names like others', async () => {
    const read = await readTexts(
      [
        cloudWatch('CPUUtilization InstanceId=constructor', cpu),
        cloudWatch('CPUUtilization InstanceId=__proto__', cpu),
      ],
      { bill: ['x'] },
    );

    expect([...read.utilization.keys()]).toEqual(['__proto__', 'constructor']);
    expect(billResources(['x']).match({ id: 'constructor', services: [], isSure: true }).kind).toBe('none');
  });
});
