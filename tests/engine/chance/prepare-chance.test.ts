/** Surrogates made from exact runs: as planned to the last digit, exact where they were measured, close where they were not. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawBlock } from '../../../src/engine/chance/draw-block.ts';
import { prepareChance } from '../../../src/engine/chance/prepare-chance.ts';
import { certain } from '../../../src/engine/chance/quantities.ts';
import type { Surrogate } from '../../../src/engine/chance/surrogate.ts';
import type { Estate } from '../../../src/engine/estate/estate.ts';
import type { GrowthRule } from '../../../src/engine/forecast/growth-rate.ts';
import type { Plan } from '../../../src/engine/plan.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estates, plans } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, move, other, plan, utilization, workload } from '../estates.ts';

const IDLE = utilization({ cpu: { p95: 0.01 }, networkMbps: { p95: 0 } });
const BUDGET = { pairs: 10, cases: 4 };
const GROWTH: GrowthRule = {
  workloads: ['*'],
  annualRate: 0.3,
  annualRange: { low: 0.1, high: 0.6 },
  seasonality: null,
  elasticity: 1,
  storageAnnualRate: null,
};

/** Eight busy machines, two idle ones, and a purchase that covers what is left. */
const ESTATE = estateOf(
  [
    ...Array.from({ length: 8 }, (_, at) => instance(`busy-${at}`, {}, { workload: 'shop' })),
    instance('idle-0', {}, { utilization: IDLE, workload: 'lab' }),
    instance('idle-1', {}, { utilization: IDLE, workload: 'lab' }),
    other('rest', '50'),
  ],
  {
    workloads: [
      workload('shop', 'production', { slo: { objective: 0.999, windowDays: 30 } }),
      workload('lab', 'development'),
    ],
  },
);
const TERMINATE = move('terminate-idle-compute');
const BUY = move('compute-savings-plan', { start: 2, params: { shareOfOptimumPercent: 100 } });

function prepared(estate: Estate, chosen: Plan, horizonMonths = 4, budget = BUDGET) {
  const simulator = createSimulator(estate, testBook());
  const run = simulator.run(chosen, { horizonMonths });
  const steps = prepareChance(simulator, run, 1, budget);
  const shares: number[] = [];
  let step = steps.next();
  for (; !step.done; step = steps.next()) shares.push(step.value);
  return { simulator, run, surrogate: step.value, shares };
}

/** Nothing is uncertain: every estimate is what the plan counts with. */
function fixed(surrogate: Surrogate): Surrogate {
  return {
    ...surrogate,
    rates: surrogate.rates.map(() => certain(1)),
    drivers: surrogate.drivers.map(driver => ({ ...driver, estimate: certain(driver.estimate.mode) })),
    moves: surrogate.moves.map(each => ({
      ...each,
      slipMonths: certain(0),
      shareRealised: certain(1),
      effortDays: { ...certain(each.effortDays.planned), planned: each.effortDays.planned },
      failing: [],
    })),
  };
}

/** The plan without the moves at these places, by the surrogate. */
function without(surrogate: Surrogate, ...gone: readonly string[]): Float64Array {
  const sure = fixed(surrogate);
  const moves = sure.moves.map(each => (gone.includes(each.id) ? { ...each, ratesAhead: [0] } : each));
  return drawBlock({ ...sure, moves, rates: [certain(0), certain(1), certain(1)] }, 1, 0, 1).runRate;
}

const months = (run: ReturnType<typeof prepared>['run']) =>
  run.months.map(({ runRateCost }) => runRateCost.toNumber());

describe('nothing uncertain', () => {
  test('is the deterministic run on both clocks, with teams, growth and everything once', () => {
    const team = {
      name: 'all',
      engineers: 1,
      daysPerMonth: 1,
      costShare: 1,
      toilShare: 0,
      freezeWindows: [],
      followTheSun: false,
    };
    const slow = {
      ...TERMINATE,
      delivery: {
        rampMonths: 2,
        rampBy: 'share',
        dualRunMonths: 0,
        oneOffCost: '12.5',
        effortDays: 1.5,
        status: 'approved',
      },
    } as const;
    const chosen = plan([slow, { ...BUY, params: { ...BUY.params, payment: 'all-upfront' } }], {
      assumptions: { growth: [GROWTH], teams: [team] },
    });
    const { run, surrogate } = prepared(ESTATE, chosen, 6);
    const { runRate, cash } = drawBlock(fixed(surrogate), 7, 0, 3);
    run.months.forEach(({ runRateCost, billedCost }, at) => {
      for (let draw = 0; draw < 3; draw++) {
        expect(runRate[at * 3 + draw]).toBe(runRateCost.toNumber());
        expect(cash[at * 3 + draw]).toBe(billedCost.toNumber());
      }
    });
  });

  test('is the deterministic run of any plan', () => {
    fc.assert(
      fc.property(estates({}), plans, (estate, chosen) => {
        const { run, surrogate } = prepared(estate, chosen, 3, { pairs: 0, cases: 0 });
        expect([...drawBlock(fixed(surrogate), 1, 0, 1).runRate]).toEqual(months(run));
      }),
      { numRuns: 25 },
    );
  });
});

