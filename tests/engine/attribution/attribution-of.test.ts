/** Who saved what on a real simulator: every way to tell it adds up to the same saving, and says what the run says. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attribution, attributionOf } from '../../../src/engine/attribution/attribution-of.ts';
import { componentsOf } from '../../../src/engine/attribution/components.ts';
import { monthOfMoves } from '../../../src/engine/attribution/cost-of-moves.ts';
import { shapleyValues } from '../../../src/engine/attribution/exact-shapley.ts';
import type { Estate } from '../../../src/engine/estate/estate.ts';
import { decimal, sum } from '../../../src/engine/money.ts';
import type { Plan } from '../../../src/engine/plan.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estates, plans } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, move, plan, savingsPlan, utilization, volume } from '../estates.ts';

function attribute(estate: Estate, each: Plan, budget = 200) {
  const simulator = createSimulator(estate, testBook());
  const search = attributionOf(simulator, each, { seed: '1', budget });
  let steps = 0;
  for (let step = search.next(); step; step = search.next()) steps = step.done;
  const found = search.found();
  return { simulator, found, steps, total: search.total };
}

/** Two staging machines that idle, and one plan for one of them. */
const STAGING = {
  workload: 'staging',
  utilization: utilization({ cpu: { p50: 0.02, p95: 0.03, p99: 0.04, max: 0.05 } }),
};
const machines = () => [instance('a', {}, STAGING), instance('b', {}, STAGING)];
const amounts = ({ moves }: Attribution, key: 'waterfall' | 'shapley' | 'leaveOneOut' | 'interaction') =>
  moves.map(each => each[key].toNumber());

const LADDER = plan([
  move('schedule-non-production', { id: 'off' }),
  move('compute-savings-plan', { id: 'commit', params: { commitmentPerHour: 0.07 } }),
]);

