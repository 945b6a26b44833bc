/** What could still be done: every lever on every workload, priced on what the plan leaves, ranked. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEVERS } from '../../../src/engine/levers/index.ts';
import { sum } from '../../../src/engine/money.ts';
import { naiveTotal } from '../../../src/engine/opportunities/opportunity.ts';
import { rankOpportunities } from '../../../src/engine/opportunities/rank.ts';
import { findOpportunities, searchOpportunities } from '../../../src/engine/opportunities/search.ts';
import { planFileSchema } from '../../../src/engine/plan-file.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estates } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import {
  database,
  estateOf,
  HOURS,
  instance,
  move,
  plan,
  utilization,
  volume,
  workload,
} from '../estates.ts';

const IDLE = utilization({
  cpu: { p50: 0.001, p95: 0.01, p99: 0.02 },
  memory: { max: 0.1 },
  networkMbps: { p95: 0 },
});
const estate = estateOf([
  instance('a', { instanceType: 'm5.xlarge' }, { utilization: IDLE }),
  instance('b', {}, { workload: 'staging' }),
  volume('v', {
    workload: 'lab',
    utilization: utilization({ iops: { max: 10 }, throughputMibps: { max: 1 } }),
  }),
  database('d', { workload: 'staging' }),
]);
const simulator = createSimulator(estate, testBook());
const ids = (...args: Parameters<typeof findOpportunities>) => findOpportunities(...args).map(({ id }) => id);

/** Levers whose answer on this estate is worked out below. */
const KNOWN = [
  'terminate-idle-compute',
  'schedule-non-production',
  'rightsize-compute',
  'ebs-gp2-to-gp3',
  's3-storage-tiering',
  'database-single-az',
  'compute-savings-plan',
];

describe('an estate', () => {
  const found = rankOpportunities(findOpportunities(simulator, plan([]), KNOWN), 'saving');

  test('has one opportunity for each lever and workload that fit, dearest first', () => {
    expect(found.map(({ id, savedPerMonth }) => [id, Number(savedPerMonth.toFixed(6))])).toEqual(
      [
        ['database-single-az-staging', Number((0.2 * HOURS + 10).toFixed(6))],
        ['terminate-idle-compute-shop', 0.2 * HOURS],
        ['rightsize-compute-shop', 0.1 * HOURS],
        ['compute-savings-plan', Number((0.09 * HOURS).toFixed(6))],
        ['schedule-non-production-staging', Number((0.1 * 108).toFixed(6))],
        ['ebs-gp2-to-gp3-lab', 10],
      ].sort((a, b) => Number(b[1]) - Number(a[1])),
    );
  });

  test('saves less than all of them added up: they overlap', () => {
    const all = createSimulator(estate, testBook()).run(plan(found.map(each => each.move)), {
      horizonMonths: 1,
    });
    const truth = all.baseline.effectiveCost.minus(all.months[0]?.runRateCost ?? 0);
    expect(naiveTotal(found).greaterThan(truth)).toBe(true);
    expect(naiveTotal(found).equals(sum(found.map(({ savedPerMonth }) => savedPerMonth)))).toBe(true);
  });

  test('each is what a plan with only its move saves', () => {
    for (const { move: each, savedPerMonth } of found) {
      const run = createSimulator(estate, testBook()).run(plan([each]), { horizonMonths: 1 });
      expect(run.baseline.effectiveCost.minus(run.months[0]?.runRateCost ?? 0).toFixed()).toBe(
        savedPerMonth.toFixed(),
      );
    }
  });

  test('each has a range between nothing and all of it, by its evidence', () => {
    for (const { range, savedPerMonth, evidence, applied } of found) {
      expect(evidence.measured + evidence.inferred + evidence.assumed).toBe(applied.length);
      expect(range.low).toBeGreaterThan(0);
      expect(range.low).toBeLessThan(range.expected);
      expect(range.expected).toBeLessThan(range.high);
      expect(range.high).toBeCloseTo(savedPerMonth.toNumber(), 6);
    }
  });

  test('each says what it does to the objective of its workload, and nothing where there is no workload', () => {
    const byId = new Map(found.map(each => [each.id, each]));
    expect(byId.get('rightsize-compute-shop')?.addedBreachProbability).toBeTypeOf('number');
    expect(byId.get('database-single-az-staging')?.addedBadMinutes).toBeGreaterThan(0);
    expect(byId.get('database-single-az-staging')?.addedBreachProbability).toBeNull();
    expect(byId.get('compute-savings-plan')).toMatchObject({
      addedBadMinutes: null,
      addedBreachProbability: null,
      workload: null,
    });
  });
});

