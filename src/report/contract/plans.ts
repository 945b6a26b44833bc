/** Answers about plans: what fits, what a plan does, how it is judged. */

import { z } from 'zod';
import { findingSchema } from '../../engine/finding-schema.ts';
import { chanceSchema } from './chance.ts';
import { financeSchema, unitCostsSchema } from './finance.ts';
import { amount, monthText, share } from './shared.ts';

const kpisSchema = z.object({
  commitmentCoverage: share.nullable(),
  commitmentUtilization: share.nullable(),
  effectiveSavingsRate: share.nullable(),
  unusedCost: amount,
});

const evaluationSchema = z.object({
  windowDays: z.number(),
  expectedBadMinutes: z.number(),
  availability: share,
  budgetMinutes: z.number().nullable(),
  budgetConsumed: share.nullable(),
  breachProbability: share.nullable(),
  /** That at least one window of a quarter is missed. */
  quarterBreachProbability: share.nullable(),
  expectedCost: amount.nullable(),
  topDriver: z.string().nullable(),
  byClass: z.array(z.object({ name: z.string(), kind: z.string(), expectedBadMinutes: z.number() })),
  evidence: z.object({ published: share, dataset: share, default: share }),
});

const spreadSchema = z.object({ mean: z.number(), p10: z.number(), p50: z.number(), p90: z.number() });

const outcomeSchema = z.object({
  /** Of a window, minutes. */
  badMinutes: spreadSchema.extend({ p99: z.number(), cvar95: z.number() }),
  recovery: z.object({
    mttrP50: z.number().nullable(),
    mttrP90: z.number().nullable(),
    rtoMinutes: z.number().nullable(),
  }),
  /** Null when nothing about the data is declared. */
  dataLoss: z
    .object({
      eventsPerYear: z.number(),
      anyPerYear: share,
      minutesP50: z.number().nullable(),
      minutesP95: z.number().nullable(),
      rpoMinutes: z.number().nullable(),
      minutesPerYear: z.number().nullable(),
      foundTooLate: share.nullable(),
    })
    .nullable(),
  onCall: z.object({
    incidentsPerYear: z.number(),
    incidentsPerShift: z.number(),
    pagesPerShift: z.number().nullable(),
    toilHoursPerYear: z.number(),
  }),
  blastRadius: z.object({
    byClass: z.array(z.object({ name: z.string(), impact: share, perYear: z.number() })),
    widest: share,
    dependents: z.array(z.string()),
  }),
  /** Null without a latency objective, a request rate and a service time. */
  latency: z
    .object({
      slowShare: share,
      burnRate: z.number().nullable(),
      peakWaitMs: z.number().nullable(),
    })
    .nullable(),
  /** Null when no cost per minute is declared. */
  revenueAtRisk: z.object({ mean: amount, p90: amount, cvar95: amount }).nullable(),
});

/** What each move does to a workload, and what is left because moves meet. */
const effectsSchema = z.object({
  byMove: z.array(
    z.object({
      moveId: z.string(),
      marginalBadMinutes: z.number(),
      marginalBreachProbability: z.number().nullable(),
      aloneBadMinutes: z.number(),
      oneOffBadMinutes: z.number(),
    }),
  ),
  interactionBadMinutes: z.number(),
});

export const workloadReliabilitySchema = z.object({
  workload: z.string(),
  slo: z.object({ objective: share, windowDays: z.number() }).nullable(),
  before: evaluationSchema,
  after: evaluationSchema,
  worst: evaluationSchema.extend({ month: z.string() }),
  moveIds: z.array(z.string()),
  outcomes: z.object({
    before: outcomeSchema,
    after: outcomeSchema,
    delta: spreadSchema,
    /** What the change of the expected bad minutes rests on; null when nothing changes. */
    evidence: z
      .object({
        published: share,
        dataset: share,
        default: share,
        declared: share,
        isMostlyDefault: z.boolean(),
        byConstant: z.array(z.object({ name: z.string(), provenance: z.string(), share })),
      })
      .nullable(),
  }),
  effects: effectsSchema,
  policy: z.array(
    z.object({
      rule: z.string(),
      month: monthText,
      moveIds: z.array(z.string()),
      allowed: z.boolean().nullable(),
      message: z.string(),
      source: z.string(),
      isGuardrail: z.boolean(),
    }),
  ),
});

export const effortSchema = z.object({ low: z.number(), mean: z.number(), high: z.number() });

const moveOutcomeSchema = z.object({
  moveId: z.string(),
  leverId: z.string(),
  title: z.string(),
  start: z.number(),
  owner: z.string().nullable(),
  /** Months of the run: work begins and is done, the bill shows some of it, all of it is in effect; null beyond the horizon. */
  begunMonth: z.number().nullable(),
  doneMonth: z.number().nullable(),
  effectMonth: z.number().nullable(),
  fullMonth: z.number().nullable(),
  status: z.enum(['identified', 'approved', 'implemented', 'verified']),
  savedPerMonth: amount,
  oneOffCost: amount,
  effortDays: effortSchema,
  evidence: z.object({ measured: z.number(), inferred: z.number(), assumed: z.number() }),
  applied: z.array(
    z.object({ resourceId: z.string(), workload: z.string(), why: z.string(), evidence: z.string() }),
  ),
  skipped: z.array(z.object({ resourceId: z.string(), workload: z.string(), reason: z.string() })),
});

