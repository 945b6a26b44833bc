/** Back-test: what a plan's run forecast for months that have a bill by now, and where it missed. */

import { monthOf } from '../calendar.ts';
import { chanceOf } from '../chance/chance-of.ts';
import type { Chance } from '../chance/summarise.ts';
import type { Estate, Resource } from '../estate/estate.ts';
import { type Decimal, decimal, sum, toLedger, ZERO } from '../money.ts';
import type { Plan } from '../plan.ts';
import type { Run, RunMonth } from '../simulate/run.ts';
import type { Simulator } from '../simulate/simulate.ts';
import { compareText } from '../text-order.ts';
import { type ErrorSummary, type MonthError, monthError, summarizeErrors } from './forecast-errors.ts';

/** The two clocks: effective cost with the one-off charges of the month, and what is invoiced. */
export const CLOCKS = ['run-rate', 'cash'] as const;
export type Clock = (typeof CLOCKS)[number];

/** One part of a miss. `miss` is actual less forecast: above 0 the bill was higher. */
export type MissGroup = {
  readonly name: string;
  readonly forecast: Decimal;
  readonly actual: Decimal;
  readonly miss: Decimal;
};

/** A forecast month beside its bill. */
export type BacktestMonth = {
  /** Month of the run, from 1. */
  readonly index: number;
  readonly month: string;
  readonly clocks: Readonly<Record<Clock, MonthError>>;
  /** The miss of the effective cost; each list adds up to it. Largest first. */
  readonly byService: readonly MissGroup[];
  readonly byWorkload: readonly MissGroup[];
};

/** The months and the errors over all of them. */
export type Backtest = {
  readonly referenceMonth: string;
  readonly currency: string;
  readonly months: readonly BacktestMonth[];
  readonly summary: Readonly<Record<Clock, ErrorSummary>>;
};

/** What is back-tested. */
export type BacktestInput = {
  readonly simulator: Simulator;
  readonly plan: Plan;
  /** Estates of later months, by month of the run. */
  readonly later: ReadonlyMap<number, Estate>;
  /** Effective cost of the months up to the reference month, that one last; empty: unknown. */
  readonly history: readonly Decimal[];
  /** Draws behind the ranges, and their seed. */
  readonly runs: number;
  readonly seed: number | string;
};

/** Group of fees, unused commitments and coverage that moves, which no service stands for on both sides. */
export const COMMITMENT_GROUP = '(commitments)';

type Sides = { forecast: Decimal; actual: Decimal };

function addTo(groups: Map<string, Sides>, name: string, side: keyof Sides, amount: Decimal): void {
  const known = groups.get(name) ?? { forecast: ZERO, actual: ZERO };
  groups.set(name, { ...known, [side]: known[side].plus(amount) });
}

function missGroups(groups: ReadonlyMap<string, Sides>): MissGroup[] {
  return [...groups]
    .map(([name, { forecast, actual }]) => ({ name, forecast, actual, miss: actual.minus(forecast) }))
    .sort((a, b) => b.miss.abs().comparedTo(a.miss.abs()) || compareText(a.name, b.name));
}

/** A resource's cost by service: a commitment's stand together, whatever its fees are called. */
function addServices(groups: Map<string, Sides>, resource: Resource, side: keyof Sides): void {
  for (const { serviceName, effectiveCost } of resource.byService) {
    const name = resource.kind === 'commitment' ? COMMITMENT_GROUP : serviceName;
    addTo(groups, name, side, decimal(effectiveCost));
  }
}

function missByService(reference: Estate, month: RunMonth, actual: Estate): MissGroup[] {
  const groups = new Map<string, Sides>();
  const names = new Map(
    reference.resources.map(({ id, kind, serviceName }) => [
      id,
      kind === 'commitment' ? COMMITMENT_GROUP : serviceName,
    ]),
  );
  for (const resource of reference.resources) addServices(groups, resource, 'forecast');
  for (const { resourceId, amount } of [...month.changes, ...month.oneOff])
    addTo(groups, names.get(resourceId) ?? COMMITMENT_GROUP, 'forecast', amount);
  for (const resource of actual.resources) addServices(groups, resource, 'actual');
  return missGroups(groups);
}

function missByWorkload(run: Run, month: RunMonth, actual: Estate): MissGroup[] {
  const groups = new Map<string, Sides>();
  for (const { workload, amount } of [...run.baseline.ledger, ...month.changes, ...month.oneOff])
    addTo(groups, workload, 'forecast', amount);
  for (const { workload, effectiveCost } of actual.resources)
    addTo(groups, workload, 'actual', decimal(effectiveCost));
  return missGroups(groups);
}

/** P10 and P90 of a month's cost. One-off charges of the month are taken as they are planned. */
function rangeOf(chance: Chance | null, month: RunMonth, clock: Clock): MonthError['range'] {
  const drawn = chance?.byMonth.find(({ index }) => index === month.index);
  if (!drawn) return null;
  const { p10, p90 } = clock === 'cash' ? drawn.cash : drawn.runRate;
  const oneOff = clock === 'cash' ? ZERO : month.effectiveCost.minus(month.runRateCost);
  return { p10: toLedger(p10).plus(oneOff), p90: toLedger(p90).plus(oneOff) };
}

function totalOf({ resources }: Estate, column: 'effectiveCost' | 'billedCost'): Decimal {
  return sum(resources.map(resource => resource[column]));
}

function backtestMonth(
  run: Run,
  month: RunMonth,
  actual: Estate,
  chance: Chance | null,
  reference: Estate,
): BacktestMonth {
  const errorOf = (clock: Clock): MonthError => {
    const isCash = clock === 'cash';
    return monthError({
      month: month.month,
      forecast: isCash ? month.billedCost : month.effectiveCost,
      naive: isCash ? run.baseline.billedCost : run.baseline.effectiveCost,
      actual: totalOf(actual, isCash ? 'billedCost' : 'effectiveCost'),
      range: rangeOf(chance, month, clock),
    });
  };
  return {
    index: month.index,
    month: month.month,
    clocks: { 'run-rate': errorOf('run-rate'), cash: errorOf('cash') },
    byService: missByService(reference, month, actual),
    byWorkload: missByWorkload(run, month, actual),
  };
}

/** Scores the forecast of a plan against the bills that have come since. */
export function backtest(input: BacktestInput): Backtest {
  const { simulator, plan, later, runs, seed } = input;
  const { estate } = simulator.baseline;
  const run = simulator.run(plan, { horizonMonths: Math.max(1, ...later.keys()) });
  const chance = runs > 0 ? chanceOf(simulator, run, { seed, runs }) : null;
  const months = run.months.flatMap(month => {
    const actual = later.get(month.index);
    return actual ? [backtestMonth(run, month, actual, chance, estate)] : [];
  });
  const summaryOf = (clock: Clock) =>
    summarizeErrors(
      months.map(({ clocks }) => clocks[clock]),
      // What was invoiced in earlier months is not read: only amortised cost has a history here.
      clock === 'cash' ? [] : input.history,
    );
  return {
    referenceMonth: monthOf(estate.period.startMs),
    currency: estate.currency,
    months,
    summary: { 'run-rate': summaryOf('run-rate'), cash: summaryOf('cash') },
  };
}
