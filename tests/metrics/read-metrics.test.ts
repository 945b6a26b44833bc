import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { OBJECT_AGES_LAYOUT, UTILIZATION_LAYOUT } from '../../src/metrics/metric-layouts.ts';
import { readMetrics } from '../../src/metrics/read-metrics.ts';
import { NO_UTILIZATION } from '../../src/metrics/utilization.ts';

const fixture = (name: string) => `fixtures/metrics/${name}`;
const folder = mkdtempSync(join(tmpdir(), 'trimtab-metrics-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(text: string): string {
  files += 1;
  const path = join(folder, `${files}.csv`);
  writeFileSync(path, text);
  return path;
}

function read(...texts: string[]) {
  return readMetrics(texts.map(file));
}

/** Findings as `row column code`. */
function problems(...texts: string[]): readonly string[] {
  return read(...texts).findings.map(({ code, source }) => `${source?.row} ${source?.column} ${code}`);
}

describe('utilisation', () => {
  const { utilization, findings } = readMetrics([fixture('utilization.csv')]);

  test('percentages become shares, rates stay', () => {
    expect(findings).toEqual([]);
    expect(utilization.get('i-0a1b2c3d4e5f60718')).toEqual({
      ...NO_UTILIZATION,
      observedDays: 30,
      cpu: { p50: 0.065, p95: 0.18, p99: 0.242, max: 0.61 },
      memory: { p50: 0.22, p95: 0.31, p99: 0.38, max: 0.44 },
      networkMbps: { p50: 12, p95: 80, p99: 140, max: 610 },
      lastAccess: '2026-07-31',
    });
    expect(utilization.get('vol-0f9e8d7c6b5a41302')).toMatchObject({
      iops: { p50: 120, p95: 900, p99: 2400, max: 3100 },
      throughputMibps: { p50: 4, p95: 38, p99: 90, max: 128 },
      lastAccess: '2026-02-11T08:30:00Z',
    });
  });

  test('empty cells are not known, never 0', () => {
    expect(utilization.get('i-0unknown')).toEqual(NO_UTILIZATION);
  });

  test.each([
    ['i,101', 'metric-out-of-range'],
    ['i,-1', 'metric-out-of-range'],
    ['i,NaN', 'metric-not-a-number'],
    ['i,Infinity', 'metric-not-a-number'],
    ['i,1e309', 'metric-out-of-range'],
    ['i,1e308', 'metric-out-of-range'],
    ['i,=1+1', 'metric-not-a-number'],
    ['i,0x10', 'metric-not-a-number'],
    ['i,12 %', 'metric-not-a-number'],
    ['i,"1,5"', 'metric-not-a-number'],
    ['i,"1.000,5"', 'metric-not-a-number'],
    [',5', 'metric-no-resource'],
    [`${'x'.repeat(3_000)},5`, 'metric-no-resource'],
  ])('%j is refused', (row, code) => {
    const result = read(`resourceId,cpuPercentP99\n${row}\n`);
    expect(result.findings.map(finding => finding.code)).toEqual([code]);
    expect(result.utilization.get('i')?.cpu.p99 ?? null).toBeNull();
  });

  test.each([
    ['0', 0],
    ['100', 1],
    ['12.5', 0.125],
    ['1e1', 0.1],
    ['.5', 0.005],
    [' 7 ', 0.07],
  ])('%j is a percentage', (cell, share) => {
    expect(read(`resourceId,cpuPercentP99\ni,${cell}\n`).utilization.get('i')?.cpu.p99).toBe(share);
  });

  test('quantiles that do not rise are refused together, other metrics stay', () => {
    const text = 'resourceId,cpuPercentP50,cpuPercentP95,memoryPercentP99\ni,60,50,70\n';
    expect(problems(text)).toEqual(['2 cpuPercentP50 metric-not-rising']);
    expect(read(text).utilization.get('i')).toMatchObject({ cpu: NO_UTILIZATION.cpu, memory: { p99: 0.7 } });
  });

  test('equal quantiles rise, and a gap between them does not matter', () => {
    expect(problems('resourceId,iopsP50,iopsMax\ni,5,5\n')).toEqual([]);
    expect(problems('resourceId,iopsP50,iopsP95,iopsMax\ni,5,,4\n')).toEqual(['2 iopsP50 metric-not-rising']);
  });

  test.each(['2026-02-30', '31.07.2026', 'yesterday', '2026-13-01', '2026-07-31T25:00:00Z'])(
    '%s is no date',
    cell => {
      expect(problems(`resourceId,lastAccess\ni,${cell}\n`)).toEqual(['2 lastAccess metric-not-a-date']);
    },
  );

  test.each([
    '2026-07-31',
    '2024-02-29',
    '2026-07-31T08:00:00Z',
    '2026-07-31 08:00:00',
    '2026-07-31T08:00:00.123+02:00',
  ])('%s is a date', cell => {
    expect(read(`resourceId,lastAccess\ni,${cell}\n`).utilization.get('i')?.lastAccess).toBe(cell);
  });

  test('of two rows of one resource the first counts, in one file and over several', () => {
    const first = 'resourceId,cpuPercentP99\ni,1\ni,2\n';
    const result = read(first, 'resourceId,cpuPercentP99\ni,3\n');
    expect(result.utilization.get('i')?.cpu.p99).toBe(0.01);
    expect(result.findings.map(({ code, source }) => `${source?.row} ${code}`)).toEqual([
      '3 metric-duplicate',
      '2 metric-duplicate',
    ]);
    expect(result.findings[0]?.message).toMatch(/row 2/);
  });

  test('every hostile number of a spreadsheet is a finding with row and column', () => {
    const hostile = readMetrics([fixture('hostile-numbers.csv')]);
    expect(hostile.findings.map(({ code, source }) => `${source?.row} ${source?.column} ${code}`)).toEqual([
      '2 cpuPercentP99 metric-not-a-number',
      '3 cpuPercentP99 metric-out-of-range',
      '4 cpuPercentP99 metric-out-of-range',
      '5 cpuPercentP99 metric-not-a-number',
      '5 cpuPercentMax metric-out-of-range',
      '6 cpuPercentP50 metric-not-rising',
      '7 resourceId metric-duplicate',
      '8 resourceId metric-no-resource',
    ]);
    expect([...hostile.utilization.keys()]).toEqual(['i-1', 'i-2', 'i-3', 'i-4', 'i-5']);
    expect(hostile.findings[0]?.hint).toContain('point');
  });

  test('names that every object has are resources like others', () => {
    const result = read('resourceId,cpuPercentP99\n__proto__,1\nconstructor,2\n');
    expect([...result.utilization.keys()]).toEqual(['__proto__', 'constructor']);
  });

  test('whatever the numbers, shares lie between 0 and 1 and quantiles rise', () => {
    const cell = fc.oneof(
      fc.double({ min: -10, max: 110 }).map(String),
      fc.constantFrom('', 'NaN', '1e309', '-0', '100', '0'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 8 }), rows => {
        const text = rows.map((cells, index) => `i-${index},${cells.join(',')}`).join('\n');
        const result = read(`resourceId,cpuPercentP50,cpuPercentP95,cpuPercentP99,cpuPercentMax\n${text}\n`);
        for (const { cpu } of result.utilization.values()) {
          const given = [cpu.p50, cpu.p95, cpu.p99, cpu.max].filter(value => value !== null);
          expect(given.every((value, index) => value >= (given[index - 1] ?? 0) && value <= 1)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('object ages', () => {
  const HEADER =
    'resourceId,objectAgeFromDays,objectCount,storageGib,smallObjectCount,smallObjectGib,retrievedGibPerMonth\n';

  test('groups stand youngest first', () => {
    const { utilization, findings } = readMetrics([fixture('object-ages.csv')]);
    expect(findings).toEqual([]);
    expect(utilization.get('arn:aws:s3:::acme-logs')?.objectAges).toEqual([
      {
        fromDays: 0,
        objectCount: 120_000,
        storageGib: 310,
        smallObjectCount: 20_000,
        smallObjectGib: 1.1,
        retrievedGibPerMonth: 95,
      },
      {
        fromDays: 30,
        objectCount: 480_000,
        storageGib: 1450,
        smallObjectCount: 81_000,
        smallObjectGib: 4.4,
        retrievedGibPerMonth: 12,
      },
      {
        fromDays: 90,
        objectCount: 2_600_000,
        storageGib: 8200,
        smallObjectCount: 390_000,
        smallObjectGib: 21,
        retrievedGibPerMonth: 0.5,
      },
    ]);
  });

  test.each([
    ['an empty cell', 'b,0,10,1,0,,0', ['2 null metric-age-group']],
    ['a negative size', 'b,0,10,-1,0,0,0', ['2 storageGib metric-out-of-range', '2 null metric-age-group']],
    ['half an object', 'b,0,10.5,1,0,0,0', ['2 objectCount metric-not-whole', '2 null metric-age-group']],
    ['half a day', 'b,0.5,10,1,0,0,0', ['2 objectAgeFromDays metric-not-whole', '2 null metric-age-group']],
    ['more small objects than objects', 'b,0,10,1,11,0,0', ['2 smallObjectCount metric-age-group']],
    ['more small bytes than bytes', 'b,0,10,1,1,2,0', ['2 smallObjectCount metric-age-group']],
    ['one age twice', 'b,0,10,1,0,0,0\nb,0,20,2,0,0,0', ['3 resourceId metric-duplicate']],
  ])('%s is refused', (_what, rows, expected) => {
    expect(problems(`${HEADER}${rows}\n`)).toEqual(expected);
  });

  test('ages and utilisation of one bucket come together from two files', () => {
    const { utilization, findings } = read(`${HEADER}b,0,10,1,0,0,0\n`, 'resourceId,observedDays\nb,30\n');
    expect(findings).toEqual([]);
    expect(utilization.get('b')).toMatchObject({ observedDays: 30, objectAges: [{ fromDays: 0 }] });
  });

  test('a bucket with no group that can be read is not there', () => {
    expect(read(`${HEADER}b,0,10,1,0,,0\n`).utilization.size).toBe(0);
  });
});

describe('files', () => {
  test('a header of neither layout is a finding that names both', () => {
    const { utilization, findings } = read('id,cpu\ni,5\n');
    expect(utilization.size).toBe(0);
    expect(findings).toMatchObject([{ code: 'csv-header', severity: 'error' }]);
    expect(findings[0]?.hint).toMatch(/utilization.*object ages/);
  });

  test('a mistyped column is reported with a guess', () => {
    expect(read('resourceId,cpuPercentP9\ni,5\n').findings[0]?.hint).toMatch(
      /Did you mean `cpuPercentP9[59]`/,
    );
  });

  test('a million bad cells do not fill the memory', () => {
    const { findings } = read(
      `resourceId,cpuPercentP99\n${Array.from({ length: 30_000 }, (_, index) => `i${index},x`).join('\n')}\n`,
    );
    expect(findings).toHaveLength(1_001);
    expect(findings.at(-1)?.message).toContain('29000 more');
  });

  test('no file is nothing', () => {
    expect(readMetrics([])).toEqual({ utilization: new Map(), findings: [] });
  });

  test('the layouts have the documented columns', () => {
    expect(UTILIZATION_LAYOUT.optional).toHaveLength(22);
    expect(OBJECT_AGES_LAYOUT.required).toHaveLength(7);
  });
});
