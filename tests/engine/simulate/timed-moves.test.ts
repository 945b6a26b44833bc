/** Dates of moves, parts of months, and what a ramp saves on its way. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_DELIVERY, type Delivery } from '../../../src/engine/delivery.ts';
import { meanOf } from '../../../src/engine/lever.ts';
import { leverById } from '../../../src/engine/levers/index.ts';
import type { StatedAssumptions } from '../../../src/engine/simulate/assumptions.ts';
import { resolveAssumptions } from '../../../src/engine/simulate/assumptions.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { partsOfMonth, shareInEffect, timeMoves } from '../../../src/engine/simulate/timed-moves.ts';
import type { Team } from '../../../src/engine/team/team.ts';
import { estates, plans } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, move, plan, utilization, workload } from '../estates.ts';

const OVERSIZED = utilization({ cpu: { p50: 0.1, p99: 0.4 }, memory: { max: 0.4 } });
const machines = (count: number, workloadOf: (index: number) => string = () => 'shop') =>
  Array.from({ length: count }, (_, index) =>
    instance(
      `m-${index}`,
      { instanceType: 'm5.xlarge' },
      { utilization: OVERSIZED, workload: workloadOf(index) },
    ),
  );
const ramp = (rampMonths: number, rampBy: Delivery['rampBy'] = 'share'): Delivery => ({
  ...DEFAULT_DELIVERY,
  rampMonths,
  rampBy,
});
const RENEW = { existingCommitments: 'renew' } as const;

const deliveries: fc.Arbitrary<Delivery> = fc.record({
  rampMonths: fc.integer({ min: 1, max: 4 }),
  rampBy: fc.constantFrom('resource' as const, 'share' as const),
  dualRunMonths: fc.integer({ min: 0, max: 2 }),
  oneOffCost: fc.constantFrom('0', '12.5'),
  effortDays: fc.constantFrom(null, 0, 3),
  status: fc.constant('approved' as const),
});

describe('parts of a month', () => {
  test('weigh 1 together, and the first has everything that is in effect', () => {
    fc.assert(
      fc.property(
        estates(),
        plans,
        fc.array(deliveries, { minLength: 5, maxLength: 5 }),
        (estate, each, how) => {
          const { player, worlds } = createSimulator(estate, testBook());
          const delivered = {
            ...each,
            moves: each.moves.map((one, at) => ({ ...one, delivery: how[at] ?? DEFAULT_DELIVERY })),
          };
          const timed = timeMoves({
            plan: delivered,
            assumptions: resolveAssumptions(RENEW),
            horizonMonths: 6,
            player,
            bill: worlds.bill,
          });
          for (let month = 1; month <= 6; month++) {
            const parts = partsOfMonth(timed, month);
            expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
            for (const { weight } of parts) expect(weight).toBeGreaterThan(0);
            const active = timed.filter(one => shareInEffect(one, month) > 0).map(one => one.move.id);
            expect(parts[0]?.moves.map(one => one.move.id)).toEqual(active);
            for (const { moves } of parts.slice(1)) expect(moves.length).toBeLessThan(active.length);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a ramp by share', () => {
  test('of N months saves (k+1)/N of the full saving in its month k', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }), (rampMonths, start) => {
        const run = createSimulator(estateOf(machines(3)), testBook()).run(
          plan([move('rightsize-compute', { start, delivery: ramp(rampMonths) })]),
          { horizonMonths: 9, assumptions: RENEW },
        );
        const saved = run.months.map(({ runRateCost }) =>
          Number(run.baseline.effectiveCost.minus(runRateCost)),
        );
        const full = saved.at(-1) ?? 0;
        expect(full).toBeGreaterThan(1);
        saved.forEach((amount, at) => {
          const share = Math.min(1, Math.max(0, at + 1 - start + 1) / rampMonths);
          expect(amount).toBeCloseTo(share * full, 6);
        });
      }),
    );
  });

  test('is invoiced by the same shares', () => {
    const run = createSimulator(estateOf(machines(2)), testBook()).run(
      plan([move('rightsize-compute', { delivery: ramp(4) })]),
      { horizonMonths: 5, assumptions: RENEW },
    );
    const saved = run.months.map(({ billedCost }) => Number(run.baseline.billedCost.minus(billedCost)));
    const full = saved[4] ?? 0;
    [0.25, 0.5, 0.75, 1, 1].forEach((share, at) => {
      expect(saved[at]).toBeCloseTo(share * full, 6);
    });
  });

  test('of two moves with other lengths adds up to the ledger in every month', () => {
    const run = createSimulator(estateOf(machines(3)), testBook()).run(
      plan([
        move('rightsize-compute', { delivery: ramp(4) }),
        move('ec2-amd', { delivery: ramp(3), start: 2 }),
      ]),
      { horizonMonths: 6, assumptions: RENEW },
    );
    for (const { changes, runRateCost } of run.months) {
      const changed = changes.reduce((sum, { amount }) => sum.plus(amount), run.baseline.effectiveCost);
      expect(changed.toFixed()).toBe(runRateCost.toFixed());
    }
  });
});

describe('a ramp by resource', () => {
  test('takes whole resources in waves, production last', () => {
    const estate = estateOf(
      machines(6, index => (index % 2 === 0 ? 'shop' : 'staging')),
      { workloads: [workload('shop'), workload('staging', 'staging')] },
    );
    const run = createSimulator(estate, testBook()).run(
      plan([move('rightsize-compute', { delivery: ramp(3, 'resource') })]),
      { horizonMonths: 4, assumptions: RENEW },
    );
    const touched = run.months.map(({ changes }) => changes.map(({ workload: name }) => name).sort());
    expect(touched).toEqual([
      ['staging', 'staging'],
      ['shop', 'staging', 'staging', 'staging'],
      ['shop', 'shop', 'shop', 'staging', 'staging', 'staging'],
      ['shop', 'shop', 'shop', 'staging', 'staging', 'staging'],
    ]);
  });

  test('never takes less from one month to the next, and ends with everything', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 }), (count, rampMonths) => {
        const run = createSimulator(estateOf(machines(count)), testBook()).run(
          plan([move('rightsize-compute', { delivery: ramp(rampMonths, 'resource') })]),
          { horizonMonths: 6, assumptions: RENEW },
        );
        const counts = run.months.map(({ changes }) => changes.length);
        counts.forEach((each, at) => {
          expect(each).toBe(Math.ceil((Math.min(at + 1, rampMonths) / rampMonths) * count - 1e-9));
        });
      }),
    );
  });
});

describe('dates', () => {
  const team: Team = {
    name: 'team',
    engineers: 1,
    daysPerMonth: 2,
    costShare: 1,
    toilShare: 0,
    freezeWindows: [],
    followTheSun: false,
  };
  const run = (assumptions: StatedAssumptions, effortDays: number | null) =>
    createSimulator(estateOf(machines(1)), testBook()).run(
      plan([move('rightsize-compute', { start: 2, delivery: { ...DEFAULT_DELIVERY, effortDays } })]),
      { horizonMonths: 6, assumptions: { ...RENEW, ...assumptions } },
    ).moves[0];
  const lead = leverById('rightsize-compute')?.meta.leadTimeMonths ?? Number.NaN;

  test('without teams: done in the month of the start, in effect after the lead time', () => {
    expect(run({}, 99)).toMatchObject({ begunMonth: 2, doneMonth: 2, effectMonth: 2 + lead });
  });

  test('with a team: its days decide, two a month', () => {
    expect(run({ teams: [team] }, 5)).toMatchObject({ begunMonth: 2, doneMonth: 4, effectMonth: 4 + lead });
    expect(run({ teams: [team] }, 99)).toMatchObject({ begunMonth: 2, doneMonth: null, effectMonth: null });
  });

  test('without stated days the lever estimates them for each workload', () => {
    const days = meanOf(leverById('rightsize-compute')?.meta.effortDays ?? { low: 0, mode: 0, high: 0 });
    expect(run({ teams: [team] }, null)?.doneMonth).toBe(1 + Math.ceil(days / 2));
  });

  test('a move that the owner refuses before its effect touches nothing there', () => {
    const injects = [
      { kind: 'refusal' as const, title: null, from: 2, workloads: ['shop'], levers: ['rightsize-*'] },
    ];
    expect(run({ injects }, null)?.applied).toEqual([]);
    const later = injects.map(each => ({ ...each, from: 3 + lead }));
    expect(run({ injects: later }, null)?.applied).toHaveLength(1);
  });
});