export const simulateSchema = z.object({
  schema: z.literal('trimtab/simulate/1'),
  plan: z.string(),
  scenario: z.string().nullable(),
  seed: z.string(),
  currency: z.string(),
  horizonMonths: z.number(),
  baseline: z.object({
    month: monthText,
    billedCost: amount,
    recurringBilledCost: amount,
    effectiveCost: amount,
    modelFit: z.number().nullable(),
    commitments: kpisSchema,
  }),
  months: z.array(
    z.object({
      index: z.number(),
      month: monthText,
      billedCost: amount,
      effectiveCost: amount,
      runRateCost: amount,
      savedCost: amount,
      /** What the month would cost without the plan: growth, prices and expiries included. */
      forecastCost: amount,
      forecastBilledCost: amount,
      /** forecastCost - effectiveCost. */
      savedAgainstForecast: amount,
      /** Engineer-days spent on the plan, and those the teams have; null when no team is stated. */
      workDays: z.number(),
      capacityDays: z.number().nullable(),
      events: z.array(z.string()),
      activeMoveIds: z.array(z.string()),
      commitments: kpisSchema,
    }),
  ),
  ledger: z.array(
    z.object({
      month: monthText,
      resourceId: z.string(),
      workload: z.string(),
      leverId: z.string().nullable(),
      moveId: z.string().nullable(),
      /** Why it changes without a lever; left out for charges of the bill and for what moves do. */
      cause: z.enum(['commitment-expiry', 'usage-growth', 'price-change']).optional(),
      amount,
    }),
  ),
  moves: z.array(moveOutcomeSchema),
  /** Savings of the target month on their way, by stage; each stage holds what has come at least so far. */
  pipeline: z.array(
    z.object({
      stage: z.enum(['identified', 'approved', 'implemented', 'verified']),
      moves: z.number(),
      reached: amount,
      /** What may be expected to reach it, at the mean rates of the stages ahead. */
      expected: amount,
    }),
  ),
  /** What the plan leaves to chance; null unless runs were asked for. */
  chance: chanceSchema.nullable(),
  reliability: z.array(workloadReliabilitySchema),
  finance: financeSchema,
  /** One for each business metric; empty without a business metrics file. */
  unitCosts: unitCostsSchema,
  assumptions: z.array(z.string()),
  findings: z.array(findingSchema),
});

const uncertainSchema = z.object({ planned: z.number(), p10: z.number(), p50: z.number(), p90: z.number() });

const mistakeSchema = z.object({
  code: z.string(),
  moveIds: z.array(z.string()),
  message: z.string(),
  rule: z.string(),
  /** Address of who says so; null: a judgement of this project. */
  source: z.string().nullable(),
  /** A month; null where none can be computed. */
  amount: amount.nullable(),
});

export const scoreSchema = z.object({
  schema: z.literal('trimtab/score/1'),
  plan: z.string(),
  scenario: z.string().nullable(),
  seed: z.string(),
  currency: z.string(),
  targetMet: z.boolean(),
  amountReached: z.boolean(),
  target: z.object({
    byMonth: z.number(),
    month: monthText,
    basis: z.enum(['run-rate', 'cash']),
    /** What `baselineCost` is: of the bill's month, or of the target month without the plan. */
    against: z.enum(['reference-month', 'forecast']),
    baselineCost: amount,
    allowedCost: amount,
    reachedCost: amount,
    margin: amount,
  }),
  savedPerMonth: amount,
  savedFraction: share,
  range: z.object({ p10: amount, p50: amount, p90: amount }),
  probabilityOfTarget: share,
  /** What the plan leaves to chance, in full; null where only the range was drawn. */
  chance: chanceSchema.nullable(),
  effortDays: effortSchema,
  moves: z.array(
    moveOutcomeSchema
      .omit({ applied: true, skipped: true })
      .extend({ appliedCount: z.number(), skippedCount: z.number() }),
  ),
  reliability: z.array(workloadReliabilitySchema),
  /** How sure it is: quantiles over what the constants of the model may really be; empty where nobody asked. */
  reliabilityRanges: z.array(
    z.object({
      workload: z.string(),
      expectedBadMinutes: z.object({ before: uncertainSchema, after: uncertainSchema }),
      breachProbability: z.object({ before: uncertainSchema, after: uncertainSchema }),
    }),
  ),
  guardrails: z.array(
    z.object({
      workload: z.string(),
      rule: z.string(),
      allowed: z.boolean().nullable(),
      message: z.string(),
      source: z.string(),
    }),
  ),
  mistakes: z.array(mistakeSchema),
  /** Worth knowing, and no mistake by itself. */
  remarks: z.array(mistakeSchema),
  points: z.object({
    total: z.number(),
    max: z.number(),
    parts: z.array(z.object({ name: z.string(), points: z.number(), max: z.number(), why: z.string() })),
  }),
  assumptions: z.array(z.string()),
  findings: z.array(findingSchema),
});

export const planCheckSchema = z.object({
  schema: z.literal('trimtab/plan-check/1'),
  ok: z.boolean(),
  findings: z.array(findingSchema),
});
