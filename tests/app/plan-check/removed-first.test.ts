/** Two moves that exclude each other where the first removes what the second would have changed. */

import { expect, test } from 'vitest';
import { removedFirst } from '../../../src/app/plan-check/removed-first.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estateOf, instance, move, plan, utilization } from '../../engine/estates.ts';
import { testBook } from '../../helpers/test-book.ts';

const idle = utilization({
  cpu: { p50: 0.001, p95: 0.005, p99: 0.01, max: 0.02 },
  memory: { max: 0.1 },
  networkMbps: { p95: 0.1 },
});
const busy = utilization({ cpu: { p50: 0.1, p95: 0.3, p99: 0.4 }, memory: { max: 0.4 } });
const machine = (id: string, metrics: typeof idle, more = {}) =>
  instance(id, { instanceType: 'm5.xlarge' }, { utilization: metrics, ...more });
const simulator = createSimulator(
  estateOf([machine('idle', idle), machine('small', idle, { workload: 'staging' }), machine('busy', busy)]),
  testBook(),
);

function lostBy(first: string, second: string, scope?: readonly string[]) {
  const moves = [
    move(first, { id: 'first' }),
    move(second, {
      id: 'second',
      ...(scope
        ? { scope: { workloads: scope, environments: null, accounts: null, regions: null, resources: null } }
        : {}),
    }),
  ];
  const run = simulator.run(plan(moves), { horizonMonths: 2 });
  const [a, b] = ['first', 'second'].map(id => run.moves.find(({ moveId }) => moveId === id));
  if (!a || !b) throw new Error('a move was not played');
  return removedFirst(run, simulator)(a, b).map(({ resourceId }) => resourceId);
}

test('what is terminated can no longer be rightsized: said of the idle ones, not of the busy one', () => {
  expect(lostBy('terminate-idle-compute', 'rightsize-compute')).toEqual(['idle', 'small']);
});

test('only where the second move would have reached', () => {
  expect(lostBy('terminate-idle-compute', 'rightsize-compute', ['staging'])).toEqual(['small']);
});

test.each([
  ['nothing is removed', 'ec2-graviton', 'ec2-amd'],
  ['the levers go together', 'terminate-idle-compute', 'ec2-graviton'],
  ['the second one acts on the whole estate', 'terminate-idle-compute', 'compute-savings-plan'],
])('nothing where %s', (_name, first, second) => {
  expect(lostBy(first, second)).toEqual([]);
});
