/** Answers about what could still be done. */

import { z } from 'zod';
import { effortSchema } from './plans.ts';
import { amount } from './shared.ts';

const purchaseSchema = z.object({
  commitments: z.array(z.object({ kind: z.string(), what: z.string(), perHour: amount })),
  committedPerHour: amount,
  commitmentCoverage: z.number().nullable(),
  commitmentUtilization: z.number().nullable(),
  breakEvenUtilization: z.number().nullable(),
  regret: z.object({
    p10: amount,
    p50: amount,
    p90: amount,
    cvar95: amount,
    probabilityOfLoss: z.number(),
    usageDown20: amount,
    assumption: z.string(),
  }),
  /** Savings of other opportunities that are lost while the purchase runs, largest first. */
  strands: z.array(
    z.object({
      leverId: z.string(),
      workload: z.string().nullable(),
      savedPerMonth: amount,
      lostPerMonth: amount,
    }),
  ),
  strandedPerMonth: amount,
});

/** What an opportunity is worth for what it takes. */
const valueSchema = z.object({
  /** Expected saving a month for each equivalent engineer-day; null when it takes none. */
  savedPerDay: amount.nullable(),
  /** The same at the high and at the low end of the budget's price. */
  range: z.object({ low: amount.nullable(), high: amount.nullable() }),
  /** Engineer-days, and those of the error budget used at its price; null where there is no budget to use. */
  equivalentDays: z.number().nullable(),
  /** Share of the workload's error budget used in every window, negative when some is given back; null without one. */
  budgetShare: z.number().nullable(),
});

const placeSchema = z.number().int();

export const opportunitiesSchema = z.object({
  schema: z.literal('trimtab/opportunities/1'),
  currency: z.string(),
  /** The order of the list, and the price in engineer-days of a whole error budget. */
  ranking: z.object({
    order: z.enum(['value', 'saving', 'effort', 'risk']),
    budgetPrice: z.object({ days: z.number(), low: z.number(), high: z.number(), basis: z.string() }),
  }),
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
      value: valueSchema,
      /** Guardrails that it breaks: such an opportunity comes last in every order. */
      breaks: z.array(z.object({ rule: z.string(), message: z.string(), source: z.string() })),
      /** Its place in every order, from 1. */
      ranks: z.object({ value: placeSchema, saving: placeSchema, effort: placeSchema, risk: placeSchema }),
      why: z.string(),
      applied: z.array(z.object({ resourceId: z.string(), why: z.string(), evidence: z.string() })),
      skipped: z.array(z.object({ resourceId: z.string(), reason: z.string() })),
      /** What a purchase strands and risks; null for everything else. Money of the bill's period. */
      purchase: purchaseSchema.nullable(),
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
