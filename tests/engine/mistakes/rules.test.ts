/** Mistakes that show only when a plan is played again, and those about targets, teams and spend. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_DELIVERY } from '../../../src/engine/delivery.ts';
import type { Estate, Resource } from '../../../src/engine/estate/estate.ts';
import { findMistakes, findRemarks, MISTAKE_RULES } from '../../../src/engine/mistakes/find-mistakes.ts';
import { createReplay } from '../../../src/engine/mistakes/replay.ts';
import { decimal } from '../../../src/engine/money.ts';
import type { Move, Plan } from '../../../src/engine/plan.ts';
import type { PriceBook } from '../../../src/engine/price-book.ts';
import type { StatedAssumptions } from '../../../src/engine/simulate/assumptions.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import type { Team } from '../../../src/engine/team/team.ts';
import { openEmbeddedBook } from '../../../src/prices/embedded-book.ts';
import { estates, plans } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import {
  database,
  estateOf,
  instance,
  move,
  other,
  plan,
  reservedInstance,
  savingsPlan,
  utilization,
  workload,
} from '../estates.ts';

const OVERSIZED = utilization({ cpu: { p50: 0.1, p99: 0.4 }, memory: { max: 0.4 } });

type More = {
  readonly horizonMonths?: number;
  readonly allowedCost?: string;
  readonly plan?: Partial<Omit<Plan, 'moves'>>;
  readonly assumptions?: StatedAssumptions;
  readonly book?: PriceBook;
};

/** Codes found, and the finding of one of them. */
function look(estate: Estate, moves: readonly Move[], more: More = {}) {
  const simulator = createSimulator(estate, more.book ?? testBook());
  const { horizonMonths = 6, assumptions = { existingCommitments: 'renew' } } = more;
  const run = simulator.run(plan(moves, more.plan), { horizonMonths, assumptions });
  const context = {
    replay: createReplay(simulator, run),
    allowedCost: more.allowedCost === undefined ? null : decimal(more.allowedCost),
  };
  const all = [...findMistakes(run, context), ...findRemarks(run, context)];
  return {
    run,
    mistakes: findMistakes(run, context).map(({ code }) => code),
    remarks: findRemarks(run, context).map(({ code }) => code),
    of: (code: string) => all.filter(each => each.code === code),
  };
}

const machines = (count: number, more: Partial<Resource> = {}) =>
  Array.from({ length: count }, (_, index) =>
    instance(`m-${index}`, { instanceType: 'm5.xlarge' }, { utilization: OVERSIZED, ...more }),
  );
const stagingMachines = (count: number) =>
  Array.from({ length: count }, (_, index) => instance(`s-${index}`, {}, { workload: 'staging' }));

