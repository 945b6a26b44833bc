/**
 * Makes the surrogate of a plan from exact runs: as planned, each move left out, the pairs that may matter most, growth and spot
 * prices at the ends of their ranges; then plays some drawn cases to say how far off it is.
 */

import type { Run } from '../simulate/run.ts';
import type { Simulator } from '../simulate/simulate.ts';
import { workToDo } from '../simulate/timed-moves.ts';
import { breachTables } from './breach-tables.ts';
import { checkSurrogate } from './check-surrogate.ts';
import { driverMonths, driversOf, type PlayableDriver, responseOf } from './drivers.ts';
import { quantityTable } from './quantity-table.ts';
import { createSetPlayer, type MonthCosts, referenceMonthOf, type SetPlayer } from './set-player.ts';
import type { BreachTable, Clock, Surrogate, SurrogateError } from './surrogate.ts';
import { surrogateOfRun } from './surrogate-of-run.ts';

/** How much work goes into a surrogate. */
export type PreparationBudget = {
  /** Pairs of moves that are played without each other at most. */
  readonly pairs: number;
  /** Drawn cases that are played exactly. */
  readonly cases: number;
};

/** A few seconds on half a million a month with ten moves. */
export const DEFAULT_BUDGET: PreparationBudget = { pairs: 16, cases: 6 };

type Pair = { readonly a: number; readonly b: number };

/** A purchase covers what another move leaves, and two purchases compete for the same usage. */
const PURCHASE_WEIGHT = 2;

/**
 * Pairs worth playing, the ones that can overlap most first: two moves can take no more from each other than the smaller of
 * the two saves. A move that another one replaces saves little when it alone is left out; what the ledger says it saved
 * counts too.
 */
function pairsOf(first: Surrogate, measured: Surrogate, run: Run, most: number): Pair[] {
  const largest = (surrogate: Surrogate, move: number) =>
    (surrogate.runRate.gains[move] ?? new Float64Array(0)).reduce(
      (size, gain) => Math.max(size, Math.abs(gain)),
      0,
    );
  const sizes = first.moves.map((_, move) => Math.max(largest(first, move), largest(measured, move)));
  const isPurchase = run.moves.map(({ applied }) => applied.some(({ effect }) => effect.kind === 'commit'));
  const pairs = sizes.flatMap((size, a) =>
    sizes.slice(a + 1).map((other, after) => {
      const b = a + 1 + after;
      const weight = (isPurchase[a] ? PURCHASE_WEIGHT : 1) * (isPurchase[b] ? PURCHASE_WEIGHT : 1);
      return { a, b, overlap: weight * Math.min(size, other) };
    }),
  );
  return pairs
    .filter(({ overlap }) => overlap > 0)
    .sort((x, y) => y.overlap - x.overlap)
    .slice(0, most)
    .map(({ a, b }) => ({ a, b }));
}

/** What runs measured beside the planned one. */
type Measured = {
  readonly base: MonthCosts;
  readonly without: readonly MonthCosts[];
  readonly withoutPair: readonly (Pair & { readonly costs: MonthCosts })[];
  readonly responses: readonly ReturnType<typeof responseOf>[];
};

function clockOf(
  clock: Clock,
  measured: Measured,
  name: 'runRate' | 'cash',
  pick: (costs: MonthCosts) => Float64Array,
): Clock {
  const base = pick(measured.base);
  const gains = measured.without.map(costs => pick(costs).map((cost, month) => cost - (base[month] ?? 0)));
  return {
    ...clock,
    gains,
    pairs: measured.withoutPair.map(({ a, b, costs }) => ({
      a,
      b,
      cost: pick(costs).map(
        (cost, month) => cost - (base[month] ?? 0) - (gains[a]?.[month] ?? 0) - (gains[b]?.[month] ?? 0),
      ),
    })),
    drivers: measured.responses.map(response => response[name]),
  };
}

function withMeasured(
  first: Surrogate,
  run: Run,
  drivers: readonly PlayableDriver[],
  measured: Measured,
): Surrogate {
  // What is played does not cross to a worker: only the data of a driver does.
  const plain = drivers.map(({ kind, name, estimate }) => ({ kind, name, estimate }));
  return {
    ...first,
    drivers: plain,
    runRate: clockOf(first.runRate, measured, 'runRate', ({ runRate }) => runRate),
    cash: clockOf(first.cash, measured, 'cash', ({ recurring }) => recurring),
    quantities: quantityTable(run, first.moves, plain),
  };
}

