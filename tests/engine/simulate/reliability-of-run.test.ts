/** What a run says about the reliability of its workloads: which move did it, what the policy forbids, and what that does to the score. */

import { describe, expect, test } from 'vitest';
import type { Workload } from '../../../src/engine/estate/workload.ts';
import { UNDECLARED_POLICY } from '../../../src/engine/estate/workload-inputs.ts';
import type { PlanPolicy } from '../../../src/engine/reliability/index.ts';
import { DEFAULT_PLAN_POLICY } from '../../../src/engine/reliability/index.ts';
import { score } from '../../../src/engine/score.ts';
import { reliabilityOfRun } from '../../../src/engine/simulate/reliability-of-run.ts';
import { allowedMoves, createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { testBook } from '../../helpers/test-book.ts';
import { database, estateOf, instance, move, plan, utilization, WORKLOADS, workload } from '../estates.ts';

const OVERSIZED = utilization({ cpu: { p50: 0.1, p99: 0.4 }, memory: { max: 0.4 } });
const MACHINES = ['a', 'b', 'c'].map(id =>
  instance(id, { instanceType: 'm5.xlarge' }, { utilization: OVERSIZED }),
);
const MOVES = [
  move('rightsize-compute'),
  move('database-single-az', { start: 2, params: { allowProduction: true } }),
];

function simulatorOf(shop: Partial<Workload>) {
  const workloads = WORKLOADS.map(each =>
    each.name === 'shop' ? workload('shop', 'production', shop) : each,
  );
  return createSimulator(
    estateOf([...MACHINES, database('db', { multiAz: true })], { workloads }),
    testBook(),
  );
}

/** The run of the moves, and what it says about the shop. */
function played(shop: Partial<Workload> = {}) {
  const run = simulatorOf(shop).run(plan(MOVES), { horizonMonths: 4 });
  return { run, shop: run.reliability.find(each => each.workload === 'shop')! };
}

/** What a policy says about the shop when both moves are made. */
function judged(policy: Partial<PlanPolicy>) {
  const simulator = simulatorOf({});
  const wanted = plan(MOVES);
  const { months } = simulator.run(wanted, { horizonMonths: 4 });
  const states = months.map(({ activeMoveIds }) =>
    simulator.player.play(
      allowedMoves(wanted).filter(each => activeMoveIds.includes(each.move.id)),
      wanted.guardrails,
      simulator.worlds.bill,
      new Map(),
    ),
  );
  const input = {
    baseline: simulator.baseline,
    plan: wanted,
    states,
    months,
    policy: { ...DEFAULT_PLAN_POLICY, ...policy },
  };
  return reliabilityOfRun(input, simulator.reliability).find(each => each.workload === 'shop')!;
}

describe('the effects of the moves', () => {
  test('name the move that costs most, and what making each change costs once', () => {
    const { effects, outcomes, before, after } = played().shop;
    expect(effects.byMove.map(({ moveId }) => moveId)).toEqual(['database-single-az', 'rightsize-compute']);
    const [worst] = effects.byMove;
    expect(worst?.marginalBadMinutes).toBeGreaterThan(3);
    expect(worst?.oneOffBadMinutes).toBeGreaterThan(0);
    expect(outcomes.delta.mean).toBeCloseTo(after.expectedBadMinutes - before.expectedBadMinutes, 9);
    expect(outcomes.evidence?.byConstant.length).toBeGreaterThan(0);
  });
});

describe('the policy of a plan', () => {
  const freeze = { from: '2024-02', to: '2024-02', workloads: ['shop'], reason: null };
  const broken = ({ guardrails }: ReturnType<typeof judged>) =>
    guardrails.filter(({ allowed }) => allowed === false).map(({ rule }) => rule);

  test('turns a change in a freeze into a broken guardrail of its month', () => {
    const shop = judged({ freezeWindows: [freeze] });

    expect(broken(shop)).toContain('change-freeze');
    expect(shop.policy.find(({ rule }) => rule === 'change-freeze')).toMatchObject({
      month: '2024-02',
      moveIds: ['rightsize-compute'],
    });
  });

  test('lets urgent moves pass', () => {
    const shop = judged({ freezeWindows: [freeze], urgentMoves: ['rightsize-compute'] });
    expect(broken(shop)).not.toContain('change-freeze');
  });

  test('is not asked about months without a change', () => {
    const shop = judged({ freezeWindows: [{ ...freeze, from: '2024-05', to: '2024-12' }] });
    expect(broken(shop)).not.toContain('change-freeze');
  });
});

test('a plan that changes a workload in its own freeze is not met, whatever it saves', () => {
  const { run, shop } = played({ policy: { ...UNDECLARED_POLICY, freeze: true } });
  const judgement = score(run, { seed: 1, runs: 50 });

  expect(shop.guardrails.find(({ rule }) => rule === 'change-freeze')?.allowed).toBe(false);
  expect(judgement.amountReached).toBe(true);
  expect(judgement.targetMet).toBe(false);
  expect(judgement.brokenGuardrails.map(({ rule }) => rule)).toContain('change-freeze');
});

test('a workload’s own limit of P(breach) counts before that of the plan', () => {
  const strict = played({ policy: { ...UNDECLARED_POLICY, maxBreachProbability: 0.001 } }).shop;
  const rule = strict.guardrails.find(each => each.rule === 'slo-breach-probability');

  expect(rule?.allowed).toBe(false);
  expect(played().shop.guardrails.find(each => each.rule === 'slo-breach-probability')?.allowed).toBe(true);
});
