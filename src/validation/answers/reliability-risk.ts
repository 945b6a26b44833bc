/** Examples of risk registers, breach probabilities, distributions, tails and simulation errors. */

import { z } from 'zod';
import { classListSchema, evaluateClassList } from '../../engine/reliability/class-list.ts';
import {
  exponentialBreachProbability,
  fixedBreachProbability,
} from '../../engine/reliability/closed-forms.ts';
import { commitmentRegret } from '../../engine/reliability/commitment-regret.ts';
import type { SimpleDistribution } from '../../engine/reliability/distribution.ts';
import { pertShape } from '../../engine/reliability/distribution.ts';
import { expectedEvents, MINUTES_PER_DAY } from '../../engine/reliability/failure-class.ts';
import { quantile } from '../../engine/reliability/quantiles.ts';
import { errorBudgetMinutes } from '../../engine/reliability/slo.ts';
import {
  runsForRelativeError,
  standardErrorOfProbability,
  statisticsOf,
  tailRisk,
} from '../../engine/reliability/tail-risk.ts';
import type { Answer } from '../answer.ts';
import { divisor, probability, quantity, reliabilityAnswer } from './reliability-answer.ts';

const WINDOW_DAYS = 30;
const TAIL_QUANTILE = 0.95;
const DEFAULT_QUANTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

const q = z.number().min(0).lt(1);
const minutes = z.number().min(0).max(1e9);
const lognormal = { mu: z.number().min(-21).max(21), sigma: z.number().min(0).max(8) };
const rate = z.number().min(0).max(1e9);

/** The probability in a key such as `p90` or `p99_5`; null for another key. */
function quantileOf(key: string): number | null {
  const match = /^p(\d{1,2})(?:[._](\d{1,6}))?$/.exec(key);
  return match ? Number(`${match[1]}.${match[2] ?? 0}`) / 100 : null;
}

const resolveQuantile = (key: string, distribution: SimpleDistribution) => {
  const wanted = quantileOf(key);
  return wanted === null ? undefined : quantile(distribution, wanted);
};

function described(
  distribution: SimpleDistribution,
  wanted: number | undefined,
): Readonly<Record<string, unknown>> {
  const quantiles = Object.entries(DEFAULT_QUANTILES).map(([key, p]) => [key, quantile(distribution, p)]);
  return {
    ...statisticsOf(distribution),
    median: quantile(distribution, 0.5),
    ...Object.fromEntries(quantiles),
    ...(wanted === undefined
      ? {}
      : { quantile: quantile(distribution, wanted), ...tailRisk(distribution, wanted) }),
  };
}

const modal = { low: minutes, mode: minutes, high: minutes, q: q.optional() };

function assertOrder({
  low,
  mode,
  high,
}: {
  readonly low: number;
  readonly mode: number;
  readonly high: number;
}): void {
  if (low > mode || mode > high) throw new Error('mode: low <= mode <= high must hold');
}

const DISTRIBUTIONS: readonly Answer[] = [
  reliabilityAnswer(
    'lognormalStats',
    { ...lognormal, q: q.optional() },
    ({ mu, sigma, q: wanted }) => described({ kind: 'lognormal', mu, sigma }, wanted),
    (key, { mu, sigma }) => resolveQuantile(key, { kind: 'lognormal', mu, sigma }),
  ),
  reliabilityAnswer(
    'pert',
    { ...modal, gamma: z.number().min(0).max(1000).default(4) },
    inputs => {
      assertOrder(inputs);
      const { low, mode, high, gamma } = inputs;
      const distribution = { kind: 'pert', low, mode, high, gamma } as const;
      const shape = high > low ? pertShape(distribution) : {};
      return { ...described(distribution, inputs.q), ...shape };
    },
    (key, { low, mode, high, gamma }) => resolveQuantile(key, { kind: 'pert', low, mode, high, gamma }),
  ),
  reliabilityAnswer(
    'triangular',
    modal,
    inputs => {
      assertOrder(inputs);
      const { low, mode, high } = inputs;
      return described({ kind: 'triangular', low, mode, high }, inputs.q);
    },
    (key, { low, mode, high }) => resolveQuantile(key, { kind: 'triangular', low, mode, high }),
  ),
  reliabilityAnswer('cvarExponential', { mean: minutes, q: q.default(TAIL_QUANTILE) }, inputs => ({
    ...tailRisk({ kind: 'exponential', meanMinutes: inputs.mean }, inputs.q),
  })),
  reliabilityAnswer(
    'cvarLognormal',
    { ...lognormal, q: q.default(TAIL_QUANTILE) },
    ({ mu, sigma, q: wanted }) => ({
      ...tailRisk({ kind: 'lognormal', mu, sigma }, wanted),
    }),
  ),
];

