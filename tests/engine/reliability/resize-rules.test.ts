import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { azureBurstable, azureResize, azureShutdown } from '../../../src/engine/reliability/resize-rules.ts';
import {
  memoryAfterOom,
  scaleByConfidence,
  vpaConfidence,
  vpaLowerFactor,
  vpaTarget,
  vpaUpperFactor,
} from '../../../src/engine/reliability/vertical-autoscaler.ts';

const percent = fc.double({ min: 0, max: 120, noNaN: true });
const metrics = (cpu: number | null, network: number | null, memory: number | null) => ({
  p95CpuPct: cpu,
  p95NetworkPct: network,
  p99MemoryPct: memory,
});

describe('Azure Advisor', () => {
  test.each([
    [40, 40, 60, true, true],
    [40.1, 10, 10, true, false],
    [10, 40.1, 10, true, false],
    [10, 10, 60.1, true, false],
    [80, 80, 80, false, true],
    [80.1, 10, 10, false, false],
    [10, 80.1, 10, false, false],
    [10, 10, 80.1, false, false],
  ])(
    'CPU %d, network %d, memory %d %%, user-facing %s: %s',
    (cpu, network, memory, userFacing, acceptable) => {
      expect(azureResize(metrics(cpu, network, memory), userFacing).acceptable).toBe(acceptable);
    },
  );

  test('what is not measured is not safe, and is named', () => {
    expect(azureResize(metrics(10, 10, null), false)).toEqual({
      acceptable: false,
      against: ['P99 memory not measured'],
    });
    expect(azureResize(metrics(50, 10, 70), true).against).toEqual([
      'P95 CPU 50 % above 40 %',
      'P99 memory 70 % above 60 %',
    ]);
  });

  test('what is safe for users is safe for others', () => {
    fc.assert(
      fc.property(percent, percent, percent, (cpu, network, memory) => {
        const item = metrics(cpu, network, memory);
        if (azureResize(item, true).acceptable) expect(azureResize(item, false).acceptable).toBe(true);
      }),
    );
  });

  test.each([
    [2.9, 2, 1.9, true],
    [3, 2, 1.9, false],
    [2.9, 2.1, 1.9, false],
    [2.9, 2, 2, false],
  ])(
    'P95 %d, P100 %d, network %d %%: shut down %s',
    (p95MaxCpuPct, p100AverageCpuPct, outboundNetworkPct, expected) => {
      expect(azureShutdown({ p95MaxCpuPct, p100AverageCpuPct, outboundNetworkPct })).toBe(expected);
    },
  );

  test('a burstable size carries an average below the baseline with a peak below twice it', () => {
    expect(azureBurstable(19, 39, 20)).toBe(true);
    expect(azureBurstable(20, 30, 20)).toBe(false);
    expect(azureBurstable(10, 40, 20)).toBe(false);
  });
});

describe('Vertical Pod Autoscaler', () => {
  test('bounds close in on the estimate with every day', () => {
    const days = fc.double({ min: 0.001, max: 1000, noNaN: true });
    fc.assert(
      fc.property(days, fc.double({ min: 0.01, max: 100, noNaN: true }), (history, more) => {
        expect(vpaUpperFactor(history)).toBeGreaterThan(vpaUpperFactor(history + more));
        expect(vpaLowerFactor(history)).toBeLessThanOrEqual(vpaLowerFactor(history + more));
        expect(vpaLowerFactor(history)).toBeLessThan(1);
      }),
    );
  });

  test('without history anything is possible', () => {
    expect(vpaUpperFactor(0)).toBe(Infinity);
    expect(vpaLowerFactor(0)).toBe(0);
    expect(scaleByConfidence(5, 0, 2, 0)).toBe(5);
  });

  test('a day with few samples is less than a day', () => {
    expect(vpaConfidence(2, 720)).toBe(0.5);
    expect(vpaConfidence(2, 1e6)).toBe(2);
    expect(vpaConfidence(2)).toBe(2);
  });

  test('memory grows by 100 MiB below 500 MiB and by a fifth above', () => {
    const mebibytes = (count: number) => count * 1024 * 1024;
    expect(memoryAfterOom(mebibytes(100))).toBe(mebibytes(200));
    expect(memoryAfterOom(mebibytes(500))).toBe(mebibytes(600));
    expect(memoryAfterOom(mebibytes(1000))).toBe(mebibytes(1200));
    expect(memoryAfterOom(0)).toBe(mebibytes(100));
  });

  test('the target is the 90th percentile and 15 %', () => {
    expect(vpaTarget(2)).toBeCloseTo(2.3, 12);
    expect(vpaTarget(2, 0)).toBe(2);
  });
});