describe('what a missing move leaves', () => {
  const chosen = plan([TERMINATE, BUY]);
  const { simulator, surrogate } = prepared(ESTATE, chosen);
  const exact = (moves: Plan['moves']) => months(simulator.run({ ...chosen, moves }, { horizonMonths: 4 }));

  test.each([
    ['one', [TERMINATE.id], [BUY]],
    ['the other', [BUY.id], [TERMINATE]],
    ['both', [TERMINATE.id, BUY.id], []],
  ] as const)('is exact without %s', (_name, gone, rest) => {
    const found = [...without(surrogate, ...gone)];
    for (const [at, cost] of exact(rest).entries()) expect(found[at]).toBeCloseTo(cost, 6);
  });

  test('a purchase covers what a cancelled move left: the loss is smaller than the ledger says', () => {
    const run = simulator.run(chosen, { horizonMonths: 4 });
    const alone = run.moves.find(({ moveId }) => moveId === TERMINATE.id)?.savedPerMonth.toNumber() ?? 0;
    const at = 3;
    const loss = (without(surrogate, TERMINATE.id)[at] ?? 0) - (months(run)[at] ?? 0);
    expect(loss).toBeGreaterThan(0);
    expect(loss).toBeLessThan(alone);
  });

  test('the check finds no error worth a cent where only delays and adoption are drawn', () => {
    expect(surrogate.error?.cases).toBe(BUDGET.cases);
    expect(surrogate.error?.max).toBeLessThan(0.1 * 168);
  });
});

test('growth between its ends is nearly what an exact run of it costs', () => {
  const chosen = plan([TERMINATE, BUY], { assumptions: { growth: [GROWTH] } });
  const { simulator, surrogate } = prepared(ESTATE, chosen, 6, { pairs: 1, cases: 0 });
  expect(surrogate.drivers).toEqual([
    { kind: 'growth', name: '*', estimate: { low: 0.1, mode: 0.3, high: 0.6 } },
  ]);
  for (const annualRate of [0.1, 0.2, 0.45, 0.6]) {
    const drawn = drawAt(surrogate, annualRate - 0.3);
    const exact = simulator.run(
      { ...chosen, assumptions: { growth: [{ ...GROWTH, annualRate }] } },
      { horizonMonths: 6 },
    );
    expect(Math.abs((drawn[5] ?? 0) - (months(exact)[5] ?? 0))).toBeLessThan(0.002 * (months(exact)[5] ?? 0));
  }
});

/** Run-rate with every driver this far from its planned value. */
function drawAt(surrogate: Surrogate, t: number): Float64Array {
  const move = (quadratic: { slope: Float64Array; curve: Float64Array }) =>
    quadratic.slope.map((slope, at) => slope * t + (quadratic.curve[at] ?? 0) * t * t);
  const change = surrogate.runRate.drivers.map(({ planned }) => move(planned));
  return surrogate.runRate.planned.map((cost, at) =>
    change.reduce((sum, each) => sum + (each[at] ?? 0), cost),
  );
}

test('objectives: every set of risky moves is evaluated, all of them as the run has it', () => {
  const { run, surrogate } = prepared(ESTATE, plan([move('rightsize-compute'), TERMINATE]));
  expect(surrogate.breach.map(each => each.workload)).toEqual(['shop']);
  const shop = run.reliability.find(each => each.workload === 'shop');
  expect(surrogate.breach[0]?.breach.at(-1)).toBeCloseTo(shop?.worst.breachProbability ?? -1, 12);
});

test('a plan without moves needs one run and no check', () => {
  const { surrogate, shares } = prepared(ESTATE, plan([]));
  expect(surrogate.moves).toEqual([]);
  expect(surrogate.error?.cases).toBe(0);
  expect(shares.every(share => share > 0 && share <= 1)).toBe(true);
});
