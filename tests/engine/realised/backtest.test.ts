/** Back-tests of forecasts against bills of the same company. */

import { describe, expect, test } from 'vitest';
import { sum } from '../../../src/engine/money.ts';
import { backtest, CLOCKS } from '../../../src/engine/realised/backtest.ts';
import type { Company } from '../../../src/scenario/company.ts';
import { billOf, later, OCTOBER, simulator } from '../../helpers/two-months.ts';
import { move, plan } from '../estates.ts';

const run = (moves: Parameters<typeof plan>[0], company: Company, index = 2) =>
  backtest({
    simulator,
    plan: plan(moves),
    later: new Map([[index, billOf(company).estate]]),
    history: [],
    runs: 200,
    seed: '1',
  });

describe('a back-test', () => {
  test('of a plan that does nothing is the last month repeated', () => {
    const [month] = run(
      [],
      later(each => ({ buckets: each.buckets.map(bucket => ({ ...bucket, gib: 90_000 })) })),
    ).months;

    for (const clock of CLOCKS) {
      expect(String(month?.clocks[clock].error)).toBe(String(month?.clocks[clock].naiveError));
      expect(Number(month?.clocks[clock].error)).toBeLessThan(-500);
    }
  });

  test('of a plan that came true misses by nothing, and beats the last month repeated', () => {
    const idle = run([move('terminate-idle-compute')], later());
    const gone = run(
      [move('terminate-idle-compute')],
      later(each => ({ fleets: each.fleets.filter(({ name }) => name !== 'shop-classic') })),
    );

    // Their four volumes of 300 GiB are gone as well.
    expect(Number(gone.months[0]?.clocks['run-rate'].error)).toBeCloseTo(120, 6);
    expect(gone.summary['run-rate'].relativeError).toBeLessThan(0.1);
    expect(Number(idle.months[0]?.clocks['run-rate'].error)).toBeCloseTo(-1142.784, 6);
    expect(idle.summary['run-rate'].relativeError).toBeNull();
  });

  test('says where it missed, and the parts add up to the miss', () => {
    const [month] = run(
      [move('rightsize-compute'), move('compute-savings-plan')],
      later(each => ({ buckets: each.buckets.map(bucket => ({ ...bucket, gib: 90_000 })) })),
    ).months;
    const miss = month?.clocks['run-rate'].error.negated();

    expect(month?.byWorkload.map(({ name }) => name)).toContain('archive');
    for (const groups of [month?.byService ?? [], month?.byWorkload ?? []]) {
      expect(String(sum(groups.map(each => each.miss)))).toBe(String(miss));
      expect(String(sum(groups.map(({ actual }) => actual)))).toBe(String(month?.clocks['run-rate'].actual));
    }
  });

  test('has a range around a forecast with moves, and the bill itself without any', () => {
    const [bare] = run([], later()).months;
    const [moved] = run([move('rightsize-compute')], later()).months;
    const range = moved?.clocks['run-rate'].range;

    expect(String(bare?.clocks['run-rate'].range?.p10)).toBe(String(bare?.clocks['run-rate'].forecast));
    expect(bare?.clocks['run-rate'].isHeld).toBe(true);
    expect(Number(range?.p90.minus(range.p10))).toBeGreaterThan(0);
  });

  test('counts months from the month of the plan, in their order', () => {
    const at = (month: string) => billOf({ ...later(), month }).estate;
    const found = backtest({
      simulator,
      plan: plan([move('rightsize-compute', { start: 2 })]),
      later: new Map([
        [3, at('2027-01')],
        [1, at('2026-11')],
      ]),
      history: [OCTOBER.estate, OCTOBER.estate].map(({ resources }) =>
        sum(resources.map(({ effectiveCost }) => effectiveCost)),
      ),
      runs: 0,
      seed: '1',
    });

    expect(found.months.map(({ index, month }) => [index, month])).toEqual([
      [1, '2026-11'],
      [3, '2027-01'],
    ]);
    expect(found.months.every(({ clocks }) => clocks.cash.range === null)).toBe(true);
    // Two equal months have no step to scale by.
    expect(found.summary['run-rate'].scaledError).toBeNull();
  });
});