describe('what commitments have paid for', () => {
  test('saves nothing when it is switched off: the amount is what becomes unused', () => {
    // A reservation for each machine, $0.06 an hour: whatever stops is paid for all the same.
    const estate = estateOf(stagingMachines(2), { commitments: [reservedInstance('ri', { count: 2 })] });
    const { of, mistakes } = look(estate, [move('schedule-non-production')]);
    const [found] = of('scheduled-what-was-reserved');
    const saved = 2 * 0.06 * (168 - 65);

    expect(mistakes).toContain('scheduled-what-was-reserved');
    expect(Number(found?.amount)).toBeGreaterThan(1);
    expect(Number(found?.amount)).toBeLessThan(2 * 0.06 * 168);
    expect(saved).toBeGreaterThan(0);
    expect(found?.message).toContain('ri (until');
    expect(found?.moveIds).toEqual(['schedule-non-production']);
  });

  test('is the cost of the hours that stop, to the cent', () => {
    const estate = estateOf(stagingMachines(1), { commitments: [reservedInstance('ri')] });
    const { of, run } = look(estate, [move('schedule-non-production')]);
    const on = run.moves[0]?.applied[0]?.effect;
    if (on?.kind !== 'schedule') throw new Error('a schedule is applied');
    const hoursOn = (on.schedule.endHour - on.schedule.startHour) * on.schedule.days.length;

    expect(Number(of('scheduled-what-was-reserved')[0]?.amount)).toBeCloseTo(0.06 * (168 - hoursOn), 6);
  });

  test('is no mistake while other usage takes its place', () => {
    const estate = estateOf([...stagingMachines(1), ...machines(2)], {
      commitments: [savingsPlan('sp', 0.05)],
    });
    expect(look(estate, [move('schedule-non-production')]).mistakes).toEqual([]);
  });

  test('by a plan of one family is lost when the family changes, and kept by a plan that moves with it', () => {
    const book = openEmbeddedBook();
    const boughtFirst = (lever: string) =>
      look(estateOf(machines(2), { book }), [move(lever), move('ec2-graviton', { start: 3 })], { book });
    const [bound, free] = [boughtFirst('ec2-instance-savings-plan'), boughtFirst('compute-savings-plan')];
    const [found] = bound.of('standard-ri-then-graviton');
    const [bought] = bound.run.purchases;
    if (bought?.kind !== 'savings-plan') throw new Error('a plan is bought');

    // Nothing of the family is left: all of the plan is unused.
    expect(Number(found?.amount)).toBeCloseTo(bought.commitmentPerHour * 168, 6);
    expect(found?.moveIds).toEqual(['ec2-instance-savings-plan', 'ec2-graviton']);
    expect(free.run.purchases).toHaveLength(1);
    expect(free.of('standard-ri-then-graviton')).toEqual([]);
  });
});

describe('the order of a purchase', () => {
  test('is worth what the same plan saves when it comes last', () => {
    const moves = [move('compute-savings-plan', { start: 1 }), move('rightsize-compute', { start: 3 })];
    const estate = estateOf(machines(3));
    const { of, run } = look(estate, moves);
    const later = look(
      estate,
      moves.map(each => ({ ...each, start: 3 })),
    );
    const last = run.months.at(-1)?.runRateCost;
    const best = later.run.months.at(-1)?.runRateCost;
    const difference = Number(last?.minus(best ?? 0));
    const [found] = of('commit-before-rightsizing');

    expect(difference).toBeGreaterThan(1);
    expect(found?.message).toContain(`Bought after them, a month would cost $${Math.round(difference)} less`);
    expect(later.of('commit-before-rightsizing')).toEqual([]);
  });
});

test('a purchase comes too early when the work before it waits for people', () => {
  const team = {
    name: 'team',
    engineers: 1,
    daysPerMonth: 1,
    costShare: 1,
    toilShare: 0,
    freezeWindows: [],
    followTheSun: false,
  };
  const moves = [
    move('compute-savings-plan', { start: 1, delivery: { ...DEFAULT_DELIVERY, effortDays: 0 } }),
    move('rightsize-compute', { start: 1, delivery: { ...DEFAULT_DELIVERY, effortDays: 3 } }),
  ];
  const assumptions = { existingCommitments: 'renew', teams: [team] } as const;

  expect(look(estateOf(machines(2)), moves, { assumptions }).mistakes).toContain('commit-before-rightsizing');
  expect(look(estateOf(machines(2)), moves).mistakes).toEqual([]);
});

