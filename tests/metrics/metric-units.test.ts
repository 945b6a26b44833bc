/** Units and statistics: told by the metric's definition, never by its values. */

import { describe, expect, test } from 'vitest';
import { cloudWatch, codes, prometheus, readTexts } from './series-files.ts';

const ID = 'i-0a1b2c3d4e5f60718';
const label = (metric: string, statistic = '') => `${metric} InstanceId=${ID} ${statistic}`;
const ofUs = { instance_id: ID };
const tens = Array.from({ length: 20 }, () => 10);

describe('counts become rates with Sum and the period', () => {
  test.each([
    ['RequestCount', 600, 'requestsPerSecond', 2],
    ['Invocations', 30, 'requestsPerSecond', 0.1],
    ['ProcessedBytes', 3e9, 'bytesProcessed', 1e7],
    ['ConsumedReadCapacityUnits', 1500, 'readCapacityUnits', 5],
    ['ConsumedWriteCapacityUnits', 3000, 'writeCapacityUnits', 10],
  ] as const)('%s %d in five minutes', async (metric, value, target, rate) => {
    const values = Array.from({ length: 20 }, () => value);
    const read = await readTexts([cloudWatch(label(metric, 'Sum'), values)]);

    expect(read.utilization.get(ID)?.[target]?.p50).toBeCloseTo(rate, 9);
    expect(codes(read)).toEqual([]);
  });

  test.each([
    ['VolumeReadOps', 'VolumeWriteOps', 'iops', 3000, 6000, 30],
    ['VolumeReadIOPs', 'VolumeWriteIOPs', 'iops', 3000, 6000, 30],
    ['VolumeReadBytes', 'VolumeWriteBytes', 'throughputMibps', 300 * 2 ** 20, 600 * 2 ** 20, 3],
    ['NetworkIn', 'NetworkOut', 'networkMbps', 75e6, 225e6, 8],
  ] as const)('%s and %s are added point by point', async (one, other, target, a, b, rate) => {
    const [first, second] = [a, b].map(value => Array.from({ length: 20 }, () => value));
    const files = [cloudWatch(label(one, 'Sum'), first ?? []), cloudWatch(label(other, 'Sum'), second ?? [])];

    expect((await readTexts(files)).utilization.get(ID)?.[target].max).toBeCloseTo(rate, 9);
  });

  test('peaks that do not meet are not added up', async () => {
    const [reads, writes] = [
      [3000, 0, 0],
      [0, 0, 3000],
    ];
    const files = [
      cloudWatch(label('VolumeReadOps', 'Sum'), reads),
      cloudWatch(label('VolumeWriteOps', 'Sum'), writes),
    ];

    expect((await readTexts(files)).utilization.get(ID)?.iops.max).toBe(10);
  });

  test('one direction alone is not the traffic', async () => {
    const read = await readTexts([
      cloudWatch(label('NetworkIn', 'Sum'), tens),
      cloudWatch(label('CPUUtilization'), tens),
    ]);

    expect(codes(read)).toEqual(['metric-part-missing']);
    expect(read.utilization.get(ID)?.networkMbps.max).toBeNull();
    expect(read.findings[0]?.message).toContain('NetworkIn');
  });

  test.each([
    ['no statistic', label('RequestCount'), 'metric-statistic-unknown'],
    ['an average', label('RequestCount', 'Average'), 'metric-statistic'],
  ])('with %s they are asked about', async (_what, text, code) => {
    const read = await readTexts([cloudWatch(text, tens)]);

    expect(codes(read)).toEqual([code]);
    expect(read.utilization.size).toBe(0);
  });

  test('one point without a period is asked about', async () => {
    expect(codes(await readTexts([cloudWatch(label('RequestCount', 'Sum'), [10])]))).toEqual([
      'metric-period-unknown',
    ]);
  });
});

