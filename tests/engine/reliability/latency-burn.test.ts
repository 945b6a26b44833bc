import { describe, expect, test } from 'vitest';
import { UNDECLARED_TRAFFIC } from '../../../src/engine/estate/workload-inputs.ts';
import { tierShape } from '../../../src/engine/reliability/capacity-shedding.ts';
import { applyRisk } from '../../../src/engine/reliability/index.ts';
import {
  type LatencyObjective,
  latencyObjectiveOf,
  latencyOf,
} from '../../../src/engine/reliability/latency-burn.ts';
import { responseTail } from '../../../src/engine/reliability/queueing.ts';
import { withTier } from './estates.ts';

const OBJECTIVE: LatencyObjective = {
  peakRequestsPerSecond: 30,
  serviceTimeMs: 100,
  arrivalVariation: 1,
  serviceVariation: 1,
  latencyMs: 500,
  target: 0.99,
  serversPerMachine: 1,
  speed: 1,
  addedMs: 0,
};
const tier = withTier(5, 2, 0.4);
const shape = tierShape({ ...tier.compute!, loadProfile: [{ weight: 1, load: 1 }] });
const slow = (more: Partial<LatencyObjective>) => latencyOf({ ...OBJECTIVE, ...more }, shape)?.slowShare ?? 0;

describe('latency', () => {
  test('at a steady load is the tail of an M/M/c queue over what may be slow', () => {
    const tail = responseTail({ arrivalRate: 30, serviceRate: 10, servers: 5 }, 0.5);

    expect(latencyOf(OBJECTIVE, shape)?.slowShare).toBeCloseTo(tail, 12);
    expect(latencyOf(OBJECTIVE, shape)?.burnRate).toBeCloseTo(tail / 0.01, 9);
  });

  test('gets worse with slower machines, a longer way, and burstier requests', () => {
    expect(slow({ speed: 0.7 })).toBeGreaterThan(slow({}));
    expect(slow({ addedMs: 80 })).toBeGreaterThan(slow({}));
    expect(slow({ arrivalVariation: 4 })).toBeGreaterThan(slow({}));
  });

  test('of a line that only grows is lost, and its wait has no end', () => {
    expect(slow({ speed: 0.5 })).toBe(1);
    expect(latencyOf({ ...OBJECTIVE, speed: 0.5 }, shape)?.peakWaitMs).toBeNull();
    expect(slow({ addedMs: 500 })).toBe(1);
  });

  test('has no pace without a budget, and nothing to say without a tier', () => {
    expect(latencyOf({ ...OBJECTIVE, target: 1 }, shape)?.burnRate).toBeNull();
    expect(latencyOf(OBJECTIVE, null)).toBeNull();
    expect(latencyOf(null, shape)).toBeNull();
  });
});

test('a traffic that leaves out a part is no objective', () => {
  const traffic = {
    ...UNDECLARED_TRAFFIC,
    loadProfile: [{ weight: 1, requestsPerSecond: 30 }],
    serviceTimeMs: 100,
    latencySloMs: 500,
    latencyTarget: 0.99,
  };

  expect(latencyObjectiveOf({ traffic }, 5, 40)).toMatchObject({
    peakRequestsPerSecond: 30,
    serversPerMachine: 4,
  });
  for (const part of ['serviceTimeMs', 'latencySloMs', 'latencyTarget'] as const)
    expect(latencyObjectiveOf({ traffic: { ...traffic, [part]: null } }, 5, null)).toBeNull();
});

test('a smaller machine is a slower one, a removed one is one fewer', () => {
  const model = { ...tier, latency: OBJECTIVE };
  const resize = (ratio: number) =>
    applyRisk(model, [{ kind: 'capacity', resourceId: 'i-0', ratio, reason: '' }]).latency?.speed;

  expect(resize(0.5)).toBeCloseTo(0.9, 12);
  expect(resize(0)).toBeCloseTo(1, 12);
});