describe('a purchase', () => {
  const buy = (params: Move['params']) => move('compute-savings-plan', { params });

  test('of more than runs is unused in its first month already', () => {
    const found = look(estateOf(machines(1)), [buy({ commitmentPerHour: 1 })]);
    const [above] = found.of('coverage-above-floor');

    expect(found.mistakes).toContain('coverage-above-floor');
    expect(Number(above?.amount)).toBeGreaterThan(100);
    expect(look(estateOf(machines(1)), [buy({})]).mistakes).toEqual([]);
  });

  test('for three years on traffic that is expected to fall is a lock-in; for one year it is not', () => {
    const growth = [
      {
        workloads: ['shop'],
        annualRate: -0.3,
        annualRange: null,
        seasonality: null,
        elasticity: 1,
        storageAnnualRate: null,
      },
    ];
    const assumptions = { existingCommitments: 'renew', growth } as const;
    const long = look(estateOf(machines(2)), [buy({ termYears: '3' })], { assumptions });
    const short = look(estateOf(machines(2)), [buy({ termYears: '1' })], { assumptions });

    expect(long.of('long-lock-in')[0]?.message).toContain('34 %');
    expect(short.of('long-lock-in')).toEqual([]);
  });

  test('that is used to the full and covers little is worth a remark', () => {
    const found = look(estateOf(machines(4)), [buy({ commitmentPerHour: 0.02 })]);

    expect(found.remarks).toContain('utilization-without-coverage');
    expect(look(estateOf(machines(4)), [buy({})]).remarks).not.toContain('utilization-without-coverage');
  });
});

describe('the target month', () => {
  test('is missed by upfront fees alone when the bill without them is within what is allowed', () => {
    const upfront = move('compute-savings-plan', { params: { payment: 'all-upfront' }, start: 3 });
    const target = { goal: { kind: 'reduce-by', fraction: 0.1 }, byMonth: 3, basis: 'cash' } as const;
    const estate = estateOf(machines(2));
    const bill = Number(estate.resources.reduce((sum, { billedCost }) => sum + Number(billedCost), 0));
    const missed = look(estate, [upfront], { plan: { target }, allowedCost: String(bill) });
    const [found] = missed.of('upfront-misses-target');

    expect(Number(found?.amount)).toBeGreaterThan(bill);
    expect(found?.moveIds).toEqual([upfront.id]);
    const earlier = { ...upfront, start: 2 };
    expect(look(estate, [earlier], { plan: { target }, allowedCost: String(bill) }).mistakes).toEqual([]);
    const runRate = { ...target, basis: 'run-rate' as const };
    expect(
      look(estate, [upfront], { plan: { target: runRate }, allowedCost: String(bill) }).mistakes,
    ).toEqual([]);
  });

  test('does not count what shows later, and the remark says how much', () => {
    const { of, run } = look(estateOf(machines(2)), [move('rightsize-compute', { start: 5 })]);
    const saved = run.months[3]?.runRateCost.minus(run.months[5]?.runRateCost ?? 0);

    expect(of('effect-after-target')[0]?.amount).toBe(saved?.toFixed());
    expect(
      look(estateOf(machines(2)), [move('rightsize-compute', { start: 3 })]).of('effect-after-target'),
    ).toEqual([]);
  });

  test('a year away needs a word about growth', () => {
    const far = { goal: { kind: 'reduce-by', fraction: 0.1 }, byMonth: 12, basis: 'run-rate' } as const;
    const estate = estateOf([other('x', '1000')]);
    const found = look(estate, [], { plan: { target: far }, horizonMonths: 12 });

    expect(Number(found.of('no-growth-assumption')[0]?.amount)).toBeCloseTo(100, 6);
    expect(look(estate, []).remarks).toEqual([]);
  });
});

describe('people', () => {
  const team: Team = {
    name: 'team',
    engineers: 1,
    daysPerMonth: 1,
    costShare: 0.1,
    toilShare: 0,
    freezeWindows: [],
    followTheSun: false,
  };

  test('who have no days left for a move make it a mistake, with their days', () => {
    const assumptions = { existingCommitments: 'renew', teams: [team] } as const;
    const heavy = move('rightsize-compute', { delivery: { ...DEFAULT_DELIVERY, effortDays: 50 } });
    const found = look(estateOf(machines(1)), [heavy], { assumptions });

    expect(found.of('over-capacity')[0]?.message).toContain('0.6 of the 0.6 engineer-days');
    expect(look(estateOf(machines(1)), [heavy]).mistakes).toEqual([]);
  });

  test('who say it is done have to show it on a bill', () => {
    const done = (status: 'implemented' | 'verified') =>
      look(estateOf(machines(1)), [move('rightsize-compute', { delivery: { ...DEFAULT_DELIVERY, status } })]);
    const [found] = done('implemented').of('no-verification');

    expect(Number(found?.amount)).toBeGreaterThan(1);
    expect(done('verified').of('no-verification')).toEqual([]);
  });
});

