/** Answers about one plan: who saved what, one move down to its resources, and what another plan does differently. */

import { z } from 'zod';
import { amount, monthText, share } from './shared.ts';

const moveInOrderSchema = z.object({
  moveId: z.string(),
  writtenStart: z.number(),
  bestStart: z.number(),
  /** What it saves less over the run in the order written. */
  cost: amount,
});

const playedOrderSchema = z.object({
  starts: z.array(z.object({ moveId: z.string(), start: z.number() })),
  /** Effective cost of the whole run, one-off charges included. */
  cost: amount,
  breaksGuardrail: z.boolean(),
});

const orderSchema = z.object({
  /** What is wrong with the order, in words. */
  sentence: z.string(),
  horizonMonths: z.number(),
  /** The order written less the best one found. */
  cost: amount,
  /** `all`: every order was played; `search`: neighbours were tried, there may be a better one. */
  method: z.enum(['all', 'search']),
  ordersPlayed: z.number(),
  ordersThere: z.number(),
  written: playedOrderSchema,
  best: playedOrderSchema,
  /** Every purchase after all other moves, otherwise as written. */
  canonical: playedOrderSchema,
  /** Dearest first; with `elsewhere` they add up to `cost`. */
  reasons: z.array(
    z.object({
      kind: z.enum(['committed-before-shrinking', 'waits', 'hurried', 'follows']),
      cost: amount,
      moves: z.array(moveInOrderSchema),
      shrunkBy: z.array(z.object({ moveId: z.string(), start: z.number(), how: z.string() })),
      unusedPerMonth: amount,
      strandedPerMonth: amount,
    }),
  ),
  byMove: z.array(moveInOrderSchema),
  elsewhere: amount,
});

export const planAttributeSchema = z.object({
  schema: z.literal('trimtab/plan-attribute/1'),
  plan: z.string(),
  scenario: z.string().nullable(),
  currency: z.string(),
  /** Month of the run, from 1. */
  index: z.number(),
  month: monthText,
  baselineCost: amount,
  /** Cost of the month without any move, less the bill: commitments that end, growth. */
  unexplained: amount,
  costWithoutMoves: amount,
  costWithMoves: amount,
  saving: amount,
  method: z.enum(['exact', 'sampled']),
  seed: z.string(),
  /** Orders drawn; 0 where every set of moves was played. */
  permutations: z.number(),
  /** In the order of application. Waterfall and Shapley values add up to `saving`. */
  moves: z.array(
    z.object({
      moveId: z.string(),
      leverId: z.string(),
      title: z.string(),
      waterfall: amount,
      shapley: amount,
      standardError: amount,
      leaveOneOut: amount,
      /** shapley - leaveOneOut. */
      interaction: amount,
    }),
  ),
  /** saving - sum of leaveOneOut. */
  interaction: amount,
  pairs: z.array(
    z.object({
      moveIds: z.array(z.string()),
      saving: amount,
      method: z.enum(['shapley-index', 'among-the-others']),
    }),
  ),
  /** Groups of moves that do not meet. */
  groups: z.array(z.array(z.string())),
  notInEffect: z.array(z.string()),
  order: orderSchema,
});

const priceUseSchema = z.object({
  what: z.string(),
  region: z.string().nullable(),
  price: amount,
  unit: z.string(),
  /** `bill`: what the bill paid; otherwise a fact of the price book. */
  from: z.enum(['bill', 'book']),
  source: z.string(),
  date: z.string(),
});

const estimateSchema = z.object({ low: z.number(), mode: z.number(), high: z.number() });