/** The surrogate that a run alone gives, with what the estate knows. */
function firstOrder(simulator: Simulator, run: Run): Surrogate {
  const { baseline, player, worlds } = simulator;
  const { plan, assumptions } = run;
  const { items, pools } = workToDo({ plan, assumptions, player, bill: worlds.bill });
  return surrogateOfRun(run, {
    workloads: baseline.estate.workloads,
    // Without teams nothing is scheduled, and nobody has worked out the days.
    effortDays: new Map(pools === 0 ? [] : items.map(({ id, effortDays }) => [id, effortDays])),
  });
}

function errorOf(differences: readonly (readonly number[])[]): SurrogateError {
  const all = differences.flat().map(Math.abs);
  return {
    cases: differences.length,
    mean: all.length === 0 ? 0 : all.reduce((total, each) => total + each, 0) / all.length,
    max: all.reduce((most, each) => Math.max(most, each), 0),
  };
}

function isSpotUsed({ baseline }: Simulator): boolean {
  return baseline.estate.resources.some(
    resource => resource.kind === 'instance' && resource.compute.some(({ purchase }) => purchase === 'spot'),
  );
}

/** Plays without each move, then without pairs, then with each driver at its ends. */
function* measure(
  player: SetPlayer,
  run: Run,
  first: Surrogate,
  drivers: readonly PlayableDriver[],
  pairs: number,
): Generator<null, Measured> {
  const { assumptions } = run;
  const playWithout = (...moves: readonly number[]) => {
    const ids = moves.map(move => first.moves[move]?.id);
    return player.play(
      player.timed.filter(({ move }) => !ids.includes(move.id)),
      assumptions,
      run.months.map(({ index }) => index),
    );
  };
  const base = playWithout();
  yield null;
  const without: MonthCosts[] = [];
  for (let move = 0; move < first.moves.length; move++) {
    without.push(playWithout(move));
    yield null;
  }
  const soFar: Measured = { base, without, withoutPair: [], responses: [] };
  const withoutPair: { a: number; b: number; costs: MonthCosts }[] = [];
  for (const pair of pairsOf(first, withMeasured(first, run, [], soFar), run, pairs)) {
    withoutPair.push({ ...pair, costs: playWithout(pair.a, pair.b) });
    yield null;
  }
  const responses: ReturnType<typeof responseOf>[] = [];
  const months = driverMonths(run, player.timed);
  for (const driver of drivers) {
    const playAt = (value: number) => player.play(player.timed, driver.with(value, assumptions), months);
    const low = playAt(driver.estimate.low);
    yield null;
    responses.push(responseOf(driver, months, base, low, playAt(driver.estimate.high)));
    yield null;
  }
  return { base, without, withoutPair, responses };
}

/** Prepares step by step, so that it can be followed and stopped: yields the share that is done, 0..1, and returns the surrogate. */
export function* prepareChance(
  simulator: Simulator,
  run: Run,
  seed: number | string,
  budget: PreparationBudget = DEFAULT_BUDGET,
): Generator<number, Surrogate> {
  const player = createSetPlayer(simulator, run.plan, run.assumptions, run.horizonMonths);
  const first = firstOrder(simulator, run);
  const drivers = driversOf(run, isSpotUsed(simulator));
  const moves = first.moves.length;
  const cases = moves + drivers.length === 0 ? 0 : budget.cases;
  const pairs = Math.min(budget.pairs, (moves * (moves - 1)) / 2);
  const total = 1 + moves + pairs + 2 * drivers.length + cases + 1;
  let done = 0;
  const share = () => Math.min(1, ++done / total);
  const measuring = measure(player, run, first, drivers, pairs);
  let step = measuring.next();
  for (; !step.done; step = measuring.next()) yield share();
  const measured = withMeasured(first, run, drivers, step.value);
  const context = {
    player,
    drivers,
    assumptions: run.assumptions,
    referenceMonth: referenceMonthOf(simulator),
  };
  const differences: (readonly number[])[] = [];
  for (const each of checkSurrogate(measured, seed, cases, context)) {
    differences.push(each);
    yield share();
  }
  const breach: BreachTable[] = [];
  for (const table of breachTables(simulator, run, player.timed)) {
    breach.push(table);
    yield Math.min(1, done / total);
  }
  return { ...measured, breach, error: errorOf(differences) };
}
