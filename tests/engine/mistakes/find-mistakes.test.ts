/** Mistakes that a plan makes: what is one, what is none, and the number that goes with it. */

import { describe, expect, test } from 'vitest';
import { findMistakes } from '../../../src/engine/mistakes/find-mistakes.ts';
import type { Move } from '../../../src/engine/plan.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { testBook } from '../../helpers/test-book.ts';
import { database, estateOf, instance, move, plan, utilization, workload } from '../estates.ts';

const OVERSIZED = utilization({ cpu: { p50: 0.1, p99: 0.4 }, memory: { max: 0.4 } });
const [commit, rightsize] = ['compute-savings-plan', 'rightsize-compute'];
const estate = estateOf([
  ...['a', 'b'].map(id => instance(id, { instanceType: 'm5.xlarge' }, { utilization: OVERSIZED })),
  instance('c', {}, { workload: 'staging' }),
  database('d', { workload: 'staging' }),
]);

function mistakes(moves: readonly Move[], of = estate) {
  return findMistakes(createSimulator(of, testBook()).run(plan(moves), { horizonMonths: 4 }));
}

describe('committing too early', () => {
  test('is a mistake, with what it strands', () => {
    const [found, ...others] = mistakes([move(commit, { start: 1 }), move(rightsize, { start: 3 })]);
    expect(others).toEqual([]);
    // .35 an hour committed; .07 + .14 used after both xlarge became large: .14 x 168 h.
    expect(found).toMatchObject({
      code: 'commit-before-rightsizing',
      moveIds: [commit, rightsize],
      message: `${commit} commits before ${rightsize} make the usage smaller. $24 a month is committed and unused in the end.`,
    });
  });

  test.each<readonly [string, readonly Move[]]>([
    [
      'committing in the same month: it is applied last',
      [move(commit, { start: 2 }), move(rightsize, { start: 2 })],
    ],
    ['committing afterwards', [move(commit, { start: 3 }), move(rightsize, { start: 1 })]],
    ['a later move that changes nothing', [move(commit), move('terminate-idle-compute', { start: 3 })]],
    ['a later move on something no plan covers', [move(commit), move('database-single-az', { start: 3 })]],
    [
      'a commitment that was not bought',
      [
        move(commit, {
          params: { shareOfOptimumPercent: 100 },
          scope: move(commit).scope,
          start: 4,
          id: 'late',
        }),
        move(rightsize, { start: 1 }),
      ],
    ],
  ])('is not: %s', (_name, moves) => {
    expect(mistakes(moves)).toEqual([]);
  });

  test('names every later move that shrinks compute', () => {
    const schedule = move('schedule-non-production', { start: 2 });
    const [found] = mistakes([move(commit), schedule, move(rightsize, { start: 3 })]);
    expect(found?.moveIds).toEqual([commit, schedule.id, rightsize]);
  });
});

describe('cutting redundancy', () => {
  const strict = workload('shop', 'production', { slo: { objective: 0.9999, windowDays: 30 } });
  const cut = move('database-single-az', { params: { allowProduction: true } });

  test('that an objective rests on is a mistake', () => {
    const of = estateOf([database('d')], { workloads: [strict] });
    expect(mistakes([cut], of)).toMatchObject([
      { code: 'redundancy-cut', moveIds: [cut.id], message: expect.stringContaining('shop') },
    ]);
  });

  test('where no objective breaks is none', () => {
    expect(mistakes([cut])).toEqual([]);
  });
});

describe('a move without an owner', () => {
  test('is a mistake when it does something', () => {
    expect(mistakes([move(rightsize, { owner: null }), move(commit)])).toMatchObject([
      { code: 'no-owner', moveIds: [rightsize], message: '1 of 2 moves have no owner.' },
    ]);
  });

  test('is none when it does nothing', () => {
    expect(mistakes([move('terminate-idle-compute', { owner: null })])).toEqual([]);
  });
});

test('every mistake names its rule', () => {
  const found = mistakes([move(commit, { owner: null }), move(rightsize, { start: 2, owner: null })]);
  expect(found.map(({ code }) => code)).toEqual(['commit-before-rightsizing', 'no-owner']);
  for (const { rule } of found) expect(rule.length).toBeGreaterThan(20);
});
