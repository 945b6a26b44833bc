import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/engine/errors.ts';
import type { Utilization } from '../../src/engine/estate/estate.ts';
import { addMetrics, loadMetrics, writeMetrics } from '../../src/metrics/metrics-store.ts';
import { mergeMetrics, mergeUtilization, NO_UTILIZATION } from '../../src/metrics/utilization.ts';

let workspace = '';
beforeEach(() => {
  workspace = join(mkdtempSync(join(tmpdir(), 'trimtab-store-')), 'workspace');
});
afterEach(() => rmSync(join(workspace, '..'), { recursive: true }));

const cpu = (p99: number): Utilization => ({
  ...NO_UTILIZATION,
  cpu: { p50: null, p95: null, p99, max: null },
});

const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });
const amount = fc.double({ min: 0, max: 1e9, noNaN: true });
const quantiles = fc.record({ p50: share, p95: share, p99: share, max: share });
const utilization: fc.Arbitrary<Utilization> = fc.record({
  observedDays: fc.option(amount, { nil: null }),
  cpu: quantiles,
  memory: quantiles,
  iops: quantiles,
  throughputMibps: quantiles,
  networkMbps: quantiles,
  lastAccess: fc.option(fc.constant('2026-07-31'), { nil: null }),
  objectAges: fc.array(
    fc.record({
      fromDays: fc.nat(4000),
      objectCount: fc.nat(),
      storageGib: amount,
      smallObjectCount: fc.nat(),
      smallObjectGib: amount,
      retrievedGibPerMonth: amount,
    }),
    { maxLength: 3 },
  ),
});

/** JSON has no negative zero. */
function withoutNegativeZero<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

describe('the stored file', () => {
  test('a workspace without metrics has none', () => {
    expect(loadMetrics(workspace)).toEqual(new Map());
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), utilization, {
          maxKeys: 4,
          noNullPrototype: true,
        }),
        resources => {
          const metrics = new Map(Object.entries(withoutNegativeZero(resources)));
          writeMetrics(workspace, metrics);
          expect(new Map(loadMetrics(workspace))).toEqual(metrics);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the same metrics give the same bytes, whatever their order', () => {
    writeMetrics(
      workspace,
      new Map([
        ['a', cpu(0.1)],
        ['b', cpu(0.2)],
      ]),
    );
    const first = readFileSync(join(workspace, 'metrics.json'), 'utf8');
    writeMetrics(
      workspace,
      new Map([
        ['b', cpu(0.2)],
        ['a', cpu(0.1)],
      ]),
    );
    expect(readFileSync(join(workspace, 'metrics.json'), 'utf8')).toBe(first);
    expect(first.split('\n').filter(line => line.includes('resourceId'))).toHaveLength(2);
  });

  test('what series give is read back, and laid over metric by metric', () => {
    const seen = {
      p50: 1,
      p95: 2,
      p99: 3,
      p995: 4,
      max: 5,
      observedDays: 14,
      samples: 4032,
      gapsShare: 0.02,
    };
    const older: Utilization = {
      ...NO_UTILIZATION,
      requestsPerSecond: seen,
      connections: seen,
      bytesProcessed: seen,
      durationMs: seen,
      readCapacityUnits: seen,
      writeCapacityUnits: seen,
      cpuCreditBalanceMin: 0,
      burstBalanceMin: 0.4,
      freeableMemoryGibMin: 1.5,
      observedDays: 14,
      samples: 4032,
      gapsShare: 0.02,
    };
    const newer: Utilization = {
      ...NO_UTILIZATION,
      connections: { ...seen, max: 9, observedDays: 3, samples: 10, gapsShare: 0.5 },
      cpuCreditBalanceMin: 7,
    };
    addMetrics(workspace, new Map([['a', older]]));
    expect(loadMetrics(workspace).get('a')).toEqual(older);
    addMetrics(workspace, new Map([['a', newer]]));
    expect(loadMetrics(workspace).get('a')).toEqual({
      ...older,
      connections: newer.connections,
      cpuCreditBalanceMin: 7,
      // The days, samples and gaps of the metric that knows least.
      observedDays: 3,
      samples: 10,
      gapsShare: 0.5,
    });
  });

  test('nothing but the file is left behind', () => {
    writeMetrics(workspace, new Map([['a', cpu(0.1)]]));
    expect(readdirSync(workspace)).toEqual(['metrics.json']);
  });

  test('a write that fails leaves the old file and no other', () => {
    writeMetrics(workspace, new Map([['a', cpu(0.1)]]));
    const broken = {
      ...NO_UTILIZATION,
      toJSON: () => {
        throw new Error('disk full');
      },
    };
    expect(() => writeMetrics(workspace, new Map([['b', broken]]))).toThrow('disk full');
    expect([...loadMetrics(workspace).keys()]).toEqual(['a']);
    expect(readdirSync(workspace)).toEqual(['metrics.json']);
  });

  test.each([
    ['no JSON', '{'],
    ['another version', '{"schema": "trimtab/metrics/2", "resources": []}'],
    ['an unknown key', '{"schema": "trimtab/metrics/1", "resources": [], "x": 1}'],
    [
      'a share above 1',
      JSON.stringify({ schema: 'trimtab/metrics/1', resources: [{ resourceId: 'a', utilization: cpu(7) }] }),
    ],
    ['a prototype', '{"schema": "trimtab/metrics/1", "resources": [], "__proto__": {"x": 1}}'],
    ['bytes that are no text', Buffer.from([0xff, 0x00, 0xc3])],
  ])('%s is refused with what to do about it', (_what, content) => {
    mkdirSync(workspace, { recursive: true });
    writeFileSync(join(workspace, 'metrics.json'), content);
    expect(() => loadMetrics(workspace)).toThrow(UserError);
    expect(() => loadMetrics(workspace)).toThrow(
      expect.objectContaining({
        code: 'metrics-damaged',
        exitCode: 3,
        hint: expect.stringContaining('import'),
      }),
    );
  });
});

