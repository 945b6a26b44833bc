/** The smallest class of the family that carries CPU, memory and connections, and every reason to keep the class. */

import { describe, expect, test } from 'vitest';
import type { DatabaseResource, Utilization } from '../../../../src/engine/estate/estate.ts';
import { leverById } from '../../../../src/engine/levers/index.ts';
import { DEFAULT_GUARDRAILS } from '../../../../src/engine/plan.ts';
import { applyMove } from '../../../../src/engine/simulate/apply-move.ts';
import { costOf, createBaseline } from '../../../../src/engine/simulate/model-cost.ts';
import { ask, database, estateOf, move, ratesOf, utilization } from '../../estates.ts';

const LEVER = 'rightsize-database';
const NOTHING = { p50: null, p95: null, p99: null, max: null };

/** A database that is busy for so much of its CPU and memory at the peak. */
const seen = (cpu: number, memory: number | null, more: Partial<Utilization> = {}): Utilization => ({
  ...utilization({
    cpu: { p50: cpu / 4, p99: cpu, max: Math.min(1, cpu * 2) },
    ...(memory === null ? {} : { memory: { max: memory } }),
  }),
  ...more,
});
const connections = (max: number) => ({ connections: { ...NOTHING, max } });

const answer = (metrics: Utilization | null, more: Partial<DatabaseResource> = {}) =>
  ask(
    LEVER,
    estateOf([database('d', { instanceClass: 'db.m5.xlarge', utilization: metrics, ...more })]),
    'd',
  );

// m5: large 2 vCPUs and 8 GiB, xlarge 4 and 16; 20 % headroom.
describe('moves to db.m5.large', () => {
  test.each<readonly [string, Utilization]>([
    ['when CPU and memory are calm', seen(0.2, 0.3)],
    ['when exactly that much is needed', seen(0.5 / 1.2, 0.5 / 1.2)],
    ['by the free memory of the class: 16 GiB with 10 free', seen(0.2, null, { freeableMemoryGibMin: 10 })],
    // 8 GiB x 0.9 / 9,531,392 bytes: 811 connections.
    ['with as many connections as it takes', seen(0.2, 0.3, connections(675))],
  ])('%s', (_name, metrics) => {
    expect(answer(metrics)).toMatchObject({
      evidence: 'measured',
      effect: { kind: 'resize', toInstanceType: 'db.m5.large', vcpuRatio: 0.5, memoryRatio: 0.5 },
    });
  });

  test('and halves the hours, not the storage: 168 h x ($0.80 - $0.40)', () => {
    const estate = estateOf([database('d', { instanceClass: 'db.m5.xlarge', utilization: seen(0.2, 0.3) })]);
    const rates = ratesOf(estate);
    const lever = leverById(LEVER);
    if (!lever) throw new Error('no lever');
    const baseline = createBaseline(estate, rates);
    const { estate: after } = applyMove(estate, move(LEVER), lever, DEFAULT_GUARDRAILS, rates);
    const saved = baseline.effective.minus(costOf(after, baseline).effective);
    expect(saved.toNumber()).toBeCloseTo(168 * 0.4, 6);
  });
});

describe('the risk', () => {
  test('is none in the normal case, and a hundredth of the time where the maximum is above the new class', () => {
    expect(answer(seen(0.2, 0.3))).toMatchObject({
      risks: [{ kind: 'database-capacity', timeShare: 0, shedShare: 0 }, { multiplier: 1.5 }],
    });
    // A maximum of 80 % of 4 vCPUs is 160 % of 2: 60 of 160 are lost.
    expect(answer(seen(0.4, 0.3))).toMatchObject({
      risks: [{ kind: 'database-capacity', timeShare: 0.01, shedShare: expect.closeTo(0.375, 9) }, {}],
    });
  });
});

describe('no', () => {
  test.each<readonly [string, ReturnType<typeof answer>, string]>([
    ['without metrics', answer(null), 'not observed long enough'],
    ['seen for too short a time', answer(seen(0.1, 0.1, { observedDays: 13 })), 'not observed long enough'],
    ['without memory', answer(seen(0.1, null)), 'memory unobserved: import freeable memory'],
    [
      'with more free memory than the class has: seen on another',
      answer(seen(0.1, null, { freeableMemoryGibMin: 30 })),
      'memory unobserved: import freeable memory',
    ],
    ['without CPU', answer(utilization({ memory: { max: 0.1 } })), 'CPU not observed: import metrics'],
    ['held up by CPU', answer(seen(0.45, 0.1)), 'db.m5.xlarge is the smallest class that fits'],
    ['held up by memory', answer(seen(0.1, 0.45)), 'db.m5.xlarge is the smallest class that fits'],
    [
      'held up by connections: 700 and a fifth are more than 811',
      answer(seen(0.1, 0.1, connections(700))),
      'db.m5.xlarge is the smallest class that fits',
    ],
    [
      'of an unknown class',
      answer(seen(0.1, 0.1), { instanceClass: 'db.x9.large' }),
      'size of db.x9.large unknown',
    ],
    [
      'under a reservation',
      answer(seen(0.1, 0.1), { isCommitted: true }),
      'a reservation pays for it: a smaller class saves nothing before it ends',
    ],
    [
      'without a price',
      answer(seen(0.1, 0.1), { engine: 'mysql' }),
      'no price for db.m5.large (mysql) in us-east-1',
    ],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });
});