const window = {
  ratePerYear: rate,
  windowDays: divisor.max(3660).default(WINDOW_DAYS),
  slo: probability.optional(),
  budgetMinutes: quantity.optional(),
  impact: probability.default(1),
};

type WindowInputs = {
  readonly ratePerYear: number;
  readonly windowDays: number;
  readonly slo?: number | undefined;
  readonly budgetMinutes?: number | undefined;
  readonly impact: number;
};

/** Moments of a compound Poisson sum of one class, and its breach where there is a budget. */
function compound(
  inputs: WindowInputs,
  mean: number,
  secondMoment: number,
  breach: (events: number, severity: number, budget: number) => number,
): Readonly<Record<string, unknown>> {
  const { slo, windowDays, impact } = inputs;
  const events = expectedEvents(inputs.ratePerYear, windowDays * MINUTES_PER_DAY);
  const sloBudget = slo === undefined ? null : errorBudgetMinutes({ objective: slo, windowDays });
  const budget = inputs.budgetMinutes ?? sloBudget;
  const variance = events * impact * impact * secondMoment;
  return {
    expectedEvents: events,
    expectedMinutes: events * impact * mean,
    varMinutes2: variance,
    sdMinutes: Math.sqrt(variance),
    ...(budget === null ? {} : { budgetMinutes: budget, pBreach: breach(events, impact * mean, budget) }),
  };
}

const WINDOWS: readonly Answer[] = [
  reliabilityAnswer('compoundPoissonFixed', { ...window, durationMinutes: minutes }, inputs =>
    compound(inputs, inputs.durationMinutes, inputs.durationMinutes ** 2, fixedBreachProbability),
  ),
  reliabilityAnswer('compoundPoissonExponential', { ...window, meanMinutes: minutes }, inputs =>
    compound(inputs, inputs.meanMinutes, 2 * inputs.meanMinutes ** 2, exponentialBreachProbability),
  ),
  reliabilityAnswer('evaluateRiskClasses', classListSchema.shape, list => {
    const { breachProbability, ...result } = evaluateClassList(list);
    return { ...result, pBreach: breachProbability === null ? null : { value: breachProbability } };
  }),
];

const SIMULATION: readonly Answer[] = [
  reliabilityAnswer('monteCarloStandardError', { p: probability, runs: divisor }, ({ p, runs }) => ({
    se: standardErrorOfProbability(p, runs),
  })),
  reliabilityAnswer(
    'runsForRelativeError',
    { p: probability.gt(0), relativeSe: divisor },
    ({ p, relativeSe }) => ({
      runs: runsForRelativeError(p, relativeSe),
    }),
  ),
  reliabilityAnswer(
    'commitmentRegret',
    {
      hourlyCommit: quantity,
      discount: z.number().min(0).lt(1),
      utilisations: z.array(probability).min(1).max(100_000),
      weights: z.array(quantity).max(100_000).optional(),
    },
    ({ hourlyCommit, discount, utilisations, weights }) => {
      if (weights && weights.length !== utilisations.length)
        throw new Error('weights: one for each utilisation');
      const bet = { hourlyCommit, discount, utilizations: utilisations, ...(weights ? { weights } : {}) };
      const { breakEvenUtilization, ...regret } = commitmentRegret(bet);
      return { ...regret, breakEvenUtilisation: breakEvenUtilization };
    },
  ),
];

/** Answers by the examples of risk registers, distributions and tails. */
export const RELIABILITY_RISK_ANSWERS: readonly Answer[] = [...DISTRIBUTIONS, ...WINDOWS, ...SIMULATION];
