/** The dates of a plan, as data and as text. */

import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { planSchedule } from '../../../src/app/plan-schedule.ts';
import { DEFAULT_DELIVERY } from '../../../src/engine/delivery.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import type { Team } from '../../../src/engine/team/team.ts';
import { planShowSchema } from '../../../src/report/contract.ts';
import { planShowReport } from '../../../src/report/plan-show-report.ts';
import { planDatesText } from '../../../src/report/text/plan-show.ts';
import { estateOf, instance, move, plan, utilization } from '../../engine/estates.ts';
import { testBook } from '../../helpers/test-book.ts';

const OVERSIZED = utilization({ cpu: { p50: 0.1, p99: 0.4 }, memory: { max: 0.4 } });
const ESTATE = estateOf(
  Array.from({ length: 4 }, (_, index) =>
    instance(`m-${index}`, { instanceType: 'm5.xlarge' }, { utilization: OVERSIZED }),
  ),
);
/** Two days a month. */
const team: Team = {
  name: 'web',
  engineers: 1,
  daysPerMonth: 2,
  costShare: 1,
  toilShare: 0,
  freezeWindows: [],
  followTheSun: false,
};
const work = (effortDays: number, rampMonths = 1) => ({ ...DEFAULT_DELIVERY, effortDays, rampMonths });
const PLAN = plan([
  move('rightsize-compute', { id: 'first', owner: 'web', delivery: work(3, 2), start: 2 }),
  move('compute-savings-plan', { id: 'buy', owner: 'web', delivery: work(2), start: 2 }),
  move('ebs-gp2-to-gp3', { id: 'never', owner: 'web', delivery: work(500), start: 3 }),
]);

function shown(horizonMonths: number) {
  const simulator = createSimulator(ESTATE, testBook());
  const run = simulator.run(PLAN, {
    horizonMonths,
    assumptions: { existingCommitments: 'renew', teams: [team] },
  });
  const report = planShowReport(PLAN, { run, schedule: planSchedule(run, simulator) });
  if (report.dates === null) throw new Error('the plan was played');
  return { run, report, dates: report.dates };
}

describe('the answer', () => {
  const { run, report, dates } = shown(6);

  test('keeps its contract, with the plan in it', () => {
    expect(planShowSchema.parse(JSON.parse(JSON.stringify(report)))).toMatchObject({
      title: PLAN.title,
      target: { byMonth: 3 },
      moves: [{ id: 'first' }, { id: 'buy' }, { id: 'never' }],
    });
    expect(planShowReport(PLAN, null).dates).toBe(null);
  });

  test('has the days of each month by team, and they add up to those of the moves', () => {
    for (const { index, workDays } of run.months) {
      const ofTeam = dates.teams[0]?.months[index - 1];
      const ofMoves = dates.moves
        .flatMap(each => each.workDays)
        .filter(({ month }) => month === index)
        .reduce((sum, { days }) => sum + days, 0);
      expect(ofTeam?.workDays).toBeCloseTo(workDays, 12);
      expect(ofMoves).toBeCloseTo(workDays, 12);
      expect(ofTeam?.capacityDays).toBe(2);
    }
    expect(dates.moves[0]?.workDays).toEqual([
      { month: 2, team: 'web', days: 2 },
      { month: 3, team: 'web', days: 1 },
    ]);
  });
});

describe('the chart', () => {
  const rows = (horizonMonths: number, width: number) => planDatesText(shown(horizonMonths).dates, width);

  test('shows work, waiting, waves and full effect in their months', () => {
    const { dates } = shown(6);
    const effect = dates.moves.map(({ begunMonth, doneMonth, effectMonth, fullMonth }) => [
      begunMonth,
      doneMonth,
      effectMonth,
      fullMonth,
    ]);
    // Two months of work, two waves; the purchase waits for its last day; the third gets what is left and never ends.
    expect(effect).toEqual([
      [2, 3, 3, 4],
      [4, null, null, null],
      [3, 4, 4, 4],
    ]);
    const lines = rows(6, 80);
    const at = lines.findIndex(line => line.startsWith('Month  1') || /^Month +1 +2/.test(line));
    expect(lines.slice(at, at + 4)).toEqual([
      'Month  1  2  3  4  5  6',
      'first .  #  #+ .= .= .=',
      'never .  .  w  #  #  #',
      'buy   .  w  #  #= .= .=',
    ]);
  });

  test.each([80, 140])('fits %i columns, in blocks where the months are many', width => {
    const lines = rows(36, width);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    const heads = lines.filter(line => /^Month +\d+ +\d/.test(line));
    expect(heads.length).toBe(Math.ceil(36 / Math.floor((width - 5) / 3)));
  });
});