describe('percent and share', () => {
  test('an idle machine in percent stays idle: values below 1 are no share', async () => {
    const read = await readTexts([cloudWatch(label('CPUUtilization'), [0.2, 0.5, 0.9])]);

    expect(read.utilization.get(ID)?.cpu.max).toBeCloseTo(0.009);
  });

  test('a share is a share', async () => {
    const metric = { __name__: 'instance:node_cpu_utilisation:rate5m', ...ofUs };

    expect((await readTexts([prometheus(metric, ['0.2', '0.9'])])).utilization.get(ID)?.cpu.max).toBe(0.9);
  });

  test('a percentage in the place of a share is refused, not scaled', async () => {
    const metric = { __name__: 'instance:node_cpu_utilisation:rate5m', ...ofUs };
    const read = await readTexts([prometheus(metric, ['20', '90'])]);

    expect(codes(read)).toEqual(['metric-unit-contradicted']);
    expect(read.utilization.size).toBe(0);
  });

  test('a name that leaves it open is asked about, and --metric answers', async () => {
    const text = prometheus({ __name__: 'vm_cpu_usage', ...ofUs }, ['0.2', '0.9']);

    expect(codes(await readTexts([text]))).toEqual(['metric-unit-ambiguous']);
    const said = async (metric: string) => (await readTexts([text], { metric })).utilization.get(ID)?.cpu.max;
    expect(await said('vm_cpu_usage=cpuShare')).toBe(0.9);
    expect(await said('vm_cpu_usage=cpuPercent')).toBeCloseTo(0.009);
    expect(await said('cpuShare')).toBe(0.9);
  });

  test('a container above its share is counted as full, with a warning', async () => {
    const read = await readTexts([cloudWatch('CPUUtilization ClusterName=a ServiceName=b', [50, 180])]);

    expect(codes(read)).toEqual(['metric-above-full']);
    expect(read.utilization.get('a/b')?.cpu.max).toBe(1);
  });

  test('what is idle is turned around', async () => {
    const csv = `time,system.cpu.idle{instance_id:${ID}}\n2026-07-01T00:00:00Z,90\n2026-07-01T00:01:00Z,40\n`;

    expect((await readTexts([csv])).utilization.get(ID)?.cpu.max).toBeCloseTo(0.6);
  });

  test('a unit that is not the metric’s is refused', async () => {
    const text = JSON.stringify({
      Label: 'FreeableMemory',
      Datapoints: [{ Timestamp: '2026-07-01T00:00:00Z', Average: 5, Unit: 'Gigabytes' }],
    });

    expect(codes(await readTexts([[`${ID}.json`, text]]))).toEqual(['metric-unit-contradicted']);
  });
});

describe('statistics', () => {
  test('percentiles are of averages, the maximum of Maximum', async () => {
    const read = await readTexts([
      cloudWatch(label('CPUUtilization', 'Average'), tens),
      cloudWatch(
        label('CPUUtilization', 'Maximum'),
        tens.map(value => value * 9),
      ),
    ]);

    expect(read.utilization.get(ID)?.cpu).toMatchObject({ p50: 0.1, p99: 0.1, max: 0.9 });
  });

  test('the lowest credit balance is kept, of Minimum where it is given', async () => {
    const read = await readTexts([
      cloudWatch(label('CPUCreditBalance', 'Average'), [50, 40]),
      cloudWatch(label('CPUCreditBalance', 'Minimum'), [45, 12]),
    ]);

    expect(read.utilization.get(ID)?.cpuCreditBalanceMin).toBe(12);
  });

  test('of two metrics that measure the same the higher one counts', async () => {
    const node = (metric: string) => `${metric} CacheClusterId=cache-1`;
    const read = await readTexts([
      cloudWatch(node('CPUUtilization'), tens),
      cloudWatch(
        node('EngineCPUUtilization'),
        tens.map(() => 70),
      ),
    ]);

    expect(codes(read)).toEqual(['metric-competing']);
    expect(read.utilization.get('cache-1')?.cpu.max).toBeCloseTo(0.7);
  });

  test('processors of one machine are not averaged here: the query has to say how', async () => {
    const metric = (cpu: string) => ({ __name__: 'instance:node_cpu:ratio', ...ofUs, cpu });
    const read = await readTexts([
      prometheus(metric('0'), ['0.1', '0.2']),
      prometheus(metric('1'), ['0.9', '0.8']),
    ]);

    expect(codes(read)).toEqual(['metric-several-series']);
    expect(read.findings[0]?.message).toContain('`cpu`');
    expect(read.utilization.size).toBe(0);
  });

  test('a counter is asked about, a metric that no lever needs is said', async () => {
    const read = await readTexts([
      prometheus({ __name__: 'container_cpu_usage_seconds_total', ...ofUs }, ['1', '2']),
      prometheus({ __name__: 'go_goroutines', ...ofUs }, ['1', '2']),
      prometheus(ofUs, ['1', '2']),
      cloudWatch(label('StatusCheckFailed'), tens),
    ]);

    expect(codes(read)).toEqual(['metric-counter', 'metric-unknown', 'metric-no-name', 'metric-no-name']);
    expect(read.unmatchedSeries).toBe(4);
  });
});
