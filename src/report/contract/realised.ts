/** Answers about a plan and the bills that came after it: what was realised, and how good the forecast was. */

import { z } from 'zod';
import { findingSchema } from '../../engine/finding-schema.ts';
import { amount, monthText, share } from './shared.ts';

const outcome = z.enum(['done', 'partly', 'not-done', 'gone', 'cannot-tell']);
const stage = z.enum(['identified', 'approved', 'implemented', 'verified']);

const purchaseSchema = z.object({
  plannedPerHour: z.number(),
  boughtPerHour: z.number(),
  bought: z.array(
    z.object({
      id: z.string(),
      perHour: z.number(),
      utilization: share.nullable(),
      /** On-demand price of what it covers less what it costs. */
      saved: amount,
    }),
  ),
});

const realisedMoveSchema = z.object({
  moveId: z.string(),
  leverId: z.string(),
  title: z.string(),
  owner: z.string().nullable(),
  /** Month of the run whose bill should show it first; null: not up to the later month. */
  effectMonth: z.number().nullable(),
  isDue: z.boolean(),
  statedStage: stage,
  stage,
  outcome,
  why: z.string().nullable(),
  planned: amount,
  realised: amount,
  /** With `realised` these add up to `planned`. */
  shortfall: z.object({
    notDone: amount,
    partlyDone: amount,
    goneOtherwise: amount,
    cannotTell: amount,
    coverage: amount,
    difference: amount,
  }),
  hidden: z.object({ growth: amount, price: amount, calendar: amount }),
  visible: amount,
  resources: z.object({
    done: z.number(),
    partly: z.number(),
    notDone: z.number(),
    gone: z.number(),
    cannotTell: z.number(),
  }),
  purchase: purchaseSchema.nullable(),
});

const touchedResourceSchema = z.object({
  resourceId: z.string(),
  workload: z.string(),
  replacedBy: z.string().nullable(),
  changes: z.array(
    z.object({
      moveId: z.string(),
      effect: z.string(),
      outcome,
      share,
      why: z.string(),
      planned: amount,
      realised: amount,
    }),
  ),
  /** Usage of both months; null where no change shows. */
  cost: z
    .object({
      reference: amount,
      calendar: amount,
      growth: amount,
      price: amount,
      endedCommitments: amount,
      expected: amount,
      later: amount,
      newCommitments: amount,
      growthBasis: z.enum(['own', 'workload', 'stated']),
    })
    .nullable(),
  evidence: z.array(
    z.object({
      month: monthText,
      usageType: z.string().nullable(),
      quantity: z.string().nullable(),
      unit: z.string().nullable(),
      effectiveCost: amount,
    }),
  ),
});

const kpiSchema = z.object({
  commitmentCoverage: share.nullable(),
  commitmentUtilization: share.nullable(),
});

export const planRealisedSchema = z.object({
  schema: z.literal('trimtab/plan-realised/1'),
  plan: z.string(),
  scenario: z.string().nullable(),
  currency: z.string(),
  from: monthText,
  to: monthText,
  /** Month of the run, from 1. */
  index: z.number(),
  planned: amount,
  realised: amount,
  /** `reference` and all of `causes` add up to `later` exactly. */
  bridge: z.object({
    reference: amount,
    causes: z.object({
      calendar: amount,
      growth: amount,
      newResources: amount,
      goneResources: amount,
      price: amount,
      commitments: amount,
      other: amount,
      moves: amount,
      unexplained: amount,
    }),
    later: amount,
  }),
  moves: z.array(realisedMoveSchema),
  adoption: z.object({
    stages: z.array(z.object({ stage, moves: z.number(), planned: amount, rate: share.nullable() })),
    realised: amount,
    realisation: share.nullable(),
  }),
  commitments: z.object({ planned: kpiSchema, achieved: kpiSchema }),
  resources: z.array(touchedResourceSchema),
  findings: z.array(findingSchema),
});

const monthErrorSchema = z.object({
  forecast: amount,
  naive: amount,
  actual: amount,
  /** Forecast less actual. */
  error: amount,
  errorShare: share.nullable(),
  naiveError: amount,
  range: z.object({ p10: amount, p90: amount }).nullable(),
  isHeld: z.boolean().nullable(),
});

const errorSummarySchema = z.object({
  bias: amount,
  meanAbsoluteError: amount,
  meanAbsoluteShare: share.nullable(),
  naiveMeanAbsoluteError: amount,
  /** Below 1 the forecast is better than the reference month repeated. */
  relativeError: z.number().nullable(),
  scaledError: z.number().nullable(),
  held: z.number(),
  ranged: z.number(),
});

const missSchema = z.object({ name: z.string(), forecast: amount, actual: amount, miss: amount });

export const planBacktestSchema = z.object({
  schema: z.literal('trimtab/plan-backtest/1'),
  plan: z.string(),
  scenario: z.string().nullable(),
  currency: z.string(),
  seed: z.string(),
  from: monthText,
  months: z.array(
    z.object({
      index: z.number(),
      month: monthText,
      runRate: monthErrorSchema,
      cash: monthErrorSchema,
      /** Of the effective cost, actual less forecast; each list adds up to the miss. */
      byService: z.array(missSchema),
      byWorkload: z.array(missSchema),
    }),
  ),
  summary: z.object({ runRate: errorSummarySchema, cash: errorSummarySchema }),
  findings: z.array(findingSchema),
});
