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
