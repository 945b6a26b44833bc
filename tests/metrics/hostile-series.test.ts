/** Files that somebody made to hurt, or that broke on their way. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isObserved, METRIC_NAMES } from '../../src/engine/evidence.ts';
import { cloudWatch, codes, prometheus, readTexts, START } from './series-files.ts';

const ID = 'i-0a1b2c3d4e5f60718';
const LABEL = `CPUUtilization InstanceId=${ID}`;
const ten = Array.from({ length: 10 }, (_, index) => index);

describe('points', () => {
  test.each([
    ['NaN', 'metric-not-finite'],
    ['+Inf', 'metric-not-finite'],
    ['-Inf', 'metric-not-finite'],
    [null, 'metric-not-finite'],
    ['-5', 'metric-out-of-range'],
    ['1e308', 'metric-out-of-range'],
    ['1e999', 'metric-not-finite'],
    ['12,5', 'metric-unread-points'],
    ['=1+1', 'metric-unread-points'],
    ['0x10', 'metric-unread-points'],
    [{}, 'metric-unread-points'],
    [true, 'metric-unread-points'],
  ])('the value %j is left out and said', async (value, code) => {
    const metric = { __name__: 'x', instance_id: ID };
    const read = await readTexts([prometheus(metric, ['5', value, '7'])], { metric: 'x=iops' });

    expect(codes(read).filter(each => each !== 'metric-gaps')).toEqual([code]);
    expect(read.utilization.get(ID)?.iops).toMatchObject({ p50: 5, max: 7, samples: 2 });
  });

  test.each([
    'yesterday',
    '2026-02-30T00:00:00Z',
    -1,
    0,
    1e300,
    Number.MAX_SAFE_INTEGER,
    '2026-07-01T00:00:00+99:99',
    null,
    '9'.repeat(1000),
  ])('the time %j is left out and said', async time => {
    const text = JSON.stringify({
      MetricDataResults: [
        { Id: 'm', Label: LABEL, Timestamps: [time, START, START + 60], Values: [99, 1, 2] },
      ],
    });
    const read = await readTexts([text]);

    expect(codes(read)).toEqual(['metric-unread-points']);
    expect(read.utilization.get(ID)?.cpu.max).toBe(0.02);
  });

  test('times without a zone, in seconds, in milliseconds and with a zone are one time', async () => {
    const times = [
      START,
      START * 1000,
      '2026-07-01T00:00:00',
      '2026-07-01 02:00:00+02:00',
      '2026-07-01T00:00:00+0000',
    ];
    const text = JSON.stringify({
      MetricDataResults: [{ Id: 'm', Label: LABEL, Timestamps: times, Values: [5, 5, 5, 5, 5] }],
    });

    expect((await readTexts([text])).observations[0]?.samples).toBe(1);
  });

  test('more times than values are a finding', async () => {
    const text = JSON.stringify({
      MetricDataResults: [{ Id: 'm', Label: LABEL, Timestamps: [START, START + 60], Values: [5] }],
    });

    expect(codes(await readTexts([text]))).toEqual(['metric-points-uneven']);
  });

  test('one time with two values is a conflict: the first file counts', async () => {
    const read = await readTexts([
      cloudWatch(LABEL, ten),
      cloudWatch(
        LABEL,
        ten.map(value => value + 50),
      ),
    ]);

    expect(codes(read)).toEqual(['metric-conflict']);
    expect(read.utilization.get(ID)?.cpu.max).toBeCloseTo(0.09);
  });

  test('two points a month apart are not a month of observation', async () => {
    const text = JSON.stringify({
      MetricDataResults: [
        { Id: 'm', Label: LABEL, Timestamps: [START, START + 30 * 86_400], Values: [1, 2] },
      ],
    });

    expect((await readTexts([text])).utilization.get(ID)?.observedDays).toBe(2);
  });
});

describe('files', () => {
  test.each([
    ['no JSON', '{"MetricDataResults": [{"Id": nonsense}]}', ['metric-json']],
    ['another JSON', '{"hello": "world"}', ['metric-json-unknown']],
    ['a list of numbers', '[1, 2, 3]', ['metric-json']],
    [
      'an error of Prometheus',
      '{"status":"error","error":"query timed out"}',
      ['metric-message', 'metric-no-series'],
    ],
    [
      'an instant query',
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"2"]}]}}',
      ['metric-no-range', 'metric-no-series'],
    ],
    [
      'histograms',
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"histograms":[]}]}}',
      ['metric-json-shape', 'metric-no-series'],
    ],
    ['an empty file', '', ['empty-file']],
    ['nothing but space', ' \n\n ', ['empty-file']],
    ['deep brackets', `{"data": ${'['.repeat(50_000)}`, ['metric-json']],
    ['a deep element', `{"MetricDataResults": [{"x": ${'['.repeat(50_000)}`, ['metric-json']],
    ['a series without points', '{"MetricDataResults":[{"Id":"m"}]}', ['metric-no-name']],
    ['an answer without series', '{"MetricDataResults":[]}', ['metric-no-series']],
  ])('%s is said, and nothing is read', async (_what, text, found) => {
    const read = await readTexts([text]);

    expect(read.utilization.size).toBe(0);
    expect(found).toEqual(codes(read));
    expect(codes(read).length).toBeGreaterThan(0);
  });

  test('of a file that is cut short the whole records count', async () => {
    const whole = JSON.stringify({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: ['a', 'b'].map(instance => ({
          metric: { __name__: 'x', instance_id: `${ID}-${instance}` },
          values: [
            [START, '1'],
            [START + 60, '2'],
          ],
        })),
      },
    });
    const read = await readTexts([whole.slice(0, -20)], { metric: 'x=iops' });

    expect([...read.utilization.keys()]).toEqual([`${ID}-a`]);
    expect(codes(read)).toEqual(['metric-json']);
  });

  test('wherever a file is cut, nothing breaks and nothing is made up', async () => {
    const whole = cloudWatch(LABEL, ten);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async end => {
        const read = await readTexts([whole.slice(0, end)]);
        expect(read.findings.length).toBeGreaterThan(0);
        expect(read.utilization.get(ID)?.cpu.max ?? 0.09).toBeCloseTo(0.09);
      }),
      { numRuns: 60 },
    );
  });

  test('whatever the JSON, nothing is thrown, shares are shares and quantiles rise', async () => {
    const value = fc.oneof(
      fc.double(),
      fc.constantFrom('NaN', '+Inf', '1e308', null, '', '50'),
      fc.jsonValue(),
    );
    const result = fc.record({
      Id: fc.oneof(fc.constant('m1'), fc.jsonValue()),
      Label: fc.oneof(fc.constantFrom(LABEL, `BurstBalance VolumeId=vol-0a1b2c3d`), fc.string()),
      Timestamps: fc.array(
        fc.oneof(
          fc.nat(9).map(slot => START + slot * 60),
          value,
        ),
        { maxLength: 8 },
      ),
      Values: fc.array(value, { maxLength: 8 }),
    });
    const page = fc.oneof(
      fc.record({ MetricDataResults: fc.array(result, { maxLength: 3 }) }),
      fc.record({
        Label: fc.string(),
        Datapoints: fc.array(fc.dictionary(fc.constantFrom('Timestamp', 'Average', 'Unit'), value)),
      }),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 3 }), async pages => {
        const read = await readTexts([pages.map(each => JSON.stringify(each)).join('\n')]);
        for (const utilization of read.utilization.values()) {
          expect(METRIC_NAMES.some(metric => isObserved(utilization, metric))).toBe(true);
          const { p50, p95, p99, max } = utilization.cpu;
          if (p50 === null || p95 === null || p99 === null || max === null) continue;
          expect(0 <= p50 && p50 <= p95 && p95 <= p99 && p99 <= max && max <= 1).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('texts', () => {
  const evil = '\u001b[2J\u202eevil\u0007';

  test('control characters in labels are shown and not sent, and name no resource', async () => {
    const metric = { __name__: 'x', instance_id: `i-${evil}`, [evil]: evil };
    const read = await readTexts([prometheus(metric, ['1', '2'])], { metric: 'x=iops' });

    expect(read.utilization.size).toBe(0);
    expect(codes(read)).toEqual(['metric-resource-unknown']);
    expect(JSON.stringify(read.findings)).not.toMatch(/\\u001b|\u202e|\\u0007/);
    expect(read.findings[0]?.message).toContain('\\x1b');
  });

  test('what an answer says is quoted', async () => {
    const text = JSON.stringify({ status: 'error', error: evil, warnings: [evil, 7] });
    const read = await readTexts([
      text,
      JSON.stringify({ MetricDataResults: [{ Id: evil, Label: evil, StatusCode: 'Forbidden' }] }),
    ]);

    expect(codes(read)).toEqual([
      'metric-message',
      'metric-message',
      'metric-no-series',
      'metric-refused',
      'metric-no-name',
    ]);
    expect(read.findings.map(({ message }) => message).join()).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  test('thousands of series that nobody can place are thousand findings and a count', async () => {
    const result = Array.from({ length: 3_000 }, (_, index) => ({
      metric: { __name__: 'x', pod: `p-${index}` },
      values: [[START, '1']],
    }));
    const text = JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
    const read = await readTexts([text], { metric: 'x=iops' });

    expect(read).toMatchObject({ series: 3_000, unmatchedSeries: 3_000 });
    expect(read.findings).toHaveLength(1_001);
    expect(read.findings.at(-1)?.message).toContain('2000 more');
  });
});

describe('tables', () => {
  test.each([
    ['quotes that never end', 'time,"avg:system.cpu.idle{host:a\n2026-07-01,5\n'],
    ['a header and nothing else', `time,system.cpu.idle{instance_id:${ID}}\n`],
    ['columns of nothing', 'time,,,\n2026-07-01,1,2,3\n'],
    ['two thousand columns', `time,${Array.from({ length: 2_000 }, (_, index) => `h${index}`).join(',')}\n`],
    ['neither times nor resources', 'a,b\n1,2\n'],
  ])('%s: nothing is read, and it is said', async (_what, text) => {
    const read = await readTexts([text]);

    expect(read.utilization.size).toBe(0);
    expect(read.findings.length).toBeGreaterThan(0);
  });

  test('a table of percentiles beside series: the series count where both give a metric', async () => {
    const read = await readTexts([
      `resourceId,observedDays,cpuPercentP99,memoryPercentMax\n${ID},30,80,40\n`,
      cloudWatch(LABEL, ten),
    ]);

    expect(codes(read)).toEqual(['metric-given-twice']);
    expect(read.utilization.get(ID)).toMatchObject({ cpu: { max: 0.09 }, memory: { max: 0.4 } });
  });
});
