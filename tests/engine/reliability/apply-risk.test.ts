/** Statements of levers as changes of parameters: one row for each that no other test of this folder looks at. */

import { describe, expect, test } from 'vitest';
import { assertRiskChange } from '../../../src/engine/reliability/assert-risk.ts';
import type { RiskChange } from '../../../src/engine/reliability/index.ts';
import { applyRisk, expectedMinutes, tierShape } from '../../../src/engine/reliability/index.ts';
import { CALM, withTier } from './estates.ts';

const TIER = withTier(6, 3, 0.35);
const tierAfter = (change: RiskChange) => applyRisk(TIER, [change]).compute;

test.each<[string, RiskChange, object]>([
  ['zones', { kind: 'zones', zones: 2, reason: '' }, { zones: 2 }],
  ['zone affinity', { kind: 'zone-affinity', imbalance: 0.2, reason: '' }, { zoneImbalance: 0.2 }],
  ['zone affinity by default', { kind: 'zone-affinity', reason: '' }, { zoneImbalance: 0.1 }],
  ['no spot', { kind: 'spot', share: 0, pools: 1, reason: '' }, { spot: null }],
  ['a dropped reservation', { kind: 'reservation-dropped', reason: '' }, { unreserved: true }],
])('%s', (_what, change, expected) => {
  expect(tierAfter(change)).toMatchObject(expected);
});

test('three zones that were stable are not with two of them', () => {
  const at = (zones: number) =>
    expectedMinutes(applyRisk(withTier(6, 3, 0.46), [{ kind: 'zones', zones, reason: '' }]));

  expect(at(2)).toBeGreaterThan(at(3));
});

test('nodes that are half as many and twice as large carry as much, and each failure reaches twice as far', () => {
  const nodes = TIER.compute!.machines.map(
    ({ resourceId }): RiskChange => ({
      kind: 'machines',
      resourceId,
      countRatio: 0.5,
      capacityRatio: 2,
      reason: '',
    }),
  );
  const packed = tierShape(applyRisk(TIER, nodes).compute!)!;
  const before = tierShape(TIER.compute!)!;

  expect(packed.machines).toBe(before.machines / 2);
  expect(packed.neededAtPeak / packed.machines).toBeCloseTo(before.neededAtPeak / before.machines, 12);
});

describe('a burstable machine', () => {
  const burst = (baseline: number, mode: 'standard' | 'unlimited' = 'standard') =>
    tierAfter({ kind: 'burstable', resourceId: 'i-0', baseline, mode, reason: '' })?.machines[0]?.capacity;

  test('keeps its capacity when it is busy below its baseline on average, or pays for more', () => {
    // 35 % at the peak of a day that is at 60 % of it on average.
    expect(burst(0.22)).toBe(4);
    expect(burst(0.1, 'unlimited')).toBe(4);
  });

  test('is left with its baseline when its credits run out', () => {
    // Used to the full: 4 vCPUs x 10 %, over the 70 % that a machine may be used to.
    expect(burst(0.1)).toBeCloseTo((4 * 0.1) / 0.7, 12);
  });
});

test('a cache in front of an origin makes it soft', () => {
  const origin = { id: 'origin', availability: 0.999, hard: true, degradeFraction: 0 };
  const model = { ...CALM, dependencies: [origin] };
  const cached = applyRisk(model, [
    { kind: 'dependency', id: 'origin', hard: false, degradeFraction: 0.2, reason: 'four of five hits' },
  ]);

  expect(cached.dependencies).toEqual([{ ...origin, hard: false, degradeFraction: 0.2 }]);
  expect(expectedMinutes(cached)).toBeCloseTo(0.2 * expectedMinutes(model), 9);
});

test('a database that is too small sheds in a part of the time', () => {
  const model = { ...CALM, databases: [{ resourceId: 'db', multiAz: true, restoreMinutes: null }] };
  const small = applyRisk(model, [
    { kind: 'database-capacity', resourceId: 'db', timeShare: 0.01, shedShare: 0.1, reason: '' },
  ]);

  expect(expectedMinutes(small) - expectedMinutes(model)).toBeCloseTo(0.001 * 43_200, 9);
});

test('a Region prepared for is one that was exposed', () => {
  const change: RiskChange = { kind: 'recovery-strategy', to: 'pilot-light', reason: '' };

  expect(applyRisk(CALM, [change]).region).toBeNull();
  expect(applyRisk({ ...CALM, region: { strategy: null } }, [change]).region).toEqual({
    strategy: 'pilot-light',
  });
});

test('a dropped reservation costs the share of a machine that cannot be started', () => {
  const dropped = applyRisk(TIER, [{ kind: 'reservation-dropped', reason: '' }]);

  expect((expectedMinutes(dropped) - expectedMinutes(TIER)) * (525_600 / 43_200)).toBeCloseTo(
    (0.185 * 3 * 0.1 * 60) / 6,
    9,
  );
});

test('of two cuts of logs the shorter time counts, against the longest there was', () => {
  const { evidence } = applyRisk(CALM, [
    { kind: 'log-retention', daysBefore: 365, days: 30, reason: '' },
    { kind: 'log-retention', daysBefore: 90, days: 60, reason: '' },
  ]);

  expect(evidence).toEqual({ days: 30, daysBefore: 365 });
});

test.each<[string, RiskChange]>([
  ['no zones', { kind: 'zones', zones: 0, reason: '' }],
  ['half a pool', { kind: 'spot', share: 0.5, pools: 0.5, reason: '' }],
  ['more spot than machines', { kind: 'spot', share: 1.5, pools: 1, reason: '' }],
  [
    'a baseline above a whole vCPU',
    { kind: 'burstable', resourceId: 'a', baseline: 2, mode: 'standard', reason: '' },
  ],
  ['an endless interval', { kind: 'backup', intervalMinutes: Infinity, reason: '' }],
  ['days that are no number', { kind: 'log-retention', daysBefore: 90, days: Number.NaN, reason: '' }],
  ['an impact in percent', { kind: 'planned-downtime', perMonth: 1, minutes: 1, impact: 50, reason: '' }],
])('%s is refused', (_what, change) => {
  expect(() => assertRiskChange(change)).toThrow();
});