describe('attribution on a simulator', () => {
  test('of a schedule and a plan that meet: what each does first, alone and last', () => {
    const { found, simulator } = attribute(estateOf(machines()), LADDER);
    const week = 168 * 0.1 * 2;
    const run = simulator.run(LADDER, { horizonMonths: 3 });
    const costOf = (ids: readonly string[]) =>
      createSimulator(estateOf(machines()), testBook())
        .run({ ...LADDER, moves: LADDER.moves.filter(({ id }) => ids.includes(id)) }, { horizonMonths: 3 })
        .months[2]?.runRateCost.toNumber() ?? Number.NaN;
    const [both, off, commit] = [costOf(['off', 'commit']), costOf(['off']), costOf(['commit'])];

    expect(found.costWithoutMoves.toNumber()).toBeCloseTo(week, 9);
    expect(found.moves.map(({ moveId }) => moveId)).toEqual(['off', 'commit']);
    expect(found.moves.map(({ waterfall }) => waterfall.toFixed())).toEqual(
      run.moves.map(({ savedPerMonth }) => savedPerMonth.toFixed()),
    );
    expect(amounts(found, 'leaveOneOut')).toEqual(
      [commit - both, off - both].map(each => expect.closeTo(each, 8)),
    );
    expect(amounts(found, 'shapley')).toEqual(
      [(week - off + commit - both) / 2, (week - commit + off - both) / 2].map(each =>
        expect.closeTo(each, 8),
      ),
    );
    // They are worth less together: the plan pays for hours that are switched off.
    expect(found.pairs[0]?.saving).toBeCloseTo(off + commit - week - both, 8);
    expect(found.pairs[0]?.saving).toBeLessThan(-1);
  });

  test('of moves on volumes and on machines is told group by group, and nothing meets', () => {
    const estate = estateOf([
      ...machines(),
      volume('v', { utilization: utilization({ iops: { max: 100 } }) }),
    ]);
    const { found } = attribute(estate, plan([move('ebs-gp2-to-gp3'), move('schedule-non-production')]));

    expect(found.groups).toEqual([['schedule-non-production'], ['ebs-gp2-to-gp3']]);
    expect(found.pairs).toEqual([]);
    expect(found.interaction.toNumber()).toBeCloseTo(0, 9);
    expect(found.moves.every(({ waterfall }) => waterfall.greaterThan(0))).toBe(true);
  });

  test('keeps what no move explains apart: a commitment that ends', () => {
    const endMs = Date.UTC(2024, 1, 1);
    const estate = estateOf(machines(), { commitments: [savingsPlan('old', 0.07, { endMs })] });
    const each = plan([move('schedule-non-production')], { assumptions: { existingCommitments: 'expire' } });
    const { found } = attribute(estate, each);

    expect(found.unexplained.toNumber()).toBeCloseTo(168 * 0.03, 6);
    expect(found.costWithoutMoves.minus(found.baselineCost).toFixed()).toBe(found.unexplained.toFixed());
    expect(found.saving.toNumber()).toBeCloseTo(
      found.costWithoutMoves.minus(found.costWithMoves).toNumber(),
      9,
    );
  });

  test('leaves out moves that come later or are forbidden, and says so', () => {
    const each = plan([
      move('schedule-non-production', { id: 'late', start: 9 }),
      move('rightsize-compute', { id: 'now' }),
      move('compute-savings-plan', { id: 'never' }),
    ]);
    const guardrails = { ...each.guardrails, forbiddenLevers: ['compute-savings-plan'] };
    const { found } = attribute(estateOf(machines()), { ...each, guardrails });

    expect(found.moves.map(({ moveId }) => moveId)).toEqual(['now']);
    expect(found.notInEffect).toEqual(['late', 'never']);
  });

  test('of no move is nothing', () => {
    const { found } = attribute(estateOf(machines()), plan([]));

    expect([found.moves, found.pairs, found.saving.toFixed(), found.interaction.toFixed()]).toEqual([
      [],
      [],
      '0',
      '0',
    ]);
  });

  test('of more moves than can be tried in all sets is sampled, with errors', () => {
    const names = Array.from({ length: 12 }, (_, i) => `m${i}`);
    const workloads = (name: string) => ({ scope: { ...move('x').scope, resources: [name] } });
    const estate = estateOf(names.map(name => instance(name, {}, STAGING)));
    const each = plan([
      ...names.map(name => move('schedule-non-production', { id: name, ...workloads(name) })),
      move('compute-savings-plan', { id: 'commit', params: { commitmentPerHour: 0.3 } }),
    ]);
    const { found, steps, total } = attribute(estate, each, 300);

    expect(steps).toBe(total);
    expect([found.method, found.permutations]).toEqual(['sampled', 24]);
    expect(sum(found.moves.map(({ shapley }) => shapley)).toFixed()).toBe(found.saving.toFixed());
    // Equal machines have equal shares, as far as the draws can tell.
    const machinesOnly = found.moves.slice(0, 12);
    const mean = sum(machinesOnly.map(({ shapley }) => shapley)).toNumber() / 12;
    for (const { shapley, standardError } of machinesOnly)
      expect(Math.abs(shapley.toNumber() - mean)).toBeLessThanOrEqual(4 * standardError + 1e-6);
    expect(found.pairs.some(({ method }) => method === 'among-the-others')).toBe(true);
  });

  test('adds up on any estate and plan, in every way it is told, and says of each move what the run says', () => {
    fc.assert(
      fc.property(estates(), plans, (estate, raw) => {
        const each = { ...raw, moves: raw.moves.slice(0, 5) };
        const { found, simulator } = attribute(estate, each);
        const total = found.saving.toFixed();
        const run = simulator.run(each, { horizonMonths: each.target.byMonth });
        const saved = new Map(run.moves.map(({ moveId, savedPerMonth }) => [moveId, savedPerMonth]));

        expect(sum(found.moves.map(({ waterfall }) => waterfall)).toFixed()).toBe(total);
        expect(sum(found.moves.map(({ shapley }) => shapley)).toFixed()).toBe(total);
        expect(
          sum(found.moves.map(({ leaveOneOut }) => leaveOneOut))
            .plus(found.interaction)
            .toFixed(),
        ).toBe(total);
        expect(found.baselineCost.plus(found.unexplained).minus(found.saving).toFixed()).toBe(
          run.months.at(-1)?.runRateCost.toFixed(),
        );
        for (const { moveId, waterfall } of found.moves)
          expect(waterfall.minus(saved.get(moveId) ?? 0).toNumber()).toBeCloseTo(0, 6);
      }),
      { numRuns: 40 },
    );
  });
});

describe('groups', () => {
  test('looked at by themselves give the same shares as all sets together', () => {
    fc.assert(
      fc.property(estates(), plans, (estate, raw) => {
        const each = { ...raw, moves: raw.moves.slice(0, 5) };
        const { found, simulator } = attribute(estate, each);
        const game = monthOfMoves(simulator, each, each.target.byMonth);
        const values = shapleyValues(game.moves.length, set => Number(game.costOf(set)));

        expect(amounts(found, 'shapley')).toEqual(values.map(value => expect.closeTo(value, 5)));
      }),
      { numRuns: 40 },
    );
  });

  test('are joined by a move that may act on anything, and by savings that do not add up', () => {
    const sized = { utilization: utilization({ iops: { max: 100 } }) };
    const estate = estateOf([...machines(), volume('v', sized)]);
    const moves = [move('schedule-non-production'), move('ebs-gp2-to-gp3')];
    const contract = { ...move('enterprise-discount', { id: 'contract' }) };
    const late = { ...plan([...moves, contract]).target, byMonth: 12 };

    expect(attribute(estate, plan([...moves, contract], { target: late })).found.groups).toHaveLength(1);
    const playable = monthOfMoves(createSimulator(estate, testBook()), plan(moves), 3).moves;
    expect(componentsOf(playable, set => decimal(set === 3n ? 5 : 10))).toEqual([[0, 1]]);
    expect(componentsOf(playable, set => decimal(set === 3n ? 6 : set === 0n ? 10 : 8))).toEqual([[0], [1]]);
  });
});
