import { describe, expect, test } from 'vitest';
import type { Workload } from '../../../src/engine/estate/workload.ts';
import {
  applyRisk,
  expectedMinutes,
  failureClasses,
  outcomesOf,
} from '../../../src/engine/reliability/index.ts';
import { onCallLoadOf } from '../../../src/engine/reliability/on-call-load.ts';
import { recoveryOf } from '../../../src/engine/reliability/recovery-times.ts';
import { CALM, SHOP, withTier } from './estates.ts';

const DATABASE = { resourceId: 'db', multiAz: true, restoreMinutes: null };
const BEFORE = withTier(3, 3, 0.3, {
  databases: [DATABASE],
  deploysPerMonth: 30,
  changeFailureRate: 0.1,
});
const AFTER = applyRisk(BEFORE, [
  { kind: 'database-deployment', resourceId: 'db', multiAz: false, reason: 'no standby' },
]);
const outcomes = (workload: Partial<Workload> = {}, after = AFTER) =>
  outcomesOf({ workload: { ...SHOP, ...workload }, workloads: [SHOP], before: BEFORE, after });

describe('bad minutes', () => {
  test('have the exact mean and quantiles in their order', () => {
    const { before, after, delta } = outcomes();

    expect(before.badMinutes.mean).toBe(expectedMinutes(BEFORE));
    expect(delta.mean).toBeCloseTo(after.badMinutes.mean - before.badMinutes.mean, 12);
    for (const { badMinutes } of [before, after]) {
      const { p10, p50, p90, p99, cvar95 } = badMinutes;
      expect([p10, p50, p90, p99]).toEqual([p10, p50, p90, p99].sort((a, b) => a - b));
      expect(cvar95).toBeGreaterThanOrEqual(p90);
    }
  });

  test('are the same twice, and do not move where the plan does nothing', () => {
    expect(outcomes()).toEqual(outcomes());
    const { before, after, delta } = outcomes({}, BEFORE);
    expect(after).toEqual({ ...before, onCall: { ...before.onCall } });
    expect(delta).toEqual({ mean: 0, p10: 0, p50: 0, p90: 0 });
  });
});

test('money is only spoken of where a minute has a price', () => {
  expect(outcomes().after.revenueAtRisk).toBeNull();
  const { after } = outcomes({ costPerBadMinute: 50 });
  expect(after.revenueAtRisk?.mean).toBeCloseTo(50 * after.badMinutes.mean, 9);
  expect(after.revenueAtRisk?.cvar95).toBeCloseTo(50 * after.badMinutes.cvar95, 9);
});

describe('recovery', () => {
  test('of one class is the length of its outages, whatever share they take', () => {
    const region = { ...CALM, region: { strategy: null } };
    const { mttrP50, rtoMinutes } = recoveryOf(failureClasses(region), region);

    expect(mttrP50).toBeCloseTo(Math.exp(3.853), 3);
    expect(rtoMinutes).toBeNull();
  });

  test('ends for users when another Region takes over', () => {
    const region = { ...CALM, region: { strategy: 'warm-standby' as const } };
    const { mttrP90, rtoMinutes } = recoveryOf(failureClasses(region), region);

    expect(mttrP90).toBeCloseTo(15, 9);
    expect(rtoMinutes).toBe(15);
  });

  test('of a database without a standby waits for its zone, or for a restore that is faster', () => {
    const alone = (restoreMinutes: number | null) => {
      const model = { ...CALM, databases: [{ ...DATABASE, multiAz: false, restoreMinutes }] };
      return recoveryOf(failureClasses(model), model).rtoMinutes;
    };

    expect(alone(null)).toBeCloseTo(Math.exp(4.587 + 0.905 * 1.2815515655), 1);
    expect(alone(60)).toBe(60);
    expect(recoveryOf(failureClasses(BEFORE), BEFORE).rtoMinutes).toBe(2);
  });

  test('of nothing is nothing', () => {
    expect(recoveryOf([], CALM)).toEqual({ mttrP50: null, mttrP90: null, rtoMinutes: null });
  });
});

describe('on-call load', () => {
  const incidents = (
    classes: ReturnType<typeof failureClasses>,
    incidentsPerShift: number | null,
    baseline: number | null,
  ) => onCallLoadOf(classes, { ...SHOP.operations, incidentsPerShift }, baseline);

  test('is six hours an incident that users notice', () => {
    const load = incidents(failureClasses(AFTER), null, null);

    expect(load.toilHoursPerYear).toBeCloseTo(6 * load.incidentsPerYear, 9);
    expect(load.incidentsPerShift).toBeCloseTo(load.incidentsPerYear / 730, 12);
    expect(load.pagesPerShift).toBeNull();
  });

  test('adds what a plan changes to the pages that are declared', () => {
    const { incidentsPerYear } = incidents(failureClasses(AFTER), null, null);
    expect(incidents(failureClasses(AFTER), 1.5, incidentsPerYear - 73).pagesPerShift).toBeCloseTo(1.6, 9);
    expect(incidents([], 0.1, 730).pagesPerShift).toBe(0);
  });
});
