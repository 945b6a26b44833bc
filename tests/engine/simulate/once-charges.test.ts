/** What comes once: stated costs, running old and new side by side, transitions, upfront fees. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { upfrontFee } from '../../../src/engine/commitments/fees.ts';
import { DEFAULT_DELIVERY, type Delivery } from '../../../src/engine/delivery.ts';
import { sum } from '../../../src/engine/money.ts';
import type { Move } from '../../../src/engine/plan.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { testBook } from '../../helpers/test-book.ts';
import { ages, bucket, estateOf, instance, move, plan, utilization } from '../estates.ts';

const OVERSIZED = utilization({ cpu: { p50: 0.1, p99: 0.4 }, memory: { max: 0.4 } });
const MACHINES = Array.from({ length: 3 }, (_, index) =>
  instance(`m-${index}`, { instanceType: 'm5.xlarge' }, { utilization: OVERSIZED }),
);
const RENEW = { existingCommitments: 'renew' } as const;

const play = (
  moves: readonly Move[],
  horizonMonths = 8,
  resources: Parameters<typeof estateOf>[0] = MACHINES,
) => createSimulator(estateOf(resources), testBook()).run(plan(moves), { horizonMonths, assumptions: RENEW });
const deliver = (more: Partial<Delivery>): Delivery => ({ ...DEFAULT_DELIVERY, ...more });
const onceOf = (run: ReturnType<typeof play>) =>
  run.months.map(({ oneOff }) => Number(sum(oneOff.map(({ amount }) => amount))));

test('a stated cost is charged once, in the first month of the effect, whatever the ramp', () => {
  const how = fc.record({
    start: fc.integer({ min: 1, max: 4 }),
    rampMonths: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(how, ({ start, rampMonths }) => {
      const run = play([
        move('rightsize-compute', { start, delivery: deliver({ rampMonths, oneOffCost: '123.45' }) }),
      ]);
      const effect = run.moves[0]?.effectMonth ?? 0;
      expect(onceOf(run)).toEqual(run.months.map(({ index }) => (index === effect ? 123.45 : 0)));
      expect(run.moves[0]?.oneOffCost.toFixed()).toBe('123.45');
      const month = run.months[effect - 1];
      expect(month?.effectiveCost.minus(month.runRateCost).toFixed()).toBe('123.45');
    }),
  );
});

describe('running old and new side by side', () => {
  test('charges exactly what the resources cost afterwards, in the months before the effect and in no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 5 }), (dualRunMonths, start) => {
        const run = play([move('rightsize-compute', { start, delivery: deliver({ dualRunMonths }) })]);
        const effect = run.moves[0]?.effectMonth ?? 0;
        const after = Number(run.months.at(-1)?.runRateCost);
        const expected = run.months.map(({ index }) =>
          index < effect && index >= effect - dualRunMonths ? after : 0,
        );
        onceOf(run).forEach((amount, at) => {
          expect(amount).toBeCloseTo(expected[at] ?? Number.NaN, 6);
        });
      }),
    );
  });

  test('of the first wave only, where it is done in waves', () => {
    const run = play([
      move('rightsize-compute', {
        start: 2,
        delivery: deliver({ dualRunMonths: 1, rampMonths: 3, rampBy: 'resource' }),
      }),
    ]);
    const effect = run.moves[0]?.effectMonth ?? 0;
    const before = run.months[effect - 2]?.oneOff;
    expect(before?.map(({ resourceId }) => resourceId)).toEqual(['m-0']);
    expect(Number(before?.[0]?.amount)).toBeCloseTo(Number(run.months.at(-1)?.runRateCost) / 3, 6);
  });

  test('of a purchase is nothing', () => {
    const run = play([move('compute-savings-plan', { start: 3, delivery: deliver({ dualRunMonths: 2 }) })]);
    expect(onceOf(run)).toEqual(run.months.map(() => 0));
  });
});

test('a transition is charged once for each resource, in the month of its wave', () => {
  const buckets = ['a', 'b', 'c'].map(id =>
    bucket(id, {
      storage: [{ storageClass: 'STANDARD', gibMonths: 40_000 }],
      utilization: utilization({ objectAges: [ages(0, 1_000), ages(90, 39_000)] }),
    }),
  );
  const tiering = (delivery: Delivery) => play([move('s3-storage-tiering', { delivery })], 6, buckets);
  const atOnce = tiering(DEFAULT_DELIVERY);
  const inWaves = tiering(deliver({ rampMonths: 3, rampBy: 'resource' }));
  const charged = inWaves.months.flatMap(({ oneOff }) => oneOff.map(({ resourceId }) => resourceId));

  expect(Number(atOnce.moves[0]?.oneOffCost)).toBeGreaterThan(0);
  expect(inWaves.moves[0]?.oneOffCost.toFixed()).toBe(atOnce.moves[0]?.oneOffCost.toFixed());
  expect(charged).toEqual(['a', 'b', 'c']);
  expect(inWaves.months.map(({ oneOff }) => oneOff.length)).toEqual([1, 1, 1, 0, 0, 0]);
});

describe('upfront fees', () => {
  test('are invoiced when bought and again when the term is over; the run-rate never sees them', () => {
    const buy = move('compute-savings-plan', {
      start: 2,
      params: { payment: 'all-upfront', termYears: '1' },
    });
    const run = play([buy], 15);
    const [bought] = run.purchases;
    if (!bought) throw new Error('a plan is bought');
    const fee = upfrontFee(bought);
    const billed = run.months.map(({ billedCost }) => Number(billedCost));
    const usual = billed[2] ?? 0;

    expect(fee).toBeGreaterThan(100);
    run.months.forEach(({ index }, at) => {
      const isDue = index === 2 || index === 14;
      const expected = index === 1 ? Number(run.baseline.billedCost) : usual + (isDue ? fee : 0);
      expect(billed[at]).toBeCloseTo(expected, 6);
    });
    expect(new Set(run.months.slice(1).map(({ runRateCost }) => runRateCost.toFixed())).size).toBe(1);
  });
});
