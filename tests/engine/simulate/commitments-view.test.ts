/** Commitments in a month of a plan: the demand in layers, every size of a purchase, and what a size really saves. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Estate } from '../../../src/engine/estate/estate.ts';
import { DEFAULT_GUARDRAILS, type Move, type Plan } from '../../../src/engine/plan.ts';
import { type CommitmentsInMonth, lookAtCommitments } from '../../../src/engine/simulate/commitments-view.ts';
import type { LayerSeries } from '../../../src/engine/simulate/demand-layers.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { estates } from '../../helpers/arbitraries.ts';
import { testBook } from '../../helpers/test-book.ts';
import {
  estateOf,
  flat,
  HOURS,
  instance,
  move,
  officeHours,
  other,
  plan,
  reservedInstance,
  savingsPlan,
} from '../estates.ts';

const SP = 'compute-savings-plan';

function look(estate: Estate, of: Plan = plan([]), month: number | null = null): CommitmentsInMonth {
  const search = lookAtCommitments(createSimulator(estate, testBook()), of, { month, horizonMonths: 12 });
  let steps = 0;
  while (search.next()) steps += 1;
  expect(steps).toBe(search.total);
  return search.found();
}

function offer(found: CommitmentsInMonth, leverId = SP) {
  const instrument = found.instruments.find(each => each.leverId === leverId);
  if (!instrument) throw new Error(`${leverId} does not fit`);
  return instrument;
}

/** Two m5.large all week and one in 60 office hours: $0.10 on demand, $0.07 under a plan. */
const DEMAND = [instance('a', { hours: flat(2) }), instance('b', { hours: officeHours() })];
const OFFICE = 60;

describe('the sizes of a Compute Savings Plan', () => {
  const { levels, optimum, setting, move: buys, coverageBefore } = offer(look(estateOf(DEMAND)));
  const at = (dollars: number) => {
    const level = levels.find(each => Math.abs(each.setting - dollars) < 1e-9);
    if (!level) throw new Error(`no level ${dollars}`);
    return level;
  };

  test('go from nothing to the largest that any hour uses, the optimum marked', () => {
    expect(setting).toBe('commitmentPerHour');
    expect(levels[0]).toMatchObject({ setting: 0, savedPerMonth: 0, commitmentUtilization: null });
    expect(levels.at(-1)?.setting).toBeCloseTo(0.21, 9);
    expect(levels[optimum]?.setting).toBe(0.14);
    expect(levels.map(level => level.setting)).toEqual([...levels.map(level => level.setting)].sort());
    expect(coverageBefore).toBe(0);
  });

  test.each([
    // dollars, saved, unused, utilisation, hours used up, coverage
    [0.07, 0.03 * HOURS, 0, 1, 1, (0.1 * HOURS) / (0.2 * HOURS + 0.1 * OFFICE)],
    [0.14, 0.06 * HOURS, 0, 1, 1, (0.2 * HOURS) / (0.2 * HOURS + 0.1 * OFFICE)],
    [
      0.21,
      0.2 * HOURS + 0.1 * OFFICE - 0.21 * HOURS,
      0.07 * (HOURS - OFFICE),
      (0.14 * HOURS + 0.07 * OFFICE) / (0.21 * HOURS),
      OFFICE / HOURS,
      1,
    ],
  ])('$%d an hour', (dollars, saved, unused, utilization, hours, coverage) => {
    const level = at(dollars);

    expect(level.savedPerMonth).toBeCloseTo(saved, 6);
    expect(level.unusedPerMonth).toBeCloseTo(unused, 6);
    expect(level.commitmentUtilization).toBeCloseTo(utilization, 9);
    expect(level.fullHoursShare).toBeCloseTo(hours, 9);
    expect(level.commitmentCoverage).toBeCloseTo(coverage, 9);
    expect(level.breakEvenUtilization).toBeCloseTo(0.7, 9);
    // The line of the level: what it pays for, at on-demand prices.
    expect(level.linePerHour).toBeCloseTo(dollars / 0.7, 9);
  });

  test('regret of a fifth less usage is against the best size for that usage', () => {
    // 1.6 machines all week, 0.8 in office hours: the best size is $0.112; above it a cent works in office hours alone.
    const best = 0.112 * HOURS + 0.08 * OFFICE;
    const cost = 0.14 * HOURS + 0.04 * OFFICE;

    expect(at(0.14).usageDownRegret).toBeCloseTo(cost - best, 6);
  });

  test('the move buys in the month that is looked at', () => {
    expect(buys).toMatchObject({ lever: SP, start: 1 });
    expect(offer(look(estateOf(DEMAND), plan([]), 4)).move.start).toBe(4);
  });
});

