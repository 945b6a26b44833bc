/**
 * How sure a reliability is: the model evaluated under many sets of constants (what is not known), and windows simulated under
 * each of them (what is left to chance).
 *
 * Draw `i` simulates the windows of block `i`, before and after a change with the same luck, so that differences are of the
 * change. Means are exact under each draw. Breaches are counted; where none is, they are computed. Counting a thousand windows
 * widens the range of a breach of 2 % by its own standard error of 0.4 points: `runsPerDraw: 0` computes every breach instead,
 * for three times the time.
 */

import { BLOCK_WINDOWS } from './common-random-numbers.ts';
import { expectedBadMinutes } from './compound-poisson.ts';
import type { ReliabilityConstants } from './constants.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import { MINUTES_PER_YEAR } from './failure-class.ts';
import type { SimulationOptions, WindowRisks } from './monte-carlo.ts';
import { countBreaches, exactBreach, simulateBadMinutes } from './monte-carlo.ts';
import { quarterBreachProbability } from './quarter.ts';
import { sampleQuantiles } from './sample-statistics.ts';

/** Windows simulated under each draw. */
const DEFAULT_RUNS_PER_DRAW = 1000;

/** What may cost good minutes in a window, under a set of constants. */
export type RisksUnder = (constants: ReliabilityConstants) => WindowRisks;

/** A result under the constants as they are, and its quantiles over what they may be. */
export type UncertainValue = {
  readonly planned: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
};

/** How sure a workload's reliability is. */
export type ReliabilityUncertainty = {
  readonly expectedBadMinutes: UncertainValue;
  /** Null without an objective. */
  readonly breachProbability: UncertainValue | null;
  /** Of a quarter of such windows; null without an objective. */
  readonly quarterBreachProbability: UncertainValue | null;
};

/** How uncertainty is worked out. */
export type UncertaintyOptions = Omit<SimulationOptions, 'runs' | 'firstWindow'> & {
  /** Of `drawConstants`: one list for all workloads, which live in the same world. */
  readonly draws: readonly ReliabilityConstants[];
  /** Windows simulated under each draw, 1,000 when left out, 1,024 at most; 0: every breach is computed. */
  readonly runsPerDraw?: number;
  /** The constants as they are, when they are not the defaults. */
  readonly constants?: ReliabilityConstants;
};

/** Lattice steps for a breach that is computed for one draw of many: within a relative 1e-4 of 512 steps. */
const STEPS_PER_DRAW = 128;

function uncertain(planned: number, drawn: readonly number[]): UncertainValue {
  const [p10 = planned, p50 = planned, p90 = planned] =
    drawn.length > 0 ? sampleQuantiles(Float64Array.from(drawn), [0.1, 0.5, 0.9]) : [];
  return { planned, p10, p50, p90 };
}

/** Expected bad minutes of a window, exact: of a heavy tail the mean is what simulation tells least about. */
export function meanBadMinutes(risks: WindowRisks, windowMinutes: number): number {
  const { classes, oneOff = [], burnMinutes = 0 } = risks;
  // One event in the window is a rate of its probability a window.
  const once = oneOff.map(({ probability, impact, duration }) => ({
    ratePerYear: (probability * MINUTES_PER_YEAR) / windowMinutes,
    impact,
    duration,
  }));
  return burnMinutes + expectedBadMinutes([...classes, ...once], windowMinutes);
}

/** Mean and P(breach) under one set of constants. */
type Outcome = { readonly mean: number; readonly breach: number };

function outcomeUnder(risks: WindowRisks, options: UncertaintyOptions, draw: number): Outcome {
  const { runsPerDraw = DEFAULT_RUNS_PER_DRAW, windowMinutes, budgetMinutes } = options;
  const mean = meanBadMinutes(risks, windowMinutes);
  if (budgetMinutes === null) return { mean, breach: 0 };
  const known = { ...options, budgetMinutes };
  if (runsPerDraw === 0) return { mean, breach: exactBreach(risks, known, STEPS_PER_DRAW) ?? 0 };
  const firstWindow = draw * BLOCK_WINDOWS;
  const badMinutes = simulateBadMinutes(risks, { ...options, runs: runsPerDraw, firstWindow });
  const counted = countBreaches(badMinutes, budgetMinutes) / runsPerDraw;
  return { mean, breach: counted > 0 ? counted : (exactBreach(risks, known, STEPS_PER_DRAW) ?? 0) };
}

/** Outcomes as planned and under every draw. */
type Outcomes = { readonly planned: Outcome; readonly drawn: readonly Outcome[] };

function outcomesOf(risksUnder: RisksUnder, options: UncertaintyOptions): Outcomes {
  const { windowMinutes, budgetMinutes, constants = RELIABILITY_CONSTANTS, draws } = options;
  const risks = risksUnder(constants);
  const breach = budgetMinutes === null ? 0 : exactBreach(risks, { ...options, budgetMinutes });
  const planned = {
    mean: meanBadMinutes(risks, windowMinutes),
    breach: breach ?? outcomeUnder(risks, options, draws.length).breach,
  };
  return { planned, drawn: draws.map((drawn, draw) => outcomeUnder(risksUnder(drawn), options, draw)) };
}

function summary(
  { planned, drawn }: Outcomes,
  { windowMinutes, budgetMinutes }: UncertaintyOptions,
  quarterOf: (outcome: Outcome, draw: number | null) => number,
): ReliabilityUncertainty {
  const hasBudget = budgetMinutes !== null && windowMinutes > 0;
  return {
    expectedBadMinutes: uncertain(
      planned.mean,
      drawn.map(({ mean }) => mean),
    ),
    breachProbability: hasBudget
      ? uncertain(
          planned.breach,
          drawn.map(({ breach }) => breach),
        )
      : null,
    quarterBreachProbability: hasBudget
      ? uncertain(
          quarterOf(planned, null),
          drawn.map((outcome, draw) => quarterOf(outcome, draw)),
        )
      : null,
  };
}

/** Ranges of one state of a workload: "5 % (2-14 %)" instead of "5 %". */
export function uncertaintyOf(risksUnder: RisksUnder, options: UncertaintyOptions): ReliabilityUncertainty {
  const quarterOf = ({ breach }: Outcome) => quarterBreachProbability(breach, options.windowMinutes);
  return summary(outcomesOf(risksUnder, options), options, quarterOf);
}

const minus = (after: Outcome, before: Outcome): Outcome => ({
  mean: after.mean - before.mean,
  breach: after.breach - before.breach,
});

/** Ranges before and after a change, and of the difference under the same constants and the same luck. */
export function uncertaintyOfChange(
  before: RisksUnder,
  after: RisksUnder,
  options: UncertaintyOptions,
): Readonly<Record<'before' | 'after' | 'delta', ReliabilityUncertainty>> {
  const [was, is] = [outcomesOf(before, options), outcomesOf(after, options)];
  const quarterOf = ({ breach }: Outcome) => quarterBreachProbability(breach, options.windowMinutes);
  const pick = ({ planned, drawn }: Outcomes, draw: number | null) =>
    quarterOf((draw === null ? planned : drawn[draw]) ?? planned);
  const delta = {
    planned: minus(is.planned, was.planned),
    drawn: is.drawn.map((outcome, draw) => minus(outcome, was.drawn[draw] ?? was.planned)),
  };
  return {
    before: summary(was, options, quarterOf),
    after: summary(is, options, quarterOf),
    delta: summary(delta, options, (_, draw) => pick(is, draw) - pick(was, draw)),
  };
}
