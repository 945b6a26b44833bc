/**
 * A surrogate made from one run: what each move saves is what the run's ledger says, in the order of application. Interactions,
 * growth and spot prices come with exact runs (`prepare-chance.ts`).
 */

import { addMonths, MONTHS_PER_YEAR } from '../calendar.ts';
import { upfrontFee } from '../commitments/fees.ts';
import { DEFAULT_ADOPTION } from '../forecast/adoption.ts';
import type { Run } from '../simulate/run.ts';
import { targetCostOf } from '../target-cost.ts';
import { poolDays, poolOfOwner, poolsOf } from '../team/team.ts';
import { RATE_STAGES } from './quantities.ts';
import { quantityTable } from './quantity-table.ts';
import type { Clock, Surrogate, SurrogateTarget, SurrogateTeam } from './surrogate.ts';
import { purchasesOf, RUN_ALONE, type RunContext, uncertainMoves } from './uncertain-moves.ts';

function targetOf(run: Run): SurrogateTarget {
  const { index, basis, against, baselineCost, allowedCost, fraction } = targetCostOf(run);
  return {
    at: index - 1,
    clock: basis === 'run-rate' ? 'runRate' : 'cash',
    against,
    baselineCost: Number(baselineCost),
    allowedCost: Number(allowedCost),
    allowedShare: fraction === null ? 0 : 1 - Number(fraction),
  };
}

function teamOf(run: Run): SurrogateTeam | null {
  const { teams, injects } = run.assumptions;
  const pools = poolsOf(teams);
  if (pools.length === 0) return null;
  const place = new Map(run.moves.map(({ moveId }, at) => [moveId, at]));
  return {
    items: run.plan.moves.flatMap(({ id, start, owner }) => {
      const move = place.get(id);
      const pool = poolOfOwner(pools, owner);
      return move === undefined
        ? []
        : [{ id, start, move, pool: pool === null ? null : pools.indexOf(pool) }];
    }),
    days: pools.map(pool =>
      Float64Array.from(run.months, ({ index }) => {
        const month = addMonths(run.referenceMonth, index);
        return poolDays(pool, month, injects, run.referenceMonth, index);
      }),
    ),
  };
}

/** By month what the run says a move saves. */
function savedBy(run: Run, moveId: string): Float64Array {
  return Float64Array.from(run.months, ({ changes }) =>
    changes.reduce((saved, change) => (change.moveId === moveId ? saved - Number(change.amount) : saved), 0),
  );
}

/** The same as invoiced: an upfront fee is in no month's invoice but its own. */
function invoicedBy(run: Run, moveId: string, saved: Float64Array): Float64Array {
  const spread = purchasesOf(run, moveId).reduce(
    (total, bought) => total + upfrontFee(bought) / ((bought.termYears ?? 1) * MONTHS_PER_YEAR),
    0,
  );
  const effectMonth = run.moves.find(move => move.moveId === moveId)?.effectMonth ?? Number.POSITIVE_INFINITY;
  return saved.map((amount, at) => (at + 1 >= effectMonth ? amount + spread : amount));
}

function clocksOf(run: Run): { readonly runRate: Clock; readonly cash: Clock } {
  const months = (pick: (month: Run['months'][number]) => { toNumber(): number }) =>
    Float64Array.from(run.months, month => pick(month).toNumber());
  const gains = run.moves.map(({ moveId }) => savedBy(run, moveId));
  return {
    runRate: {
      planned: months(({ runRateCost }) => runRateCost),
      forecast: months(({ forecastCost }) => forecastCost),
      gains,
      pairs: [],
      drivers: [],
    },
    cash: {
      planned: months(({ billedCost }) => billedCost),
      forecast: months(({ forecastBilledCost }) => forecastBilledCost),
      gains: run.moves.map(({ moveId }, at) => invoicedBy(run, moveId, gains[at] ?? new Float64Array(0))),
      pairs: [],
      drivers: [],
    },
  };
}

/** The surrogate of a run. @param context what is known beside the run */
export function surrogateOfRun(run: Run, context: RunContext = RUN_ALONE): Surrogate {
  const target = targetOf(run);
  const moves = uncertainMoves(run, target.at, context);
  const { adoption } = run.assumptions;
  const rates = RATE_STAGES.map(stage =>
    stage === 'identified' ? DEFAULT_ADOPTION.approved : adoption[stage],
  );
  return {
    months: run.months.map(({ month }) => month),
    currency: run.currency,
    moves,
    rates,
    drivers: [],
    ...clocksOf(run),
    team: teamOf(run),
    target,
    breach: [],
    quantities: quantityTable(run, moves, []),
    error: null,
  };
}
