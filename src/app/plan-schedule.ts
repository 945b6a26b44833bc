/** Who works on what and when in a played plan: days by team and month, move by move. */

import { addMonths, type Run, type Simulator } from '../engine/index.ts';
import { timeMoves } from '../engine/simulate/timed-moves.ts';
import { poolDays, poolsOf } from '../engine/team/team.ts';
import type { PlanSchedule } from '../report/plan-show-report.ts';

/** The schedule of a run. @param simulator the one that played it */
export function planSchedule(run: Run, { player, worlds }: Simulator): PlanSchedule {
  const { plan, assumptions, horizonMonths, referenceMonth } = run;
  const pools = poolsOf(assumptions.teams);
  const timed = timeMoves({ plan, assumptions, horizonMonths, player, bill: worlds.bill });
  const months = Array.from({ length: horizonMonths }, (_, at) => at + 1);
  const all = timed.flatMap(({ work }) => work.days);
  return {
    teams: pools.map((pool, index) => ({
      name: pool.name,
      months: months.map(month => ({
        workDays: all
          .filter(each => each.pool === index && each.month === month)
          .reduce((total, { days }) => total + days, 0),
        capacityDays: poolDays(
          pool,
          addMonths(referenceMonth, month),
          assumptions.injects,
          referenceMonth,
          month,
        ),
      })),
    })),
    work: timed.map(({ move, work }) => ({
      moveId: move.id,
      days: work.days.map(({ month, pool, days }) => ({ month, team: pools[pool]?.name ?? null, days })),
    })),
  };
}
