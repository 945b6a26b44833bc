/**
 * The `--json` answers, version 1, as schemas: one document each, money and unit prices as decimal text, absent as null.
 * Additions are free; a change or removal needs a new version. `docs/schemas/` is generated from here.
 */

import { z } from 'zod';

/** Money or a unit price: plain decimal digits, no exponent. */
const amount = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('decimal text');
const share = z.number().describe('share, 1 is everything');
const monthText = z.string().regex(/^\d{4}-\d{2}$/);

export const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  hint: z.string().nullable(),
  source: z
    .object({ file: z.string().nullable(), row: z.number().nullable(), column: z.string().nullable() })
    .nullable(),
});

const totalsSchema = z.object({
  currency: z.string().nullable(),
  billedCost: amount.nullable(),
  effectiveCost: amount.nullable(),
  listCost: amount.nullable(),
  contractedCost: amount.nullable(),
});

export const billImportSchema = z.object({
  schema: z.literal('trimtab/bill-import/1'),
  files: z.array(
    z.object({
      path: z.string(),
      format: z.string(),
      version: z.string().nullable(),
      rows: z.number(),
      sha256: z.string(),
    }),
  ),
  rows: z.number(),
  findings: z.array(findingSchema),
  totals: z.array(totalsSchema),
});

export const billSummarySchema = z.object({
  schema: z.literal('trimtab/bill-summary/1'),
  by: z.array(z.string()),
  groups: z.array(
    z.object({
      key: z.record(z.string(), z.string().nullable()),
      currency: z.string().nullable(),
      rows: z.number(),
      billedCost: amount.nullable(),
      effectiveCost: amount.nullable(),
    }),
  ),
  totals: z.array(totalsSchema),
  rows: z.number(),
  resources: z.number(),
});

export const pricesGetSchema = z.object({
  schema: z.literal('trimtab/prices-get/1'),
  prices: z.array(
    z.object({
      provider: z.string(),
      service: z.string(),
      item: z.string(),
      region: z.string(),
      unit: z.string(),
      price: amount,
      currency: z.string(),
      source: z.string(),
      date: z.string(),
      licence: z.string(),
      kind: z.enum(['measured', 'derived', 'assumed']),
      confidence: z.enum(['A', 'B', 'C']).nullable(),
      note: z.string().nullable(),
    }),
  ),
});

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
  expectedCost: amount.nullable(),
  topDriver: z.string().nullable(),
  byClass: z.array(z.object({ name: z.string(), kind: z.string(), expectedBadMinutes: z.number() })),
  evidence: z.object({ published: share, dataset: share, default: share }),
});

export const workloadReliabilitySchema = z.object({
  workload: z.string(),
  slo: z.object({ objective: share, windowDays: z.number() }).nullable(),
  before: evaluationSchema,
  after: evaluationSchema,
  worst: evaluationSchema.extend({ month: z.string() }),
  moveIds: z.array(z.string()),
});

const effortSchema = z.object({ low: z.number(), mean: z.number(), high: z.number() });

const moveOutcomeSchema = z.object({
  moveId: z.string(),
  leverId: z.string(),
  title: z.string(),
  start: z.number(),
  owner: z.string().nullable(),
  effectMonth: z.number().nullable(),
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
      amount,
    }),
  ),
  moves: z.array(moveOutcomeSchema),
  reliability: z.array(workloadReliabilitySchema),
  assumptions: z.array(z.string()),
  findings: z.array(findingSchema),
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
    baselineCost: amount,
    allowedCost: amount,
    reachedCost: amount,
    margin: amount,
  }),
  savedPerMonth: amount,
  savedFraction: share,
  range: z.object({ p10: amount, p50: amount, p90: amount }),
  probabilityOfTarget: share,
  effortDays: effortSchema,
  moves: z.array(
    moveOutcomeSchema
      .omit({ applied: true, skipped: true })
      .extend({ appliedCount: z.number(), skippedCount: z.number() }),
  ),
  reliability: z.array(workloadReliabilitySchema),
  guardrails: z.array(
    z.object({
      workload: z.string(),
      rule: z.string(),
      allowed: z.boolean().nullable(),
      message: z.string(),
      source: z.string(),
    }),
  ),
  mistakes: z.array(
    z.object({ code: z.string(), moveIds: z.array(z.string()), message: z.string(), rule: z.string() }),
  ),
  points: z.object({
    total: z.number(),
    max: z.number(),
    parts: z.array(z.object({ name: z.string(), points: z.number(), max: z.number(), why: z.string() })),
  }),
  assumptions: z.array(z.string()),
  findings: z.array(findingSchema),
});