describe('a plan takes away', () => {
  test('what its moves have done already', () => {
    expect(ids(simulator, plan([move('terminate-idle-compute')]))).not.toContain(
      'terminate-idle-compute-shop',
    );
    expect(ids(simulator, plan([move('terminate-idle-compute')]))).not.toContain('rightsize-compute-shop');
    expect(ids(simulator, plan([move('ebs-gp2-to-gp3')]))).not.toContain('ebs-gp2-to-gp3-lab');
  });

  test('what its guardrails forbid or protect', () => {
    const { guardrails } = plan([]);
    expect(
      ids(simulator, plan([], { guardrails: { ...guardrails, forbiddenLevers: ['compute-savings-plan'] } })),
    ).not.toContain('compute-savings-plan');
    expect(
      ids(simulator, plan([], { guardrails: { ...guardrails, protectedWorkloads: ['shop'] } })).filter(id =>
        id.endsWith('-shop'),
      ),
    ).toEqual([]);
  });
});

describe('a search', () => {
  test('looks at every lever and workload once, and counts', () => {
    const search = searchOpportunities(simulator, plan([]));
    const workloads = 3;
    const ofTheEstate = LEVERS.filter(({ target }) => target === 'estate').length;
    expect(search.total).toBe((LEVERS.length - ofTheEstate) * workloads + ofTheEstate);
    const steps = Array.from({ length: search.total }, () => search.next());
    expect(steps.map(step => step?.done)).toEqual(
      Array.from({ length: search.total }, (_, index) => index + 1),
    );
    expect(search.next()).toBeNull();
    expect(steps.filter(step => step?.found).length).toBe(findOpportunities(simulator, plan([])).length);
  });

  test('looks only at the levers asked for', () => {
    expect(ids(simulator, plan([]), ['ebs-gp2-to-gp3'])).toEqual(['ebs-gp2-to-gp3-lab']);
    expect(ids(simulator, plan([]), [])).toEqual([]);
  });

  test('finds nothing in an empty estate', () => {
    expect(ids(createSimulator(estateOf([]), testBook()), plan([]))).toEqual([]);
  });
});

describe('ids', () => {
  const named = (...names: readonly string[]) =>
    estateOf(
      names.map((name, index) =>
        volume(`v-${index}`, {
          workload: name,
          utilization: utilization({ iops: { max: 1 }, throughputMibps: { max: 1 } }),
        }),
      ),
      { workloads: names.map(name => workload(name)) },
    );

  test.each([
    ['names that differ in punctuation', ['a b', 'a-b', 'a_b']],
    ['names without a Latin letter', ['支付', '订单']],
    ['long names that differ at the end', [`${'x'.repeat(60)}1`, `${'x'.repeat(60)}2`]],
  ])('are unique and fit a plan file, for %s', (_name, names) => {
    const found = findOpportunities(createSimulator(named(...names), testBook()), plan([]), KNOWN);
    expect(found).toHaveLength(names.length);
    expect(new Set(found.map(({ id }) => id)).size).toBe(names.length);
    const file = planFileSchema.safeParse({
      schema: 'trimtab/plan/1',
      title: 'All',
      target: { reduceBy: 0.1, byMonth: 1 },
      moves: found.map(({ move: { id, lever, start } }) => ({ id, lever, start })),
    });
    expect(file.success).toBe(true);
  });
});

test('finding them changes nothing: the same search gives the same, and a plan plays as before', () => {
  fc.assert(
    fc.property(estates(), random => {
      const one = createSimulator(random, testBook());
      const before = JSON.stringify(one.run(plan([]), { horizonMonths: 2 }));
      const first = JSON.stringify(findOpportunities(one, plan([])));
      expect(JSON.stringify(findOpportunities(one, plan([])))).toBe(first);
      expect(JSON.stringify(findOpportunities(createSimulator(random, testBook()), plan([])))).toBe(first);
      expect(JSON.stringify(one.run(plan([]), { horizonMonths: 2 }))).toBe(before);
    }),
    { numRuns: 40 },
  );
});
