/** A risk register in the units of SRE: bad minutes and their range, error budget, chance of a breach, time to recover, money at risk. */

import { type BadMinutes, badMinutesOf, type Recovery, recoveryOf } from './bad-minutes.ts';
import type { ClassListResult } from './class-list.ts';
import { evaluateClassList, registerClasses } from './class-list.ts';
import { breachProbability } from './compound-poisson.ts';
import type { FailureClass } from './failure-class.ts';
import { MINUTES_PER_DAY, MINUTES_PER_YEAR } from './failure-class.ts';
import { simulateWindows } from './monte-carlo.ts';
import { anyBreachProbability, windowsPerQuarter } from './quarter.ts';
import type { Register } from './register-file.ts';

/** What so many windows came to. */
export type SimulatedWindows = {
  readonly runs: number;
  readonly seed: number;
  readonly mean: number;
  /** Standard error of the mean. */
  readonly standardError: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  /** Null without an objective. */
  readonly breachProbability: number | null;
  /** 0 where a breach is too rare to be counted and is computed. */
  readonly breachStandardError: number | null;
};

/** How many windows to simulate, and with which luck. */
export type SimulationRequest = { readonly runs: number; readonly seed: number };

/** What one register comes to in one window. */
export type RegisterEvaluation = ClassListResult & {
  readonly windowDays: number;
  readonly objective: number | null;
  readonly badMinutes: BadMinutes;
  /** P(at least one window of a quarter is above its budget); changes are made in one of them. Null without an objective. */
  readonly quarterBreachProbability: number | null;
  /** Speed at which the budget is spent on average: 1 spends it exactly. Null without a budget. */
  readonly burnRate: number | null;
  /** Time to recover of one outage; null when nothing fails. */
  readonly recovery: Recovery | null;
  /** Money at risk in a window; null without a cost per minute. */
  readonly revenueAtRisk: { readonly mean: number; readonly p90: number; readonly cvar95: number } | null;
  /** Null when no runs were asked for. */
  readonly simulation: SimulatedWindows | null;
};

/** Changes as classes that bring as many failures in this window. */
function changeClasses({ changes }: Register, windowMinutes: number) {
  return changes.map(({ name, expectedFailures, impact, duration }) => ({
    name,
    impact,
    duration,
    ratePerYear: (expectedFailures * MINUTES_PER_YEAR) / windowMinutes,
  }));
}

function quarterOf(
  register: Register,
  result: ClassListResult,
  standing: readonly FailureClass[],
): number | null {
  const { budgetMinutes, breachProbability: own } = result;
  if (budgetMinutes === null || own === null) return null;
  const windowMinutes = register.windowDays * MINUTES_PER_DAY;
  const without =
    register.changes.length === 0
      ? own
      : breachProbability({ classes: standing, windowMinutes, budgetMinutes });
  // Windows of a quarter fail one by one; only one of them has the changes.
  const others = windowsPerQuarter(windowMinutes) - 1;
  return anyBreachProbability([own, ...new Array<number>(others).fill(without)]);
}

function simulated(
  classes: readonly FailureClass[],
  windowMinutes: number,
  budgetMinutes: number | null,
  { runs, seed }: SimulationRequest,
): SimulatedWindows {
  const sample = simulateWindows(
    { classes },
    { seed, workload: 'register', windowMinutes, budgetMinutes, runs },
  );
  const { mean, sd, p10, p50, p90, p99, breach } = sample;
  return {
    runs,
    seed,
    mean,
    standardError: sd / Math.sqrt(runs),
    p10,
    p50,
    p90,
    p99,
    breachProbability: breach?.probability ?? null,
    breachStandardError: breach?.standardError ?? null,
  };
}

/**
 * Evaluates a register. All of it is computed; `runs` adds a simulation beside it.
 * @throws BugError when a rate, impact or duration is impossible
 */
export function evaluateRegister(
  register: Register,
  simulation: SimulationRequest | null = null,
): RegisterEvaluation {
  const windowMinutes = register.windowDays * MINUTES_PER_DAY;
  const list = { ...register, classes: [...register.classes, ...changeClasses(register, windowMinutes)] };
  const classes = registerClasses(list);
  const result = evaluateClassList(list);
  const badMinutes = badMinutesOf(classes, windowMinutes);
  const cost = register.costPerBadMinute ?? null;
  const { budgetMinutes, expectedBadMinutes } = result;
  return {
    ...result,
    windowDays: register.windowDays,
    objective: register.slo ?? null,
    badMinutes,
    quarterBreachProbability: quarterOf(register, result, registerClasses(register)),
    burnRate: budgetMinutes ? expectedBadMinutes / budgetMinutes : null,
    recovery: recoveryOf(classes),
    revenueAtRisk:
      cost === null
        ? null
        : { mean: cost * expectedBadMinutes, p90: cost * badMinutes.p90, cvar95: cost * badMinutes.cvar95 },
    simulation: simulation && simulated(classes, windowMinutes, budgetMinutes, simulation),
  };
}

/** Outages that a simulation would play. */
export function outagesToPlay(register: Register, runs: number): number {
  const windowMinutes = register.windowDays * MINUTES_PER_DAY;
  const classes = [...register.classes, ...changeClasses(register, windowMinutes)];
  const perWindow = classes.reduce(
    (sum, item) => sum + (item.ratePerYear * windowMinutes) / MINUTES_PER_YEAR,
    0,
  );
  return runs * (perWindow + classes.length);
}
