/** Answers about reliability: a risk register evaluated, and incidents against the defaults. */

import { z } from 'zod';
import { findingSchema } from '../../engine/finding-schema.ts';
import { amount, share } from './shared.ts';

const minutes = z.number().describe('minutes of full outage with the same effect on users');
const probability = z.number().describe('0..1');

const assumptionSchema = z.object({
  name: z.string(),
  value: z.number().nullable().describe('null where it is a distribution or a table'),
  shape: z.string().nullable().describe('of a distribution or a table, in words'),
  low: z.number().nullable(),
  high: z.number().nullable(),
  unit: z.string(),
  provenance: z.enum(['published', 'dataset', 'default']),
  source: z.string().nullable(),
  note: z.string(),
});

const registerEvaluationSchema = z.object({
  objective: share.nullable(),
  windowDays: z.number(),
  expectedBadMinutes: minutes,
  sdBadMinutes: minutes,
  badMinutes: z.object({
    p10: minutes,
    p50: minutes,
    p90: minutes,
    p95: minutes,
    p99: minutes,
    cvar95: minutes.describe('mean of the worst 5 % of the windows'),
  }),
  availability: share,
  budgetMinutes: minutes.nullable(),
  budgetConsumed: share.nullable(),
  breachProbability: probability.nullable().describe('P(bad minutes > budget) in one window'),
  quarterBreachProbability: probability
    .nullable()
    .describe('P(at least one window of a quarter is above its budget)'),
  burnRate: z.number().nullable().describe('1 spends the budget exactly in its window'),
  recovery: z
    .object({ mean: z.number(), p50: z.number(), p90: z.number() })
    .nullable()
    .describe('time to recover of one outage, minutes'),
  revenueAtRisk: z
    .object({ mean: amount, p90: amount, cvar95: amount })
    .nullable()
    .describe('only with costPerBadMinute'),
  byClass: z.array(z.object({ name: z.string(), expectedBadMinutes: minutes, share })),
  topDriver: z.string().nullable(),
  simulation: z
    .object({
      runs: z.number(),
      seed: z.number(),
      mean: minutes,
      standardError: minutes,
      p10: minutes,
      p50: minutes,
      p90: minutes,
      p99: minutes,
      breachProbability: probability.nullable(),
      breachStandardError: probability.nullable(),
    })
    .nullable(),
});

export const reliabilityEvaluateSchema = z.object({
  schema: z.literal('trimtab/reliability-evaluate/1'),
  file: z.string(),
  before: registerEvaluationSchema.nullable().describe('null when the file has one register'),
  result: registerEvaluationSchema.describe('the register, or the one after'),
  delta: z
    .object({
      expectedBadMinutes: minutes,
      availability: share,
      budgetConsumed: share.nullable(),
      breachProbability: probability.nullable(),
      quarterBreachProbability: probability.nullable(),
      p50: minutes,
      p90: minutes,
      p99: minutes,
      cvar95: minutes,
      revenueAtRisk: amount.nullable().describe('of the mean'),
    })
    .nullable()
    .describe('after less before'),
  assumptions: z.array(assumptionSchema).describe('defaults that the file left to the program'),
});

const estimateSchema = z.object({ mean: z.number(), p10: z.number(), p90: z.number() });
const lengthSchema = z.object({
  mu: z.number(),
  sigma: z.number(),
  p50: z.number().describe('minutes'),
  p90: z.number().describe('minutes'),
});

export const reliabilityCalibrateSchema = z.object({
  schema: z.literal('trimtab/reliability-calibrate/1'),
  files: z.array(z.string()).describe('read now; empty: what the workspace knows'),
  workloadsFile: z.string().nullable(),
  period: z
    .object({ from: z.string(), until: z.string(), years: z.number(), isDeclared: z.boolean() })
    .nullable(),
  incidents: z.number().describe('in the workspace'),
  lowUrgency: z.number().describe('not counted'),
  outside: z.number().describe('outside the period, not counted'),
  workloads: z.array(
    z.object({
      workload: z.string(),
      incidents: z.number(),
      resolved: z.number(),
      ratePerYear: z.object({
        default: estimateSchema,
        observed: z.number().nullable(),
        posterior: estimateSchema,
      }),
      duration: z.object({
        default: lengthSchema,
        observed: lengthSchema.nullable().describe('null with fewer than two resolved incidents'),
        posterior: lengthSchema,
        posteriorMedian: estimateSchema.describe('minutes; mean is the median of the posterior'),
      }),
    }),
  ),
  services: z.array(
    z.object({ service: z.string(), workload: z.string().nullable(), incidents: z.number() }),
  ),
  assumptions: z.array(assumptionSchema),
  findings: z.array(findingSchema),
});
