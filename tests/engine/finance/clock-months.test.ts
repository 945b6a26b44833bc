/** Two clocks: what each of them sees of a plan, month by month, and that the sums add up. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockMonthsOf, totalsOf } from '../../../src/engine/finance/clock-months.ts';
import { sum, ZERO } from '../../../src/engine/money.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estates, plans } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, instance, move, plan, utilization } from '../estates.ts';
import { runOf } from './runs.ts';

const TEAM = {
  name: 'platform',
  engineers: 1,
  daysPerMonth: 10,
  costShare: 1,
  toilShare: 0,
  freezeWindows: [],
  followTheSun: false,
};

describe('a month', () => {
  test('saves on each clock what the same month without the plan would cost more', () => {
    const [month] = clockMonthsOf(
      runOf([{ forecast: 120, forecastBilled: 118, runRate: 80, oneOff: 7, billed: 101 }]),
    );

    expect(month?.runRateSaving.toFixed()).toBe('40');
    expect(month?.effectiveSaving.toFixed()).toBe('33');
    expect(month?.cashSaving.toFixed()).toBe('17');
    expect(month?.oneOffCost.toFixed()).toBe('7');
    expect(month?.labourCost).toBeNull();
    expect(month?.netCash.toFixed()).toBe('17');
    // 16 of the cash are for later months.
    expect(month?.cumulative.prepaid.toFixed()).toBe('16');
  });

  test('takes the work off cash where a day has a price', () => {
    const months = clockMonthsOf(
      runOf([{ runRate: 90, workDays: 3 }, { runRate: 80 }], { costPerEngineerDay: '2.50', teams: [TEAM] }),
    );

    expect(months.map(({ labourCost }) => labourCost?.toFixed())).toEqual(['7.5', '0']);
    expect(months.map(({ netCash }) => netCash.toFixed())).toEqual(['2.5', '20']);
    expect(months.map(({ cumulative }) => cumulative.labourCost?.toFixed())).toEqual(['7.5', '7.5']);
  });

  test('without a team has the days of the moves that begin in it', () => {
    const idle = utilization({ cpu: { p95: 0.01 }, networkMbps: { p95: 0 } });
    const estate = estateOf([instance('a', {}, { utilization: idle, workload: 'lab' })]);
    const delivery = {
      rampMonths: 1,
      rampBy: 'resource',
      dualRunMonths: 0,
      oneOffCost: '0',
      effortDays: 4,
      status: 'approved',
    } as const;
    const run = createSimulator(estate, testBook()).run(
      plan([move('terminate-idle-compute', { start: 2, delivery })], {
        assumptions: { costPerEngineerDay: '100' },
      }),
      { horizonMonths: 3 },
    );

    expect(clockMonthsOf(run).map(({ workDays }) => workDays)).toEqual([0, 4, 0]);
    expect(clockMonthsOf(run)[2]?.cumulative.labourCost?.toFixed()).toBe('400');
  });

  test('an upfront fee is cash at once and run-rate over its term', () => {
    const estate = estateOf([instance('a', {}, { workload: 'shop' })]);
    const upfront = move('compute-savings-plan', { params: { payment: 'all-upfront', termYears: '1' } });
    const run = createSimulator(estate, testBook()).run(plan([upfront]), { horizonMonths: 3 });
    const [first, second, third] = clockMonthsOf(run);

    expect(Number(first?.cashSaving)).toBeLessThan(0);
    expect(Number(first?.runRateSaving)).toBeGreaterThan(0);
    expect(Number(second?.cashSaving)).toBeGreaterThan(Number(second?.runRateSaving));
    expect(Number(first?.cumulative.prepaid)).toBeGreaterThan(Number(third?.cumulative.prepaid));
    expect(Number(third?.cumulative.prepaid)).toBeGreaterThan(0);
  });
});

describe('sums', () => {
  const amount = fc.integer({ min: -1000, max: 1000 });
  const stated = fc.array(
    fc.record({ forecast: amount, forecastBilled: amount, runRate: amount, billed: amount, oneOff: amount }),
    { maxLength: 36 },
  );

  test('of the months so far are their total', () => {
    fc.assert(
      fc.property(stated, months => {
        const found = clockMonthsOf(runOf(months));
        const total = totalsOf(found);
        const { prepaid, ...last } = found.at(-1)?.cumulative ?? { ...totalsOf([]), prepaid: ZERO };
        expect(JSON.stringify(last)).toBe(JSON.stringify(total));
        expect(total.cashSaving.toFixed()).toBe(sum(found.map(each => each.cashSaving)).toFixed());
        expect(prepaid.toFixed()).toBe(total.effectiveSaving.minus(total.cashSaving).toFixed());
      }),
      { numRuns: 50 },
    );
  });

  test('a plan without moves saves nothing on any clock', () => {
    fc.assert(
      fc.property(estates(), plans, (estate, each) => {
        const run = createSimulator(estate, testBook()).run({ ...each, moves: [] }, { horizonMonths: 4 });
        for (const month of clockMonthsOf(run)) {
          for (const saved of [month.runRateSaving, month.effectiveSaving, month.cashSaving, month.netCash])
            expect(saved.toFixed()).toBe('0');
        }
      }),
      { numRuns: 20 },
    );
  });
});
