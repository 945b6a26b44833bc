import { describe, expect, test } from 'vitest';
import { MS_PER_HOUR, monthPeriod } from '../../../../src/engine/calendar.ts';
import {
  resourceCommitmentOrder,
  resourceCoverage,
} from '../../../../src/engine/commitments/gcp/resource-commitments.ts';
import { orderInput, pool, resourceCommitment, runHour } from './portfolio.ts';

const units = (quantity: number) => ({ quantities: Float64Array.of(quantity) });

function apply(
  pools: Parameters<typeof runHour>[1],
  commitments: readonly ReturnType<typeof resourceCommitment>[],
  hour = 0,
) {
  return runHour(resourceCommitmentOrder(orderInput({ pools, commitments, hours: 4 })), pools, hour);
}

describe('cover of an hour', () => {
  test.each([
    [8, 24, 8, 16, 0],
    [24, 24, 24, 0, 0],
    [24, 8, 8, 0, 16],
    [2.5, 1.5, 1.5, 0, 1],
  ])(
    '%d committed and %d running: %d covered, %d at standard rates, %d unused',
    (amount, running, ...rest) => {
      const [covered, standard, unused] = rest;
      const pools = [pool('p', units(running))];
      const hour = apply(pools, [resourceCommitment('c', { amount })]);

      expect(resourceCoverage(amount, running)).toEqual({ covered, standard, unused });
      expect(hour).toMatchObject({ covered: { c: [covered] }, remaining: [standard], unused: { c: unused } });
      expect(hour.fee).toBeCloseTo(amount * 0.63, 12);
    },
  );

  test('the fee is due when nothing runs that it covers', () => {
    const order = resourceCommitmentOrder(
      orderInput({ commitments: [resourceCommitment('c', { amount: 4 })] }),
    );

    expect(order.steps).toEqual([]);
    expect(order.benefits).toMatchObject([{ id: 'c', capacity: 4, costPerUnit: 0.63, renewal: 'hour' }]);
  });

  test.each([
    ['another series', { series: 'n2d' }],
    ['another Region', { region: 'us-east4' }],
    ['another resource', { resource: 'memory-gib' as const }],
    ['a shared core of its series', { machineType: 'f1-micro' }],
  ])('nothing of %s is covered', (_what, shape) => {
    expect(apply([pool('p', { shape })], [resourceCommitment('c')]).remaining).toEqual([1]);
  });

  test.each(['f1', 'g1'])('shared cores of %s are covered by nothing', series => {
    const pools = [pool('p', { shape: { series } })];

    expect(apply(pools, [resourceCommitment('c', { series })]).remaining).toEqual([1]);
  });

  test('memory-optimized commitments are for M1 and M2 alike', () => {
    const pools = [pool('p', { shape: { series: 'm2' } })];

    expect(apply(pools, [resourceCommitment('c', { series: 'm1' })]).remaining).toEqual([0]);
  });
});

describe('projects', () => {
  const pools = [pool('a', { account: 'a', ...units(6) }), pool('b', { account: 'b', ...units(2) })];

  test('a shared commitment is attributed in proportion to use, the owner like everybody', () => {
    expect(apply(pools, [resourceCommitment('c', { amount: 4, ownerAccount: 'b' })]).covered).toEqual({
      c: [3, 1],
    });
  });

  test('one that is not shared is for the project that owns it', () => {
    const own = resourceCommitment('c', { amount: 4, ownerAccount: 'b', isShared: false });

    expect(apply(pools, [own])).toMatchObject({ covered: { c: [0, 2] }, unused: { c: 2 } });
  });

  test('one whose owner is unknown leaves no project out', () => {
    const own = resourceCommitment('c', { amount: 4, ownerAccount: null, isShared: false });

    expect(apply(pools, [own]).covered).toEqual({ c: [3, 1] });
  });

  test('those of one project come before the shared ones, whatever their ids', () => {
    const shared = resourceCommitment('1', { amount: 6 });
    const own = resourceCommitment('2', { amount: 2, ownerAccount: 'b', isShared: false });

    expect(apply(pools, [shared, own]).covered).toEqual({ 1: [6, 0], 2: [0, 2] });
    expect(apply(pools, [own, shared])).toEqual(apply(pools, [shared, own]));
  });
});

test('a commitment covers only the hours of its term', () => {
  const { startMs } = monthPeriod('2026-06');
  const pools = [pool('p', { quantities: Float64Array.of(1, 1, 1, 1) })];
  const term = resourceCommitment('c', { startMs: startMs + MS_PER_HOUR, endMs: startMs + 3 * MS_PER_HOUR });

  expect([0, 1, 2, 3].map(hour => apply(pools, [term], hour).remaining)).toEqual([[1], [0], [0], [1]]);
});