export const opportunitiesSchema = z.object({
  schema: z.literal('trimtab/opportunities/1'),
  currency: z.string(),
  opportunities: z.array(
    z.object({
      id: z.string(),
      leverId: z.string(),
      title: z.string(),
      workload: z.string().nullable(),
      resources: z.number(),
      savedPerMonth: amount,
      range: z.object({ low: amount, expected: amount, high: amount }),
      evidence: z.object({ measured: z.number(), inferred: z.number(), assumed: z.number() }),
      effortDays: effortSchema,
      addedBadMinutes: z.number().nullable(),
      addedBreachProbability: z.number().nullable(),
      why: z.string(),
      applied: z.array(z.object({ resourceId: z.string(), why: z.string(), evidence: z.string() })),
      skipped: z.array(z.object({ resourceId: z.string(), reason: z.string() })),
      move: z.object({
        id: z.string(),
        lever: z.string(),
        scope: z.object({
          workloads: z.array(z.string()).nullable(),
          environments: z.array(z.string()).nullable(),
          accounts: z.array(z.string()).nullable(),
          regions: z.array(z.string()).nullable(),
          resources: z.array(z.string()).nullable(),
        }),
        params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
        start: z.number(),
        owner: z.string().nullable(),
        note: z.string().nullable(),
      }),
    }),
  ),
  /** What adding them up would promise; they overlap, so a plan saves less. */
  sum: amount,
});

export const planCheckSchema = z.object({
  schema: z.literal('trimtab/plan-check/1'),
  ok: z.boolean(),
  findings: z.array(findingSchema),
});

export const metricsImportSchema = z.object({
  schema: z.literal('trimtab/metrics-import/1'),
  files: z.array(z.string()),
  resources: z.number(),
  findings: z.array(findingSchema),
});

export const leversSchema = z.object({
  schema: z.literal('trimtab/levers/1'),
  levers: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      summary: z.string(),
      capability: z.string(),
      stage: z.string(),
      target: z.string(),
      effortDays: z.object({ low: z.number(), mode: z.number(), high: z.number() }),
      leadTimeMonths: z.number(),
      reversible: z.boolean(),
      headline: z.object({ text: z.string(), source: z.string() }),
      planning: z.object({ text: z.string(), source: z.string() }),
      excludes: z.array(z.string()),
      sources: z.array(z.string()),
      params: z.array(
        z.object({
          name: z.string(),
          kind: z.string(),
          label: z.string(),
          unit: z.string(),
          description: z.string(),
          default: z.union([z.number(), z.string(), z.boolean()]),
        }),
      ),
    }),
  ),
});

export const scenarioListSchema = z.object({
  schema: z.literal('trimtab/scenario-list/1'),
  scenarios: z.array(z.object({ id: z.string(), title: z.string(), summary: z.string() })),
});

/** Every contract by its name, for the generated documentation. */
export const CONTRACTS = {
  'bill-import': billImportSchema,
  'bill-summary': billSummarySchema,
  'prices-get': pricesGetSchema,
  'metrics-import': metricsImportSchema,
  opportunities: opportunitiesSchema,
  'plan-check': planCheckSchema,
  simulate: simulateSchema,
  score: scoreSchema,
  levers: leversSchema,
  'scenario-list': scenarioListSchema,
} as const;

export type BillImportReport = z.output<typeof billImportSchema>;
export type BillSummaryReport = z.output<typeof billSummarySchema>;
export type PricesGetReport = z.output<typeof pricesGetSchema>;
export type SimulateReport = z.output<typeof simulateSchema>;
export type ScoreReport = z.output<typeof scoreSchema>;
export type OpportunitiesReport = z.output<typeof opportunitiesSchema>;
export type PlanCheckReport = z.output<typeof planCheckSchema>;
export type MetricsImportReport = z.output<typeof metricsImportSchema>;
export type LeversReport = z.output<typeof leversSchema>;
export type ScenarioListReport = z.output<typeof scenarioListSchema>;
export type WorkloadReliabilityReport = z.output<typeof workloadReliabilitySchema>;
export type FindingReport = z.output<typeof findingSchema>;