export const planWhySchema = z.object({
  schema: z.literal('trimtab/plan-why/1'),
  plan: z.string(),
  scenario: z.string().nullable(),
  currency: z.string(),
  move: z.object({
    moveId: z.string(),
    leverId: z.string(),
    title: z.string(),
    summary: z.string(),
    stage: z.string(),
    start: z.number(),
    owner: z.string().nullable(),
    note: z.string().nullable(),
    effectMonth: z.number().nullable(),
    reversible: z.boolean(),
  }),
  params: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      value: z.union([z.number(), z.string(), z.boolean()]),
      unit: z.string(),
      isDefault: z.boolean(),
    }),
  ),
  /** The month whose amounts are shown: the target's, or the first that shows the move. */
  index: z.number(),
  month: monthText,
  /** On top of the moves applied before it. */
  savedPerMonth: amount,
  oneOffCost: amount,
  effortDays: z.object({ low: z.number(), mean: z.number(), high: z.number() }),
  evidence: z.object({ measured: z.number(), inferred: z.number(), assumed: z.number() }),
  /** Largest change first; with `notShown`, `others` and `othersNotShown` they add up to `savedPerMonth`. */
  resources: z.array(
    z.object({
      resourceId: z.string(),
      workload: z.string(),
      name: z.string().nullable(),
      before: amount,
      after: amount,
      saved: amount,
      change: z.string(),
      why: z.string(),
      evidence: z.string(),
      risks: z.array(z.string()),
    }),
  ),
  /** Resources of the move that are not shown. */
  notShown: z.object({ count: z.number(), saved: amount }),
  /** Resources that cost something else although the move did not touch them: coverage of commitments that moved. */
  others: z.array(z.object({ resourceId: z.string(), workload: z.string(), saved: amount })),
  othersNotShown: z.object({ count: z.number(), saved: amount }),
  skipped: z.array(z.object({ count: z.number(), reason: z.string() })),
  excludes: z.array(z.string()),
  conflicts: z.array(z.string()),
  prices: z.array(priceUseSchema),
  pricesNotShown: z.number(),
  reliability: z.array(
    z.object({
      workload: z.string(),
      marginalBadMinutes: z.number(),
      marginalBreachProbability: z.number().nullable(),
      aloneBadMinutes: z.number(),
      oneOffBadMinutes: z.number(),
    }),
  ),
  /** What the lever changes in the availability model, each once. */
  risks: z.array(z.object({ workload: z.string(), text: z.string(), count: z.number() })),
  sources: z.array(z.string()),
  headline: z.object({ text: z.string(), source: z.string() }),
  planning: z.object({ text: z.string(), source: z.string() }),
  assumptions: z.object({
    effortDaysPerWorkload: estimateSchema,
    realization: z.record(z.string(), estimateSchema),
  }),
});

const sideSchema = z.object({
  title: z.string(),
  targetMonth: z.number(),
  runRateCost: amount,
  savedPerMonth: amount,
  cumulativeCash: amount,
  cumulativeEffectiveCost: amount,
  oneOffCost: amount,
  effortDays: z.number(),
  targetMet: z.boolean(),
  probabilityOfTarget: share,
  brokenGuardrails: z.number(),
});

export const planDiffSchema = z.object({
  schema: z.literal('trimtab/plan-diff/1'),
  currency: z.string(),
  seed: z.string(),
  horizonMonths: z.number(),
  /** The month whose run-rate is compared. */
  index: z.number(),
  month: monthText,
  a: sideSchema,
  b: sideSchema,
  /** b - a. */
  difference: z.object({
    runRateCost: amount,
    cumulativeCash: amount,
    cumulativeEffectiveCost: amount,
    oneOffCost: amount,
    effortDays: z.number(),
    probabilityOfTarget: z.number(),
  }),
  /** From a to b, one change after the other: their effects add up to `difference`. */
  changes: z.array(
    z.object({
      kind: z.enum(['removed', 'changed', 'added', 'plan']),
      moveId: z.string().nullable(),
      leverId: z.string().nullable(),
      title: z.string(),
      fields: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
      runRateCost: amount,
      cumulativeCash: amount,
      cumulativeEffectiveCost: amount,
    }),
  ),
  reliability: z.array(
    z.object({
      workload: z.string(),
      expectedBadMinutes: z.object({ today: z.number(), a: z.number(), b: z.number() }),
      breachProbability: z.object({
        today: z.number().nullable(),
        a: z.number().nullable(),
        b: z.number().nullable(),
      }),
    }),
  ),
});

export type PlanAttributeReport = z.output<typeof planAttributeSchema>;
export type PlanWhyReport = z.output<typeof planWhySchema>;
export type PlanDiffReport = z.output<typeof planDiffSchema>;
