/** Answer about stress cases: what is left of a plan when something happens. */

import { z } from 'zod';
import { amount, share } from './shared.ts';

const stressMonthSchema = z.object({
  index: z.number(),
  forecastCost: amount,
  runRateCost: amount,
  /** Of the bill of the reference month, and of what the month would cost without the plan. */
  savedOfBill: z.number(),
  savedOfForecast: z.number(),
  unusedCommitmentCost: amount,
  commitmentUtilization: share.nullable(),
  effectiveSavingsRate: z.number().nullable(),
});

export const planStressSchema = z.object({
  schema: z.literal('trimtab/plan-stress/1'),
  plan: z.string(),
  scenario: z.string().nullable(),
  currency: z.string(),
  horizonMonths: z.number(),
  byMonth: z.number(),
  cases: z.array(
    z.object({
      /** Null: the plan as it is. */
      id: z.string().nullable(),
      title: z.string(),
      detail: z.string().nullable(),
      target: stressMonthSchema,
      end: stressMonthSchema,
      askedFor: share.nullable(),
      amountReached: z.boolean(),
      lastEffectMonth: z.number().nullable(),
      worstBreachProbability: share.nullable(),
      zoneOutage: z.array(
        z.object({
          workload: z.string(),
          before: z.number(),
          after: z.number(),
          budgetMinutes: z.number().nullable(),
        }),
      ),
    }),
  ),
});
