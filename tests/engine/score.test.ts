/** The judgement of a run: met or not, by how much, at whose risk, with what effort. */

import { describe, expect, test } from 'vitest';
import type { Move, Plan, Target } from '../../src/engine/plan.ts';
import { score } from '../../src/engine/score.ts';
import { createSimulator } from '../../src/engine/simulate/simulate.ts';
import { testBook } from '../helpers/test-book.ts';
import { database, estateOf, HOURS, instance, move, other, plan, utilization, workload } from './estates.ts';

const IDLE = utilization({ cpu: { p95: 0.01 }, networkMbps: { p95: 0 } });
/** $100 a month: $16.80 of it idle. */
const ESTATE = estateOf([instance('a', {}, { utilization: IDLE, workload: 'lab' }), other('rest', '83.2')]);
const TERMINATE = move('terminate-idle-compute');

function judge(
  target: Partial<Target>,
  moves: readonly Move[] = [TERMINATE],
  more: Partial<Plan> = {},
  estate = ESTATE,
) {
  const { moves: _none, ...rest } = plan([], more);
  const full: Target = {
    goal: { kind: 'reduce-by', fraction: 0.1 },
    byMonth: 1,
    basis: 'run-rate',
    ...target,
  };
  const run = createSimulator(estate, testBook()).run({ ...rest, moves, target: full }, { horizonMonths: 3 });
  return score(run, { seed: 1, runs: 500 });
}

describe('the target', () => {
  test.each<readonly [string, Target['goal'], boolean, string, string]>([
    ['by a share, reached', { kind: 'reduce-by', fraction: 0.1 }, true, '90', '6.8'],
    ['by a share, reached exactly', { kind: 'reduce-by', fraction: 0.168 }, true, '83.2', '0'],
    ['by a share, missed by a little', { kind: 'reduce-by', fraction: 0.169 }, false, '83.1', '-0.1'],
    ['to an amount, reached', { kind: 'reduce-to', amount: '84' }, true, '84', '0.8'],
    ['to an amount, missed', { kind: 'reduce-to', amount: '80' }, false, '80', '-3.2'],
    ['by nothing', { kind: 'reduce-by', fraction: 0 }, true, '100', '16.8'],
    ['by everything', { kind: 'reduce-by', fraction: 1 }, false, '0', '-83.2'],
  ])('%s', (_name, goal, met, allowed, margin) => {
    const result = judge({ goal });
    expect(result.amountReached).toBe(met);
    expect(result.targetMet).toBe(met);
    expect(result.target.baselineCost.toFixed()).toBe('100');
    expect(result.target.allowedCost.toFixed()).toBe(allowed);
    expect(result.target.reachedCost.toFixed()).toBe('83.2');
    expect(result.target.margin.toFixed()).toBe(margin);
  });

  test('is judged in its month', () => {
    const late = [{ ...TERMINATE, start: 2 }];
    expect(judge({ byMonth: 1 }, late).targetMet).toBe(false);
    expect(judge({ byMonth: 2 }, late).targetMet).toBe(true);
    expect(judge({ byMonth: 99 }, late).targetMet).toBe(true);
  });

  test('on the clock of cash counts the fees of the month', () => {
    const upfront = [move('compute-savings-plan', { params: { payment: 'all-upfront' } })];
    const estate = estateOf([instance('a', {}, { workload: 'shop' })]);
    const goal = { kind: 'reduce-by', fraction: 0.2 } as const;
    expect(judge({ goal, basis: 'run-rate' }, upfront, {}, estate).targetMet).toBe(true);
    const cash = judge({ goal, basis: 'cash' }, upfront, {}, estate);
    expect(cash.targetMet).toBe(false);
    expect(cash.target.reachedCost.toNumber()).toBeCloseTo(0.067 * 8760, 6);
    // A month later nothing is invoiced at all.
    expect(
      judge({ goal, basis: 'cash', byMonth: 2 }, upfront, {}, estate).target.reachedCost.toNumber(),
    ).toBeCloseTo(0, 6);
  });
});

test('what is saved is a share of the baseline', () => {
  const result = judge({});
  expect(result.savedPerMonth.toFixed()).toBe('16.8');
  expect(result.savedFraction).toBeCloseTo(0.168, 12);
  expect(judge({}, [], {}, estateOf([])).savedFraction).toBe(0);
});

test('the range and the probability belong to the same target', () => {
  const result = judge({ goal: { kind: 'reduce-by', fraction: 0.16 } });
  expect(result.uncertainty.p10).toBeLessThan(result.uncertainty.p90);
  expect(result.uncertainty.p90).toBeLessThanOrEqual(16.8);
  expect(result.uncertainty.probabilityOfTarget).toBeGreaterThan(0);
  expect(result.uncertainty.probabilityOfTarget).toBeLessThan(1);
  expect(judge({ goal: { kind: 'reduce-by', fraction: 0 } }).uncertainty.probabilityOfTarget).toBe(1);
  expect(judge({ goal: { kind: 'reduce-by', fraction: 0.5 } }).uncertainty.probabilityOfTarget).toBe(0);
});

test('effort adds up over the moves', () => {
  const both = judge({}, [TERMINATE, move('compute-savings-plan', { params: { commitmentPerHour: 1 } })]);
  expect(both.effortDays.low).toBeCloseTo(0.2, 12);
  expect(both.effortDays.high).toBeCloseTo(2, 12);
});

describe('guardrails', () => {
  const shop = workload('shop', 'production', { slo: { objective: 0.9999, windowDays: 30 } });
  const estate = estateOf([database('d', { workload: 'shop' })], { workloads: [shop] });
  const cut = [move('database-single-az', { params: { allowProduction: true } })];

  test('are never traded for money: an amount that is reached does not make a target that is met', () => {
    const result = judge({}, cut, {}, estate);
    expect(result.amountReached).toBe(true);
    expect(result.brokenGuardrails.length).toBeGreaterThan(0);
    expect(result.targetMet).toBe(false);
    for (const broken of result.brokenGuardrails) {
      expect(broken.workload).toBe('shop');
      expect(broken.message.length).toBeGreaterThan(0);
    }
    expect(result.mistakes.map(({ code }) => code)).toEqual(['redundancy-cut']);
  });

  test('that hold are not in the way', () => {
    const guardrails = {
      maxBreachProbability: 1,
      maxBreachIncrease: 1,
      protectedWorkloads: [],
      forbiddenLevers: [],
    };
    const relaxed = workload('shop', 'production', { slo: { objective: 0.9, windowDays: 30 } });
    const result = judge(
      {},
      cut,
      { guardrails },
      estateOf([database('d', { workload: 'shop' })], { workloads: [relaxed] }),
    );
    expect(result.brokenGuardrails).toEqual([]);
    expect(result.targetMet).toBe(true);
  });
});

test('a week of a database on two zones costs what the book says, so that the case above is no accident', () => {
  expect(Number(estateOf([database('d')]).resources[0]?.effectiveCost)).toBeCloseTo(0.4 * HOURS + 20, 9);
});
