/** Slots of capacity reservations, running and empty, and what covers them. */

import { describe, expect, test } from 'vitest';
import {
  type CapacityReservation,
  capacityReservationPools,
} from '../../../../src/engine/commitments/aws/capacity-reservations.ts';
import { PERIOD_START_MS, plan, reserved, run } from './orders.ts';

const HOUR = 3_600_000;
const reservation: CapacityReservation = {
  id: 'cr',
  account: 'A',
  workload: 'shop',
  instanceType: 'm5.large',
  region: 'us-east-1',
  availabilityZone: 'us-east-1a',
  operatingSystem: 'linux',
  tenancy: 'shared',
  slots: 4,
  startMs: PERIOD_START_MS + HOUR / 2,
  endMs: PERIOD_START_MS + 2 * HOUR + HOUR / 4,
  listRate: 1,
  onDemandRate: 0.9,
  running: Float64Array.of(0, 3, 5, 2),
};
const period = { startMs: PERIOD_START_MS, endMs: PERIOD_START_MS + 4 * HOUR };
const pools = (more: Partial<CapacityReservation> = {}) =>
  capacityReservationPools({ ...reservation, ...more }, period, 4);

test('empty slots are what is reserved and not run in, to the second', () => {
  expect([...pools().empty.quantities]).toEqual([2, 1, 0, 0]);
  expect([...pools().running.quantities]).toEqual([0, 3, 5, 2]);
});

test('an unknown start or end is outside of the period', () => {
  expect([...pools({ startMs: null, endMs: null }).empty.quantities]).toEqual([4, 1, 0, 2]);
});

describe('cover', () => {
  const slots = pools({ startMs: null, endMs: null, running: Float64Array.of(3, 3, 3, 3) });

  test('regional reservations and plans cover what runs, then the empty slots', () => {
    const regional = run({
      pools: [slots.empty, slots.running],
      commitments: [reserved('r', 'm5.large', { count: 3.5 })],
    });
    expect(regional.covered).toEqual({ 'cr|running': { r: 12 }, 'cr|empty': { r: 2 } });
    const planned = run({ pools: [slots.empty, slots.running], commitments: [plan('p', 0.63 * 3.5)] });
    expect(planned.covered['cr|running']!.p).toBeCloseTo(12);
    expect(planned.covered['cr|empty']!.p).toBeCloseTo(2);
  });

  test('zonal reservations cover what runs only', () => {
    const { covered } = run({
      pools: [slots.empty, slots.running],
      commitments: [reserved('z', 'm5.large', { count: 4, availabilityZone: 'us-east-1a' })],
    });
    expect(covered).toEqual({ 'cr|running': { z: 12 } });
  });
});