describe('importing again', () => {
  test('the newer file wins for each metric that it gives', () => {
    const older: Utilization = {
      ...cpu(0.1),
      memory: { p50: 0.2, p95: 0.3, p99: 0.4, max: 0.5 },
      observedDays: 14,
      lastAccess: '2026-01-01',
    };
    addMetrics(
      workspace,
      new Map([
        ['a', older],
        ['b', cpu(0.9)],
      ]),
    );
    const merged = addMetrics(
      workspace,
      new Map([
        ['a', { ...cpu(0.6), observedDays: 30 }],
        ['c', cpu(0.3)],
      ]),
    );
    expect(merged.get('a')).toEqual({ ...older, cpu: cpu(0.6).cpu, observedDays: 30 });
    expect([...merged.keys()]).toEqual(['a', 'b', 'c']);
    expect(new Map(loadMetrics(workspace))).toEqual(merged);
  });

  test('quantiles of two observations are never mixed in one metric', () => {
    const older: Utilization = { ...NO_UTILIZATION, cpu: { p50: 0.1, p95: 0.2, p99: 0.3, max: 0.4 } };
    expect(mergeUtilization(older, cpu(0.05)).cpu).toEqual({ p50: null, p95: null, p99: 0.05, max: null });
  });

  test('age groups are replaced as a whole', () => {
    const group = (fromDays: number) => ({
      fromDays,
      objectCount: 1,
      storageGib: 1,
      smallObjectCount: 0,
      smallObjectGib: 0,
      retrievedGibPerMonth: 0,
    });
    const older = { ...NO_UTILIZATION, objectAges: [group(0), group(30)] };
    expect(mergeUtilization(older, { ...NO_UTILIZATION, objectAges: [group(90)] }).objectAges).toEqual([
      group(90),
    ]);
    expect(mergeUtilization(older, NO_UTILIZATION)).toEqual(older);
  });

  test('merging the same again changes nothing, and the order of grouping does not matter', () => {
    const metrics = fc
      .dictionary(fc.constantFrom('a', 'b', 'c'), utilization, { noNullPrototype: true })
      .map(record => new Map(Object.entries(record)));
    fc.assert(
      fc.property(metrics, metrics, metrics, (first, second, third) => {
        const merged = mergeMetrics(first, second);
        expect(mergeMetrics(merged, second)).toEqual(merged);
        expect(mergeMetrics(mergeMetrics(first, second), third)).toEqual(
          mergeMetrics(first, mergeMetrics(second, third)),
        );
      }),
    );
  });
});
