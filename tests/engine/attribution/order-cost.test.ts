/** What the order of a plan costs: on estates where the best order is known by hand. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OrderCost, orderCost } from '../../../src/engine/attribution/order-cost.ts';
import { sum } from '../../../src/engine/money.ts';
import type { Plan } from '../../../src/engine/plan.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estates, plans } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, move, plan, utilization } from '../estates.ts';

const IDLE = utilization({ cpu: { p50: 0.02, p95: 0.03, p99: 0.04, max: 0.05 } });
/** Four staging machines all week, which could run in office hours only. */
const staging = () =>
  estateOf(['a', 'b', 'c', 'd'].map(id => instance(id, {}, { workload: 'staging', utilization: IDLE })));

function cost(estate: ReturnType<typeof estateOf>, each: Plan, budget = 100, horizonMonths = 6): OrderCost {
  const search = orderCost(createSimulator(estate, testBook()), each, { horizonMonths, budget });
  for (let step = search.next(); step; ) step = search.next();
  return search.found();
}

/** Commits to what runs today, then switches it off. */
const TOO_EARLY = plan([
  move('compute-savings-plan', { id: 'commit', start: 1 }),
  move('schedule-non-production', { id: 'off', start: 2 }),
]);
const inOrder = (first: string) => ({
  ...TOO_EARLY,
  moves: TOO_EARLY.moves.map(each => ({ ...each, start: each.id === first ? 1 : 2 })),
});

describe('the cost of an order', () => {
  test('of a purchase before a schedule names both, and what is stranded', () => {
    const found = cost(staging(), TOO_EARLY);
    const simulator = createSimulator(staging(), testBook());
    const totalOf = (each: Plan) =>
      sum(simulator.run(each, { horizonMonths: 6 }).months.map(({ effectiveCost }) => effectiveCost));
    const [reason] = found.reasons;

    expect(found.method).toBe('all');
    expect(found.ordersPlayed).toBe(2);
    expect(found.cost.toFixed()).toBe(
      totalOf(TOO_EARLY)
        .minus(totalOf(inOrder('off')))
        .toFixed(),
    );
    expect(found.cost.greaterThan(0)).toBe(true);
    expect(found.best.starts).toEqual([
      { moveId: 'commit', start: 2 },
      { moveId: 'off', start: 1 },
    ]);
    expect(found.canonical).toEqual(found.best);
    expect(reason?.kind).toBe('committed-before-shrinking');
    expect(reason?.moves.map(({ moveId }) => moveId)).toEqual(['commit', 'off']);
    expect(reason?.shrunkBy).toEqual([{ moveId: 'off', start: 2, how: 'switches off' }]);
    expect(reason?.strandedPerMonth.greaterThan(0)).toBe(true);
    expect(reason?.unusedPerMonth.greaterThanOrEqualTo(reason.strandedPerMonth)).toBe(true);
  });

  test('is nothing where the order is the best already', () => {
    const found = cost(staging(), inOrder('off'));

    expect([found.cost.toFixed(), found.reasons, found.elsewhere.toFixed()]).toEqual(['0', [], '0']);
    expect(found.best).toEqual(found.written);
  });

  test('of a move that waits is what it would have saved', () => {
    const idle = { workload: 'staging', utilization: IDLE };
    const estate = estateOf([
      instance('big', { instanceType: 'm5.xlarge' }, idle),
      instance('small', {}, idle),
    ]);
    const on = (resource: string) => ({ scope: { ...move('x').scope, resources: [resource] } });
    const found = cost(
      estate,
      plan([
        move('schedule-non-production', { id: 'little', start: 1, ...on('small') }),
        move('schedule-non-production', { id: 'much', start: 3, ...on('big') }),
      ]),
    );

    expect(found.reasons.map(({ kind, moves }) => [kind, moves[0]?.moveId])).toEqual([
      ['waits', 'much'],
      ['hurried', 'little'],
    ]);
    expect(found.reasons[1]?.cost.isNegative()).toBe(true);
  });

  test('is searched for when there are too many orders, never past the budget, and says that it was', () => {
    const moves = ['a', 'b', 'c', 'd'].map((id, index) =>
      move('schedule-non-production', {
        id,
        start: index + 2,
        scope: { ...move('x').scope, resources: [id] },
      }),
    );
    const each = plan([move('compute-savings-plan', { id: 'commit', start: 1 }), ...moves]);
    const found = cost(staging(), each, 30);
    const all = cost(staging(), each, 120);

    expect([found.method, found.ordersThere, all.method]).toEqual(['search', 120, 'all']);
    expect(found.ordersPlayed).toBeLessThanOrEqual(31);
    expect(found.cost.lessThanOrEqualTo(all.cost)).toBe(true);
    expect(found.cost.greaterThan(0)).toBe(true);
    expect(found.cost.greaterThanOrEqualTo(found.written.cost.minus(found.canonical.cost))).toBe(true);
  });

  test('is told by moves that add up to it, on any estate and plan', () => {
    fc.assert(
      fc.property(estates(), plans, (estate, raw) => {
        const each = { ...raw, moves: raw.moves.slice(0, 4) };
        const found = cost(estate, each, 10, 4);

        expect(found.cost.isNegative()).toBe(false);
        for (const parts of [found.reasons, found.byMove])
          expect(
            sum(parts.map(part => part.cost))
              .plus(found.elsewhere)
              .toFixed(),
          ).toBe(found.cost.toFixed());
        expect(found.best.breaksGuardrail).toBe(false);
      }),
      { numRuns: 25 },
    );
  });
});
