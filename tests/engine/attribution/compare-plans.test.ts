/** Two plans compared: what differs is found, and the effects of the changes add up to the difference. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePlans, type RunMoney } from '../../../src/engine/attribution/compare-plans.ts';
import { planChanges } from '../../../src/engine/attribution/plan-changes.ts';
import type { Estate } from '../../../src/engine/estate/estate.ts';
import { sum } from '../../../src/engine/money.ts';
import type { Plan } from '../../../src/engine/plan.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estates, plans } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, move, plan, utilization, volume } from '../estates.ts';

const OPTIONS = { horizonMonths: 4, seed: '1', runs: 50 };
const KEYS = ['runRateCost', 'cumulativeCash', 'cumulativeEffectiveCost', 'oneOffCost'] as const;

function compare(estate: Estate, a: Plan, b: Plan) {
  const search = comparePlans(createSimulator(estate, testBook()), a, b, OPTIONS);
  for (let step = search.next(); step; ) step = search.next();
  return search.found();
}

const gp3 = (more: Parameters<typeof move>[1] = {}) => move('ebs-gp2-to-gp3', more);
const idle = { workload: 'staging', utilization: utilization({ cpu: { p50: 0.02, p99: 0.04, max: 0.05 } }) };
const ESTATE = estateOf([
  instance('a', {}, idle),
  volume('v', { utilization: utilization({ iops: { max: 100 } }) }),
]);

describe('the changes', () => {
  test('are removals, changed fields, additions and settings, in this order', () => {
    const a = plan([move('rightsize-compute', { id: 'r' }), gp3({ id: 'g', start: 1 })]);
    const b = plan([gp3({ id: 'g', start: 3, owner: null }), move('compute-savings-plan', { id: 'c' })], {
      target: { ...a.target, byMonth: 4 },
    });

    expect(
      planChanges(a, b).map(({ kind, move: moved, fields }) => [kind, moved?.id ?? null, fields]),
    ).toEqual([
      ['plan', null, [{ field: 'target.byMonth', from: '3', to: '4' }]],
      ['removed', 'r', []],
      [
        'changed',
        'g',
        [
          { field: 'start', from: '1', to: '3' },
          { field: 'owner', from: 'team', to: '-' },
        ],
      ],
      ['added', 'c', []],
    ]);
  });

  test('know a move that was renamed, its scope and its parameters', () => {
    const scope = { ...move('x').scope, workloads: ['shop', 'vault'] };
    const renamed = planChanges(plan([gp3({ id: 'old' })]), plan([gp3({ id: 'new' })]));
    const scoped = planChanges(plan([gp3()]), plan([gp3({ scope, params: { headroomPercent: 35 } })]));

    expect(renamed.map(({ kind, fields }) => [kind, fields])).toEqual([
      ['changed', [{ field: 'id', from: 'old', to: 'new' }]],
    ]);
    expect(scoped[0]?.fields).toContainEqual({ field: 'scope.workloads', from: '-', to: 'shop, vault' });
    expect(scoped[0]?.fields).toContainEqual({ field: 'params.headroomPercent', from: '20', to: '35' });
  });

  test('hold the order inside a stage, and no order that decides nothing', () => {
    const [one, two] = [move('rightsize-compute', { id: 'one' }), move('rightsize-compute', { id: 'two' })];

    expect(planChanges(plan([one, two]), plan([two, one])).map(({ fields }) => fields)).toEqual([
      [{ field: 'order of application', from: 'one, two', to: 'two, one' }],
    ]);
    expect(planChanges(plan([one, gp3()]), plan([gp3(), one]))).toEqual([]);
    expect(planChanges(plan([one]), plan([one], { title: 'Another title' }))).toEqual([]);
  });
});

describe('the comparison', () => {
  test('gives an added move what it saves', () => {
    const found = compare(ESTATE, plan([]), plan([gp3()]));

    expect(found.changes).toHaveLength(1);
    expect(found.changes[0]?.money.runRateCost.toFixed()).toBe(
      found.b.run.moves[0]?.savedPerMonth.negated().toFixed(),
    );
    expect(found.difference.cumulativeEffectiveCost.toNumber()).toBeCloseTo(
      4 * found.difference.runRateCost.toNumber(),
      8,
    );
    expect(found.b.score.savedPerMonth.greaterThan(found.a.score.savedPerMonth)).toBe(true);
  });

  test('of a plan with itself is nothing', () => {
    const found = compare(ESTATE, plan([gp3()]), plan([gp3()]));

    expect(found.changes).toEqual([]);
    for (const key of KEYS) expect(found.difference[key].isZero()).toBe(true);
  });

  test('adds up change by change, and leads to what the second plan costs by itself', () => {
    fc.assert(
      fc.property(estates(), plans, plans, (estate, rawA, rawB) => {
        const [a, b] = [rawA, rawB].map(raw => ({ ...raw, moves: raw.moves.slice(0, 3) }));
        if (!a || !b) return;
        const found = compare(estate, a, b);
        const alone = createSimulator(estate, testBook()).run(b, OPTIONS);
        const whole = (key: keyof RunMoney) => sum(found.changes.map(({ money }) => money[key])).toFixed();

        for (const key of KEYS) expect(whole(key), key).toBe(found.difference[key].toFixed());
        expect(found.b.money.cumulativeEffectiveCost.toFixed()).toBe(
          sum(alone.months.map(({ effectiveCost }) => effectiveCost)).toFixed(),
        );
      }),
      { numRuns: 30 },
    );
  });
});