test('a lever with several purchases is sized by the share of their optimum', () => {
  const two = [
    instance('a', { hours: flat(4) }),
    instance('b', { instanceType: 'c5.xlarge', hours: flat(4) }),
  ];
  const { setting, levels, optimum, commitments } = offer(look(estateOf(two)), 'reserved-instances');

  expect(setting).toBe('shareOfOptimumPercent');
  expect(commitments).toHaveLength(2);
  expect(levels[optimum]?.setting).toBe(100);
  const half = levels.find(level => level.setting === 50);
  expect(half?.committedPerHour).toBeCloseTo((levels[optimum]?.committedPerHour ?? 0) / 2, 9);
  expect(half?.savedPerMonth).toBeCloseTo((levels[optimum]?.savedPerMonth ?? 0) / 2, 6);
});

/** What a plan saves more a month with one more move. */
function savedBy(estate: Estate, before: Plan, bought: Move, month: number): number {
  const simulator = createSimulator(estate, testBook());
  const cost = (moves: readonly Move[]) =>
    Number(simulator.run({ ...before, moves }, { horizonMonths: month }).months[month - 1]?.runRateCost);
  return cost(before.moves) - cost([...before.moves, bought]);
}

describe('what a level promises', () => {
  // Sizes are worked out on what nothing covers yet: where commitments exist, a purchase that applies before them may move
  // what those cover, and the plan then says a little more.
  test('is what the plan then says, whatever the bill charges', () => {
    const bill = estates({ mostly: 'instance', commitments: fc.constant([]), fit: fc.constantFrom(1, 0.8) });
    fc.assert(
      fc.property(bill, fc.nat(), fc.nat(), (estate, first, second) => {
        const found = look(estate, plan([]), 1);
        const instrument = found.instruments.find(({ leverId }) => leverId === SP);
        fc.pre(instrument !== undefined);
        const { levels, setting, move: template } = instrument;
        for (const pick of [first, second]) {
          const level = levels[pick % levels.length];
          if (!level || setting === null || level.setting === 0) continue;
          const bought = { ...template, params: { ...template.params, [setting]: level.setting } };
          expect(level.savedPerMonth).toBeCloseTo(savedBy(estate, plan([]), bought, 1), 4);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('is never more than at the optimum, for the plan of one rate', () => {
    const { levels, optimum } = offer(look(estateOf(DEMAND)));
    const best = levels[optimum]?.savedPerMonth ?? 0;

    for (const { savedPerMonth } of levels) expect(savedPerMonth).toBeLessThanOrEqual(best + 1e-9);
  });
});

const COMMITTED = { commitments: [savingsPlan('sp', 0.035), reservedInstance('ri', { count: 1 })] };

describe('the demand in layers', () => {
  const { chart } = offer(look(estateOf(DEMAND, COMMITTED)));

  test('lists instruments in the order in which they apply', () => {
    expect(chart.existing).toEqual(['regional-reserved-instance', 'compute-savings-plan']);
  });

  test('is the price of what runs on demand, by hour of the week', () => {
    const { week } = chart;

    expect(week.total).toHaveLength(HOURS);
    // Monday 03:00, and 09:00 when the office is open.
    expect(week.total[3]).toBeCloseTo(0.2, 9);
    expect(week.total[9]).toBeCloseTo(0.3, 9);
    // A reservation pays for one machine, the plan for half of another one.
    expect(week.existing.map(edge => edge[3])).toEqual([expect.closeTo(0.1, 9), expect.closeTo(0.15, 9)]);
    expect(week.planned[3]).toBeCloseTo(0.15, 9);
    expect(chart).toMatchObject({ lowest: expect.closeTo(0.2, 9), highest: expect.closeTo(0.3, 9) });
  });

  test('is sorted from the highest hour to the lowest', () => {
    const { total } = chart.duration;

    expect([...total]).toEqual([...total].sort((a, b) => b - a));
    expect(total.filter(value => value > 0.25)).toHaveLength(OFFICE);
  });

  test('has the purchases of the plan as a layer of their own', () => {
    const bought = plan([move(SP, { params: { commitmentPerHour: 0.07 } })]);
    const found = look(estateOf(DEMAND), bought);

    expect(offer(found).chart.week.planned[3]).toBeCloseTo(0.1, 9);
    expect(found.planned.commitmentCoverage).toBeGreaterThan(found.today.commitmentCoverage ?? 0);
    expect(found.held).toMatchObject([{ moveId: SP, endMonth: 12, use: { unusedCost: 0 } }]);
  });

  test('edges never cross, and coverage is what lies below the highest of the commitments', () => {
    const ordered = (series: LayerSeries) => {
      const edges = [...series.existing, series.planned, series.open, series.total];
      edges.slice(1).forEach((edge, index) => {
        edge.forEach((value, point) => {
          expect(value).toBeGreaterThanOrEqual((edges[index]?.[point] ?? 0) - 1e-9);
        });
      });
    };
    fc.assert(
      fc.property(estates({ mostly: 'instance' }), estate => {
        const found = look(estate, plan([]), 1);
        for (const { chart: drawn, coverageBefore, levels } of found.instruments) {
          ordered(drawn.week);
          ordered(drawn.duration);
          expect(coverageBefore).toBeCloseTo(drawn.coveredMean / drawn.mean, 9);
          for (const { commitmentCoverage } of levels) {
            expect(commitmentCoverage).toBeGreaterThanOrEqual(coverageBefore - 1e-9);
            expect(commitmentCoverage).toBeLessThanOrEqual(1);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('months', () => {
  const ending = { commitments: [savingsPlan('sp', 0.07, { endMs: Date.UTC(2024, 2, 15) })] };
  const expire = plan([], { assumptions: { existingCommitments: 'expire' } });

  test('a commitment that has ended is listed without use, and its usage is open again', () => {
    const now = look(estateOf(DEMAND, ending), expire, 1);
    const later = look(estateOf(DEMAND, ending), expire, 3);

    expect(now.held).toMatchObject([{ endMonth: 2, use: { unusedCost: 0 } }]);
    expect(now.held[0]?.savedPerMonth).toBeCloseTo(0.03 * HOURS, 6);
    expect(later.held).toMatchObject([{ use: null, savedPerMonth: null }]);
    expect(offer(later).levels[offer(later).optimum]?.setting).toBe(0.14);
    expect(offer(now).levels[offer(now).optimum]?.setting).toBe(0.07);
  });

  test('without a wish it is the first month that shows every move', () => {
    const late = plan([move(SP, { start: 5, params: { commitmentPerHour: 0.07 } })]);

    expect(look(estateOf(DEMAND), late)).toMatchObject({ index: 5, month: '2024-06', movesLater: 0 });
    expect(look(estateOf(DEMAND), late, 2)).toMatchObject({ index: 2, movesLater: 1 });
    expect(look(estateOf(DEMAND), plan([])).index).toBe(1);
    expect(look(estateOf(DEMAND), plan([]), 99).index).toBe(12);
  });
});

describe('nothing to move', () => {
  test('a bill without usage that commitments cover has no chart', () => {
    const found = look(estateOf([other('x', '100')]));

    expect(found).toMatchObject({ instruments: [], chart: null, held: [] });
    expect(found.unfit.map(({ leverId }) => leverId)[0]).toBe(SP);
  });

  test('where nothing pays, the demand is drawn and each purchase says why', () => {
    const covered = { commitments: [reservedInstance('ri', { count: 3 })] };
    const found = look(estateOf(DEMAND, covered));

    expect(found.instruments).toEqual([]);
    expect(found.chart).toMatchObject({ usage: 'compute', existing: ['regional-reserved-instance'] });
    expect(found.unfit[0]?.reason).toMatch(/left on demand/);
  });

  test('a purchase that a guardrail forbids is not offered', () => {
    const forbidden = plan([], { guardrails: { ...DEFAULT_GUARDRAILS, forbiddenLevers: [SP] } });

    expect(look(estateOf(DEMAND), forbidden).instruments.map(({ leverId }) => leverId)).not.toContain(SP);
  });
});
