/** What the order of a plan costs: the same moves on the same start months, given out in the best way that was found. */

import { assert } from '../assert.ts';
import { leverById } from '../levers/index.ts';
import { type Decimal, sum, ZERO } from '../money.ts';
import type { Plan } from '../plan.ts';
import type { Run } from '../simulate/run.ts';
import type { Simulator } from '../simulate/simulate.ts';
import { type OrderReasons, orderReasons } from './order-reasons.ts';
import {
  allOrders,
  distinctOrders,
  orderedBy,
  type Starts,
  startsOf,
  swapsOf,
  withStarts,
} from './start-orders.ts';

/** One order and what it costs over the run. */
export type PlayedOrder = {
  /** In the order of the plan's file. */
  readonly starts: readonly { readonly moveId: string; readonly start: number }[];
  /** Effective cost of all months, one-off charges included. */
  readonly cost: Decimal;
  /** Whether it breaks a guardrail that the plan as written keeps. */
  readonly breaksGuardrail: boolean;
};

/** What a person's order costs. Amounts are over the whole run, in the bill's currency. */
export type OrderCost = OrderReasons & {
  readonly horizonMonths: number;
  readonly currency: string;
  readonly written: PlayedOrder;
  /** The cheapest that breaks no further guardrail. */
  readonly best: PlayedOrder;
  /** Every purchase after all other moves, otherwise as written. */
  readonly canonical: PlayedOrder;
  /** written - best: what the order costs, 0 where nothing better was found. */
  readonly cost: Decimal;
  /** `all`: every order was played, `best` is the best one; `search`: neighbours were tried, there may be a better one. */
  readonly method: 'all' | 'search';
  readonly ordersPlayed: number;
  readonly ordersThere: number;
};

/** Works order by order, so that a caller can show progress and stop. */
export type OrderSearch = {
  /** Orders to play at most; a search that finds nothing better ends before. */
  readonly total: number;
  next(): { readonly done: number } | null;
  /** What was found so far, when at least one step was made. */
  found(): OrderCost;
};

/** How far to look. */
export type OrderOptions = {
  readonly horizonMonths: number;
  /** Runs at most; when there are not more orders than that, all of them are played. */
  readonly budget: number;
};

type Played = { readonly starts: Starts; readonly run: Run; readonly cost: Decimal };

function totalCost({ months }: Run): Decimal {
  return sum(months.map(({ effectiveCost }) => effectiveCost));
}

function brokenRules({ reliability }: Run): Set<string> {
  return new Set(
    reliability.flatMap(({ workload, guardrails }) =>
      guardrails.flatMap(({ rule, allowed }) => (allowed === false ? [`${workload}\u0001${rule}`] : [])),
    ),
  );
}

function isPurchase(leverId: string): boolean {
  return leverById(leverId)?.target === 'estate';
}

/** Orders worth starting from: as written, purchases last, and the largest savings first with purchases last. */
function startingOrders(plan: Plan, written: Run): { readonly canonical: Starts; readonly greedy: Starts } {
  const starts = startsOf(plan);
  const rank = (index: number) => Number(isPurchase(plan.moves[index]?.lever ?? ''));
  const saved = plan.moves.map(({ id }) =>
    Number(written.moves.find(({ moveId }) => moveId === id)?.savedPerMonth ?? ZERO),
  );
  const largest = Math.max(1, ...saved.map(Math.abs));
  return {
    canonical: orderedBy(starts, rank),
    greedy: orderedBy(
      starts,
      index => rank(index) * 4 - (rank(index) === 1 ? 0 : (saved[index] ?? 0) / largest),
    ),
  };
}

/**
 * Starts to look for a better order. Up to `budget` different orders all are played; above that neighbours of the best one
 * so far are, by swapping the months of two moves, and the best of them is taken until none is better.
 */
export function orderCost(simulator: Simulator, plan: Plan, options: OrderOptions): OrderSearch {
  const { horizonMonths, budget } = options;
  const play = (starts: Starts): Played => {
    const run = simulator.run(withStarts(plan, starts), { horizonMonths });
    return { starts, run, cost: totalCost(run) };
  };
  const ordersThere = distinctOrders(startsOf(plan));
  const isAll = ordersThere <= budget;
  const known = new Set<string>();
  const written = play(startsOf(plan));
  const kept = brokenRules(written.run);
  const breaksGuardrail = ({ run }: Played) => [...brokenRules(run)].some(rule => !kept.has(rule));
  const { canonical: canonicalStarts, greedy } = startingOrders(plan, written.run);
  const canonical = play(canonicalStarts);
  let best = written;
  let done = 0;
  known.add(keyOf(written.starts));
  const consider = (played: Played) => {
    done++;
    if (played.cost.lessThan(best.cost) && !breaksGuardrail(played)) best = played;
  };
  const queue = isAll
    ? allOrders(startsOf(plan))
    : searchOrders([canonicalStarts, greedy], () => best.starts);
  const total = isAll ? ordersThere : budget;
  return {
    total,
    next: () => {
      if (done >= total) return null;
      for (let order = queue.next(); !order.done; order = queue.next()) {
        if (known.has(keyOf(order.value))) continue;
        known.add(keyOf(order.value));
        consider(play(order.value));
        return { done };
      }
      return null;
    },
    found: () => {
      const report = (played: Played): PlayedOrder => ({
        starts: plan.moves.map(({ id }, index) => ({ moveId: id, start: played.starts[index] ?? 1 })),
        cost: played.cost,
        breaksGuardrail: breaksGuardrail(played),
      });
      const cost = written.cost.minus(best.cost);
      assert(!cost.isNegative(), 'the best order is no dearer than the one written');
      return {
        horizonMonths,
        currency: written.run.currency,
        written: report(written),
        best: report(best),
        canonical: report(canonical),
        cost,
        ...orderReasons(written.run, best.run),
        method: isAll ? 'all' : 'search',
        ordersPlayed: known.size,
        ordersThere,
      };
    },
  };
}

function keyOf(starts: Starts): string {
  return starts.join();
}

/** The first orders, then neighbours of the best one, again and again while it changes. */
function* searchOrders(first: readonly Starts[], best: () => Starts): Generator<Starts> {
  yield* first;
  for (let from: Starts | null = null; from !== best(); ) {
    from = best();
    yield* swapsOf(from);
  }
}