describe('protection', () => {
  test('four of four moves on production in one month are too many; in two months they are not', () => {
    const four = ['shop', 'vault', 'shop', 'vault'].map((name, index) =>
      move('rightsize-compute', {
        id: `r-${index}`,
        scope: { ...move('x').scope, resources: [`m-${index}`], workloads: [name] },
      }),
    );
    const estate = estateOf(
      machines(4).map((machine, index) => ({ ...machine, workload: index % 2 === 0 ? 'shop' : 'vault' })),
      { workloads: [workload('shop'), workload('vault')] },
    );
    const spread = four.map((each, index) => ({ ...each, start: 1 + (index % 2) }));

    expect(look(estate, four).of('everything-at-once')[0]?.moveIds).toHaveLength(4);
    expect(look(estate, spread).of('everything-at-once')).toEqual([]);
  });
});

describe('money that is not looked at', () => {
  const support = other('support', '50', {
    serviceName: 'AWS Support (Business)',
    byService: [{ serviceName: 'AWS Support (Business)', billedCost: '50', effectiveCost: '50' }],
  });

  test('is named with its amount and its share of the bill', () => {
    const [found] = look(estateOf([support, other('rest', '950')]), []).of('ignored-spend');

    expect(found?.amount).toBe('50');
    expect(found?.message).toContain('support $50 (5.0 % of the bill)');
    expect(look(estateOf([support, other('rest', '5000')]), []).remarks).toEqual([]);
  });

  test('is counted twice when savings are added: the overlap is the difference, exactly', () => {
    const moves = [move('rightsize-compute'), move('compute-savings-plan')];
    const estate = estateOf(machines(3));
    const [found] = look(estate, moves).of('overlap');
    const saving = (list: readonly Move[]) => {
      const { run } = look(estate, list);
      return run.baseline.effectiveCost.minus(run.months[2]?.runRateCost ?? 0);
    };
    const alone = moves.map(each => saving([each])).reduce((sum, each) => sum.plus(each));

    expect(found?.amount).toBe(alone.minus(saving(moves)).toFixed());
    expect(Number(found?.amount)).toBeGreaterThan(0);
  });

  test('of moves that do not meet is not counted twice', () => {
    const estate = estateOf([...machines(1), database('d', { workload: 'staging' })]);
    expect(look(estate, [move('rightsize-compute'), move('database-single-az')]).of('overlap')).toEqual([]);
  });
});

test('on any plan, findings name moves of the plan, carry amounts that are decimals, and are the same twice', () => {
  fc.assert(
    fc.property(estates(), plans, (estate, each) => {
      const simulator = createSimulator(estate, testBook());
      const run = simulator.run(each, { horizonMonths: 4 });
      const all = () => {
        const context = { replay: createReplay(simulator, run), allowedCost: decimal(100) };
        return [...findMistakes(run, context), ...findRemarks(run, context)];
      };
      const found = all();
      for (const { moveIds, amount, message } of found) {
        for (const id of moveIds) expect(each.moves.map(one => one.id)).toContain(id);
        if (amount !== null) expect(amount).toMatch(/^-?\d+(\.\d+)?$/);
        expect(message).not.toMatch(/NaN|undefined|Infinity|null/);
      }
      expect(all()).toEqual(found);
    }),
    { numRuns: 60 },
  );
});

test('every rule has a code of its own and says why', () => {
  const codes = MISTAKE_RULES.map(({ code }) => code);

  expect(new Set(codes).size).toBe(codes.length);
  for (const { rule, source } of MISTAKE_RULES) {
    expect(rule.length).toBeGreaterThan(20);
    expect(source ?? 'https://').toMatch(/^https:\/\//);
  }
});
